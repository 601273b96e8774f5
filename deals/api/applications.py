"""Applications over the API."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from barter.kernel import clock
from barter.kernel.actors import Actor
from barter.kernel.api.pagination import cursor_page
from barter.kernel.api.problems import BadParameter
from barter.kernel.api.serializers import parsed
from barter.kernel.api.views import BarterView, json
from barter.kernel.errors import NotAllowed
from brands.access import of_named_brand
from deals import operations, permissions
from deals.api import docs
from deals.api.access import applications, caller, found
from deals.api.examples import DEAL, PROPOSAL
from deals.api.representations import application_data, applied_data, match_data
from deals.api.serializers import AcceptInput, ApplyInput, DeclineInput, ProposalInput
from deals.api.verbs import application_verb
from deals.models import Application, Deal
from deals.ranking import BEST_MATCH, Fit, with_match
from deals.waitlist import numbers_in_line
from deals.workflow import ApplicationState

EXPANDABLE = frozenset({"deal"})


class DealApplicationsView(BarterView):
    """Applicants of one deal, for its brand; applying, for a creator."""

    is_list = True
    parameters = frozenset({"state", "sort"})
    expandable = EXPANDABLE

    @extend_schema(**docs.APPLICATIONS_OF_DEAL)
    def get(self, request: Request, deal_id: str) -> HttpResponse:
        rows = Deal.objects.visible_to(caller(request)).select_related("brand", "product")
        deal = found(rows, deal_id)
        if deal.brand_id not in permissions.roles_of(caller(request)):
            raise NotAllowed("Only the deal's brand sees who applied.")
        sort = request.query_params.get("sort", docs.NEWEST)
        if sort not in _SORTS:
            raise BadParameter(f"sort is one of {', '.join(_SORTS)}.")
        return _page(self, request, {"deal": deal}, deal, sort)

    @extend_schema(**docs.APPLICATIONS_CREATE)
    def post(self, request: Request, deal_id: str) -> HttpResponse:
        data = parsed(ApplyInput, request)
        known = operations.load_apply_context(deal_id=deal_id, user_id=caller(request).pk)
        application = operations.apply_to_deal(
            deal=known.deal,
            creator=known.creator,
            at=clock.now(),
            context=known,
            seen_hash=data.pop("terms_hash", ""),
            **data,
        )
        headers = {"Location": f"/api/v1/applications/{application.public_id}/"}
        return json(applied_data(application, known), status=201, headers=headers)


class ApplicationsView(BarterView):
    is_list = True
    parameters = frozenset({"state"})
    expandable = EXPANDABLE

    @extend_schema(**docs.APPLICATIONS_LIST)
    def get(self, request: Request) -> HttpResponse:
        return _page(self, request, of_named_brand(request, "deal__brand"))


class ApplicationView(BarterView):
    expandable = EXPANDABLE

    @extend_schema(**docs.APPLICATIONS_READ)
    def get(self, request: Request, application_id: str) -> HttpResponse:
        expand = self.expand(request)
        application = found(applications(caller(request), expand), application_id)
        return self.item(request, application_data(application, caller(request), expand))


_SORTS = dict(zip(docs.SORTS, (("-id",), ("submitted_at", "id"), BEST_MATCH), strict=True))


def _page(
    view: BarterView, request: Request, only: dict[str, Any], deal: Deal | None = None, sort: str = docs.NEWEST
) -> HttpResponse:
    """Applicants of one deal are told with their number on its waitlist and, where that is the order, what speaks for them."""
    expand = view.expand(request)
    queryset = applications(caller(request), expand).filter(**only)
    if state := request.query_params.get("state"):
        if state not in ApplicationState.values:
            raise BadParameter(f"state is one of {', '.join(ApplicationState.values)}.")
        queryset = queryset.filter(state=state)
    if deal is not None and sort == docs.BEST:
        queryset = with_match(queryset, deal)
    page = cursor_page(request, queryset, order=_SORTS[sort], represent=lambda application: application)
    rows: list[Application] = page["data"]
    page["data"] = [application_data(row, caller(request), expand) for row in rows]
    if deal is not None:
        _add_order(deal, rows, page["data"], sort)
    return json(page)


def _add_order(deal: Deal, rows: Sequence[Application], told: Sequence[dict[str, Any]], sort: str) -> None:
    waiting = [row.pk for row in rows if row.state == ApplicationState.WAITLISTED]
    numbers = numbers_in_line(deal, waiting) if waiting else {}
    for row, data in zip(rows, told, strict=True):
        data["waitlist_number"] = numbers.get(row.pk)
        if sort == docs.BEST:
            data["match"] = match_data(Fit.of(row.fit))  # type: ignore[attr-defined]  # annotated by `with_match`


def _shortlist(application: Application, actor: Actor, _: dict[str, Any]) -> None:
    operations.shortlist_application(application=application, by=actor, at=clock.now())


def _unshortlist(application: Application, actor: Actor, _: dict[str, Any]) -> None:
    operations.unshortlist_application(application=application, by=actor, at=clock.now())


def _accept(application: Application, actor: Actor, data: dict[str, Any]) -> None:
    """Accept whatever lies on the table: an application (brand), an offer or invitation (creator), a counter (brand)."""
    at, state, seen_hash = clock.now(), application.state, data["terms_hash"]
    if state == ApplicationState.OFFERED:
        operations.accept_offer(application=application, by=actor, at=at, seen_hash=seen_hash)
    elif state == ApplicationState.COUNTERED:
        operations.accept_counter(application=application, by=actor, at=at, seen_hash=seen_hash)
    elif state == ApplicationState.INVITED:
        operations.accept_invitation(application=application, by=actor, at=at, seen_hash=seen_hash)
    else:
        operations.accept_application(application=application, by=actor, at=at)


def _decline(application: Application, actor: Actor, data: dict[str, Any]) -> None:
    at, state = clock.now(), application.state
    if state == ApplicationState.OFFERED:
        operations.decline_offer(application=application, by=actor, at=at)
    elif state == ApplicationState.INVITED:
        operations.decline_invitation(application=application, by=actor, at=at)
    else:
        operations.decline_application(
            application=application, by=actor, reason=data["reason"], note=data.get("note", ""), at=at
        )


def _offer(application: Application, actor: Actor, data: dict[str, Any]) -> None:
    operations.make_offer(application=application, by=actor, proposal=data, at=clock.now())


def _counter(application: Application, actor: Actor, data: dict[str, Any]) -> None:
    operations.counter_offer(application=application, by=actor, proposal=data, at=clock.now())


def _take_back(application: Application, actor: Actor, _: dict[str, Any]) -> None:
    operations.take_back(deal=application.deal, applications=[application], by=actor, at=clock.now())


def _withdraw(application: Application, actor: Actor, _: dict[str, Any]) -> None:
    operations.withdraw_application(application=application, by=actor, at=clock.now())


VERBS = {
    "shortlist": application_verb("shortlist", _shortlist, "Shortlist an applicant", "Only the brand."),
    "unshortlist": application_verb(
        "unshortlist",
        _unshortlist,
        "Take an applicant off the short list",
        "Only the brand. The days to answer run on.",
    ),
    "accept": application_verb(
        "accept",
        _accept,
        "Accept",
        "The brand accepts an application or a counter-offer, the creator an offer or an invitation. This is the "
        "agreement: a collaboration is born; its id is in `collaboration`. Send the `consented_hash` of the offer or "
        "counter-offer that was read (of an invitation the deal's `terms_hash`), and nobody agrees to other terms.",
        AcceptInput,
        {"terms_hash": DEAL["terms_hash"]},
    ),
    "decline": application_verb(
        "decline",
        _decline,
        "Decline",
        "The brand with a reason; the creator an offer or an invitation.",
        DeclineInput,
        {"reason": "not_a_fit", "note": "We look for evening routines."},
    ),
    "offer": application_verb(
        "offer",
        _offer,
        "Offer changed terms",
        "The creator has 48 hours to accept, decline or counter.",
        ProposalInput,
        PROPOSAL,
    ),
    "counter": application_verb(
        "counter",
        _counter,
        "Answer an offer with another",
        "The brand has 48 hours to answer.",
        ProposalInput,
        PROPOSAL,
    ),
    "take-back": application_verb(
        "take-back",
        _take_back,
        "Take a decision back that nobody was told",
        "Only the brand. On the site a decline is told some minutes after it was said: until then every other answer is "
        "refused with `being_declined`. Doing it again changes nothing.",
    ),
    "withdraw": application_verb(
        "withdraw", _withdraw, "Withdraw your application", "Free, at any time before agreement."
    ),
}
