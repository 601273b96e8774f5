"""What the OpenAPI document says of the heart's operations: ids, words, parameters, examples."""

from typing import Any

from drf_spectacular.types import OpenApiTypes

from barter.kernel.api.docs import (
    BRAND,
    CURSOR,
    IDEMPOTENCY_KEY,
    IF_MATCH,
    IF_NONE_MATCH,
    LIMIT,
    ok,
    page_of,
    problems,
    query,
)
from deals.api import examples, schemas, serializers
from deals.feed import ORDERS
from deals.models.deal import Category
from deals.workflow import ApplicationState, CollaborationState, DealState

_PAGE = [LIMIT, CURSOR]


def _list(schema: Any, name: str, example: dict[str, Any]) -> Any:
    return ok(page_of(schema, name), {"data": [example], "next_cursor": None, "has_more": False})


DEALS_LIST: dict[str, Any] = {
    "operation_id": "deals_list",
    "tags": ["deals"],
    "summary": "Find deals",
    "description": "Live deals, newest first, without signing in. With `mine=true` the deals of your brand in any state.",
    "parameters": [
        query("q", "words to find in title, product and brand"),
        query("category", f"one or several, separated by commas: {', '.join(Category.values)}"),
        query("platform", "instagram, tiktok, youtube or blog"),
        query("country", "ships to this country, ISO 3166-1 alpha-2"),
        query("min_value", "worth at least, in minor units", OpenApiTypes.INT),
        query("must_post", "false: content only", OpenApiTypes.BOOL),
        query("sort", "order", enum=list(ORDERS)),
        query("state", "with mine=true: only this state", enum=DealState.values),
        query("mine", "true: deals of your brand", OpenApiTypes.BOOL),
        BRAND,
        *_PAGE,
    ],
    "responses": {200: _list(schemas.DealRowSchema, "DealPage", examples.DEAL_ROW), **problems(400, 429)},
}
DEALS_CREATE: dict[str, Any] = {
    "operation_id": "deals_create",
    "tags": ["deals"],
    "summary": "Start a deal",
    "description": "A draft of your brand. Everything can be sent now or later with PATCH; `submit` says what is missing.",
    "parameters": [IDEMPOTENCY_KEY, BRAND],
    "request": serializers.DealChanges,
    "responses": {201: ok(schemas.DealSchema, examples.DEAL), **problems(401, 403, 404, 422)},
}
DEALS_READ: dict[str, Any] = {
    "operation_id": "deals_read",
    "tags": ["deals"],
    "summary": "Read a deal",
    "description": "With `eligibility` and its reasons for a creator, with `available_actions` for its brand.",
    "parameters": [IF_NONE_MATCH],
    "responses": {200: ok(schemas.DealSchema, examples.DEAL), 304: None, **problems(404)},
}
DEALS_UPDATE: dict[str, Any] = {
    "operation_id": "deals_update",
    "tags": ["deals"],
    "summary": "Change a deal",
    "description": "Drafts change freely. A change to a live deal makes a new version of its brief and terms; who has "
    "applied keeps the terms they applied to.",
    "parameters": [IF_MATCH],
    "request": serializers.DealChanges,
    "responses": {200: ok(schemas.DealSchema, examples.DEAL), **problems(401, 403, 404, 409, 412, 422)},
}
DEALS_SAVE: dict[str, Any] = {
    "operation_id": "deals_save",
    "tags": ["deals"],
    "summary": "Save a deal",
    "description": "Bookmark it; saving twice changes nothing.",
    "parameters": [IDEMPOTENCY_KEY],
    "request": None,
    "responses": {200: ok(schemas.DealSchema, examples.DEAL), **problems(401, 403, 404)},
}
DEALS_UNSAVE: dict[str, Any] = {
    "operation_id": "deals_unsave",
    "tags": ["deals"],
    "summary": "Remove a deal from the saved ones",
    "description": "Removing what is not saved changes nothing.",
    "request": None,
    "responses": {204: None, **problems(401, 403, 404)},
}
DEALS_INVITE: dict[str, Any] = {
    "operation_id": "deals_invite",
    "tags": ["deals"],
    "summary": "Invite a creator",
    "description": "The creator has 7 days to accept; accepting is the agreement.",
    "parameters": [IDEMPOTENCY_KEY],
    "request": serializers.InviteInput,
    "responses": {201: ok(schemas.ApplicationSchema, examples.APPLICATION), **problems(401, 403, 404, 409, 422)},
}


def deal_move(verb: str, title: str, detail: str) -> dict[str, Any]:
    return {
        "operation_id": f"deals_{verb}",
        "tags": ["deals"],
        "summary": title,
        "description": detail,
        "parameters": [IDEMPOTENCY_KEY],
        "request": serializers.ReasonInput,
        "responses": {200: ok(schemas.DealSchema, examples.DEAL), **problems(401, 403, 404, 409, 422)},
    }


APPLICATIONS_OF_DEAL: dict[str, Any] = {
    "operation_id": "applications_of_deal",
    "tags": ["applications"],
    "summary": "Who applied",
    "description": "Applicants of one deal, newest first; only for its brand.",
    "parameters": [query("state", "only this state", enum=ApplicationState.values), *_PAGE],
    "responses": {
        200: _list(schemas.ApplicationSchema, "DealApplicationPage", examples.APPLICATION),
        **problems(400, 401, 403, 404),
    },
}
APPLICATIONS_CREATE: dict[str, Any] = {
    "operation_id": "applications_create",
    "tags": ["applications"],
    "summary": "Apply to a deal",
    "description": "Applying is your consent to the terms as posted: when the brand accepts, the agreement stands. "
    "A full deal puts you on its waitlist.",
    "parameters": [IDEMPOTENCY_KEY],
    "request": serializers.ApplyInput,
    "responses": {201: ok(schemas.ApplicationSchema, examples.APPLICATION), **problems(401, 403, 404, 409, 422)},
}
APPLICATIONS_LIST: dict[str, Any] = {
    "operation_id": "applications_list",
    "tags": ["applications"],
    "summary": "Your applications",
    "description": "A creator's own; for a member of brands those to all of their deals.",
    "parameters": [query("state", "only this state", enum=ApplicationState.values), *_PAGE],
    "responses": {200: _list(schemas.ApplicationSchema, "ApplicationPage", examples.APPLICATION), **problems(400, 401)},
}
APPLICATIONS_READ: dict[str, Any] = {
    "operation_id": "applications_read",
    "tags": ["applications"],
    "summary": "Read an application",
    "description": "As your side sees it.",
    "parameters": [IF_NONE_MATCH],
    "responses": {200: ok(schemas.ApplicationSchema, examples.APPLICATION), 304: None, **problems(401, 404)},
}


def application_move(verb: str, title: str, detail: str, shape: Any) -> dict[str, Any]:
    return {
        "operation_id": f"applications_{verb.replace('-', '_')}",
        "tags": ["applications"],
        "summary": title,
        "description": detail,
        "parameters": [IDEMPOTENCY_KEY],
        "request": shape,
        "responses": {200: ok(schemas.ApplicationSchema, examples.APPLICATION), **problems(401, 403, 404, 409, 422)},
    }


COLLABORATIONS_LIST: dict[str, Any] = {
    "operation_id": "collaborations_list",
    "tags": ["collaborations"],
    "summary": "Your collaborations",
    "description": "As creator and for the brands you work for, newest first.",
    "parameters": [query("state", "only this state", enum=CollaborationState.values), *_PAGE],
    "responses": {
        200: _list(schemas.CollaborationSchema, "CollaborationPage", examples.COLLABORATION),
        **problems(400, 401),
    },
}
COLLABORATIONS_READ: dict[str, Any] = {
    "operation_id": "collaborations_read",
    "tags": ["collaborations"],
    "summary": "Read a collaboration",
    "description": "With the agreed terms and their hash, and what you can do now.",
    "parameters": [IF_NONE_MATCH],
    "responses": {200: ok(schemas.CollaborationSchema, examples.COLLABORATION), 304: None, **problems(401, 404)},
}


def collaboration_move(verb: str, title: str, detail: str, shape: Any) -> dict[str, Any]:
    return {
        "operation_id": f"collaborations_{verb.replace('-', '_')}",
        "tags": ["collaborations"],
        "summary": title,
        "description": detail,
        "parameters": [IDEMPOTENCY_KEY],
        "request": shape,
        "responses": {
            200: ok(schemas.CollaborationSchema, examples.COLLABORATION),
            **problems(401, 403, 404, 409, 422),
        },
    }


def _created(
    operation_id: str, title: str, detail: str, shape: Any, schema: Any, example: dict[str, Any]
) -> dict[str, Any]:
    return {
        "operation_id": operation_id,
        "tags": ["collaborations"],
        "summary": title,
        "description": detail,
        "parameters": [IDEMPOTENCY_KEY],
        "request": shape,
        "responses": {201: ok(schema, example), **problems(401, 403, 404, 409, 422)},
    }


LIVE_LINKS_CREATE = _created(
    "live_links_create",
    "Hand in the public post",
    "It is checked at once and while it must stay live.",
    serializers.LiveLinkInput,
    schemas.LiveLinkSchema,
    examples.LIVE_LINK,
)
REVIEWS_CREATE = _created(
    "reviews_create",
    "Review the other side",
    "Sealed until both are in or 14 days have passed. `would_again` stays private.",
    serializers.ReviewInput,
    schemas.ReviewSchema,
    examples.REVIEW,
)
REVIEWS_LIST: dict[str, Any] = {
    "operation_id": "reviews_list",
    "tags": ["collaborations"],
    "summary": "Reviews of a collaboration",
    "description": "Your own, and the other side's once published.",
    "responses": {200: _list(schemas.ReviewSchema, "ReviewPage", examples.REVIEW), **problems(401, 404)},
}
DISPUTES_CREATE = _created(
    "disputes_create",
    "Open a dispute",
    "The other side answers within 3 days, then our team decides.",
    serializers.DisputeInput,
    schemas.DisputeSchema,
    examples.DISPUTE,
)
DISPUTES_READ: dict[str, Any] = {
    "operation_id": "disputes_read",
    "tags": ["collaborations"],
    "summary": "Read a dispute",
    "description": "Its two sides and, in the end, the decision.",
    "parameters": [IF_NONE_MATCH],
    "responses": {200: ok(schemas.DisputeSchema, examples.DISPUTE), 304: None, **problems(401, 404)},
}
DISPUTES_ANSWER: dict[str, Any] = {
    "operation_id": "disputes_answer",
    "tags": ["collaborations"],
    "summary": "Answer a dispute",
    "description": "Only the side that did not open it.",
    "parameters": [IDEMPOTENCY_KEY],
    "request": serializers.DisputeAnswerInput,
    "responses": {200: ok(schemas.DisputeSchema, examples.DISPUTE), **problems(401, 403, 404, 409, 422)},
}
