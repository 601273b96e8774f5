"""Applying twice, to the last free application, to a deal that closes or fills at the same moment."""

import threading
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from barter.kernel.errors import NotFound
from barter.kernel.models import Message
from barter.kernel.outbox.relay import drain
from creators.models import Creator, CreatorCapacity
from deals import operations as ops
from deals.errors import (
    AlreadyApplied,
    DealIsNotOpen,
    TooManyOpenApplications,
)
from deals.models import Application, Deal
from deals.operations import applying
from deals.workflow import APPLICATION_OPEN, ApplicationState
from tests.concurrency.heart import ROUNDS, accept, broken_invariants, copies, insist_on_one_winner
from tests.concurrency.racing import WAIT_SECONDS, Act, race, race_rounds, refusals, wait_until_blocked
from tests.world import NOW, World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
A = ApplicationState


def apply(deal: Deal, creator: Creator) -> Act:
    return lambda: ops.apply_to_deal(deal=deal, creator=creator, at=NOW)


def test_a_double_click_applies_once(world: World) -> None:
    deals = copies(world, ROUNDS)

    results = race_rounds([(apply(deal, world.creator), apply(deal, world.creator)) for deal in deals])

    insist_on_one_winner(results, AlreadyApplied)
    assert Application.objects.count() == ROUNDS
    assert CreatorCapacity.objects.get(pk=world.creator.pk).open_applications == ROUNDS
    assert Message.objects.filter(name="deals.application_moved").count() == ROUNDS


def test_control_look_first_then_insert_meets_the_constraint(world: World) -> None:
    deal, meeting = world.new_deal(), threading.Barrier(2)

    def look_then_insert() -> None:
        assert not Application.objects.filter(deal=deal, creator=world.creator).exists()
        meeting.wait(WAIT_SECONDS)
        row = Application(deal=deal, creator=world.creator, submitted_at=NOW)
        row.enter(A.SUBMITTED, NOW)
        row.save(force_insert=True)

    results = race(look_then_insert, look_then_insert)

    assert [type(error) for error in refusals(results)] == [IntegrityError]


def test_the_last_open_application_is_counted_once(world: World) -> None:
    one, other = copies(world, 2)
    world.grant(world.creator, open_applications_max=1)
    for _ in range(ROUNDS):
        results = [race(apply(one, world.creator), apply(other, world.creator))]
        insist_on_one_winner(results, TooManyOpenApplications)
        row = Application.objects.get(state=A.SUBMITTED)
        ops.withdraw_application(application=row, by=world.by_creator(), at=NOW)
    assert CreatorCapacity.objects.get(pk=world.creator.pk).open_applications == 0


def test_applying_against_closing_leaves_nobody_waiting(world: World) -> None:
    deals = copies(world, ROUNDS)

    def close(deal: Deal) -> Act:
        return lambda: ops.close_deal(deal=deal, by=world.by_brand, at=NOW)

    results = race_rounds([(apply(deal, world.creator), close(deal)) for deal in deals])

    # a closed deal that was never applied to is not seen any more
    told = (DealIsNotOpen, NotFound)
    assert all(isinstance(error, told) for result in results for error in refusals(result)), results
    assert broken_invariants() == []
    assert not Application.objects.filter(state__in=APPLICATION_OPEN).exists()
    assert CreatorCapacity.objects.get(pk=world.creator.pk).open_applications == 0


def test_applying_against_filling_ends_on_the_waitlist(world: World) -> None:
    deals = copies(world, ROUNDS, places=1)
    rows = [world.apply(deal) for deal in deals]

    results = race_rounds(
        [(accept(world, row), apply(deal, world.other_creator)) for row, deal in zip(rows, deals, strict=True)]
    )

    assert not any(refusals(result) for result in results), results
    assert broken_invariants() == []
    states_now = Application.objects.filter(creator=world.other_creator).values_list("state", flat=True)
    assert set(states_now) == {A.WAITLISTED}


@pytest.mark.parametrize("guarded", [True, False])
def test_closing_waits_for_an_application_on_its_way(
    world: World, guarded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The application has read that the deal is open, and is held up before it is stored. The control holds no key."""
    deal = world.new_deal()
    if not guarded:
        monkeypatch.setattr(applying, "_INSERT", applying._INSERT.replace("FOR KEY SHARE", ""))
    results: list[Any] = []

    def run(act: Act) -> threading.Thread:
        thread = threading.Thread(target=lambda: results.append(race(act)))
        thread.start()
        return thread

    with transaction.atomic():
        CreatorCapacity.objects.select_for_update().get(pk=world.creator.pk)  # what it waits for
        applying_thread = run(apply(deal, world.creator))
        wait_until_blocked()
        closing_thread = run(lambda: ops.close_deal(deal=deal, by=world.by_brand, at=NOW))
        closing_thread.join(2 if guarded else WAIT_SECONDS)
        overtaken = not closing_thread.is_alive()
        if overtaken:
            race(drain)  # who waits for an answer is told now; the application is not among them yet
    for thread in (applying_thread, closing_thread):
        thread.join(WAIT_SECONDS)
    drain()

    assert overtaken is not guarded
    left = Application.objects.filter(deal=deal, state__in=APPLICATION_OPEN).exists()
    assert left is overtaken, results
