"""Who may do what with a parcel. Used by pages, API, templates and admin alike."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from barter.kernel.actors import Side
from brands.permissions import may_manage
from deals.models import Collaboration
from deals.workflow import ADDRESS_VISIBLE, CollaborationState
from shipping.models import Shipment
from shipping.workflow import SHIPMENT_OVER, ShipmentState

if TYPE_CHECKING:
    from accounts.models import User


def may_ship(user: "User | AnonymousUser", shipment: Shipment) -> bool:
    """Owners and managers of the brand send parcels and see where they go. Viewers do not."""
    return may_manage(user, shipment.brand)


def may_read_address(user: "User | AnonymousUser", shipment: Shipment) -> bool:
    return address_is_open(shipment) and may_ship(user, shipment)


def may_set_address(user: "User | AnonymousUser", shipment: Shipment) -> bool:
    """The creator, until the label is made."""
    return shipment.state == ShipmentState.LABEL_PENDING and shipment.collaboration.creator.user_id == user.pk


def address_is_open(shipment: Shipment) -> bool:
    """From `to_ship` until the parcel is accepted, and while a problem with it is open; a renewal's until it is over."""
    is_open = shipment.collaboration.state in ADDRESS_VISIBLE
    if shipment.renewal:
        is_open = shipment.state not in SHIPMENT_OVER
    return is_open and shipment.has_address and shipment.address_purged_at is None


def can_be_shipped(collaboration: Collaboration) -> bool:
    is_parcel = collaboration.exchange == Collaboration.Exchange.PARCEL
    return is_parcel and collaboration.state == CollaborationState.TO_SHIP


def available_actions(shipment: Shipment, side: Side | str) -> list[str]:
    """What this side can do now, for API and pages. Role and ownership are the caller's to know."""
    actions = []
    if side == Side.BRAND:
        actions = [move for move in shipment.machine.available(shipment.state, Side.BRAND) if _holds(move, shipment)]
        if address_is_open(shipment):
            actions.append("read_address")
    if side == Side.CREATOR and shipment.state == ShipmentState.LABEL_PENDING:
        actions = ["set_address"]
    return actions


def _holds(move: str, shipment: Shipment) -> bool:
    if move == "enter_tracking":
        return shipment.has_address and (bool(shipment.renewal) or can_be_shipped(shipment.collaboration))
    return True
