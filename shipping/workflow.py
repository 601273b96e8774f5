"""The life of a parcel (product.md, section 3). Carriers move it; every carrier's codes map onto these states."""

from django.db import models

from barter.kernel.actors import Side
from barter.kernel.workflow import Clock, Machine, State, move

CARRIER, BRAND, CREATOR, SYSTEM = Side.CARRIER, Side.BRAND, Side.CREATOR, Side.SYSTEM


class ShipmentState(models.TextChoices):
    LABEL_PENDING = "label_pending"
    PRE_TRANSIT = "pre_transit"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    AVAILABLE_FOR_PICKUP = "available_for_pickup"
    ATTEMPT_FAILED = "attempt_failed"
    EXCEPTION = "exception"
    DELIVERED = "delivered"
    RETURNED = "returned"
    LOST = "lost"
    EXPIRED = "expired"


S = ShipmentState
SHIPMENT_OVER = frozenset({S.DELIVERED, S.RETURNED, S.LOST, S.EXPIRED})
SHIPMENT_MOVING = frozenset(S) - SHIPMENT_OVER - {S.LABEL_PENDING}

SHIPMENT = Machine.build(
    {
        S.LABEL_PENDING: State(BRAND),
        # without any scan for the time a parcel counts as lost, tracking ends
        **{
            state: State(
                CREATOR if state == S.AVAILABLE_FOR_PICKUP else CARRIER,
                Clock("parcel_lost_days", on_due="expire"),
            )
            for state in SHIPMENT_MOVING
        },
        **{state: State() for state in SHIPMENT_OVER},
    },
    [
        move("enter_tracking", [S.LABEL_PENDING], S.PRE_TRANSIT, BRAND, SYSTEM),
        move("correct_tracking", [S.PRE_TRANSIT], None, BRAND),
        # scans come late and out of order: from any moving state to any other; `operations` orders them by their time
        *[
            move(
                f"scan_{state}",
                SHIPMENT_MOVING
                | (
                    {S.LOST, S.EXPIRED} if state in {S.DELIVERED, S.RETURNED} else set()
                ),
                state,
                CARRIER,
            )
            for state in S
            if state not in {S.LABEL_PENDING, S.EXPIRED}
        ],
        move("expire", SHIPMENT_MOVING, S.EXPIRED, SYSTEM),
        move("cancel", [S.LABEL_PENDING], S.EXPIRED, SYSTEM),
    ],
)
