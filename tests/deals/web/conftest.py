"""What the tests of the brand's pages begin with."""

import pytest
from django.test import Client

from barter.kernel import clock
from deals import operations as ops
from deals.models import Deal
from tests.deals.web.creator.world import Shop, make_deal, make_shop


@pytest.fixture
def shop(client: Client) -> Shop:
    """A brand whose owner is signed in."""
    shop = make_shop(clock.now())
    client.force_login(shop.user)
    return shop


@pytest.fixture
def draft(shop: Shop) -> Deal:
    """A complete draft."""
    return ops.duplicate_deal(deal=make_deal(shop, clock.now(), must_post=True), user=shop.user, at=clock.now())
