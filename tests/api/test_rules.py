"""What every call keeps: problems instead of faults, one effect a key, versions, limits, and who sees what."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection, connections
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from barter.kernel.api import throttle
from barter.kernel.models import IdempotencyRecord
from brands.models import Brand, Membership, Product
from brands.operations import create_brand, invite_member
from creators.models import Address
from creators.operations import AddressData, add_address, add_channel
from deals import operations
from deals.models import Application, Deal
from shipping.operations import open_shipment
from tests.world import World, build

V1 = "/api/v1"
_HOME = AddressData(name="Mila", line1="Kade 9", city="Utrecht", country="NL", postcode="3511 AB")


@pytest.fixture(autouse=True)
def _no_counts() -> Iterator[None]:
    cache.clear()
    throttle._counters.clear()
    yield
    throttle._counters.clear()


@pytest.fixture
def world(db: None) -> World:
    return build()


def api(user: Any = None) -> APIClient:
    client = APIClient()
    if user is not None:
        client.credentials(HTTP_AUTHORIZATION="Test")  # the short way of public reads is for requests without any
        client.force_authenticate(user)
    return client


def is_problem(answer: Any, status: int, code: str, pointer: str | None = None) -> None:
    body = answer.json()
    assert (answer.status_code, body["code"]) == (status, code), body
    assert answer["Content-Type"] == "application/problem+json"
    assert set(body) == {"type", "title", "status", "detail", "instance", "code", "errors", "request_id"}
    if pointer is not None:
        assert pointer in [error["pointer"] for error in body["errors"]], body["errors"]


# ---- What callers get wrong


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
        ("cursor=nonsense", "?cursor"),
        ("cursor=WzEsMl0", "?cursor"),
        ("cursor=é", "?cursor"),
        ("sort=id", "?sort"),
        ("category=guns", "?category"),
        ("country=nl", "?country"),
        ("min_value=-1", "?min_value"),
        ("must_post=maybe", "?must_post"),
        ("mine=maybe", "?mine"),
        ("state=draft", "?state"),
    ],
)
def test_a_wrong_parameter_is_a_400_that_names_it(world: World, query: str, pointer: str) -> None:
    answer = api().get(f"{V1}/deals/?{query}")
    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


@pytest.mark.parametrize("path", ["applications", "collaborations", "shipments", "licences", "products", "addresses"])
@pytest.mark.parametrize("query", ["limit=x", "cursor=WyJ4Il0", "cursor=W10", "cursor=Wzk5OTk5OTk5OTk5OTk5OTk5OTldCg"])
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


def _failure(sqlstate: str) -> OperationalError:
    error = OperationalError("x")
    error.__cause__ = type("Cause", (Exception,), {"sqlstate": sqlstate})()
    return error


@pytest.mark.parametrize(
    ("sqlstate", "status", "code"),
    [("40P01", 409, "busy"), ("40001", 409, "busy"), ("55P03", 409, "busy"), ("57014", 503, "unavailable")],
)
def test_a_contended_or_absent_database_says_when_to_come_back(
    world: World, sqlstate: str, status: int, code: str
) -> None:
    with mock.patch("deals.api.deals.feed", side_effect=_failure(sqlstate)):
        answer = api(world.owner).get(f"{V1}/deals/")
    is_problem(answer, status, code)
    assert int(answer["Retry-After"]) >= 1


# ---- One effect a key


def test_the_same_key_gets_the_first_answer_and_makes_one_effect(world: World) -> None:
    client, deal = api(world.creator.user), world.new_deal()
    path = f"{V1}/deals/{deal.public_id}/applications/"
    first = client.post(path, {"pitch": "a"}, headers={"Idempotency-Key": "k"})
    again = client.post(path, {"pitch": "a"}, headers={"Idempotency-Key": "k"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert again["Idempotent-Replayed"] == "true"
    assert again["Location"] == first["Location"]
    is_problem(client.post(path, {"pitch": "b"}, headers={"Idempotency-Key": "k"}), 422, "idempotency_key_reused")
    other = client.post(f"{V1}/deals/{deal.public_id}/save/", {}, headers={"Idempotency-Key": "k"})
    is_problem(other, 422, "idempotency_key_reused")
    assert Application.objects.count() == 1


def test_a_refusal_is_kept_too_and_a_key_belongs_to_its_caller(world: World) -> None:
    deal = world.new_deal()
    path = f"{V1}/deals/{deal.public_id}/applications/"
    body = {"channel": "nonsense"}
    first = api(world.creator.user).post(path, body, headers={"Idempotency-Key": "k"})
    again = api(world.creator.user).post(path, body, headers={"Idempotency-Key": "k"})
    assert (first.status_code, first.content) == (422, again.content)
    assert api(world.other_creator.user).post(path, {}, headers={"Idempotency-Key": "k"}).status_code == 201


def test_a_key_is_forgotten_after_a_day(world: World) -> None:
    client = api(world.owner)
    client.post(f"{V1}/deals/", {}, headers={"Idempotency-Key": "k"})
    IdempotencyRecord.objects.update(at=timezone.now() - timedelta(hours=25))
    again = client.post(f"{V1}/deals/", {"title": "Another"}, headers={"Idempotency-Key": "k"})
    assert again.status_code == 201
    assert Deal.objects.count() == 2


def test_somebody_elses_lock_is_not_kept_as_the_answer(world: World) -> None:
    client = api(world.owner)
    with mock.patch("deals.operations.create_deal", side_effect=_failure("55P03")):
        is_problem(client.post(f"{V1}/deals/", {}, headers={"Idempotency-Key": "k"}), 409, "busy")
    assert client.post(f"{V1}/deals/", {}, headers={"Idempotency-Key": "k"}).status_code == 201


def test_a_kept_answer_holds_no_address(world: World) -> None:
    body = {"name": "Mila", "line1": "Geheimlaan 12", "postcode": "1012 AB", "city": "Amsterdam", "country": "NL"}
    answer = api(world.creator.user).post(f"{V1}/addresses/", body, headers={"Idempotency-Key": "k"})
    assert answer.status_code == 201, answer.json()
    assert "Geheimlaan" not in answer.content.decode()
    assert "Geheimlaan" not in str(IdempotencyRecord.objects.values_list("body").get())


def _together(count: int, act: Any) -> list[Any]:
    barrier, answers = threading.Barrier(count), []

    def run() -> None:
        try:
            barrier.wait(10)
            answers.append(act())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("key", ["same key", ""])
def test_parallel_posts_with_one_key_make_one_effect(key: str) -> None:
    """Without a key every post makes a deal of its own: the test sees the race."""
    world = build()
    headers = {"Idempotency-Key": key} if key else {}
    answers = _together(4, lambda: api(world.owner).post(f"{V1}/deals/", {"title": "x"}, headers=headers))
    assert {answer.status_code for answer in answers} == {201}
    assert Deal.objects.count() == (1 if key else 4)
    assert len({answer.json()["id"] for answer in answers}) == (1 if key else 4)


# ---- Versions


def test_an_item_that_did_not_change_is_not_sent_again(world: World) -> None:
    client, path = api(world.owner), f"{V1}/deals/{world.new_deal().public_id}/"
    tag = client.get(path)["ETag"]
    assert client.get(path, headers={"If-None-Match": f'"x", {tag}'}).status_code == 304
    assert client.get(path, headers={"If-None-Match": '"x"'}).status_code == 200


def test_a_change_of_an_old_version_is_refused_and_changes_nothing(world: World) -> None:
    client, deal = api(world.owner), world.draft()
    path = f"{V1}/deals/{deal.public_id}/"
    tag = client.get(path)["ETag"]
    assert client.patch(path, {"title": "One"}, headers={"If-Match": tag}).status_code == 200
    is_problem(client.patch(path, {"title": "Two"}, headers={"If-Match": tag}), 412, "precondition_failed")
    deal.refresh_from_db()
    assert deal.title == "One"


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_two_changes_to_one_version_one_fails() -> None:
    world = build()
    deal = world.draft()
    path = f"{V1}/deals/{deal.public_id}/"
    tag = api(world.owner).get(path)["ETag"]
    answers = _together(
        3, lambda: api(world.owner).patch(path, {"summary": str(threading.get_ident())}, headers={"If-Match": tag})
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412]


# ---- Limits


def test_every_answer_tells_the_limit_and_the_last_one_when_to_come_back(world: World, settings: Any) -> None:
    settings.API_REQUESTS_PER_MINUTE = 12
    client = api(world.owner)
    answers = [client.get(f"{V1}/deals/") for _ in range(14)]
    assert answers[0]["RateLimit-Policy"] == '"minute";q=12;w=60'
    assert answers[0]["RateLimit"].startswith('"minute";r=11;t=')
    is_problem(answers[-1], 429, "throttled")
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60
    assert answers[-1]["RateLimit"].startswith('"minute";r=0;')
    assert api(world.creator.user).get(f"{V1}/deals/").status_code == 200


# ---- Who acts for whom


def test_a_member_of_two_brands_names_one(world: World) -> None:
    second = create_brand(user=world.owner, name="Second", at=world.now)
    client, named = api(world.owner), {"Barter-Brand": second.public_id}
    made = client.post(f"{V1}/deals/", {}, headers=named).json()
    assert made["brand"]["id"] == second.public_id
    assert client.post(f"{V1}/deals/", {}).json()["brand"]["id"] == world.brand.public_id
    product = {"title": "Pen", "variants": [{"value_minor": 500}]}
    client.post(f"{V1}/products/", product, headers=named)
    assert len(client.get(f"{V1}/products/").json()["data"]) == 2
    assert [row["title"] for row in client.get(f"{V1}/products/", headers=named).json()["data"]] == ["Pen"]
    foreign = create_brand(user=world.outsider, name="Foreign", at=world.now)
    for path in ("deals/?mine=true", "products/", "applications/", "collaborations/", "shipments/", "licences/"):
        assert client.get(f"{V1}/{path}", headers={"Barter-Brand": foreign.public_id}).status_code == 404, path
    is_problem(client.post(f"{V1}/deals/", {}, headers={"Barter-Brand": foreign.public_id}), 404, "not_found")


def test_viewers_look_and_are_offered_nothing(world: World) -> None:
    deal, viewer = world.new_deal(), api(world.viewer)
    application = world.apply(deal)
    trade = world.accept(world.apply(deal, world.other_creator))
    for path in (
        f"deals/{deal.public_id}",
        f"applications/{application.public_id}",
        f"collaborations/{trade.public_id}",
    ):
        answer = viewer.get(f"{V1}/{path}/")
        assert (answer.status_code, answer.json()["available_actions"]) == (200, [])
    product = viewer.get(f"{V1}/products/{world.product.public_id}/").json()
    assert product["available_actions"] == []
    with world.nothing_changes():
        for method, path in (
            ("PATCH", f"deals/{deal.public_id}/"),
            ("POST", f"applications/{application.public_id}/accept/"),
            ("POST", f"collaborations/{trade.public_id}/cancel/"),
            ("POST", "products/"),
            ("PATCH", f"products/{world.product.public_id}/"),
            ("DELETE", f"products/{world.product.public_id}/"),
            ("PATCH", f"brands/{world.brand.public_id}/"),
            ("POST", f"brands/{world.brand.public_id}/invitations/"),
        ):
            body = json.dumps({"title": "x", "variants": [{"value_minor": 1}]} if path == "products/" else {})
            answer = viewer.generic(method, f"{V1}/{path}", body, content_type="application/json")
            is_problem(answer, 403, "not_allowed")


def test_what_belongs_to_others_is_not_there(world: World) -> None:
    deal = world.draft()
    address = Address.objects.filter(creator=world.creator).get()
    channel = world.creator.channels.get()
    stranger = api(world.outsider)
    member = Membership.objects.filter(brand=world.brand).first()
    assert member is not None
    for path in (
        f"deals/{deal.public_id}/",
        f"products/{world.product.public_id}/",
        f"addresses/{address.public_id}/",
        f"channels/{channel.public_id}/",
        f"brands/{world.brand.public_id}/members/",
        f"brands/{world.brand.public_id}/invitations/",
    ):
        is_problem(stranger.get(f"{V1}/{path}"), 404, "not_found")
        is_problem(api(world.other_creator.user).get(f"{V1}/{path}"), 404, "not_found")
    for method, path in (
        ("DELETE", f"addresses/{address.public_id}/"),
        ("PATCH", f"addresses/{address.public_id}/"),
        ("DELETE", f"channels/{channel.public_id}/"),
        ("DELETE", f"products/{world.product.public_id}/"),
        ("PATCH", f"products/{world.product.public_id}/"),
        ("DELETE", f"members/{member.public_id}/"),
        ("POST", f"variants/{world.product.variants.get().public_id}/stock/"),
    ):
        is_problem(stranger.generic(method, f"{V1}/{path}", b"{}", content_type="application/json"), 404, "not_found")
    assert Product.objects.get(pk=world.product.pk).archived_at is None
    is_problem(stranger.patch(f"{V1}/creators/{world.creator.public_id}/", {"bio": "x"}), 403, "not_allowed")
    is_problem(stranger.patch(f"{V1}/brands/{world.brand.public_id}/", {"about": "x"}), 403, "not_allowed")


def test_a_suspended_brand_is_seen_by_its_team_alone(world: World) -> None:
    Brand.objects.filter(pk=world.brand.pk).update(standing=Brand.Standing.SUSPENDED)
    path = f"{V1}/brands/{world.brand.public_id}/"
    assert api().get(path).status_code == 404
    assert api(world.owner).get(path).json()["standing"] == "suspended"


def test_the_team_is_kept_over_the_api(world: World) -> None:
    owner, team = api(world.owner), f"{V1}/brands/{world.brand.public_id}"
    members = owner.get(f"{team}/members/").json()["data"]
    assert [row["role"] for row in members] == ["owner", "viewer"]
    raised = owner.patch(f"{V1}/members/{members[1]['id']}/", {"role": "manager"})
    assert raised.json()["role"] == "manager"
    is_problem(owner.delete(f"{V1}/members/{members[0]['id']}/"), 409, "last_owner")
    invited = owner.post(f"{team}/invitations/", {"email": "new@example.com", "role": "viewer"})
    assert invited.status_code == 201
    is_problem(owner.post(f"{team}/invitations/", {"email": "new@example.com"}), 409, "already_invited")
    assert owner.delete(f"{V1}/invitations/{invited.json()['id']}/").status_code == 204
    assert owner.get(f"{team}/invitations/").json()["data"] == []


def test_addresses_and_channels_are_kept_over_the_api(world: World) -> None:
    creator = api(world.creator.user)
    first = creator.get(f"{V1}/addresses/").json()["data"][0]
    body = {"name": "Mila", "line1": "Kade 2", "postcode": "3511 AB", "city": "Utrecht", "country": "NL"}
    second = creator.post(f"{V1}/addresses/", {**body, "is_default": True}).json()
    assert second["is_default"]
    whole = creator.patch(f"{V1}/addresses/{first['id']}/", {"is_default": True, "phone": "+31 6 1234 5678"}).json()
    assert (whole["is_default"], whole["phone"], whole["line1"]) == (True, "+31 6 1234 5678", "Kade 1")
    is_problem(creator.patch(f"{V1}/addresses/{first['id']}/", {"is_default": False}), 422, "invalid", "/is_default")
    is_problem(creator.patch(f"{V1}/addresses/{first['id']}/", {"postcode": "1"}), 422, "invalid_postcode", "/postcode")
    assert creator.delete(f"{V1}/addresses/{first['id']}/").status_code == 204
    is_problem(creator.get(f"{V1}/addresses/{first['id']}/"), 404, "not_found")
    blog = creator.post(f"{V1}/channels/", {"platform": "blog", "handle": "mila", "url": "https://mila.example"}).json()
    assert creator.patch(f"{V1}/channels/{blog['id']}/", {"is_main": True}).json()["is_main"]
    assert [row["is_main"] for row in creator.get(f"{V1}/channels/").json()["data"]] == [True, False]
    assert creator.delete(f"{V1}/channels/{blog['id']}/").status_code == 204
    is_problem(api(world.owner).post(f"{V1}/addresses/", body), 403, "not_allowed")


def test_offers_travel_with_their_licence(world: World) -> None:
    application = world.apply(world.new_deal())
    brand, creator = api(world.owner), api(world.creator.user)
    path = f"{V1}/applications/{application.public_id}"
    offered = brand.post(f"{path}/offer/", {"licence": {"months": 24}, "live_days": 14}).json()
    assert (offered["state"], offered["proposal"]["licence"]) == ("offered", {"months": 24})
    seen = creator.get(f"{path}/").json()
    assert seen["available_actions"] == ["counter", "accept", "decline"]
    countered = creator.post(f"{path}/counter/", {"licence": {"months": 18}}).json()
    assert countered["state"] == "countered"
    accepted = brand.post(f"{path}/accept/", {}).json()
    trade = brand.get(f"{V1}/collaborations/{accepted['collaboration']}/").json()
    assert trade["terms"]["body"]["licence"]["months"] == 18


def test_a_draft_is_taken_back_and_copied(world: World) -> None:
    Brand.objects.filter(pk=world.brand.pk).update(is_trusted=False)
    client = api(world.owner)
    deal = operations.submit_deal(deal=world.draft(), by=world.by_brand, at=world.now)
    path = f"{V1}/deals/{deal.public_id}"
    assert client.post(f"{path}/take-back/", {}).json()["state"] == "draft"
    copy = client.post(f"{path}/duplicate/", {})
    assert (copy.status_code, copy.json()["title"]) == (201, deal.title)
    assert copy.json()["id"] != deal.public_id


def test_a_draft_is_thrown_away(world: World) -> None:
    client = api(world.owner)
    path = f"{V1}/deals/{world.draft().public_id}"
    assert "discard" in client.get(f"{path}/").json()["available_actions"]
    ended = client.post(f"{path}/discard/", {}).json()
    assert (ended["state"], ended["available_actions"]) == ("closed", ["duplicate"])
    assert client.post(f"{path}/discard/", {}).status_code == 409


# ---- What a list costs


_BUDGETS = {
    "deals/": 1,
    "deals/?mine=true": 5,
    "deals/?saved=true": 6,
    "deals/{deal}/applications/": 5,
    "applications/": 3,
    "applications/?expand=deal": 5,
    "collaborations/": 6,
    "collaborations/?expand=deal": 8,
    "shipments/": 3,
    "products/": 4,
    "addresses/": 1,
    "channels/": 1,
    "brands/{brand}/members/": 3,
    "brands/{brand}/invitations/": 3,
    "me/": 4,
}


def test_a_list_of_20_costs_what_a_list_of_2_costs(world: World) -> None:
    world.limit(slots_max=100, slots_wanted=100)
    deal = world.new_deal(places=50)
    counts = []
    for rows in (2, 18):
        _fill(world, deal, rows)
        counts.append({path: _cost(world, deal, path) for path in _BUDGETS})
    assert counts[0] == counts[1]
    assert {path: count for path, count in counts[1].items() if count > _BUDGETS[path]} == {}


def _cost(world: World, deal: Deal, path: str) -> int:
    user = world.creator.user if path.split("/")[0] in {"addresses", "channels"} or "saved" in path else world.owner
    client = api(type(user).objects.get(pk=user.pk))
    with _Statements() as statements:
        answer = client.get(f"{V1}/{path.format(deal=deal.public_id, brand=world.brand.public_id)}")
    assert answer.status_code == 200
    return len(statements)


def _fill(world: World, deal: Deal, rows: int) -> None:
    for number in range(rows):
        creator = world.another_creator()
        open_shipment(collaboration=world.accept(world.apply(deal, creator)), at=world.now)
        saved = world.new_deal(places=1)
        world.apply(saved, creator)
        operations.save_deal(deal=saved, creator=world.creator, at=world.now)
        world.another_product()
        name, who = f"{rows}-{number}", world.user("m")
        Membership.objects.create(brand=world.brand, user=who, role=Membership.Role.VIEWER, joined_at=world.now)
        invite_member(brand=world.brand, email=f"i{name}@example.com", role="viewer", by=world.owner, at=timezone.now())
        if number < 5:
            add_channel(creator=world.creator, platform="blog", handle=f"b{name}", at=world.now)
            add_address(creator=world.creator, data=_HOME, at=world.now) if number < 3 else None


class _Statements:
    """The statements of this connection, without savepoints and what is read once in ten seconds."""

    def __enter__(self) -> list[str]:
        self.found: list[str] = []
        self.context = connection.execute_wrapper(self._note)
        self.context.__enter__()
        return self.found

    def _note(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE")) and "kernel_p" not in sql:
            self.found.append(sql)
        return execute(sql, params, many, context)

    def __exit__(self, *args: Any) -> None:
        self.context.__exit__(*args)
