"""How a collaboration moves: lock, check, state and clock, timeline and event. Every operation on one ends here."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from barter.kernel.actors import Actor
from barter.kernel.moves import record, record_move
from barter.kernel.stateful import CLOCK_FIELDS
from deals.events import CollaborationEnded, CollaborationMoved
from deals.models import Collaboration, Deal
from deals.operations.capacity import give_back
from deals.workflow import COLLABORATION, CollaborationState

HELD_FIELDS = ("held_from", "held_clock")


def lock(collaboration: Collaboration, *, with_deal: bool = False) -> Collaboration:
    """The row as it is now, held until the transaction ends.

    `with_deal` for moves that may give a place back: the deal is locked first, as everywhere. Rows that point here
    (shipments, submissions) can still be inserted meanwhile.
    """
    if with_deal:
        Deal.objects.select_for_update(no_key=True).only("pk").get(pk=collaboration.deal_id)
    return Collaboration.objects.select_for_update(no_key=True).get(pk=collaboration.pk)


def require(row: Collaboration, name: str, by: Actor) -> None:
    """Raises NotAllowed or WrongState unless `by` may make the move now."""
    COLLABORATION.check(name, row.state, by.side)


def make_move(
    row: Collaboration,
    name: str,
    *,
    by: Actor,
    at: datetime,
    to: str | None = None,
    reason: str = "",
    started_at: datetime | None = None,
    due_at: datetime | None = None,
    changed: Iterable[str] = (),
) -> None:
    """Make one move of the table and save `changed` with it. The caller holds the lock of the row.

    `to` is for moves whose target the table leaves open. A new state starts its clock at `started_at` (default: `at`).
    """
    before = row.state
    target = COLLABORATION.check(name, before, by.side).target or to
    fields = {*CLOCK_FIELDS, *changed}
    if target is not None and target != before:
        row.enter(target, at, started_at=started_at, due_at=due_at)
        row.cancel_proposed_by = ""
        fields.add("cancel_proposed_by")
    row.save(update_fields=sorted(fields))
    record_move(
        row,
        move=name,
        actor=by,
        at=at,
        from_state=before,
        to_state=row.state,
        reason=reason,
        event=CollaborationMoved(collaboration=row.public_id, move=name, from_state=before, state=row.state),
    )


def end(
    row: Collaboration,
    name: str,
    *,
    by: Actor,
    at: datetime,
    to: str | None = None,
    reason: str = "",
    lose_credit: bool = False,
    changed: Iterable[str] = (),
) -> None:
    """A move into a failed end: place, stock, slot and (unless lost) credit go back. The caller holds deal and row."""
    row.ended_at = at
    row.held_from, row.held_clock = "", {}
    make_move(row, name, by=by, at=at, to=to, reason=reason, changed=["ended_at", *HELD_FIELDS, *changed])
    give_back(collaboration=row, at=at, lose_credit=lose_credit, restock=row.stock_held)
    record(CollaborationEnded(collaboration=row.public_id, state=row.state), at=at)


def freeze(row: Collaboration, at: datetime) -> None:
    """Remember state and clock before a side state; what was remembered already is kept inside."""
    row.held_clock = {
        "stopped_at": at.isoformat(),
        "started_at": _text(row.clock_started_at),
        "due_at": _text(row.due_at),
        "late_at": _text(row.late_at),
        "outer": {"held_from": row.held_from, "held_clock": row.held_clock},
    }
    row.held_from = row.state


def thaw(
    row: Collaboration, name: str, *, by: Actor, at: datetime, reason: str = "", changed: Iterable[str] = ()
) -> None:
    """Back to the remembered state, with the time that was left when its clock stopped."""
    held = row.held_clock
    pause = at - _time(held, "stopped_at", at)
    target, started, due, late = (
        row.held_from,
        _time(held, "started_at", at),
        _moment(held, "due_at"),
        _moment(held, "late_at"),
    )
    outer = held.get("outer") or {}
    row.held_from, row.held_clock = outer.get("held_from", ""), outer.get("held_clock", {})
    if name == "solve_problem" and target == CollaborationState.SHIPPED:  # what was missing gets its whole time again
        started, due, late, pause = at, None, None, pause * 0
    make_move(
        row,
        name,
        by=by,
        at=at,
        to=target,
        reason=reason,
        started_at=started + pause,
        due_at=due and due + pause,
        changed=[*HELD_FIELDS, *changed],
    )
    if late is not None:
        row.stay_late(late)
        row.save(update_fields=["late_at", "wake_at"])


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _moment(held: dict[str, Any], key: str) -> datetime | None:
    return datetime.fromisoformat(held[key]) if held.get(key) else None


def _time(held: dict[str, Any], key: str, otherwise: datetime) -> datetime:
    return _moment(held, key) or otherwise
