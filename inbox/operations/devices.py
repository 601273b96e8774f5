"""The browsers on which somebody wants news."""

from datetime import datetime, timedelta
from typing import Any

import orjson
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.events import AccountMoved
from accounts.models import User
from barter.kernel import outward, policy, webpush
from barter.kernel.actors import Actor, Side
from barter.kernel.errors import NotAllowed
from barter.kernel.moves import record_move
from inbox.errors import NoPushHere
from inbox.models import Push, PushDevice

MOST_DEVICES = 10
_LONGEST_ENDPOINT = 1000


def add_device(*, user: User, session_key: str, subscription: str, name: str, at: datetime) -> PushDevice:
    """Keep what the browser's push service gave it, as JSON of a PushSubscription. The same browser again is the same device.

    The eleventh device takes the place of the oldest. Raises NoPushHere.
    """
    endpoint, p256dh, auth = _read(subscription)
    if not session_key or not settings.VAPID_PRIVATE_KEY:
        raise NoPushHere
    columns = {"user": user, "p256dh": p256dh, "auth": auth, "session_key": session_key, "name": name[:300]}
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).filter(pk=user.pk).values("pk").get()
        device, is_new = PushDevice.objects.update_or_create(
            endpoint=endpoint, defaults=columns, create_defaults={**columns, "added_at": at}
        )
        if is_new:
            extra = PushDevice.objects.filter(user=user).order_by("-pk").values_list("pk", flat=True)[MOST_DEVICES:]
            PushDevice.objects.filter(pk__in=list(extra)).delete()
    return device


def remove_device(*, device: PushDevice) -> None:
    """Nothing more on this device. Idempotent; what waited for it goes with it."""
    PushDevice.objects.filter(pk=device.pk).delete()


def take_off_device(*, device: PushDevice, by: Actor, at: datetime) -> None:
    """Staff do the same for a person who asked them; it stands in the person's timeline."""
    if by.side != Side.STAFF:
        raise NotAllowed
    with transaction.atomic():
        remove_device(device=device)
        event = AccountMoved(user=device.user.public_id, move="take_off_device")
        record_move(device.user, move="take_off_device", actor=by, at=at, event=event)


def live_devices(rows: "QuerySet[PushDevice] | None" = None) -> "QuerySet[PushDevice]":
    """Devices whose session has not ended: nobody is told news on a browser where they signed out."""
    sessions = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=timezone.now())
    return (PushDevice.objects.all() if rows is None else rows).filter(Exists(sessions))


def sweep_pushes(*, at: datetime, batch: int = 2_000) -> int:
    """Delete what was handed over or dropped long ago: once its news is old, nobody asks any more. Oldest first, so a
    sweep with nothing to do looks at one batch. Returns how many went."""
    before, gone = at - timedelta(days=policy.value("push_kept_days")), 0
    while True:
        oldest = list(Push.objects.order_by("pk").values_list("pk", flat=True)[:batch])
        settled = Push.objects.filter(pk__in=oldest, send_at=None, notification__at__lt=before)
        deleted = settled.delete()[0]
        gone += deleted
        if deleted < batch:
            return gone


def _read(subscription: str) -> tuple[str, str, str]:
    try:
        told: Any = orjson.loads(subscription)  # at most 1,024 levels
        endpoint, keys = str(told["endpoint"]), told["keys"]
        p256dh, auth = str(keys["p256dh"]), str(keys["auth"])
        outward.check_address(endpoint)
    except (ValueError, KeyError, TypeError, outward.Forbidden):
        raise NoPushHere(field="subscription") from None
    if len(endpoint) > _LONGEST_ENDPOINT or len(p256dh) > 100 or len(auth) > 40 or not webpush.check_keys(p256dh, auth):
        raise NoPushHere(field="subscription")
    return endpoint, p256dh, auth
