"""Two at once about one take-down request: one of them wins, the other is told, and the licence ends only where it should.

The control lets both believe what they read before they had the lock, and sees both go through.
"""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest

from barter.kernel.clockwork import run_due
from barter.kernel.errors import WrongState
from barter.kernel.models import TimelineEntry
from content import operations
from content.errors import TakeDownRunning
from content.models import Licence, TakeDown
from content.operations import take_downs
from content.workflow import LicenceState, TakeDownState
from tests.concurrency.racing import WAIT_SECONDS, Act, race_rounds, refusals
from tests.guarantees.walk import begin, broken_invariants, copies
from tests.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
ROUNDS = 4
T = TakeDownState


def _licences(world: World) -> list[Licence]:
    for deal in copies(world, ROUNDS, must_post=False):
        walk = begin(world, deal)
        walk.approve(walk.deliver())
    return list(Licence.objects.order_by("pk"))


def _ask(world: World, licence: Licence) -> TakeDown:
    return operations.ask_take_down(
        licence=licence, by=world.by_creator(), reason="safety", words="He found my street", at=world.now
    )


def _grant(world: World, row: TakeDown) -> Act:
    call: dict[str, Any] = {"take_down": row, "by": world.by_staff, "decision": "So", "days": 2, "at": world.now}
    return lambda: operations.grant_take_down(**call)


def _withdraw(world: World, row: TakeDown) -> Act:
    return lambda: operations.withdraw_take_down(take_down=row, by=world.by_creator(), at=world.now)


def _tick(at: datetime) -> Act:
    rows = TakeDown.objects.select_related("licence__collaboration")
    return lambda: run_due(rows, lambda one, at: operations.run_take_down_clock(take_down=one, at=at), at)


def test_two_who_ask_at_once_made_one_request(rich_world: World) -> None:
    world = rich_world
    licences = _licences(world)

    results = race_rounds([(lambda one=one: _ask(world, one),) * 2 for one in licences])

    for result in results:
        assert [type(one) for one in refusals(result)] == [TakeDownRunning]
    assert TakeDown.objects.count() == ROUNDS
    assert broken_invariants() == []


def test_a_yes_in_the_moment_in_which_the_clock_passes_it_to_staff(rich_world: World) -> None:
    world = rich_world
    rows = [_ask(world, licence) for licence in _licences(world)]
    due = world.now + timedelta(days=3)

    def agree(row: TakeDown) -> Act:
        return lambda: operations.agree_take_down(take_down=row, by=world.by_brand, at=due)

    results = race_rounds([(agree(row), _tick(due)) for row in rows])

    for row, (agreed, ticked) in zip(rows, results, strict=True):
        assert not isinstance(ticked, Exception)
        now = TakeDown.objects.select_related("licence").get(pk=row.pk)
        won = not isinstance(agreed, Exception)
        assert won or isinstance(agreed, WrongState)
        assert now.state == (T.AGREED if won else T.STAFF)
        assert (now.licence.state == LicenceState.REVOKED) is won
    assert broken_invariants() == []


def test_staff_decide_while_the_creator_takes_it_back(rich_world: World) -> None:
    world = rich_world
    rows = [_ask(world, licence) for licence in _licences(world)]

    results = race_rounds([(_grant(world, row), _withdraw(world, row)) for row in rows])

    for row, result in zip(rows, results, strict=True):
        assert [type(one) for one in refusals(result)] == [WrongState]
        now = TakeDown.objects.select_related("licence").get(pk=row.pk)
        decided = not isinstance(result[0], Exception)
        assert now.state == (T.REVOKED if decided else T.WITHDRAWN)
        assert (now.licence.state == LicenceState.REVOKED) is decided
    assert broken_invariants() == []


def test_control_without_the_lock_both_go_through(rich_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world = rich_world
    rows = [_ask(world, licence) for licence in _licences(world)]
    both_read = threading.Barrier(2)

    def unlocked(take_down: TakeDown) -> TakeDown:
        row = TakeDown.objects.select_related("licence__asset", "licence__collaboration").get(pk=take_down.pk)
        both_read.wait(WAIT_SECONDS)
        return row

    monkeypatch.setattr(take_downs, "_lock", unlocked)

    results = race_rounds([(_grant(world, row), _withdraw(world, row)) for row in rows])

    assert not any(refusals(result) for result in results)
    made = TimelineEntry.objects.filter(object_type="takedown", move__in=["revoke", "withdraw"])
    assert made.count() == 2 * ROUNDS
