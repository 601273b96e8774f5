"""Parcels on their way, and looks at the address."""

from barter.kernel.outbox.relay import Delivery
from deals.workflow import CollaborationState
from inbox import routes, subjects
from inbox.handlers.telling import tell

_WAITING_FOR_IT = frozenset({CollaborationState.SHIPPED, CollaborationState.ON_HOLD})


def on_shipment_moved(delivery: Delivery) -> None:
    kinds = routes.SHIPMENT.get(delivery.payload["move"], ())
    if not kinds:
        return
    subject = subjects.of_collaboration(delivery.payload["collaboration"])
    if subject.state not in _WAITING_FOR_IT:
        return  # it came, or the trade is over
    for kind in kinds:
        tell(delivery, kind, subject)


def on_address_read(delivery: Delivery) -> None:
    tell(delivery, "address_read", subjects.of_collaboration(delivery.payload["collaboration"]))
