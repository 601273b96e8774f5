"""Two members release the same decisions, or one takes back while the other releases: nothing twice, nobody lost.

The control lets the release believe what it read before it had the lock, and sees the damage.
"""

import threading
from datetime import timedelta
from typing import Any

import pytest

from barter.kernel.errors import WrongState
from barter.kernel.models import TimelineEntry
from deals import operations as ops
from deals.errors import BeingDeclined
from deals.models import Application, Collaboration, Deal, PendingDecision
from deals.operations import agreement, pending
from deals.workflow import ApplicationState as A
from tests.concurrency.heart import accept, broken_invariants, copies
from tests.concurrency.racing import WAIT_SECONDS, Act, race, race_rounds, refusals
from tests.world import NOW, World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
ROUNDS = 8


def _decided(world: World) -> list[Deal]:
    """Deals with one place, a yes to two and a no to one."""
    deals = copies(world, ROUNDS, places=1)
    third = world.another_creator("Noor")
    world.grant(third, credits_granted=1_000, open_applications_max=1_000)
    for deal in deals:
        rows = [world.apply(deal, creator) for creator in (world.creator, world.other_creator, third)]
        call: dict[str, Any] = {"deal": deal, "by": world.by_brand, "at": NOW}
        ops.decide_later(**call, applications=rows[:2], verdict="yes")
        ops.decide_later(**call, applications=rows[2:], verdict="no", reason="audience")
    return deals


def _release(world: World, deal: Deal) -> Act:
    return lambda: ops.release_decisions(deal=deal, by=world.by_brand, at=NOW)


def _take_back(world: World, deal: Deal) -> Act:
    rows = list(Application.objects.filter(deal=deal))
    return lambda: ops.take_back(deal=deal, applications=rows, by=world.by_brand, at=NOW)


def test_two_releases_at_once_do_everything_once(world: World) -> None:
    deals = _decided(world)

    results = race_rounds([(_release(world, deal), _release(world, deal)) for deal in deals])

    assert not any(refusals(result) for result in results)
    for result in results:
        assert sum(len(one.accepted) for one in result) == 1
        assert sum(len(one.declined) for one in result) == 1
    assert Collaboration.objects.count() == ROUNDS
    assert TimelineEntry.objects.filter(move="decline").count() == ROUNDS
    assert PendingDecision.objects.count() == ROUNDS
    assert broken_invariants() == []


def test_what_was_taken_back_in_time_is_not_told(world: World) -> None:
    deals = _decided(world)

    results = race_rounds([(_release(world, deal), _take_back(world, deal)) for deal in deals])

    for deal, (released, taken) in zip(deals, results, strict=True):
        told = set(
            Application.objects.filter(deal=deal, state__in=[A.ACCEPTED, A.DECLINED]).values_list("pk", flat=True)
        )
        assert {row.pk for row in (*released.accepted, *released.declined)} == told
        assert taken + len(told) == 3
    assert not PendingDecision.objects.exists()
    assert broken_invariants() == []


def _being_declined(world: World) -> list[Application]:
    rows = [world.apply(deal) for deal in copies(world, ROUNDS)]
    for row in rows:
        ops.decline_soon(deal=row.deal, applications=[row], by=world.by_brand, reason="audience", at=NOW)
    return rows


def _accept_against_decline(world: World, *, in_turn: bool = False) -> tuple[int, list[tuple[Any, ...]]]:
    """One member says no, another accepts in the same moment or right after it; how often both went through."""
    rows = [world.apply(deal) for deal in copies(world, ROUNDS)]

    def no(row: Application, said: threading.Event) -> Act:
        call: dict[str, Any] = {"deal": row.deal, "by": world.by_brand, "reason": "audience", "at": NOW}

        def say() -> Any:
            result = ops.decline_soon(applications=[row], **call)
            said.set()
            return result

        return say

    def yes(row: Application, said: threading.Event) -> Act:
        return lambda: (not in_turn or said.wait(WAIT_SECONDS)) and accept(world, row)()

    pairs = [(row, threading.Event()) for row in rows]
    results = race_rounds([(yes(*pair), no(*pair)) for pair in pairs])
    return sum(not isinstance(yes, Exception) and bool(said.done) for yes, said in results), results


def test_a_yes_and_a_no_at_once_are_one_of_the_two(world: World) -> None:
    both, results = _accept_against_decline(world)
    assert both == 0
    assert {type(yes) for yes, _ in results if isinstance(yes, Exception)} <= {BeingDeclined}
    assert PendingDecision.objects.count() + Collaboration.objects.count() == ROUNDS
    assert broken_invariants() == []


def test_the_race_of_a_yes_and_a_no_is_seen_without_the_guard(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agreement, "check_answer", lambda *_, **__: None)
    assert _accept_against_decline(world, in_turn=True)[0] == ROUNDS


def test_who_is_told_no_in_this_moment_can_go_but_is_not_accepted(world: World) -> None:
    rows = _being_declined(world)

    def withdraw(row: Application) -> Act:
        return lambda: ops.withdraw_application(application=row, by=world.by_creator(row.creator), at=NOW)

    def tell() -> int:
        return pending.tell_due(NOW + timedelta(minutes=10), 50)

    answers = [accept(world, row) if number % 2 else withdraw(row) for number, row in enumerate(rows)]
    results = race_rounds([(answer, tell) for answer in answers])
    assert all(isinstance(yes, BeingDeclined | WrongState) for yes, _ in results[1::2])
    tell()
    ended = Application.objects.values_list("state", flat=True)
    assert set(ended) <= {A.DECLINED, A.WITHDRAWN}
    assert not PendingDecision.objects.exists()
    assert TimelineEntry.objects.filter(move__in=["decline", "withdraw"]).count() == ROUNDS
    assert broken_invariants() == []


def test_the_race_is_seen_without_the_second_look(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    read, taken_back = threading.Event(), threading.Event()

    def careless(row: Application, *, by: Any, at: Any) -> str:
        mark = row.pending
        read.set()
        assert taken_back.wait(WAIT_SECONDS)
        if mark.verdict == "yes":
            pending.accept_application(application=row, by=by, at=at)
        else:
            pending.decline_application(application=row, by=by, reason=mark.decline_reason, at=at)
        return str(mark.verdict)

    monkeypatch.setattr(pending, "_release", careless)
    deal = _decided(world)[0]

    def take_back() -> int:
        assert read.wait(WAIT_SECONDS)
        taken = _take_back(world, deal)()
        taken_back.set()
        return taken

    released, taken = race(_release(world, deal), take_back)
    told = len(released.accepted) + len(released.declined)
    assert taken + told > 3, "somebody whose decision was taken back was told all the same"
