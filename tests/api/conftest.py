"""One world, and no request counted before."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from barter.kernel.api import throttle
from tests.world import World, build


@pytest.fixture(autouse=True)
def _no_counts() -> Iterator[None]:
    cache.clear()
    throttle._counters.clear()
    yield
    throttle._counters.clear()


@pytest.fixture
def world(db: None) -> World:
    return build()
