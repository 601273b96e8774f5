"""The last place, item, credit, slot: a hundred two-way races each, and never one too many.

Every guard has a control: the same race with the guard replaced by the naive code one would write without thinking. It
must see the damage, or the race is no race.
"""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, models

from barter.kernel.errors import BarterError, WrongState
from barter.kernel.models import TimelineEntry
from brands.models import BrandCapacity, Variant
from brands.operations import capacity as brand_capacity
from creators.models import CreatorCapacity
from creators.operations import capacity as creator_capacity
from deals import operations as ops
from deals.errors import (
    DealIsFull,
    NoFreeCredit,
    NoFreeSlot,
    OutOfStock,
)
from deals.models import Application, Collaboration, Deal, DealPlaces
from deals.operations import capacity, states
from deals.workflow import ApplicationState, DealState
from tests.concurrency.heart import OF_THE_SCARCE, ROUNDS, accept, broken_invariants, copies, insist_on_one_winner
from tests.concurrency.racing import WAIT_SECONDS, Act, race, race_rounds, refusals
from tests.world import NOW, World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
A = ApplicationState


# ---- The last place


def test_the_last_place_goes_once(world: World) -> None:
    deals = copies(world, OF_THE_SCARCE, places=1)
    pairs = [(world.apply(deal), world.apply(deal, world.other_creator)) for deal in deals]

    results = race_rounds([(accept(world, one), accept(world, other)) for one, other in pairs])

    insist_on_one_winner(results, DealIsFull)
    assert Collaboration.objects.count() == OF_THE_SCARCE
    assert set(DealPlaces.objects.values_list("taken", flat=True)) == {1}
    assert set(Deal.objects.values_list("state", flat=True)) == {DealState.FULL}
    assert broken_invariants() == []


def test_the_database_alone_refuses_one_place_too_many(world: World) -> None:
    deal = world.new_deal(places=1)
    with pytest.raises(IntegrityError, match="deals_places_not_oversold"):
        DealPlaces.objects.filter(pk=deal.pk).update(taken=2)


# ---- What is scarce across deals: two deals, so that no lock of a deal helps


def _last_item(world: World) -> None:
    Variant.objects.update(stock_on_hand=1, stock_reserved=0)


def _last_credit(world: World) -> None:
    CreatorCapacity.objects.update(credits_granted=1, credits_held=0)


def _last_slot(world: World) -> None:
    world.limit(slots_max=1, slots_wanted=1, slots_used=0)


SCARCE: dict[str, tuple[Callable[[World], None], type[BarterError]]] = {
    "item": (_last_item, OutOfStock),
    "credit": (_last_credit, NoFreeCredit),
    "slot": (_last_slot, NoFreeSlot),
}


def _two_trades(world: World, what: str, deals: list[Deal]) -> tuple[Act, Act]:
    """Two agreements that need the same item and slot, or the same creator's credit."""
    other = world.creator if what == "credit" else world.other_creator
    return accept(world, world.apply(deals[0])), accept(world, world.apply(deals[1], other))


@pytest.mark.parametrize("what", SCARCE)
def test_the_last_one_goes_once(world: World, what: str) -> None:
    make_scarce, refusal = SCARCE[what]
    times = ROUNDS if what == "slot" else OF_THE_SCARCE
    deals = copies(world, 2 * times)
    rounds = [_two_trades(world, what, deals[number : number + 2]) for number in range(0, 2 * times, 2)]
    make_scarce(world)
    between = threading.Barrier(2, action=lambda: _give_all_back(world))

    def then_reset(act: Act) -> Act:
        def run_and_meet() -> Any:
            try:
                return act()
            finally:
                between.wait(WAIT_SECONDS)

        return run_and_meet

    results = race_rounds([(then_reset(one), then_reset(other)) for one, other in rounds])

    insist_on_one_winner(results, refusal)
    assert broken_invariants() == []


def _give_all_back(world: World) -> None:
    """The winner's trade ends, so that the next round has one of everything again."""
    world.fail(Collaboration.objects.get(place_held=True))


NAIVE: dict[str, tuple[Any, str, str, Callable[[World], tuple[type[models.Model], int, str, str]]]] = {
    "item": (
        brand_capacity,
        "reserve_stock",
        "variant_id",
        lambda world: (Variant, world.product.variants.get().pk, "stock_reserved", "stock_on_hand"),
    ),
    "credit": (
        creator_capacity,
        "take_credit",
        "creator_id",
        lambda world: (CreatorCapacity, world.creator.pk, "credits_held", "credits_granted"),
    ),
    "slot": (
        brand_capacity,
        "take_slot",
        "brand_id",
        lambda world: (BrandCapacity, world.brand.pk, "slots_used", "slots_max"),
    ),
}


@pytest.mark.parametrize("what", NAIVE)
def test_control_read_decide_write_sells_the_last_one_twice(
    world: World, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, function, _, about = NAIVE[what]
    model, pk, used, most = about(world)
    # a voucher is not in stock, so that nothing but the guard under test makes one wait for the other
    product = world.product if what == "item" else world.another_product(kind="voucher")
    acts = _two_trades(world, what, copies(world, 2, product=product))
    SCARCE[what][0](world)
    monkeypatch.setattr(module, function, _naive(model, pk, used, most))

    results = race(*acts)

    assert refusals(results) == []
    assert Collaboration.objects.count() == 2  # two trades hold the one there is
    assert model.objects.values_list(used, flat=True).get(pk=pk) == 1
    assert broken_invariants() != []


def test_control_read_decide_write_sells_the_last_place_twice(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    deal = world.new_deal(places=1)
    acts = accept(world, world.apply(deal)), accept(world, world.apply(deal, world.other_creator))
    naive = _naive(DealPlaces, deal.pk, "taken", "total")
    monkeypatch.setattr(capacity, "take_place", lambda deal_id: naive() or 1)
    _without_locks(monkeypatch)

    results = race(*acts)

    assert refusals(results) == []
    assert Collaboration.objects.count() == 2
    assert DealPlaces.objects.get(pk=deal.pk).taken == 1


def _naive(model: type[models.Model], pk: int, used: str, most: str) -> Callable[..., None]:
    """Read, decide, write: both read before either writes."""
    meeting = threading.Barrier(2)

    def take(**_: Any) -> None:
        row = model.objects.get(pk=pk)
        assert getattr(row, used) < getattr(row, most)
        value = getattr(row, used) + 1
        meeting.wait(WAIT_SECONDS)
        model.objects.filter(pk=pk).update(**{used: value})

    return take


def _without_locks(monkeypatch: pytest.MonkeyPatch, meeting: threading.Barrier | None = None) -> None:
    """Read deal and application as everybody would without `select_for_update`."""

    def look(application: Application) -> tuple[Deal, Application]:
        row = Application.objects.select_related("deal__brand", "deal__product", "creator", "address", "variant")
        found = row.get(pk=application.pk)
        if meeting:
            meeting.wait(WAIT_SECONDS)
        return found.deal, found

    monkeypatch.setattr("deals.operations.agreement.lock_deal_and_application", look)
    monkeypatch.setattr("deals.operations.application.lock_deal_and_application", look)
    monkeypatch.setattr("deals.operations.application.lock_application", lambda row, **_: look(row)[1])


# ---- Two sides of one application


def withdraw(world: World, application: Application) -> Act:
    return lambda: ops.withdraw_application(application=application, by=world.by_creator(), at=NOW)


def decline(world: World, application: Application) -> Act:
    return lambda: ops.decline_application(application=application, by=world.by_brand, reason="other", at=NOW)


AGAINST_ACCEPT = {"withdraw": withdraw, "decline": decline, "accept": accept}


@pytest.mark.parametrize("name", AGAINST_ACCEPT)
def test_accept_against(world: World, name: str) -> None:
    rows = [world.apply(deal) for deal in copies(world, ROUNDS)]

    results = race_rounds([(accept(world, row), AGAINST_ACCEPT[name](world, row)) for row in rows])

    insist_on_one_winner(results, WrongState)
    accepted = Application.objects.filter(state=A.ACCEPTED).count()
    assert Collaboration.objects.count() == accepted
    assert CreatorCapacity.objects.get(pk=world.creator.pk).credits_held == accepted
    assert TimelineEntry.objects.filter(object_type="application").exclude(move="apply").count() == ROUNDS
    assert broken_invariants() == []


def test_control_without_the_locks_an_application_is_accepted_and_withdrawn(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = world.apply(world.new_deal())
    acts = accept(world, application), withdraw(world, application)
    _without_locks(monkeypatch, threading.Barrier(2))

    results = race(*acts)

    assert not any(isinstance(result, WrongState) for result in results), results
    moves = set(TimelineEntry.objects.filter(object_type="application").values_list("move", flat=True))
    unclean = [error for error in refusals(results) if not isinstance(error, BarterError)]
    assert {"accept", "withdraw"} <= moves or unclean, results


def test_the_guards_are_in_place_again() -> None:
    """The controls above took them out."""
    assert states.lock_deal_and_application.__module__ == "deals.operations.states"
    assert capacity.take_place.__module__ == "deals.operations.capacity"
