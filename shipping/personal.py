"""What parcels hold about a person: see `barter.kernel.personal`."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Q

from barter.kernel.personal import Part, Row, rows
from shipping.models import AddressAccess, Shipment


def _gather(user_id: int) -> Iterator[tuple[str, Iterable[Row]]]:
    parcels = Shipment.objects.filter(collaboration__creator__user=user_id).select_related("collaboration")
    yield "parcels", (_told(one) for one in parcels.order_by("pk").iterator(chunk_size=200))
    looks = AddressAccess.objects.filter(shipment__collaboration__creator__user=user_id)
    yield (
        "who_saw_my_address",
        rows(looks, "via", "at", brand_name="shipment__brand__name", parcel="shipment__public_id"),
    )


def _told(one: Shipment) -> Row:
    columns = (
        "public_id",
        "state",
        "carrier",
        "tracking_number",
        "contents",
        "address",
        "shipped_at",
        "delivered_at",
        "created_at",
    )
    return {**{name: getattr(one, name) for name in columns}, "trade": one.collaboration.public_id}


def _erase(user_id: int, at: datetime) -> None:
    """Addresses go now, and not 30 days after the trade."""
    own = Shipment.objects.filter(collaboration__creator__user=user_id)
    own.filter(address_purged_at=None).update(address=None, address_purged_at=at, purge_at=None)
    own.filter(~Q(destination_city="")).update(destination_city="")


PART = Part(app="shipping", gather=_gather, erase=_erase)
