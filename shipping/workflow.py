"""The life of a parcel (product.md, section 3). Carriers move it; every carrier's codes map onto these states."""

from django.db import models

from barter.kernel.actors import Side
from barter.kernel.workflow import Clock, Machine, State, move

CARRIER, BRAND, CREATOR, STAFF, SYSTEM = Side.CARRIER, Side.BRAND, Side.CREATOR, Side.STAFF, Side.SYSTEM


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
SHIPMENT_TROUBLED = frozenset({S.ATTEMPT_FAILED, S.EXCEPTION, S.RETURNED, S.LOST, S.EXPIRED})
SHIPMENT_ON_ITS_WAY = SHIPMENT_MOVING - SHIPMENT_TROUBLED


def _turns_up_from(state: str) -> frozenset[str]:
    """Over states a scan of this kind still changes."""
    return {
        S.DELIVERED: frozenset({S.LOST, S.EXPIRED}),
        S.RETURNED: frozenset({S.LOST, S.EXPIRED, S.DELIVERED}),
    }.get(S(state), frozenset())


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
        # the number was another parcel's: what its carrier told is forgotten, and the way begins anew
        move("correct_tracking", SHIPMENT_MOVING, S.PRE_TRANSIT, BRAND),
        # Scans come late and out of order: from any moving state to any other. `tracking.settle` orders them by their
        # time; delivered is left only for returned, and a parcel given up on can still turn up.
        *[
            move(f"scan_{state}", SHIPMENT_MOVING | _turns_up_from(state), state, CARRIER)
            for state in sorted(SHIPMENT_MOVING | {S.DELIVERED, S.RETURNED, S.LOST})
        ],
        move("expire", SHIPMENT_MOVING, S.EXPIRED, SYSTEM),
        # a parcel that pays for a renewal has a clock of its own until it is sent
        move("remind", [S.LABEL_PENDING], None, SYSTEM),
        move("mark_late", [S.LABEL_PENDING], None, SYSTEM),
        move("lapse", [S.LABEL_PENDING], S.EXPIRED, SYSTEM),
        move("cancel", [S.LABEL_PENDING], S.EXPIRED, SYSTEM),
        # the brand sends a second parcel: the first no longer decides anything
        move("replace", SHIPMENT_MOVING, S.EXPIRED, SYSTEM),
        move("give_up", SHIPMENT_MOVING, S.LOST, STAFF),
    ],
)
