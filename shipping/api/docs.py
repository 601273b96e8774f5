"""What the OpenAPI document says of shipping's operations: ids, words, parameters, examples."""

from typing import Any

from barter.kernel.api.docs import (
    BRAND,
    Section,
    body,
    list_of,
    ok,
    query,
)
from shipping.api import schemas, serializers
from shipping.workflow import ShipmentState

_SHIPMENT: dict[str, Any] = {
    "object": "shipment",
    "id": "shp_0199p4x8c7f3mv5q2r1t6y9kdd",
    "state": "in_transit",
    "state_since": "2026-11-20T21:40:00Z",
    "ball": "carrier",
    "due_at": "2026-12-20T21:40:00Z",
    "available_actions": ["read_address"],
    "collaboration": "col_0199p4x8c7f3mv5q2r1t6y9kdd",
    "renewal": None,
    "licence": None,
    "contents": None,
    "carrier": "omniva",
    "carrier_name": "Omniva",
    "tracking_number": "CE128884216EE",
    "tracking_url": "https://www.omniva.ee/track?barcode=CE128884216EE",
    "destination": {"city": "Riga", "country": "LV"},
    "eta_date": "2026-11-22",
    "shipped_at": "2026-11-18T09:12:00Z",
    "delivered_at": None,
    "created_at": "2026-11-15T16:03:00Z",
}
_EVENT: dict[str, Any] = {
    "id": "evt_8841",
    "state": "in_transit",
    "code": "HUB",
    "description": "In the sorting centre",
    "place": "Riga",
    "source": "webhook",
    "at": "2026-11-20T21:40:00Z",
}
_DETAIL: dict[str, Any] = {**_SHIPMENT, "events": [_EVENT]}
_ADDRESS: dict[str, Any] = {
    "object": "address",
    "name": "Elīna Kalniņa",
    "line1": "Brīvības iela 7",
    "line2": "",
    "postcode": "LV-1011",
    "city": "Riga",
    "region": "",
    "country": "LV",
    "phone": "+371 20000000",
}


_SHIPPING = Section("shipping")


SHIPMENTS_CREATE = _SHIPPING.create(
    "shipments_create",
    "Mark a parcel as shipped",
    "Carrier and number of the parcel of a collaboration in `to_ship`. Without `carrier` it is told from the number. The "
    "collaboration moves to `shipped` at once; from then on the carrier's scans move it.",
    ok(schemas.ShipmentDetailSchema, _DETAIL),
    (401, 403, 404, 409, 422),
    takes=body(serializers.ShipmentInput, {"carrier": "omniva", "tracking_number": "CE128884216EE"}),
    action="collaboration.ship",
)
SHIPMENTS_LIST = _SHIPPING.page(
    "shipments_list",
    "List parcels",
    "Those of your brands, or those addressed to you; newest first.",
    list_of(schemas.ShipmentSchema, "ShipmentPage", _SHIPMENT),
    (400, 401, 404),
    also=[
        query("state", "Only parcels in this state.", enum=sorted(ShipmentState.values)),
        query("collaboration", "Only parcels of this collaboration (an id)."),
        BRAND,
    ],
)
SHIPMENTS_READ = _SHIPPING.read(
    "shipments_read",
    "Read a parcel",
    "With every scan of the carrier, oldest first.",
    ok(schemas.ShipmentDetailSchema, _DETAIL),
    (401, 404),
)
SHIPMENTS_ENTER = _SHIPPING.act(
    "shipments_enter_tracking",
    "Mark a renewal's parcel as shipped",
    "Carrier and number of a parcel that pays for more months of a licence (`renewal`): the licence goes on from then. Without "
    "`carrier` it is told from the number.",
    ok(schemas.ShipmentDetailSchema, _DETAIL),
    (401, 403, 404, 409, 422),
    takes=body(serializers.ShipmentInput, {"carrier": "omniva", "tracking_number": "CE128884216EE"}),
)
SHIPMENTS_CORRECT = _SHIPPING.act(
    "shipments_correct_tracking",
    "Correct the number",
    "Possible while the parcel is under way. What the wrong number told is dropped, the day of arrival included, and the "
    "parcel is `pre_transit` again.",
    ok(schemas.ShipmentDetailSchema, _DETAIL),
    (401, 403, 404, 409, 422),
    takes=body(serializers.TrackingInput, {"tracking_number": "CE128884216EE"}),
)
SHIPMENTS_READ_ADDRESS = _SHIPPING.operation(
    "shipments_read_address",
    "Open the address",
    "For owners and managers of the brand, from `to_ship` until the parcel is accepted. A POST, because each view is "
    "noted and shown to the creator; the answer is not kept for `Idempotency-Key`.",
    {200: ok(schemas.ParcelAddressSchema, _ADDRESS)},
    (401, 403, 404, 409),
)
SHIPMENTS_SET_ADDRESS = _SHIPPING.act(
    "shipments_set_address",
    "Say where it goes",
    "For the creator, until the label is made.",
    ok(schemas.ShipmentDetailSchema, _DETAIL),
    (401, 403, 404, 409, 422),
    takes=body(serializers.DestinationInput, {"address": "adr_0199p4x8c7f3mv5q2r1t6y9kdk"}),
)
