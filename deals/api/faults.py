"""What stands against a side of a trade, and the one appeal against it."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from barter.kernel import clock
from barter.kernel.api.docs import Section, body, list_of, ok
from barter.kernel.api.serializers import StrictSerializer, parsed, word
from barter.kernel.api.views import BarterView, json
from barter.kernel.rfc3339 import stamp
from deals import operations, permissions
from deals.api.access import actor_for, caller, collaborations, found
from deals.models import Fault
from deals.rules import fault_actions

# ---- Shapes


class FaultAppealInput(StrictSerializer):
    note = serializers.CharField(max_length=1000, help_text="what our team should know")


class FaultSchema(serializers.Serializer[Any]):
    """A missed clock or broken duty. Both sides see it."""

    object = serializers.CharField(help_text="`fault`")
    id = serializers.CharField()
    collaboration = serializers.CharField()
    side = word("brand", "creator", help_text="against whom")
    kind = word(*Fault.Kind.values)
    state = word(*Fault.State.values)
    at = serializers.DateTimeField()
    available_actions = serializers.ListField(child=serializers.CharField(), help_text="verbs the caller can use now")


# ---- Words

_TAIL = "0199p4x8c7f3mv5q2r1t6y9kdc"
_FAULT: dict[str, Any] = {
    "object": "fault",
    "id": f"flt_{_TAIL}",
    "collaboration": f"col_{_TAIL}",
    "side": "creator",
    "kind": "late_content",
    "state": "standing",
    "at": "2026-11-20T09:12:00Z",
    "available_actions": ["appeal"],
}
_COLLABORATIONS = Section("collaborations")
_LIST = _COLLABORATIONS.page(
    "faults_list",
    "Faults of a collaboration",
    "What stands against either side, oldest first.",
    list_of(FaultSchema, "FaultPage", _FAULT),
    (404,),
)
_APPEAL = _COLLABORATIONS.act(
    "faults_appeal",
    "Appeal a fault",
    "The side it stands against, once. A person of our team looks at it. What rests on the decision of a dispute is appealed "
    "with the dispute.",
    ok(FaultSchema, {**_FAULT, "state": "appealed", "available_actions": []}),
    (403, 404, 409, 422),
    takes=body(FaultAppealInput, {"note": "The carrier lost the first parcel."}),
    action="fault.appeal",
)

# ---- Views


class FaultsView(BarterView):
    is_list = True

    @extend_schema(**_LIST)
    def get(self, request: Request, collaboration_id: str) -> HttpResponse:
        collaboration = found(collaborations(caller(request)), collaboration_id)
        rows = _faults(request).filter(collaboration=collaboration)
        return self.page(request, rows, order=("id",), represent=lambda row: _data(row, request))


class FaultAppealView(BarterView):
    @extend_schema(**_APPEAL)
    def post(self, request: Request, fault_id: str) -> HttpResponse:
        fault: Fault = found(_faults(request), fault_id)
        by = actor_for(fault.collaboration, fault.collaboration.brand_id, caller(request))
        note = parsed(FaultAppealInput, request)["note"]
        operations.appeal_fault(fault=fault, by=by, note=note, at=clock.now())
        return json(_data(found(_faults(request), fault_id), request))


def _faults(request: Request) -> QuerySet[Fault]:
    rows = Fault.objects.filter(collaboration__in=collaborations(caller(request)).order_by().values("pk"))
    return rows.select_related("collaboration__creator", "collaboration__brand")


def _data(fault: Fault, request: Request) -> dict[str, Any]:
    side = permissions.side_of(fault.collaboration, caller(request))
    return {
        "object": "fault",
        "id": fault.public_id,
        "collaboration": fault.collaboration.public_id,
        "side": fault.side,
        "kind": fault.kind,
        "state": fault.state,
        "at": stamp(fault.at),
        "available_actions": fault_actions(fault, side) if side else [],
    }
