"""What the tests of the brand's pages begin with."""

import pytest
from django.test import Client

from barter.kernel import clock
from deals import operations as ops
from deals.models import Deal
from tests.deals.web.creator.world import Shop, make_deal, make_shop
from tests.remembered import remembered


@remembered
def _first_shop() -> Shop:
    return make_shop(clock.now())


@remembered
def _first_draft() -> tuple[Shop, Deal]:
    shop = make_shop(clock.now())
    live = make_deal(shop, clock.now(), must_post=True)
    return shop, ops.duplicate_deal(deal=live, user=shop.user, at=clock.now())


@pytest.fixture
def _begun(db: None, request: pytest.FixtureRequest) -> tuple[Shop, Deal | None]:
    return _first_draft() if "draft" in request.fixturenames else (_first_shop(), None)


@pytest.fixture
def shop(_begun: tuple[Shop, Deal | None], client: Client) -> Shop:
    """A brand whose owner is signed in."""
    client.force_login(_begun[0].user)
    return _begun[0]


@pytest.fixture
def draft(_begun: tuple[Shop, Deal | None], shop: Shop) -> Deal:
    """A complete draft."""
    assert _begun[1] is not None
    return _begun[1]
