"""Lines in people's inboxes, and the mails that go with them."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from barter.kernel.ids import encode, uuid7
from inbox.kinds import OF_TEAMS, kind_of
from inbox.models import Notification
from inbox.planning import Plan, digests_of, plans_of

# Lines and mails of all addressees in one statement. The unique constraint on (user, event, kind) stops a repeat.
_INSERT = """
WITH person AS (
    SELECT * FROM unnest(%(public_ids)s::uuid[], %(users)s::bigint[], %(listed)s::bool[], %(digests)s::bigint[],
        %(mail_ats)s::timestamptz[], %(message_ids)s::text[], %(push_ats)s::timestamptz[])
        AS p (public_id, user_id, is_listed, digest_id, mail_at, message_id, push_at)
), line AS (
    INSERT INTO inbox_notification
        (public_id, user_id, kind, source_uid, object_id, brand_id, deal_id, params, count, at, is_listed, read_at, digest_id)
    SELECT p.public_id, p.user_id, %(kind)s, %(source_uid)s, %(object_id)s, %(brand)s, %(deal)s, %(params)s, 1, %(at)s,
        p.is_listed, CASE WHEN p.is_listed THEN NULL ELSE %(at)s::timestamptz END, p.digest_id
    FROM person p
    ON CONFLICT (user_id, source_uid, kind) DO NOTHING
    RETURNING id, user_id, public_id
), mail AS (
    INSERT INTO inbox_mail (notification_id, user_id, kind, message_id, state, attempts, send_at, error)
    SELECT line.id, line.user_id, %(kind)s, p.message_id, 'waiting', 0, p.mail_at, ''
    FROM line JOIN person p USING (public_id)
    WHERE p.mail_at IS NOT NULL AND NOT (%(mailed_after)s::timestamptz IS NOT NULL AND EXISTS (
        SELECT 1 FROM inbox_notification n JOIN inbox_mail m ON m.notification_id = n.id
        WHERE n.object_id = %(object_id)s AND n.user_id = line.user_id AND n.kind = %(kind)s AND n.at > %(mailed_after)s
    ))
), push AS (
    INSERT INTO inbox_push (notification_id, device_id, state, attempts, send_at, error)
    SELECT line.id, d.id, 'waiting', 0, p.push_at, ''
    FROM line JOIN person p USING (public_id) JOIN inbox_pushdevice d ON d.user_id = line.user_id
    WHERE p.push_at IS NOT NULL
)
SELECT count(*) FROM line
"""
_CHUNK = 1_000


def notify(
    *,
    users: Sequence[int],
    kind: str,
    source_uid: UUID,
    object_id: str,
    params: Mapping[str, Any],
    at: datetime,
    brand: int | None = None,
    deal: int | None = None,
) -> int:
    """One line a person (by key) and source event, and its mail if the kind has one. A repeat changes nothing.

    Kinds that merge count up an unread line instead. Returns how many lines are new. `brand` and `deal` are keys.
    """
    row = kind_of(kind)
    people = list(dict.fromkeys(users))
    if row.merges:
        since = at - timedelta(hours=row.merges_within_hours) if row.merges_within_hours else None
        counted = _count_up(people, kind, source_uid, object_id, params, at, since)
        people = [user for user in people if user not in counted]
    due_at = datetime.fromisoformat(params["due_at"]) if params.get("due_at") else None
    values: dict[str, Any] = {
        "kind": kind,
        "source_uid": source_uid,
        "object_id": object_id,
        "brand": brand,
        "deal": deal,
        "params": json.dumps(dict(params)),
        "at": at,
        "mailed_after": at - timedelta(hours=row.mail_once_in_hours) if row.mail_once_in_hours else None,
    }
    told = 0
    for start in range(0, len(people), _CHUNK):
        some = people[start : start + _CHUNK]
        told += _insert(plans_of(some, kind, row, due_at=due_at, at=at, now=timezone.now()), values)
    return told


def mark_notifications_read(*, user: User, at: datetime, only: Sequence[str] | None = None) -> int:
    """Mark all, or those with the given public ids, as read. Returns how many changed."""
    unread = Notification.objects.filter(user=user, read_at=None)
    if only is not None:
        unread = unread.filter(public_id__in=only)
    return unread.update(read_at=at)


def mark_notifications_unread(*, user: User, read_at: datetime) -> int:
    """Take back what was marked as read at exactly this moment. Returns how many changed."""
    marked = Notification.objects.filter(user=user, read_at=read_at, is_listed=True)
    return marked.exclude(at=read_at).update(read_at=None)


def forget_news_of_team(*, user: User, brand_id: int) -> None:
    """Somebody no longer works for a brand: what they heard as one of its team goes, with the mails and pushes that wait."""
    Notification.objects.filter(user=user, brand=brand_id, kind__in=OF_TEAMS).delete()


def mail_host() -> str:
    """Right side of our Message-IDs."""
    return urlsplit(settings.SITE_URL).hostname or "barter"


def _insert(plans: Mapping[int, Plan], values: Mapping[str, Any]) -> int:
    ids = [uuid7() for _ in plans]
    waiting = {user: plan.mail_at for user, plan in plans.items() if plan.mails and plan.digest}
    with transaction.atomic(), connection.cursor() as cursor:
        digests = digests_of(waiting, now=timezone.now(), host=mail_host())
        columns: dict[str, Any] = {
            "public_ids": ids,
            "message_ids": [f"{encode('ntf', one)}@{mail_host()}" for one in ids],
            "users": list(plans),
            "listed": [plan.is_listed for plan in plans.values()],
            "digests": [digests.get(user) for user in plans],
            "mail_ats": [plan.mail_at if plan.mails and not plan.digest else None for plan in plans.values()],
            "push_ats": [plan.push_at if plan.pushes else None for plan in plans.values()],
        }
        cursor.execute(_INSERT, {**values, **columns})
        return int(cursor.fetchone()[0])


def _count_up(
    people: Sequence[int],
    kind: str,
    source_uid: UUID,
    object_id: str,
    params: Mapping[str, Any],
    at: datetime,
    since: datetime | None,
) -> set[int]:
    """People whose unread line about this now stands for one event more. The relay calls once per event.

    With `since` only lines that are newer: what comes after an older one is told anew.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE inbox_notification SET count = count + 1, params = %s, at = greatest(at, %s)
            WHERE object_id = %s AND user_id = ANY(%s) AND kind = %s AND read_at IS NULL AND source_uid <> %s
                AND (%s::timestamptz IS NULL OR at > %s::timestamptz)
            RETURNING user_id
            """,
            [json.dumps(dict(params)), at, object_id, list(people), kind, source_uid, since, since],
        )
        return {user for (user,) in cursor.fetchall()}
