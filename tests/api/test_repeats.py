"""One effect a key, and one change a version."""

import threading
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from barter.kernel.models import IdempotencyRecord
from deals.models import Application, Deal
from tests.api.calls import V1, api, failure_of, is_problem
from tests.world import World, build


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
    with mock.patch("deals.operations.create_deal", side_effect=failure_of("55P03")):
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
    for caller in (client, Client()):
        tag = caller.get(path)["ETag"]
        known = caller.get(path, headers={"If-None-Match": f'"x", {tag}'})
        assert known.status_code == 304
        assert not {"Content-Type", "Content-Length"} & set(known.headers), "of a body that is not there"
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
