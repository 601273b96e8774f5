"""Every write of shipping, one function per verb. Locks: shipment first, then whatever `deals` locks below it."""

from shipping.operations.address import (
    addresses_for,
    purge_addresses,
    read_address,
    read_address_as_staff,
    update_address,
)
from shipping.operations.bulk import BulkResult, enter_many
from shipping.operations.messages import process_messages, store_scans
from shipping.operations.opening import close_shipments, ensure_shipment, open_shipment
from shipping.operations.renewals import (
    call_off_renewal_parcel,
    lapses_at,
    open_renewal_parcel,
    run_renewal_clock,
)
from shipping.operations.scans import ask_again, can_ask, expire_silent, give_up_on, record_tracking_events
from shipping.operations.tracking import correct_tracking, enter_tracking, ship_parcel

__all__ = [
    "BulkResult",
    "addresses_for",
    "ask_again",
    "call_off_renewal_parcel",
    "can_ask",
    "close_shipments",
    "correct_tracking",
    "ensure_shipment",
    "enter_many",
    "enter_tracking",
    "expire_silent",
    "give_up_on",
    "lapses_at",
    "open_renewal_parcel",
    "open_shipment",
    "process_messages",
    "purge_addresses",
    "read_address",
    "read_address_as_staff",
    "record_tracking_events",
    "run_renewal_clock",
    "ship_parcel",
    "store_scans",
    "update_address",
]
