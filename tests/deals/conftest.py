"""The world of the deals tests."""

import pytest

from tests.world import World, build


@pytest.fixture
def world(db: None) -> World:
    return build()
