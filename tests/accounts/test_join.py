"""Signing up through the two doors, in the browser and in the app."""

import json
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from brands.models import Brand, Membership
from creators.models import Creator

pytestmark = pytest.mark.django_db
PASSWORD = "three quiet words"
APP = "/_allauth/app/v1/auth"


def code_of_last_mail() -> str:
    found = re.search(r"^    (\S+)$", mail.outbox[-1].body, re.MULTILINE)
    assert found
    return found.group(1)


def join(client: Client, door: str, **values: str) -> Any:
    page = f"/join/{door}/"
    return client.post(page, {"started_as": door, "email": "mila@example.com", "password1": PASSWORD, **values})


def confirm(client: Client) -> Any:
    return client.post("/account/confirm-email/", {"code": code_of_last_mail()})


def test_a_creator_joins_confirms_and_starts_with_three_steps(client: Client) -> None:
    answer = join(client, "creator")
    assert answer.status_code == 302
    assert answer.url == "/account/confirm-email/"
    assert not Creator.objects.exists()

    answer = confirm(client)

    assert answer.url == "/me/start/"
    creator = Creator.objects.get(user__email="mila@example.com")
    assert creator.capacity.credits_free == 2
    assert not Brand.objects.exists()


def test_a_brand_joins_confirms_and_lands_on_its_desk(client: Client) -> None:
    join(client, "brand", brand_name="Velda")
    assert not Brand.objects.exists()

    answer = confirm(client)

    assert answer.url == "/brand/"
    brand = Brand.objects.get(name="Velda")
    assert brand.memberships.get().role == Membership.Role.OWNER
    assert brand.capacity.slots_used == 0
    assert not Creator.objects.exists()
    assert User.objects.get().wished_brand_name == ""


def test_what_was_chosen_before_joining_is_not_lost(client: Client) -> None:
    client.get("/join/creator/?next=/deals/somewhere/")
    join(client, "creator", next="/deals/somewhere/")

    assert confirm(client).url == "/deals/somewhere/"


def test_errors_are_named_and_what_was_typed_stays(client: Client) -> None:
    answer = join(client, "brand", password1="short")

    words = answer.content.decode()
    assert "Add the brand&#x27;s name." in words
    assert 'value="mila@example.com"' in words
    assert "<title>Error: " in words
    assert PASSWORD not in words
    assert not User.objects.exists()


def test_a_wrong_code_opens_nothing(client: Client) -> None:
    join(client, "creator")

    answer = client.post("/account/confirm-email/", {"code": "WRONG1"})

    assert "This code isn&#x27;t right" in answer.content.decode()
    assert not Creator.objects.exists()
    assert "_auth_user_id" not in client.session


def test_a_known_address_is_told_by_mail_and_not_on_the_page(client: Client) -> None:
    join(client, "creator")
    confirm(client)

    answer = join(Client(), "creator")

    assert answer.url == "/account/confirm-email/"
    assert mail.outbox[-1].subject == "You have an account already"
    assert User.objects.count() == 1


def test_an_invited_person_needs_no_brand_name(client: Client) -> None:
    join(client, "brand", invited="1")
    confirm(client)

    assert User.objects.get().started_as == "brand"
    assert not Brand.objects.exists()


def test_the_mail_has_the_code_in_both_parts(client: Client) -> None:
    join(client, "creator")

    message = mail.outbox[-1]
    html = message.alternatives[0][0]  # type: ignore[attr-defined]
    assert message.subject == f"{code_of_last_mail()} is your code for Barter"
    assert code_of_last_mail() in html
    assert "Dear" not in message.body
    assert "testserver" not in message.body + html


def test_a_mail_server_that_is_down_does_not_break_joining(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_: object, **__: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", down)

    answer = join(client, "creator")

    assert answer.status_code == 302
    assert User.objects.filter(email="mila@example.com").exists()


def app(client: Client, path: str, body: dict[str, Any], token: str = "") -> Any:
    headers = {"X-Session-Token": token} if token else {}
    return client.post(f"{APP}/{path}", json.dumps(body), content_type="application/json", headers=headers)


@pytest.mark.parametrize("door", ["creator", "brand"])
def test_the_app_joins_through_the_same_doors(client: Client, door: str) -> None:
    body = {"email": "mila@example.com", "password": PASSWORD, "started_as": door}
    body |= {"brand_name": "Velda"} if door == "brand" else {}
    answer = app(client, "signup", body)
    assert answer.status_code == 401
    token = answer.json()["meta"]["session_token"]

    answer = app(client, "email/verify", {"key": code_of_last_mail()}, token)

    assert answer.status_code == 200, answer.content
    assert Creator.objects.exists() == (door == "creator")
    assert Brand.objects.filter(name="Velda").exists() == (door == "brand")


def test_the_app_is_told_which_value_is_missing(client: Client) -> None:
    answer = app(client, "signup", {"email": "a@example.com", "password": PASSWORD, "started_as": "brand"})

    assert answer.status_code == 400
    assert [error["param"] for error in answer.json()["errors"]] == ["brand_name"]
    assert not User.objects.exists()


def test_the_app_signs_in(client: Client) -> None:
    join(client, "creator")
    confirm(client)

    answer = app(Client(), "login", {"email": "MILA@example.com", "password": PASSWORD})

    assert answer.status_code == 200
    assert answer.json()["meta"]["session_token"]


def test_an_invited_person_finds_their_address_filled_in(client: Client) -> None:
    page = client.get("/join/brand/", {"invited": "1", "email": "noor@velda.test"}).content.decode()

    assert 'value="noor@velda.test"' in page


def test_the_password_is_next_where_the_address_is_known(client: Client) -> None:
    page = client.get("/join/creator/?email=mila@example.com").content.decode()
    assert re.findall(r'name="(\w+)"[^>]*autofocus', page) == ["password1"]
    assert "autofocus" not in client.get("/join/creator/").content.decode()


def test_nothing_of_the_email_address_is_told_to_others_or_stands_on_a_parcel(client: Client) -> None:
    join(client, "creator", email="mila.koster92@example.com")
    confirm(client)

    page = client.get("/me/start/address/").content.decode()

    [field] = re.findall(r'<input[^>]*name="name"[^>]*>', page)
    assert "value" not in field
    creator = Creator.objects.get()
    assert re.fullmatch("creator-[0-9a-z]{4,6}", creator.handle)
    assert creator.display_name == creator.handle
    seen = Client().get(f"/c/{creator.handle}/").content.decode()
    assert "koster" not in seen.lower()
    client.post("/me/start/channel/", {"platform": "tiktok", "handle": "@films.a.lot", "followers": "900"})
    creator.refresh_from_db()
    assert creator.display_name == "films.a.lot"


def test_the_page_for_the_code_says_once_that_it_was_sent(client: Client) -> None:
    answer = join(client, "creator")
    assert client.get(answer.url).content.decode().count("We sent a code to") == 1

    answer = client.post(answer.url, {"action": "resend"}, follow=True)
    assert answer.content.decode().count("We sent a code to") == 2, "who asks for another is told that it went"
