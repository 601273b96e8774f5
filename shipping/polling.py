"""Ask carriers about parcels whose time has come.

A claim (conditional, committed before any question) moves `poll_at` ahead by a lease: a worker that dies with it loses
nothing, the parcel is due again when the lease ends. Questions are asked outside any transaction, several at a time.
"""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from shipping.carriers.directory import adapter_of
from shipping.carriers.port import CarrierTrouble, Parcel, Scan
from shipping.models import Shipment, TrackingEvent
from shipping.operations.scans import record_tracking_events
from shipping.tracking import next_poll

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)
BATCH = 40
_QUESTIONS_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Answer:
    """What the carrier said of one claimed parcel; `scans` is None when it gave no usable answer."""

    shipment: Shipment
    scans: Sequence[Scan] | None


def poll_due(*, at: datetime, limit: int = 400) -> int:
    """Ask about the parcels that are due, at most `limit`. Any number of workers may run this. Returns how many were asked."""
    asked = 0
    while asked < limit:
        claimed = claim(at=at)
        if not claimed:
            return asked
        with ThreadPoolExecutor(_QUESTIONS_AT_ONCE) as threads:
            answers = list(threads.map(lambda shipment: ask(shipment, at), claimed))
        for answer in answers:
            apply(answer, at=at)
        asked += len(claimed)
    return asked


def claim(*, at: datetime) -> list[Shipment]:
    """Take up to a batch of due parcels for this worker. Committed on return."""
    with transaction.atomic():
        due = Shipment.objects.select_for_update(skip_locked=True, of=("self",)).filter(poll_at__lte=at)
        taken = list(due.order_by("poll_at")[:BATCH])
        ids = [shipment.pk for shipment in taken]
        Shipment.objects.filter(pk__in=ids).update(claimed_at=at, poll_at=at + LEASE)
    return taken


def ask(shipment: Shipment, at: datetime) -> Answer:
    """One question to the carrier. Touches no database: it runs in a thread."""
    adapter = adapter_of(shipment.carrier)
    if adapter is None:
        return Answer(shipment, ())
    parcel = Parcel(
        tracking_number=shipment.tracking_number, shipped_at=shipment.shipped_at or shipment.created_at, now=at
    )
    try:
        return Answer(shipment, adapter.track(parcel))
    except CarrierTrouble as trouble:
        logger.warning("carrier gave no answer", extra={"shipment": shipment.public_id, "trouble": str(trouble)})
        return Answer(shipment, None)


def apply(answer: Answer, *, at: datetime) -> None:
    """Store what was learned and say when to ask again, in one transaction."""
    with transaction.atomic():
        failures = 0 if answer.scans is not None else answer.shipment.poll_failures + 1
        if answer.scans is not None:
            record_tracking_events(
                shipment=answer.shipment, scans=answer.scans, source=TrackingEvent.Source.POLL, at=at
            )
        # only while nobody has entered another number or taken the parcel over after our lease
        held = Shipment.objects.select_for_update(of=("self",)).get(pk=answer.shipment.pk)
        if held.tracking_number != answer.shipment.tracking_number or held.claimed_at != at:
            return
        has_adapter = adapter_of(held.carrier) is not None
        held.poll_at = next_poll(held.state, failures=failures, at=at) if has_adapter else None
        held.poll_failures, held.claimed_at = failures, None
        held.save(update_fields=["poll_at", "poll_failures", "claimed_at"])
