"""Collaborations, live links, reviews and disputes over the API."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from barter.kernel import clock
from barter.kernel.actors import Actor
from barter.kernel.api.problems import BadParameter
from barter.kernel.api.serializers import parsed
from barter.kernel.api.views import BarterView, json
from brands.access import of_named_brand
from deals import operations
from deals.api import docs
from deals.api.access import (
    actor_for,
    caller,
    collaborations,
    disputes,
    found,
    reviews,
)
from deals.api.examples import PROPOSED
from deals.api.representations import collaboration_data, dispute_data, live_link_data, review_data
from deals.api.serializers import (
    AnswerInput,
    AppealInput,
    BookInput,
    CancelInput,
    DisputeAnswerInput,
    DisputeInput,
    LiveLinkInput,
    ProblemInput,
    ReviewInput,
    TermsInput,
)
from deals.api.verbs import collaboration_verb
from deals.workflow import CollaborationState

EXPANDABLE = frozenset({"deal"})


class CollaborationsView(BarterView):
    is_list = True
    parameters = frozenset({"state", "deal"})
    expandable = EXPANDABLE

    @extend_schema(**docs.COLLABORATIONS_LIST)
    def get(self, request: Request) -> HttpResponse:
        expand = self.expand(request)
        queryset = collaborations(caller(request), expand).filter(**of_named_brand(request, "brand"))
        if deal := request.query_params.get("deal"):
            queryset = queryset.filter(deal__public_id=deal)
        if state := request.query_params.get("state"):
            if state not in CollaborationState.values:
                raise BadParameter(f"state is one of {', '.join(CollaborationState.values)}.")
            queryset = queryset.filter(state=state)
        return self.page(
            request,
            queryset,
            order=("-id",),
            represent=lambda row: collaboration_data(row, caller(request), expand),
        )


class CollaborationView(BarterView):
    expandable = EXPANDABLE

    @extend_schema(**docs.COLLABORATIONS_READ)
    def get(self, request: Request, collaboration_id: str) -> HttpResponse:
        expand = self.expand(request)
        row = found(collaborations(caller(request), expand), collaboration_id)
        return self.item(request, collaboration_data(row, caller(request), expand))


class LiveLinksView(BarterView):
    @extend_schema(**docs.LIVE_LINKS_CREATE)
    def post(self, request: Request, collaboration_id: str) -> HttpResponse:
        collaboration = found(collaborations(caller(request)), collaboration_id)
        actor = actor_for(collaboration, collaboration.brand_id, caller(request))
        data = parsed(LiveLinkInput, request)
        link = operations.add_live_link(collaboration=collaboration, by=actor, at=clock.now(), **data)
        return json(live_link_data(link), status=201, headers=_at("collaborations", collaboration))


class ReviewsView(BarterView):
    is_list = True

    @extend_schema(**docs.REVIEWS_LIST)
    def get(self, request: Request, collaboration_id: str) -> HttpResponse:
        collaboration = found(collaborations(caller(request)), collaboration_id)
        rows = reviews(caller(request)).filter(collaboration=collaboration)
        return self.page(request, rows, order=("id",), represent=lambda row: review_data(row, caller(request)))

    @extend_schema(**docs.REVIEWS_CREATE)
    def post(self, request: Request, collaboration_id: str) -> HttpResponse:
        collaboration = found(collaborations(caller(request)), collaboration_id)
        actor = actor_for(collaboration, collaboration.brand_id, caller(request))
        data = parsed(ReviewInput, request)
        review = operations.write_review(collaboration=collaboration, by=actor, at=clock.now(), **data)
        review.collaboration = collaboration
        headers = {"Location": f"/api/v1/collaborations/{collaboration_id}/reviews/"}
        return json(review_data(review, caller(request)), status=201, headers=headers)


class DisputesView(BarterView):
    @extend_schema(**docs.DISPUTES_CREATE)
    def post(self, request: Request, collaboration_id: str) -> HttpResponse:
        collaboration = found(collaborations(caller(request)), collaboration_id)
        actor = actor_for(collaboration, collaboration.brand_id, caller(request))
        reason = parsed(DisputeInput, request)["reason"]
        dispute = operations.open_dispute(collaboration=collaboration, by=actor, reason=reason, at=clock.now())
        fresh = found(disputes(caller(request)), dispute.public_id)
        return json(dispute_data(fresh, caller(request)), status=201, headers=_at("disputes", dispute))


class DisputeView(BarterView):
    @extend_schema(**docs.DISPUTES_READ)
    def get(self, request: Request, dispute_id: str) -> HttpResponse:
        dispute = found(disputes(caller(request)), dispute_id)
        return self.item(request, dispute_data(dispute, caller(request)))


class DisputeAnswerView(BarterView):
    @extend_schema(**docs.DISPUTES_ANSWER)
    def post(self, request: Request, dispute_id: str) -> HttpResponse:
        dispute = found(disputes(caller(request)), dispute_id)
        actor = actor_for(dispute.collaboration, dispute.collaboration.brand_id, caller(request))
        answer = parsed(DisputeAnswerInput, request)["answer"]
        operations.answer_dispute(dispute=dispute, by=actor, answer=answer, at=clock.now())
        return json(dispute_data(found(disputes(caller(request)), dispute_id), caller(request)))


class DisputeAppealView(BarterView):
    @extend_schema(**docs.DISPUTES_APPEAL)
    def post(self, request: Request, dispute_id: str) -> HttpResponse:
        dispute = found(disputes(caller(request)), dispute_id)
        actor = actor_for(dispute.collaboration, dispute.collaboration.brand_id, caller(request))
        reason = parsed(AppealInput, request)["reason"]
        operations.appeal_dispute(dispute=dispute, by=actor, reason=reason, at=clock.now())
        return json(dispute_data(found(disputes(caller(request)), dispute_id), caller(request)))


def _at(nouns: str, row: Any) -> dict[str, str]:
    return {"Location": f"/api/v1/{nouns}/{row.public_id}/"}


def _cancel(collaboration: Any, actor: Actor, data: dict[str, Any]) -> None:
    operations.cancel_collaboration(collaboration=collaboration, by=actor, reason=data["reason"], at=clock.now())


def _plain(operation: Callable[..., Any]) -> Any:
    """An operation that takes nothing but the object, the actor and the time."""

    def act(collaboration: Any, actor: Actor, _: dict[str, Any]) -> None:
        operation(collaboration=collaboration, by=actor, at=clock.now())

    return act


def _problem(collaboration: Any, actor: Actor, data: dict[str, Any]) -> None:
    operations.report_problem(
        collaboration=collaboration, by=actor, code=data["code"], note=data["note"], at=clock.now()
    )


def _book(collaboration: Any, actor: Actor, data: dict[str, Any]) -> None:
    operations.book_visit(collaboration=collaboration, by=actor, visit_date=data["visit_date"], at=clock.now())


def _propose_terms(collaboration: Any, actor: Actor, data: dict[str, Any]) -> None:
    operations.propose_terms(collaboration=collaboration, by=actor, changes=data, at=clock.now())


def _answer_terms(collaboration: Any, actor: Actor, data: dict[str, Any]) -> None:
    operations.answer_terms(
        collaboration=collaboration, by=actor, agree=data["agree"], at=clock.now(), seen_hash=data["terms_hash"]
    )


_TABLE: list[tuple[Any, ...]] = [
    (
        "confirm-delivery",
        _plain(operations.confirm_delivery),
        "It is here",
        "The creator has the product; the content clock runs.",
    ),
    (
        "report-problem",
        _problem,
        "Report a problem",
        "Stops the clock until it is solved.",
        ProblemInput,
        {"code": "damaged", "note": "The pump is broken."},
    ),
    (
        "solve-problem",
        _plain(operations.solve_problem),
        "The problem is solved",
        "The clock runs on with the time that was left.",
    ),
    ("send-again", _plain(operations.send_again), "Send another parcel", "Only the brand, while a problem is open."),
    ("extend", _plain(operations.extend_deadline), "Take the one extension", "Seven more days, once."),
    ("book", _book, "Book a visit", "For deals that are visits.", BookInput, {"visit_date": "2026-12-03"}),
    ("check-in", _plain(operations.check_in), "The visit took place", "By either side."),
    (
        "cancel",
        _cancel,
        "Cancel before shipping",
        "Counts against the side that cancels.",
        CancelInput,
        {"reason": "Out of stock."},
    ),
    ("leave", _plain(operations.leave_late), "Leave because shipping is late", "Free for the creator."),
    ("exit", _plain(operations.exit_honestly), "Step out honestly", "The creator can't make it and says so in time."),
    (
        "propose-cancel",
        _plain(operations.propose_cancel),
        "Propose to end it together",
        "The other side agrees or not.",
    ),
    ("agree-cancel", _plain(operations.agree_cancel), "Agree to end it", "Nobody's fault."),
    (
        "restore-live",
        _plain(operations.restore_live),
        "The post is back",
        "After a check found it gone; it is checked at once.",
    ),
    (
        "propose-terms",
        _propose_terms,
        "Propose a change of the terms",
        "The other side must accept it.",
        TermsInput,
        PROPOSED,
    ),
    (
        "answer-terms",
        _answer_terms,
        "Answer a change of the terms",
        "Agreeing makes a new version.",
        AnswerInput,
        {"agree": True},
    ),
]
VERBS = {row[0]: collaboration_verb(*row) for row in _TABLE}
