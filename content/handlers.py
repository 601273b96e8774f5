"""What content does when deals announces. Handlers only touch the database, in any order, and may be repeated."""

from barter.kernel.outbox.relay import Delivery
from content import operations
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
