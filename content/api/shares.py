"""Links that show files of the library to somebody outside, over the API."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from barter.kernel.actors import Actor
from barter.kernel.api.docs import BRAND, Section, body, list_of, ok, query
from barter.kernel.api.problems import BadParameter
from barter.kernel.api.serializers import StrictSerializer, parsed, word
from barter.kernel.api.views import BarterView, json, told_once
from barter.kernel.clock import now
from barter.kernel.errors import NotAllowed
from barter.kernel.rfc3339 import stamp
from brands.access import current_membership, memberships_of
from brands.models import Brand
from brands.permissions import Role, role_allows
from content import operations, shared
from content.api import examples
from content.api.serializers import EmptyInput
from content.errors import NotToShare
from content.models import Licence, ShareLink
from content.models.shares import MAKER_DEMOTED, MAKER_LEFT, NAME_MAX, ShareState
from content.operations.shares import DAYS, USUAL_DAYS
from content.views.common import user_of

_WHY = {MAKER_LEFT: "maker_left", MAKER_DEMOTED: "maker_demoted"}
_MOST = 1000  # what staff may set at most; the rule itself stands in the operation

# ---- Shapes and words


class ShareInput(StrictSerializer):
    licences = serializers.ListField(
        child=serializers.CharField(max_length=40), min_length=1, max_length=_MOST,
        help_text="ids; all of your brand and running, 200 at most unless told",
    )  # fmt: skip
    name = serializers.CharField(max_length=NAME_MAX, help_text="for whom; your team alone reads it")
    days = serializers.ChoiceField(choices=DAYS, default=USUAL_DAYS, help_text="how long it works")
    may_download = serializers.BooleanField(
        default=False, help_text="whoever has the link may download originals; each time is written down"
    )


class ShareSchema(serializers.Serializer[Any]):
    """A link that shows files to whoever has its address."""

    object = serializers.CharField(help_text="`share`")
    id = serializers.CharField()
    state = word(*ShareState.values)
    ball = serializers.CharField(allow_null=True, help_text="always null: nobody has to act")
    due_at = serializers.DateTimeField(allow_null=True, help_text="when it ends by itself; null once it is over")
    available_actions = serializers.ListField(child=serializers.CharField(), help_text="end")
    brand = serializers.CharField()
    name = serializers.CharField(help_text="for whom")
    made_by = serializers.CharField(help_text="name of the member")
    may_download = serializers.BooleanField()
    file_count = serializers.IntegerField(help_text="put into it; those whose licence ended are not shown any more")
    licences = serializers.ListField(
        child=serializers.CharField(), allow_null=True, help_text="what it shows now; null in lists"
    )
    url = serializers.CharField(
        allow_null=True,
        help_text="only in the answer that makes it: it is not stored and can't be told again, to a repeat with the same key neither",
    )
    opened_count = serializers.IntegerField()
    last_opened_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True, help_text="when it ended before its day")
    ended_because = word(
        "asked", "maker_left", "maker_demoted", help_text="why it ended before its day", allow_null=True
    )


_CONTENT = Section("content")
_ONE = {**examples.SHARE, "licences": [examples.LICENCE["id"]]}
_LIST = _CONTENT.page(
    "shares_list",
    "Links of the library",
    "Of your brand, the newest first: those that are open, and those that ended within 30 days.",
    list_of(ShareSchema, "SharePage", examples.SHARE),
    (400, 401, 404),
    also=[query("state", "only this state", enum=ShareState.values), BRAND],
)
_CREATE = _CONTENT.create(
    "shares_create",
    "Make a link of the library",
    "Shows these files to somebody without an account until it ends, each as long as its licence runs. `url` stands in this "
    "answer alone: a repeat with the same `Idempotency-Key` is told the link without it. If the answer got lost, end the link and "
    "make another. Owners and managers.",
    ok(ShareSchema, {**_ONE, "url": "https://barter.example/shared/9Yz3.../"}),
    (401, 403, 404, 409, 422),
    also=[BRAND],
    takes=body(ShareInput, examples.SHARE_INPUT),
)
_READ = _CONTENT.read(
    "shares_read", "Read a link of the library", "With what it shows now.", ok(ShareSchema, _ONE), (401, 404)
)
_END = _CONTENT.act(
    "shares_end",
    "End a link of the library",
    "At once. One that is over stays as it is. Owners and managers.",
    ok(ShareSchema, {**_ONE, "state": "ended", "due_at": None, "available_actions": [], "ended_at": examples.SHARE["created_at"], "ended_because": "asked"}),
    (401, 403, 404, 422),
)  # fmt: skip

# ---- Views


class SharesView(BarterView):
    is_list = True
    parameters = frozenset({"state"})

    @extend_schema(**_LIST)
    def get(self, request: Request) -> HttpResponse:
        at, state = now(), request.query_params.get("state", "")
        rows = shared.links_of(_brand(request), at)
        if state and state not in ShareState.values:
            raise BadParameter(f"state is one of {', '.join(ShareState.values)}.")
        if state == ShareState.OPEN:
            rows = rows.open(at)
        elif state:
            rows = rows.filter(expires_at__lte=at) if state == ShareState.EXPIRED else rows
            rows = rows.filter(ended_at__isnull=state == ShareState.EXPIRED)
        return self.page(request, rows, order=("-id",), represent=lambda row: _data(request, row, at))

    @extend_schema(**_CREATE)
    def post(self, request: Request) -> HttpResponse:
        brand, at = _brand(request), now()
        _insist_on_manager(request, brand.pk)
        told = parsed(ShareInput, request)
        wanted = set(told.pop("licences"))
        licences = list(Licence.objects.filter(brand=brand, public_id__in=wanted))
        if len(licences) < len(wanted):
            raise NotToShare(field="licences")
        share, secret = operations.make_share(brand=brand, user=user_of(request), licences=licences, at=at, **told)
        data = _whole(request, _found(request, share.public_id), at)
        headers = {"Location": f"/api/v1/shares/{share.public_id}/", "Cache-Control": "private, no-store"}
        return told_once(data, {"url": shared.address_of(secret)}, status=201, headers=headers)


class ShareView(BarterView):
    @extend_schema(**_READ)
    def get(self, request: Request, share_id: str) -> HttpResponse:
        return self.item(request, _whole(request, _found(request, share_id), now()))


class ShareEndView(BarterView):
    @extend_schema(**_END)
    def post(self, request: Request, share_id: str) -> HttpResponse:
        parsed(EmptyInput, request)
        share = _found(request, share_id)
        _insist_on_manager(request, share.brand_id)
        at = now()
        operations.end_share(share=share, by=Actor.brand(user_of(request).pk), at=at)
        return json(_whole(request, _found(request, share_id), at))


def _brand(request: Request) -> Brand:
    """For which the caller acts; people of no brand find nothing here."""
    membership = current_membership(request)
    if membership is None:
        raise Http404
    return membership.brand


def _found(request: Request, share_id: str) -> ShareLink:
    rows: QuerySet[ShareLink] = shared.counted(ShareLink.objects.visible_to(request.user))
    row = rows.filter(public_id=share_id).first()
    if row is None:
        raise Http404
    return row


def _may_manage(request: Request, brand_id: int) -> bool:
    roles = {row.brand_id: row.role for row in memberships_of(request)}
    return role_allows(roles[brand_id], Role.MANAGER)


def _insist_on_manager(request: Request, brand_id: int) -> None:
    if not _may_manage(request, brand_id):
        raise NotAllowed


def _data(request: Request, share: ShareLink, at: datetime) -> dict[str, Any]:
    """A row of `links_of` or `counted`."""
    state = share.state_at(at)
    is_open = state == ShareState.OPEN
    return {
        "object": "share",
        "id": share.public_id,
        "state": state.value,
        "ball": None,
        "due_at": stamp(share.expires_at) if is_open else None,
        "available_actions": ["end"] if is_open and _may_manage(request, share.brand_id) else [],
        "brand": share.brand.public_id,
        "name": share.name,
        "made_by": str(share.made_by),
        "may_download": share.may_download,
        "file_count": share.file_count,  # type: ignore[attr-defined]
        "licences": None,
        "url": None,
        "opened_count": share.opened_count,
        "last_opened_at": stamp(share.last_opened_at),
        "created_at": stamp(share.created_at),
        "expires_at": stamp(share.expires_at),
        "ended_at": stamp(share.ended_at),
        "ended_because": share.ended_at and _WHY.get(share.end_move or "", "asked"),  # type: ignore[attr-defined]
    }


def _whole(request: Request, share: ShareLink, at: datetime) -> dict[str, Any]:
    shown = shared.files_of(share, at).select_related(None).order_by("-pk").values_list("public_id", flat=True)
    return {**_data(request, share, at), "licences": list(shown)}
