"""Pushed scans: stored first, then applied. What a crash left between the two, the next sweep applies."""

import logging
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from shipping.carriers.port import Scan, read_scan
from shipping.models import CarrierMessage, Shipment, TrackingEvent
from shipping.operations.base import lock_label
from shipping.operations.scans import record_tracking_events

logger = logging.getLogger(__name__)
Label = tuple[str, str]


def store_scans(*, carrier: str, scans: Sequence[Scan], at: datetime) -> int:
    """Keep what a carrier pushed; known event ids are skipped. Returns how many were new. Committed on return."""
    rows = [
        CarrierMessage(
            carrier=carrier,
            event_id=scan.event_id,
            tracking_number=scan.tracking_number,
            scan=scan.as_json(),
            received_at=at,
        )
        for scan in scans
    ]
    with transaction.atomic():
        known = CarrierMessage.objects.filter(carrier=carrier, event_id__in=[row.event_id for row in rows])
        seen = set(known.values_list("event_id", flat=True))
        fresh = list({row.event_id: row for row in rows if row.event_id not in seen}.values())
        CarrierMessage.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def process_messages(*, at: datetime, labels: Collection[Label] | None = None, limit: int = 1000) -> int:
    """Apply stored scans that nobody has applied yet, parcel by parcel, each in a transaction of its own.

    `labels` restricts it to these (carrier, tracking number) pairs. Runs side by side with others; one parcel that fails
    does not hold up the rest and stays for the next sweep. Returns how many were applied.
    """
    if labels is None:
        pending = CarrierMessage.objects.filter(processed_at=None).order_by("id")
        labels = dict.fromkeys(pending.values_list("carrier", "tracking_number")[:limit])
    return sum(_process_safely(carrier, number, at) for carrier, number in labels)


def adopt_waiting(shipment: Shipment, *, at: datetime) -> None:
    """Scans that came before the brand entered this number. Runs in the transaction that enters it, under the label's lock."""
    _apply_messages(_of_label(shipment.carrier, shipment.tracking_number).filter(shipment=None), shipment, at)


def _process_safely(carrier: str, number: str, at: datetime) -> int:
    try:
        with transaction.atomic():
            lock_label(carrier, number)
            shipment = Shipment.objects.filter(carrier=carrier, tracking_number=number).first()
            return _apply_messages(_of_label(carrier, number).filter(processed_at=None), shipment, at)
    except Exception as error:  # noqa: BLE001 - whatever one parcel trips over, the others go on
        logger.error("scans not applied", extra={"carrier": carrier, "error": type(error).__name__})
        return 0


def _of_label(carrier: str, number: str) -> QuerySet[CarrierMessage]:
    return CarrierMessage.objects.filter(carrier=carrier, tracking_number=number)


def _apply_messages(waiting: QuerySet[CarrierMessage], shipment: Shipment | None, at: datetime) -> int:
    messages = list(waiting.order_by("id"))
    if messages and shipment is not None:
        scans = [read_scan(message.scan) for message in messages]
        record_tracking_events(shipment=shipment, scans=scans, source=TrackingEvent.Source.WEBHOOK, at=at)
    done = CarrierMessage.objects.filter(pk__in=[message.pk for message in messages])
    return done.update(shipment=shipment, processed_at=at)
