"""The brand says how it sent the parcel."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from barter.kernel import policy
from barter.kernel.actors import Actor
from deals import operations as deals
from deals.models import Collaboration
from shipping.carriers.directory import adapter_of, is_offered
from shipping.carriers.guess import guess_carrier, is_well_formed, normalise
from shipping.errors import AddressMissing, BadArrivalDate, BadTrackingNumber, TrackingNumberUsed, UnknownCarrier
from shipping.models import Shipment
from shipping.operations.base import lock, lock_label, move
from shipping.operations.messages import adopt_waiting
from shipping.operations.opening import ensure_shipment
from shipping.operations.scans import forget_promise
from shipping.workflow import SHIPMENT


def ship_parcel(
    *,
    collaboration: Collaboration,
    by: Actor,
    tracking_number: str,
    carrier: str = "",
    at: datetime,
    eta_date: date | None = None,
) -> Shipment:
    """`enter_tracking` for the parcel of an exchange, whether or not the outbox has opened it yet."""
    with transaction.atomic():
        shipment = ensure_shipment(collaboration=collaboration, at=at)
        return enter_tracking(
            shipment=shipment, by=by, carrier=carrier, tracking_number=tracking_number, at=at, eta_date=eta_date
        )


def enter_tracking(
    *,
    shipment: Shipment,
    by: Actor,
    carrier: str,
    tracking_number: str,
    at: datetime,
    eta_date: date | None = None,
) -> Shipment:
    """The parcel is on its way: keep carrier and number and tell `deals` in the same transaction (not of a renewal's).

    An empty carrier is guessed from the number. `eta_date` is the carrier's promised day, if the brand knows it. Raises
    UnknownCarrier, BadTrackingNumber, BadArrivalDate, TrackingNumberUsed, AddressMissing, WrongState.
    """
    carrier, number = check_label(carrier, tracking_number)
    _check_arrival(eta_date, at)
    with transaction.atomic():
        held = lock(shipment)
        row = SHIPMENT.check("enter_tracking", held.state, by.side)
        if not held.has_address:
            raise AddressMissing
        _put_label(held, carrier, number, at)
        held.shipped_at, held.eta_date = at, eta_date
        fields = ("carrier", "tracking_number", "poll_at", "poll_failures", "claimed_at", "shipped_at", "eta_date")
        _save_label(held, row.name, by=by, at=at, target=row.target, fields=fields)
        if not held.renewal:
            due_at = _due_at(held.collaboration, eta_date, at)
            deals.mark_shipped(collaboration=held.collaboration, by=by, at=at, due_at=due_at)
        adopt_waiting(held, at=at)
        return held


def correct_tracking(*, shipment: Shipment, by: Actor, carrier: str, tracking_number: str, at: datetime) -> Shipment:
    """The number was mistyped: possible as long as the parcel counts as moving.

    What the wrong number told is dropped, and with it the day of arrival that its carrier named.
    """
    carrier, number = check_label(carrier, tracking_number)
    with transaction.atomic():
        held = lock(shipment)
        row = SHIPMENT.check("correct_tracking", held.state, by.side)
        if (held.carrier, held.tracking_number) == (carrier, number):
            return held
        told, _kinds = held.events.all().delete()
        _put_label(held, carrier, number, at)
        held.last_event_at, held.eta_date = None, None if told else held.eta_date
        fields = ("carrier", "tracking_number", "poll_at", "poll_failures", "claimed_at", "last_event_at", "eta_date")
        _save_label(held, row.name, by=by, at=at, target=row.target, fields=fields)
        if told:
            forget_promise(held, at)
        adopt_waiting(held, at=at)
        return held


def check_label(carrier: str, tracking_number: str) -> tuple[str, str]:
    """Carrier code and normalised number. Raises BadTrackingNumber or UnknownCarrier."""
    number = normalise(tracking_number)
    if not is_well_formed(number):
        raise BadTrackingNumber(field="tracking_number")
    carrier = carrier or guess_carrier(number)
    if not is_offered(carrier):
        raise UnknownCarrier(field="carrier")
    return carrier, number


def _check_arrival(eta_date: date | None, at: datetime) -> None:
    days = policy.value("parcel_lost_days")
    if eta_date and not at.date() <= eta_date <= (at + timedelta(days=days)).date():
        raise BadArrivalDate(field="eta_date", days=days)


def _put_label(shipment: Shipment, carrier: str, number: str, at: datetime) -> None:
    lock_label(carrier, number)
    shipment.carrier, shipment.tracking_number = carrier, number
    shipment.poll_at = at if adapter_of(carrier) else None
    shipment.poll_failures, shipment.claimed_at = 0, None


def _save_label(
    shipment: Shipment, name: str, *, by: Actor, at: datetime, target: str | None, fields: tuple[str, ...]
) -> None:
    """The unique constraint settles who has a number; its refusal must not spoil the caller's transaction."""
    try:
        with transaction.atomic():
            move(shipment, name, by=by, at=at, target=target, fields=fields)
    except IntegrityError as error:
        if "shipping_tracking_number_once" not in str(error):
            raise
        raise TrackingNumberUsed(field="tracking_number") from None


def _due_at(collaboration: Collaboration, eta_date: date | None, at: datetime) -> datetime:
    """When the creator is asked whether it came: the end of the promised day, else by distance."""
    if eta_date:
        return deals.arrival_limit(collaboration, eta_date)
    name = "parcel_cross_border_days" if collaboration.is_cross_border else "parcel_domestic_days"
    return at + timedelta(days=policy.value(name))
