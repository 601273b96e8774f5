"""The clock-and-retry door of the inbox."""

import time
from typing import Any

from celery import shared_task

from barter.kernel.clock import now
from barter.kernel.outbox import nudge
from inbox import checking, mailer, operations, pusher
from inbox.operations.files import PROCESS_TASK

_SECONDS_A_TASK = 60


@shared_task(name="inbox.tasks.send_due", ignore_result=True)
def send_due(**_: Any) -> None:
    mailer.send_due()


@shared_task(name="inbox.tasks.send_unsent", ignore_result=True)
def send_unsent(**_: Any) -> None:
    operations.send_unsent(now())


@shared_task(name="inbox.tasks.push_due", ignore_result=True)
def push_due(**_: Any) -> None:
    pusher.push_due()


@shared_task(name=PROCESS_TASK, ignore_result=True)
def check_files(**_: Any) -> None:
    """Take waiting files to their end; after a minute the next task goes on, so that the time limit is never met."""
    began = time.monotonic()
    while checking.check_next():
        if time.monotonic() - began > _SECONDS_A_TASK:
            nudge.nudge(PROCESS_TASK)
            return


@shared_task(name="inbox.tasks.sweep_pushes", ignore_result=True)
def sweep_pushes(**_: Any) -> None:
    operations.sweep_pushes(at=now())


@shared_task(name="inbox.tasks.sweep_files", ignore_result=True)
def sweep_files(**_: Any) -> None:
    """Expire what was never sent, delete what nobody needs."""
    operations.sweep_files(at=now())
