"""The world of the races of the heart; test_races_api has one in which everything works."""

from typing import Any

import pytest

from brands.models import Variant
from creators.models import CreatorCapacity
from tests.world import World, build


@pytest.fixture
def world(transactional_db: None, settings: Any) -> World:
    """Nothing is scarce, unless a test makes it so. Events reach the heart alone."""
    settings.SWITCHBOARD = "tests.world.HEART"
    world = build()
    CreatorCapacity.objects.update(credits_granted=1_000, open_applications_max=1_000)
    world.limit(slots_max=1_000, slots_wanted=1_000)
    Variant.objects.update(stock_on_hand=1_000)
    return world
