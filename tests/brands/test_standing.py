"""The ladder of a brand: staff can go further at once, and only lifting goes back."""

import pytest

from barter.kernel import policy
from barter.kernel.errors import NotAllowed, WrongState
from barter.kernel.models import TimelineEntry
from brands.models import Brand, BrandCapacity
from brands.operations import (
    change_plan,
    limit_brand,
    reinstate_brand,
    suspend_brand,
    trust_brand,
    unverify_brand,
    verify_brand,
    watch_brand,
)
from brands.plans import places_of
from deals.models import Deal
from deals.operations import submit_deal
from tests.world import NOW, World, build

pytestmark = pytest.mark.django_db
REASON = "Three parcels"


@pytest.fixture
def world() -> World:
    return build()


@pytest.mark.parametrize("milder", [watch_brand, limit_brand])
def test_an_older_page_cannot_soften_a_suspension(world: World, milder: object) -> None:
    suspend_brand(brand=world.brand, by=world.by_staff, reason=REASON, at=NOW)

    with world.nothing_changes(), pytest.raises(WrongState):
        milder(brand=world.brand, by=world.by_staff, reason=REASON, at=NOW)  # type: ignore[operator]

    assert Brand.objects.get(pk=world.brand.pk).standing == Brand.Standing.SUSPENDED


def test_lifting_goes_all_the_way_back(world: World) -> None:
    limit_brand(brand=world.brand, by=world.by_staff, reason=REASON, at=NOW)
    suspend_brand(brand=world.brand, by=world.by_staff, reason=REASON, at=NOW)
    reinstate_brand(brand=world.brand, by=world.by_staff, reason=REASON, at=NOW)

    brand = Brand.objects.get(pk=world.brand.pk)
    assert (brand.standing, brand.capacity.slots_max) == (Brand.Standing.GOOD, 40)


def test_a_verification_is_taken_back_with_a_reason_and_the_trust_goes_with_it(world: World) -> None:
    brand = verify_brand(brand=world.brand, by=world.by_staff, at=NOW)
    brand = trust_brand(brand=brand, by=world.by_staff, at=NOW)

    for _ in range(2):
        brand = unverify_brand(brand=brand, by=world.by_staff, reason="Another firm’s number", at=NOW)

    assert (brand.verified_at, brand.is_trusted) == (None, False)
    assert submit_deal(deal=world.draft(), by=world.by_brand, at=NOW).state == Deal.State.IN_REVIEW
    entry = TimelineEntry.objects.get(object_type="brand", move="unverify")
    assert (entry.reason, entry.actor_side) == ("Another firm’s number", "staff")


def test_a_brand_is_verified_again_from_a_page_that_still_shows_it_as_verified(world: World) -> None:
    shown = verify_brand(brand=world.brand, by=world.by_staff, at=NOW)
    unverify_brand(brand=shown, by=world.by_staff, reason=REASON, at=NOW)

    assert verify_brand(brand=shown, by=world.by_staff, at=NOW).verified_at == NOW


def test_nobody_but_staff_takes_a_verification_back(world: World) -> None:
    brand = verify_brand(brand=world.brand, by=world.by_staff, at=NOW)

    with world.nothing_changes(), pytest.raises(NotAllowed):
        unverify_brand(brand=brand, by=world.by_brand, reason=REASON, at=NOW)


def test_a_plan_brings_its_places_and_a_limited_brand_gets_them_when_it_is_reinstated(world: World) -> None:
    for _ in range(2):
        change_plan(brand=world.brand, plan=Brand.Plan.GROWTH, by=world.by_staff, at=NOW)
    brand = Brand.objects.get(pk=world.brand.pk)
    assert (brand.plan, brand.capacity.slots_max) == (Brand.Plan.GROWTH, places_of(Brand.Plan.GROWTH))
    assert TimelineEntry.objects.filter(object_type="brand", move="change_plan").count() == 1

    limit_brand(brand=world.brand, by=world.by_staff, reason=REASON, at=NOW)
    change_plan(brand=world.brand, plan=Brand.Plan.SCALE, by=world.by_staff, at=NOW)
    assert BrandCapacity.objects.get(pk=world.brand.pk).slots_wanted == policy.value("brand_slots_after_no_ships")
    reinstate_brand(brand=world.brand, by=world.by_staff, reason=REASON, at=NOW)
    assert BrandCapacity.objects.get(pk=world.brand.pk).slots_wanted == places_of(Brand.Plan.SCALE)

    with world.nothing_changes(), pytest.raises(NotAllowed):
        change_plan(brand=world.brand, plan=Brand.Plan.START, by=world.by_brand, at=NOW)
