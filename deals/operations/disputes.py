"""Disputes: one side opens, the other answers, staff decide on the evidence there is, one appeal."""

from datetime import datetime, timedelta

from django.db import transaction

from barter.kernel import policy
from barter.kernel.actors import Actor, Side
from barter.kernel.calendar import add_business_days
from barter.kernel.moves import record_move
from barter.kernel.stateful import CLOCK_FIELDS
from deals.errors import AnsweredMeanwhile, DisputeRunning, OwnDispute, UnknownOutcome
from deals.events import DisputeMoved
from deals.models import Collaboration, Dispute, Fault
from deals.operations.completing import complete
from deals.operations.faults import lift_fault, record_fault
from deals.operations.moving import HELD_FIELDS, end, freeze, lock, make_move, require, thaw
from deals.operations.reputation import lose_credit_after_all, uncount_completion
from deals.workflow import COLLABORATION_RUNNING, DISPUTE, DisputeState
from deals.workflow import CollaborationState as C

Outcome = Dispute.Outcome
_ENDS = {
    Outcome.NO_FAULT: C.CANCELLED_NO_FAULT,
    Outcome.BRAND_FAULT: C.CANCELLED_BY_BRAND,
    Outcome.CREATOR_FAULT: C.CANCELLED_BY_CREATOR,
}
_FAULT_OF = {Outcome.BRAND_FAULT: Side.BRAND, Outcome.CREATOR_FAULT: Side.CREATOR}


def open_dispute(*, collaboration: Collaboration, by: Actor, reason: str, at: datetime) -> Dispute:
    """Stop the running clock and hand the matter over; the other side has 3 days to answer.

    An earlier decision is final then: whoever would have appealed answers here, and can appeal what is decided now.
    Raises DisputeRunning while an earlier decision is looked at again.
    """
    with transaction.atomic():
        row = lock(collaboration)
        require(row, "open_dispute", by)
        _end_earlier(row, at)
        freeze(row, at)
        answered_by = at + timedelta(days=policy.value("dispute_answer_days"))
        due_at = add_business_days(answered_by, policy.value("dispute_staff_business_days"))
        make_move(row, "open_dispute", by=by, at=at, due_at=due_at, changed=HELD_FIELDS)
        dispute = Dispute(collaboration=row, opened_by=str(by.side), reason=reason[:2000], opened_at=at)
        dispute.enter(DisputeState.OPEN, at)
        dispute.save(force_insert=True)
        _record(dispute, "open", by, at, before="")
        return dispute


def answer_dispute(*, dispute: Dispute, by: Actor, answer: str, at: datetime) -> Dispute:
    """The other side's account. Raises OwnDispute to the one who opened it."""
    with transaction.atomic():
        _, row = lock_dispute(dispute)
        DISPUTE.check("answer", row.state, by.side)
        if by.side == row.opened_by:
            raise OwnDispute
        row.answer = answer[:2000]
        move_dispute(row, "answer", by=by, at=at, changed=("answer",))
        return row


def decide_dispute(
    *, dispute: Dispute, by: Actor, outcome: str, decision: str, at: datetime, seen_state: str = ""
) -> Dispute:
    """Staff decide. RESUME puts the collaboration back with the time that was left; the others end it.

    `seen_state` is where it stood when staff read it, where the door knows that: AnsweredMeanwhile when it has moved on.
    """
    chosen = _outcome(outcome)
    with transaction.atomic():
        collaboration, row = lock_dispute(dispute)
        DISPUTE.check("decide", row.state, by.side)
        _insist_on_read(row, seen_state)
        _write_decision(row, chosen, decision, by)
        move_dispute(row, "decide", by=by, at=at, changed=_DECISION)
        _carry_out(collaboration, chosen, by, at)
        return row


def appeal_dispute(*, dispute: Dispute, by: Actor, at: datetime, reason: str = "") -> Dispute:
    """Either side may ask staff to look again, within 14 days, unless there is a newer dispute."""
    with transaction.atomic():
        _, row = lock_dispute(dispute)
        move_dispute(row, "appeal", by=by, at=at, reason=reason)
        return row


def decide_appeal(
    *, dispute: Dispute, by: Actor, outcome: str, decision: str, at: datetime, seen_state: str = ""
) -> Dispute:
    """Final. What ended stays ended, but fault and credit follow the new outcome; what still runs may be ended.

    Raises UnknownOutcome for an outcome the collaboration can't take any more.
    """
    chosen = _outcome(outcome)
    with transaction.atomic():
        collaboration, row = lock_dispute(dispute)
        DISPUTE.check("decide_appeal", row.state, by.side)
        _insist_on_read(row, seen_state)
        first = Outcome(row.outcome)
        if chosen not in appeal_outcomes(row):
            raise UnknownOutcome(field="outcome")
        _write_decision(row, chosen, decision, by)
        move_dispute(row, "decide_appeal", by=by, at=at, changed=_DECISION)
        if chosen != first:
            _change_outcome(collaboration, first, chosen, decision, by, at)
        return row


def _insist_on_read(row: Dispute, seen_state: str) -> None:
    if seen_state and seen_state != row.state:
        raise AnsweredMeanwhile


def appeal_outcomes(dispute: Dispute) -> list[Outcome]:
    """What an appeal can decide: the same again, or whose fault it was. What ended can't go on, what runs can't count as done."""
    return [one for one in Outcome if one == dispute.outcome or one in _ENDS]


def drop_dispute(row: Collaboration, *, by: Actor, reason: str, at: datetime) -> None:
    """Staff ended the collaboration itself: an undecided dispute about it is decided by that."""
    for dispute in Dispute.objects.select_for_update(no_key=True).filter(collaboration=row, state__in=_UNDECIDED):
        dispute.collaboration = row
        _write_decision(dispute, Outcome.NO_FAULT, reason, by)
        move_dispute(dispute, "decide", by=by, at=at, changed=_DECISION)


_UNDECIDED = (DisputeState.OPEN, DisputeState.ANSWERED, DisputeState.STAFF)
_DECISION = ("outcome", "decision", "decided_by")


def lock_dispute(dispute: Dispute) -> tuple[Collaboration, Dispute]:
    """Deal, collaboration, dispute: locked in this order."""
    collaboration = lock(dispute.collaboration, with_deal=True)
    row = Dispute.objects.select_for_update(no_key=True).get(pk=dispute.pk)
    row.collaboration = collaboration
    return collaboration, row


def move_dispute(
    row: Dispute,
    name: str,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    clock_from: datetime | None = None,
    changed: tuple[str, ...] = (),
) -> None:
    """Make one move of the table DISPUTE. The caller holds the lock."""
    before = row.state
    target = DISPUTE.check(name, before, by.side).target
    if target is not None:
        row.enter(target, at, started_at=clock_from)
    row.save(update_fields=[*CLOCK_FIELDS, *changed])
    _record(row, name, by, at, before=before, reason=reason)


def _carry_out(row: Collaboration, outcome: Outcome, by: Actor, at: datetime) -> None:
    if outcome == Outcome.RESUME:
        thaw(row, "decide_dispute", by=by, at=at, reason=outcome)
    elif outcome == Outcome.COMPLETE:
        complete(row, "decide_dispute", by=by, at=at, reason=outcome)
    else:
        _end(row, outcome, by, at)
        _blame(row, outcome, at)


def _end(row: Collaboration, outcome: Outcome, by: Actor, at: datetime) -> None:
    row.ended_by_verdict = True
    end(
        row, "decide_dispute", by=by, at=at, to=_ENDS[outcome], reason=outcome,
        lose_credit=outcome == Outcome.CREATOR_FAULT, changed=["ended_by_verdict"],
    )  # fmt: skip


def _change_outcome(
    row: Collaboration, first: Outcome, chosen: Outcome, decision: str, by: Actor, at: datetime
) -> None:
    if row.state in COLLABORATION_RUNNING:
        _end(row, chosen, by, at)
    if first in _FAULT_OF:
        for fault in Fault.objects.filter(collaboration=row, kind=Fault.Kind.CANCELLED, side=str(_FAULT_OF[first])):
            lift_fault(fault=fault, by=by, reason=decision, at=at)
    _blame(row, chosen, at)
    if chosen == Outcome.CREATOR_FAULT:
        lose_credit_after_all(row)
        if row.state == C.COMPLETED:
            uncount_completion(row)


def _blame(row: Collaboration, outcome: Outcome, at: datetime) -> None:
    if outcome in _FAULT_OF:
        record_fault(collaboration=row, side=_FAULT_OF[outcome], kind=Fault.Kind.CANCELLED, at=at)


def _write_decision(row: Dispute, outcome: Outcome, decision: str, by: Actor) -> None:
    row.outcome, row.decision, row.decided_by_id = outcome, decision[:2000], by.user_id


def _end_earlier(row: Collaboration, at: datetime) -> None:
    """Of one trade one dispute at a time can still be decided. The caller holds the trade's lock."""
    for earlier in (
        Dispute.objects.select_for_update(no_key=True).filter(collaboration=row).exclude(state=DisputeState.FINAL)
    ):
        if earlier.state != DisputeState.DECIDED:
            raise DisputeRunning
        earlier.collaboration = row
        move_dispute(earlier, "finish", by=Actor.system(), at=at, reason="a newer dispute")


def _outcome(value: str) -> Outcome:
    try:
        return Outcome(value)
    except ValueError:
        raise UnknownOutcome(field="outcome") from None


def _record(row: Dispute, name: str, by: Actor, at: datetime, *, before: str, reason: str = "") -> None:
    event = DisputeMoved(dispute=row.public_id, collaboration=row.collaboration.public_id, move=name, state=row.state)
    record_move(row, move=name, actor=by, at=at, from_state=before, to_state=row.state, reason=reason, event=event)
