"""Reads of the links that show files of a library: what a guest sees by one, and what the brand sees of all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from barter.kernel.models import TimelineEntry
from brands.models import Brand, Membership
from brands.permissions import MANAGING
from content.library import running
from content.models import Licence, SharedFile, ShareLink
from content.models.shares import ShareLinkQuerySet, ShareState
from content.operations.shares import KEPT_DAYS, hash_of

PAGE_FILES = 24
PAGE_LINKS = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """One page of what a link shows now; `gone` of its files have no running licence any more. `more`: where the next begins."""

    files: Sequence[Licence]
    count: int
    gone: int
    more: int | None


def address_of(secret: str) -> str:
    """What is handed to a guest."""
    return settings.SITE_URL + reverse("shared", args=[secret])


def by_secret(secret: str, at: datetime) -> ShareLink | None:
    """The link, while it is open, its brand in good standing and who made it still somebody who may: asked anew at every view.

    Of an account that staff closed nothing is shown, and who left and came back makes new ones.
    """
    team = Membership.objects.filter(
        brand=OuterRef("brand"), user=OuterRef("made_by"), role__in=MANAGING, user__is_active=True,
        joined_at__lte=OuterRef("created_at"),
    )  # fmt: skip
    rows = ShareLink.objects.open(at).filter(Exists(team), token_hash=hash_of(secret))
    return rows.exclude(brand__standing=Brand.Standing.SUSPENDED).select_related("brand").first()


def files_of(share: ShareLink, at: datetime) -> QuerySet[Licence]:
    """By the licences that run now: of a renewed one the one that goes on, of an ended or withdrawn one none."""
    put_there = SharedFile.objects.filter(share=share).values("licence__asset")
    rows = Licence.objects.filter(running(at), brand=share.brand_id, asset__in=put_there)
    return rows.select_related("asset", "creator", "brand", "collaboration__deal")


def shown_by(share: ShareLink, at: datetime, before: int | None = None) -> Shown:
    """The newest first. Three statements."""
    rows, total = files_of(share, at), SharedFile.objects.filter(share=share).count()
    count = rows.count()
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: PAGE_FILES + 1])
    files = found[:PAGE_FILES]
    return Shown(files, count, total - count, files[-1].pk if len(found) > PAGE_FILES else None)


def links_of(brand: Brand, at: datetime) -> ShareLinkQuerySet:
    """Those that are open, and those that ended within a month, each with `file_count`."""
    since = at - timedelta(days=KEPT_DAYS)
    recent = Q(expires_at__gte=since) & (Q(ended_at=None) | Q(ended_at__gte=since))
    return counted(ShareLink.objects.filter(recent, brand=brand))


def counted(rows: ShareLinkQuerySet) -> ShareLinkQuerySet:
    """With how many files were put into each, and by which move it ended before its day (`end_move`)."""
    ends = TimelineEntry.objects.filter(
        object_type=ShareLink._meta.model_name, object_id=OuterRef("pk"), to_state=ShareState.ENDED
    )
    rows = rows.select_related("made_by", "brand").annotate(file_count=Count("files"))
    return rows.annotate(end_move=Subquery(ends.values("move")[:1]))
