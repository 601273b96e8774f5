"""How the API shows parcels. Never an address: that has one call of its own."""

from typing import Any

from barter.kernel.actors import Side
from barter.kernel.rfc3339 import stamp
from shipping import permissions
from shipping.carriers.directory import carrier_name, tracking_page
from shipping.models import Shipment, TrackingEvent
from shipping.workflow import ShipmentState

_ADDRESS_FIELDS = ("name", "line1", "line2", "postcode", "city", "region", "country", "phone")


def shipment_data(shipment: Shipment, side: Side | None) -> dict[str, Any]:
    """A parcel in a list; `side` is None for somebody who may look, not act. Expects collaboration and creator loaded."""
    waits = shipment.state == ShipmentState.LABEL_PENDING
    due_at = shipment.collaboration.due_at if waits and not shipment.renewal else shipment.due_at
    return {
        "object": "shipment",
        "id": shipment.public_id,
        "state": shipment.state,
        "state_since": stamp(shipment.state_since),
        "ball": shipment.ball,
        "due_at": stamp(due_at),
        "available_actions": permissions.available_actions(shipment, side) if side else [],
        "collaboration": shipment.collaboration.public_id,
        "renewal": shipment.renewal or None,
        "licence": shipment.licence or None,
        "contents": shipment.contents or None,
        "carrier": shipment.carrier or None,
        "carrier_name": carrier_name(shipment.carrier) or None,
        "tracking_number": shipment.tracking_number or None,
        "tracking_url": tracking_page(shipment.carrier, shipment.tracking_number) or None,
        "destination": {"city": shipment.destination_city, "country": shipment.destination_country},
        "eta_date": shipment.eta_date and shipment.eta_date.isoformat(),
        "shipped_at": stamp(shipment.shipped_at),
        "delivered_at": stamp(shipment.delivered_at),
        "created_at": stamp(shipment.created_at),
    }


def shipment_detail(shipment: Shipment, side: Side | None) -> dict[str, Any]:
    """A parcel with its scans."""
    events = sorted(shipment.events.all(), key=lambda event: (event.at, event.pk))
    return {**shipment_data(shipment, side), "events": [event_data(event) for event in events]}


def event_data(event: TrackingEvent) -> dict[str, Any]:
    return {
        "id": event.carrier_event_id,
        "state": event.state,
        "code": event.raw_code,
        "description": event.description,
        "place": event.place,
        "source": event.source,
        "at": stamp(event.at),
    }


def address_data(address: dict[str, Any]) -> dict[str, Any]:
    return {"object": "address", **{name: str(address.get(name) or "") for name in _ADDRESS_FIELDS}}
