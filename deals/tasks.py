"""The clock's door, and the one for looking at public posts."""

import time
from collections import Counter
from datetime import timedelta
from typing import Any

from celery import shared_task
from django.utils import timezone

from barter.kernel import clock
from deals.models import LiveLink
from deals.operations.clock import tick as run_tick
from deals.operations.looking import record_look
from deals.posts.looking import look_at
from deals.posts.port import Why

_LEASE = timedelta(minutes=10)
_RUN_SECONDS = 60.0  # beat asks again before that
_SILENT_ENOUGH = 3


@shared_task(name="deals.tasks.tick", ignore_result=True)
def tick(**_: Any) -> None:
    run_tick(at=clock.now())


@shared_task(name="deals.tasks.check_links", ignore_result=True)
def check_links(*, limit: int = 200, **_: Any) -> None:
    """Look at the posts that want it. A link is claimed by pushing its time ahead, so a crashed check is repeated.

    A platform that is silent three times, or wants to be left alone, is left to a later run: the others go on.
    """
    now, end = timezone.now(), time.monotonic() + _RUN_SECONDS
    silent: Counter[str] = Counter()
    waiting = LiveLink.objects.filter(check_at__lte=now).order_by("check_at")
    for link in waiting.select_related("collaboration")[:limit]:
        if time.monotonic() > end:
            return
        if silent[link.platform] >= _SILENT_ENOUGH:
            continue
        if LiveLink.objects.filter(pk=link.pk, check_at=link.check_at).update(check_at=now + _LEASE) == 0:
            continue  # another worker has it
        look = look_at(link)
        record_look(link=link, look=look, at=clock.now(), seen_at=timezone.now())
        if look.why == Why.BUSY:
            silent[link.platform] = _SILENT_ENOUGH
            _leave_alone(link, timedelta(seconds=look.wait_seconds))
        elif look.why == Why.SILENT:
            silent[link.platform] += 1


def _leave_alone(link: LiveLink, wait: timedelta) -> None:
    until = timezone.now() + wait
    same = LiveLink.objects.filter(platform=link.platform, check_at__lt=until)
    same.exclude(pk=link.pk).update(check_at=until)
