"""The numbers in the chips of the feed: what each would leave, with it on."""

import pytest
from django.test import Client

from barter.kernel import clock
from deals import feed
from deals.web.creator.feed import counted
from tests.deals.web.creator.world import make_deal, make_maker, make_shop

pytestmark = pytest.mark.django_db


def chips(client: Client, query: str = "") -> dict[str, int | None]:
    counted.cache_clear()
    return {chip["name"]: chip["count"] for chip in client.get(f"/deals/{query}").context["chips"]}


@pytest.fixture
def reader(client: Client) -> Client:
    """A creator in Latvia, and four deals: for everybody, posted, cheap, and for Germany alone."""
    at = clock.now()
    shop = make_shop(at)
    make_deal(shop, at)
    make_deal(shop, at, must_post=True)
    make_deal(shop, at, worth_minor=1_000)
    make_deal(shop, at, countries=["DE"], min_followers=5_000)
    client.force_login(make_maker(at).user)
    return client


def test_each_chip_says_how_many_deals_it_leaves(reader: Client) -> None:
    assert chips(reader) == {"content": 2, "fifty": 2, "open": 3, "anywhere": 4}
    assert chips(reader, "?content=1") == {"content": 2, "fifty": 1, "open": 2, "anywhere": 3}
    assert chips(reader, "?anywhere=1") == {"content": 3, "fifty": 3, "open": 3, "anywhere": 4}
    assert '€50 and up <span class="n num">2</span>' in reader.get("/deals/").content.decode()


def test_a_visitor_gets_numbers_too(reader: Client) -> None:
    assert chips(Client()) == {"content": 3, "fifty": 3, "open": 3}


def test_what_would_cost_more_than_it_tells_has_no_number(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(chips(reader, "?q=serum").values()) == {None}
    monkeypatch.setattr(feed, "MOST_COUNTED", 3)
    assert set(chips(reader).values()) == {None}
