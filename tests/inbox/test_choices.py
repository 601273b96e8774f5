"""What somebody hears of, how and when: silences, quiet hours, the digest that goes out once."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from inbox import mailer
from inbox.errors import QuietHoursWithoutEnd
from inbox.handover import Handover
from inbox.kinds import KINDS
from inbox.letters import letter_of
from inbox.models import Channel, Mail, MailRhythm, Notification, Rhythm, Silence
from inbox.operations import choose_news, mute, notify, set_rhythm
from inbox.planning import end_of_quiet, next_digest, plans_of
from tests.inbox.smtp_sink import Sink
from tests.inbox.test_mailer import Killed, again_now, sink, state
from tests.world import World

__all__ = ["sink"]
NOW = datetime(2026, 11, 23, 21, 30, tzinfo=UTC)  # a Monday; 22:30 in Berlin
pytestmark = pytest.mark.django_db


@pytest.fixture
def mila() -> User:
    return User.objects.create_user("mila@example.com", name="Mila", time_zone="Europe/Berlin")


def tell(user: User, number: int = 1, kind: str = "shipped", **params: Any) -> Notification:
    with transaction.atomic():
        notify(
            users=[user.pk], kind=kind, source_uid=UUID(int=number), object_id="col_0199p4x8c7f3mv5q2r1t6y9kdd",
            params={"brand": "Velda", "deal": "A serum for a clip", **params}, at=timezone.now(),
        )  # fmt: skip
    return Notification.objects.filter(user=user).latest("pk")


def rhythm(user: User, **columns: Any) -> Rhythm:
    chosen = {"mails": MailRhythm.AT_ONCE, "hour": 8, "weekday": 0, "quiet_from": None, "quiet_until": None, **columns}
    return set_rhythm(user=user, **chosen)


@pytest.mark.parametrize(("begin", "end", "at", "until"), [
    ((22, 0), (7, 0), "21:30", "06:00"),  # 22:30 in Berlin
    ((22, 0), (7, 0), "03:00", "06:00"),
    ((22, 0), (7, 0), "06:00", "06:00"),  # just over
    ((13, 0), (15, 0), "13:30", "14:00"),
    ((13, 0), (15, 0), "11:00", "11:00"),
])  # fmt: skip
def test_quiet_hours_are_those_of_the_persons_own_clock(
    mila: User, begin: tuple[int, int], end: tuple[int, int], at: str, until: str
) -> None:
    row = rhythm(mila, quiet_from=time(*begin), quiet_until=time(*end))
    moment = NOW.replace(hour=int(at[:2]), minute=int(at[3:]))
    assert f"{end_of_quiet(row, moment):%H:%M}" == until
    assert moment <= end_of_quiet(row, moment) < moment + timedelta(days=1)


def test_a_digest_comes_at_its_hour_through_a_change_of_the_clocks(mila: User) -> None:
    daily = rhythm(mila, mails=MailRhythm.DAILY, hour=9)
    assert next_digest(daily, NOW) == datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    assert next_digest(daily, datetime(2026, 11, 24, 7, 58, tzinfo=UTC)) == datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
    assert next_digest(daily, datetime(2027, 3, 27, 12, 0, tzinfo=UTC)) == datetime(2027, 3, 28, 7, 0, tzinfo=UTC)
    weekly = rhythm(mila, mails=MailRhythm.WEEKLY, hour=9, weekday=0)
    assert next_digest(weekly, NOW) == datetime(2026, 11, 30, 8, 0, tzinfo=UTC)


def test_what_cannot_wait_goes_out_at_once(mila: User) -> None:
    rhythm(mila, mails=MailRhythm.DAILY, hour=9, quiet_from=time(22), quiet_until=time(7))

    def planned(hours: int | None) -> tuple[datetime, bool]:
        due_at = NOW + timedelta(hours=hours) if hours else None
        plan = plans_of([mila.pk], "shipped", KINDS["shipped"], due_at=due_at, at=NOW, now=NOW)[mila.pk]
        return plan.mail_at, plan.digest

    assert planned(None) == (datetime(2026, 11, 24, 8, 0, tzinfo=UTC), True)
    assert planned(10) == (datetime(2026, 11, 24, 6, 0, tzinfo=UTC), False)  # before the digest, after the night
    assert planned(4) == (NOW, False)


def test_a_silenced_topic_or_kind_is_told_on_the_other_channels_only(mila: User) -> None:
    choose_news(user=mila, shown=["parcels", "clips", "nonsense"], wanted=[("clips", "mail")], at=timezone.now())
    assert set(Silence.objects.values_list("about", "channel")) == {
        ("parcels", "inbox"), ("parcels", "mail"), ("parcels", "push"), ("clips", "inbox"), ("clips", "push"),
    }  # fmt: skip
    hidden = tell(mila, 1)
    assert (hidden.is_listed, hidden.read_at is None, Mail.objects.count()) == (False, False, 0)
    asking = tell(mila, 2, "arrived") if KINDS.get("arrived", KINDS["shipped"]).needs_action else tell(mila, 2, "film")
    assert (asking.is_listed, asking.read_at) == (True, None)
    choose_news(user=mila, shown=["shipped"], wanted=[("shipped", "inbox")], at=timezone.now())
    choose_news(user=mila, shown=["parcels"], wanted=[("parcels", c) for c in Channel.values], at=timezone.now())
    Mail.objects.all().delete()
    listed = tell(mila, 3)
    assert (listed.is_listed, Mail.objects.count()) == (True, 0)


def test_one_digest_tells_everything_once(mila: User, sink: Sink) -> None:
    rhythm(mila, mails=MailRhythm.DAILY, hour=9)
    for number in range(3):
        tell(mila, number)
    read = tell(mila, 9)
    Notification.objects.filter(pk=read.pk).update(read_at=timezone.now())
    digest = Mail.objects.get()
    assert (digest.kind, digest.news.count()) == ("digest", 4)
    assert mailer.send_due() == 0
    again_now()
    assert mailer.send_due() == 1
    assert mailer.send_due() == 0
    (arrived,) = sink.accepted
    assert arrived["Subject"] == "3 pieces of news on Barter"
    assert arrived["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text = arrived.get_payload(0).get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert text.count("Your parcel is on its way") == 3
    assert text.count("Your account") == 1
    assert "Nothing of it needs you." in text
    tell(mila, 20)
    assert Mail.objects.filter(kind="digest", state=Mail.State.WAITING).get().news.count() == 1


def test_a_worker_killed_with_a_digest_never_sends_it_twice(mila: User, sink: Sink, monkeypatch: Any) -> None:
    rhythm(mila, mails=MailRhythm.DAILY, hour=9)
    tell(mila)
    give = Handover.give

    def die(*_: Any) -> bool:
        raise Killed

    def give_and_die(self: Handover, *arguments: Any) -> bool:
        give(self, *arguments)
        raise Killed

    again_now()
    with monkeypatch.context() as patch:
        patch.setattr(mailer, "_hand", die)
        with pytest.raises(Killed):
            mailer.send_due()
    assert (state(Mail.objects.get()), sink.accepted) == (Mail.State.CLAIMED, [])
    again_now()
    with monkeypatch.context() as patch:
        patch.setattr(Handover, "give", give_and_die)
        with pytest.raises(Killed):
            mailer.send_due()
    again_now()
    mailer.send_due()
    assert (state(Mail.objects.get()), len(sink.accepted)) == (Mail.State.UNCONFIRMED, 1)


def test_an_empty_digest_is_not_sent(mila: User, sink: Sink) -> None:
    rhythm(mila, mails=MailRhythm.DAILY, hour=9)
    tell(mila)
    mute(user=mila, topic="parcels", at=timezone.now())
    again_now()
    assert mailer.send_due() == 0
    row = Mail.objects.get()
    assert (row.state, row.error) == (Mail.State.DROPPED, "nothing_left")


def test_another_hour_moves_the_waiting_digest_and_at_once_sends_it(mila: User) -> None:
    rhythm(mila, mails=MailRhythm.DAILY, hour=9)
    tell(mila)
    row = rhythm(mila, mails=MailRhythm.WEEKLY, hour=21, weekday=3)
    assert Mail.objects.get().send_at == next_digest(row, timezone.now())
    tell(mila, 2)
    assert Mail.objects.get().news.count() == 2
    rhythm(mila)
    assert Mail.objects.get().send_at <= timezone.now()  # type: ignore[operator]
    with pytest.raises(QuietHoursWithoutEnd):
        rhythm(mila, quiet_from=time(22))
    assert Rhythm.objects.get().quiet_from is None


def test_the_button_of_a_digest_turns_all_news_by_mail_off(mila: User) -> None:
    rhythm(mila, mails=MailRhythm.DAILY)
    tell(mila)
    letter = letter_of(Mail.objects.get(), timezone.now())
    [url] = re.findall(r"/inbox/unsubscribe/\S+/", str(letter.body))  # a link made again would carry another second
    assert b"No more mails with news?" in Client().get(url).content
    assert not Silence.objects.exists()
    assert b"Mails to sign in still arrive." in Client().post(url, {"List-Unsubscribe": "One-Click"}).content
    assert set(Silence.objects.values_list("channel", flat=True)) == {"mail"}
    assert Silence.objects.count() == 8


def test_the_page_keeps_what_is_chosen(world: World, browse: Callable[[User], Client]) -> None:
    user, url = world.creator.user, "/inbox/settings/"
    creator = browse(user)
    creator.cookies["tz"] = "Europe/Lisbon"
    page = creator.get(url).content.decode()
    assert 'value="parcels.mail" checked' in page
    assert "applied for" not in page  # what brands are told
    form = {"mails": "daily", "hour": "7", "weekday": "2", "quiet_from": "22:00", "quiet_until": "07:30"}
    sent = creator.post(url, {**form, "row": ["parcels", "shipped"], "on": ["parcels.mail", "shipped.inbox"]})
    assert sent.status_code == 302
    page = creator.get(url).content.decode()
    assert 'value="parcels.mail" checked' in page
    assert 'value="parcels.inbox" checked' not in page
    assert 'value="clips.mail" checked' in page
    row = Rhythm.objects.get(user=user)
    assert (row.mails, row.hour, str(row.quiet_until)) == ("daily", 7, "07:30:00")
    user.refresh_from_db()
    assert user.time_zone == "Europe/Lisbon"

    refused = creator.post(url, {**form, "quiet_until": "", "row": ["parcels"], "on": ["parcels.inbox"]})
    assert refused.status_code == 422
    assert "Say when your quiet hours end" in refused.content.decode()
    assert 'value="parcels.inbox" checked' in refused.content.decode()
    assert Silence.objects.filter(user=user, about="parcels", channel="inbox").exists()
    creator.post(url, {"topic": ["parcels"], **form})  # a page of the release before
    assert Silence.objects.filter(user=user).count() == 4
