"""The clock's doors of accounts. Both find their work by index; running late, twice or together is harmless."""

from typing import Any

from celery import shared_task

from accounts import exports
from accounts.leaving import erase_due
from accounts.letters import tell_erased, tell_put_off, tell_ready
from barter.kernel.clock import now


@shared_task(name="accounts.tasks.tick", ignore_result=True)
def tick(**_: Any) -> None:
    """Erase whose days are over, and say goodbye or why not yet; delete copies whose days are over."""
    erase_due(at=now(), tell=tell_erased, tell_put_off=tell_put_off)
    exports.expire_due(at=now())


@shared_task(name=exports.TASK, ignore_result=True, soft_time_limit=560, time_limit=580)
def build_exports(*, limit: int = 20, **_: Any) -> None:
    """Build the copies people wait for."""
    for _done in range(limit):
        if not exports.build_next(clock=now, tell=tell_ready):
            return
