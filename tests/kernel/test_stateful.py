"""The clock columns of a stateful row."""

from datetime import UTC, datetime, timedelta

import pytest

from barter.kernel import policy
from barter.kernel.models import Policy
from deals.models import Collaboration
from deals.workflow import CollaborationState as C

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


def row(state: C = C.CREATING) -> Collaboration:
    made = Collaboration()
    made.enter(state, MONDAY)
    return made


def test_entering_a_state_starts_its_clock() -> None:
    made = row()
    assert (made.state, made.state_since, made.clock_started_at) == (C.CREATING, MONDAY, MONDAY)
    assert (made.due_at, made.wake_at) == (MONDAY + 14 * DAY, MONDAY + 11 * DAY)


def test_a_clock_that_started_earlier_looks_at_what_is_left() -> None:
    made = Collaboration()
    made.enter(C.CREATING, MONDAY, started_at=MONDAY - 13 * DAY)
    assert (made.due_at, made.wake_at) == (MONDAY + DAY, MONDAY + DAY)
    made.enter(C.CREATING, MONDAY, started_at=MONDAY - 60 * DAY)
    assert made.wake_at == made.due_at == MONDAY - 46 * DAY or made.wake_at is not None


def test_a_state_without_clock_is_never_looked_at() -> None:
    made = row(C.COMPLETED)
    assert (made.due_at, made.wake_at, made.ball) == (None, None, None)


def test_a_stopped_clock_runs_on_with_the_time_that_was_left() -> None:
    made = row()
    made.stop_clock(MONDAY + 3 * DAY)
    assert made.wake_at is None
    made.stop_clock(MONDAY + 5 * DAY)  # stopping twice keeps the first time
    made.resume_clock(MONDAY + 10 * DAY)
    assert made.due_at == MONDAY + 21 * DAY
    assert made.clock_stopped_at is None


def test_a_moved_due_time_takes_lateness_back() -> None:
    made = row()
    made.stay_late(MONDAY + 14 * DAY)
    assert made.wake_at == MONDAY + 21 * DAY
    made.move_due(MONDAY + 20 * DAY, MONDAY + 15 * DAY)
    assert (made.late_at, made.due_at, made.wake_at) == (None, MONDAY + 20 * DAY, MONDAY + 17 * DAY)


def test_staff_change_a_length() -> None:
    Policy.objects.create(name="create_days", value=20)
    policy.forget()
    try:
        assert row().due_at == MONDAY + 20 * DAY
    finally:
        Policy.objects.all().delete()
        policy.forget()
    with pytest.raises(KeyError):
        policy.value("no_such_number")
