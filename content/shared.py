"""Reads of the links that show files of a library: what a guest sees by one, and what the brand sees of all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from brands.models import Brand
from content.library import running
from content.models import Licence, SharedFile, ShareLink
from content.models.shares import ShareLinkQuerySet
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
    """The link, while it is open and its brand in good standing: asked anew at every view."""
    rows = ShareLink.objects.open(at).filter(token_hash=hash_of(secret))
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
    """With how many files were put into each."""
    return rows.select_related("made_by", "brand").annotate(file_count=Count("files"))
