"""One text to many applicants, which waits for a while in which it can be taken back."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from barter.kernel import clock
from barter.kernel.actors import Actor, Side
from barter.kernel.outbox.relay import drain
from barter.kernel.timeline import waiting
from brands.models import Membership
from brands.operations import change_role, remove_member
from deals.models import Application, Deal
from deals.operations import withdraw_application
from inbox import operations, queries
from inbox.models import ChatMessage, Notification, Thread, UnsentMessage
from inbox.tasks import send_unsent
from tests.deals.web.brand_world import as_viewer
from tests.deals.web.creator.world import Shop, apply, make_deal, make_maker, make_shop

pytestmark = pytest.mark.django_db
TEXT = "Which size fits?"


@pytest.fixture
def at() -> datetime:
    return clock.now()


@pytest.fixture
def later() -> Iterator[Any]:
    """Time goes by, and what is due then happens."""

    def moved(**by: int) -> None:
        clock.advance(timedelta(**by))
        send_unsent()

    yield moved
    clock.forget()


@pytest.fixture
def shop(at: datetime) -> Shop:
    return make_shop(at)


@pytest.fixture
def deal(shop: Shop, at: datetime) -> Deal:
    return make_deal(shop, at)


@pytest.fixture
def rows(deal: Deal, at: datetime) -> list[Application]:
    return [apply(deal, make_maker(at, name), at) for name in ("Ada", "Bea")]


@pytest.fixture
def send(client: Client, shop: Shop, deal: Deal, rows: list[Application]) -> Any:
    """Post the form as the brand; the page that comes of it."""
    client.force_login(shop.user)

    def posted(**data: Any) -> str:
        sent = {"pick": [row.public_id for row in rows], "client_key": "k1", "back": "q=a", **data}
        return client.post(url_of(deal), sent, follow=True).content.decode()

    return posted


def url_of(deal: Deal) -> str:
    return f"/brand/deals/{deal.public_id}/applicants/message/"


def undo_of(page: str) -> dict[str, str]:
    """What the button of the note sends."""
    return {"undo": re.search(r'name="undo" value="(\w+)"', page)[1], "back": "q=a"}  # type: ignore[index]


def taken_back(client: Client, deal: Deal, data: dict[str, str]) -> str:
    return client.post(url_of(deal), data, follow=True).content.decode()


def test_each_gets_it_once_in_their_own_conversation(
    client: Client, shop: Shop, deal: Deal, rows: list[Application], at: datetime, send: Any, later: Any
) -> None:
    stranger = apply(make_deal(make_shop(at), at), make_maker(at, "Cleo"), at)
    picks = [row.public_id for row in (*rows, stranger)]
    client.force_login(as_viewer(shop))
    assert client.post(url_of(deal), {"pick": picks, "text": "Hello"}).status_code == 403
    client.force_login(shop.user)
    assert "Write to 2 creators" in send(pick=picks)
    assert "Write something first." in send(text=" ")
    assert "Send anyway" in send(text="Call me: +372 5123 4567")
    assert not UnsentMessage.objects.exists()
    for _ in range(2):
        page = send(pick=picks, text=TEXT)
        assert "Your message to 2 creators is ready." in page
        assert "A message to 2 creators goes out at" in page
    assert "Nobody was picked." in client.post(url_of(deal), {"text": "Hello"}, follow=True).content.decode()
    later(minutes=9)
    assert not ChatMessage.objects.exists()
    for _ in range(2):
        later(minutes=2)
    found = ChatMessage.objects.values_list("thread__application", "text", "side")
    assert sorted(found) == sorted((row.pk, TEXT, "brand") for row in rows)
    assert not UnsentMessage.objects.exists()
    assert set(Application.objects.values_list("state", flat=True)) == {"submitted"}
    assert "Nothing new to do." in send(text=TEXT)  # a step back of the browser, and the button again
    later(minutes=30)
    assert ChatMessage.objects.count() == 2
    drain()
    assert [line.kind for line in Notification.objects.filter(user=rows[0].creator.user)] == ["message_creator"]


def test_everybody_are_all_who_fit_the_filters_fixed_on_the_page_that_asks(
    client: Client, shop: Shop, deal: Deal, at: datetime, later: Any
) -> None:
    for name in ("Ada", "Adam", "Bea"):
        apply(deal, make_maker(at, name), at)
    client.force_login(shop.user)
    page = client.post(url_of(deal), {"everybody": "1", "back": "q=ada&sort=newest"}).content.decode()
    assert "Write to 2 creators" in page
    apply(deal, make_maker(at, "Adalind"), at)  # meanwhile
    sent = {"text": "We decide on Friday.", "client_key": "k1", "back": "q=ada", "pick": re.findall(r"app_\w+", page)}
    assert "Your message to 2 creators is ready." in client.post(url_of(deal), sent, follow=True).content.decode()
    later(minutes=10)
    assert ChatMessage.objects.count() == 2
    unread = client.post(url_of(deal), {"everybody": "1", "back": "country=Nowhere"}, follow=True).content.decode()
    assert "The filters of that page could not be read" in unread


def test_undo_brings_the_words_back_and_nobody_gets_them(client: Client, deal: Deal, send: Any, later: Any) -> None:
    undo = undo_of(send(text=TEXT))
    later(minutes=9)
    page = taken_back(client, deal, undo)
    assert "Nobody got it." in page
    assert f">{TEXT}</textarea>" in page
    assert "Write to 2 creators" in page
    assert not UnsentMessage.objects.exists()
    assert "had gone out" in taken_back(client, deal, undo)  # the button again
    later(minutes=30)
    assert not ChatMessage.objects.exists()
    changed = {"client_key": re.search(r'name="client_key" value="(\w+)"', page)[1]}  # type: ignore[index]
    assert "Your message to 2 creators is ready." in send(text="Which colour?", **changed)
    assert set(UnsentMessage.objects.values_list("text", flat=True)) == {"Which colour?"}


def test_the_pipeline_says_what_waits_until_it_has_gone_out_and_a_colleague_can_undo_it(
    client: Client, shop: Shop, deal: Deal, send: Any, later: Any, at: datetime
) -> None:
    url, waits = f"/brand/deals/{deal.public_id}/", "A message to 2 creators goes out at"
    send(text=f"<b>{TEXT}")
    for view in ("", "?view=table"):  # the note of the answer itself is shown once
        page = client.get(url + view).content.decode()
        assert waits in page
        assert f"&lt;b&gt;{TEXT}" in page
    colleague = as_viewer(shop)
    client.force_login(colleague)
    page = client.get(url).content.decode()
    assert waits in page
    assert 'name="undo"' not in page
    client.force_login(make_shop(at).user)
    assert waits not in client.get(url_of(deal), headers={"HX-Request": "true"}).content.decode()
    Membership.objects.filter(user=colleague).update(role="manager")
    client.force_login(colleague)
    assert "Nobody got it." in taken_back(client, deal, undo_of(client.get(f"{url}?q=a").content.decode()))
    assert waits not in client.get(url).content.decode()
    client.force_login(shop.user)
    assert waits in send(text=TEXT, client_key="k2")
    later(minutes=10)
    assert waits not in client.get(url).content.decode()


def test_undo_too_late_says_so_and_one_of_another_brand_finds_nothing(
    client: Client, shop: Shop, deal: Deal, at: datetime, send: Any, later: Any
) -> None:
    undo = undo_of(send(text=TEXT))
    client.force_login(as_viewer(shop))
    assert client.post(url_of(deal), undo).status_code == 403
    client.force_login(make_shop(at).user)
    assert client.post(url_of(deal), undo).status_code == 404
    client.force_login(shop.user)
    foreign = make_deal(shop, at)
    assert "had gone out" in taken_back(client, foreign, undo)
    assert UnsentMessage.objects.count() == 2
    UnsentMessage.objects.filter(pk=UnsentMessage.objects.latest("pk").pk).update(wake_at=at + timedelta(minutes=20))
    later(minutes=10)
    page = taken_back(client, deal, undo)
    assert "1 creator had got it already." in page
    assert "Write to 1 creator<" in page
    assert "had gone out" in taken_back(client, deal, undo)
    later(minutes=30)
    assert ChatMessage.objects.count() == 1


def test_the_brand_sees_it_wait_in_the_conversation_and_can_take_it_out_there(
    client: Client, shop: Shop, rows: list[Application], send: Any, later: Any
) -> None:
    send(text=f"{TEXT}\nOr <b>which</b> colour?")
    first = UnsentMessage.objects.get(application=rows[0])
    url = f"/applications/{rows[0].public_id}/thread/"
    page = client.get(url).content.decode()
    assert f"{TEXT}<br>Or &lt;b&gt;which" in page
    assert "Goes out at" in page
    client.force_login(rows[0].creator.user)
    assert TEXT not in client.get(url).content.decode()
    assert client.post(url, {"take_back": first.public_id}).status_code == 403
    client.force_login(as_viewer(shop))
    assert client.post(url, {"take_back": first.public_id}).status_code == 403
    assert UnsentMessage.objects.count() == 2
    client.force_login(shop.user)
    other = UnsentMessage.objects.get(application=rows[1])
    assert "gone out" in client.post(url, {"take_back": other.public_id}, follow=True).content.decode()
    page = client.post(url, {"take_back": first.public_id}).content.decode()
    assert f">{TEXT}\nOr &lt;b&gt;which" in page
    assert "Goes out at" not in page
    later(minutes=10)
    assert [chat.thread.application for chat in ChatMessage.objects.all()] == [rows[1]]


def test_a_page_that_is_open_loses_the_line_that_waits_when_it_has_gone_out(
    client: Client, rows: list[Application], send: Any, later: Any
) -> None:
    send(text=TEXT)
    later(minutes=10)
    news = client.get(f"/applications/{rows[0].public_id}/thread/?after=0", headers={"HX-Request": "true"})
    assert TEXT in news.content.decode()
    assert 'id="chat-unsent" hx-swap-oob="true" hidden></div>' in news.content.decode()


def test_what_came_while_it_waited_stays_unread(
    client: Client, shop: Shop, rows: list[Application], send: Any, later: Any, at: datetime
) -> None:
    def write(text: str, moment: datetime) -> None:
        user = rows[0].creator.user
        operations.send_message(application=rows[0], author=user, side=Side.CREATOR, text=text, at=moment)

    write("Before", at - timedelta(minutes=1))
    drain()
    send(text=TEXT)
    write("Is there a blue one?", at + timedelta(minutes=5))
    drain()
    later(minutes=10)
    sides = queries.Sides(shop.user.pk, None, (shop.brand.pk,))
    found = queries.threads_of(sides).get(application=rows[0])
    assert found.last_message.text == TEXT
    assert queries.is_unread(found, "brand")
    assert not queries.is_unread(queries.threads_of(sides).get(application=rows[1]), "brand")
    line = Notification.objects.get(user=shop.user, object_id=rows[0].public_id, kind="message_brand")
    assert line.read_at is None
    client.get(f"/applications/{rows[0].public_id}/thread/")
    assert not queries.is_unread(queries.threads_of(sides).get(application=rows[0]), "brand")


def test_what_a_colleague_answered_while_it_waited_is_not_unread_again(
    shop: Shop, rows: list[Application], send: Any, later: Any, at: datetime
) -> None:
    def write(user: Any, side: Side, minutes: int) -> None:
        moment = at + timedelta(minutes=minutes)
        operations.send_message(application=rows[0], author=user, side=side, text="Blue?", at=moment)

    send(text=TEXT)
    write(rows[0].creator.user, Side.CREATOR, 4)
    colleague = as_viewer(shop)
    Membership.objects.filter(user=colleague).update(role="manager")
    write(colleague, Side.BRAND, 5)
    later(minutes=10)
    found = queries.threads_of(queries.Sides(shop.user.pk, None, (shop.brand.pk,))).get(application=rows[0])
    assert found.last_message.text == TEXT
    assert not queries.is_unread(found, "brand")


def test_who_may_not_write_any_more_is_not_heard(shop: Shop, rows: list[Application], send: Any, later: Any) -> None:
    send(text=TEXT)
    Membership.objects.filter(user=shop.user).delete()
    later(minutes=10)
    assert not ChatMessage.objects.exists()
    assert not UnsentMessage.objects.exists()


def test_what_waits_goes_with_its_author_so_that_no_page_says_it_goes_out(
    client: Client, shop: Shop, deal: Deal, send: Any, at: datetime
) -> None:
    other = as_viewer(shop)
    Membership.objects.filter(user=other).update(role="owner")
    send(text=TEXT)
    change_role(membership=Membership.objects.get(user=shop.user), role="viewer", at=at)
    drain()
    client.force_login(other)
    assert "goes out at" not in client.get(f"/brand/deals/{deal.public_id}/").content.decode()
    assert "is ready" in send(text=TEXT, client_key="k2")
    drain()
    assert UnsentMessage.objects.count() == 2
    change_role(membership=Membership.objects.get(user=shop.user), role="owner", at=at)
    remove_member(membership=Membership.objects.get(user=other), by=other, at=at)
    drain()
    assert not UnsentMessage.objects.exists()


def test_a_conversation_that_ended_meanwhile_still_gets_what_was_written_before(
    rows: list[Application], send: Any, later: Any, at: datetime
) -> None:
    send(text=TEXT)
    withdraw_application(application=rows[0], by=Actor.creator(rows[0].creator.user.pk), at=at)
    assert "This conversation is over" in send(text="Too late for one of them", client_key="k2")
    later(minutes=10)
    assert Thread.objects.get(application=rows[0]).last_message.text == TEXT  # type: ignore[union-attr]
    assert ChatMessage.objects.count() == 3


def test_what_waits_is_seen_by_the_clock(send: Any, at: datetime) -> None:
    send(text=TEXT)
    due = {line.what: line.count for line in waiting(at + timedelta(minutes=11), at)}
    assert due["inbox.unsentmessage.wake_at"] == 2


def test_nobody_writes_to_many_twenty_times_a_minute(send: Any) -> None:
    for number in range(20):
        assert "is ready" in send(text=TEXT, client_key=f"k{number}")
    assert "That was a lot in one minute." in send(text=TEXT, client_key="k21")
    assert UnsentMessage.objects.count() == 40
