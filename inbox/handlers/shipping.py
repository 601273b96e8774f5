"""Parcels on their way, and looks at the address."""

from dataclasses import replace

from barter.kernel.outbox.relay import Delivery
from deals.workflow import CollaborationState
from inbox import routes, subjects
from inbox.handlers.telling import tell
from shipping.models import Shipment
from shipping.operations import lapses_at

_WAITING_FOR_IT = frozenset({CollaborationState.SHIPPED, CollaborationState.ON_HOLD})


def on_shipment_moved(delivery: Delivery) -> None:
    if delivery.payload.get("renewal"):
        _tell_of_renewal(delivery)
        return
    kinds = routes.SHIPMENT.get(delivery.payload["move"], ())
    if not kinds:
        return
    subject = subjects.of_collaboration(delivery.payload["collaboration"])
    if subject.state not in _WAITING_FOR_IT:
        return  # it came, or the trade is over
    for kind in kinds:
        tell(delivery, kind, subject)


def _tell_of_renewal(delivery: Delivery) -> None:
    """A parcel that pays for more months of a licence: its trade has nothing to do with it. Its date is when it is to be
    sent; once that is past, when nothing comes of it any more."""
    kinds = routes.RENEWAL_PARCEL.get(delivery.payload["move"], ())
    if not kinds:
        return
    parcel = Shipment.objects.get(public_id=delivery.payload["shipment"])
    subject = subjects.of_collaboration(delivery.payload["collaboration"])
    subject = replace(subject, licence_id=parcel.licence)
    due_at = lapses_at(parcel) if delivery.payload["move"] == "mark_late" else parcel.due_at
    for kind in kinds:
        tell(delivery, kind, subject, due_at=due_at, contents=parcel.contents)


def on_address_read(delivery: Delivery) -> None:
    tell(delivery, "address_read", subjects.of_collaboration(delivery.payload["collaboration"]))
