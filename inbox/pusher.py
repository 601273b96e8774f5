"""Handing news to push services, each at most once a device.

A conditional UPDATE that has committed takes a row right before its one request goes out (`handed`). What certainly did
not arrive (no connection, 429, 5xx) is tried again a few times; what may have arrived never is. A device that its push
service no longer knows, or whose session has ended, is forgotten.
"""

import hashlib
import json
import logging
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from barter.kernel import clock, outward, webpush
from barter.kernel.languages import spoken
from barter.kernel.local_time import told_in
from inbox.kinds import kind_of
from inbox.models import Notification, Push, PushDevice
from inbox.operations.devices import live_devices
from inbox.words import words_of

logger = logging.getLogger(__name__)
S = Push.State
GIVE_UP_AFTER_ATTEMPTS = 5
_KEPT = timedelta(hours=24)  # how long a push service keeps it for a device that is off
_OLD_NEWS = timedelta(hours=24)
_HANDING_LASTS = timedelta(minutes=2)
_WORK_SECONDS = 60.0
_BATCH = 50
_LONGEST_WORDS = 200


def push_due() -> int:
    """Send what is due, for about a minute at most. Returns how many the push services took."""
    if not settings.VAPID_PRIVATE_KEY:
        return 0
    _note_lost()
    sent, until = 0, time.monotonic() + _WORK_SECONDS
    seen: set[int] = set()
    while time.monotonic() < until:
        due = Push.objects.filter(state=S.WAITING, send_at__lte=timezone.now()).exclude(pk__in=seen)
        rows = list(
            due.select_related("device__user", "notification__deal", "notification__brand").order_by("send_at", "pk")[
                :_BATCH
            ]
        )
        if not rows:
            break
        seen |= {row.pk for row in rows}
        live = set(
            live_devices(PushDevice.objects.filter(pk__in={row.device_id for row in rows})).values_list("pk", flat=True)
        )
        for row in rows:
            if time.monotonic() > until:
                break
            sent += _push(row, is_live=row.device_id in live)
    return sent


def _push(row: Push, *, is_live: bool) -> bool:
    if reason := _unwanted(row, is_live):
        _settle(row, S.WAITING, S.DROPPED, reason)
        if not is_live:
            PushDevice.objects.filter(pk=row.device_id).delete()
        return False
    now = timezone.now()
    try:
        body = webpush.encrypt(_payload(row.notification, row.device), p256dh=row.device.p256dh, auth=row.device.auth)
        headers = _headers(row, now)
    except Exception:
        logger.exception("push could not be written", extra={"kind": row.notification.kind})
        _settle(row, S.WAITING, S.REFUSED, "unwritten")
        return False
    ours = Push.objects.filter(pk=row.pk, state=S.WAITING)
    if not ours.update(state=S.HANDED, handed_at=now, attempts=F("attempts") + 1):
        return False  # another worker was faster
    return _hand(row, body, headers)


def _hand(row: Push, body: bytes, headers: dict[str, str]) -> bool:
    try:
        answer = outward.post(row.device.endpoint, body=body, headers=headers)
    except outward.Forbidden as error:
        _forget(row, error.reason)
        return False
    except outward.NotReached as error:
        _again(row, str(error), "")
        return False
    except outward.NoAnswer:
        _settle(row, S.HANDED, S.UNCONFIRMED, "no_answer")
        return False
    if 200 <= answer.status < 300:
        return _settle(row, S.HANDED, S.SENT, "")
    if answer.status in {404, 410}:
        _forget(row, f"http_{answer.status}")
    elif answer.status == 429 or answer.status >= 500:
        _again(row, f"http_{answer.status}", answer.retry_after)
    else:
        logger.warning("push refused", extra={"error": f"http_{answer.status}"})
        _settle(row, S.HANDED, S.REFUSED, f"http_{answer.status}")
    return False


def _unwanted(row: Push, is_live: bool) -> str:
    """Why it should not go out after all; empty when it should."""
    notification, user = row.notification, row.device.user
    if not is_live:
        return "signed_out"
    if not user.is_active or notification.user_id != user.pk:
        return "nobody_to_tell"
    if notification.read_at is not None and notification.is_listed:
        return "read_already"
    return "too_old" if notification.at < clock.now() - _OLD_NEWS else ""


def _payload(notification: Notification, device: PushDevice) -> bytes:
    """Short, in the reader's language: a sentence and where it leads. Never what somebody wrote, never an address."""
    user = device.user
    with told_in(user.time_zone), spoken(user.language):
        words = words_of(notification, clock.now()).subject
    told = {
        "words": words[:_LONGEST_WORDS],
        "url": reverse("notification", args=[notification.public_id]),
        "topic": _topic(notification),
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _headers(row: Push, now: datetime) -> dict[str, str]:
    is_urgent = kind_of(row.notification.kind).needs_action
    vapid = webpush.authorization(
        row.device.endpoint, private_key=settings.VAPID_PRIVATE_KEY, subject=settings.VAPID_CONTACT, at=now
    )
    return {
        "Authorization": vapid,
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(int(_KEPT.total_seconds())),
        "Topic": _topic(row.notification),
        "Urgency": "high" if is_urgent else "normal",
    }


def _topic(notification: Notification) -> str:
    """A later word about the same thing takes the place of one that a device has not shown yet. Tells nothing."""
    named = f"{notification.user_id} {notification.kind} {notification.object_id}"
    return webpush.encode(hashlib.sha256(named.encode()).digest())[:32]


def _settle(row: Push, before: str, state: str, error: str) -> bool:
    return bool(Push.objects.filter(pk=row.pk, state=before).update(state=state, send_at=None, error=error[:40]))


def _again(row: Push, error: str, retry_after: str) -> None:
    """The push service certainly does not have it."""
    attempts = row.attempts + 1
    if attempts >= GIVE_UP_AFTER_ATTEMPTS:
        _settle(row, S.HANDED, S.REFUSED, error)
        return
    asked = int(retry_after) if retry_after.isascii() and retry_after.isdigit() and len(retry_after) <= 5 else 0
    wait = timedelta(seconds=max(15 * 2**attempts, min(asked, 3600)))
    handed = Push.objects.filter(pk=row.pk, state=S.HANDED)
    handed.update(state=S.WAITING, send_at=timezone.now() + wait, handed_at=None, error=error[:40])


def _forget(row: Push, why: str) -> None:
    logger.info("push device forgotten", extra={"error": why})
    PushDevice.objects.filter(pk=row.device_id, endpoint=row.device.endpoint).delete()


def _note_lost() -> None:
    """What a worker was handing over when it died: the device may have it."""
    lost = Push.objects.filter(state=S.HANDED, handed_at__lt=timezone.now() - _HANDING_LASTS)
    lost.update(state=S.UNCONFIRMED, send_at=None, error="worker_lost")
