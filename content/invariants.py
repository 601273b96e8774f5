"""What must always be true of content; `manage.py check_invariants` prints each line this finds."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone

from barter.kernel.clock import now
from content.models import Asset, Licence, Submission
from content.workflow import LICENCE_USABLE, LicenceState, SubmissionState
from deals.workflow import CollaborationState

_LEEWAY = timedelta(minutes=10)
_MANY = 100


def check() -> Iterator[str]:
    yield from _submissions()
    yield from _licences()
    yield from _files()


def _submissions() -> Iterator[str]:
    in_review = Q(
        collaboration__state__in=[CollaborationState.IN_REVIEW, CollaborationState.DISPUTED, CollaborationState.ON_HOLD]
    )
    # a silent approval or an end reaches content through the outbox, a moment later
    fresh = Q(collaboration__state_since__gte=now() - _LEEWAY)
    lost = Submission.objects.filter(state=SubmissionState.SUBMITTED).exclude(in_review).exclude(fresh)
    for submission in lost[:_MANY]:
        yield f"{submission.public_id} waits for a decision, but its collaboration is past review"
    empty = Submission.objects.filter(assets=None).exclude(
        state__in=[SubmissionState.UPLOADING, SubmissionState.WITHDRAWN]
    )
    for submission in empty[:_MANY]:
        yield f"{submission.public_id} was sent without a file"


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


def _files() -> Iterator[str]:
    stuck = Asset.objects.filter(state=Asset.State.PROCESSING).filter(
        Q(process_at=None) | Q(process_at__lt=timezone.now() - _LEEWAY)
    )
    for asset in stuck[:_MANY]:
        yield f"{asset.public_id} waits to be processed and nobody takes it"
    foreign = Asset.objects.exclude(submission=None).exclude(collaboration=F("submission__collaboration"))
    for asset in foreign[:_MANY]:
        yield f"{asset.public_id} is part of another collaboration's version"
