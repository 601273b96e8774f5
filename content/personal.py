"""What files and licences hold about a person: see `barter.kernel.personal`."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import OuterRef, Subquery

from barter.kernel import storage
from barter.kernel.personal import LINK_SECONDS, Part, Row, rows
from content.models import (
    Asset,
    Captions,
    Licence,
    PaidRenewal,
    PortfolioClip,
    RevisionNote,
    ShareLink,
    Submission,
    TakeDown,
)
from content.workflow import TAKE_DOWN_OVER
from creators.models import Creator


def _gather(user_id: int) -> Iterator[tuple[str, Iterable[Row]]]:
    own = Asset.objects.filter(creator__user=user_id).select_related("collaboration")
    yield "files", (_told(one) for one in own.order_by("pk").iterator(chunk_size=200))
    shown = PortfolioClip.objects.filter(asset__creator__user=user_id)
    yield (
        "profile_clips",
        rows(shown, "public_id", "title", "position", "added_at", "removed_at", file="asset__public_id"),
    )
    captions = Captions.objects.filter(asset__creator__user=user_id)
    yield "captions", rows(captions, "text", "changed_at", file="asset__public_id", language="asset__captions_language")
    licences = Licence.objects.filter(creator__user=user_id)
    yield "licences", rows(licences, "public_id", "code", "state", "scope", "territory", "starts_at", "ends_at", brand_name="brand__name", file="asset__public_id")  # fmt: skip
    paid = PaidRenewal.objects.filter(licence__creator__user=user_id)
    yield "renewals_paid_in_product", rows(paid, "public_id", "months", "contents", "worth_minor", "currency", "offered_at", "agreed_at", "paid_at", "called_off_at", "kept_at", of_licence="licence__public_id")  # fmt: skip
    asked = TakeDown.objects.filter(creator__user=user_id)
    yield "take_downs", rows(asked, "public_id", "state", "reason", "words", "seen_url", "still_up", "answer", "decision", "asked_at", "down_by", licence_public_id="licence__public_id")  # fmt: skip
    versions = Submission.objects.filter(collaboration__creator__user=user_id)
    yield "versions", rows(versions, "public_id", "version", "state", "caption", trade="collaboration__public_id")
    notes = RevisionNote.objects.filter(author=user_id)
    yield "notes", rows(notes, "public_id", "text", "at_ms", "created_at", version="submission__public_id")
    links = ShareLink.objects.filter(made_by=user_id)
    yield "share_links", rows(links, "public_id", "name", "created_at", "expires_at", "ended_at", brand_name="brand__name")  # fmt: skip


def _told(one: Asset) -> Row:
    """With a link to the file itself: copies of gigabytes help nobody."""
    columns = ("public_id", "file_name", "kind", "state", "content_type", "size_bytes", "sha256", "created_at")
    is_there = one.original_key and one.state == Asset.State.READY
    link = storage.presign_get(one.original_key, expires_seconds=LINK_SECONDS) if is_there else None
    return {**{name: getattr(one, name) for name in columns}, "trade": one.collaboration.public_id, "link": link}


def _erase(user_id: int, at: datetime) -> None:
    """A running licence keeps the name it was given under. Nothing is shown any more; clips nobody ever got are swept."""
    name = Creator.objects.filter(pk=OuterRef("creator")).values("display_name")
    running = [Licence.State.ACTIVE, Licence.State.EXPIRING]
    own = Licence.objects.filter(creator__user=user_id, state__in=running, licensor_name="")
    own.update(licensor_name=Subquery(name))
    PortfolioClip.objects.filter(asset__creator__user=user_id).delete()
    unlicensed = Asset.objects.filter(creator__user=user_id).exclude(licences__state__in=running)
    Captions.objects.filter(asset__in=unlicensed).delete()
    unlicensed.exclude(captions_language="").update(captions_language="")
    told = TakeDown.objects.filter(
        creator__user=user_id, state__in=TAKE_DOWN_OVER
    )  # an open one is still decided by its words
    told.update(words="", seen_url="", still_up="")
    unseen = Asset.objects.filter(creator__user=user_id, submission=None, state=Asset.State.READY)
    unseen.update(state=Asset.State.EXPIRED, awaited_by=None, cleared_at=None)
    Asset.objects.filter(creator__user=user_id).update(file_name="clip")


PART = Part(app="content", gather=_gather, erase=_erase)
