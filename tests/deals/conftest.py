"""The world of the deals tests."""

from typing import Any

import pytest

from tests.world import World, build


@pytest.fixture
def world(db: None, settings: Any) -> World:
    """Events reach the heart alone."""
    settings.SWITCHBOARD = "tests.world.HEART"
    return build()
