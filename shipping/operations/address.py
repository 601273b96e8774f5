"""The snapshot of an address: changed by its owner, opened by who ships, purged after the end."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from barter.kernel.actors import Actor
from barter.kernel.errors import Invalid
from barter.kernel.moves import record, record_move
from creators.models import Address
from shipping.errors import AddressClosed, AddressFixed, AddressMissing, NotAShipper
from shipping.events import AddressRead
from shipping.models import AddressAccess, Shipment
from shipping.operations.base import announce, lock
from shipping.operations.opening import snapshot
from shipping.permissions import address_is_open, may_ship
from shipping.workflow import ShipmentState

if TYPE_CHECKING:
    from accounts.models import User

_PURGE_BATCH = 500


def read_address(*, shipment: Shipment, user: "User", via: str, at: datetime) -> dict[str, Any]:
    """Open the address for a member who ships; the view is logged in the same transaction and shown to the creator.

    `via`: page, api, export or label. Raises NotAShipper, AddressClosed outside of the parcel's window, AddressMissing.
    """
    with transaction.atomic():
        held = lock(shipment)
        if not may_ship(user, held):
            raise NotAShipper
        address = _opened(held)
        AddressAccess.objects.create(shipment=held, viewer=user, via=via, at=at)
        event = AddressRead(shipment=held.public_id, collaboration=held.collaboration.public_id, viewer=user.public_id)
        record(event, at=at)
    return address


def read_address_as_staff(*, shipment: Shipment, user: "User", reason: str, at: datetime) -> dict[str, Any]:
    """Open the address for one of staff, who says why; the view stands in the timeline and is shown to the creator.

    Raises NotAShipper to anybody else, AddressClosed outside of the parcel's window, AddressMissing.
    """
    with transaction.atomic():
        held = lock(shipment)
        if not user.is_staff:
            raise NotAShipper
        address = _opened(held)
        AddressAccess.objects.create(shipment=held, viewer=user, via="staff", at=at)
        event = AddressRead(shipment=held.public_id, collaboration=held.collaboration.public_id, viewer=user.public_id)
        state = {"from_state": held.state, "to_state": held.state}
        record_move(held, move="read_address", actor=Actor.staff(user.pk), at=at, event=event, reason=reason, **state)
    return address


def _opened(held: Shipment) -> dict[str, Any]:
    if not held.has_address:
        raise AddressMissing
    if not address_is_open(held):
        raise AddressClosed
    address = Shipment.objects.values_list("address", flat=True).get(pk=held.pk)
    if not address:
        raise AddressMissing
    return dict(address)


def update_address(*, shipment: Shipment, address: Address, by: Actor, at: datetime) -> Shipment:
    """The creator sends it somewhere else, or says where at last; possible until the label is made.

    `address` is one of the creator's own, not removed: the door fetches it so. Raises AddressFixed, Invalid (where the deal
    doesn't ship to).
    """
    with transaction.atomic():
        held = lock(shipment)
        if held.state != ShipmentState.LABEL_PENDING:
            raise AddressFixed
        if address.creator_id != held.collaboration.creator_id or address.removed_at:
            raise AddressMissing
        countries = ships_to(held)
        if countries and address.country not in countries:
            words = _("This deal ships to {countries} only.").format(countries=", ".join(countries))
            raise Invalid(words, field="address")
        held.vault_address = address
        held.address = snapshot(address)
        held.destination_city, held.destination_country = address.city, address.country
        held.save(update_fields=["vault_address", "address", "destination_city", "destination_country"])
        announce(held, "set_address", before=held.state, by=by, at=at)
        return held


def ships_to(shipment: Shipment) -> list[str]:
    """The countries a parcel may go to; none: anywhere. Where it was agreed that it goes it may stay, whatever the deal says now."""
    countries: list[str] = shipment.collaboration.deal.countries
    agreed = {shipment.destination_country} - {""}
    return [*countries, *sorted(agreed - set(countries))] if countries else []


def addresses_for(shipment: Shipment) -> QuerySet[Address]:
    """Those of its creator's addresses that it may go to."""
    own, countries = shipment.collaboration.creator.addresses.filter(removed_at=None), ships_to(shipment)
    return own.filter(country__in=countries) if countries else own


def purge_addresses(*, at: datetime) -> int:
    """Delete the snapshots whose 30 days are over. Found by index, each batch one statement; a repeat finds nothing."""
    purged = 0
    while True:
        due = Shipment.objects.filter(purge_at__lte=at).order_by("purge_at").values("pk")[:_PURGE_BATCH]
        count: int = Shipment.objects.filter(pk__in=due, purge_at__lte=at).update(
            address=None, address_purged_at=at, purge_at=None
        )
        purged += count
        if count < _PURGE_BATCH:
            return purged
