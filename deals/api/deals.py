"""Deals over the API: find, read, post, move."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request

from barter.kernel import clock
from barter.kernel.actors import Actor, Side
from barter.kernel.api.pagination import decode_cursor, limit_of
from barter.kernel.api.problems import BadParameter
from barter.kernel.api.serializers import parsed
from barter.kernel.api.views import BarterView, json
from barter.kernel.cursors import encode_cursor
from barter.kernel.errors import Invalid
from barter.kernel.text import whole_number
from barter.kernel.topics import Topic
from brands.access import current_membership
from brands.models import Membership, Product
from creators.models import Creator
from deals import operations, permissions
from deals.api import docs
from deals.api.access import applications, caller, deals, found, insist_on_role, managed_deal, own_creator
from deals.api.representations import NOTHING, application_data, deal_data, feed_deal, fit_data, own_deal_data
from deals.api.serializers import DealChanges, InviteInput
from deals.api.verbs import NoBody
from deals.eligibility import explain
from deals.feed import ORDERS, FeedQuery, FeedRow, feed
from deals.models import Deal, SavedDeal
from deals.picks import fit_of, known_of
from deals.queries_creator import saved_keys
from deals.workflow import APPLICATION_OPEN, DealState

_FILTERS = frozenset(
    {"q", "category", "platform", "country", "min_value", "must_post", "any_audience", "sort", "state", "mine", "saved"}
)


class DealsView(BarterView):
    """The public list of live deals; a brand's own with `mine=true`; new drafts."""

    permission_classes = (IsAuthenticatedOrReadOnly,)
    is_list = True
    parameters = _FILTERS
    expandable = frozenset({"eligibility"})

    @extend_schema(**docs.DEALS_LIST)
    def get(self, request: Request) -> HttpResponse:
        expand = self.expand(request)
        if kept := _one_of(request, "mine", "saved"):
            if expand:
                raise BadParameter("expand=eligibility is of the list of live deals; mine and saved have none.")
            return self._own(request) if kept == "mine" else self._saved(request)
        query = feed_query(request)
        rows, has_more = feed(query)
        cursor = cursor_of(rows[-1], query.sort) if has_more else None
        data = _with_fit(request, rows) if expand else [feed_deal(row) for row in rows]
        return json({"data": data, "next_cursor": cursor, "has_more": has_more})

    @extend_schema(**docs.DEALS_CREATE)
    def post(self, request: Request) -> HttpResponse:
        membership = membership_in_force(request)
        insist_on_role(caller(request), membership.brand_id)
        at = clock.now()
        changes = deal_changes(parsed(DealChanges, request), membership.brand_id)
        with transaction.atomic():  # a refused value leaves no empty draft behind
            deal = operations.create_deal(brand=membership.brand, user=caller(request), at=at)
            if changes:
                operations.update_deal(deal=deal, user=caller(request), changes=changes, at=at)
        return _answer(request, deal.public_id, status=201)

    def _own(self, request: Request) -> HttpResponse:
        queryset = deals().filter(brand_id=membership_in_force(request).brand_id)
        if state := request.query_params.get("state"):
            if state not in DealState.values:
                raise BadParameter(f"state is one of {', '.join(DealState.values)}.")
            queryset = queryset.filter(state=state)
        return self._whole(request, queryset)

    def _saved(self, request: Request) -> HttpResponse:
        saved = SavedDeal.objects.filter(creator=own_creator(request)).values("deal")
        return self._whole(request, deals().visible_to(caller(request)).filter(pk__in=saved))

    def _whole(self, request: Request, queryset: Any) -> HttpResponse:
        return self.page(
            request,
            queryset,
            order=("-id",),
            represent=lambda deal: deal_data(deal, permissions.available_actions(deal, caller(request))),
        )


class DealView(BarterView):
    permission_classes = (IsAuthenticatedOrReadOnly,)

    expandable = frozenset({"brand", "product"})

    @extend_schema(**docs.DEALS_READ)
    def get(self, request: Request, deal_id: str) -> HttpResponse:
        expand = self.expand(request)
        deal = found(deals(expand).visible_to(caller(request)), deal_id)
        return self.item(request, _shown(request, deal, clock.now(), expand))

    @extend_schema(**docs.DEALS_UPDATE)
    def patch(self, request: Request, deal_id: str) -> HttpResponse:
        deal = managed_deal(request, deal_id)
        at = clock.now()
        self.insist_unchanged(request, _shown(request, deal, at))
        changes = deal_changes(parsed(DealChanges, request), deal.brand_id)
        operations.update_deal(deal=deal, user=caller(request), changes=changes, at=at)
        return self.item(request, _shown(request, found(deals(), deal_id), at))


class DealMoveView(BarterView):
    """One move of a deal by its brand."""

    move: Callable[..., Any]

    def make(self, request: Request, deal_id: str) -> HttpResponse:
        deal = managed_deal(request, deal_id)
        parsed(NoBody, request)
        self.move(deal=deal, by=Actor.brand(caller(request).pk), at=clock.now())
        return _answer(request, deal_id)


class DealSubmitView(DealMoveView):
    move = staticmethod(operations.submit_deal)

    @extend_schema(**docs.deal_move("submit", "Hand a draft in", "Trusted brands' deals go live at once."))
    def post(self, request: Request, deal_id: str) -> HttpResponse:
        return self.make(request, deal_id)


class DealTakeBackView(DealMoveView):
    move = staticmethod(operations.take_back_deal)

    @extend_schema(**docs.deal_move("take_back", "Take a deal back", "Out of the check by our team, to be changed."))
    def post(self, request: Request, deal_id: str) -> HttpResponse:
        return self.make(request, deal_id)


class DealDuplicateView(BarterView):
    @extend_schema(**docs.DEALS_DUPLICATE)
    def post(self, request: Request, deal_id: str) -> HttpResponse:
        deal = managed_deal(request, deal_id)
        parsed(NoBody, request)
        copy = operations.duplicate_deal(deal=deal, user=caller(request), at=clock.now())
        return _answer(request, copy.public_id, status=201)


class DealPauseView(DealMoveView):
    move = staticmethod(operations.pause_deal)

    @extend_schema(**docs.deal_move("pause", "Pause a live deal", "Nobody can apply while it is paused."))
    def post(self, request: Request, deal_id: str) -> HttpResponse:
        return self.make(request, deal_id)


class DealResumeView(DealMoveView):
    move = staticmethod(operations.resume_deal)

    @extend_schema(**docs.deal_move("resume", "Resume a paused deal", "Its end date stays as it was."))
    def post(self, request: Request, deal_id: str) -> HttpResponse:
        return self.make(request, deal_id)


class DealCloseView(DealMoveView):
    move = staticmethod(operations.close_deal)

    @extend_schema(**docs.deal_move("close", "Close a deal", "Open applications end as not selected."))
    def post(self, request: Request, deal_id: str) -> HttpResponse:
        return self.make(request, deal_id)


class DealDiscardView(DealMoveView):
    move = staticmethod(operations.discard_deal)

    @extend_schema(
        **docs.deal_move("discard", "Throw a draft away", "A draft or a rejected deal ends as closed, never published.")
    )
    def post(self, request: Request, deal_id: str) -> HttpResponse:
        return self.make(request, deal_id)


class DealSaveView(BarterView):
    @extend_schema(**docs.DEALS_SAVE)
    def post(self, request: Request, deal_id: str) -> HttpResponse:
        creator = own_creator(request)
        operations.save_deal(
            deal=found(Deal.objects.visible_to(caller(request)), deal_id), creator=creator, at=clock.now()
        )
        return _answer(request, deal_id)

    @extend_schema(**docs.DEALS_UNSAVE)
    def delete(self, request: Request, deal_id: str) -> HttpResponse:
        creator = own_creator(request)
        operations.unsave_deal(deal=found(Deal.objects.visible_to(caller(request)), deal_id), creator=creator)
        return HttpResponse(status=204)


class DealInviteView(BarterView):
    @extend_schema(**docs.DEALS_INVITE)
    def post(self, request: Request, deal_id: str) -> HttpResponse:
        deal = managed_deal(request, deal_id)
        creator = Creator.objects.filter(public_id=parsed(InviteInput, request)["creator"]).first()
        if creator is None:
            raise Invalid("There is no creator with this id.", field="creator")
        actor = Actor.brand(caller(request).pk)
        application = operations.invite_creator(deal=deal, creator=creator, by=actor, at=clock.now())
        headers = {"Location": f"/api/v1/applications/{application.public_id}/"}
        fresh = found(applications(caller(request)), application.public_id)
        return json(application_data(fresh, caller(request)), status=201, headers=headers)


def feed_query(request: Request, country: str = "") -> FeedQuery:
    """The list's parameters, checked; `country` is the one that is meant unless told. Raises BadParameter."""
    params = request.query_params
    sort = params.get("sort", "-created_at")
    if sort not in ORDERS:
        raise BadParameter(f"sort is one of {', '.join(ORDERS)}.")
    if params.get("state", "live") != "live":
        raise BadParameter(
            "The public list holds live deals only; a brand lists its own with mine=true.", parameter="state"
        )
    categories = tuple(name for name in params.get("category", "").split(",") if name)
    if set(categories) - set(Topic.values):
        raise BadParameter(f"category is one of {', '.join(Topic.values)}.")
    for name in ("must_post", "any_audience"):
        if params.get(name, "") not in {"", "true", "false"}:
            raise BadParameter(f"{name} is true or false.")
    least = whole_number(params.get("min_value", "0"), most_digits=9)
    if least is None:
        raise BadParameter("min_value is an amount in euro cents, such as 5000.")
    country = params.get("country", country)
    if country and not (len(country) == 2 and country.isascii() and country.isupper()):
        raise BadParameter("country is an ISO 3166-1 code of two capitals, such as NL.")
    return FeedQuery(
        text=params.get("q", "")[:200].replace("\x00", ""),
        categories=categories,
        platform=params.get("platform", "")[:12].replace("\x00", ""),
        country=country,
        min_worth_cents=least,
        content_only=params.get("must_post") == "false",
        followers=0 if params.get("any_audience") == "true" else None,
        sort=sort,
        after=_after(params.get("cursor", ""), sort),
        limit=limit_of(request),
    )


def _after(text: str, sort: str) -> tuple[Any, int] | None:
    if not text:
        return None
    value, pk = decode_cursor(text, 2)
    bad = BadParameter("cursor is not one of ours; take next_cursor of the page before.")
    if not isinstance(pk, int) or abs(pk) >= 1 << 63:
        raise bad
    if sort == "-value":
        if not isinstance(value, int) or abs(value) >= 1 << 31:
            raise bad
        return value, pk
    try:
        return datetime.fromisoformat(value), pk
    except (TypeError, ValueError):
        raise bad from None


def cursor_of(row: FeedRow, sort: str) -> str:
    value = getattr(row, ORDERS[sort].column)
    return encode_cursor([value.isoformat() if isinstance(value, datetime) else value, row.pk])


def deal_changes(data: Mapping[str, Any], brand_id: int) -> dict[str, Any]:
    """The API's words as `update_deal` takes them: the product by object, the licence spread over its columns."""
    changes = dict(data)
    if "product" in changes:
        product = Product.objects.filter(public_id=changes["product"], brand_id=brand_id, archived_at=None).first()
        if product is None:
            raise Invalid("Your brand has no product with this id.", field="product")
        changes["product"] = product
    for name, value in changes.pop("licence", {}).items():
        changes[f"licence_{name}"] = value
    return changes


def membership_in_force(request: Request) -> Membership:
    """For which brand the caller acts. Unseen for people of no brand, and for a brand that isn't theirs."""
    if not caller(request).is_authenticated:
        raise NotAuthenticated
    membership = current_membership(request)
    if membership is None:
        raise Http404
    return membership


def _one_of(request: Request, *names: str) -> str:
    """Which of these flags is on; at most one may be. Raises BadParameter."""
    values = {name: request.query_params.get(name, "false") for name in names}
    for name, value in values.items():
        if value not in {"true", "false"}:
            raise BadParameter(f"{name} is true or false.")
    chosen = [name for name, value in values.items() if value == "true"]
    if len(chosen) > 1:
        raise BadParameter(f"{chosen[0]} and {chosen[1]} are two lists; ask for one of them.")
    return chosen[0] if chosen else ""


def _shown(request: Request, deal: Deal, at: datetime, expand: frozenset[str] = NOTHING) -> dict[str, Any]:
    """The deal for this caller: with actions for its brand, with eligibility for a creator."""
    user = caller(request)
    if user.is_authenticated and deal.brand_id in permissions.roles_of(user):
        return own_deal_data(deal, permissions.available_actions(deal, user), expand)
    data = deal_data(deal, [], expand)
    data.pop("rejection_reason")
    creator = None
    if user.is_authenticated:
        creator = Creator.objects.select_related("capacity").prefetch_related("channels").filter(user=user).first()
    if creator is None:
        return data | {"eligibility": None, "is_saved": None, "application": None}
    verdict = explain(deal, creator, at=at)
    application = deal.applications.filter(creator=creator).order_by("-id").first()
    blocked = not verdict.ok or (application is not None and application.state in APPLICATION_OPEN)
    actions = permissions.available_actions(deal, Side.CREATOR)
    data["available_actions"] = [name for name in actions if name != "apply" or not blocked]
    return data | {
        "eligibility": fit_data(verdict),
        "is_saved": SavedDeal.objects.filter(deal=deal, creator=creator).exists(),
        "application": application and application.public_id,
    }


def _with_fit(request: Request, rows: list[FeedRow]) -> list[dict[str, Any]]:
    """Deals of the list, each with whether the creator who asks can join it and has saved it. Two statements for all of them."""
    known, at = known_of(caller(request)), clock.now()
    saved = saved_keys(known.pk, (row.pk for row in rows)) if known else set()
    return [
        feed_deal(row)
        | {
            "eligibility": known and fit_data(fit_of(row, known, at=at)),
            "is_saved": row.pk in saved if known else None,
        }
        for row in rows
    ]


def _answer(request: Request, deal_id: str, status: int = 200) -> HttpResponse:
    deal = found(deals(), deal_id)
    headers = {"Location": f"/api/v1/deals/{deal_id}/"} if status == 201 else {}
    return json(_shown(request, deal, clock.now()), status=status, headers=headers)
