"""Conversations and news over the API: both sides, nobody else."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import User
from barter.kernel import clock, webpush
from deals import operations as ops
from deals.models import Application
from inbox.models import ChatMessage, Notification
from inbox.operations import notify, send_message
from tests.inbox.push_service import Browser
from tests.statements import own_statements
from tests.world import World


@pytest.fixture
def application(world: World) -> Application:
    world.now = clock.now()
    return world.apply(world.new_deal())


def call(user: User, method: str, path: str, body: Any = None, **headers: str) -> Any:
    client = Client()
    client.force_login(user)
    data = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
    return client.generic(method, f"/api/v1{path}", headers=headers, **data)


def test_the_first_message_begins_the_conversation(world: World, application: Application) -> None:
    path = f"/applications/{application.public_id}/messages/"
    answer = call(world.creator.user, "POST", path, {"text": "Hello"}, **{"Idempotency-Key": "one"})
    data = answer.json()
    assert answer.status_code == 201, data
    assert (data["object"], data["side"], data["mine"], data["text"]) == ("message", "creator", True, "Hello")
    again = call(world.creator.user, "POST", path, {"text": "Hello"}, **{"Idempotency-Key": "one"})
    assert again.json() == data
    assert ChatMessage.objects.count() == 1
    world.settle()
    (thread,) = call(world.owner, "GET", "/threads/").json()["data"]
    assert (thread["id"], thread["unread"], thread["side"]) == (data["thread"], True, "brand")
    assert thread["available_actions"] == ["write", "read"]
    assert thread["last_message"]["author"] == "Mila"
    reply = call(world.owner, "POST", f"/threads/{thread['id']}/messages/", {"text": "Hi Mila"})
    assert reply.status_code == 201, reply.json()
    listed = call(world.creator.user, "GET", f"/threads/{thread['id']}/messages/?limit=1").json()
    assert (listed["data"][0]["text"], listed["data"][0]["author"], listed["has_more"]) == (
        "Hi Mila",
        "Olga Owner",
        True,
    )


def test_what_was_read_stays_read(world: World, application: Application) -> None:
    chat = send_message(
        application=application, author=world.owner, side="brand", text="One", at=world.later(minutes=1)
    )
    world.settle()
    path = f"/threads/{chat.thread.public_id}/"
    assert call(world.creator.user, "GET", path).json()["unread"] is True
    read = call(world.creator.user, "POST", f"{path}read/", {"message": chat.public_id})
    assert read.json()["unread"] is False
    assert not Notification.objects.unread().filter(user=world.creator.user).exists()
    tag = call(world.creator.user, "GET", path)["ETag"]
    assert call(world.creator.user, "GET", path, **{"If-None-Match": tag}).status_code == 304


def test_outsiders_find_nothing_and_viewers_cannot_write(world: World, application: Application) -> None:
    chat = send_message(
        application=application, author=world.owner, side="brand", text="Ours", at=world.later(minutes=1)
    )
    path = f"/threads/{chat.thread.public_id}"
    writing = [f"{path}/messages/", f"/applications/{application.public_id}/messages/"]
    for user in (world.outsider, world.other_creator.user):
        for address in (f"{path}/", f"{path}/messages/"):
            assert call(user, "GET", address).status_code == 404
        for address in writing:
            assert call(user, "POST", address, {"text": "Mine"}).status_code == 404
        assert call(user, "POST", f"{path}/read/", {}).status_code == 404
        assert call(user, "GET", "/threads/").json()["data"] == []
    for address in writing:
        assert call(world.viewer, "POST", address, {"text": "Mine"}).status_code == 403
    assert call(world.viewer, "GET", f"{path}/").json()["available_actions"] == ["read"]
    assert Client().get("/api/v1/threads/").status_code == 401
    assert ChatMessage.objects.count() == 1


@pytest.mark.parametrize(("body", "code"), [
    ({"text": " "}, "empty_message"), ({"text": "x" * 4001}, "message_too_long"), ({}, "invalid"), ({"txt": "a"}, "invalid"),
])  # fmt: skip
def test_a_bad_message_is_refused(world: World, application: Application, body: dict[str, str], code: str) -> None:
    answer = call(world.creator.user, "POST", f"/applications/{application.public_id}/messages/", body)
    assert answer.status_code == 422
    assert code == "invalid" or answer.json()["code"] == code
    assert not ChatMessage.objects.exists()


def test_news_are_listed_and_marked(world: World, application: Application) -> None:
    deal = ops.submit_deal(deal=world.draft(), by=world.by_brand, at=world.now)
    ops.take_down_deal(deal=deal, by=world.by_staff, reason="Two deals of one kind", at=world.now)
    world.settle()
    lines = call(world.owner, "GET", "/notifications/?unread=true").json()["data"]
    assert [line["kind"] for line in lines] == ["deal_taken_down", "application_received"]
    lines.reverse()
    assert lines[0]["subject"] == "Mila applied for A serum for a clip"
    assert (lines[0]["about"], lines[0]["needs_action"]) == (application.deal.public_id, True)
    read = call(world.owner, "POST", "/notifications/read/", {"notifications": [lines[0]["id"], "ntf_nonsense"]})
    assert (read.json()["read"], read.json()["unread"]) == (1, 1)
    assert (
        call(world.creator.user, "POST", "/notifications/read/", {"notifications": [lines[1]["id"]]}).json()["read"]
        == 0
    )
    assert call(world.owner, "POST", "/notifications/read/", {}).json()["unread"] == 0
    assert call(world.owner, "GET", "/notifications/?unread=maybe").status_code == 400
    assert call(world.owner, "GET", "/notifications/?seen=1").status_code == 400


def test_lists_cost_the_same_for_two_rows_and_twenty(world: World) -> None:
    world.now = clock.now()
    deal = world.new_deal(places=30)
    costs = []
    for number in range(20):
        application = world.apply(deal, world.another_creator(f"C{number}"))
        send_message(
            application=application,
            author=application.creator.user,
            side="creator",
            text="Hi",
            at=world.later(minutes=1),
        )
        if number in {1, 19}:
            world.settle()
            costs.append([_cost(world.owner, path) for path in ("/threads/", "/notifications/")])
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 8


def _cost(user: User, path: str) -> int:
    client = Client()
    client.force_login(user)
    client.get(f"/api/v1{path}")
    with own_statements() as own:
        assert client.get(f"/api/v1{path}").status_code == 200
    return len(own)


def test_what_somebody_hears_of_is_read_and_changed_piece_by_piece(world: World) -> None:
    path, user = "/notifications/settings/", world.creator.user

    def told(body: Any, about: str) -> Any:
        rows = [row for topic in body["topics"] for row in (topic, *topic["kinds"])]
        return next(row["told"] for row in rows if about in (row.get("topic"), row.get("kind")))

    before = call(user, "GET", path)
    assert (before.json()["mails"], before.json()["quiet_from"]) == ("at_once", None)
    assert told(before.json(), "clips") == {"inbox": True, "mail": True, "push": True}
    choices = [
        {"about": "clips", "channel": "mail", "on": False},
        {"about": "changes_requested", "channel": "push", "on": False},
    ]
    changes = {"choices": choices, "mails": "daily", "quiet_from": "22:00", "quiet_until": "07:00"}
    assert call(user, "PATCH", path, changes, **{"If-Match": '"other"'}).status_code == 412
    after = call(user, "PATCH", path, changes, **{"If-Match": before["ETag"]}).json()
    assert (after["mails"], after["hour"], after["quiet_from"], after["quiet_until"]) == ("daily", 8, "22:00", "07:00")
    assert told(after, "clips") == {"inbox": True, "mail": False, "push": True}
    assert told(after, "changes_requested") == {"inbox": True, "mail": True, "push": False}
    back = call(user, "PATCH", path, {"choices": [choices[0] | {"on": True}], "quiet_from": None, "quiet_until": None})
    assert (told(back.json(), "clips")["mail"], back.json()["mails"], back.json()["quiet_until"]) == (
        True,
        "daily",
        None,
    )
    for wrong, code, pointer in (
        ({"quiet_from": "22:00"}, "quiet_hours_without_end", "/quiet_until"),
        ({"quiet_from": "25:00"}, "invalid", "/quiet_from"),
        ({"choices": [{"about": "moon", "channel": "mail", "on": True}]}, "unknown_topic", "/choices/0/about"),
        ({"choices": [{**choices[1], "channel": "inbox"}], "hour": 9}, "invalid", "/choices/0/about"),
    ):
        refused = call(user, "PATCH", path, wrong)
        assert (refused.status_code, refused.json()["code"]) == (422, code), wrong
        assert [row["pointer"] for row in refused.json()["errors"]] == [pointer]
    assert call(user, "GET", path).json() == back.json()
    assert all("applied" not in row["kind"] for topic in back.json()["topics"] for row in topic["kinds"])


def test_a_device_of_an_app_shows_news_until_it_is_removed(world: World, settings: Any) -> None:
    path, user = "/push-devices/", world.creator.user
    subscription = json.loads(Browser("https://push.example.com/1").subscription())
    device = {"endpoint": subscription["endpoint"], **subscription["keys"]}
    settings.VAPID_PRIVATE_KEY = ""
    assert call(user, "POST", path, device).json()["code"] == "no_push_here"
    assert call(user, "GET", "/notifications/settings/").json()["push_key"] is None
    settings.VAPID_PRIVATE_KEY = webpush.new_private_key()
    assert call(user, "GET", "/notifications/settings/").json()["push_key"]
    made = call(user, "POST", path, device)
    assert made.status_code == 201, made.json()
    again = call(user, "POST", path, device | {"name": "Phone"}).json()
    assert (again["id"], again["name"], again["is_current"]) == (made.json()["id"], "Phone", True)
    listed = call(user, "GET", path).json()["data"]
    assert [row["id"] for row in listed] == [again["id"]]
    assert call(user, "POST", path, device | {"endpoint": "https://127.0.0.1/"}).json()["code"] == "no_push_here"
    assert call(world.owner, "DELETE", f"{path}{again['id']}/").status_code == 404
    assert call(user, "DELETE", f"{path}{again['id']}/").status_code == 204
    assert call(user, "GET", path).json()["data"] == []


def test_days_in_news_are_those_of_the_readers_own_clock(world: World) -> None:
    user, due = world.creator.user, clock.now().replace(hour=23, minute=30) + timedelta(days=20)
    with transaction.atomic():
        notify(
            users=[user.pk], kind="changes_requested", source_uid=UUID(int=1), object_id="col_0199p4x8c7f3mv5q2r1t6y9kdd",
            params={"brand": "Velda", "deal": "Serum", "due_at": due.isoformat()}, at=clock.now(),
        )  # fmt: skip
    assert call(user, "GET", "/notifications/unread/").json() == {"object": "unread", "news": 1, "moves": 0}
    leads = []
    for zone in ("UTC", "Pacific/Auckland"):
        User.objects.filter(pk=user.pk).update(time_zone=zone)
        leads.append(call(User.objects.get(pk=user.pk), "GET", "/notifications/").json()["data"][0]["lead"])
    assert leads[0] != leads[1]
