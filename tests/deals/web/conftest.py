"""What the tests of the brand's pages begin with."""

import pytest
from django.test import Client

from barter.kernel import clock
from tests.deals.web.creator.world import Shop, make_shop


@pytest.fixture
def shop(client: Client) -> Shop:
    """A brand whose owner is signed in."""
    shop = make_shop(clock.now())
    client.force_login(shop.user)
    return shop
