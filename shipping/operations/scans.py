"""What carriers saw: stored once each, applied in the order of the carrier's own times."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from django.db import transaction

from barter.kernel.actors import Actor, Side
from barter.kernel.errors import WrongState
from deals import operations as deals
from deals.models import Collaboration
from shipping.carriers.directory import adapter_of
from shipping.carriers.port import Scan
from shipping.models import Shipment, TrackingEvent
from shipping.operations.base import lock, move
from shipping.tracking import Moment, first_of, next_poll, settle
from shipping.workflow import SHIPMENT, SHIPMENT_MOVING, ShipmentState

_FIELDS = ("last_event_at", "eta_date", "poll_at", "delivered_at")


def record_tracking_events(*, shipment: Shipment, scans: Sequence[Scan], source: str, at: datetime) -> int:
    """Store the scans that are new and bring the parcel to where all scans together say it is. Returns how many were new.

    A repeat stores nothing and moves nothing; order does not matter. Scans of another number (the brand corrected it in
    the meantime) are ignored, as are those from before what it was agreed with (carriers use numbers again). Delivered,
    returned, lost and the promised day are told to `deals` in the same transaction, as long as the exchange waits for this
    parcel.
    """
    with transaction.atomic():
        held = lock(shipment)
        new = _store(held, scans, source, at)
        if new:
            _apply(held, at)
            _promise(held, at)
        return new


def expire_silent(*, shipment: Shipment, at: datetime) -> bool:
    """No scan for as long as a parcel counts as lost: stop following it. Re-checked under lock; a repeat does nothing.

    The exchange has a clock of its own for this (`lose_parcel`), so nothing is told to `deals`.
    """
    with transaction.atomic():
        held = lock(shipment)
        if held.state not in SHIPMENT_MOVING or held.wake_at is None or held.wake_at > at:
            return False
        held.poll_at = None
        move(held, "expire", by=Actor.system(), at=at, target=ShipmentState.EXPIRED, fields=("poll_at",))
        return True


def give_up_on(*, shipment: Shipment, by: Actor, at: datetime, reason: str = "") -> Shipment:
    """Staff know that the parcel is lost: the exchange is put on hold, as if the carrier had said so. Raises WrongState."""
    with transaction.atomic():
        held = lock(shipment)
        row = SHIPMENT.check("give_up", held.state, by.side)
        held.poll_at = None
        move(held, row.name, by=by, at=at, target=row.target, reason=reason, fields=("poll_at",))
        if _decides(held):
            _tell(deals.mark_lost, held.collaboration, at, by=Actor(Side.SYSTEM, by.user_id))
        return held


def can_ask(shipment: Shipment) -> bool:
    """Whether the parcel moves and its carrier answers questions."""
    return shipment.state in SHIPMENT_MOVING and adapter_of(shipment.carrier) is not None


def ask_again(*, shipment: Shipment, by: Actor, at: datetime) -> Shipment:
    """Staff want news now: the next beat asks the carrier. Raises WrongState where there is nobody to ask."""
    with transaction.atomic():
        held = lock(shipment)
        if not can_ask(held):
            raise WrongState(state=held.get_state_display())
        held.poll_at, held.poll_failures, held.claimed_at = at, 0, None
        move(held, "ask_again", by=by, at=at, fields=("poll_at", "poll_failures", "claimed_at"))
        return held


def when_to_ask(shipment: Shipment, state: str, at: datetime) -> datetime | None:
    """The next question to the carrier; None where nobody answers questions or nothing is left to learn."""
    return next_poll(state, failures=shipment.poll_failures, at=at) if adapter_of(shipment.carrier) else None


def _store(shipment: Shipment, scans: Sequence[Scan], source: str, at: datetime) -> int:
    since = shipment.created_at if shipment.renewal else shipment.collaboration.agreed_at
    ours = [scan for scan in scans if scan.tracking_number == shipment.tracking_number and scan.at >= since]
    stored = shipment.events.filter(carrier_event_id__in=[scan.event_id for scan in ours])
    known = set(stored.values_list("carrier_event_id", flat=True))
    fresh = {scan.event_id: scan for scan in ours if scan.event_id not in known}
    TrackingEvent.objects.bulk_create(
        [
            TrackingEvent(
                shipment=shipment,
                carrier_event_id=scan.event_id,
                state=scan.state,
                raw_code=scan.code,
                description=scan.description,
                place=scan.place,
                source=source,
                at=min(scan.at, at),  # a carrier's clock that runs ahead must not outrank every later scan
                received_at=at,
            )
            for scan in fresh.values()
        ]
    )
    newest = max(fresh.values(), key=lambda scan: scan.at, default=None)
    if newest and newest.eta_date:
        shipment.eta_date = newest.eta_date
    return len(fresh)


def _apply(shipment: Shipment, at: datetime) -> None:
    scans = [Moment(*row) for row in shipment.events.order_by("at", "id").values_list("state", "at")]
    decisive = settle(scans)
    assert decisive is not None
    shipment.last_event_at = max(scan.at for scan in scans)
    name = f"scan_{decisive.state}"
    may_move = decisive.state != shipment.state and shipment.state in SHIPMENT.moves[name].sources
    shipment.poll_at = when_to_ask(shipment, decisive.state if may_move else shipment.state, at)
    if not may_move:
        shipment.save(update_fields=_FIELDS)
        return
    if decisive.state == ShipmentState.DELIVERED:
        shipment.delivered_at = _not_before_shipping(shipment, first_of(scans, decisive.state) or decisive.at, at)
    move(shipment, name, by=Actor.carrier(), at=at, target=decisive.state, fields=_FIELDS)
    if _decides(shipment):
        _tell_deals(shipment, at)


def _promise(shipment: Shipment, at: datetime) -> None:
    """The carrier's day is the exchange's date: until then nobody is asked, and then the creator is."""
    if shipment.eta_date and shipment.state in SHIPMENT_MOVING and _decides(shipment):
        _tell(partial(deals.expect_parcel, day=shipment.eta_date), shipment.collaboration, at)


def forget_promise(shipment: Shipment, at: datetime) -> None:
    """The day was told of another parcel: the exchange's date is by distance again. The caller holds the shipment."""
    if _decides(shipment):
        _tell(partial(deals.expect_parcel, day=None), shipment.collaboration, at)


def _not_before_shipping(shipment: Shipment, moment: datetime, at: datetime) -> datetime:
    """The content clock starts at the carrier's time, but never in the future and never before the parcel was sent."""
    return min(max(moment, shipment.shipped_at or moment), at)


def _decides(shipment: Shipment) -> bool:
    """Only the newest parcel of an exchange speaks for it; a first one that turns up after all does not, and a renewal's
    never does."""
    newer = shipment.collaboration.shipments.filter(renewal="", pk__gt=shipment.pk)
    return not shipment.renewal and not newer.exists()


def _tell_deals(shipment: Shipment, at: datetime) -> None:
    if shipment.state == ShipmentState.DELIVERED:
        mark = partial(deals.mark_delivered, delivered_at=shipment.delivered_at)
        _tell(mark, shipment.collaboration, at)
    elif shipment.state == ShipmentState.RETURNED:
        _tell(deals.mark_returned, shipment.collaboration, at)
    elif shipment.state == ShipmentState.LOST:
        _tell(deals.mark_lost, shipment.collaboration, at)


def _tell(mark: Callable[..., object], collaboration: Collaboration, at: datetime, *, by: Actor | None = None) -> None:
    """The exchange may have moved on (confirmed by hand, ended, on hold): then the scan is history and nothing more."""
    try:
        with transaction.atomic():
            mark(collaboration=collaboration, by=by or Actor.carrier(), at=at)
    except WrongState:
        return
