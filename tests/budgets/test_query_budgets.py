"""How many statements the hottest requests may send, session look-up apart; query_budgets.json holds the numbers."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from barter.kernel import clock
from deals.api import deals as plain_views
from deals.models import Deal
from tests.deals.web.creator.world import Maker, Shop, make_deal, make_maker, make_shop

pytestmark = pytest.mark.django_db
BUDGETS: dict[str, int] = json.loads((Path(__file__).parent / "query_budgets.json").read_text())
_APART = ("django_session", "FROM accounts_user WHERE", "kernel_productclock", "kernel_policy", "SAVEPOINT")


class Hot:
    """Two live deals of a shop, and somebody who may apply."""

    def __init__(self) -> None:
        at = clock.now()
        self.shop: Shop = make_shop(at)
        self.deals: list[Deal] = [make_deal(self.shop, at, title=f"Glow serum {number}") for number in range(2)]
        self.maker: Maker = make_maker(at)
        self.path = f"/api/v1/deals/{self.deals[0].public_id}/"


@pytest.fixture
def hot() -> Hot:
    return Hot()


def token_of(user: User) -> dict[str, str]:
    client = Client()
    client.force_login(user)
    return {"X-Session-Token": str(client.session.session_key)}


def get(path: str, user: User | None = None, **options: Any) -> Callable[[], Any]:
    headers = {**(token_of(user) if user else {}), **options}
    return lambda: Client().get(path, headers=headers)


def statements(call: Callable[[], Any], status: int = 200) -> list[str]:
    with CaptureQueriesContext(connection) as caught:
        answer = call()
    assert answer.status_code == status, answer.content
    return [one["sql"] for one in caught if not any(word in one["sql"] for word in _APART)]


def within(name: str, found: list[str]) -> None:
    assert len(found) <= BUDGETS[name], "\n".join(found)


def test_the_list_keeps_its_budget(hot: Hot) -> None:
    get("/api/v1/deals/")()
    within("list", statements(get("/api/v1/deals/")))
    within("list, signed in", statements(get("/api/v1/deals/", hot.maker.user)))
    within("list, filtered", statements(get("/api/v1/deals/?category=beauty&country=LV&min_value=100")))
    get("/deals/")()  # the numbers of its chips are counted once a minute
    within("HTML list", statements(get("/deals/")))


def test_the_search_keeps_its_budget(hot: Hot) -> None:
    for number in range(9):
        make_deal(hot.shop, clock.now(), title=f"Glow serum {number}")
    within("search, common word", statements(get("/api/v1/deals/?q=glow&limit=4")))
    within("search, rare word", statements(get("/api/v1/deals/?q=serum+1")))
    within("search, no such word", statements(get("/api/v1/deals/?q=qqqq")))


def test_a_deal_keeps_its_budget(hot: Hot) -> None:
    within("deal", statements(get(hot.path)))
    within("deal, signed in as a creator", statements(get(hot.path, hot.maker.user)))
    within("deal, signed in as its brand", statements(get(hot.path, hot.shop.user)))


def test_applying_keeps_its_budget(hot: Hot) -> None:
    headers = {**token_of(hot.maker.user), "Idempotency-Key": "once"}

    def apply() -> Any:
        body = {"pitch": "I film in window light."}
        return Client().post(f"{hot.path}applications/", body, content_type="application/json", headers=headers)

    within("apply", statements(apply, status=201))


def test_the_short_way_answers_what_the_plain_views_answer(hot: Hot) -> None:
    for path in ("/api/v1/deals/", "/api/v1/deals/?limit=1", "/api/v1/deals/?q=serum+1&sort=-value"):
        asked = RequestFactory().get(path)
        asked.user = User()  # never looked at
        plain = plain_views.DealsView.as_view()(asked)
        short = Client().get(path)
        assert short.content == plain.content
        assert set(plain.headers) - {"RateLimit"} <= set(short.headers)


def test_one_deal_reads_the_same_for_everybody_as_through_the_plain_view(hot: Hot) -> None:
    deal_id = hot.deals[0].public_id
    for user in (None, hot.maker.user, hot.shop.user):
        headers = token_of(user) if user else {}
        plain = plain_views.DealView.as_view()(RequestFactory().get(hot.path, headers=headers), deal_id=deal_id)
        short = Client().get(hot.path, headers=headers)
        assert json.loads(short.content) == json.loads(plain.content)
        again = Client().get(hot.path, headers={**headers, "If-None-Match": short.headers["ETag"]})
        assert again.status_code == 304


def test_the_short_way_refuses_what_the_plain_views_refuse(hot: Hot) -> None:
    for path, status in (
        ("/api/v1/deals/?nonsense=1", 400),
        ("/api/v1/deals/?sort=sideways", 400),
        ("/api/v1/deals/?cursor=forged", 400),
        (f"/api/v1/deals/deal_{'0' * 26}/", 404),
    ):
        answer = Client().get(path)
        assert answer.status_code == status
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_change_shows_at_once_in_what_is_drawn_once(hot: Hot) -> None:
    Client().get("/api/v1/deals/")
    Client().get(hot.path)
    Deal.objects.filter(pk=hot.deals[0].pk).update(title="Another title")
    hot.deals[0].places.__class__.objects.filter(deal=hot.deals[0]).update(taken=3)
    listed = next(row for row in Client().get("/api/v1/deals/").json()["data"] if row["id"] == hot.deals[0].public_id)
    shown = Client().get(hot.path).json()
    assert listed["title"] == shown["title"] == "Another title"
    assert listed["places"]["taken"] == shown["places"]["taken"] == 3


def test_a_call_without_a_cookie_answers_as_one_with_a_cookie(hot: Hot) -> None:
    for path in ("/api/v1/deals/", hot.path, "/api/v1/me/", "/api/v1/deals/?nonsense=1", "/api/v1/nothing/"):
        straight, long_way = (Client().get(path, headers=extra) for extra in ({}, {"Cookie": "theme=dark"}))
        assert straight.status_code == long_way.status_code
        assert set(straight.headers) == set(long_way.headers) - {"Vary"} | ({"Vary"} & set(straight.headers))
        assert straight.headers["X-Frame-Options"] == "DENY"
        assert "Content-Security-Policy" in straight.headers
    assert Client().get("/api/v1/deals/", headers={"Host": "elsewhere.example"}).status_code == 400
