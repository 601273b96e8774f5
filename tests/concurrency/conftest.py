"""Two worlds to race in: one of the heart alone, and one in which everything works."""

from typing import Any

import pytest

from brands.models import Variant
from creators.models import CreatorCapacity
from tests.guarantees.walk import build_rich
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


@pytest.fixture
def rich_world(transactional_db: None, settings: Any) -> World:
    """Everything works but the inbox; nothing is scarce."""
    settings.OUTBOX_NUDGE = False
    settings.SWITCHBOARD = "tests.guarantees.walk.WORKING"
    settings.API_REQUESTS_PER_MINUTE = 1_000_000
    return build_rich()
