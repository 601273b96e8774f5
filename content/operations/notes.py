"""Notes of a review: written as drafts while watching, sent with the request for changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from barter.kernel.errors import BarterError, Invalid, WrongState
from content.errors import ChangeNamesNoBriefItem, NoteOutsideFile, NotInThisBrief, NotInThisSubmission
from content.models import Asset, RevisionNote, Submission
from deals.models import BriefItem

TEXT_MAX = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNote:
    """One line for the creator. A change names a brief item; without one it is only a remark.

    `at_ms`: a moment of a video. `point`: (x, y) of a photo, in thousandths of its width and height.
    """

    text: str
    brief_item: BriefItem | None = None
    asset: Asset | None = None
    at_ms: int | None = None
    point: tuple[int, int] | None = None
    must_change: bool = True


def add_note(*, submission: Submission, author_id: int, note: NewNote, at: datetime) -> RevisionNote:
    """A draft, seen by the brand alone until the changes are asked for. Raises WrongState after the decision.

    The same words at the same place are one note: a second press of the button writes nothing.
    """
    with transaction.atomic():
        locked = lock_open(submission)
        check_note(locked, note)
        return _same_draft(locked, author_id, note) or _create(locked, author_id, note, at, is_draft=True)


def remove_note(*, note: RevisionNote) -> None:
    """Only drafts can be taken back: what was sent is part of the record."""
    deleted, _rows = RevisionNote.objects.filter(pk=note.pk, is_draft=True).delete()
    if not deleted:
        raise WrongState(state="sent")


def mark_fixed(*, note: RevisionNote, submission: Submission) -> None:
    """The brand sees a change of an earlier version done in this one."""
    with transaction.atomic():
        locked = lock_open(submission)
        RevisionNote.objects.filter(
            pk=note.pk, submission__collaboration=locked.collaboration_id, is_draft=False
        ).exclude(submission=locked).update(fixed_in_version=locked.version)


def unmark_fixed(*, note: RevisionNote, submission: Submission) -> None:
    with transaction.atomic():
        locked = lock_open(submission)
        RevisionNote.objects.filter(
            pk=note.pk, submission__collaboration=locked.collaboration_id, fixed_in_version=locked.version
        ).update(fixed_in_version=None)


def tick(*, submission: Submission, brief_item: BriefItem, there: bool) -> None:
    """The brand sees a line of the brief in this version, or not after all; its team alone reads it, until the decision.
    A repeat changes nothing. Raises NotInThisBrief, WrongState."""
    with transaction.atomic():
        locked = lock_open(submission)
        if brief_item.deal_id != locked.collaboration.deal_id:
            raise NotInThisBrief(field="brief_item")
        if there:
            locked.ticked.add(brief_item)
        else:
            locked.ticked.remove(brief_item)


def lock_open(submission: Submission) -> Submission:
    """The submission under its row lock, while it waits for the brand. Raises WrongState."""
    locked = Submission.objects.select_for_update(of=("self",)).select_related("collaboration").get(pk=submission.pk)
    if locked.state != Submission.State.SUBMITTED:
        raise WrongState(state=str(locked.get_state_display()).lower())
    return locked


def check_note(submission: Submission, note: NewNote) -> None:
    """Raises Invalid and its kin, with the sentence for the person who writes."""
    text = note.text.strip()
    if not text:
        raise Invalid(_("Write what you see, in a few words."), field="text")
    if len(text) > TEXT_MAX:
        words = _("A note has at most {limit} letters, this one has {length}.")
        raise Invalid(words.format(limit=TEXT_MAX, length=len(text)), field="text")
    if note.must_change and note.brief_item is None:
        raise ChangeNamesNoBriefItem(text=text[:60], field="brief_item")
    if note.brief_item is not None and note.brief_item.deal_id != submission.collaboration.deal_id:
        raise NotInThisBrief(field="brief_item")
    if note.asset is not None and note.asset.submission_id != submission.pk:
        raise NotInThisSubmission(field="asset")
    if note.at_ms is not None:
        _check_moment(note.at_ms, note.asset)
    if note.point is not None and (
        note.asset is None or note.asset.kind != Asset.Kind.PHOTO or not all(0 <= part <= 1000 for part in note.point)
    ):
        raise Invalid(_("A point lies on a photo, from 0 to 1000 on both sides."), field="point")


def _same_draft(submission: Submission, author_id: int, note: NewNote) -> RevisionNote | None:
    return RevisionNote.objects.filter(
        submission=submission, author=author_id, is_draft=True, text=note.text.strip(), brief_item=note.brief_item,
        asset=note.asset, at_ms=note.at_ms, **_place(note),
    ).first()  # fmt: skip


def send_notes(
    submission: Submission, author_id: int, notes: Sequence[NewNote | RevisionNote], at: datetime
) -> list[RevisionNote]:
    """Make these notes part of the answer: drafts lose their draft mark, new ones are written."""
    drafts = [note.pk for note in notes if isinstance(note, RevisionNote)]
    new = [note for note in notes if isinstance(note, NewNote)]
    RevisionNote.objects.filter(pk__in=drafts, submission=submission, is_draft=True).update(is_draft=False)
    for place, note in enumerate(notes):
        if isinstance(note, NewNote):
            _check_in_answer(submission, note, place)
    sent = [_create(submission, author_id, note, at, is_draft=False) for note in new]
    return [*RevisionNote.objects.filter(pk__in=drafts, submission=submission), *sent]


def _check_in_answer(submission: Submission, note: NewNote, place: int) -> None:
    """As `check_note`; the refusal says which of the notes it is about, counted from 0."""
    try:
        check_note(submission, note)
    except BarterError as refused:
        refused.parts = tuple((f"notes.{place}.{name}", words) for name, words in refused.parts)
        raise


def _create(submission: Submission, author_id: int, note: NewNote, at: datetime, *, is_draft: bool) -> RevisionNote:
    return RevisionNote.objects.create(
        submission=submission,
        author_id=author_id,
        brief_item=note.brief_item,
        asset=note.asset,
        at_ms=note.at_ms,
        **_place(note),
        text=note.text.strip(),
        must_change=note.must_change,
        is_draft=is_draft,
        created_at=at,
    )


def _place(note: NewNote) -> dict[str, int | None]:
    x, y = note.point or (None, None)
    return {"x": x, "y": y}


def _check_moment(at_ms: int, asset: Asset | None) -> None:
    if asset is None or asset.kind != Asset.Kind.VIDEO:
        raise Invalid(_("A moment lies in a video: choose which one."), field="at_ms")
    if at_ms < 0:
        raise Invalid(_("A moment can't lie before the start."), field="at_ms")
    if asset.duration_ms is not None and at_ms > asset.duration_ms:
        raise NoteOutsideFile(at=_clock(at_ms), end=_clock(asset.duration_ms), field="at_ms")


def _clock(milliseconds: int) -> str:
    minutes, seconds = divmod(milliseconds // 1000, 60)
    return f"{minutes}:{seconds:02d}"
