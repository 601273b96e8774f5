"""The feed compares what deals are worth, whatever currency their brands write in."""

from datetime import datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client

from barter.kernel import clock
from deals.models import Deal
from tests.deals.web.creator.world import make_deal, make_shop

pytestmark = pytest.mark.django_db

WORTHS = {"tea": ("JPY", 4_000), "soap": ("HUF", 1_000_000), "mug": ("EUR", 6_200), "lamp": ("KWD", 30_000)}
DEAREST_FIRST = ["lamp", "mug", "soap", "tea"]  # about 88, 62, 25 and 24 euro


@pytest.fixture
def deals() -> dict[str, Deal]:
    at: datetime = clock.now()
    shop = make_shop(at)
    return {
        name: make_deal(shop, at, title=name, currency=currency, worth_minor=minor)
        for name, (currency, minor) in WORTHS.items()
    }


def titles(client: Client, query: str) -> list[str]:
    return [deal["title"] for deal in client.get(f"/api/v1/deals/{query}").json()["data"]]


def test_the_most_worth_comes_first_whatever_the_currency(client: Client, deals: dict[str, Deal]) -> None:
    assert titles(client, "?sort=-value") == DEAREST_FIRST
    page = client.get("/deals/?sort=value").content.decode()
    assert sorted(DEAREST_FIRST, key=lambda name: page.index(f">{name}<")) == DEAREST_FIRST


def test_pages_by_worth_follow_each_other(client: Client, deals: dict[str, Deal]) -> None:
    first = client.get("/api/v1/deals/?sort=-value&limit=2").json()
    assert [deal["title"] for deal in first["data"]] == DEAREST_FIRST[:2]
    assert titles(client, f"?sort=-value&limit=2&cursor={first['next_cursor']}") == DEAREST_FIRST[2:]


def test_worth_at_least_is_asked_in_euro_cents(client: Client, deals: dict[str, Deal]) -> None:
    assert set(titles(client, "?min_value=5000")) == {"lamp", "mug"}
    page = client.get("/deals/?fifty=1").content.decode()
    assert [name for name in WORTHS if f">{name}<" in page] == ["mug", "lamp"]


def test_a_currency_without_a_rate_comes_last(client: Client, deals: dict[str, Deal]) -> None:
    at = clock.now()
    make_deal(make_shop(at), at, title="bar", currency="XAU", worth_minor=9_000_000)
    assert titles(client, "?sort=-value")[-1] == "bar"
    assert "bar" not in titles(client, "?min_value=1")


def test_the_migration_reckons_as_the_product_does(deals: dict[str, Deal]) -> None:
    reckoned = dict(Deal.objects.values_list("title", "worth_cents"))
    Deal.objects.update(worth_cents=0)
    import_module("deals.migrations.0005_worth").fill(apps, None)
    assert dict(Deal.objects.values_list("title", "worth_cents")) == reckoned
    assert min(reckoned.values()) > 0
