"""Staff look at every mail with made-up contents; nothing goes out but a test to oneself."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.test import Client

from inbox import admin_samples, samples
from inbox.models import Mail, Notification
from tests.admin.conftest import sign_in

PAGE = "/admin/inbox/mail/samples/"


def test_every_mail_is_listed_and_a_search_leaves_some(root: Client) -> None:
    page = root.get(PAGE).content.decode()
    assert [name for name in samples.names() if f"{PAGE}{name}/" not in page] == []
    assert "New sign-in: Firefox" in page

    found = root.get(PAGE, {"q": "PASSKEY removed"}).content.decode()
    assert f"{PAGE}mfa.webauthn_removed/" in found
    assert f"{PAGE}accepted/" not in found
    assert "No mail has these words" in root.get(PAGE, {"q": "zeppelin"}).content.decode()


def test_a_mail_is_shown_as_html_narrow_dark_and_as_plain_text_and_nothing_is_kept(root: Client) -> None:
    answer = root.get(f"{PAGE}accepted/")
    page = answer.content.decode()
    assert page.count("<iframe") == 3
    assert "You get: Glow serum &amp; cloud cream, worth €68" in page
    assert "frame-src 'self'" in answer.headers["Content-Security-Policy"]

    raw = root.get(f"{PAGE}accepted/raw/", {"dark": "1"})
    assert "@media all" in raw.content.decode()
    assert "@media not all" in root.get(f"{PAGE}accepted/raw/").content.decode()
    assert raw.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in raw.headers["Content-Security-Policy"]
    assert root.get(f"{PAGE}no-such-mail/").status_code == 404
    assert (Mail.objects.count(), Notification.objects.count(), mail.outbox) == (0, 0, [])


def test_a_test_goes_to_oneself_alone_is_written_down_and_not_sent_without_end(
    person: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admin_samples, "_TESTS_A_MINUTE", 2)
    rita = person("root", "Rita")  # type: ignore[operator]
    client = sign_in(rita)

    pages = [client.post(f"{PAGE}accepted/send/", {"to": "other@example.com"}, follow=True) for _ in range(4)]

    assert {tuple(letter.to) for letter in mail.outbox} == {(rita.email,)}
    assert 2 <= len(mail.outbox) < 4
    assert mail.outbox[0].subject == "[Test] Velda said yes"
    assert len({letter.extra_headers["Message-ID"] for letter in mail.outbox}) == len(mail.outbox)
    assert "Too many tests" in pages[-1].content.decode()
    assert LogEntry.objects.filter(user=rita, change_message__contains="accepted").count() == len(mail.outbox)
    assert Mail.objects.count() == 0
