"""Applying before having an account: nothing typed is lost, nothing typed lies open, nothing is sent unasked."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from barter.kernel import clock
from deals.models import Application, Deal, SavedDeal
from deals.operations import update_deal
from tests.deals.web.creator.world import Maker, make_deal, make_maker, make_shop

pytestmark = pytest.mark.django_db
TYPED = {
    "hello": "I film on bare skin", "name": "Elīna Kalniņa", "line1": "Tērbatas 12", "postcode": "LV-1011",
    "city": "Riga", "country": "LV", "phone": "", "email": "elina@example.com",
}  # fmt: skip


@pytest.fixture
def deal() -> Deal:
    return make_deal(make_shop(clock.now(), "Velda"), clock.now())


def begin(client: Client, deal: Deal, **changes: str) -> Any:
    return client.post(f"/deals/{deal.public_id}/apply/", TYPED | changes)


def come_back(client: Client, deal: Deal, maker: Maker) -> Any:
    """Sign in within the same browser, as allauth does: the session goes on under a new key."""
    client.force_login(maker.user)
    return client.get(f"/deals/{deal.public_id}/apply/")


def test_the_form_leads_on_to_joining_with_the_address_filled_in(client: Client, deal: Deal) -> None:
    answer = begin(client, deal)
    assert answer["Location"] == f"/join/creator/?next=%2Fdeals%2F{deal.public_id}%2Fapply%2F"
    assert b'value="elina@example.com"' in client.get(answer["Location"]).content
    assert not Application.objects.exists()


def test_what_was_chosen_is_sent_on_return(client: Client, deal: Deal) -> None:
    begin(client, deal)
    answer = come_back(client, deal, make_maker(clock.now(), address=False))
    application = Application.objects.select_related("address").get()
    assert answer["Location"] == f"/my-deals/applications/{application.public_id}/sent/"
    assert application.pitch == TYPED["hello"]
    assert application.address is not None
    assert application.address.city == "Riga"


def test_what_was_chosen_under_other_terms_waits_for_another_look(client: Client, deal: Deal) -> None:
    begin(client, deal, terms=deal.terms_hash)
    owner = deal.brand.memberships.get().user
    update_deal(deal=deal, user=owner, changes={"licence_paid_ads_months": 24}, at=clock.now())

    answer = come_back(client, deal, make_maker(clock.now(), address=False))

    text = answer.content.decode()
    assert (answer.status_code, "The terms have changed since you read them" in text) == (422, True)
    assert TYPED["hello"] in text
    assert not Application.objects.exists()
    sent = client.post(f"/deals/{deal.public_id}/apply/", TYPED | {"terms": read_terms(text)})
    assert sent["Location"].endswith("/sent/")


def read_terms(page: str) -> str:
    found = re.search(r'name="terms" value="([0-9a-f]{64})"', page)
    assert found
    return found[1]


def test_it_is_sent_once(client: Client, deal: Deal) -> None:
    begin(client, deal)
    come_back(client, deal, make_maker(clock.now(), address=False))
    Application.objects.all().update(state=Application.State.WITHDRAWN)
    assert client.get(f"/deals/{deal.public_id}/apply/").status_code == 200
    assert Application.objects.count() == 1


def test_the_address_lies_sealed_in_the_session(client: Client, deal: Deal) -> None:
    begin(client, deal)
    kept = str(Session.objects.get().get_decoded())
    assert "Tērbatas" not in kept
    assert "Riga" not in kept


def test_it_is_for_this_deal_alone_and_for_two_days(client: Client, deal: Deal) -> None:
    maker = make_maker(clock.now(), address=False)
    begin(client, deal)
    other = make_deal(make_shop(clock.now()), clock.now(), title="Another serum")
    assert come_back(client, other, maker).status_code == 200
    with time_machine.travel(clock.now() + timedelta(days=3)):
        assert come_back(client, deal, maker).status_code == 200
    assert not Application.objects.exists()


def test_mistakes_keep_what_was_typed_and_keep_nothing_in_the_session(client: Client, deal: Deal) -> None:
    answer = begin(client, deal, email="elina", line1="")
    assert answer.status_code == 422
    assert b"I film on bare skin" in answer.content
    assert b"Add street and number." in answer.content
    assert not Session.objects.exists()


def test_an_address_of_their_own_wins_over_the_one_typed(client: Client, deal: Deal) -> None:
    maker = make_maker(clock.now())
    begin(client, deal, city="Jelgava")
    come_back(client, deal, maker)
    application = Application.objects.select_related("address").get()
    assert application.address is not None
    assert application.address.city == "Riga"


def test_somebody_who_can_not_apply_is_told_what_is_missing_and_comes_back(client: Client) -> None:
    deal = make_deal(make_shop(clock.now()), clock.now(), platforms=["tiktok"])
    maker = make_maker(clock.now(), address=False)
    begin(client, deal)
    page = come_back(client, deal, maker).content.decode()
    here = f"/me/channels/new/?next=%2Fdeals%2F{deal.public_id}%2Fapply%2F"
    assert here in page
    channel = {"platform": "tiktok", "handle": "elina.makes", "followers": "5000", "niche": "", "language": "en"}
    answer = client.post(here, channel)
    assert answer["Location"] == f"/deals/{deal.public_id}/apply/"
    client.get(answer["Location"])
    assert Application.objects.get().pitch == TYPED["hello"]


def test_next_never_leads_away_from_us(client: Client) -> None:
    maker = make_maker(clock.now())
    client.force_login(maker.user)
    channel = {"platform": "tiktok", "handle": "elina.makes", "followers": "5000", "niche": "", "language": "en"}
    assert client.post("/me/channels/new/?next=//evil.example/", channel)["Location"] == "/me/"


def test_a_wrong_postcode_is_said_before_the_account_is_made(client: Client, deal: Deal) -> None:
    refused = begin(client, deal, postcode="12")

    assert refused.status_code == 422
    page = refused.content.decode()
    assert "A postcode in Latvia looks like" in page
    assert "Tērbatas 12" in page
    assert "application_begun" not in client.session


def test_mistakes_are_listed_in_the_order_of_the_fields(client: Client, deal: Deal) -> None:
    page = begin(client, deal, email="", name="").content.decode()

    assert page.index("Add the name on the door.") < page.index("Add your e-mail address.")


def test_the_hint_for_a_hello_suits_every_deal(client: Client, deal: Deal) -> None:
    assert "skincare" not in client.get(f"/deals/{deal.public_id}/apply/").content.decode()


@pytest.mark.parametrize("wish", ["1", "0"])
def test_a_heart_pressed_after_the_session_ended_leads_to_sign_in_and_is_kept(
    client: Client, deal: Deal, wish: str
) -> None:
    maker = make_maker(clock.now())
    answer = client.post(f"/deals/{deal.public_id}/save/", {"on": wish}, headers={"HX-Request": "true"})

    assert answer.status_code == 401  # the script takes its heart back or goes on
    assert answer["HX-Redirect"] == f"/account/login/?next=%2Fdeals%2F{deal.public_id}%2F"
    client.force_login(maker.user)
    client.get("/deals/")
    assert SavedDeal.objects.filter(creator=maker.creator).exists() == (wish == "1")
