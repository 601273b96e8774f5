"""What the board shows of parcels and files.

Shipping and content stand above deals, so nothing of theirs is imported: their rows are read through the relations
they hang on a collaboration, in a fixed number of statements a page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    When,
    Window,
    prefetch_related_objects,
)
from django.db.models.functions import RowNumber

from deals.clips import CHOSEN, captions_of, over_for, play_url, seen_by_brands, still_url
from deals.models import Collaboration

_CLIPS = 3
_BEFORE_ALL = 1_000


@dataclass(frozen=True, slots=True)
class Ready:
    """Approved files with running rights."""

    files: int
    creators: int


def load_parcels(rows: Sequence[Collaboration]) -> None:
    """The parcels of these trades, for `parcel_of`."""
    prefetch_related_objects(rows, "shipments")


def renewal_parcels(brand_pk: int) -> Any:
    """Parcels the brand has to send for more months of a licence; they have clocks of their own, no trade's."""
    shipment = _model("shipments")
    return shipment.objects.filter(brand=brand_pk, state=shipment.State.LABEL_PENDING).exclude(renewal="")


def with_pickup(rows: QuerySet[Collaboration]) -> QuerySet[Collaboration]:
    """With these trades, in the same statement, what `is_at_pickup` says."""
    shipment = _model("shipments")
    parcels = shipment.objects.filter(collaboration=OuterRef("pk"), renewal="")
    waiting = parcels.filter(state=shipment.State.AVAILABLE_FOR_PICKUP)
    return rows.annotate(parcel_is_at_pickup=Exists(waiting))


def is_at_pickup(row: Collaboration) -> bool:
    """The parcel waits for the creator to fetch it; needs `with_pickup`."""
    return getattr(row, "parcel_is_at_pickup", False)


def load_files(rows: Sequence[Collaboration]) -> None:
    """The versions and their files, for `files_of`."""
    prefetch_related_objects(rows, "submissions__assets")


def parcel_of(row: Collaboration) -> Any:
    """The newest parcel, leaving out what pays for more months of a licence; needs `load_parcels`."""
    own = (one for one in row.shipments.all() if not one.renewal)
    return max(own, key=lambda one: one.pk, default=None)


def versions_of(row: Collaboration) -> list[Any]:
    """Delivered versions, oldest first; what is still being uploaded is the creator's own."""
    return sorted((one for one in row.submissions.all() if _is_delivered(one)), key=lambda one: one.version)


def files_of(row: Collaboration) -> list[Any]:
    """The files of the newest delivered version; needs `load_files`."""
    versions = versions_of(row)
    return list(versions[-1].assets.all()) if versions else []


def player_of(asset: Any) -> dict[str, Any]:
    """A file as the page plays it: the watermarked preview, never the original."""
    return {
        "video": asset.kind == asset.Kind.VIDEO,
        "src": "" if getattr(asset, "is_over", False) else play_url(asset),
        "still": still_url(asset),
        "captions": captions_of(asset),
        "title": _title_of(asset),
    }


def _title_of(asset: Any) -> str:
    """As its creator calls it on their profile."""
    clip = getattr(asset, "clip", None)
    return clip.title if clip is not None and clip.removed_at is None else ""


def ready_files(deal_pk: int, at: datetime) -> Ready:
    licence = _model("licences")
    running = [licence.State.ACTIVE, licence.State.EXPIRING]
    rows = licence.objects.filter(collaboration__deal=deal_pk, state__in=running, ends_at__gt=at)
    counted = rows.aggregate(files=Count("pk"), creators=Count("creator", distinct=True))
    return Ready(counted["files"], counted["creators"])


def approved_work(
    brand_pk: int,
    creator_pks: Iterable[int],
    *,
    each: int = _CLIPS,
    first: Iterable[str] = (),
    at: datetime | None = None,
) -> dict[int, list[Any]]:
    """Files of each creator that this brand may see: `first` the clips they chose for this deal, then those of their
    profile in their order, then the newest that were made for it, or posted for anybody to see. One statement, never
    more than `each` files of one creator. For a page that plays them, with `is_over` as it is `at` a moment."""
    wanted = list(set(creator_pks))
    if not wanted:
        return {}
    place = Case(
        When(CHOSEN & Q(clip__public_id__in=list(first)), then=F("clip__position") - _BEFORE_ALL),
        When(CHOSEN, then="clip__position"),
        output_field=IntegerField(),
    )
    order = [place.asc(nulls_last=True), F("id").desc()]
    newest = Window(RowNumber(), partition_by=F("creator"), order_by=order)
    rows = _model("assets").objects.filter(seen_by_brands([brand_pk]), creator__in=wanted)
    found: dict[int, list[Any]] = {}
    rows = rows.select_related("clip")
    if at is not None:
        rows = rows.annotate(is_over=ExpressionWrapper(over_for([brand_pk], at), output_field=BooleanField()))
    for row in rows.annotate(rank=newest).filter(rank__lte=each).order_by("creator", "rank"):
        found.setdefault(row.creator_id, []).append(row)
    return found


def latest_versions(collaboration_pks: Iterable[int]) -> dict[int, str]:
    """Collaboration key -> public id of the version that waits for the brand."""
    submission = _model("submissions")
    rows = submission.objects.filter(collaboration__in=list(collaboration_pks), state=submission.State.SUBMITTED)
    return dict(rows.values_list("collaboration_id", "public_id"))


def _is_delivered(row: Any) -> bool:
    return row.state in {row.State.SUBMITTED, row.State.CHANGES_REQUESTED, row.State.APPROVED}


def _model(relation: str) -> Any:
    return Collaboration._meta.get_field(relation).related_model
