"""Who signs up keeps the language they read in, and sign-in mails speak it."""

import re

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from accounts.operations import create_person
from barter.kernel import clock
from tests.languages.pseudo import Data, left_in_english


def join(client: Client) -> User:
    typed = {"email": "mila@example.com", "password1": "three words are better", "started_as": "creator"}
    assert client.post("/join/creator/", typed).status_code == 302
    return User.objects.get(email="mila@example.com")


@pytest.mark.parametrize(
    ("asked", "cookie", "kept"), [("de-AT,en;q=0.5", "", "de"), ("", "", "en"), ("de", "en", "en"), ("ja", "", "en")]
)
def test_signing_up_keeps_the_language_one_reads_in(db: None, pseudo: str, asked: str, cookie: str, kept: str) -> None:
    client = Client(headers={"Accept-Language": asked} if asked else {})
    if cookie:
        client.cookies["language"] = cookie

    assert join(client).language == kept


def test_the_app_says_which_language_too(db: None, pseudo: str) -> None:
    client = Client(headers={"Accept-Language": pseudo})
    typed = {"email": "mila@example.com", "password": "three words are better", "started_as": "creator"}

    client.post("/_allauth/app/v1/auth/signup", typed, content_type="application/json")

    assert User.objects.get().language == pseudo
    assert mail.outbox[0].subject.startswith("⟦")


@pytest.mark.parametrize(("theirs", "asked"), [("de", "en"), ("en", "de")])
def test_a_sign_in_mail_speaks_as_its_reader_whoever_asks_for_it(
    db: None, pseudo: str, theirs: str, asked: str
) -> None:
    create_person(email="mila@example.com", password="x" * 12, started_as="creator", at=clock.now(), language=theirs)

    Client(headers={"Accept-Language": asked}).post("/account/password/reset/", {"email": "mila@example.com"})

    (letter,) = mail.outbox
    html = str(letter.alternatives[0][0])  # type: ignore[attr-defined]
    assert ("⟦" in letter.subject, "⟦" in str(letter.body), f'lang="{theirs}' in html) == (
        theirs == pseudo, theirs == pseudo, True,
    )  # fmt: skip
    if theirs == pseudo:
        assert left_in_english(re.sub(r"[A-Z\d]{4}-[A-Z\d]{4}", "", html), Data()) == []
