"""Decisions made and not told yet: marked, taken back, released together, or told by themselves once undo is over."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from barter.kernel import policy
from barter.kernel.actors import Actor, Side
from barter.kernel.clockwork import run_due
from barter.kernel.errors import BarterError, NotAllowed, WrongState
from deals.errors import (
    BeingDeclined,
    BrandIsSuspended,
    DealIsFull,
    DealIsNotOpen,
    NoFreeSlot,
    PlacesAreOffered,
)
from deals.models import Application, Deal, PendingDecision
from deals.models.pending import is_being_declined
from deals.operations.agreement import BulkResult, accept_application, accept_counter
from deals.operations.application import decline_application, insist_on_reason
from deals.operations.states import lock_deal, lock_deal_and_application, note_activity
from deals.pending import to_release
from deals.workflow import APPLICATION_ANSWERABLE, ApplicationState

Verdict = PendingDecision.Verdict
MOST_RELEASED = 500  # as many as a person waits for; the rest stays and is said
# What one is refused for, all behind it would be, too.
_FOR_EVERYBODY = (BrandIsSuspended, DealIsFull, DealIsNotOpen, NoFreeSlot, PlacesAreOffered)


@dataclass(slots=True)
class Released:
    """What a release did. `refused` stay pending; `left` were not reached, `later` were decided after what was meant."""

    accepted: list[Application] = field(default_factory=list)
    declined: list[Application] = field(default_factory=list)
    refused: list[tuple[Application, BarterError]] = field(default_factory=list)
    left: int = 0
    later: int = 0


def decide_later(
    *,
    deal: Deal,
    applications: Iterable[Application],
    verdict: str,
    by: Actor,
    at: datetime,
    reason: str = "",
    note: str = "",
) -> BulkResult:
    """Keep a yes or a no to each of them until the brand releases its decisions. The last word counts, but a yes to
    somebody who is being declined: that is taken back first."""
    return _mark(deal, applications, verdict, by=by, at=at, reason=reason, note=note)


def decline_soon(
    *, deal: Deal, applications: Iterable[Application], by: Actor, reason: str, note: str = "", at: datetime
) -> BulkResult:
    """Say no to each of them once the minutes to take it back are over; whose own time ends before, then."""
    tell_at = at + timedelta(minutes=policy.value("undo_minutes"))
    return _mark(deal, applications, Verdict.NO, by=by, at=at, reason=reason, note=note, tell_at=tell_at)


def take_back(*, deal: Deal, applications: Iterable[Application], by: Actor, at: datetime) -> int:
    """Forget what was decided and not told; returns how many decisions that were. Where a "no" with its minutes stood in
    for a decision that waited to be released, that one waits again."""
    member_id = _insist_on_brand(by)
    with transaction.atomic():
        lock_deal(deal.pk)
        rows = PendingDecision.objects.filter(deal=deal, pk__in=[row.pk for row in applications])
        forgotten = rows.filter(kept_verdict="").delete()[0]
        return forgotten + rows.exclude(kept_verdict="").update(
            verdict=F("kept_verdict"), decline_reason=F("kept_reason"), decline_note=F("kept_note"),
            decided_by_id=member_id, decided_at=at, tell_at=None, **_NOTHING_KEPT,
        )  # fmt: skip


def release_decisions(*, deal: Deal, by: Actor, at: datetime, decided_until: datetime | None = None) -> Released:
    """Tell everybody: first the yes, best match first, for as long as there is room, then the no. Each in a transaction
    of its own, which finds the decision still there or leaves it: two releases at once do nothing twice.

    `decided_until`: only what was decided by then, which is what the person who releases has seen."""
    _insist_on_brand(by)
    waiting = sorted(to_release(deal), key=lambda row: row.pending.verdict != Verdict.YES)
    rows = [row for row in waiting if decided_until is None or row.pending.decided_at <= decided_until]
    result, closed = Released(left=max(0, len(rows) - MOST_RELEASED), later=len(waiting) - len(rows)), None
    for row in rows[:MOST_RELEASED]:
        if closed is not None and row.pending.verdict == Verdict.YES:
            result.refused.append((row, closed))
            continue
        try:
            told = _release(row, by=by, at=at)
        except BarterError as refusal:
            result.refused.append((row, refusal))
            closed = refusal if isinstance(refusal, _FOR_EVERYBODY) else None
        else:
            if told:
                (result.accepted if told == Verdict.YES else result.declined).append(row)
    return result


def tell_due(at: datetime, limit: int) -> int:
    """Every "no" whose minutes to take it back are over. Returns how many."""
    due = PendingDecision.objects.select_related("application")
    return run_due(due, _tell, at, limit=limit, column="tell_at", lock_first=_lock)


# ---- The steps

_NOTHING_KEPT = {"kept_verdict": "", "kept_reason": "", "kept_note": ""}
_MARKED = ["verdict", "decline_reason", "decline_note", "decided_by", "decided_at", "tell_at", *_NOTHING_KEPT]


def _mark(
    deal: Deal,
    applications: Iterable[Application],
    verdict: str,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    note: str = "",
    tell_at: datetime | None = None,
) -> BulkResult:
    member_id = _insist_on_brand(by)
    if verdict == Verdict.NO:
        insist_on_reason(reason, note)
    texts = {"decline_reason": reason, "decline_note": note.strip()} if verdict == Verdict.NO else {}
    result = BulkResult()
    with transaction.atomic():
        lock_deal(deal.pk)
        rows = Application.objects.select_for_update(of=("self",)).filter(
            deal=deal, pk__in=[row.pk for row in applications]
        )
        for row in rows.select_related("creator", "pending").order_by("pk"):
            if row.state not in APPLICATION_ANSWERABLE:
                result.refused.append((row, WrongState(state=row.state)))
            elif verdict == Verdict.YES and is_being_declined(row):
                result.refused.append((row, BeingDeclined()))
            else:
                result.done.append(row)
        marks = [
            PendingDecision(
                application=row, deal=deal, verdict=verdict, decided_by_id=member_id, decided_at=at,
                tell_at=min(tell_at, row.due_at or tell_at) if tell_at else None,
                **texts, **(_kept(row) if tell_at else _NOTHING_KEPT),
            )
            for row in result.done
        ]  # fmt: skip
        if marks:
            note_activity(deal.pk, by=by, at=at)
        PendingDecision.objects.bulk_create(
            marks, update_conflicts=True, unique_fields=["application"], update_fields=_MARKED
        )
    return result


def _kept(row: Application) -> dict[str, str]:
    """What waits to be released for them now, or did before somebody said no."""
    mark = getattr(row, "pending", None)
    if mark is None:
        return _NOTHING_KEPT
    if mark.tell_at is not None:
        return {name: getattr(mark, name) for name in _NOTHING_KEPT}
    return {"kept_verdict": mark.verdict, "kept_reason": mark.decline_reason, "kept_note": mark.decline_note}


def _release(row: Application, *, by: Actor, at: datetime) -> str:
    """Carry one decision out; empty when it was taken back or carried out meanwhile."""
    with transaction.atomic():
        _deal, locked = lock_deal_and_application(row)
        mark = PendingDecision.objects.filter(pk=row.pk, tell_at=None).first()
        if mark is None:
            return ""
        if mark.verdict == Verdict.YES:
            accept = accept_counter if locked.state == ApplicationState.COUNTERED else accept_application
            accept(application=locked, by=by, at=at)
        else:
            _decline(locked, mark, by=by, at=at)
    return mark.verdict


def _lock(mark: PendingDecision) -> None:
    lock_deal_and_application(mark.application)


def _tell(mark: PendingDecision, at: datetime) -> None:
    try:
        _decline(mark.application, mark, by=Actor.brand(mark.decided_by_id), at=at)
    except WrongState:  # answered in another way; who moved it should have dropped the mark
        mark.delete()


def _decline(row: Application, mark: PendingDecision, *, by: Actor, at: datetime) -> None:
    decline_application(application=row, by=by, reason=mark.decline_reason, note=mark.decline_note, at=at)


def _insist_on_brand(by: Actor) -> int:
    """The person of the brand who decides."""
    if by.side != Side.BRAND or by.user_id is None:
        raise NotAllowed(_("Only the brand decides about its applicants."))
    return by.user_id
