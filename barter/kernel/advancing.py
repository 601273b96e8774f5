"""Move the product's clock and do everything that becomes due on the way, in order (demo and tests)."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

from celery import current_app
from django.conf import settings
from django.utils import timezone

from barter.kernel import clock
from barter.kernel.outbox.relay import drain
from barter.kernel.timeline import next_moment, waiting

logger = logging.getLogger(__name__)
LONGEST_STEP = timedelta(hours=6)
SHORTEST_STEP = timedelta(minutes=5)
MOST_STEPS = 96  # a busy world has something due every few minutes: 3 days are walked in steps of 45 minutes
_MOST_PASSES = 40


@dataclass
class Report:
    """What `advance` did; `left` is what is still due after the last step."""

    steps: int = 0
    left: dict[str, int] = field(default_factory=dict)


def advance(by: timedelta, on_day: Callable[[datetime], object]) -> Report:
    """Move the clock by `by`, stopping wherever some row wants attention, at least every six hours.

    `on_day` hears of each day on the way, once it is done: the way can take minutes.
    """
    report = Report()
    target = clock.now() + by
    shortest = max(SHORTEST_STEP, by / MOST_STEPS)
    settle()
    while (now := clock.now()) < target:
        stop = clock.advance(_next_stop(now, target, shortest) - now)
        settle()
        report.steps += 1
        if stop.date() > now.date():
            on_day(stop)
    report.left = {line.what: line.count for line in waiting(clock.now(), timezone.now())}
    return report


def settle() -> None:
    """Run the periodic tasks and the outbox, here and now, until nothing is due any more."""
    before: dict[str, int] | None = None
    for _ in range(_MOST_PASSES):
        for task in _periodic_tasks():
            task()
        drain()
        left = {line.what: line.count for line in waiting(clock.now(), timezone.now())}
        if not left or left == before:  # what does not get less waits for its next try
            return
        before = left


def _next_stop(now: datetime, target: datetime, shortest: timedelta) -> datetime:
    latest = min(target, now + LONGEST_STEP)
    moment = next_moment(now, latest)
    return latest if moment is None else min(max(moment, now + shortest), latest)


def _periodic_tasks() -> list[Callable[[], object]]:
    """What beat would run, as plain calls."""
    _load()
    known = current_app.tasks
    names = dict.fromkeys(entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values())
    return [known[name] for name in names if name in known]


@cache
def _load() -> None:
    """Looking for every application's tasks takes longer than a quiet step of the clock."""
    current_app.loader.import_default_modules()
