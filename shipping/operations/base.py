"""What the operations share: the row lock and the record of a move."""

from datetime import datetime, timedelta

from django.db import connection

from barter.kernel import policy
from barter.kernel.actors import Actor
from barter.kernel.moves import record_move
from barter.kernel.stateful import CLOCK_FIELDS
from shipping.events import ShipmentMoved
from shipping.models import Shipment
from shipping.workflow import SHIPMENT_OVER


def lock(shipment: Shipment) -> Shipment:
    """The shipment as it is now, locked until the end of the transaction. Its collaboration is read, not locked."""
    rows = Shipment.objects.select_for_update(of=("self",)).select_related("collaboration__creator", "brand")
    held: Shipment = rows.get(pk=shipment.pk)
    return held


def lock_label(carrier: str, number: str) -> None:
    """Hold a tracking number until the end of the transaction, whether or not a parcel has it yet.

    Without it a scan pushed while the brand is entering the number would find no parcel, and the parcel no scan.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"shipping/{carrier}/{number}"])


def move(
    shipment: Shipment,
    name: str,
    *,
    by: Actor,
    at: datetime,
    target: str | None = None,
    reason: str = "",
    fields: tuple[str, ...] = (),
) -> None:
    """Change a locked shipment's state (and save `fields` with it), with its timeline row and event.

    The address of a renewal's parcel goes 30 days after its end; that of a trade's parcel waits for the trade's.
    """
    before = shipment.state
    if target is not None:
        shipment.enter(target, at)
    if shipment.renewal and target in SHIPMENT_OVER and not shipment.address_purged_at:
        shipment.purge_at = at + timedelta(days=policy.value("purge_address_days"))
        fields = (*fields, "purge_at")
    saved = (*(CLOCK_FIELDS if target is not None else ()), *fields)
    if saved:
        shipment.save(update_fields=saved)
    announce(shipment, name, before=before, by=by, at=at, reason=reason)


def announce(shipment: Shipment, name: str, *, before: str, by: Actor, at: datetime, reason: str = "") -> None:
    event = ShipmentMoved(
        shipment=shipment.public_id,
        collaboration=shipment.collaboration.public_id,
        move=name,
        from_state=before,
        state=shipment.state,
        renewal=shipment.renewal,
    )
    record_move(
        shipment, move=name, actor=by, at=at, event=event, from_state=before, to_state=shipment.state, reason=reason
    )
