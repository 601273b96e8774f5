"""Whether, when and how somebody hears of a piece of news: what they silenced, their digest, their quiet hours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import connection, transaction

from barter.kernel.ids import uuid7
from barter.kernel.local_time import find_zone
from inbox.kinds import DIGEST, Kind
from inbox.models import Channel, MailRhythm, Rhythm

SETTLES = timedelta(minutes=5)  # a digest takes nothing new in the minutes before it goes out
_SILENCED = """
SELECT s.user_id, s.channel FROM inbox_mutedmail s WHERE s.user_id = ANY(%(users)s) AND s.topic IN (%(topic)s, %(kind)s)
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """What one person is to get of one piece of news. Times are system time; `digest` waits for one mail a day or week."""

    is_listed: bool
    mails: bool
    pushes: bool
    mail_at: datetime
    push_at: datetime
    digest: bool = False


def plans_of(
    users: Sequence[int], name: str, kind: Kind, *, due_at: datetime | None, at: datetime, now: datetime
) -> dict[int, Plan]:
    """`at` is the product's time of the news, `now` the system's. What is due before its turn comes goes out at once."""
    silenced = _silenced(users, name, kind)
    rhythms = {row.user_id: row for row in Rhythm.objects.filter(user__in=users).select_related("user")}
    left = due_at - at if due_at is not None else None
    plans = {}
    for user in users:
        off = silenced.get(user, frozenset())
        mail_at, digest, push_at = _times(rhythms.get(user), now, left)
        plans[user] = Plan(
            is_listed=kind.needs_action or Channel.INBOX not in off,
            mails=kind.mail and Channel.MAIL not in off,
            pushes=kind.mail and Channel.PUSH not in off,
            mail_at=mail_at,
            push_at=push_at,
            digest=digest,
        )
    return plans


def _silenced(users: Sequence[int], name: str, kind: Kind) -> dict[int, frozenset[str]]:
    with connection.cursor() as cursor:
        cursor.execute(_SILENCED, {"users": list(users), "topic": str(kind.topic), "kind": name})
        found: dict[int, set[str]] = {}
        for user, channel in cursor.fetchall():
            found.setdefault(user, set()).add(channel)
    return {user: frozenset(channels) for user, channels in found.items()}


def _times(rhythm: Rhythm | None, now: datetime, left: timedelta | None) -> tuple[datetime, bool, datetime]:
    """When the mail goes out, whether in a digest, and when the push does. `left`: how long until it is too late."""
    if rhythm is None:
        return now, False, now
    quiet_ends = end_of_quiet(rhythm, now)
    held = quiet_ends if left is None or quiet_ends - now < left else now
    if rhythm.mails == MailRhythm.AT_ONCE:
        return held, False, held
    digest_at = next_digest(rhythm, now)
    if left is not None and digest_at - now >= left:
        return held, False, held
    return digest_at, True, held


def end_of_quiet(rhythm: Rhythm, now: datetime) -> datetime:
    """When this person may be disturbed: now, or the end of their quiet hours."""
    begin, end = rhythm.quiet_from, rhythm.quiet_until
    if begin is None or end is None:
        return now
    local = now.astimezone(find_zone(rhythm.user.time_zone) or UTC)
    hour = local.time().replace(tzinfo=None)
    is_quiet = begin <= hour < end if begin < end else hour >= begin or hour < end
    if not is_quiet:
        return now
    return _at(local.date() if hour < end else local.date() + timedelta(days=1), end, local)


def next_digest(rhythm: Rhythm, now: datetime) -> datetime:
    """The next time a digest goes out to which something can still be added."""
    local = now.astimezone(find_zone(rhythm.user.time_zone) or UTC)
    for days in range(9):
        day = local.date() + timedelta(days=days)
        moment = _at(day, time(rhythm.hour), local)
        is_its_day = rhythm.mails != MailRhythm.WEEKLY or day.weekday() == rhythm.weekday
        if is_its_day and moment > now + SETTLES:
            return moment
    raise AssertionError("a week has seven days")


def _at(day: date, hour: time, local: datetime) -> datetime:
    return datetime.combine(day, hour, local.tzinfo).astimezone(UTC)


_FIND_DIGESTS = """
SELECT DISTINCT ON (user_id) user_id, id FROM inbox_mail
WHERE kind = %(kind)s AND state = 'waiting' AND user_id = ANY(%(users)s) AND send_at > %(after)s ORDER BY user_id, id
"""
_MAKE_DIGESTS = """
INSERT INTO inbox_mail (user_id, kind, message_id, state, attempts, send_at, error)
SELECT d.user_id, %(kind)s, d.message_id, 'waiting', 0, d.send_at, ''
FROM unnest(%(users)s::bigint[], %(message_ids)s::text[], %(send_ats)s::timestamptz[]) AS d (user_id, message_id, send_at)
RETURNING user_id, id
"""


def digests_of(send_at: Mapping[int, datetime], *, now: datetime, host: str) -> dict[int, int]:
    """Key of the digest that waits for each of these people, made where there is none. Inside the news' transaction.

    The lock on the person's rhythm is what keeps two handlers from making one each.
    """
    if not send_at:
        return {}
    assert transaction.get_connection().in_atomic_block
    list(Rhythm.objects.select_for_update().filter(user__in=send_at).order_by("user").values_list("pk"))
    values: dict[str, Any] = {"kind": DIGEST, "users": list(send_at), "after": now + SETTLES}
    with connection.cursor() as cursor:
        cursor.execute(_FIND_DIGESTS, values)
        found = dict(cursor.fetchall())
        missing = [user for user in send_at if user not in found]
        if missing:
            more: dict[str, Any] = {
                "kind": DIGEST,
                "users": missing,
                "message_ids": [f"digest-{uuid7().hex}@{host}" for _ in missing],
                "send_ats": [send_at[user] for user in missing],
            }
            cursor.execute(_MAKE_DIGESTS, more)
            found |= dict(cursor.fetchall())
    return found
