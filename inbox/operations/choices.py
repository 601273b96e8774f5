"""What somebody wants to hear of, on which channel, and when."""

from collections.abc import Collection
from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from inbox.errors import QuietHoursWithoutEnd, UnknownTopic
from inbox.kinds import DIGEST, KINDS, Topic
from inbox.models import Channel, Mail, MailRhythm, Rhythm, Silence
from inbox.planning import next_digest

EVERYTHING = "all"
Choice = tuple[str, str]  # what it is about (a topic or a kind), and a channel


def choose_news(
    *,
    user: User,
    shown: Collection[str],
    wanted: Collection[Choice],
    at: datetime,
    channels: Collection[str] = tuple(Channel.values),
) -> None:
    """Of the topics and kinds that were `shown`, exactly those `wanted` are told, each on its channel. Others stay, as
    do channels that were not shown."""
    about = [one for one in shown if one in set(Topic) or one in KINDS]
    keep = set(wanted)
    silent = [(one, channel) for one in about for channel in channels if (one, channel) not in keep]
    with transaction.atomic():
        Silence.objects.filter(user=user, about__in=about, channel__in=channels).exclude(
            pk__in=_kept(user, silent)
        ).delete()
        rows = [Silence(user=user, about=one, channel=channel, at=at) for one, channel in silent]
        Silence.objects.bulk_create(rows, ignore_conflicts=True)


def mute(*, user: User, topic: str, at: datetime) -> None:
    """No more mails about this topic, or about anything (EVERYTHING). Idempotent. Raises UnknownTopic."""
    if topic != EVERYTHING and topic not in set(Topic):
        raise UnknownTopic(field="topic")
    topics = list(Topic) if topic == EVERYTHING else [topic]
    rows = [Silence(user=user, about=str(one), channel=Channel.MAIL, at=at) for one in topics]
    Silence.objects.bulk_create(rows, ignore_conflicts=True)


def set_rhythm(
    *, user: User, mails: MailRhythm, hour: int, weekday: int, quiet_from: time | None, quiet_until: time | None
) -> Rhythm:
    """When mails and pushes come. A digest that waits goes out at its new time, or at once where there are none any more.

    Raises QuietHoursWithoutEnd.
    """
    if (quiet_from is None) != (quiet_until is None) or (quiet_from is not None and quiet_from == quiet_until):
        raise QuietHoursWithoutEnd(field="quiet_until")
    chosen = {
        "mails": mails,
        "hour": hour,
        "weekday": weekday,
        "quiet_from": quiet_from,
        "quiet_until": quiet_until,
    }
    with transaction.atomic():
        Rhythm.objects.get_or_create(user=user)
        rhythm = Rhythm.objects.select_for_update(of=("self",)).select_related("user").get(user=user)
        for name, value in chosen.items():
            setattr(rhythm, name, value)
        rhythm.save(update_fields=list(chosen))
        now = timezone.now()
        send_at = now if mails == MailRhythm.AT_ONCE else next_digest(rhythm, now)
        waiting = Mail.objects.filter(user=user, kind=DIGEST, state=Mail.State.WAITING, send_at__gt=now)
        waiting.update(send_at=send_at)
    return rhythm


def _kept(user: User, silent: Collection[Choice]) -> list[int]:
    """Rows that stay, with the time they have had since."""
    wanted = set(silent)
    rows = Silence.objects.filter(user=user).values_list("pk", "about", "channel")
    return [pk for pk, about, channel in rows if (about, channel) in wanted]
