"""The ladder of a brand: staff can go further at once, and only lifting goes back."""

import pytest

from barter.kernel.errors import WrongState
from brands.models import Brand
from brands.operations import limit_brand, reinstate_brand, suspend_brand, watch_brand
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
