"""The common world, and what the inbox's tests need besides."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from inbox.models import Mail, Notification
from tests import world as worlds
from tests.remembered import remembered
from tests.world import World


@pytest.fixture
def world(db: None) -> World:
    world = _with_nothing_told()
    cache.clear()
    return world


@remembered
def _with_nothing_told() -> World:
    world = worlds.build()
    world.settle()
    Mail.objects.all().delete()
    Notification.objects.all().delete()
    return world


@pytest.fixture
def browse() -> Callable[[User], Client]:
    """A signed-in browser."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


def told(user: Any) -> list[str]:
    """Kinds of the lines in somebody's inbox, oldest first."""
    return list(Notification.objects.filter(user=user).order_by("id").values_list("kind", flat=True))


HX = {"HX-Request": "true"}
