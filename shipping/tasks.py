"""The clock-and-retry door. Beat calls these every minute; they find their work by index and may run late or together."""

from datetime import datetime
from typing import Any

from celery import shared_task

from barter.kernel import clock
from barter.kernel.clockwork import run_due
from shipping import operations, polling
from shipping.models import Shipment
from shipping.workflow import ShipmentState


@shared_task(name="shipping.tasks.poll", ignore_result=True)
def poll(**_: Any) -> None:
    """Apply pushed scans a crash left behind, then ask carriers about parcels that are due."""
    at = clock.now()
    operations.process_messages(at=at)
    polling.poll_due(at=at)


@shared_task(name="shipping.tasks.tick", ignore_result=True)
def tick(**_: Any) -> None:
    """Stop following silent parcels, see to renewals nobody sent, and purge addresses whose time is over."""
    at = clock.now()
    run_due(Shipment.objects.all(), _see_to, at)
    operations.purge_addresses(at=at)


def _see_to(shipment: Shipment, at: datetime) -> None:
    if shipment.state == ShipmentState.LABEL_PENDING:
        operations.run_renewal_clock(shipment=shipment, at=at)
    else:
        operations.expire_silent(shipment=shipment, at=at)
