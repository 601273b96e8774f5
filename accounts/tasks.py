"""The clock's door of accounts."""

from typing import Any

from celery import shared_task

from accounts.goodbyes import tell_erased
from accounts.leaving import erase_due
from barter.kernel.clock import now


@shared_task(name="accounts.tasks.tick", ignore_result=True)
def tick(**_: Any) -> None:
    """Erase whose days are over, and say goodbye."""
    erase_due(at=now(), tell=tell_erased)
