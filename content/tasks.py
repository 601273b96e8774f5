"""The clock-and-retry door of content. Every task finds its work by index, so running late, twice or together is harmless."""

import time
from typing import Any

from celery import shared_task

from barter.kernel import storage
from barter.kernel.clock import now
from barter.kernel.clockwork import run_due
from barter.kernel.outbox import nudge
from content import operations
from content.models import Licence, TakeDown
from content.operations.uploads import CLEAN_TASK, PROCESS_TASK
from content.processing import clean
from content.processing.work import process_next

_SECONDS_A_TASK = 120


@shared_task(name=PROCESS_TASK, ignore_result=True, soft_time_limit=560, time_limit=580)
def process(**_: Any) -> None:
    """Take waiting files to their end. After two minutes the next task goes on, so that the time limit is never met."""
    began = time.monotonic()
    while process_next():
        if time.monotonic() - began > _SECONDS_A_TASK:
            nudge.nudge(PROCESS_TASK)
            return


@shared_task(name=CLEAN_TASK, ignore_result=True, soft_time_limit=560, time_limit=580)
def process_clean(**_: Any) -> None:
    """Make previews of approved files without our mark. Whoever waits for a fresh file never waits for these."""
    began = time.monotonic()
    while process_next() or clean.process_next():
        if time.monotonic() - began > _SECONDS_A_TASK:
            nudge.nudge(CLEAN_TASK)
            return


@shared_task(name="content.tasks.look_at_store", ignore_result=True)
def look_at_store(**_: Any) -> None:
    """Whether the object store answers, so that pages can say so before somebody tries."""
    storage.look()


@shared_task(name="content.tasks.sweep", ignore_result=True)
def sweep(**_: Any) -> None:
    """Expire abandoned uploads, delete what they left and previews nobody sees any more; forget links that ended long ago."""
    operations.sweep(at=now())
    operations.forget_shares(at=now())
    clean.clear_old()


@shared_task(name="content.tasks.tick", ignore_result=True)
def tick(**_: Any) -> None:
    """Warn about licences and end them; remind of take-down requests and make their defaults."""
    at = now()
    run_due(
        Licence.objects.select_related("asset", "collaboration"),
        lambda licence, at: operations.run_licence_clock(licence=licence, at=at),
        at=at,
    )
    run_due(
        TakeDown.objects.select_related("licence__collaboration"),
        lambda take_down, at: operations.run_take_down_clock(take_down=take_down, at=at),
        at=at,
    )
