"""One text to many applicants."""

import re
from typing import Any

import pytest
from django.test import Client

from barter.kernel import clock
from deals.models import Application
from inbox.models import ChatMessage
from tests.deals.web.brand_world import as_viewer
from tests.deals.web.creator.world import apply, make_deal, make_maker, make_shop

pytestmark = pytest.mark.django_db


def test_each_gets_it_once_in_their_own_conversation(client: Client) -> None:
    shop = make_shop(clock.now())
    deal, other = make_deal(shop, clock.now()), make_deal(make_shop(clock.now()), clock.now())
    rows = [apply(deal, make_maker(clock.now(), name), clock.now()) for name in ("Ada", "Bea")]
    stranger = apply(other, make_maker(clock.now(), "Cleo"), clock.now())
    picks = {"pick": [row.public_id for row in (*rows, stranger)]}
    url = f"/brand/deals/{deal.public_id}/applicants/message/"

    def send(**data: Any) -> str:
        return client.post(url, {**picks, "client_key": "k1", "back": "q=a", **data}, follow=True).content.decode()

    client.force_login(as_viewer(shop))
    assert client.post(url, {**picks, "text": "Hello"}).status_code == 403
    client.force_login(shop.user)
    assert "Write to 2 creators" in send()
    assert "Write something first." in send(text=" ")
    assert "Send anyway" in send(text="Call me: +372 5123 4567")
    assert not ChatMessage.objects.exists()
    for _ in range(2):
        assert "Your message went to 2 creators." in send(text="Which size fits?")
    assert "Nobody was picked." in client.post(url, {"text": "Hello"}, follow=True).content.decode()
    found = ChatMessage.objects.values_list("thread__application", "text", "side")
    assert sorted(found) == sorted((row.pk, "Which size fits?", "brand") for row in rows)
    assert set(Application.objects.values_list("state", flat=True)) == {"submitted"}


def test_everybody_are_all_who_fit_the_filters_fixed_on_the_page_that_asks(client: Client) -> None:
    shop = make_shop(clock.now())
    deal = make_deal(shop, clock.now())
    for name in ("Ada", "Adam", "Bea"):
        apply(deal, make_maker(clock.now(), name), clock.now())
    client.force_login(shop.user)
    url = f"/brand/deals/{deal.public_id}/applicants/message/"
    page = client.post(url, {"everybody": "1", "back": "q=ada&sort=newest"}).content.decode()
    assert "Write to 2 creators" in page
    apply(deal, make_maker(clock.now(), "Adalind"), clock.now())  # meanwhile
    sent = {"text": "We decide on Friday.", "client_key": "k1", "back": "q=ada", "pick": re.findall(r"app_\w+", page)}
    assert "Your message went to 2 creators." in client.post(url, sent, follow=True).content.decode()
    assert ChatMessage.objects.count() == 2
    unread = client.post(url, {"everybody": "1", "back": "country=Nowhere"}, follow=True).content.decode()
    assert "The filters of that page could not be read" in unread
