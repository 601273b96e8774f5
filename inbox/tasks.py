"""The clock-and-retry door of the inbox."""

from typing import Any

from celery import shared_task

from inbox import mailer, pusher


@shared_task(name="inbox.tasks.send_due", ignore_result=True)
def send_due(**_: Any) -> None:
    mailer.send_due()


@shared_task(name="inbox.tasks.push_due", ignore_result=True)
def push_due(**_: Any) -> None:
    pusher.push_due()
