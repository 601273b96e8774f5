"""Carry messages to their handlers.

Rows are taken with SKIP LOCKED, so any number of relays run side by side; nothing is read by "id > last", because ids
commit out of order. A handler only touches the database and runs in the transaction of its `Handled` row.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from barter.kernel.models import Handled, Message

logger = logging.getLogger(__name__)
GIVE_UP_AFTER_ATTEMPTS = 12
_LONGEST_WAIT = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a handler receives. `at` is the product time of the event."""

    uid: UUID
    name: str
    payload: Mapping[str, Any]
    at: datetime


Handler = Callable[[Delivery], None]


def drain(limit: int = 10_000) -> int:
    """Carry what is pending, and what that causes, until nothing is left or `limit` is reached. Returns how many."""
    carried = 0
    while carried < limit and carry_one():
        carried += 1
    return carried


def carry_one() -> bool:
    """Take one pending message through its handlers. False when none is pending."""
    with transaction.atomic():
        message = (
            Message.objects.select_for_update(skip_locked=True)
            .filter(done_at=None, dead_at=None, try_at__lte=timezone.now())
            .order_by("try_at", "id")
            .first()
        )
        if message is None:
            return False
        results = [_run(handler, message) for handler in _handlers(message.name)]
        failures = [type(error).__name__ for error in results if error]
        _settle(message, failures)
        return True


def handler_name(handler: Handler) -> str:
    return f"{handler.__module__}.{handler.__qualname__}"


def _handlers(name: str) -> Sequence[Handler]:
    table: Mapping[str, Sequence[Handler]] = import_string(settings.SWITCHBOARD)
    return table.get(name, ())


def _run(handler: Handler, message: Message) -> Exception | None:
    delivery = Delivery(message.uid, message.name, message.payload, message.at)
    try:
        with transaction.atomic():
            _, first_time = Handled.objects.get_or_create(message=message, handler=handler_name(handler))
            if first_time:
                handler(delivery)
    except Exception as error:
        logger.exception(
            "handler failed",
            extra={"handler": handler_name(handler), "event": message.name},
        )
        return error
    return None


def _settle(message: Message, failures: list[str]) -> None:
    now = timezone.now()
    message.attempts += 1
    if not failures:
        message.done_at, message.error = now, ""
    else:
        message.error = failures[0][:200]
        message.try_at = now + min(timedelta(seconds=2**message.attempts), _LONGEST_WAIT)
        if message.attempts >= GIVE_UP_AFTER_ATTEMPTS:
            message.dead_at = now
    message.save(update_fields=["attempts", "done_at", "error", "try_at", "dead_at"])
