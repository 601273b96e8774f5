"""The clock-and-retry door of the inbox."""

from typing import Any

from celery import shared_task

from inbox import mailer


@shared_task(name="inbox.tasks.send_due", ignore_result=True)
def send_due(**_: Any) -> None:
    mailer.send_due()
