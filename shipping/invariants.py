"""What must be true of parcels and of the addresses they carry."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import F

from barter.kernel import clock, policy
from barter.kernel.invariants import Check
from deals.workflow import COLLABORATION_OVER
from shipping.models import AddressAccess, Shipment

_LEEWAY = timedelta(days=1)  # purging is a nightly matter
_MANY = 100

CHECKS = [
    Check(
        "shipments: a purged address is gone, and one that is gone was purged",
        """
        SELECT id, state FROM shipping_shipment
        WHERE address_purged_at IS NOT NULL AND address IS NOT NULL
        """,
    ),
    Check(
        "shipments: only trades with a parcel have one",
        """
        SELECT s.id, c.exchange FROM shipping_shipment s JOIN deals_collaboration c ON c.id = s.collaboration_id
        WHERE c.exchange <> 'parcel'
        """,
    ),
    Check(
        "shipments: a trade that is on its way was shipped with a number",
        """
        SELECT c.id, c.state FROM deals_collaboration c
        WHERE c.exchange = 'parcel' AND c.state = 'shipped' AND NOT EXISTS (
            SELECT 1 FROM shipping_shipment s WHERE s.collaboration_id = c.id AND s.tracking_number <> ''
        ) AND EXISTS (SELECT 1 FROM shipping_shipment s WHERE s.collaboration_id = c.id)
        """,
    ),
]


def check() -> Iterator[str]:
    """No address is kept, or was opened, out of its window: from the agreement to 30 days after the end."""
    window = timedelta(days=policy.value("purge_address_days")) + _LEEWAY
    kept = Shipment.objects.filter(
        collaboration__state__in=COLLABORATION_OVER, collaboration__ended_at__lt=clock.now() - window
    ).exclude(address=None)
    for shipment in kept[:_MANY]:
        yield f"{shipment.public_id} still has its address"
    opened = AddressAccess.objects.filter(at__gt=F("shipment__collaboration__ended_at"))
    for access in opened.select_related("shipment")[:_MANY]:
        yield f"{access.shipment.public_id} was opened after its trade had ended"
