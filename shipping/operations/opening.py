"""A parcel begins when an exchange is agreed, and is called off when it ends before the label is made."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from barter.kernel import policy
from barter.kernel.actors import Actor
from creators.models import Address
from deals.models import Collaboration
from shipping.errors import NothingToShip
from shipping.models import Shipment
from shipping.operations.base import announce, move
from shipping.permissions import can_be_shipped
from shipping.workflow import SHIPMENT, SHIPMENT_MOVING, SHIPMENT_OVER, ShipmentState


def open_shipment(*, collaboration: Collaboration, at: datetime) -> Shipment | None:
    """The parcel of an exchange that is to be shipped, with the address the creator consented to sealed into it.

    This snapshot is the one way an address leaves the vault. A repeat returns the parcel there is; None when there is
    nothing to ship (a voucher, a visit, or an exchange that has moved on).
    """
    with transaction.atomic():
        former = _lock_shipments(collaboration)
        current = Collaboration.objects.select_for_update(of=("self",), no_key=True).get(pk=collaboration.pk)
        if not can_be_shipped(current):
            return None
        # The exchange's lock orders two of these: the second sees the first one's parcel.
        parcels = current.shipments.filter(renewal="", state=ShipmentState.LABEL_PENDING)
        waiting = parcels.select_related("brand").first()
        if waiting is not None:
            return waiting
        _replace_moving(former, at)
        return _create(current, at)


def ensure_shipment(*, collaboration: Collaboration, at: datetime) -> Shipment:
    """`open_shipment` for a door that must not wait for the outbox. Raises NothingToShip."""
    shipment = open_shipment(collaboration=collaboration, at=at)
    if shipment is None:
        raise NothingToShip
    return shipment


def close_shipments(*, collaboration: Collaboration, at: datetime, now: datetime | None = None) -> None:
    """The exchange is over: call off what was not sent, and set the day on which the address goes; renewals go on.

    A parcel on its way is followed to its end; nobody waits for it any more. When this comes late, `now` may be after
    that day: the address goes at once.
    """
    with transaction.atomic():
        purge_at = (collaboration.ended_at or at) + timedelta(days=policy.value("purge_address_days"))
        for shipment in _lock_shipments(collaboration):
            if not shipment.address_purged_at:
                _let_go(shipment, purge_at, now or at)
            if shipment.state == ShipmentState.LABEL_PENDING:
                move(shipment, "cancel", by=Actor.system(), at=at, target=ShipmentState.EXPIRED)


def _let_go(shipment: Shipment, purge_at: datetime, now: datetime) -> None:
    if purge_at > now:
        shipment.purge_at = purge_at
    else:
        shipment.address, shipment.address_purged_at, shipment.purge_at = None, now, None
    shipment.save(update_fields=["address", "address_purged_at", "purge_at"])


def snapshot(address: Address) -> dict[str, Any]:
    """The readable form of a vault entry; only ever stored sealed."""
    sealed: dict[str, Any] = address.sealed
    return {**sealed, "city": address.city, "country": address.country}


def _lock_shipments(collaboration: Collaboration) -> list[Shipment]:
    rows = Shipment.objects.of_trades().select_for_update(of=("self",)).filter(collaboration=collaboration)
    return list(rows.order_by("pk").select_related("collaboration"))


def _replace_moving(former: list[Shipment], at: datetime) -> None:
    for shipment in former:
        if shipment.state in SHIPMENT_MOVING:
            SHIPMENT.check("replace", shipment.state, Actor.system().side)
            shipment.poll_at = None
            move(shipment, "replace", by=Actor.system(), at=at, target=ShipmentState.EXPIRED, fields=("poll_at",))


def _create(collaboration: Collaboration, at: datetime) -> Shipment:
    address = _address_for(collaboration)
    shipment = Shipment(
        collaboration=collaboration,
        brand_id=collaboration.brand_id,
        created_at=at,
        vault_address=address,
        address=snapshot(address) if address else None,
        destination_city=address.city if address else "",
        destination_country=address.country if address else "",
    )
    shipment.enter(ShipmentState.LABEL_PENDING, at)
    shipment.save(force_insert=True)
    announce(shipment, "open", before="", by=Actor.system(), at=at)
    return shipment


def _address_for(collaboration: Collaboration) -> Address | None:
    """Where the last parcel of this exchange went; for the first one, what was chosen when applying."""
    former = collaboration.shipments.filter(renewal="", state__in=SHIPMENT_OVER)
    last = former.select_related("vault_address").first()
    address = last.vault_address if last else None
    if address is None or address.removed_at:
        address = collaboration.application.address
    return None if address is None or address.removed_at else address
