"""What callers get wrong is a problem that says so, never a fault; and nobody calls too often."""

from typing import Any
from unittest import mock

import pytest
from django.test import Client
from rest_framework.test import APIClient

from barter.kernel.api.views import etag_of
from barter.kernel.cursors import encode_cursor
from deals.models import Deal
from tests.api.calls import V1, api, failure_of, is_problem
from tests.world import World


@pytest.mark.parametrize(
    ("raw", "status", "code", "pointer"),
    [
        (b"{", 400, "malformed_json", ""),
        (b"\xff", 400, "malformed_json", ""),
        (b"[" * 5_000, 400, "malformed_json", ""),
        (b'{"title": NaN}', 400, "malformed_json", ""),
        (b'{"title": "\\ud800"}', 400, "malformed_json", ""),
        (b"[]", 422, "invalid", ""),
        (b"7", 422, "invalid", ""),
        (b'{"title": "a\\u0000b"}', 422, "invalid", "/title"),
        (b'{"title": 7}', 422, "invalid", "/title"),
        (b'{"places": "3"}', 422, "invalid", "/places"),
        (b'{"places": true}', 422, "invalid", "/places"),
        (b'{"places": 1e400}', 400, "malformed_json", ""),
        (b'{"places": 1e30}', 422, "invalid", "/places"),
        (b'{"places": 99999999999999999999999}', 422, "invalid", "/places"),
        (b'{"must_post": "yes"}', 422, "invalid", "/must_post"),
        (b'{"colour": 1}', 422, "invalid", "/colour"),
        (b'{"a/b~c": 1}', 422, "invalid", "/a~1b~0c"),
        (b'{"licence": {"months": 0}}', 422, "invalid", "/licence/months"),
        (b'{"licence": {"colour": 0}}', 422, "invalid", "/licence/colour"),
        (b'{"brief_items": [{"kind": "must_show", "text": "ok"}, {"kind": "x", "text": "y"}]}', 422, "invalid", None),
        (b'{"product": "prod_0199p4x8c7f3mv5q2r1t6y9kdf"}', 422, "invalid", "/product"),
        (b'{"product": "nonsense"}', 422, "invalid", "/product"),
        (b'{"end_date": "9999-12-31"}', 422, "value_refused", "/end_date"),
        (b" " * 5_300_000, 413, "body_too_large", None),
    ],
)
def test_a_wrong_body_is_a_problem_and_makes_nothing(
    world: World, raw: bytes, status: int, code: str, pointer: str | None
) -> None:
    answer = api(world.owner).generic("POST", f"{V1}/deals/", raw, content_type="application/json")
    is_problem(answer, status, code, pointer)
    assert not Deal.objects.exists()


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("colour=red", "?colour"),
        ("limit=0", "?limit"),
        ("limit=١", "?limit"),
        ("limit=99999999999999999999", "?limit"),
        ("limit=000001999", "?limit"),
        pytest.param(f"limit=000001{'0' * 5_000}", "?limit", id="a limit of 5,006 digits"),
        ("cursor=nonsense", "?cursor"),
        ("cursor=WyIyMDI2LTAxLTAxIix0cnVlXQ", "?cursor"),
        ("cursor=WzEsMl0", "?cursor"),
        ("cursor=é", "?cursor"),
        ("sort=id", "?sort"),
        ("category=guns", "?category"),
        ("country=nl", "?country"),
        ("min_value=-1", "?min_value"),
        ("must_post=maybe", "?must_post"),
        ("mine=maybe", "?mine"),
        ("state=draft", "?state"),
        ("q=a&q=b", "?q"),
        ("limit=5&limit=5", "?limit"),
        ("cursor=a&cursor=b", "?cursor"),
    ],
)
def test_a_wrong_parameter_is_a_400_that_names_it(world: World, query: str, pointer: str) -> None:
    answer = api().get(f"{V1}/deals/?{query}")
    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59-23:00", "0001-01-01T00:00:00+23:00"])
def test_a_cursor_outside_of_the_calendar_is_refused_as_forged(world: World, moment: str) -> None:
    is_problem(api(world.owner).get(f"{V1}/threads/?cursor={encode_cursor([moment, 1])}"), 400, "bad_parameter")


@pytest.mark.parametrize("query", ["state=active&state=expired", "limit=1&limit=2", "q=a&q=b"])
def test_a_list_of_somebody_signed_in_takes_each_parameter_once(world: World, query: str) -> None:
    """It took the last one, and the other half of what was asked for was missing without a word."""
    is_problem(api(world.owner).get(f"{V1}/licences/?{query}"), 400, "bad_parameter", f"?{query[: query.index('=')]}")
    assert api(world.owner).get(f"{V1}/licences/?kind=video&kind=photo").status_code == 200


@pytest.mark.parametrize("path", ["applications", "collaborations", "shipments", "licences", "products", "addresses"])
@pytest.mark.parametrize(
    "query",
    [
        "limit=x",
        "limit=000001999",
        "cursor=W3RydWVd",
        "cursor=WyJ4Il0",
        "cursor=W10",
        "cursor=Wzk5OTk5OTk5OTk5OTk5OTk5OTldCg",
    ],
)
def test_every_list_refuses_a_forged_cursor(world: World, path: str, query: str) -> None:
    assert api(world.owner).get(f"{V1}/{path}/?{query}").status_code in {200, 400}


def test_paths_that_lead_nowhere_and_wrong_methods_are_problems(world: World) -> None:
    for path in ("/api/", "/api/v2/", f"{V1}/nowhere/", f"{V1}/deals/deal_x/", f"{V1}/deals/deal_{'z' * 26}/"):
        for method in ("GET", "POST", "DELETE"):
            is_problem(api(world.owner).generic(method, path), 404, "not_found")
    assert "/api/v1/deals/" in api().get(f"{V1}/deals").json()["detail"]
    answer = api(world.owner).put(f"{V1}/deals/", {})
    is_problem(answer, 405, "method_not_allowed")
    assert answer["Allow"] == "GET, POST, HEAD, OPTIONS"
    is_problem(
        api(world.owner).generic("POST", f"{V1}/deals/", b"x", content_type="text/plain"), 415, "unsupported_media_type"
    )


@pytest.mark.parametrize("cookie", [{}, {"Cookie": "theme=dark"}], ids=["app", "browser"])
def test_a_request_for_another_host_is_a_problem_too(world: World, cookie: dict[str, str]) -> None:
    client = Client(raise_request_exception=False)
    is_problem(client.get(f"{V1}/me/", headers={"Host": "elsewhere.example", **cookie}), 400, "bad_request")
    page = client.get("/deals/", headers={"Host": "elsewhere.example", **cookie})
    assert (page.status_code, page["Content-Type"]) == (400, "text/html; charset=utf-8")


def test_sentences_are_told_in_the_language_the_app_asks_for_and_codes_stay(world: World) -> None:
    def asked(path: str, **headers: str) -> tuple[str, str, str]:
        answer = api(world.creator.user).get(f"{V1}/{path}", headers=headers)
        return answer.json()["detail"], answer.json()["code"], answer["Content-Language"]

    german = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"}
    english = asked(f"deals/deal_{'0' * 26}/")
    told = asked(f"deals/deal_{'0' * 26}/", **german)
    assert (told[1], told[2], english[2]) == (english[1], "de", "en-gb")
    assert told[0] != english[0]
    assert "Accept-Language" in api().get(f"{V1}/deals/", headers=german)["Vary"]


def test_an_item_with_a_signed_address_keeps_its_tag_for_two_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    def tag(name: str, signed: int, at: int) -> str:
        monkeypatch.setattr("barter.kernel.api.views.time", lambda: at)
        return etag_of(b'{"url":"https://files/%s?X-Amz-Date=%d&X-Amz-Signature=%d"}' % (name.encode(), signed, signed))

    assert tag("a", 1, 1200) == tag("a", 2, 1319)
    assert len({tag("a", 1, 1200), tag("b", 1, 1200), tag("a", 1, 1320)}) == 3


def test_what_a_token_opens_is_kept_by_no_cache_on_the_way(world: World) -> None:
    """Nothing else in the request says that the answer is one person's."""
    token = {"X-Session-Token": "not-a-token-of-ours"}
    for headers, path in ((token, f"{V1}/deals/"), (token, f"{V1}/addresses/")):
        assert Client().get(path, headers=headers)["Cache-Control"] == "private, no-cache", path
    assert "Cache-Control" not in Client().get(f"{V1}/deals/")  # the same for everybody


def test_a_stranger_is_asked_to_sign_in_before_anything_is_told(world: World) -> None:
    deal = world.new_deal()
    for method, path in (
        ("POST", "deals/"),
        ("PATCH", f"deals/{deal.public_id}/"),
        ("GET", "me/"),
        ("GET", "deals/?mine=true"),
    ):
        answer = api().generic(method, f"{V1}/{path}", b"{}", content_type="application/json")
        is_problem(answer, 401, "not_authenticated")
        assert answer["WWW-Authenticate"] == "X-Session-Token"
    ended = Client().get(f"{V1}/deals/", headers={"X-Session-Token": "gone"})
    is_problem(ended, 401, "not_authenticated")


def test_a_fault_of_ours_is_a_problem_without_any_detail(world: World) -> None:
    client = APIClient(raise_request_exception=False)
    client.credentials(HTTP_AUTHORIZATION="Test")
    client.force_authenticate(world.owner)
    with mock.patch("deals.api.deals.feed", side_effect=RuntimeError("secret")):
        answer = client.get(f"{V1}/deals/")
    is_problem(answer, 500, "internal_error")
    assert "secret" not in answer.content.decode()


@pytest.mark.parametrize(
    ("sqlstate", "status", "code"),
    [("40P01", 409, "busy"), ("40001", 409, "busy"), ("55P03", 409, "busy"), ("57014", 503, "unavailable")],
)
def test_a_contended_or_absent_database_says_when_to_come_back(
    world: World, sqlstate: str, status: int, code: str
) -> None:
    with mock.patch("deals.api.deals.feed", side_effect=failure_of(sqlstate)):
        answer = api(world.owner).get(f"{V1}/deals/")
    is_problem(answer, status, code)
    assert int(answer["Retry-After"]) >= 1


# ---- Limits


def test_every_answer_tells_the_limit_and_the_last_one_when_to_come_back(world: World, settings: Any) -> None:
    settings.API_REQUESTS_PER_MINUTE = 12
    client = api(world.owner)
    answers = [client.get(f"{V1}/deals/") for _ in range(26)]  # more than two minutes allow: one may begin meanwhile
    assert answers[0]["RateLimit-Policy"] == '"minute";q=12;w=60'
    assert answers[0]["RateLimit"].startswith('"minute";r=11;t=')
    refused = next(answer for answer in answers if answer.status_code != 200)
    is_problem(refused, 429, "throttled")
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert refused["RateLimit"].startswith('"minute";r=0;')
    assert api(world.creator.user).get(f"{V1}/deals/").status_code == 200
