"""What files and licences hold about a person: see `barter.kernel.personal`."""

from datetime import datetime

from django.db.models import OuterRef, Subquery

from barter.kernel.personal import Part
from content.models import Asset, Licence
from creators.models import Creator


def _erase(user_id: int, at: datetime) -> None:
    """A running licence keeps the name it was given under. Clips nobody ever got are swept with their files."""
    name = Creator.objects.filter(pk=OuterRef("creator")).values("display_name")
    running = [Licence.State.ACTIVE, Licence.State.EXPIRING]
    own = Licence.objects.filter(creator__user=user_id, state__in=running, licensor_name="")
    own.update(licensor_name=Subquery(name))
    unseen = Asset.objects.filter(creator__user=user_id, submission=None, state=Asset.State.READY)
    unseen.update(state=Asset.State.EXPIRED, awaited_by=None, cleared_at=None)
    Asset.objects.filter(creator__user=user_id).update(file_name="clip")


PART = Part(app="content", erase=_erase)
