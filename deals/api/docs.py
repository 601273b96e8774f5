"""What the OpenAPI document says of the heart's operations: ids, words, parameters, examples."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import PolymorphicProxySerializer

from barter.kernel.api.docs import (
    BRAND,
    CURSOR,
    IDEMPOTENCY_KEY,
    IF_MATCH,
    IF_NONE_MATCH,
    LIMIT,
    NO_CONTENT,
    NOT_MODIFIED,
    body,
    expand,
    list_of,
    ok,
    operation,
    page_of,
    problems,
    query,
)
from creators.models import Channel
from deals.api import examples, schemas, serializers
from deals.feed import ORDERS
from deals.models.deal import Category
from deals.workflow import ApplicationState, CollaborationState, DealState

_PAGE = [LIMIT, CURSOR]
_EXPAND_DEAL = expand("deal")
_DEAL = ok(schemas.DealSchema, examples.DEAL)
_APPLICATION = ok(schemas.ApplicationSchema, examples.APPLICATION)
_COLLABORATION = ok(schemas.CollaborationSchema, examples.COLLABORATION)
_DISPUTE = ok(schemas.DisputeSchema, examples.DISPUTE)
_ANY_DEALS = PolymorphicProxySerializer(
    component_name="AnyDealPage",
    serializers=[page_of(schemas.DealRowSchema, "DealPage"), page_of(schemas.DealSchema, "OwnDealPage")],
    resource_type_field_name=None,
)


def _deals(operation_id: str, summary: str, description: str, **more: Any) -> dict[str, Any]:
    return operation(operation_id, "deals", summary, description, **more)


def _applications(operation_id: str, summary: str, description: str, **more: Any) -> dict[str, Any]:
    return operation(operation_id, "applications", summary, description, **more)


def _collaborations(operation_id: str, summary: str, description: str, **more: Any) -> dict[str, Any]:
    return operation(operation_id, "collaborations", summary, description, **more)


def me_read(schema: Any) -> dict[str, Any]:
    return operation(
        "me_read",
        "me",
        "Who is signed in",
        "The person with their creator profile (credits, figures, channels) and their brands (role, id). Read it after "
        "signing in: it says what the app can offer.",
        parameters=[IF_NONE_MATCH],
        responses={200: ok(schema, examples.ME), 304: NOT_MODIFIED},
    )


def me_update(schema: Any, shape: Any) -> dict[str, Any]:
    return operation(
        "me_update",
        "me",
        "Change name, language or time zone",
        "The e-mail address changes on its own way: `/_allauth/app/v1/account/email`.",
        parameters=[IF_MATCH],
        request=body(shape, {"name": "Elīna Kalniņa", "time_zone": "Europe/Riga"}),
        responses={200: ok(schema, examples.ME), **problems(412)},
    )


DEALS_LIST = _deals(
    "deals_list",
    "Find deals",
    "Live deals without signing in, newest first. With `mine=true` the deals of your brand in any state, with "
    "`saved=true` those a creator saved: then rows are whole deals.",
    parameters=[
        query("q", "words to find in title, product and brand"),
        query("category", f"one or several, separated by commas: {', '.join(Category.values)}"),
        query("platform", "asks for a post or clip there", enum=Channel.Platform.values),
        query("country", "ships to this country, ISO 3166-1 alpha-2"),
        query("min_value", "worth at least, in minor units", OpenApiTypes.INT),
        query("must_post", "false: content only", OpenApiTypes.BOOL),
        query("sort", "order; `-created_at` unless told", enum=list(ORDERS)),
        query("state", "with mine=true: only this state", enum=DealState.values),
        query("mine", "true: deals of your brand", OpenApiTypes.BOOL),
        query("saved", "true: deals you saved", OpenApiTypes.BOOL),
        BRAND,
        *_PAGE,
    ],
    responses={
        200: ok(_ANY_DEALS, {"data": [examples.DEAL_ROW], "next_cursor": None, "has_more": False}),
        **problems(401, 403, 404),
    },
)
DEALS_CREATE = _deals(
    "deals_create",
    "Start a deal",
    "A draft of your brand. Everything can be sent now or later with PATCH; `submit` says what is missing. Owners and "
    "managers.",
    parameters=[IDEMPOTENCY_KEY, BRAND],
    request=body(serializers.DealChanges, examples.DEAL_INPUT),
    responses={201: _DEAL, **problems(403, 404)},
)
DEALS_READ = _deals(
    "deals_read",
    "Read a deal",
    "With `eligibility` and its reasons for a creator, with `available_actions` for its brand. No sign-in needed.",
    parameters=[IF_NONE_MATCH, expand("brand", "product")],
    responses={200: _DEAL, 304: NOT_MODIFIED},
)
DEALS_UPDATE = _deals(
    "deals_update",
    "Change a deal",
    "Drafts change freely. A change to a live deal makes a new version of its brief and terms; who has applied keeps "
    "the terms they applied to. Lists (`brief_items`, `deliverables`, ...) replace what was there.",
    parameters=[IF_MATCH],
    request=body(serializers.DealChanges, {"title": "Glow serum & cloud cream", "places": 25}),
    responses={200: _DEAL, **problems(403, 409, 412)},
)
DEALS_SAVE = _deals(
    "deals_save",
    "Save a deal",
    "Bookmark it; saving twice changes nothing. Creators only.",
    parameters=[IDEMPOTENCY_KEY],
    responses={200: _DEAL, **problems(403)},
)
DEALS_UNSAVE = _deals(
    "deals_unsave",
    "Remove a deal from the saved ones",
    "Removing what is not saved changes nothing.",
    responses={204: NO_CONTENT, **problems(403)},
)
DEALS_INVITE = _deals(
    "deals_invite",
    "Invite a creator",
    "The creator has 7 days to accept; accepting is the agreement.",
    parameters=[IDEMPOTENCY_KEY],
    request=body(serializers.InviteInput, {"creator": "cre_0199p4x8c7f3mv5q2r1t6y9kde"}),
    responses={201: _APPLICATION, **problems(403)},
    extensions={"x-action": "deal.invite"},
)
DEALS_DUPLICATE = _deals(
    "deals_duplicate",
    "Copy a deal",
    "A new draft with the same words, brief, deliverables and places.",
    parameters=[IDEMPOTENCY_KEY],
    responses={201: _DEAL, **problems(403)},
)


def deal_move(verb: str, title: str, detail: str) -> dict[str, Any]:
    return _deals(
        f"deals_{verb}",
        title,
        f"{detail} Owners and managers.",
        parameters=[IDEMPOTENCY_KEY],
        responses={200: _DEAL, **problems(403, 422)},
    )


APPLICATIONS_OF_DEAL = _applications(
    "applications_of_deal",
    "Who applied",
    "Applicants of one deal, newest first; only for its brand.",
    parameters=[query("state", "only this state", enum=ApplicationState.values), _EXPAND_DEAL, *_PAGE],
    responses={200: list_of(schemas.ApplicationSchema, "DealApplicationPage", examples.APPLICATION), **problems(403)},
)
APPLICATIONS_CREATE = _applications(
    "applications_create",
    "Apply to a deal",
    "Applying is your consent to the terms as posted: when the brand accepts, the agreement stands. Left out: your "
    "default address, the first variant in stock, your main channel. A full deal puts you on its waitlist.",
    parameters=[IDEMPOTENCY_KEY],
    request=body(serializers.ApplyInput, {"pitch": "I film in window light."}),
    responses={201: _APPLICATION, **problems(403)},
    extensions={"x-action": "deal.apply"},
)
APPLICATIONS_LIST = _applications(
    "applications_list",
    "Your applications",
    "A creator's own; for a member of brands those to all of their deals.",
    parameters=[query("state", "only this state", enum=ApplicationState.values), _EXPAND_DEAL, BRAND, *_PAGE],
    responses={200: list_of(schemas.ApplicationSchema, "ApplicationPage", examples.APPLICATION), **problems(404)},
)
APPLICATIONS_READ = _applications(
    "applications_read",
    "Read an application",
    "As your side sees it.",
    parameters=[IF_NONE_MATCH, _EXPAND_DEAL],
    responses={200: _APPLICATION, 304: NOT_MODIFIED},
)


def application_move(verb: str, title: str, detail: str, shape: Any, example: dict[str, Any] | None) -> dict[str, Any]:
    return _applications(
        f"applications_{verb.replace('-', '_')}",
        title,
        detail,
        parameters=[IDEMPOTENCY_KEY],
        request=body(shape, example) if example else None,
        responses={200: _APPLICATION, **problems(403, 422)},
    )


COLLABORATIONS_LIST = _collaborations(
    "collaborations_list",
    "Your collaborations",
    "As creator and for the brands you work for, newest first.",
    parameters=[
        query("state", "only this state", enum=CollaborationState.values),
        query("deal", "only of this deal (an id)"),
        _EXPAND_DEAL,
        BRAND,
        *_PAGE,
    ],
    responses={200: list_of(schemas.CollaborationSchema, "CollaborationPage", examples.COLLABORATION), **problems(404)},
)
COLLABORATIONS_READ = _collaborations(
    "collaborations_read",
    "Read a collaboration",
    "With the agreed terms and their hash, and what you can do now.",
    parameters=[IF_NONE_MATCH, _EXPAND_DEAL],
    responses={200: _COLLABORATION, 304: NOT_MODIFIED},
)


def collaboration_move(
    verb: str, title: str, detail: str, shape: Any, example: dict[str, Any] | None
) -> dict[str, Any]:
    return _collaborations(
        f"collaborations_{verb.replace('-', '_')}",
        title,
        detail,
        parameters=[IDEMPOTENCY_KEY],
        request=body(shape, example) if example else None,
        responses={200: _COLLABORATION, **problems(403, 422)},
    )


LIVE_LINKS_CREATE = _collaborations(
    "live_links_create",
    "Hand in the public post",
    "It is checked at once and while it must stay live.",
    parameters=[IDEMPOTENCY_KEY],
    request=body(serializers.LiveLinkInput, {"platform": "tiktok", "url": examples.LIVE_LINK["url"]}),
    responses={201: ok(schemas.LiveLinkSchema, examples.LIVE_LINK), **problems(403)},
    extensions={"x-action": "collaboration.add_live_link"},
)
REVIEWS_CREATE = _collaborations(
    "reviews_create",
    "Review the other side",
    "Sealed until both are in or 14 days have passed. `would_again` stays private.",
    parameters=[IDEMPOTENCY_KEY],
    request=body(serializers.ReviewInput, {"stars": 5, "public_text": "Quick and kind.", "would_again": True}),
    responses={201: ok(schemas.ReviewSchema, examples.REVIEW), **problems(403)},
    extensions={"x-action": "collaboration.write_review"},
)
REVIEWS_LIST = _collaborations(
    "reviews_list",
    "Reviews of a collaboration",
    "Your own, and the other side's once published.",
    parameters=_PAGE,
    responses={200: list_of(schemas.ReviewSchema, "ReviewPage", examples.REVIEW)},
)
DISPUTES_CREATE = _collaborations(
    "disputes_create",
    "Open a dispute",
    "The other side answers within 3 days, then our team decides.",
    parameters=[IDEMPOTENCY_KEY],
    request=body(serializers.DisputeInput, {"reason": "The parcel was empty."}),
    responses={201: _DISPUTE, **problems(403)},
    extensions={"x-action": "collaboration.open_dispute"},
)
DISPUTES_READ = _collaborations(
    "disputes_read",
    "Read a dispute",
    "Its two sides and, in the end, the decision.",
    parameters=[IF_NONE_MATCH],
    responses={200: _DISPUTE, 304: NOT_MODIFIED},
)
DISPUTES_ANSWER = _collaborations(
    "disputes_answer",
    "Answer a dispute",
    "Only the side that did not open it.",
    parameters=[IDEMPOTENCY_KEY],
    request=body(serializers.DisputeAnswerInput, {"answer": "It weighed 180 g when it left."}),
    responses={200: _DISPUTE, **problems(403)},
)
DISPUTES_APPEAL = _collaborations(
    "disputes_appeal",
    "Appeal a decision",
    "Either side, once, within 14 days of the decision.",
    parameters=[IDEMPOTENCY_KEY],
    request=body(serializers.AppealInput, {"reason": "The photo shows another parcel."}),
    responses={200: _DISPUTE, **problems(403)},
)
