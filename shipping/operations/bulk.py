"""Many labels at once, from pasted lines or a CSV file."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from barter.kernel.actors import Actor
from barter.kernel.errors import BarterError
from shipping.models import Shipment
from shipping.operations.tracking import enter_tracking


@dataclass(frozen=True, slots=True)
class Label:
    """One parcel's carrier (empty: guess) and number."""

    shipment: Shipment
    carrier: str
    tracking_number: str


@dataclass(frozen=True, slots=True)
class BulkResult:
    done: list[Shipment] = field(default_factory=list)
    refused: list[tuple[Label, BarterError]] = field(default_factory=list)


def enter_many(*, labels: Sequence[Label], by: Actor, at: datetime) -> BulkResult:
    """`enter_tracking` for each, in a transaction of its own: one wrong line does not hold up the others."""
    result = BulkResult()
    for label in labels:
        try:
            shipment = enter_tracking(
                shipment=label.shipment, by=by, carrier=label.carrier, tracking_number=label.tracking_number, at=at
            )
        except BarterError as refusal:
            result.refused.append((label, refusal))
        else:
            result.done.append(shipment)
    return result
