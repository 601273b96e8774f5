"""What must always be true of content; `manage.py check_invariants` prints each line this finds."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from barter.kernel.clock import now
from barter.kernel.models import Message, TimelineEntry
from brands.models import Variant
from content.models import Asset, Licence, PaidRenewal, Submission, TakeDown
from content.operations.uploads import MAKING
from content.workflow import (
    LICENCE_USABLE,
    SUBMISSION_WAITING,
    TAKE_DOWN_COMING_DOWN,
    LicenceState,
    SubmissionState,
)
from deals.models import Collaboration
from deals.workflow import CollaborationState

_LEEWAY = timedelta(minutes=10)
_MANY = 100
_MOST_LOOKED_AT = 10_000


def check() -> Iterator[str]:
    yield from _submissions()
    yield from _licences()
    yield from _take_downs()
    yield from _files()
    yield from _renewals()
    yield from _captions()


def _submissions() -> Iterator[str]:
    in_review = Q(
        collaboration__state__in=[CollaborationState.IN_REVIEW, CollaborationState.DISPUTED, CollaborationState.ON_HOLD]
    )
    lost = Submission.objects.filter(state=SubmissionState.SUBMITTED).exclude(in_review).select_related("collaboration")
    under_way = _announced()
    left = [row for row in lost[:_MOST_LOOKED_AT] if row.collaboration.public_id not in under_way]
    for submission in left[:_MANY]:
        yield f"{submission.public_id} waits for a decision, but its collaboration is past review"
    empty = Submission.objects.filter(assets=None).exclude(
        state__in=[*SUBMISSION_WAITING, SubmissionState.REJECTED, SubmissionState.WITHDRAWN]
    )
    for submission in empty[:_MANY]:
        yield f"{submission.public_id} was sent without a file"

    for submission in Submission.objects.filter(state__in=SUBMISSION_WAITING, awaited=None)[:_MANY]:
        yield f"{submission.public_id} waits for files, but has none"
    forgotten = Asset.objects.exclude(awaited_by=None).exclude(awaited_by__state__in=SUBMISSION_WAITING)
    for asset in forgotten[:_MANY]:
        yield f"{asset.public_id} is kept for a version that does not wait"
    settled = Submission.objects.filter(
        state__in=SUBMISSION_WAITING,
        collaboration__state__in=MAKING,
        collaboration__state_since__lt=now() - _LEEWAY,
        state_since__lt=now() - _LEEWAY,
    ).exclude(awaited__state__in=[Asset.State.WAITING, Asset.State.PROCESSING])
    for submission in settled.distinct()[:_MANY]:
        files = list(submission.awaited.values_list("pk", flat=True))
        moved = TimelineEntry.objects.filter(object_type="asset", object_id__in=files, at__gte=now() - _LEEWAY)
        if files and not moved.exists():  # what moved just now reaches the version through the outbox
            yield f"{submission.public_id} waits, but all of its files are settled"


def _captions() -> Iterator[str]:
    """The language stands with the file, the words beside it: never one without the other."""
    for asset in Asset.objects.exclude(captions_language="").filter(captions=None)[:_MANY]:
        yield f"{asset.public_id} names a language of captions it doesn't have"
    for asset in Asset.objects.filter(captions_language="", captions__isnull=False)[:_MANY]:
        yield f"{asset.public_id} has captions in no language"


def _announced() -> set[str]:
    """Collaborations of which content has not yet heard everything: a silent approval or an end comes through the outbox.
    How long that may take is a check of the outbox itself.
    """
    waiting = Message.objects.filter(done_at=None, name__startswith="deals.collaboration")
    return set(waiting.values_list("payload__collaboration", flat=True))


def _licences() -> Iterator[str]:
    unlicensed = (
        Asset.objects.filter(submission__state=SubmissionState.APPROVED).exclude(licences__isnull=False).distinct()
    )
    for asset in unlicensed[:_MANY]:
        yield f"{asset.public_id} is approved, but has no licence"
    for licence in Licence.objects.exclude(file_sha256=F("asset__sha256"))[:_MANY]:
        yield f"{licence.public_id} names another file than its asset"
    for licence in Licence.objects.exclude(asset__submission__state=SubmissionState.APPROVED)[:_MANY]:
        yield f"{licence.public_id} was granted for a file that is not approved"
    for licence in Licence.objects.filter(state=LicenceState.RENEWED, renewed_by=None)[:_MANY]:
        yield f"{licence.public_id} is renewed, but nothing follows it"
    renewed = Licence.objects.exclude(renews=None)
    torn = renewed.exclude(renews__state=LicenceState.RENEWED) | renewed.exclude(asset=F("renews__asset"))
    for licence in torn[:_MANY]:
        yield f"{licence.public_id} renews a licence that is not renewed, or of another file"
    late = Licence.objects.filter(state__in=LICENCE_USABLE, ends_at__lt=now() - _LEEWAY)
    for licence in late[:_MANY]:
        yield f"{licence.public_id} has ended, but is still {licence.state}"
    asleep = Licence.objects.filter(state__in=LICENCE_USABLE, wake_at=None)
    for licence in asleep[:_MANY]:
        yield f"{licence.public_id} runs without a clock"


def _take_downs() -> Iterator[str]:
    ended_nothing = TakeDown.objects.filter(state__in=TAKE_DOWN_COMING_DOWN, licence__state__in=LICENCE_USABLE)
    for request in ended_nothing[:_MANY]:
        yield f"{request.public_id} has to come down, but its licence still runs"
    for request in TakeDown.objects.open().filter(wake_at=None)[:_MANY]:
        yield f"{request.public_id} is open without a clock"
    foreign = TakeDown.objects.exclude(licence__brand=F("brand"), licence__creator=F("creator"))
    for request in foreign[:_MANY]:
        yield f"{request.public_id} has other sides than its licence"


def _files() -> Iterator[str]:
    stuck = Asset.objects.filter(state=Asset.State.PROCESSING).filter(
        Q(process_at=None) | Q(process_at__lt=timezone.now() - _LEEWAY)
    )
    for asset in stuck[:_MANY]:
        yield f"{asset.public_id} waits to be processed and nobody takes it"
    foreign = Asset.objects.exclude(submission=None).exclude(collaboration=F("submission__collaboration"))
    for asset in foreign[:_MANY]:
        yield f"{asset.public_id} is part of another collaboration's version"


def _renewals() -> Iterator[str]:
    """An item is reserved for a trade that holds it or for a renewal that owes it, and for nothing else."""
    owed, holding = PaidRenewal.objects.owed(), PaidRenewal.objects.holding_stock()
    held = {
        "by_trades": _count(Collaboration.objects.filter(stock_held=True, variant=OuterRef("pk"))),
        "by_renewals": _count(holding.filter(variant=OuterRef("pk"))),
    }
    rows = Variant.objects.annotate(**held)
    for variant in rows.exclude(stock_reserved=F("by_trades") + F("by_renewals"))[:_MANY]:
        yield f"{variant.public_id} reserves {variant.stock_reserved}, which is not what trades and renewals hold"
    for one in owed.exclude(licence__state__in=[*LICENCE_USABLE, LicenceState.EXPIRED])[:_MANY]:
        yield f"{one.public_id} waits for its parcel, but its licence can't be renewed"
    called_off = PaidRenewal.objects.exclude(called_off_at=None)
    for one in called_off.filter(licence__state__in=[*LICENCE_USABLE, LicenceState.RENEWED])[:_MANY]:
        yield f"{one.public_id} was called off, but its licence goes on"
    under_way = set(Message.objects.filter(done_at=None).values_list("payload__renewal", flat=True))
    silent = called_off.filter(kept_at=None).exclude(public_id__in=under_way - {None})
    for one in silent[:_MANY]:
        yield f"{one.public_id} was called off, and nobody says whether its parcel was sent"
    paid = PaidRenewal.objects.exclude(paid_at=None).exclude(licence__state=LicenceState.RENEWED)
    for one in paid[:_MANY]:
        yield f"{one.public_id} was paid, but its licence is not renewed"


def _count(rows: QuerySet[Any]) -> Coalesce:
    """How many of these there are, as a column of the outer row."""
    counted = rows.order_by().values("variant").annotate(found=Count("pk")).values("found")
    return Coalesce(Subquery(counted), 0)
