"""What shipping does when `deals` or `content` announces something. Run by the outbox, each exactly once, in any order."""

from barter.kernel import clock
from barter.kernel.outbox.relay import Delivery
from brands.models import Variant
from creators.models import Address
from deals.models import Collaboration
from deals.workflow import COLLABORATION_OVER
from shipping import operations


def open_shipment(delivery: Delivery) -> None:
    """deals.collaboration_agreed: a parcel to send."""
    operations.open_shipment(collaboration=_collaboration(delivery), at=delivery.at)


def send_again(delivery: Delivery) -> None:
    """deals.collaboration_moved: the brand sends a second parcel after a problem."""
    if delivery.payload["move"] == "send_again":
        operations.open_shipment(collaboration=_collaboration(delivery), at=delivery.at)


def close_shipments(delivery: Delivery) -> None:
    """deals.collaboration_ended: call off what was not sent; the address goes 30 days later."""
    collaboration = _collaboration(delivery)
    if collaboration.state in COLLABORATION_OVER:
        operations.close_shipments(collaboration=collaboration, at=delivery.at, now=clock.now())


def open_renewal_parcel(delivery: Delivery) -> None:
    """content.renewal_agreed: a parcel that pays for more months of a licence."""
    told = delivery.payload
    operations.open_renewal_parcel(
        renewal=told["renewal"],
        licence=told["licence"],
        variant=Variant.objects.select_related("product").get(public_id=told["variant"]),
        collaboration=_collaboration(delivery),
        address=Address.objects.filter(public_id=told["address"]).first(),
        at=delivery.at,
    )


def call_off_renewal_parcel(delivery: Delivery) -> None:
    """content.renewal_called_off: nothing is to be sent for it any more."""
    operations.call_off_renewal_parcel(renewal=delivery.payload["renewal"], at=delivery.at)


def _collaboration(delivery: Delivery) -> Collaboration:
    return Collaboration.objects.get(public_id=delivery.payload["collaboration"])
