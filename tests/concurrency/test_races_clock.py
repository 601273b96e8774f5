"""The waitlist and the clock: several at once offer, give back and expire no more than there is."""

import pytest
from django.db import transaction

from barter.kernel.errors import WrongState
from barter.kernel.models import Message
from barter.kernel.moves import record
from barter.kernel.outbox.relay import drain
from brands.models import BrandCapacity
from creators.models import CreatorCapacity
from deals import operations as ops
from deals.events import PlaceFreed
from deals.models import Application, Collaboration, Deal, DealPlaces
from deals.operations import application as applications
from deals.operations.capacity import give_back
from deals.workflow import ApplicationState
from tests.concurrency.heart import broken_invariants, copies
from tests.concurrency.racing import Act, race, race_rounds, refusals
from tests.world import DAY, NOW, World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
A = ApplicationState


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
