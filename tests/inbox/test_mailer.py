"""Each mail goes out at most once: over a real socket, to a server that misbehaves, under crashes and in competition."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from barter.kernel.actors import Actor
from barter.kernel.errors import NotAllowed
from brands.models import Brand, Invitation
from inbox import mailer, operations
from inbox.errors import MailIsNotStuck
from inbox.handover import Handover
from inbox.letters import letter_of, unsubscribe_token
from inbox.models import Mail, Notification, Silence
from tests.inbox.smtp_sink import Sink

S = Mail.State


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    sink = Sink()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", sink.port, 1
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield sink
    sink.close()


def mail(number: int = 1, kind: str = "shipped", at: datetime | None = None) -> Mail:
    user, _ = User.objects.get_or_create(email="mila@example.com", defaults={"name": "Mila"})
    line = Notification.objects.create(
        user=user,
        kind=kind,
        source_uid=f"00000000-0000-7000-8000-{number:012d}",
        object_id="col_0199p4x8c7f3mv5q2r1t6y9kdd",
        params={"brand": "Velda", "deal": "A serum for a clip", "creator": "Mila"},
        at=at or timezone.now(),
    )
    return Mail.objects.create(
        notification=line, user=user, kind=kind, message_id=f"{line.public_id}@testserver", send_at=timezone.now()
    )


def state(row: Mail) -> str:
    row.refresh_from_db()
    return row.state


def again_now() -> None:
    """Let the waits and the claims of dead workers be over."""
    Mail.objects.filter(send_at__isnull=False).update(send_at=timezone.now() - timedelta(seconds=1))
    Mail.objects.filter(claimed_at__isnull=False).update(claimed_at=timezone.now() - timedelta(minutes=3))


pytestmark = pytest.mark.django_db


def test_a_mail_arrives_whole_and_once(sink: Sink) -> None:
    row = mail()
    assert mailer.send_due() == 1
    assert mailer.send_due() == 0
    (arrived,) = sink.accepted
    assert arrived["Message-ID"] == f"<{row.message_id}>"
    assert arrived["Subject"] == "Your parcel is on its way"
    assert arrived["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert [part.get_content_type() for part in arrived.walk()][1:] == ["text/plain", "text/html"]
    assert (state(row), row.send_at, row.attempts) == (S.SENT, None, 1)


def test_several_mails_share_a_connection_and_a_line_of_one_dot_survives(sink: Sink) -> None:
    for number in range(1, 4):
        mail(number)
    Notification.objects.filter(source_uid="00000000-0000-7000-8000-000000000002").update(
        params={"brand": ".\n.Velda", "deal": "."}
    )
    assert mailer.send_due() == 3
    assert len(set(sink.ids())) == 3


@pytest.mark.parametrize("trouble", [
    "421 hello", "421 mail", "450 rcpt", "451 end", "drop hello", "drop mail", "drop data", "garbage mail", "slow mail",
])  # fmt: skip
def test_what_the_server_certainly_did_not_take_is_sent_later(sink: Sink, trouble: str) -> None:
    row = mail()
    sink.plan = [trouble]
    assert mailer.send_due() == 0
    assert (state(row), sink.accepted) == (S.WAITING, [])
    assert row.send_at > timezone.now()
    assert row.error
    assert mailer.send_due() == 0  # it waits
    again_now()
    assert mailer.send_due() == 1
    assert (state(row), len(sink.accepted)) == (S.SENT, 1)


@pytest.mark.parametrize("trouble", ["550 rcpt", "552 end"])
def test_a_refusal_for_good_is_final_and_the_next_mail_goes_out(sink: Sink, trouble: str) -> None:
    row, other = mail(1), mail(2)
    sink.plan = [trouble]
    assert mailer.send_due() == 1
    assert (state(row), row.send_at, row.error) == (S.REFUSED, None, f"smtp_{trouble[:3]}")
    assert state(other) == S.SENT
    again_now()
    assert mailer.send_due() == 0


@pytest.mark.parametrize("trouble", ["take and drop", "drop end", "garbage end", "slow end"])
def test_what_the_server_may_have_taken_is_never_sent_again(sink: Sink, trouble: str) -> None:
    row = mail()
    sink.plan = [trouble]
    assert mailer.send_due() == 0
    assert (state(row), row.send_at) == (S.UNCONFIRMED, None)
    again_now()
    assert mailer.send_due() == 0
    assert len(sink.accepted) == (1 if trouble == "take and drop" else 0)


def test_no_server_at_all_costs_nothing_but_time(sink: Sink) -> None:
    row = mail()
    sink.close()
    assert mailer.send_due() == 0
    assert (state(row), row.attempts) == (S.WAITING, 1)


def test_after_many_tries_a_mail_is_given_up(sink: Sink) -> None:
    row = mail()
    for _ in range(mailer.GIVE_UP_AFTER_ATTEMPTS):
        sink.plan = ["451 end"]
        again_now()
        mailer.send_due()
    assert (state(row), row.attempts) == (S.REFUSED, mailer.GIVE_UP_AFTER_ATTEMPTS)


class Killed(BaseException):
    """As kill -9: nothing after it runs."""


def die(*_: Any) -> bool:
    raise Killed


def test_a_worker_killed_before_the_text_leaves_the_mail_to_the_next(sink: Sink, monkeypatch: Any) -> None:
    row = mail()
    with monkeypatch.context() as patch:
        patch.setattr(mailer, "_hand", die)
        with pytest.raises(Killed):
            mailer.send_due()
    assert state(row) == S.CLAIMED
    assert mailer.send_due() == 0  # the claim may still be alive
    again_now()
    assert mailer.send_due() == 1
    assert len(sink.accepted) == 1


def test_a_worker_killed_after_the_text_leaves_it_unconfirmed(sink: Sink, monkeypatch: Any) -> None:
    row, give = mail(), Handover.give

    def give_and_die(self: Handover, *arguments: Any) -> bool:
        give(self, *arguments)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(Handover, "give", give_and_die)
        with pytest.raises(Killed):
            mailer.send_due()
    assert state(row) == S.HANDED
    again_now()
    assert mailer.send_due() == 0
    assert (state(row), len(sink.accepted)) == (S.UNCONFIRMED, 1)


def test_a_worker_that_slept_through_its_claim_sends_nothing(sink: Sink, monkeypatch: Any) -> None:
    row, hand = mail(), mailer._hand

    def sleep_first(one: Mail, claimed_at: datetime) -> bool:
        monkeypatch.setattr(mailer, "_hand", hand)
        again_now()
        assert mailer.send_due() == 1  # another worker, meanwhile
        return hand(one, claimed_at)

    monkeypatch.setattr(mailer, "_hand", sleep_first)
    assert mailer.send_due() == 0
    assert (state(row), len(sink.accepted)) == (S.SENT, 1)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_four_workers_send_each_mail_once(sink: Sink) -> None:
    for number in range(1, 41):
        mail(number)

    def work() -> None:
        mailer.send_due()
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(sink.accepted) == 40
    assert len(set(sink.ids())) == 40
    assert Mail.objects.filter(state=S.SENT).count() == 40


def test_what_is_not_wanted_any_more_is_not_sent(sink: Sink) -> None:
    old = mail(1, kind="approved", at=timezone.now() - timedelta(days=3))
    muted = mail(2, kind="message_creator")
    read = mail(3, kind="message_creator")
    Silence.objects.create(user=muted.user, about="parcels", at=timezone.now())
    parcels = mail(4)
    Notification.objects.filter(pk=read.notification_id).update(read_at=timezone.now())
    assert mailer.send_due() == 1
    assert [state(row) for row in (old, muted, read, parcels)] == [S.DROPPED, S.SENT, S.DROPPED, S.DROPPED]
    assert [row.error for row in (old, read, parcels)] == ["too_old", "read_already", "turned_off"]


def test_the_sign_out_of_a_mail_works_without_signing_in(sink: Sink) -> None:
    row = mail()
    assert row.user is not None
    url = f"/inbox/unsubscribe/{unsubscribe_token(row.user.pk, 'parcels')}/"
    client = Client(enforce_csrf_checks=True)
    asked = client.get(url)
    assert asked.status_code == 200
    assert b"mila@example.com" not in asked.content
    assert not Silence.objects.exists()  # a mail scanner that opens links changes nothing
    assert client.post(url, {"List-Unsubscribe": "One-Click"}).status_code == 200
    silence = Silence.objects.get()
    assert (silence.about, silence.channel) == ("parcels", "mail")
    assert client.post("/inbox/unsubscribe/forged:token:here/").status_code == 404


def test_an_invitation_goes_to_its_address_with_a_link_that_works(sink: Sink) -> None:
    owner = User.objects.create_user("olga@example.com", name="Olga Owner")
    brand = Brand.objects.create(name="Velda", slug="velda", created_at=timezone.now())
    invitation = Invitation.objects.create(
        brand=brand, email="new@example.com", role="manager", invited_by=owner, created_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=14),
    )  # fmt: skip
    operations.invite_by_mail(invitation=invitation, source="a1")
    operations.invite_by_mail(invitation=invitation, source="a1")
    assert mailer.send_due() == 1
    (arrived,) = sink.accepted
    assert (arrived["To"], arrived["Subject"]) == ("new@example.com", "Olga Owner invites you to Velda")
    assert arrived["List-Unsubscribe"] is None
    operations.invite_by_mail(invitation=invitation, source="a2")
    Invitation.objects.update(revoked_at=timezone.now())
    assert mailer.send_due() == 0


def test_no_mail_holds_a_form_of_what_must_stay_inside() -> None:
    row = mail(kind="message_creator")
    letter = letter_of(row, timezone.now())
    told = str(letter.message())
    assert "Velda wrote to you" in letter.subject
    assert "mila@example.com" not in letter.body
    assert "http" in letter.body
    assert told.count("List-Unsubscribe:") == 1


def test_only_staff_can_send_a_stuck_mail_again(sink: Sink) -> None:
    row = mail()
    by = Actor.staff(User.objects.create_user("sam@example.com").pk)
    with pytest.raises(MailIsNotStuck):
        operations.retry_mail(mail=row, by=by, at=timezone.now())
    sink.plan = ["550 rcpt"]
    mailer.send_due()
    with pytest.raises(NotAllowed):
        operations.retry_mail(mail=row, by=Actor.brand(1), at=timezone.now())
    assert state(row) == S.REFUSED
    operations.retry_mail(mail=row, by=by, at=timezone.now())
    assert mailer.send_due() == 1
    assert sink.ids() == [f"<{row.message_id}>"]


def test_the_work_of_one_run_is_bounded(sink: Sink, monkeypatch: Any) -> None:
    for number in range(1, 6):
        mail(number)
    monkeypatch.setattr(mailer, "_WORK_SECONDS", -1.0)
    assert mailer.send_due() == 0
    assert set(Mail.objects.values_list("state", "attempts")) == {(S.WAITING, 0)}


def test_a_mail_tells_hours_in_its_readers_zone() -> None:
    at = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
    row = mail(kind="film", at=at)
    Notification.objects.filter(pk=row.notification_id).update(
        params={"brand": "Velda", "deal": "Serum", "due_at": "2026-11-21T23:30:00+00:00"}
    )
    User.objects.update(time_zone="Europe/Riga")

    letter = letter_of(Mail.objects.get(), at)
    assert "01:30" in letter.subject + str(letter.body)
