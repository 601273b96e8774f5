"""What parcels hold about a person: see `barter.kernel.personal`."""

from datetime import datetime

from django.db.models import Q

from barter.kernel.personal import Part
from shipping.models import Shipment


def _erase(user_id: int, at: datetime) -> None:
    """Addresses go now, and not 30 days after the trade."""
    own = Shipment.objects.filter(collaboration__creator__user=user_id)
    own.filter(address_purged_at=None).update(address=None, address_purged_at=at, purge_at=None)
    own.filter(~Q(destination_city="")).update(destination_city="")


PART = Part(app="shipping", erase=_erase)
