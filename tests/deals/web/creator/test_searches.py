"""Saved searches: kept once, told about at most once a day, and woken by an index."""

from collections.abc import Callable
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from barter.kernel import clock
from barter.kernel.outbox.relay import drain
from deals import operations as ops
from deals.errors import TooManySearches
from deals.models import SavedSearch
from deals.operations import Wanted, searching
from deals.operations.clock import tick
from inbox.models import Mail, Notification
from tests.budgets.test_query_plans import plan
from tests.deals.web.creator.world import Maker, Shop, make_deal, make_maker, make_shop

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def shop() -> Shop:
    return make_shop(clock.now() - timedelta(hours=1), "Velda")


@pytest.fixture
def maker(client: Client) -> Maker:
    """In Riga."""
    made = make_maker(clock.now())
    client.force_login(made.user)
    return made


def save(maker: Maker, **wanted: Any) -> SavedSearch:
    return ops.save_search(creator=maker.creator, wanted=Wanted(**wanted), name="Mine", at=clock.now())


def news() -> list[str]:
    """What the relay and the clock tell by now."""
    drain()
    tick(at=clock.now())
    drain()
    return list(Notification.objects.filter(kind="search_found").order_by("id").values_list("object_id", flat=True))


def test_a_filtered_feed_is_saved_once_and_says_so(client: Client, maker: Maker) -> None:
    assert "Save search" not in client.get("/deals/").content.decode()
    asked = {"q": "Glow serum", "category": ["home", "beauty"], "content": "1", "fifty": "1"}
    page = client.get("/deals/", asked).content.decode()
    assert "Save search" in page
    for _ in range(2):
        client.post("/deals/searches/save/", asked)
    search = SavedSearch.objects.get()
    assert search.name == "Glow serum, Home or Beauty, No posting needed, €50 and up"
    assert (search.words, search.topics, search.min_worth_cents) == ("glow & serum:*", ["beauty", "home"], 5_000)
    assert "Search saved" in client.get("/deals/", asked).content.decode()
    client.post("/deals/searches/save/", {})
    assert SavedSearch.objects.count() == 1  # nothing to look for is no search


FITS: list[tuple[dict[str, Any], dict[str, Any], bool]] = [
    ({"text": "glow"}, {}, True),
    ({"text": "candle"}, {}, False),
    ({"categories": ("beauty", "home")}, {}, True),
    ({"categories": ("home",)}, {}, False),
    ({"text": "serum", "categories": ("beauty",), "min_worth_cents": 5_000, "content_only": True}, {}, True),
    ({"min_worth_cents": 5_000}, {"worth_minor": 1_000}, False),
    ({"content_only": True}, {"must_post": True}, False),
    ({"any_audience": True}, {"min_followers": 1}, False),
    ({"platform": "tiktok"}, {"platforms": ["instagram"]}, False),
    ({"platform": "tiktok"}, {"platforms": ["instagram", "tiktok"]}, True),
    ({"text": "glow"}, {"countries": ["DE"]}, False),
    ({"text": "glow", "anywhere": True}, {"countries": ["DE"]}, True),
]


@pytest.mark.parametrize(("wanted", "offered", "fits"), FITS)
def test_a_new_deal_wakes_what_the_feed_would_find_it_with(
    wanted: dict[str, Any], offered: dict[str, Any], fits: bool, shop: Shop, maker: Maker
) -> None:
    search = save(maker, **wanted)
    deal = make_deal(shop, clock.now(), **offered)
    assert searching.wake_searches(deal_id=deal.public_id, at=clock.now()) == int(fits)
    found, _ = searching.feed(searching.query_of(search, "LV"))
    assert bool(found) == fits


def test_news_come_at_most_once_a_day_and_take_the_place_of_yesterdays(
    shop: Shop, maker: Maker, time_machine: Any
) -> None:
    search = save(maker, categories=("beauty",))
    make_deal(shop, clock.now(), title="First")
    assert news() == [search.public_id]
    assert news() == [search.public_id]  # run again: nothing new
    make_deal(shop, clock.now(), title="Second")
    assert len(news()) == 1
    time_machine.move_to(clock.now() + DAY, tick=True)
    assert len(news()) == 2
    line = Notification.objects.get(kind="search_found", read_at=None)
    assert line.params == {"search": "Mine", "deal": "Second", "brand": "Velda"}
    assert Mail.objects.filter(kind="search_found").count() == 2


def test_who_looked_turned_alerts_off_or_deleted_it_hears_nothing(client: Client, shop: Shop, maker: Maker) -> None:
    seen, quiet, gone = save(maker, text="glow"), save(maker, text="cloud"), save(maker, text="cream")
    client.post(f"/deals/searches/{quiet.public_id}/alerts/", {"on": "0"})
    make_deal(shop, clock.now())
    drain()
    page = client.get("/deals/searches/").content.decode()
    assert page.count("1 new") == 3
    assert client.get(f"/deals/searches/{seen.public_id}/")["Location"] == "/deals/?q=glow"
    client.post(f"/deals/searches/{gone.public_id}/delete/")
    assert news() == []
    assert client.get("/deals/searches/").content.decode().count("1 new") == 1


def test_a_deleted_search_comes_back_whole(client: Client, maker: Maker) -> None:
    asked = {"q": "glow", "category": ["beauty", "home"]}
    client.post("/deals/searches/save/", asked)
    search = SavedSearch.objects.get()
    client.post(f"/deals/searches/{search.public_id}/rename/", {"name": "My <b>serums</b>"})
    assert client.post(f"/deals/searches/{search.public_id}/rename/", {"name": " "}).status_code == 422
    client.post(f"/deals/searches/{search.public_id}/delete/")
    page = client.get("/deals/searches/")
    assert "is deleted" in page.content.decode()
    assert not SavedSearch.objects.exists()
    fields = dict[str, Any](page.context["deleted"])
    back = {"restore": "1", "name": fields["name"], "alerts": fields["alerts"]}
    for name, value in fields["fields"]:
        back[name] = [*back.get(name, []), value] if name == "category" else value
    client.post("/deals/searches/save/", back)
    again = SavedSearch.objects.get()
    assert (again.name, again.key, again.alerts) == ("My <b>serums</b>", search.key, True)


def test_somebody_elses_search_is_not_there(client: Client, maker: Maker) -> None:
    other = save(make_maker(clock.now()), text="glow")
    for way in ("", "rename/"):
        assert client.get(f"/deals/searches/{other.public_id}/{way}").status_code == 404
    for way in ("rename", "alerts", "delete"):
        assert client.post(f"/deals/searches/{other.public_id}/{way}/", {"name": "Mine"}).status_code == 404
    kept = SavedSearch.objects.get()
    assert (kept.name, kept.alerts, kept.seen_at) == (other.name, other.alerts, other.seen_at)


def test_the_twenty_first_is_refused(client: Client, maker: Maker) -> None:
    for number in range(SavedSearch.MOST):
        save(maker, text=f"word{number}")
    with pytest.raises(TooManySearches):
        save(maker, text="one more")
    assert "as many as there can be" in client.post("/deals/searches/save/", {"q": "x"}, follow=True).content.decode()
    assert SavedSearch.objects.count() == SavedSearch.MOST


@pytest.mark.django_db(transaction=True)
def test_two_browsers_cannot_save_a_twenty_first_together(settings: Settings) -> None:
    maker = make_maker(clock.now())
    for number in range(SavedSearch.MOST - 1):
        save(maker, text=f"word{number}")
    refused: list[TooManySearches] = []

    def one_more(word: str) -> None:
        try:
            save(maker, text=word)
        except TooManySearches as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [Thread(target=one_more, args=[word]) for word in ("this", "that")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(refused), SavedSearch.objects.count()) == (1, SavedSearch.MOST)


def test_many_searches_are_woken_in_batches_by_index(
    shop: Shop, maker: Maker, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setattr(searching, "BATCH", 2)
    for word in ("glow", "serum", "cloud", "cream", "candle"):
        save(maker, text=word)
    deal = make_deal(shop, clock.now())
    drain()
    assert SavedSearch.objects.exclude(wake_at=None).count() == 4
    assert searching.wake_searches(deal_id=deal.public_id, at=clock.now()) == 0
    asked = "SELECT s.id FROM deals_savedsearch s WHERE s.alerts AND s.wake_at IS NULL AND s.topics && ARRAY['beauty', '']::varchar[]"
    assert "deals_search_topics" in plan(asked)


# ---- Before one has an account

Wish = Callable[[Client], Any]


def test_a_visitors_wishes_wait_for_sign_up_and_for_sign_in(client: Client, shop: Shop) -> None:
    deal, other = make_deal(shop, clock.now(), title="One"), make_deal(shop, clock.now(), title="Two")
    page = client.get("/deals/?q=one").content.decode()
    assert f'href="/deals/{deal.public_id}/save/"' in page
    assert '<form action="/deals/searches/save/"><input type="hidden" name="q" value="one">' in page
    assert "Join and save" in client.get(f"/deals/{deal.public_id}/save/").content.decode()
    answer = client.post(f"/deals/{deal.public_id}/save/")
    assert answer["Location"] == f"/join/creator/?next=%2Fdeals%2F{deal.public_id}%2F"
    client.post(f"/deals/{other.public_id}/save/")
    answer = client.post("/deals/searches/save/", {"q": "one", "fifty": "1", "sign_in": "1"})
    assert answer["Location"] == "/account/login/?next=%2Fdeals%2Fsearches%2F"
    assert not SavedSearch.objects.exists()
    maker = make_maker(clock.now())
    client.force_login(maker.user)  # the session goes on under a new key, as with allauth
    page = client.get("/deals/").content.decode()
    assert "Saved for later: One, Two." in page
    assert maker.creator.saved_deals.count() == 2
    search = SavedSearch.objects.get(creator=maker.creator)
    assert (search.text, search.min_worth_cents) == ("one", 5_000)
    search.delete()
    client.get("/deals/searches/")
    assert not SavedSearch.objects.exists()  # done once


def test_a_wish_is_forgotten_after_two_days_and_by_a_brand(client: Client, shop: Shop, time_machine: Any) -> None:
    deal, maker = make_deal(shop, clock.now()), make_maker(clock.now())
    client.post(f"/deals/{deal.public_id}/save/")
    client.force_login(shop.user)
    client.get("/deals/")
    client.force_login(maker.user)
    client.get("/deals/")
    late = Client()
    late.post(f"/deals/{deal.public_id}/save/")
    late.force_login(maker.user)
    time_machine.move_to(clock.now() + 2 * DAY, tick=True)
    late.get("/deals/")
    assert not maker.creator.saved_deals.exists()


@pytest.mark.parametrize("text", ["увлажняющаясыворотка " * 5, "日" * 100, "㌖" * 100], ids=["ru", "zh", "ja"])
def test_a_long_search_in_any_script_is_kept_once(client: Client, maker: Maker, shop: Shop, text: str) -> None:
    for _ in range(2):
        assert client.post("/deals/searches/save/", {"q": text}).status_code == 302
    assert SavedSearch.objects.count() == 1
    make_deal(shop, clock.now())
    assert news() == []
