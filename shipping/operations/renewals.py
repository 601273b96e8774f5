"""The parcel that pays for more months of a licence: opened by the creator's yes, with a clock of its own until it is sent."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from barter.kernel import policy
from barter.kernel.actors import Actor
from barter.kernel.calendar import add_business_days
from brands.models import Variant
from creators.models import Address
from deals.models import Collaboration
from shipping.models import Shipment
from shipping.operations.base import announce, lock, move
from shipping.operations.opening import snapshot
from shipping.workflow import SHIPMENT, ShipmentState

_CLOCK = ("wake_at", "late_at")


def open_renewal_parcel(
    *,
    renewal: str,
    licence: str,
    variant: Variant,
    collaboration: Collaboration,
    address: Address | None,
    at: datetime,
) -> Shipment:
    """One parcel a renewal, to be sent within the days that a trade's parcel has; a repeat returns the one there is.

    `address` is where the creator wants it; it leaves the vault into the snapshot here. One that was removed meanwhile
    is left out: the creator is asked again. `variant` is told to the packer as the catalogue calls it now.
    """
    known: Shipment | None = Shipment.objects.filter(renewal=renewal).first()
    if known is not None:
        return known
    product = variant.product
    chosen = address if address and not address.removed_at else None
    shipment = Shipment(
        collaboration=collaboration,
        brand_id=collaboration.brand_id,
        created_at=at,
        renewal=renewal,
        licence=licence,
        contents=f"{product.title}, {variant.title}" if variant.title != "Default" else product.title,
        vault_address=chosen,
        address=snapshot(chosen) if chosen else None,
        destination_city=chosen.city if chosen else "",
        destination_country=chosen.country if chosen else "",
    )
    shipment.enter(ShipmentState.LABEL_PENDING, at, due_at=add_business_days(at, policy.value("ship_business_days")))
    shipment.wake_at = _next_look(shipment, at)
    with transaction.atomic():
        try:
            with transaction.atomic():
                shipment.save(force_insert=True)
        except IntegrityError:  # opened by somebody else a moment ago
            shipment = Shipment.objects.get(renewal=renewal)
        else:
            announce(shipment, "open", before="", by=Actor.system(), at=at)
    return shipment


def call_off_renewal_parcel(*, renewal: str, at: datetime) -> None:
    """The renewal will not happen: what was not sent stays. A parcel on its way, or none, is left as it is."""
    with transaction.atomic():
        found = Shipment.objects.filter(renewal=renewal).first()
        if found is None:
            return
        held = lock(found)
        if held.state == ShipmentState.LABEL_PENDING:
            move(held, "cancel", by=Actor.system(), at=at, target=ShipmentState.EXPIRED)


def run_renewal_clock(*, shipment: Shipment, at: datetime) -> bool:
    """What is due for a renewal's parcel that was not sent: remind, mark late, lapse. Re-checked under lock; a repeat does
    nothing."""
    with transaction.atomic():
        held = lock(shipment)
        waits = held.renewal and held.state == ShipmentState.LABEL_PENDING
        if not waits or held.wake_at is None or held.wake_at > at:
            return False
        if at >= lapses_at(held):
            row = SHIPMENT.check("lapse", held.state, Actor.system().side)
            move(held, row.name, by=Actor.system(), at=at, target=row.target)
            return True
        is_late = held.due_at is not None and at >= held.due_at
        held.late_at = held.due_at if is_late else None
        held.wake_at = _next_look(held, at)
        move(held, "mark_late" if is_late else "remind", by=Actor.system(), at=at, fields=_CLOCK)
        return True


def lapses_at(shipment: Shipment) -> datetime:
    """When a renewal whose parcel was not sent is over: as late as a trade's parcel counts as never shipped."""
    return add_business_days(shipment.created_at, policy.value("no_ship_business_days"))


def _next_look(shipment: Shipment, after: datetime) -> datetime:
    """A day before it is due, when it is due, when it lapses."""
    due_at, end = shipment.due_at or after, lapses_at(shipment)
    return min((moment for moment in (due_at - timedelta(days=1), due_at) if after < moment < end), default=end)
