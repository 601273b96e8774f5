"""Versions: sending one, asking for changes, approving.

Locks from the upper layer down: submissions of the collaboration, its files in key order, then (inside the called
operations of deals) the collaboration.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from barter.kernel.actors import Actor
from barter.kernel.errors import Invalid
from barter.kernel.moves import record_move
from barter.kernel.stateful import CLOCK_FIELDS
from content import limits
from content.errors import (
    AlreadySubmitted,
    ChangeNamesNoBriefItem,
    FileAlreadyUsed,
    FileNotReady,
    NoChangesNamed,
    NoFiles,
    NotInThisSubmission,
    NotOwnFile,
    TooManyFiles,
)
from content.events import SubmissionMoved
from content.models import Asset, RevisionNote, Submission
from content.operations.licences import grant_licence
from content.operations.notes import NewNote, send_notes
from content.workflow import SUBMISSION, SubmissionState
from deals import operations as deals
from deals.models import Collaboration

CAPTION_MAX = 2200
OPEN = (SubmissionState.UPLOADING, SubmissionState.PROCESSING, SubmissionState.SUBMITTED)


def submit(
    *, collaboration: Collaboration, assets: Sequence[Asset], caption: str, by: Actor, at: datetime
) -> Submission:
    """Send the next version to the brand; its clock of review starts.

    Raises NoFiles, TooManyFiles, NotOwnFile, FileNotReady, FileAlreadyUsed, AlreadySubmitted, WrongState.
    """
    caption = caption.strip()
    if len(caption) > CAPTION_MAX:
        raise Invalid(f"The caption has {len(caption)} letters, the most is {CAPTION_MAX}.", field="caption")
    wanted = list(dict.fromkeys(asset.pk for asset in assets))
    if not wanted:
        raise NoFiles(field="assets")
    if len(wanted) > limits.FILES_IN_SUBMISSION:
        raise TooManyFiles(count=len(wanted), limit=limits.FILES_IN_SUBMISSION, field="assets")
    with transaction.atomic():
        submissions = list(Submission.objects.select_for_update().filter(collaboration=collaboration).order_by("pk"))
        if any(submission.state in OPEN for submission in submissions):
            raise AlreadySubmitted
        _lock_files(collaboration, wanted)
        submission = _create(collaboration, caption, by, at)
        for position, pk in enumerate(wanted):
            Asset.objects.filter(pk=pk).update(submission=submission, position=position)
        _move(submission, "process", by, at)
        _move(submission, "deliver", Actor.system(), at)
        deals.submit_content(collaboration=collaboration, by=by, at=at)
    return submission


def request_changes(
    *, submission: Submission, notes: Sequence[NewNote | RevisionNote], by: Actor, at: datetime
) -> Submission:
    """Send the version back. Each change names an unmet brief item; drafts and new notes may be mixed.

    Raises NoChangesNamed, ChangeNamesNoBriefItem, WrongState, and what deals refuses (no round left).
    """
    if not any(note.must_change for note in notes):
        raise NoChangesNamed(field="notes")
    for note in notes:
        if isinstance(note, RevisionNote) and note.submission_id != submission.pk:
            raise NotInThisSubmission(field="notes")
        if note.must_change and _brief_item_id(note) is None:
            raise ChangeNamesNoBriefItem(text=note.text[:60], field="notes")
    with transaction.atomic():
        locked = _lock(submission)
        SUBMISSION.check("request_changes", locked.state, by.side)
        send_notes(locked, by.user_id or 0, notes, at)
        RevisionNote.objects.filter(submission=locked, is_draft=True, must_change=False).update(is_draft=False)
        _move(locked, "request_changes", by, at)
        deals.request_changes(collaboration=locked.collaboration, by=by, at=at)
    return locked


def approve(*, submission: Submission, by: Actor, at: datetime) -> Submission:
    """Say yes: the files are licensed to the brand from the frozen terms. Raises WrongState."""
    with transaction.atomic():
        locked = _lock(submission)
        SUBMISSION.check("approve", locked.state, by.side)
        _settle(locked, by, at)
        deals.approve_content(collaboration=locked.collaboration, by=by, at=at)
    return locked


def approve_silently(*, collaboration: Collaboration, at: datetime) -> Submission | None:
    """The brand's clock ran out and deals has approved: settle the open version. Idempotent; None when none is open."""
    with transaction.atomic():
        open_one = Submission.objects.filter(collaboration=collaboration, state=SubmissionState.SUBMITTED).first()
        if open_one is None:
            return None
        locked = _lock(open_one)
        if locked.state != SubmissionState.SUBMITTED:
            return None
        _settle(locked, Actor.system(), at, reason="no answer in time")
        return locked


def withdraw_open(*, collaboration: Collaboration, at: datetime) -> Submission | None:
    """The collaboration ended before a decision. Idempotent."""
    with transaction.atomic():
        locked = (
            Submission.objects.select_for_update(of=("self",))
            .select_related("collaboration")
            .filter(collaboration=collaboration, state__in=OPEN)
            .first()
        )
        if locked is not None:
            _move(locked, "withdraw", Actor.system(), at)
        return locked


def _settle(submission: Submission, by: Actor, at: datetime, reason: str = "") -> None:
    """Approved: remarks are shown to the creator, unsent changes are dropped, each file gets its licence."""
    drafts = RevisionNote.objects.filter(submission=submission, is_draft=True)
    drafts.filter(must_change=True).delete()
    drafts.update(is_draft=False)
    _move(submission, "approve", by, at, reason)
    for asset in submission.assets.select_for_update().order_by("pk"):
        grant_licence(asset=asset, collaboration=submission.collaboration, by=by, at=at)


def _lock(submission: Submission) -> Submission:
    return Submission.objects.select_for_update(of=("self",)).select_related("collaboration").get(pk=submission.pk)


def _lock_files(collaboration: Collaboration, wanted: list[int]) -> None:
    files = list(Asset.objects.select_for_update().filter(pk__in=wanted, collaboration=collaboration).order_by("pk"))
    if len(files) != len(wanted) or any(file.creator_id != collaboration.creator_id for file in files):
        raise NotOwnFile(field="assets")
    for file in files:
        if file.submission_id is not None:
            raise FileAlreadyUsed(name=file.file_name, field="assets")
        if file.state != Asset.State.READY:
            raise FileNotReady(name=file.file_name, state=str(file.get_state_display()).lower(), field="assets")


def _create(collaboration: Collaboration, caption: str, by: Actor, at: datetime) -> Submission:
    latest = Submission.objects.filter(collaboration=collaboration).aggregate(latest=Max("version"))["latest"] or 0
    submission = Submission(collaboration=collaboration, version=latest + 1, caption=caption, created_at=at)
    submission.enter(SubmissionState.UPLOADING, at)
    try:
        with transaction.atomic():
            submission.save(force_insert=True)
    except IntegrityError:  # somebody pressed twice: the other request made this version
        raise AlreadySubmitted from None
    _record(submission, "begin", by, at)
    return submission


def _move(submission: Submission, name: str, by: Actor, at: datetime, reason: str = "") -> None:
    row = SUBMISSION.moves[name]
    before = submission.state
    assert row.target is not None
    submission.enter(row.target, at)
    if row.target in (SubmissionState.APPROVED, SubmissionState.CHANGES_REQUESTED):
        submission.decided_at = at
    submission.save(update_fields=[*CLOCK_FIELDS, "decided_at"])
    _record(submission, name, by, at, before=before, reason=reason)


def _record(submission: Submission, name: str, by: Actor, at: datetime, *, before: str = "", reason: str = "") -> None:
    event = SubmissionMoved(
        submission=submission.public_id,
        collaboration=submission.collaboration.public_id,
        version=submission.version,
        move=name,
        state=submission.state,
    )
    record_move(
        submission, move=name, actor=by, at=at, event=event, from_state=before, to_state=submission.state, reason=reason
    )


def _brief_item_id(note: NewNote | RevisionNote) -> int | None:
    if isinstance(note, RevisionNote):
        return note.brief_item_id
    return note.brief_item.pk if note.brief_item is not None else None
