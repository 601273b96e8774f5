"""News on devices: encrypted for one of them, at most once, nowhere inside, nothing after signing out."""

import socket
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from barter.kernel import outward, policy, webpush
from barter.kernel.models import Policy
from inbox import operations, pusher, tasks
from inbox.models import Channel, Push, PushDevice, Silence
from inbox.operations import notify
from tests.inbox.push_service import Browser, PushService

S = Push.State
KEY = webpush.new_private_key()
pytestmark = pytest.mark.django_db


@pytest.fixture
def service(tmp_path: Path, settings: Any, monkeypatch: Any) -> Iterator[PushService]:
    service = PushService(tmp_path)
    settings.VAPID_PRIVATE_KEY, settings.OUTWARD_MAY_BE_PRIVATE = KEY, True
    monkeypatch.setenv("SSL_CERT_FILE", str(service.certificate))
    monkeypatch.setattr(outward, "ANSWER_SECONDS", 0.7)
    monkeypatch.setattr(outward, "WHOLE_SECONDS", 1.0, raising=False)
    yield service
    service.close()


@pytest.fixture
def mila() -> User:
    return User.objects.create_user("mila@example.com", name="Mila")


@pytest.fixture
def phone(service: PushService, mila: User) -> Browser:
    browser = Browser(f"{service.origin}/send/1")
    client = signed_in(mila)
    assert client.post("/inbox/devices/", {"subscription": browser.subscription()}).status_code == 302
    assert PushDevice.objects.count() == 1
    return browser


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def tell(user: User, number: int = 1, kind: str = "message_creator") -> Push:
    with transaction.atomic():
        notify(
            users=[user.pk], kind=kind, source_uid=UUID(int=number), object_id=f"app_0199p4x8c7f3mv5q2r1t6y9kd{number}",
            params={"brand": "Velda", "deal": "Serum"}, at=timezone.now(),
        )  # fmt: skip
    return Push.objects.latest("pk")


def state(push: Push) -> str:
    push.refresh_from_db()
    return push.state


def test_the_numbers_of_the_standards_own_example_come_out() -> None:
    """RFC 8291, section 5."""
    own = ec.derive_private_key(
        int.from_bytes(webpush.decode("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big"), ec.SECP256R1()
    )
    body = webpush.encrypt(
        b"When I grow up, I want to be a watermelon",
        p256dh="BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        auth="BTBZMqHH6r4Tts7J_aSIgg",
        salt=webpush.decode("DGv6ra1nlYgDCS1FRnbzlw"),
        own=own,
    )
    assert webpush.encode(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
        "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_a_device_reads_one_sentence_and_where_it_leads(service: PushService, mila: User, phone: Browser) -> None:
    push = tell(mila)
    assert pusher.push_due() == 1
    assert pusher.push_due() == 0
    (taken,) = service.taken
    told = phone.read(taken.body)
    assert told["words"] == "Velda wrote to you"
    assert told["url"] == f"/inbox/notifications/{push.notification.public_id}/"
    assert len(taken.body) < 400
    assert b"Velda" not in taken.body
    assert (taken.headers["ttl"], taken.headers["content-encoding"]) == ("86400", "aes128gcm")
    assert len(taken.headers["topic"]) <= 32
    claims = taken.claims()
    assert claims["aud"] == service.origin
    assert claims["sub"].startswith("mailto:")
    assert 0 < claims["exp"] - timezone.now().timestamp() <= 24 * 3600
    assert (state(push), push.send_at) == (S.SENT, None)
    tell(mila, 1)
    assert Push.objects.count() == 1  # the same event again


@pytest.mark.parametrize(("trouble", "becomes", "devices"), [
    ("410", "", 0), ("404", "", 0), ("500", S.WAITING, 1), ("429", S.WAITING, 1), ("403", S.REFUSED, 1),
    ("307", S.REFUSED, 1), ("garbage", S.UNCONFIRMED, 1), ("drop", S.UNCONFIRMED, 1), ("slow", S.UNCONFIRMED, 1),
])  # fmt: skip
def test_trouble_never_sends_it_twice(
    service: PushService, mila: User, phone: Browser, trouble: str, becomes: str, devices: int
) -> None:
    push = tell(mila)
    service.plan = [trouble]
    assert pusher.push_due() == 0
    assert PushDevice.objects.count() == devices
    assert (state(push) if devices else "") == becomes
    Push.objects.filter(send_at__isnull=False).update(send_at=timezone.now())
    assert pusher.push_due() == (1 if becomes == S.WAITING else 0)
    assert len(service.taken) == (2 if becomes == S.WAITING else 1)


def test_a_worker_killed_on_the_way_leaves_it_unsent_for_good(service: PushService, mila: User, phone: Browser) -> None:
    push = tell(mila)
    Push.objects.update(state=S.HANDED, handed_at=timezone.now() - timedelta(minutes=3))
    assert pusher.push_due() == 0
    assert (state(push), service.taken) == (S.UNCONFIRMED, [])


def test_nobody_is_told_where_they_signed_out_or_what_they_do_not_want(service: PushService, mila: User) -> None:
    client, browser = signed_in(mila), Browser(f"{service.origin}/send/2")
    client.post("/inbox/devices/", {"subscription": browser.subscription()})
    Silence.objects.create(user=mila, about="parcels", channel=Channel.PUSH, at=timezone.now())
    with transaction.atomic():
        notify(users=[mila.pk], kind="shipped", source_uid=UUID(int=7), object_id="col_x", params={}, at=timezone.now())
    assert not Push.objects.exists()
    push = tell(mila)
    type(push.notification).objects.update(read_at=timezone.now())
    pusher.push_due()
    assert (state(push), push.error) == (S.DROPPED, "read_already")
    assert b"This one" in client.get("/inbox/settings/").content
    tell(mila, 2)
    client.post("/account/logout/")
    assert pusher.push_due() == 0
    assert (service.taken, PushDevice.objects.count()) == ([], 0)


@pytest.mark.parametrize("endpoint", [
    "http://push.example/1", "https://127.0.0.1/1", "https://10.0.0.8/1", "https://[::1]/1", "https://[::ffff:10.0.0.1]/1",
    "https://169.254.169.254/latest", "https://localhost/1", "https://postgres/1", "https://push.example:8443/1",
    "https://user:pw@push.example/1", "https://push.example/a b", "ftp://push.example/", "https://100.64.0.1/", "",
])  # fmt: skip
def test_no_device_leads_inside(mila: User, settings: Any, endpoint: str) -> None:
    settings.VAPID_PRIVATE_KEY = KEY
    page = signed_in(mila).post("/inbox/devices/", {"subscription": Browser(endpoint).subscription()}, follow=True)
    assert b"This browser did not allow it." in page.content
    assert not PushDevice.objects.exists()


def test_a_name_that_leads_inside_is_seen_when_it_is_sent(settings: Any) -> None:
    with pytest.raises(outward.Forbidden):
        outward._public_address("localhost", 443)


def test_devices_are_taken_off_by_their_owner_only(
    service: PushService, mila: User, phone: Browser, settings: Any
) -> None:
    device = PushDevice.objects.get()
    other = User.objects.create_user("other@example.com")
    url = f"/inbox/devices/{device.public_id}/remove/"
    assert signed_in(other).post(url).status_code == 404
    assert PushDevice.objects.count() == 1
    signed_in(mila).post(url)
    assert not PushDevice.objects.exists()
    for subscription in (
        "",
        "{}",
        "[1]",
        '{"endpoint": 1, "keys": {}}',
        Browser("https://a.example/").subscription()[:-9],
    ):
        signed_in(mila).post("/inbox/devices/", {"subscription": subscription})
    assert not PushDevice.objects.exists()
    settings.VAPID_PRIVATE_KEY = ""
    assert b"Show news on this device" not in signed_in(mila).get("/inbox/settings/").content


def test_the_same_browser_again_is_the_same_device_and_ten_are_enough(service: PushService, mila: User) -> None:
    client = signed_in(mila)
    for number in [*range(12), 11]:
        endpoint = f"{service.origin}/send/{number}"
        client.post("/inbox/devices/", {"subscription": Browser(endpoint).subscription()})
    kept = PushDevice.objects.order_by("pk").values_list("endpoint", flat=True)
    assert list(kept) == [f"{service.origin}/send/{number}" for number in range(2, 12)]


def test_an_answer_that_drips_holds_nobody_up(service: PushService, mila: User, phone: Browser) -> None:
    push, began = tell(mila), time.monotonic()
    service.plan = ["drip"]
    assert pusher.push_due() == 0
    assert time.monotonic() - began < 2
    assert state(push) == S.UNCONFIRMED


def test_ten_devices_that_never_answer_hold_up_nobody_else_and_are_forgotten_in_the_end(
    service: PushService, mila: User, monkeypatch: Any
) -> None:
    monkeypatch.setattr(outward, "CONNECT_SECONDS", 0.7)
    hole = socket.create_server(("127.0.0.1", 0), backlog=64)  # takes every connection and never says a word
    client, bob = signed_in(mila), User.objects.create_user("bob@example.com")
    try:
        for number in range(10):
            browser = Browser(f"https://localhost:{hole.getsockname()[1]}/send/{number}")
            client.post("/inbox/devices/", {"subscription": browser.subscription()})
        signed_in(bob).post("/inbox/devices/", {"subscription": Browser(f"{service.origin}/send/bob").subscription()})
        for number in range(1, 8):
            tell(mila, number)
        push = tell(bob, 8)
        began = time.monotonic()
        assert pusher.push_due() == 1
        assert service.taken[0].at - began < 3  # all that waits for the ten, one after the other, takes 49 seconds
        assert time.monotonic() - began < 20  # five times two at once, each once
        assert state(push) == S.SENT
        assert PushDevice.objects.filter(user=mila, failures=1, rest_until__gt=timezone.now()).count() == 10
        began = time.monotonic()
        assert pusher.push_due() == 0  # they rest, whatever waits for them
        assert time.monotonic() - began < 3

        long_ago = timezone.now() - timedelta(days=4)
        PushDevice.objects.filter(user=mila).update(failures=7, failing_since=long_ago, rest_until=long_ago)
        PushDevice.objects.filter(endpoint__endswith="/0").update(failing_since=timezone.now())
        assert pusher.push_due() == 0
        assert [one.failures for one in PushDevice.objects.filter(user=mila)] == [8]
    finally:
        hole.close()


def test_a_device_that_answers_again_has_never_been_silent(service: PushService, mila: User, phone: Browser) -> None:
    PushDevice.objects.update(failures=5, failing_since=timezone.now() - timedelta(days=9), rest_until=timezone.now())
    tell(mila)
    assert pusher.push_due() == 1
    device = PushDevice.objects.get()
    assert (device.failures, device.failing_since, device.rest_until) == (0, None, None)


def test_a_subscription_of_endless_depth_is_refused(service: PushService, mila: User) -> None:
    for deep in ('{"endpoint":' * 100_000, "[" * 100_000 + "]" * 100_000):
        page = signed_in(mila).post("/inbox/devices/", {"subscription": deep}, follow=True)
        assert b"This browser did not allow it." in page.content
    assert not PushDevice.objects.exists()


def test_what_was_pushed_long_ago_is_swept_and_what_waits_stays(
    service: PushService, mila: User, phone: Browser
) -> None:
    old, fresh, waiting = (tell(mila, number) for number in range(1, 4))
    Push.objects.exclude(pk=waiting.pk).update(state=S.SENT, send_at=None)
    long_ago = timezone.now() - timedelta(days=31)
    for push in (old, waiting):
        type(push.notification).objects.filter(pk=push.notification_id).update(at=long_ago)
    tasks.sweep_pushes()
    assert set(Push.objects.values_list("pk", flat=True)) == {fresh.pk, waiting.pk}
    Policy.objects.create(name="push_kept_days", value=1)
    policy.forget()
    type(fresh.notification).objects.update(at=timezone.now() - timedelta(days=2))
    assert operations.sweep_pushes(at=timezone.now(), batch=1) == 1
    policy.forget()
