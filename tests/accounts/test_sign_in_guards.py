"""What signing in guards against: codes that lie open, bodies without an end, addresses that are flooded."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from tests.accounts.test_sign_in import PASSWORD, person, second_step, sign_in, with_an_app

pytestmark = pytest.mark.django_db


def test_recovery_codes_are_shown_once_and_later_only_counted_until_new_ones_are_made() -> None:
    client, user = with_an_app()
    sign_in(client)
    second_step(client, user)
    assert "/reauthenticate/" in client.get("/account/2fa/recovery-codes/")["Location"]
    client.post("/account/reauthenticate/", {"password": PASSWORD})

    def shown() -> tuple[int, str]:
        codes = RecoveryCodes(user.authenticator_set.get(type="recovery_codes")).get_unused_codes()
        page = client.get("/account/2fa/recovery-codes/").content.decode()
        return sum(code in page for code in codes), page

    assert "Show</a>" in client.get("/account/2fa/").content.decode()
    found, page = shown()
    assert (found, "Copy the codes" in page) == (9, True)
    found, page = shown()
    assert (found, "9 of 10 are left." in page, "Copy the codes" in page, "Make new codes" in page) == (
        0,
        True,
        False,
        True,
    )
    assert client.get("/account/2fa/recovery-codes/download/").status_code == 403
    overview = client.get("/account/2fa/").content.decode()
    assert ("9 are left." in overview, "Show</a>" in overview) == (True, False)
    app = client.get("/_allauth/browser/v1/account/authenticators/recovery-codes")
    assert "unused_codes" not in app.content.decode()
    assert client.post("/account/2fa/recovery-codes/generate/")["Location"] == "/account/2fa/recovery-codes/"
    assert shown()[0] == 10
    assert shown()[0] == 0


@pytest.mark.parametrize("path", ["/_allauth/app/v1/auth/login", "/account/2fa/webauthn/login/"])
def test_json_of_endless_depth_is_the_senders_mistake(db: None, path: str) -> None:
    deep = "[" * 200_000
    kind, body = ("application/json", deep) if "_allauth" in path else (None, {"credential": deep})
    answer = Client().post(path, body, **({"content_type": kind} if kind else {}))  # type: ignore[arg-type]
    assert answer.status_code == 400


def test_nobody_floods_an_address_by_asking_again_and_is_told_so(settings: Settings) -> None:
    settings.ACCOUNT_MAILS_AN_HOUR = 3
    cache.clear()
    person("flood@example.com")
    for email in ("flood@example.com", "nobody-flood@example.com"):
        mail.outbox.clear()
        for _ in range(3):
            page = Client().post("/account/password/reset/", {"email": email}, follow=True).content.decode()
            assert "several times just now" not in page
        page = Client().post("/account/password/reset/", {"email": email.upper()}, follow=True).content.decode()
        assert "We have written to this address several times just now." in page
        assert len(mail.outbox) == 3
        app = Client().post("/_allauth/app/v1/auth/password/request", {"email": email}, content_type="application/json")
        assert (app.status_code, len(mail.outbox)) == (429, 3)
    Client().post("/account/password/reset/", {"email": "other@example.com"})
    assert len(mail.outbox) == 4


def test_who_signs_up_too_often_reads_a_page_of_ours(settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1/h/ip"}
    cache.clear()
    answers = [Client().post("/join/creator/", {"email": f"often{number}@example.com"}) for number in range(2)]
    page = answers[1].content.decode()
    assert (answers[1].status_code, "Wait a minute, then go on.</h1>" in page) == (429, True)


def test_asking_to_leave_keeping_and_asking_again_floods_nobody_either(settings: Settings) -> None:
    settings.ACCOUNT_MAILS_AN_HOUR = 3
    cache.clear()
    client = person("leaver@example.com", name="Lea")
    sign_in(client, email="leaver@example.com")
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    mail.outbox.clear()
    for _ in range(5):
        client.post("/settings/delete/")
        client.post("/settings/keep/")
    assert [one.subject for one in mail.outbox] == ["Your account will be deleted"] * 3
    client.post("/settings/delete/")
    assert User.objects.get().erase_at is not None
