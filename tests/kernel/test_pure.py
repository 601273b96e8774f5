"""Canonical JSON, business days, and clocks as data."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from barter.kernel.actors import Side
from barter.kernel.calendar import add_business_days
from barter.kernel.canonical import canonical_json, sha256_of
from barter.kernel.errors import NotAllowed, WrongState
from barter.kernel.workflow import Clock, Machine, State, move, schedule

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
FRIDAY, SATURDAY = MONDAY + timedelta(days=4), MONDAY + timedelta(days=5)


# ---- Canonical JSON


def test_the_same_value_has_the_same_bytes() -> None:
    assert canonical_json({"b": [1, True, None], "a": "é"}) == '{"a":"é","b":[1,true,null]}'.encode()
    assert sha256_of({"b": 1, "a": 2}) == sha256_of({"a": 2, "b": 1})
    assert sha256_of({}) == hashlib.sha256(b"{}").hexdigest()


@pytest.mark.parametrize("value", [1.0, {"a": 1.5}, [[0.1]], {"a": {"b": (2.0,)}}])
def test_floats_are_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)


# ---- Business days


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        (MONDAY, 0, MONDAY),
        (MONDAY, 1, MONDAY + timedelta(days=1)),
        (MONDAY, 5, MONDAY + timedelta(days=7)),
        (FRIDAY, 1, MONDAY + timedelta(days=7)),
        (SATURDAY, 0, datetime(2026, 3, 9, tzinfo=UTC)),
        (SATURDAY, 1, datetime(2026, 3, 10, tzinfo=UTC)),
        (MONDAY, 10, MONDAY + timedelta(days=14)),
    ],
)
def test_business_days_leave_out_the_weekend(start: datetime, days: int, expected: datetime) -> None:
    assert add_business_days(start, days) == expected


# ---- Schedules

DAYS = {"length": 5, "grace": 7, "long": 10}.__getitem__


def plan(start: datetime = MONDAY, due_at: datetime | None = None, **clock: object) -> object:
    return schedule(Clock("length", on_due="x", **clock), start, DAYS, due_at)  # type: ignore[arg-type]


def test_reminders_count_from_the_start_or_back_from_the_end() -> None:
    made = schedule(Clock("length", on_due="x", reminders=(24, -24, 48)), MONDAY, DAYS)
    assert made.due_at == MONDAY + timedelta(days=5)
    assert made.reminders == tuple(MONDAY + timedelta(days=days) for days in (1, 2, 4))


def test_reminders_outside_the_clock_are_left_out() -> None:
    short = MONDAY + timedelta(hours=20)
    assert schedule(Clock("length", on_due="x", reminders=(24, -48)), MONDAY, DAYS, short).reminders == ()


def test_business_clocks_skip_the_weekend_for_reminders_too() -> None:
    made = schedule(Clock("length", on_due="x", reminders=(24,), business=True), FRIDAY, DAYS)
    assert made.due_at == FRIDAY + timedelta(days=7)
    assert made.reminders == (FRIDAY + timedelta(days=3),)


def test_grace_counts_from_the_due_time_or_from_the_start() -> None:
    after = schedule(Clock("length", on_due="x", grace="grace", on_grace_end="y"), MONDAY, DAYS)
    assert after.grace_ends_at == MONDAY + timedelta(days=12)
    start = Clock("length", on_due="x", grace="long", on_grace_end="y", grace_from_start=True)
    assert schedule(start, MONDAY, DAYS).grace_ends_at == MONDAY + timedelta(days=10)
    late_due = MONDAY + timedelta(days=30)
    assert schedule(start, MONDAY, DAYS, late_due).grace_ends_at == late_due


def test_the_next_look_is_the_earliest_moment_that_is_left() -> None:
    made = schedule(Clock("length", on_due="x", reminders=(24,), grace="grace", on_grace_end="y"), MONDAY, DAYS)
    seen, at = [], MONDAY
    while (moment := made.next_wake(at)) is not None:
        seen.append((moment - MONDAY).days)
        at = moment
    assert seen == [1, 5, 12]


# ---- Machines

MACHINE = Machine.build(
    {"open": State(Side.BRAND), "done": State()},
    [move("close", ["open"], "done", Side.BRAND), move("touch", ["open"], None, Side.BRAND, Side.CREATOR)],
)


def test_a_move_is_checked_for_side_and_state() -> None:
    assert MACHINE.check("close", "open", Side.BRAND).target == "done"
    with pytest.raises(NotAllowed):
        MACHINE.check("close", "open", Side.CREATOR)
    with pytest.raises(NotAllowed):
        MACHINE.check("close", "done", Side.CREATOR)  # who may never is told so, whatever the state
    with pytest.raises(WrongState):
        MACHINE.check("close", "done", Side.BRAND)
    assert MACHINE.available("open", Side.CREATOR) == ["touch"]
    assert MACHINE.ball("open") == Side.BRAND


def test_a_table_that_does_not_fit_its_states_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown states"):
        Machine.build({"open": State()}, [move("close", ["open"], "gone", Side.BRAND)])
    timed = State(Side.BRAND, Clock("length", on_due="close"))
    with pytest.raises(ValueError, match="does not start there"):
        Machine.build({"open": State(), "late": timed}, [move("close", ["open"], "late", Side.SYSTEM)])
