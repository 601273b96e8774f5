"""What content does when deals announces. Handlers only touch the database, in any order, and may be repeated."""

from barter.kernel.outbox.relay import Delivery
from brands.permissions import Role, role_allows
from content import operations
from content.models.shares import MAKER_DEMOTED, MAKER_LEFT
from content.operations.uploads import MAKING
from deals.models import Collaboration
from deals.workflow import CollaborationState


def settle_silent_approval(delivery: Delivery) -> None:
    """deals.collaboration_moved: the brand's review clock ran out, so the open version is approved and licensed."""
    if delivery.payload["move"] != "approve_silently":
        return
    collaboration = Collaboration.objects.get(public_id=delivery.payload["collaboration"])
    operations.approve_silently(collaboration=collaboration, at=delivery.at)


def settle_ended(delivery: Delivery) -> None:
    """deals.collaboration_ended: an undecided version is withdrawn; where staff called the trade complete, approved."""
    collaboration = Collaboration.objects.get(public_id=delivery.payload["collaboration"])
    if delivery.payload["state"] == CollaborationState.COMPLETED:
        operations.approve_silently(collaboration=collaboration, at=delivery.at)
    operations.withdraw_open(collaboration=collaboration, at=delivery.at)


def end_shares(delivery: Delivery) -> None:
    """brands.team_changed: the links of somebody who left, or who only looks from now on, end with it."""
    payload = delivery.payload
    if payload["move"] in {"leave", "remove"}:
        move = MAKER_LEFT
    elif payload["move"] == "change_role" and not role_allows(payload["role"], Role.MANAGER):
        move = MAKER_DEMOTED
    else:
        return
    operations.end_shares_of(brand=payload["brand"], user=payload["user"], move=move, at=delivery.at)


def settle_renewal_parcel(delivery: Delivery) -> None:
    """shipping.shipment_moved: the parcel that pays for a renewal was sent, or never will be."""
    renewal, move = delivery.payload.get("renewal"), delivery.payload["move"]
    if not renewal:
        return
    if move == "enter_tracking":
        operations.pay_renewal(renewal=renewal, at=delivery.at)
    elif move in {"lapse", "cancel"}:
        operations.lapse_renewal(renewal=renewal, at=delivery.at)
    elif move == "open":
        operations.insist_on_agreement(renewal=renewal, at=delivery.at)


def continue_version(delivery: Delivery) -> None:
    """content.asset_moved: the version that waits for this file goes on, or comes back to the creator."""
    collaboration = Collaboration.objects.get(public_id=delivery.payload["collaboration"])
    operations.continue_version(collaboration=collaboration, at=delivery.at)


def continue_held_version(delivery: Delivery) -> None:
    """deals.collaboration_moved: a trade that stood still goes on, and so does a version that waited meanwhile."""
    if delivery.payload["state"] in MAKING:
        continue_version(delivery)
