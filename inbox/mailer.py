"""Sending mails, each at most once.

The rule. A worker claims a mail by a conditional UPDATE that has committed before it talks to the mail server. Right
before the text goes out, a second conditional UPDATE notes that the server may have it from now on (`handed`). So:

- claimed, never handed over, and the claim is 15 seconds old: the worker died or is slow, the server certainly does not
  have it. Another worker takes it.
- handed over and never confirmed: the server may have it. It becomes `unconfirmed` and is never sent again by us; staff
  see it and can.
- refused by the server: certainly not accepted. Tried again later, or given up when the refusal is for good.

A worker that lost its claim while it slept fails at the second UPDATE and sends nothing.
"""

import logging
import time
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from barter.kernel import clock
from inbox.digests import news_of
from inbox.handover import Handover, NotAccepted, Unconfirmed
from inbox.kinds import DIGEST, kind_of
from inbox.letters import letter_of
from inbox.models import Channel, Mail, Silence

logger = logging.getLogger(__name__)
S = Mail.State
OLD_NEWS = timedelta(days=2)
CLAIM_LASTS = timedelta(seconds=15)  # a lost claim costs nothing, so what a killed worker held goes out soon
HANDING_LASTS = timedelta(minutes=2)
GIVE_UP_AFTER_ATTEMPTS = 8
_WORK_SECONDS = 60.0  # below the task's time limit by more than the slowest mail
_BATCH = 20
_CLAIM = """
UPDATE inbox_mail SET state = 'claimed', claimed_at = %(now)s, attempts = attempts + 1
WHERE id IN (
    SELECT id FROM inbox_mail
    WHERE send_at <= %(now)s AND (state = 'waiting' OR (state = 'claimed' AND claimed_at < %(stale)s))
    ORDER BY send_at, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
RETURNING id
"""


def send_due(limit: int = 1_000) -> int:
    """Send what is due, for about a minute at most. Returns how many the mail server accepted."""
    _note_unconfirmed()
    _drop_old_news()
    sent, taken, until = 0, 0, time.monotonic() + _WORK_SECONDS
    with Handover() as handover:
        while taken < limit and time.monotonic() < until:
            now = timezone.now()
            claimed = _claim(min(_BATCH, limit - taken), now)
            if not claimed:
                break
            taken += len(claimed)
            sent += _send_batch(claimed, now, handover, until)
    return sent


def _claim(limit: int, now: datetime) -> list[int]:
    """Mails that are ours for a while; no other worker gets the same ones.

    This divides the work; that nothing is sent twice is held by `_hand` as well, also for who slept through a claim.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"now": now, "stale": now - CLAIM_LASTS, "limit": limit})
        return sorted(pk for (pk,) in cursor.fetchall())


def _send_batch(claimed: list[int], claimed_at: datetime, handover: Handover, until: float) -> int:
    rows = Mail.objects.filter(pk__in=claimed).select_related(
        "notification__deal", "notification__brand", "user", "invitation__brand", "invitation__invited_by"
    )
    rows = rows.defer("notification__deal__terms", "notification__deal__search", "notification__deal__search_text")
    mails = list(rows.order_by("send_at", "pk"))
    people = {mail.user_id for mail in mails if mail.user_id}
    silenced = Silence.objects.filter(user__in=people, channel=Channel.MAIL) if people else Silence.objects.none()
    muted = set(silenced.values_list("user_id", "about"))
    sent = 0
    for mail in mails:
        if time.monotonic() > until:
            _let_go(mail, claimed_at)
        elif reason := _unwanted(mail, muted):
            _close(mail, claimed_at, S.DROPPED, reason)
        else:
            sent += _send(mail, claimed_at, handover)
    return sent


def _unwanted(mail: Mail, muted: set[tuple[int, str]]) -> str:
    """Why a mail should not go out after all; empty when it should."""
    if mail.invitation is not None:
        over = mail.invitation.accepted_at or mail.invitation.revoked_at
        return "invitation_over" if over else ""
    if mail.kind == DIGEST:
        return "" if mail.user is not None and mail.user.is_active and news_of(mail) else "nothing_left"
    notification = mail.notification
    if notification is None or mail.user is None or not mail.user.is_active:
        return "nobody_to_tell"
    if {(mail.user_id, str(kind_of(mail.kind).topic)), (mail.user_id, mail.kind)} & muted:
        return "turned_off"
    if notification.read_at is not None and kind_of(mail.kind).merges:
        return "read_already"
    return ""


def _send(mail: Mail, claimed_at: datetime, handover: Handover) -> bool:
    try:
        message = letter_of(mail, clock.now())
        accepted = handover.give(message, lambda: _hand(mail, claimed_at))
    except NotAccepted as error:
        _refused(mail, claimed_at, error)
        return False
    except Unconfirmed as error:
        _move(mail, S.HANDED, state=S.UNCONFIRMED, send_at=None, failed_at=timezone.now(), error=error.reason[:100])
        logger.warning("mail not confirmed", extra={"error": error.reason})
        return False
    except Exception as error:
        logger.exception("mail could not be written", extra={"kind": mail.kind})
        _refused(mail, claimed_at, NotAccepted(type(error).__name__))
        return False
    if accepted:
        now = timezone.now()
        done = Mail.objects.filter(pk=mail.pk, state__in=[S.HANDED, S.UNCONFIRMED])
        done.update(state=S.SENT, sent_at=now, send_at=None, failed_at=None, error="")
    return accepted


def _hand(mail: Mail, claimed_at: datetime) -> bool:
    """From here on the server may have it. False when the claim is no longer ours."""
    ours = Mail.objects.filter(pk=mail.pk, state=S.CLAIMED, claimed_at=claimed_at)
    return ours.update(state=S.HANDED) == 1


def _refused(mail: Mail, claimed_at: datetime, error: NotAccepted) -> None:
    """The server does not have it: later again, unless it is for good or was tried often enough."""
    logger.warning("mail not accepted", extra={"error": error.reason})
    if error.for_good or mail.attempts >= GIVE_UP_AFTER_ATTEMPTS:
        _close(mail, claimed_at, S.REFUSED, error.reason)
        return
    wait = timedelta(seconds=15 * 2**mail.attempts)
    ours = Mail.objects.filter(pk=mail.pk, claimed_at=claimed_at, state__in=[S.CLAIMED, S.HANDED])
    ours.update(state=S.WAITING, claimed_at=None, send_at=timezone.now() + wait, error=error.reason[:100])


def _close(mail: Mail, claimed_at: datetime, state: str, reason: str) -> None:
    ours = Mail.objects.filter(pk=mail.pk, claimed_at=claimed_at, state__in=[S.CLAIMED, S.HANDED])
    ours.update(state=state, send_at=None, failed_at=timezone.now(), error=reason[:100])


def _let_go(mail: Mail, claimed_at: datetime) -> None:
    """Not begun: the next run takes it at once."""
    ours = Mail.objects.filter(pk=mail.pk, claimed_at=claimed_at, state=S.CLAIMED)
    ours.update(state=S.WAITING, claimed_at=None, attempts=mail.attempts - 1)


def _move(mail: Mail, before: str, **columns: object) -> None:
    Mail.objects.filter(pk=mail.pk, state=before).update(**columns)


def _drop_old_news() -> None:
    """News of more than two days ago stands in the inbox; a mail about it now would only confuse."""
    old = Mail.objects.filter(state=S.WAITING, send_at__isnull=False, notification__at__lt=clock.now() - OLD_NEWS)
    old.update(state=S.DROPPED, send_at=None, failed_at=timezone.now(), error="too_old")


def _note_unconfirmed() -> None:
    """What a worker was handing over when it died: the server may have it, so it is never sent again by us."""
    now = timezone.now()
    lost = Mail.objects.filter(state=S.HANDED, send_at__isnull=False, claimed_at__lt=now - HANDING_LASTS)
    lost.update(state=S.UNCONFIRMED, send_at=None, failed_at=now, error="worker_lost")
