"""Browsers and apps that are signed in: told in plain words, ended one by one, a new one told by mail."""

import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.adapter import AccountAdapter
from accounts.models import KnownDevice, User
from accounts.operations import create_person
from barter.kernel.clock import now

pytestmark = pytest.mark.django_db
PASSWORD = "three quiet words"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537 Chrome/140.0 Safari/537 Edg/140.0"


@pytest.fixture
def mila(db: None) -> User:
    return create_person(email="mila@example.com", password=PASSWORD, started_as="creator", at=now(), name="Mila")


def signed_in(agent: str) -> Client:
    client = Client(headers={"User-Agent": agent})
    client.post("/account/login/", {"login": "mila@example.com", "password": PASSWORD})
    return client


def app_token(agent: str = "Barter/3 (ios)") -> str:
    answer = Client(headers={"User-Agent": agent}).post(
        "/_allauth/app/v1/auth/login",
        {"email": "mila@example.com", "password": PASSWORD},
        content_type="application/json",
    )
    return str(answer.json()["meta"]["session_token"])


def test_one_other_device_is_signed_out_and_the_rest_stay(mila: User) -> None:
    here, there, app = signed_in(IPHONE), signed_in(WINDOWS), app_token()
    page = here.get("/account/sessions/").content.decode()
    assert page.index("Safari on iPhone") < page.index("Edge on Windows")
    assert "App, signed in with its own key." in page
    ended = UserSession.objects.get(user_agent=WINDOWS)
    here.post(f"/settings/devices/{ended.pk}/end/")
    assert there.get("/settings/").status_code == 302
    assert here.get("/settings/").status_code == 200

    token = {"X-Session-Token": app}
    assert Client().get("/api/v1/me/", headers=token).status_code == 200
    here.post(f"/settings/devices/{UserSession.objects.get(user_agent__startswith='Barter').pk}/end/")
    assert Client().get("/api/v1/me/", headers=token).status_code == 401


def test_nobody_ends_the_session_of_somebody_else_or_their_own_by_mistake(mila: User) -> None:
    here = signed_in(IPHONE)
    own = UserSession.objects.get()
    here.post(f"/settings/devices/{own.pk}/end/")
    assert here.get("/settings/").status_code == 200
    other = Client()
    other.force_login(create_person(email="ada@example.com", password=PASSWORD, started_as="brand", at=now()))
    assert other.post(f"/settings/devices/{own.pk}/end/").status_code == 404
    assert UserSession.objects.filter(pk=own.pk).exists()


def test_the_first_sign_in_with_another_kind_of_device_is_told_once(mila: User) -> None:
    signed_in(IPHONE)
    assert not mail.outbox
    signed_in(WINDOWS)
    signed_in(WINDOWS)
    signed_in(IPHONE)
    assert [(one.to, one.subject) for one in mail.outbox] == [(["mila@example.com"], "New sign-in: Edge on Windows")]
    assert "/account/sessions/" in mail.outbox[0].body
    assert KnownDevice.objects.count() == 2


def test_last_seen_follows_a_few_times_a_day(mila: User) -> None:
    client = signed_in(IPHONE)
    earlier = timezone.now() - timedelta(days=2)
    UserSession.objects.update(last_seen_at=earlier)
    client.get("/settings/")
    assert UserSession.objects.get().last_seen_at == earlier  # noted a moment ago
    session = client.session
    session["seen"] = int(time.time()) - 7 * 3600
    session.save()
    client.get("/settings/")
    assert UserSession.objects.get().last_seen_at > earlier


def test_a_notice_tells_the_hour_it_names_wherever_the_reader_is(mila: User) -> None:
    when = {"timestamp": datetime(2026, 11, 22, 13, 5, tzinfo=UTC), "ip": "203.0.113.7"}
    with timezone.override(ZoneInfo("Pacific/Kiritimati")):  # the browser of this request: fourteen hours ahead
        letter = AccountAdapter().render_mail("account/email/password_changed", mila.email, {"user": mila, **when})
    assert "Sun 22 Nov, 13:05 UTC, from 203.0.113.7" in letter.body
