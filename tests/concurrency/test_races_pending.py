"""Two members release the same decisions, or one takes back while the other releases: nothing twice, nobody lost.

The control lets the release believe what it read before it had the lock, and sees the damage.
"""

from typing import Any

import pytest

from barter.kernel.models import TimelineEntry
from deals import operations as ops
from deals.models import Application, Collaboration, Deal, PendingDecision
from deals.operations import pending
from deals.workflow import ApplicationState as A
from tests.concurrency.heart import broken_invariants, copies
from tests.concurrency.racing import Act, race_rounds, refusals
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


def test_the_race_is_seen_without_the_second_look(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(row: Application, *, by: Any, at: Any) -> str:
        mark = row.pending
        if mark.verdict == "yes":
            pending.accept_application(application=row, by=by, at=at)
        else:
            pending.decline_application(application=row, by=by, reason=mark.decline_reason, at=at)
        return str(mark.verdict)

    monkeypatch.setattr(pending, "_release", careless)
    deals = _decided(world)
    results = race_rounds([(_release(world, deal), _take_back(world, deal)) for deal in deals])
    lost = [released for released, taken in results if taken + len(released.accepted) + len(released.declined) > 3]
    assert lost, "somebody whose decision was taken back was told all the same"
