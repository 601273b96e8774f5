"""Do what is due: found by index, taken with SKIP LOCKED, one transaction a row, re-checked under its lock.

Running it twice, late, or on two workers changes nothing: a row is handled only while it is still due.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import models, transaction

from barter.kernel.stateful import Stateful

NAG_EVERY = timedelta(days=1)
logger = logging.getLogger(__name__)
Row = TypeVar("Row", bound=models.Model)
Clocked = TypeVar("Clocked", bound=Stateful)


def run_due(
    queryset: "models.QuerySet[Row]",
    handle: Callable[[Row, datetime], None],
    at: datetime,
    *,
    limit: int = 500,
    column: str = "wake_at",
    lock_first: Callable[[Row], None] | None = None,
) -> int:
    """Call `handle(row, at)` for each row whose `column` is not later than `at`, the longest due first.

    `handle` runs inside the row's transaction and must move `column` on. `lock_first` takes the locks of rows that
    come before this one in the order of locks; it gets the row unlocked. A row that fails is logged and tried again
    next time. Returns how many rows were handled.
    """
    due = queryset.filter(**{f"{column}__lte": at})
    found = list(due.order_by(column, "pk").values_list("pk", flat=True)[:limit])
    return sum(_run_one(due, pk, handle, at, lock_first) for pk in found)


def _run_one(
    due: "models.QuerySet[Row]",
    pk: int,
    handle: Callable[[Row, datetime], None],
    at: datetime,
    lock_first: Callable[[Row], None] | None,
) -> bool:
    try:
        with transaction.atomic():
            if lock_first is not None:
                unlocked = due.filter(pk=pk).first()
                if unlocked is None:
                    return False
                lock_first(unlocked)
            # not waited for: whoever holds the row is moving it, and may move it out of what was due
            row = due.filter(pk=pk).select_for_update(skip_locked=True, of=("self",), no_key=True).first()
            if row is None:
                return False
            handle(row, at)
            return True
    except Exception:
        logger.exception("due work failed", extra={"object_type": due.model._meta.model_name, "object": pk})
        return False


def next_moments(
    row: Clocked, at: datetime, make: Callable[[str, datetime], None], remind: Callable[[Clocked, datetime], None]
) -> None:
    """One look at the clock of a row: remind, make the default, or make what follows the end of grace."""
    clock = row.machine.states[row.state].clock
    plan = row.schedule()
    if clock is None or plan is None:
        row.wake_at = None
        row.save(update_fields=["wake_at"])
    elif at < plan.due_at:
        remind(row, at)
        row.wake_at = plan.next_wake(at) or plan.due_at
        row.save(update_fields=["wake_at"])
    elif row.late_at is None:
        make(clock.on_due, max(plan.due_at, row.state_since))
    elif plan.grace_ends_at is None:  # staff are late: they are told every day until they act
        remind(row, at)
        row.wake_at = at + NAG_EVERY
        row.save(update_fields=["wake_at"])
    elif at >= plan.grace_ends_at:
        make(clock.on_grace_end, max(plan.grace_ends_at, row.state_since))
    else:
        row.wake_at = plan.grace_ends_at
        row.save(update_fields=["wake_at"])
