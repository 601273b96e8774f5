"""Parcels over the API."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from barter.kernel import clock
from barter.kernel.actors import Actor, Side
from barter.kernel.api.problems import BadParameter
from barter.kernel.api.serializers import parsed
from barter.kernel.api.views import BarterView, json
from barter.kernel.errors import NotAllowed
from brands.access import of_named_brand
from brands.models import Membership
from brands.permissions import may_manage
from creators.models import Address
from deals.models import Collaboration
from shipping import operations
from shipping.api import docs
from shipping.api.representations import address_data, shipment_data, shipment_detail
from shipping.api.serializers import DestinationInput, EmptyInput, ShipmentInput, TrackingInput
from shipping.models import Shipment
from shipping.workflow import ShipmentState


class CollaborationShipmentsView(BarterView):
    @extend_schema(**docs.SHIPMENTS_CREATE)
    def post(self, request: Request, collaboration_id: str) -> HttpResponse:
        rows = Collaboration.objects.visible_to(request.user).select_related("brand", "creator")
        collaboration = _found(rows, collaboration_id)
        by = _shipper(request, collaboration)
        data = parsed(ShipmentInput, request)
        shipment = operations.ship_parcel(collaboration=collaboration, by=by, at=clock.now(), **data)
        headers = {"Location": f"/api/v1/shipments/{shipment.public_id}/"}
        return json(_detail(request, shipment), status=201, headers=headers)


class ShipmentsView(BarterView):
    is_list = True
    parameters = frozenset({"state", "collaboration"})

    @extend_schema(**docs.SHIPMENTS_LIST)
    def get(self, request: Request) -> HttpResponse:
        rows = _shipments(request)
        if state := request.query_params.get("state"):
            if state not in ShipmentState.values:
                raise BadParameter(f"state is one of {', '.join(ShipmentState.values)}.")
            rows = rows.filter(state=state)
        if collaboration := request.query_params.get("collaboration"):
            rows = rows.filter(collaboration__public_id=collaboration)
        rows = rows.filter(**of_named_brand(request, "brand"))
        managed = _managed_brands(request)
        return self.page(
            request,
            rows,
            order=("-id",),
            represent=lambda row: shipment_data(row, _side(request, row, managed)),
        )


class ShipmentView(BarterView):
    @extend_schema(**docs.SHIPMENTS_READ)
    def get(self, request: Request, shipment_id: str) -> HttpResponse:
        return self.item(request, _detail(request, _found(_shipments(request), shipment_id)))


class ShipmentEnterView(BarterView):
    @extend_schema(**docs.SHIPMENTS_ENTER)
    def post(self, request: Request, shipment_id: str) -> HttpResponse:
        shipment = _found(_shipments(request), shipment_id)
        by = _shipper(request, shipment.collaboration)
        data = parsed(ShipmentInput, request)
        held = operations.enter_tracking(shipment=shipment, by=by, at=clock.now(), **data)
        return json(_detail(request, held))


class ShipmentCorrectView(BarterView):
    @extend_schema(**docs.SHIPMENTS_CORRECT)
    def post(self, request: Request, shipment_id: str) -> HttpResponse:
        shipment = _found(_shipments(request), shipment_id)
        by = _shipper(request, shipment.collaboration)
        data = parsed(TrackingInput, request)
        held = operations.correct_tracking(shipment=shipment, by=by, at=clock.now(), **data)
        return json(_detail(request, held))


class ShipmentReadAddressView(BarterView):
    keeps_answers = False  # an address must not be kept with the answer; each view is noted, so repeating is honest

    @extend_schema(**docs.SHIPMENTS_READ_ADDRESS)
    def post(self, request: Request, shipment_id: str) -> HttpResponse:
        parsed(EmptyInput, request)
        shipment = _found(_shipments(request), shipment_id)
        address = operations.read_address(shipment=shipment, user=_user(request), via="api", at=clock.now())
        return json(address_data(address), headers={"Cache-Control": "no-store"})


class ShipmentSetAddressView(BarterView):
    @extend_schema(**docs.SHIPMENTS_SET_ADDRESS)
    def post(self, request: Request, shipment_id: str) -> HttpResponse:
        shipment = _found(_shipments(request), shipment_id)
        if shipment.collaboration.creator.user_id != request.user.pk:
            raise NotAllowed("Only the creator says where the parcel goes.")
        data = parsed(DestinationInput, request)
        own = Address.objects.filter(creator=shipment.collaboration.creator, removed_at=None)
        address, by = _found(own, data["address"]), Actor.creator(_user(request).pk)
        held = operations.update_address(shipment=shipment, address=address, by=by, at=clock.now())
        return json(_detail(request, held))


def _shipments(request: Request) -> QuerySet[Shipment]:
    rows = Shipment.objects.visible_to(request.user)
    return rows.select_related("collaboration__creator", "brand")


def _found(rows: QuerySet[Any], public_id: str) -> Any:
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row


def _shipper(request: Request, collaboration: Collaboration) -> Actor:
    """The caller as a member who ships. The creator and viewers may look, not act."""
    if not may_manage(request.user, collaboration.brand):
        raise NotAllowed
    return Actor.brand(_user(request).pk)


def _detail(request: Request, shipment: Shipment) -> dict[str, Any]:
    """The parcel as it is now: an operation may have changed its collaboration too."""
    row = _shipments(request).prefetch_related("events").get(pk=shipment.pk)
    return shipment_detail(row, _side(request, row, _managed_brands(request)))


def _managed_brands(request: Request) -> set[int]:
    memberships = _user(request).memberships.filter(role__in=Membership.MAY_MANAGE)
    return set(memberships.values_list("brand_id", flat=True))


def _side(request: Request, shipment: Shipment, managed: set[int]) -> Side | None:
    if shipment.collaboration.creator.user_id == request.user.pk:
        return Side.CREATOR
    return Side.BRAND if shipment.brand_id in managed else None


def _user(request: Request) -> Any:
    return request.user
