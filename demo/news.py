"""The news of the people who sign in: a worker tells it after the world was built, and all but the latest has been read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import ClassVar

from django.db import transaction

from accounts.models import User
from barter.kernel.models import Message
from barter.kernel.moves import Event, record
from barter.kernel.outbox.relay import Delivery, Handler
from barter.switchboard import HANDLERS as PRODUCT
from inbox.models import Notification
from inbox.operations import mark_notifications_read

UNREAD = 8  # as many as somebody finds in the morning
EVENTS_A_TURN = 5
LOGINS = ("creator@example.com", "brand@example.com", "manager@example.com", "viewer@example.com")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldBuilt(Event):
    """Recorded last, so that a worker carries it behind everything the world announced."""

    name: ClassVar[str] = "demo.world_built"


def announce(at: datetime) -> None:
    with transaction.atomic():
        record(WorldBuilt(), at=at)


def read_older_news(delivery: Delivery) -> None:
    """Behind every few events of the build, so that nobody sees the news of months pile up while the worker tells it.

    What happens later is news like any other, and stays unread.
    """
    built_at = _built_at()
    is_turn = delivery.name == WorldBuilt.name or delivery.uid.int % EVENTS_A_TURN == 0
    if not is_turn or built_at is None or delivery.at > built_at:
        return
    unread = Notification.objects.filter(user__in=_logins()).listed().unread().order_by("user", "-at", "-id")
    unread = unread.select_for_update(
        skip_locked=True
    )  # what another worker looks at now, it reads or the next one does
    seen: dict[int, int] = {}
    older: dict[int, list[str]] = {}
    for user, key in unread.values_list("user", "public_id"):
        seen[user] = seen.get(user, 0) + 1
        if seen[user] > UNREAD:
            older.setdefault(user, []).append(key)
    for reader in User.objects.filter(pk__in=older):
        mark_notifications_read(user=reader, at=delivery.at, only=older[reader.pk])


@cache
def _built_at() -> datetime | None:
    return Message.objects.filter(name=WorldBuilt.name).order_by("-at").values_list("at", flat=True).first()


@cache
def _logins() -> tuple[int, ...]:
    return tuple(User.objects.filter(email__in=LOGINS).values_list("pk", flat=True))


HANDLERS: Mapping[str, Sequence[Handler]] = {
    **{name: [*handlers, read_older_news] for name, handlers in PRODUCT.items()},
    WorldBuilt.name: [read_older_news],
}
