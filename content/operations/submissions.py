"""Versions: sending one, asking for changes, approving.

Locks from the upper layer down: the submission that moves, its files in key order, then (here or inside the called
operations of deals) the collaboration.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from barter.kernel.actors import Actor
from barter.kernel.errors import Invalid
from barter.kernel.moves import record_move
from barter.kernel.outbox import nudge
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
    StillSending,
    TooManyFiles,
)
from content.events import SubmissionMoved
from content.models import Asset, CleanPreview, RevisionNote, Submission
from content.operations.licences import grant_licence
from content.operations.notes import NewNote, send_notes
from content.operations.uploads import CLEAN_TASK, MAKING
from content.processing.refusals import NEVER_CAME, told
from content.workflow import SUBMISSION, SUBMISSION_WAITING, SubmissionState
from deals import operations as deals
from deals.models import Collaboration
from deals.workflow import COLLABORATION

CAPTION_MAX = 2200
_UNUSABLE = frozenset({Asset.State.REJECTED, Asset.State.EXPIRED})
OPEN = (SubmissionState.UPLOADING, SubmissionState.PROCESSING, SubmissionState.SUBMITTED)


def submit(
    *, collaboration: Collaboration, assets: Sequence[Asset], caption: str, by: Actor, at: datetime
) -> Submission:
    """Send the next version to the brand; its clock of review starts.

    Files may still be on their way or being checked: then the version waits in `uploading` or `processing`, and goes to
    the brand by itself when the last of them is ready (`continue_version`). The trade stays where it is meanwhile, and
    so does its clock. Raises NoFiles, TooManyFiles, NotOwnFile, FileNotReady (refused or expired), FileAlreadyUsed,
    AlreadySubmitted, StillSending, WrongState.
    """
    caption = caption.strip()
    if len(caption) > CAPTION_MAX:
        words = _("The caption has {length} letters, the most is {limit}.")
        raise Invalid(words.format(length=len(caption), limit=CAPTION_MAX), field="caption")
    wanted = list(dict.fromkeys(asset.pk for asset in assets))
    if not wanted:
        raise NoFiles(field="assets")
    if len(wanted) > limits.FILES_IN_SUBMISSION:
        raise TooManyFiles(count=len(wanted), limit=limits.FILES_IN_SUBMISSION, field="assets")
    with transaction.atomic():
        _insist_on_none_open(collaboration)
        files = _lock_files(collaboration, wanted)
        COLLABORATION.check("submit", _locked_state(collaboration), by.side)
        submission = _create(collaboration, caption, by, at)
        for file in files:
            file.awaited_by, file.position = submission, wanted.index(file.pk)
            file.save(update_fields=["awaited_by", "position"])
        _continue(submission, files, by, at)
    return submission


def continue_version(*, collaboration: Collaboration, at: datetime) -> Submission | None:
    """Take the version that waits for its files as far as they are: on, to the brand, or back to the creator.

    Called after each move of a file, and when a trade that stood still goes on. Idempotent; None when none waits.
    """
    with transaction.atomic():
        waiting = Submission.objects.filter(collaboration=collaboration, state__in=SUBMISSION_WAITING)
        rows = waiting.select_for_update(of=("self",)).select_related("collaboration__creator")
        submission = rows.first()
        if submission is None:
            return None
        files = list(Asset.objects.select_for_update().filter(awaited_by=submission).order_by("pk"))
        by = Actor.creator(submission.collaboration.creator.user_id)
        _continue(submission, files, by, max(at, submission.state_since))
        return submission


def _continue(submission: Submission, files: Sequence[Asset], by: Actor, at: datetime) -> None:
    """The moves the files allow. The caller holds the locks of version and files; `by` is the creator who sent it."""
    refused = next((file for file in sorted(files, key=lambda file: file.position) if file.state in _UNUSABLE), None)
    if refused is not None:
        _refuse(submission, refused, at)
        return
    if submission.state == SubmissionState.UPLOADING and all(file.state != Asset.State.WAITING for file in files):
        _move(submission, "process", by, at)
    if submission.state == SubmissionState.PROCESSING and all(file.state == Asset.State.READY for file in files):
        if _locked_state(submission.collaboration) not in MAKING:
            return  # on hold or disputed: it goes on with the trade
        at = max([at, *(file.ready_at for file in files if file.ready_at)])
        Asset.objects.filter(awaited_by=submission).update(submission=submission, awaited_by=None)
        _move(submission, "deliver", Actor.system(), at)
        deals.submit_content(collaboration=submission.collaboration, by=by, at=at)


def _refuse(submission: Submission, file: Asset, at: datetime) -> None:
    """One file can't be used: the version comes back to the creator with its name and why. The others stay for the next."""
    why = file.rejection_detail or NEVER_CAME
    submission.rejection_reason = f"“{file.file_name[:80]}”: {why}"[:200]
    _release(submission)
    _move(submission, "reject", Actor.system(), at, reason=file.rejection_code or "not_arrived")


def _release(submission: Submission) -> None:
    Asset.objects.filter(awaited_by=submission).update(awaited_by=None)


def _insist_on_none_open(collaboration: Collaboration) -> None:
    """For the clear answer; that there is one open version at most is held by content_one_open_submission."""
    states = Submission.objects.filter(collaboration=collaboration, state__in=OPEN).values_list("state", flat=True)
    state = states.first()
    if state is not None:
        raise StillSending if state in SUBMISSION_WAITING else AlreadySubmitted


def _locked_state(collaboration: Collaboration) -> str:
    """Where the trade is now, held until the transaction ends: a version that waits for its files moves no trade, and
    would be left behind by one that is called off meanwhile.
    """
    rows = Collaboration.objects.select_for_update(no_key=True).filter(pk=collaboration.pk)
    return str(rows.values_list("state", flat=True).get())


def request_changes(
    *, submission: Submission, notes: Sequence[NewNote | RevisionNote], by: Actor, at: datetime
) -> Submission:
    """Send the version back. Each change names an unmet brief item; drafts and new notes may be mixed.

    Raises NoChangesNamed, ChangeNamesNoBriefItem, WrongState, and what deals refuses (no round left).
    """
    if not any(note.must_change for note in notes):
        raise NoChangesNamed(field="notes")
    for place, note in enumerate(notes):
        if isinstance(note, RevisionNote) and note.submission_id != submission.pk:
            raise NotInThisSubmission(field="notes")
        if note.must_change and _brief_item_id(note) is None:
            raise ChangeNamesNoBriefItem(text=note.text[:60], field=f"notes.{place}.brief_item")
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
            _release(locked)
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
        CleanPreview.objects.get_or_create(asset=asset, defaults={"process_at": timezone.now()})
    transaction.on_commit(lambda: nudge.nudge(CLEAN_TASK))


def _lock(submission: Submission) -> Submission:
    """The version as it is now, held until the transaction ends.

    Of two answers to a version the collaboration's lock (in deals) would let one through as well. This one keeps
    notes out while a version is answered, and settles what the outbox does after a trade has moved already.
    """
    return Submission.objects.select_for_update(of=("self",)).select_related("collaboration").get(pk=submission.pk)


def _lock_files(collaboration: Collaboration, wanted: list[int]) -> list[Asset]:
    files = list(Asset.objects.select_for_update().filter(pk__in=wanted, collaboration=collaboration).order_by("pk"))
    if len(files) != len(wanted) or any(file.creator_id != collaboration.creator_id for file in files):
        raise NotOwnFile(field="assets")
    for file in files:
        if file.submission_id is not None:
            raise FileAlreadyUsed(name=file.file_name, field="assets")
        if file.state in _UNUSABLE:
            why = told(file.rejection_detail) or str(file.get_state_display()).lower()
            raise FileNotReady(name=file.file_name, state=why.rstrip("."), field="assets")
    return files


def _create(collaboration: Collaboration, caption: str, by: Actor, at: datetime) -> Submission:
    seen = Submission.objects.filter(collaboration=collaboration).exclude(state=SubmissionState.REJECTED)
    latest = seen.aggregate(latest=Max("version"))["latest"] or 0
    submission = Submission(collaboration=collaboration, version=latest + 1, caption=caption, created_at=at)
    submission.enter(SubmissionState.UPLOADING, at)
    try:
        with transaction.atomic():
            submission.save(force_insert=True)
    except IntegrityError:  # somebody pressed twice: the other request made this version, and it waits for its files
        _insist_on_none_open(collaboration)
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
    submission.save(update_fields=[*CLOCK_FIELDS, "decided_at", "rejection_reason"])
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
