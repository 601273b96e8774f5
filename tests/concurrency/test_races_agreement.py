"""The last place, item, credit, slot: a hundred two-way races each, and never one too many.

Every guard has a control: the same race with the guard replaced by the naive code one would write without thinking. It
must see the damage, or the race is no race.
"""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, models

from barter.kernel.errors import BarterError, NotFound, WrongState
from barter.kernel.models import Message, TimelineEntry
from barter.kernel.outbox.relay import drain
from brands.models import BrandCapacity, Variant
from brands.operations import capacity as brand_capacity
from creators.models import Creator, CreatorCapacity
from creators.operations import capacity as creator_capacity
from deals import operations as ops
from deals.errors import (
    AlreadyApplied,
    DealIsFull,
    DealIsNotOpen,
    NoFreeCredit,
    NoFreeSlot,
    OutOfStock,
    TooManyOpenApplications,
)
from deals.models import Application, Collaboration, Deal, DealPlaces
from deals.operations import application as applications
from deals.operations import capacity, states
from deals.operations.capacity import give_back
from deals.workflow import APPLICATION_OPEN, ApplicationState, DealState
from tests.concurrency.racing import WAIT_SECONDS, Act, race, race_rounds, refusals
from tests.guarantees.walk import OF_OTHER_APPLICATIONS
from tests.guarantees.walk import broken_invariants as broken
from tests.world import DAY, NOW, World, build

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
A = ApplicationState
ROUNDS = 100


@pytest.fixture
def world(transactional_db: None, settings: Any) -> World:
    """Nothing is scarce, unless a test makes it so. Events reach the heart alone."""
    settings.SWITCHBOARD = "tests.world.HEART"
    world = build()
    CreatorCapacity.objects.update(credits_granted=1_000, open_applications_max=1_000)
    world.limit(slots_max=1_000, slots_wanted=1_000)
    Variant.objects.update(stock_on_hand=1_000)
    return world


def accept(world: World, application: Application) -> Act:
    return lambda: ops.accept_application(application=application, by=world.by_brand, at=NOW)


def copies(world: World, count: int, **changes: Any) -> list[Deal]:
    """Many live deals, quickly."""
    first = world.new_deal(**changes)
    rest = [ops.duplicate_deal(deal=first, user=world.owner, at=NOW) for _ in range(count - 1)]
    return [first, *(ops.submit_deal(deal=deal, by=world.by_brand, at=NOW) for deal in rest)]


def broken_invariants() -> list[str]:
    """After everything that was announced has had its effects."""
    return broken(leave_out=OF_OTHER_APPLICATIONS)


def insist_on_one_winner(results: list[tuple[Any, ...]], refusal: type[BarterError]) -> None:
    for result in results:
        lost = refusals(result)
        assert len(lost) == 1, result
        assert isinstance(lost[0], refusal), result
        assert lost[0].status == 409


# ---- The last place


def test_the_last_place_goes_once(world: World) -> None:
    deals = copies(world, ROUNDS, places=1)
    pairs = [(world.apply(deal), world.apply(deal, world.other_creator)) for deal in deals]

    results = race_rounds([(accept(world, one), accept(world, other)) for one, other in pairs])

    insist_on_one_winner(results, DealIsFull)
    assert Collaboration.objects.count() == ROUNDS
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
    deals = copies(world, 2 * ROUNDS)
    rounds = [_two_trades(world, what, deals[number : number + 2]) for number in range(0, 2 * ROUNDS, 2)]
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


# ---- Applying


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


# ---- The waitlist and the clock


def test_several_relays_never_offer_more_than_there_is(world: World) -> None:
    deals = copies(world, 10, places=1)
    waiting = [world.another_creator(f"Waiting{number}") for number in range(3)]
    trades = [world.trade(deal) for deal in deals]
    for creator in waiting:
        world.grant(creator, open_applications_max=1_000, credits_granted=100)
        for deal in deals:
            world.apply(deal, creator)
    world.settle()
    for trade in trades:
        world.fail(trade)
        for _ in range(3):  # the same news several times
            _announce_again(trade.deal)

    race(drain, drain, drain)

    for deal in deals:
        assert Application.objects.filter(deal=deal, state=A.OFFERED).count() == 1
    assert broken_invariants() == []


def _announce_again(deal: Deal) -> None:
    from django.db import transaction

    from barter.kernel.moves import record
    from deals.events import PlaceFreed

    with transaction.atomic():
        record(PlaceFreed(deal=deal.public_id), at=NOW)


def test_giving_back_twice_at_once_gives_back_once(world: World) -> None:
    trades = [world.trade(deal) for deal in copies(world, 20)]

    def back(trade: Collaboration) -> Act:
        return lambda: give_back(collaboration=Collaboration.objects.get(pk=trade.pk), at=NOW)

    results = race_rounds([(back(trade), back(trade)) for trade in trades])

    assert not any(refusals(result) for result in results), results
    assert CreatorCapacity.objects.get(pk=world.creator.pk).credits_held == 0
    assert BrandCapacity.objects.get(pk=world.brand.pk).slots_used == 0
    assert set(DealPlaces.objects.values_list("taken", flat=True)) == {0}
    assert Message.objects.filter(name="deals.place_freed").count() == len(trades)


def test_an_answer_against_the_clock_is_made_once(world: World) -> None:
    rows = [world.apply(deal) for deal in copies(world, 30)]
    late = NOW + 7 * DAY

    def expire(row: Application) -> Act:
        return lambda: applications.on_clock(row.pk, late)

    def say_yes(row: Application) -> Act:
        return lambda: ops.accept_application(application=row, by=world.by_brand, at=late)

    results = race_rounds([(say_yes(row), expire(row)) for row in rows])

    assert all(isinstance(error, WrongState) for result in results for error in refusals(result)), results
    ends = list(Application.objects.values_list("state", flat=True))
    assert set(ends) <= {A.ACCEPTED, A.EXPIRED}
    assert Collaboration.objects.count() == ends.count(A.ACCEPTED)
    assert broken_invariants() == []


def test_the_guards_are_in_place_again() -> None:
    """The controls above took them out."""
    assert states.lock_deal_and_application.__module__ == "deals.operations.states"
    assert capacity.take_place.__module__ == "deals.operations.capacity"
