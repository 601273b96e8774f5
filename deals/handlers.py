"""What deals do when deals announce something: settle applications, offer free places. Any order, any number of times."""

from collections.abc import Collection
from datetime import datetime

from django.utils import timezone

from barter.kernel.actors import Actor
from barter.kernel.moves import Moved, record, record_moves
from barter.kernel.outbox.relay import Delivery
from barter.kernel.stateful import CLOCK_FIELDS
from brands.models import Brand
from creators.operations import capacity as creator_capacity
from deals.card import card_of
from deals.events import ApplicationsLeft
from deals.models import Application, Collaboration, Deal, LiveLink, PendingDecision
from deals.operations import searching
from deals.operations.application import offer_place
from deals.operations.capacity import places_of
from deals.operations.states import application_moved, lock_deal, move_deal
from deals.waitlist import next_in_line
from deals.workflow import (
    APPLICATION_ANSWERABLE,
    APPLICATION_COUNTED,
    APPLICATION_OPEN,
    DEAL_OPEN,
    DEAL_OVER,
    ApplicationState,
    CollaborationState,
    DealState,
)

BATCH = 500
_WAITING = frozenset({ApplicationState.SUBMITTED, ApplicationState.SHORTLISTED})
_CHECKED_IN = frozenset({CollaborationState.POSTED, CollaborationState.LIVE_HOLD})


def want_live_check(delivery: Delivery) -> None:
    """`deals.live_check_due`: put the links of a posted collaboration in the queue of the checking task."""
    collaboration = Collaboration.objects.filter(
        public_id=delivery.payload["collaboration"], state__in=_CHECKED_IN
    ).first()
    if collaboration is not None:
        LiveLink.objects.filter(collaboration=collaboration).update(check_at=timezone.now())


def wake_searches(delivery: Delivery) -> None:
    """`deals.deal_moved`: a deal just published wakes the saved searches it fits; `deals.searches_left`: the next of them."""
    if delivery.payload.get("move", "approve") == "approve":
        searching.wake_searches(deal_id=delivery.payload["deal"], at=delivery.at)


def show_picture(delivery: Delivery) -> None:
    """`brands.product_pictured`: cards of the product's deals show the picture it has now. Terms agreed on stay."""
    pks = Deal.objects.filter(product__public_id=delivery.payload["product"]).exclude(state__in=DEAL_OVER)
    for pk in pks.order_by("pk").values_list("pk", flat=True):
        deal = lock_deal(pk)
        deal.card = card_of(deal)
        deal.save(update_fields=["card"])


def pause_deals_of_suspended(delivery: Delivery) -> None:
    """`brands.brand_moved`: nobody applies for what can't start. The brand opens its deals again once it is reinstated."""
    if delivery.payload["move"] != "suspend":
        return
    suspended = {"brand__public_id": delivery.payload["brand"], "brand__standing": Brand.Standing.SUSPENDED}
    for pk in Deal.objects.filter(**suspended, state__in=DEAL_OPEN).order_by("pk").values_list("pk", flat=True):
        deal = lock_deal(pk, shutting=True)
        if deal.state in DEAL_OPEN:
            move_deal(deal, "pause_suspended", by=Actor.system(), at=delivery.at)


def settle_applications(delivery: Delivery) -> None:
    """After a deal filled: what waits for an answer goes to the waitlist. After it ended: nothing was selected.

    One batch a call; what is left is announced again, so that a deal with 20,000 applicants never holds its lock long.
    """
    found = _locked(delivery)
    if found is None:
        return
    if found.state in DEAL_OVER:
        left = _settle(found, "not_select", APPLICATION_OPEN, delivery.at)
    elif found.state == DealState.FULL:
        left = _settle(found, "waitlist", _WAITING, delivery.at)
    else:
        return
    if left:
        record(ApplicationsLeft(deal=found.public_id), at=delivery.at)


def offer_free_places(delivery: Delivery) -> None:
    """Offer every free place to the next on the waitlist, for 48 h. Never more offers than places.

    Who is left out keeps their turn: `waitlist.next_in_line`.
    """
    deal_id = Deal.objects.filter(public_id=delivery.payload["deal"]).values_list("pk", flat=True).first()
    if deal_id is None:
        return
    deal = lock_deal(deal_id)
    if deal.state != DealState.LIVE or deal.brand.standing == Brand.Standing.SUSPENDED:
        return
    free = places_of(deal).free
    if free < 1:
        return
    for application in next_in_line(deal, delivery.at).select_for_update(of=("self",))[:free]:
        application.deal = deal
        offer_place(application, deal=deal, at=delivery.at)


def _locked(delivery: Delivery) -> Deal | None:
    """The deal, with every application that was on its way in now committed."""
    deal_id = Deal.objects.filter(public_id=delivery.payload["deal"]).values_list("pk", flat=True).first()
    return None if deal_id is None else lock_deal(deal_id, shutting=True)


def _settle(deal: Deal, move: str, states: Collection[str], at: datetime) -> bool:
    """The same move of one batch of applications; True when there may be more."""
    target = str(Application.machine.moves[move].target)
    rows = Application.objects.filter(deal=deal, state__in=states).order_by("id").select_for_update(of=("self",))
    batch = list(rows[:BATCH])
    before = {row.pk: row.state for row in batch}
    for row in batch:
        row.deal = deal
        row.enter(target, at, due_at=deal.due_at if target == ApplicationState.WAITLISTED else None)
    Application.objects.bulk_update(batch, CLOCK_FIELDS)
    record_moves(
        [
            Moved(obj=row, from_state=before[row.pk], to_state=target, event=application_moved(row, move))
            for row in batch
        ],
        move=move,
        actor=Actor.system(),
        at=at,
    )
    if target not in APPLICATION_ANSWERABLE:
        PendingDecision.objects.filter(pk__in=before).delete()
    if target not in APPLICATION_COUNTED:
        counted = [row.creator_id for row in batch if before[row.pk] in APPLICATION_COUNTED]
        creator_capacity.close_application_slots(creator_ids=counted)
    return len(batch) == BATCH
