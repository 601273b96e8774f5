"""The clock's door, and the one for looking at public posts."""

import logging
from datetime import timedelta
from typing import Any

from celery import shared_task
from django.utils import timezone

from barter.kernel import clock
from deals import links
from deals.models import LiveLink
from deals.operations.clock import tick as run_tick
from deals.operations.posting import record_live_check

logger = logging.getLogger(__name__)
_LEASE = timedelta(minutes=10)


@shared_task(name="deals.tasks.tick", ignore_result=True)
def tick(**_: Any) -> None:
    run_tick(at=clock.now())


@shared_task(name="deals.tasks.check_links", ignore_result=True)
def check_links(*, limit: int = 200, **_: Any) -> None:
    """Look at the posts that want it. A link is claimed by pushing its time ahead, so a crashed check is repeated."""
    now = timezone.now()
    waiting = LiveLink.objects.filter(check_at__lte=now).order_by("check_at")
    for link in waiting.select_related("collaboration")[:limit]:
        if LiveLink.objects.filter(pk=link.pk, check_at=link.check_at).update(check_at=now + _LEASE) == 0:
            continue  # another worker has it
        try:
            result = links.check(link)
        except Exception as error:  # noqa: BLE001 - whatever a platform does, the lease brings the link back
            logger.warning("link check failed", extra={"link": link.public_id, "error": type(error).__name__})
            continue
        record_live_check(link=link, result=result, at=clock.now())
