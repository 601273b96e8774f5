"""The relay's door: nudged on commit, swept by beat."""

from datetime import timedelta
from typing import Any

from celery import shared_task
from django.utils import timezone

from barter.kernel.models import IdempotencyRecord, Message
from barter.kernel.outbox.relay import drain

_KEEP_DONE = timedelta(days=14)
_KEEP_ANSWERS = timedelta(hours=24)


@shared_task(name="barter.kernel.outbox.tasks.relay", ignore_result=True)
def relay(**_: Any) -> None:
    drain(limit=500)


@shared_task(name="barter.kernel.outbox.tasks.tidy", ignore_result=True)
def tidy(**_: Any) -> None:
    """Delete what has served: handled messages after 14 days, idempotency answers after 24 hours."""
    now = timezone.now()
    Message.objects.filter(done_at__lt=now - _KEEP_DONE).delete()
    IdempotencyRecord.objects.filter(at__lt=now - _KEEP_ANSWERS).delete()
