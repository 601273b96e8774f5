"""Handing news to push services, each at most once a device.

A conditional UPDATE that has committed takes a row right before its one request goes out (`handed`). What certainly did
not arrive (no connection, 429, 5xx) is tried again a few times; what may have arrived never is. A device that its push
service no longer knows, or whose session has ended, is forgotten. One that is never answered for is asked ever more
rarely, and forgotten after some days.
"""

import hashlib
import json
import logging
import time
from collections import Counter
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

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
_LANES, _LANES_A_PERSON = 8, 2  # requests that wait for their answer at the same time
GONE_AFTER_FAILURES, GONE_AFTER = 8, timedelta(days=3)
_SHORTEST_REST, _LONGEST_REST = timedelta(minutes=1), timedelta(hours=6)
_LONGEST_WORDS = 200


def push_due() -> int:
    """Send what is due, for about a minute at most. Returns how many the push services took.

    The requests wait for their answers side by side, of one person only a few: endpoints that never answer hold up
    nobody else. All rows are read and written here, the threads only talk to push services.
    """
    if not settings.VAPID_PRIVATE_KEY:
        return 0
    _note_lost()
    run = _Run(until=time.monotonic() + _WORK_SECONDS)
    pool = ThreadPoolExecutor(_LANES, thread_name_prefix="push")
    try:
        while run.goes_on():
            while len(run.on_the_way) < _LANES and (row := run.next_row()) is not None:
                if request := _request_of(row, is_live=row.device_id in run.live):
                    run.on_the_way[pool.submit(outward.post, row.device.endpoint, **request)] = row
            run.settle_answered()
    finally:
        pool.shutdown(wait=False)
    return run.sent


@dataclass(slots=True)
class _Run:
    """What one run has read, sends just now, and has sent."""

    until: float
    sent: int = 0
    seen: set[int] = field(default_factory=set)
    live: set[int] = field(default_factory=set)
    queue: list[Push] = field(default_factory=list)
    on_the_way: "dict[Future[outward.Answer], Push]" = field(default_factory=dict)

    def goes_on(self) -> bool:
        """More to send and time for it; or the last answers are to come, for a moment."""
        now = time.monotonic()
        if now > self.until:
            self.queue = []
            return bool(self.on_the_way) and now < self.until + outward.WHOLE_SECONDS + 2
        if not self.queue and not self.on_the_way:
            self._read_more()
        return bool(self.queue or self.on_the_way)

    def next_row(self) -> Push | None:
        """The longest due one of somebody who doesn't wait for a few answers already."""
        return self._pick() or (self._read_more() and self._pick()) or None

    def _pick(self) -> Push | None:
        people = Counter(row.device.user_id for row in self.on_the_way.values())
        for place, row in enumerate(self.queue):
            if people[row.device.user_id] < _LANES_A_PERSON:
                return self.queue.pop(place)
        return None

    def settle_answered(self) -> None:
        """Wait for the next answer, not for long: others may have become due."""
        for answered in wait(self.on_the_way, timeout=1, return_when=FIRST_COMPLETED).done:
            self.sent += _settle_answer(self.on_the_way.pop(answered), answered)

    def _read_more(self) -> bool:
        """One for each device that neither waits for an answer nor rests; False when there is none."""
        now = timezone.now()
        due = Push.objects.filter(state=S.WAITING, send_at__lte=now).exclude(pk__in=self.seen)
        due = due.exclude(device__rest_until__gt=now)
        busy = {row.device_id for row in (*self.queue, *self.on_the_way.values())}
        due = due.exclude(device_id__in=busy)
        rows = due.select_related("device__user", "notification__deal", "notification__brand").order_by("send_at", "pk")
        first: dict[int, Push] = {}
        for row in rows[:_BATCH]:
            first.setdefault(row.device_id, row)
        self.queue += first.values()
        self.seen |= {row.pk for row in first.values()}
        self.live |= set(live_devices(PushDevice.objects.filter(pk__in=list(first))).values_list("pk", flat=True))
        return bool(first)


def _request_of(row: Push, *, is_live: bool) -> dict[str, Any] | None:
    """What goes out now, taken so that nobody else sends it; None when it should not or somebody else has it."""
    if reason := _unwanted(row, is_live):
        _settle(row, S.WAITING, S.DROPPED, reason)
        if not is_live:
            PushDevice.objects.filter(pk=row.device_id).delete()
        return None
    now = timezone.now()
    try:
        body = webpush.encrypt(_payload(row.notification, row.device), p256dh=row.device.p256dh, auth=row.device.auth)
        headers = _headers(row, now)
    except Exception:
        logger.exception("push could not be written", extra={"kind": row.notification.kind})
        _settle(row, S.WAITING, S.REFUSED, "unwritten")
        return None
    ours = Push.objects.filter(pk=row.pk, state=S.WAITING)
    taken = ours.update(state=S.HANDED, handed_at=now, attempts=F("attempts") + 1)
    return {"body": body, "headers": headers} if taken else None


def _settle_answer(row: Push, answered: "Future[outward.Answer]") -> bool:
    try:
        answer = answered.result()
    except outward.Forbidden as error:
        _forget(row, error.reason)
        return False
    except outward.NotReached as error:
        _again(row, str(error), "")
        _let_rest(row.device_id)
        return False
    except outward.NoAnswer:
        _settle(row, S.HANDED, S.UNCONFIRMED, "no_answer")
        _let_rest(row.device_id)
        return False
    except Exception:  # of one request, which must not cost the others theirs
        logger.exception("push failed", extra={"kind": row.notification.kind})
        _settle(row, S.HANDED, S.UNCONFIRMED, "failed")
        return False
    if row.device.failures:
        PushDevice.objects.filter(pk=row.device_id).update(failures=0, failing_since=None, rest_until=None)
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


def _let_rest(device_id: int) -> None:
    """Its push service was silent: the longer it is, the rarer it is asked, and in the end not at all."""
    now = timezone.now()
    device = PushDevice.objects.filter(pk=device_id).first()
    if device is None:
        return
    since, failures = device.failing_since or now, device.failures + 1
    if failures >= GONE_AFTER_FAILURES and since <= now - GONE_AFTER:
        logger.info("push device forgotten", extra={"error": "silent"})
        device.delete()
        return
    rest = min(_SHORTEST_REST * 2 ** min(failures - 1, 10), _LONGEST_REST)
    device.failures, device.failing_since, device.rest_until = failures, since, now + rest
    device.save(update_fields=["failures", "failing_since", "rest_until"])


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
