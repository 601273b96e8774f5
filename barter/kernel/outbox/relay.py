"""Carry messages to their handlers.

Rows are taken with SKIP LOCKED, so any number of relays run side by side; nothing is read by "id > last", because ids
commit out of order. A handler only touches the database and runs in the transaction of its `Handled` row.
"""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from barter.kernel.models import Message

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
        taken = _take()
        if taken is None:
            return False
        failures = _run_all(_handlers(taken.delivery.name), taken)
        _settle(taken, failures)
        return True


@dataclass(frozen=True, slots=True)
class _Taken:
    """A message whose row is locked."""

    pk: int
    attempts: int
    delivery: Delivery


# The lock keeps relays apart without waiting; that a handler works once is held by its note as well (`_not_yet_handled`),
# which is there for a message that is repeated because one of its handlers failed.
_TAKE = """
SELECT id, attempts, uid, name, payload, at FROM kernel_message
WHERE done_at IS NULL AND dead_at IS NULL AND try_at <= %s
ORDER BY try_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
"""


def _take() -> _Taken | None:
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [timezone.now()])
        row = cursor.fetchone()
    if row is None:
        return None
    pk, attempts, uid, name, payload, at = row
    return _Taken(pk, attempts, Delivery(uid, name, json.loads(payload), at))


def handler_name(handler: Handler) -> str:
    return f"{handler.__module__}.{handler.__qualname__}"


def _handlers(name: str) -> Sequence[Handler]:
    table: Mapping[str, Sequence[Handler]] = import_string(settings.SWITCHBOARD)
    return table.get(name, ())


def _run_all(handlers: Sequence[Handler], taken: _Taken) -> list[str]:
    """Run those that have not yet done their work; returns the class names of what went wrong.

    Nearly always nothing does, so first all run behind one savepoint. Otherwise that is undone, and each runs behind
    its own: the work of those that succeed is kept, and the others are repeated alone, later.
    """
    if not handlers:
        return []
    try:
        with transaction.atomic():
            for handler in _not_yet_handled(handlers, taken.pk):
                handler(taken.delivery)
    except Exception:  # noqa: BLE001 - told below, for the handler it belongs to
        errors = [_run(handler, taken) for handler in handlers]
        return [type(error).__name__ for error in errors if error]
    return []


def _not_yet_handled(handlers: Sequence[Handler], pk: int) -> list[Handler]:
    """Note that these handlers have done their work, in the transaction of that work; only the new notes' are returned."""
    names = {handler_name(handler): handler for handler in handlers}
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_handled (message_id, handler) SELECT %s, unnest(%s::text[]) "
            "ON CONFLICT (message_id, handler) DO NOTHING RETURNING handler",
            [pk, list(names)],
        )
        new = {name for (name,) in cursor.fetchall()}
    return [handler for name, handler in names.items() if name in new]


def _run(handler: Handler, taken: _Taken) -> Exception | None:
    try:
        with transaction.atomic():
            for one in _not_yet_handled([handler], taken.pk):
                one(taken.delivery)
    except Exception as error:
        logger.exception(
            "handler failed",
            extra={"handler": handler_name(handler), "event": taken.delivery.name},
        )
        return error
    return None


def _settle(taken: _Taken, failures: list[str]) -> None:
    now, attempts = timezone.now(), taken.attempts + 1
    if not failures:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE kernel_message SET attempts = %s, done_at = %s, error = '' WHERE id = %s",
                [attempts, now, taken.pk],
            )
        return
    try_at = now + min(timedelta(seconds=2**attempts), _LONGEST_WAIT)
    dead_at = now if attempts >= GIVE_UP_AFTER_ATTEMPTS else None
    row = Message.objects.filter(pk=taken.pk)
    row.update(attempts=attempts, error=failures[0][:200], try_at=try_at, dead_at=dead_at)
