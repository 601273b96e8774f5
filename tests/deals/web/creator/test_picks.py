"""Picked for you: deals one can join, best first, each with its reasons; and what keeps one from the others."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from barter.kernel import clock
from creators.models import Channel, Creator
from deals.feed import FeedQuery
from deals.models import Collaboration, Deal
from deals.picks import known_of, picks, picks_sql
from deals.workflow import CollaborationState
from tests.budgets.test_query_plans import assert_no_scan, plan
from tests.deals.web.creator.world import Maker, Shop, agree, apply, make_deal, make_maker, make_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> datetime:
    return clock.now()


@pytest.fixture
def shop(at: datetime) -> Shop:
    return make_shop(at, "Velda")


@pytest.fixture
def maker(at: datetime, client: Client) -> Maker:
    """In Riga, films beauty, 4,200 on Instagram."""
    made = make_maker(at)
    client.force_login(made.user)
    return made


def picked(maker: Maker, at: datetime, **asked: Any) -> dict[str, str]:
    known = known_of(maker.user)
    assert known is not None
    return {pick.row.title: pick.text for pick in picks(known, FeedQuery(**asked), at=at)}


def test_a_pick_says_why(shop: Shop, maker: Maker, at: datetime, client: Client) -> None:
    make_deal(shop, at, title="Glow serum", countries=["LV", "EE"], platforms=["instagram"], min_followers=4_000)
    make_deal(shop, at, title="Radio", category="tech")
    page = client.get("/deals/").content.decode()
    assert "You match: beauty, Latvia, 4,200 on Instagram." in page
    assert page.index("Picked for you") < page.index("Glow serum") < page.index("New deals") < page.index("Radio")
    assert page.count("Glow serum</a>") == 1  # not again below


def test_a_brand_one_knows_comes_first_and_finished_trades_count(shop: Shop, maker: Maker, at: datetime) -> None:
    trade = agree(make_deal(shop, at, title="Done before"), maker, shop, at)
    Collaboration.objects.filter(pk=trade.pk).update(state=CollaborationState.COMPLETED)
    make_deal(shop, at, title="Same again")
    make_deal(make_shop(at, "Zing"), at, title="Another brand")
    found = picked(maker, at)
    assert list(found) == ["Same again", "Another brand"]
    assert found["Same again"] == "You worked with Velda before. You match: beauty."
    assert found["Another brand"] == "You match: 1 finished trade in beauty."


def test_what_one_cannot_join_or_has_asked_for_is_not_picked(shop: Shop, maker: Maker, at: datetime) -> None:
    make_deal(shop, at, title="Germany", countries=["DE"])
    make_deal(shop, at, title="Large", min_followers=5_000)
    make_deal(shop, at, title="TikTok", platforms=["tiktok"])
    make_deal(shop, at, title="French", languages=["fr"])
    apply(make_deal(shop, at, title="Applied"), maker, at)
    full = make_deal(shop, at, title="Full", places=1)
    other = make_maker(at)
    agree(full, other, shop, at)
    assert picked(maker, at) == {}
    Creator.objects.filter(pk=maker.creator.pk).update(standing=Creator.Standing.PAUSED)
    make_deal(shop, at, title="Fits")
    assert picked(maker, at) == {}


def test_filters_hold_for_picks_and_a_search_or_an_order_has_none(
    shop: Shop, maker: Maker, at: datetime, client: Client
) -> None:
    make_deal(shop, at, title="Cheap", worth_minor=1_000)
    make_deal(shop, at, title="Dear")
    assert [card["title"] for card in client.get("/deals/?fifty=1").context["picks"]] == ["Dear"]
    assert len(client.get("/deals/").context["picks"]) == 2
    for asked in ("?q=dear", "?sort=value"):
        assert client.get(f"/deals/{asked}").context["picks"] == []


def test_picks_are_found_by_index(shop: Shop, maker: Maker, at: datetime) -> None:
    make_deal(shop, at)
    known = known_of(maker.user)
    assert known is not None
    sql, params = picks_sql(known, FeedQuery(country="LV"), at=at)
    text = plan(sql, params, off=("seqscan", "bitmapscan", "sort", "hashjoin", "mergejoin"))
    assert_no_scan(text)
    for index in ("deals_feed", "deals_feed_ending", "deals_of_brand"):
        assert f"{index} " in text, text


@pytest.mark.parametrize(
    ("rules", "told", "way"),
    [
        ({"countries": ["DE"]}, "Ships to Germany only", "Add an address"),
        (
            {"countries": ["DE", "AT", "CH", "FR", "NL"]},
            "Ships to Austria, Switzerland, Germany and 2 more countries only",
            "Add an address",
        ),
        (
            {"platforms": ["tiktok"], "min_followers": 5_000},
            "Needs 5,000 followers on TikTok, you have 4,200",
            "Update your channel",
        ),
        ({"platforms": ["youtube"]}, "Needs a channel on YouTube", "Add a channel"),
        ({"languages": ["fr"]}, "Made in French only", "Edit profile"),
    ],
)
def test_a_deal_one_rule_away_says_what_is_missing(
    rules: dict[str, Any], told: str, way: str, shop: Shop, maker: Maker, at: datetime, client: Client
) -> None:
    Channel.objects.create(creator=maker.creator, platform="tiktok", handle="mila", followers=4_200)
    deal = make_deal(shop, at, **rules)
    assert told in client.get("/deals/?anywhere=1").content.decode()
    page = client.get(f"/deals/{deal.public_id}/").content.decode()
    assert f"<strong>{told}.</strong>" in page
    assert f">{way}</a>" in page
    assert told not in Client().get("/deals/").content.decode()
    assert Deal.objects.count() == 1


def test_nothing_found_offers_other_countries_too(shop: Shop, maker: Maker, at: datetime, client: Client) -> None:
    make_deal(shop, at, countries=["DE"])
    assert "In all countries there is 1." in client.get("/deals/?category=beauty").content.decode()
    assert "Nothing ships to you right now" in client.get("/deals/").content.decode()
