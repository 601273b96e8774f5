"""The inbox in a browser: who sees what, double submits, long texts, polling, budgets."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from barter.kernel import clock
from brands.models import Membership
from brands.operations import create_brand
from deals import operations as ops
from deals.models import Application
from inbox.models import ChatMessage, Notification, Thread, ThreadRead
from inbox.operations import MESSAGE_MAX_LENGTH, send_message
from tests.api.calls import api
from tests.inbox.conftest import HX
from tests.world import World

Browse = Callable[[User], Client]


@pytest.fixture
def application(world: World) -> Application:
    world.now = clock.now()
    return world.apply(world.new_deal())


def write(world: World, application: Application, text: str, side: str = "brand", **more: Any) -> ChatMessage:
    author = world.owner if side == "brand" else application.creator.user
    chat = send_message(application=application, author=author, side=side, text=text, at=world.later(minutes=1), **more)
    world.settle()
    return chat


def url(application: Application) -> str:
    return f"/applications/{application.public_id}/thread/"


def test_both_sides_write_and_read(world: World, application: Application, browse: Browse) -> None:
    creator, brand = browse(world.creator.user), browse(world.owner)
    sent = creator.post(url(application), {"text": "Does it smell?", "client_key": "a"})
    assert (sent.status_code, sent["Location"]) == (302, f"{url(application)}#chat-end")
    world.settle()
    listed = brand.get("/inbox/").content.decode()
    assert "Does it smell?" in listed
    assert listed.count(", unread") == 1
    page = brand.get(url(application)).content.decode()
    assert "Does it smell?" in page
    assert "A serum for a clip" in page
    assert ", unread" not in brand.get("/inbox/").content.decode()
    brand.post(url(application), {"text": "Not at all", "client_key": "b"})
    thread = Thread.objects.get()
    assert "Not at all" in creator.get(f"/inbox/{thread.public_id}/").content.decode()


def test_an_applicants_page_holds_the_conversation_and_who_reads_it_there_has_read_it(
    world: World, application: Application, browse: Browse
) -> None:
    write(world, application, "Does it smell?", side="creator")
    brand = browse(world.owner)
    page = brand.get(f"/brand/applications/{application.public_id}/").content.decode()
    assert "Does it smell?" in page
    assert (page.count('id="chat"'), page.count('name="client_key"')) == (1, 1)
    assert ", unread" not in brand.get("/inbox/").content.decode()


def test_nobody_else_sees_that_it_exists(world: World, application: Application, browse: Browse) -> None:
    write(world, application, "Between us")
    thread = Thread.objects.get()
    line = Notification.objects.filter(user=world.creator.user).first()
    assert line is not None
    for user in (world.outsider, world.other_creator.user):
        client = browse(user)
        for address in (url(application), f"/inbox/{thread.public_id}/"):
            assert client.get(address).status_code == 404
            assert client.post(address, {"text": "Hi", "client_key": "x"}).status_code == 404
        assert client.get(f"/inbox/notifications/{line.public_id}/").status_code == 404
        assert b"Between us" not in client.get("/inbox/").content
    assert Client().get(url(application)).status_code == 302
    assert ChatMessage.objects.count() == 1


def test_a_viewer_reads_along_and_cannot_write(world: World, application: Application, browse: Browse) -> None:
    write(world, application, "Hello")
    viewer = browse(world.viewer)
    page = viewer.get(url(application))
    assert b"Hello" in page.content
    assert b"<textarea" not in page.content
    assert viewer.post(url(application), {"text": "I", "client_key": "v"}).status_code == 403
    assert ChatMessage.objects.count() == 1


def test_a_form_sent_twice_is_one_message_and_one_event(world: World, application: Application, browse: Browse) -> None:
    creator = browse(world.creator.user)
    for _ in range(3):
        creator.post(url(application), {"text": "Once", "client_key": "k1"})
    creator.post(url(application), {"text": "Typed into a kept form", "client_key": "k1"})
    assert list(ChatMessage.objects.values_list("text", flat=True)) == ["Once", "Typed into a kept form"]
    world.settle()
    assert Notification.objects.get(user=world.owner, kind="message_brand").count == 2


@pytest.mark.parametrize(("text", "words"), [
    ("   ", "Write something first."),
    ("x" * (MESSAGE_MAX_LENGTH + 1), "A message has at most 4000 characters; this one has 4001."),
])  # fmt: skip
def test_a_bad_message_comes_back_with_what_was_typed(
    world: World, application: Application, browse: Browse, text: str, words: str
) -> None:
    creator = browse(world.creator.user)
    for headers in ({}, HX):
        answer = creator.post(url(application), {"text": text, "client_key": "k"}, headers=headers)
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert f">{text}</textarea>" in answer.content.decode()
    assert not ChatMessage.objects.exists()


def test_an_over_conversation_can_be_read_only(world: World, application: Application, browse: Browse) -> None:
    write(world, application, "Sorry")
    ops.decline_application(application=application, by=world.by_brand, reason="not_a_fit", at=world.later(minutes=1))
    creator = browse(world.creator.user)
    assert b"This conversation is over" in creator.get(url(application)).content
    assert creator.post(url(application), {"text": "Why?", "client_key": "w"}).status_code == 422
    assert ChatMessage.objects.count() == 1


def test_what_is_new_arrives_by_asking(world: World, application: Application, browse: Browse) -> None:
    first = write(world, application, "One")
    creator = browse(world.creator.user)
    page = creator.get(url(application)).content.decode()
    assert f'hx-get="{url(application)}?after={first.pk}"' in page
    assert creator.get(f"{url(application)}?after={first.pk}", headers=HX).status_code == 204
    second = write(world, application, "Two")
    news = creator.get(f"{url(application)}?after={first.pk}", headers=HX).content.decode()
    assert "Two" in news
    assert "One" not in news
    assert f"?after={second.pk}" in news
    assert ThreadRead.objects.get(user=world.creator.user).last_read_id == second.pk
    assert not Notification.objects.unread().filter(user=world.creator.user, kind="message_creator").exists()
    answer = creator.post(
        url(application), {"text": "Three", "client_key": "t", "after": second.pk}, headers=HX
    ).content.decode()
    assert "Three" in answer
    assert "Two" not in answer
    assert 'hx-swap-oob="true"' in answer


def test_a_fragment_for_the_deal_room_has_no_frame(world: World, application: Application, browse: Browse) -> None:
    fragment = browse(world.creator.user).get(url(application), headers=HX).content.decode()
    assert "<html" not in fragment
    assert "Say hello to" in fragment


def test_an_answer_of_one_colleague_settles_it_for_all(world: World, application: Application) -> None:
    manager = world.user("Max")
    Membership.objects.create(brand=world.brand, user=manager, role="manager", joined_at=world.now)
    write(world, application, "Anybody?", side="creator")
    assert Notification.objects.unread().filter(kind="message_brand").count() == 2
    write(world, application, "Yes")
    assert not Notification.objects.unread().filter(kind="message_brand").exists()


def test_text_is_shown_as_text(world: World, application: Application, browse: Browse) -> None:
    write(world, application, "<script>alert(1)</script> שלום 🎬")
    page = browse(world.creator.user).get(url(application)).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; שלום 🎬" in page


def test_opening_a_line_reads_it_and_leads_to_its_page(world: World, application: Application, browse: Browse) -> None:
    world.settle()
    line = Notification.objects.get(user=world.owner, kind="application_received")
    brand = browse(world.owner)
    assert brand.head(f"/inbox/notifications/{line.public_id}/").status_code == 302
    assert Notification.objects.unread().filter(pk=line.pk).exists()
    answer = brand.get(f"/inbox/notifications/{line.public_id}/")
    assert answer["Location"] == f"/brand/deals/{application.deal.public_id}/"
    assert not Notification.objects.unread().filter(pk=line.pk).exists()


def test_a_line_of_another_of_my_brands_switches_to_it(world: World, application: Application, browse: Browse) -> None:
    world.settle()
    second = create_brand(user=world.owner, name="Zweite", at=world.now)
    brand = browse(world.owner)
    brand.post(f"/brand/switch/{second.public_id}/")
    session = brand.session
    session["brand"] = second.public_id
    session.save()
    line = Notification.objects.get(user=world.owner, kind="application_received")
    brand.get(f"/inbox/notifications/{line.public_id}/")
    assert brand.session["brand"] == world.brand.public_id


def test_mark_all_read_and_the_badge(world: World, application: Application, browse: Browse) -> None:
    write(world, application, "Hello", side="creator")
    brand = browse(world.owner)
    assert "2 need you" in brand.get("/inbox/").content.decode()
    brand.post("/inbox/")
    assert "1 need" in brand.get("/inbox/").content.decode()
    assert ", unread" not in brand.get("/inbox/").content.decode()
    brand.post("/inbox/notifications/")
    assert not re.search(
        r'href="/inbox/"[^>]*>(?:(?!</a>).)*need you', brand.get("/inbox/").content.decode(), re.DOTALL
    )


def test_search_finds_deals_and_people(world: World, application: Application, browse: Browse) -> None:
    write(world, application, "Hello")
    brand = browse(world.owner)
    for found in ("serum", "Mila", "velda", "ser"):
        assert "Hello" in brand.get("/inbox/", {"q": found}).content.decode(), found
    for missed in ("coffee", "'", "!!!", "x & y |"):
        assert "Nothing found" in brand.get("/inbox/", {"q": missed}).content.decode(), missed


def test_the_pill_stands_only_while_it_is_the_readers_move(
    world: World, application: Application, browse: Browse
) -> None:
    trade = world.accept(application)
    world.settle()
    brand = browse(world.owner)
    pill = 'pill--you">Ship it'
    assert pill in brand.get("/inbox/notifications/").content.decode()
    ops.mark_shipped(collaboration=trade, by=world.by_brand, at=world.later(hours=1))
    assert pill not in brand.get("/inbox/notifications/").content.decode()


def test_lists_go_on_by_cursor(world: World, browse: Browse) -> None:
    world.now = clock.now()
    deal = world.new_deal(places=30)
    for number in range(28):
        application = world.apply(deal, world.another_creator(f"C{number}"))
        text = f"Hello from {number}."
        send_message(
            application=application,
            author=application.creator.user,
            side="creator",
            text=text,
            at=world.later(minutes=1),
        )
    world.settle()
    brand = browse(world.owner)
    first = brand.get("/inbox/")
    assert "Hello from 27." in first.content.decode()
    assert "Hello from 2." not in first.content.decode()
    more = first.context["more_url"]
    rest = brand.get(more, headers=HX).content.decode()
    assert "<html" not in rest
    assert [f"Hello from {number}." in rest for number in (0, 1, 2, 3)] == [True, True, True, False]
    assert brand.get("/inbox/?cursor=forged").status_code == 200


def test_long_conversations_show_the_newest_first(world: World, application: Application, browse: Browse) -> None:
    for number in range(60):
        send_message(
            application=application, author=world.owner, side="brand", text=f"Line {number}.", at=world.later(minutes=1)
        )
    creator = browse(world.creator.user)
    page = creator.get(url(application))
    assert "Line 59." in page.content.decode()
    assert "Line 9." not in page.content.decode()
    earlier = creator.get(page.context["earlier_url"], headers=HX).content.decode()
    assert "Line 9." in earlier
    assert "<form" not in earlier


def test_twenty_messages_a_minute_are_enough(world: World, application: Application, browse: Browse) -> None:
    brand = browse(world.owner)
    for number in range(20):
        assert brand.post(url(application), {"text": f"Line {number}."}).status_code == 302

    refused = brand.post(url(application), {"text": "Line 20."})

    assert "That was a lot in one minute." in refused.content.decode()
    assert ChatMessage.objects.count() == 20
    assert browse(world.creator.user).post(url(application), {"text": "Slower, please."}).status_code == 302
    at = clock.now() + timedelta(minutes=2)
    send_message(application=application, author=world.owner, side="brand", text="Sorry.", at=at)


def test_the_tab_of_news_says_how_many_are_new(world: World, application: Application, browse: Browse) -> None:
    world.settle()
    brand = browse(world.owner)
    count = Notification.objects.filter(user=world.owner, read_at=None).count()

    assert count
    assert f"News ({count})" in brand.get("/inbox/").content.decode()
    brand.post("/inbox/notifications/")
    assert ">News</a>" in brand.get("/inbox/").content.decode()


def test_news_written_late_stand_where_they_belong_in_time(world: World, browse: Browse) -> None:
    user, at = world.creator.user, clock.now()
    deals = [world.new_deal(title="Newer"), world.new_deal(title="Older")]
    for number, (deal, days) in enumerate(zip(deals, (1, 9), strict=True), 1):
        Notification.objects.create(
            user=user, deal=deal, kind="shipped", source_uid=f"00000000-0000-7000-8000-{number:012d}",
            object_id="col_0199p4x8c7f3mv5q2r1t6y9kdd", params={"brand": "Velda"}, at=at - timedelta(days=days),
        )  # fmt: skip

    page = browse(user).get("/inbox/notifications/").content.decode()
    assert page.index("Newer") < page.index("Older")


def test_a_way_around_barter_is_asked_about_and_sent_all_the_same(
    world: World, application: Application, browse: Browse
) -> None:
    brand, text = browse(world.owner), "Call me: +49 151 23456789"
    for headers in ({}, HX):
        asked = brand.post(url(application), {"text": text, "client_key": "k"}, headers=headers)
        assert asked.status_code == 422
        assert "This looks like a phone number." in asked.content.decode()
        assert f">{text}</textarea>" in asked.content.decode()
    assert not ChatMessage.objects.exists()
    assert not Thread.objects.exists()

    for _ in range(2):
        sent = brand.post(url(application), {"text": text, "client_key": "k", "anyway": "1"})
        assert sent.status_code == 302
    assert ChatMessage.objects.get().contact == "phone"
    assert Thread.objects.get().contact_hints == 1
    hint = "Keep the trade on Barter"
    assert hint in browse(application.creator.user).get(url(application)).content.decode()
    assert hint not in brand.get(url(application)).content.decode()


def test_all_read_can_be_taken_back_and_earlier_news_stay_read(
    world: World, application: Application, browse: Browse
) -> None:
    write(world, application, "Hello", side="creator")
    brand, unread = browse(world.owner), Notification.objects.filter(user=world.owner, read_at=None)
    before = unread.count()
    earlier = unread.first()
    assert earlier is not None
    brand.get(f"/inbox/notifications/{earlier.public_id}/")
    done = brand.post("/inbox/notifications/")
    assert not unread.exists()
    page = brand.get(done["Location"])
    assert "Everything is read." in page.content.decode()
    browse(world.creator.user).post(page.context["undo_url"])
    assert not unread.exists()
    brand.post(page.context["undo_url"])
    assert unread.count() == before - 1
    assert brand.get("/inbox/notifications/?undo=yesterday").status_code == 200


def test_news_that_need_the_reader_stand_alone(world: World, application: Application, browse: Browse) -> None:
    world.settle()
    brand = browse(world.owner)
    shown = brand.get("/inbox/notifications/?show=waiting").content.decode()
    assert "applied for" in shown
    assert "is live" not in shown
    ops.decline_application(application=application, by=world.by_brand, reason="not_a_fit", at=world.later(minutes=1))
    assert "Nothing waits for you" in brand.get("/inbox/notifications/?show=waiting").content.decode()


def test_a_creator_reads_nothing_of_the_address_of_whom_they_write_with(
    world: World, application: Application, browse: Browse
) -> None:
    User.objects.filter(pk=world.owner.pk).update(name="", email="private.person@example.com")
    world.owner.refresh_from_db()
    chat = write(world, application, "Hello")
    page = browse(world.creator.user).get(url(application)).content.decode()
    assert "Hello" in page
    assert "private.person" not in page
    told = api(world.creator.user).get(f"/api/v1/threads/{chat.thread.public_id}/messages/").json()["data"][0]
    assert (told["text"], told["author"]) == ("Hello", world.brand.name)
    colleague = User.objects.create_user("colleague@example.com", "x", started_as="brand")
    Membership.objects.create(brand=world.brand, user=colleague, role="manager", joined_at=world.now)
    assert "private.person" in browse(colleague).get(url(application)).content.decode()
