"""Take-down requests over the API: asked of a licence, then followed and answered by both sides."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from barter.kernel.actors import Actor, Side
from barter.kernel.api.problems import BadParameter
from barter.kernel.api.serializers import parsed
from barter.kernel.api.views import BarterView, json
from barter.kernel.clock import now
from barter.kernel.errors import NotAllowed
from brands.access import of_named_brand
from content import operations
from content.api import take_down_docs as docs
from content.api.representations import take_down_data
from content.api.serializers import EmptyInput, TakeDownAnswerInput, TakeDownInput, TakeDownStillUpInput
from content.api.views import creator_of, find, licences_of, standing_of
from content.models import TakeDown
from content.views.common import user_of
from content.workflow import TakeDownState


class LicenceTakeDownView(BarterView):
    @extend_schema(**docs.LICENCES_TAKE_DOWN)
    def post(self, request: Request, licence_id: str) -> HttpResponse:
        licence = find(licences_of(request), licence_id)
        by = creator_of(request, licence)
        made = operations.ask_take_down(licence=licence, by=by, at=now(), **parsed(TakeDownInput, request))
        place = f"/api/v1/take-downs/{made.public_id}/"
        return json(_data(request, made.public_id), status=201, headers={"Location": place})


class TakeDownsView(BarterView):
    is_list = True
    parameters = frozenset({"state"})

    @extend_schema(**docs.TAKE_DOWNS_LIST)
    def get(self, request: Request) -> HttpResponse:
        rows = _rows(request)
        if state := request.query_params.get("state"):
            if state not in TakeDownState.values:
                raise BadParameter(f"state is one of {', '.join(TakeDownState.values)}.")
            rows = rows.filter(state=state)
        rows = rows.filter(**of_named_brand(request, "brand"))
        return self.page(request, rows, order=("-id",), represent=lambda row: _told(request, row))


class TakeDownView(BarterView):
    @extend_schema(**docs.TAKE_DOWNS_READ)
    def get(self, request: Request, take_down_id: str) -> HttpResponse:
        return self.item(request, _data(request, take_down_id))


class TakeDownAgreeView(BarterView):
    @extend_schema(**docs.TAKE_DOWNS_AGREE)
    def post(self, request: Request, take_down_id: str) -> HttpResponse:
        return _move(request, take_down_id, Side.BRAND, operations.agree_take_down, EmptyInput)


class TakeDownRefuseView(BarterView):
    @extend_schema(**docs.TAKE_DOWNS_REFUSE)
    def post(self, request: Request, take_down_id: str) -> HttpResponse:
        return _move(request, take_down_id, Side.BRAND, operations.refuse_take_down, TakeDownAnswerInput)


class TakeDownReportDownView(BarterView):
    @extend_schema(**docs.TAKE_DOWNS_REPORT_DOWN)
    def post(self, request: Request, take_down_id: str) -> HttpResponse:
        return _move(request, take_down_id, Side.BRAND, operations.report_taken_down, EmptyInput)


class TakeDownWithdrawView(BarterView):
    @extend_schema(**docs.TAKE_DOWNS_WITHDRAW)
    def post(self, request: Request, take_down_id: str) -> HttpResponse:
        return _move(request, take_down_id, Side.CREATOR, operations.withdraw_take_down, EmptyInput)


class TakeDownConfirmGoneView(BarterView):
    @extend_schema(**docs.TAKE_DOWNS_CONFIRM_GONE)
    def post(self, request: Request, take_down_id: str) -> HttpResponse:
        return _move(request, take_down_id, Side.CREATOR, operations.confirm_gone, EmptyInput)


class TakeDownSayStillUpView(BarterView):
    @extend_schema(**docs.TAKE_DOWNS_SAY_STILL_UP)
    def post(self, request: Request, take_down_id: str) -> HttpResponse:
        return _move(request, take_down_id, Side.CREATOR, operations.say_still_up, TakeDownStillUpInput)


def _rows(request: Request) -> QuerySet[TakeDown]:
    rows = TakeDown.objects.visible_to(request.user)
    return rows.select_related(
        "licence__asset", "licence__creator", "licence__collaboration__creator", "brand", "creator"
    )


def _move(request: Request, take_down_id: str, side: Side, act: Any, shape: Any) -> HttpResponse:
    """One answer of `side`; the other side and viewers see the request and are told no."""
    row = find(_rows(request), take_down_id)
    own, may_act = standing_of(request, row.licence)
    if own != side or not may_act:
        raise NotAllowed
    by = (Actor.creator if side == Side.CREATOR else Actor.brand)(user_of(request).pk)
    act(take_down=row, by=by, at=now(), **parsed(shape, request))
    return json(_data(request, take_down_id))


def _data(request: Request, take_down_id: str) -> dict[str, Any]:
    """As it stands now."""
    return _told(request, find(_rows(request), take_down_id))


def _told(request: Request, row: TakeDown) -> dict[str, Any]:
    return take_down_data(row, *standing_of(request, row.licence))
