"""An application becomes a trade: what is made, what is taken, and what refuses it."""

from collections.abc import Callable

import pytest

from accounts.models import User
from barter.kernel.canonical import sha256_of
from barter.kernel.errors import BarterError
from barter.kernel.models import Message, TimelineEntry
from brands.models import Brand, BrandCapacity, Membership, Variant
from creators.models import Creator, CreatorCapacity
from deals import operations as ops
from deals.errors import (
    AddressMissing,
    AlreadyTrading,
    BrandIsSuspended,
    CreatorPaused,
    CreatorUnavailable,
    DealIsFull,
    DealIsNotOpen,
    NoFreeCredit,
    NoFreeSlot,
    OutOfStock,
    OutsideCountries,
    OwnDeal,
    PlacesAreOffered,
    TermsChanged,
)
from deals.models import Application, Collaboration, Deal, DealPlaces, Terms
from deals.operations.agreement import in_bulk
from deals.operations.capacity import give_back
from deals.workflow import CollaborationState, DealState
from tests.world import DAY, NOW, World


def _counters(world: World, deal: Deal) -> dict[str, int]:
    creator = CreatorCapacity.objects.get(pk=world.creator.pk)
    return {
        "places": DealPlaces.objects.get(pk=deal.pk).taken,
        "stock": Variant.objects.get(product=world.product).stock_reserved,
        "credits": creator.credits_held,
        "open": creator.open_applications,
        "slots": BrandCapacity.objects.get(pk=world.brand.pk).slots_used,
    }


def test_takes_place_item_credit_and_slot_and_ends_the_application(world: World) -> None:
    deal = world.new_deal()
    application = world.apply(deal)

    collaboration = world.accept(application)

    assert _counters(world, deal) == {"places": 1, "stock": 1, "credits": 1, "open": 0, "slots": 1}
    application.refresh_from_db()
    assert application.state == Application.State.ACCEPTED
    assert application.due_at is None
    assert application.wake_at is None
    assert Collaboration.objects.get() == collaboration


def test_begins_with_the_parcel_and_the_deals_own_clock(world: World) -> None:
    collaboration = world.trade(world.new_deal(ship_within_days=2))

    assert collaboration.state == CollaborationState.TO_SHIP
    assert collaboration.ball == "brand"
    assert collaboration.due_at == NOW + 2 * DAY
    assert not collaboration.is_cross_border


@pytest.mark.parametrize(
    ("kind", "state"), [("voucher", CollaborationState.VOUCHER_SENT), ("visit", CollaborationState.BOOKED)]
)
def test_begins_without_a_parcel_for_vouchers_and_visits(world: World, kind: str, state: str) -> None:
    product = world.another_product(kind=kind, stock=0)

    collaboration = world.trade(world.new_deal(product=product))

    assert collaboration.state == state
    assert not collaboration.stock_held
    assert Variant.objects.get(product=product).stock_reserved == 0


def test_knows_a_parcel_that_crosses_a_border(world: World) -> None:
    abroad = world.another_creator("Lena", country="DE")
    assert world.trade(world.new_deal(), abroad).is_cross_border


def test_freezes_the_terms_the_creator_agreed_to(world: World) -> None:
    deal = world.new_deal()
    collaboration = world.trade(deal)

    ops.update_deal(deal=deal, user=world.owner, changes={"live_days": 60}, at=NOW)

    terms = Terms.objects.get(collaboration=collaboration)
    assert (terms.version, terms.state) == (1, Terms.State.AGREED)
    assert terms.sha256 == deal.terms_hash == sha256_of(terms.body)
    assert terms.body["live_days"] == 30
    assert terms.body["licence"]["months"] == 12
    assert terms.body["fmv"] == {"amount_minor": 6200, "currency": "EUR"}


def test_is_told_on_both_timelines_and_announced(world: World) -> None:
    collaboration = world.trade()

    moves = set(TimelineEntry.objects.values_list("object_type", "object_id", "move"))
    assert ("application", collaboration.application_id, "accept") in moves
    assert ("collaboration", collaboration.pk, "agree") in moves
    payload = Message.objects.get(name="deals.collaboration_agreed").payload
    assert payload["collaboration"] == collaboration.public_id
    assert payload["exchange"] == "parcel"


def test_counts_the_brands_answer_time(world: World) -> None:
    application = world.apply(world.new_deal())
    world.later(hours=5)
    world.accept(application)

    figures = BrandCapacity.objects.get(pk=world.brand.pk)
    assert (figures.answered_count, figures.answer_hours_total) == (1, 5)


def test_fills_the_deal_with_the_last_place(world: World) -> None:
    deal = world.new_deal(places=2)
    world.trade(deal)
    assert Deal.objects.get(pk=deal.pk).state == DealState.LIVE

    world.trade(deal, world.other_creator)

    deal.refresh_from_db()
    assert deal.state == DealState.FULL
    assert deal.due_at == NOW + 60 * DAY


def test_works_for_a_paused_deal(world: World) -> None:
    deal = world.new_deal()
    application = world.apply(deal)
    ops.pause_deal(deal=deal, by=world.by_brand, at=NOW)
    assert world.accept(application).pk


# ---- Refusals change nothing

Given = Callable[[World, Application], object]
REFUSALS: dict[str, tuple[Given, type[BarterError]]] = {
    "every place is taken": (
        lambda world, row: DealPlaces.objects.filter(pk=row.deal_id).update(total=1, taken=1),
        DealIsFull,
    ),
    "nothing is in stock": (lambda world, row: Variant.objects.update(stock_on_hand=0), OutOfStock),
    "no credit is free": (
        lambda world, row: CreatorCapacity.objects.update(credits_granted=1, credits_held=1),
        NoFreeCredit,
    ),
    "a credit was lost": (
        lambda world, row: CreatorCapacity.objects.update(credits_granted=1, credits_lost=1),
        NoFreeCredit,
    ),
    "no slot is free": (lambda world, row: world.limit(slots_max=0, slots_wanted=0), NoFreeSlot),
    "the terms changed": (
        lambda world, row: ops.update_deal(deal=row.deal, user=world.owner, changes={"live_days": 60}, at=NOW),
        TermsChanged,
    ),
    "the deal was closed": (
        lambda world, row: ops.close_deal(deal=row.deal, by=world.by_brand, at=NOW),
        DealIsNotOpen,
    ),
    "the brand is suspended": (
        lambda world, row: Brand.objects.update(standing=Brand.Standing.SUSPENDED),
        BrandIsSuspended,
    ),
    "the creator is paused": (
        lambda world, row: Creator.objects.update(standing=Creator.Standing.PAUSED, paused_until=NOW + DAY),
        CreatorPaused,
    ),
    "the creator's account was shut": (
        lambda world, row: User.objects.filter(pk=world.creator.user_id).update(is_active=False),
        CreatorUnavailable,
    ),
    "the creator leaves": (
        lambda world, row: User.objects.filter(pk=world.creator.user_id).update(erase_at=NOW + DAY),
        CreatorUnavailable,
    ),
    "the creator has joined the brand": (
        lambda world, row: Membership.objects.create(
            brand=world.brand, user=world.creator.user, role=Membership.Role.VIEWER, joined_at=NOW
        ),
        OwnDeal,
    ),
    "the deal doesn't ship there any more": (
        lambda world, row: ops.update_deal(deal=row.deal, user=world.owner, changes={"countries": ["DE"]}, at=NOW),
        OutsideCountries,
    ),
    "the address was removed": (lambda world, row: world.creator.addresses.update(removed_at=NOW), AddressMissing),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_refuses_and_changes_nothing_when(world: World, case: str) -> None:
    given, refusal = REFUSALS[case]
    application = world.apply(world.new_deal())
    given(world, application)
    with world.nothing_changes(), pytest.raises(refusal) as raised:
        world.accept(application)
    assert "{" not in raised.value.detail


def test_offers_no_place_where_the_deal_does_not_ship_to_and_keeps_one_that_is_offered(world: World) -> None:
    deal = world.new_deal()
    offered, waiting = world.apply(deal), world.apply(deal, world.other_creator)
    ops.make_offer(application=offered, by=world.by_brand, proposal={}, at=NOW)
    ops.update_deal(deal=deal, user=world.owner, changes={"countries": ["DE"]}, at=NOW)
    with world.nothing_changes(), pytest.raises(OutsideCountries):
        ops.make_offer(application=waiting, by=world.by_brand, proposal={}, at=NOW)
    assert ops.accept_offer(application=offered, by=world.by_creator(), at=NOW).pk


def test_refuses_a_place_that_is_offered_to_somebody(world: World) -> None:
    deal = world.new_deal(places=1)
    offered, waiting = world.apply(deal), world.apply(deal, world.other_creator)
    ops.make_offer(application=offered, by=world.by_brand, proposal={}, at=NOW)

    with world.nothing_changes(), pytest.raises(PlacesAreOffered):
        world.accept(waiting)

    assert ops.accept_offer(application=offered, by=world.by_creator(), at=NOW).pk


def test_refuses_a_second_trade_of_the_same_two(world: World) -> None:
    deal = world.new_deal()
    world.trade(deal)
    second = Application(deal=deal, creator=world.creator, submitted_at=NOW, consented_hash=deal.terms_hash)
    second.enter(Application.State.SUBMITTED, NOW)
    second.save(force_insert=True)
    with world.nothing_changes(), pytest.raises(AlreadyTrading):
        world.accept(second)


# ---- Many at once


def test_accepts_many_each_on_its_own(world: World) -> None:
    deal = world.new_deal(places=1)
    first, second = world.apply(deal), world.apply(deal, world.other_creator)

    result = in_bulk([first, second], lambda row: ops.accept_application(application=row, by=world.by_brand, at=NOW))

    assert result.done == [first]
    assert [(row, type(refusal)) for row, refusal in result.refused] == [(second, DealIsFull)]


def test_tries_nobody_once_nobody_else_can_be_accepted(world: World) -> None:
    deal, tried = world.new_deal(places=1), []
    rows = [world.apply(deal), world.apply(deal, world.other_creator)]

    def act(row: Application) -> None:
        tried.append(row)
        ops.accept_application(application=row, by=world.by_brand, at=NOW)

    result = in_bulk([*rows, rows[1], rows[1]], act, final=(DealIsFull,))

    assert tried == rows
    assert result.done == rows[:1]
    assert [type(refusal) for _, refusal in result.refused] == [DealIsFull] * 3


# ---- Given back


def test_gives_everything_back_exactly_once(world: World) -> None:
    deal = world.new_deal(places=1)
    collaboration = world.trade(deal)

    for _ in range(2):
        give_back(collaboration=Collaboration.objects.get(), at=NOW)

    assert _counters(world, deal) == {"places": 0, "stock": 0, "credits": 0, "open": 0, "slots": 0}
    collaboration.refresh_from_db()
    assert not any(getattr(collaboration, flag) for flag in ("place_held", "stock_held", "credit_held", "slot_held"))
    assert Deal.objects.get(pk=deal.pk).state == DealState.LIVE
    assert Message.objects.filter(name="deals.place_freed").count() == 1


def test_can_keep_credit_and_item(world: World) -> None:
    deal = world.new_deal()
    collaboration = world.trade(deal)

    give_back(collaboration=collaboration, at=NOW, lose_credit=True, restock=False)

    creator = CreatorCapacity.objects.get(pk=world.creator.pk)
    assert (creator.credits_held, creator.credits_lost) == (0, 1)
    variant = Variant.objects.get(product=world.product)
    assert (variant.stock_on_hand, variant.stock_reserved) == (99, 0)


def test_a_freed_slot_follows_a_lower_limit(world: World) -> None:
    collaboration = world.trade()
    world.limit(slots_max=3, slots_wanted=1)

    give_back(collaboration=collaboration, at=NOW)

    brand = BrandCapacity.objects.get(pk=world.brand.pk)
    assert (brand.slots_used, brand.slots_max) == (0, 1)
