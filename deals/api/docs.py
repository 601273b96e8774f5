"""What the OpenAPI document says of the heart's operations: ids, words, parameters, examples."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import PolymorphicProxySerializer

from barter.kernel.api.docs import (
    BRAND,
    CURSOR,
    LIMIT,
    Section,
    body,
    expand,
    list_of,
    ok,
    page_of,
    query,
)
from barter.kernel.topics import Topic
from creators.models import Channel
from deals.api import examples, schemas, serializers
from deals.feed import ORDERS
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


NEWEST, WAITING, BEST = SORTS = ("newest", "waiting", "best_match")  # of a deal's applicants
_DEALS = Section("deals")


_APPLICATIONS = Section("applications")


_COLLABORATIONS = Section("collaborations")


_ME = Section("me")


def me_read(schema: Any) -> dict[str, Any]:
    return _ME.read(
        "me_read",
        "Who is signed in",
        "The person with their creator profile (credits, figures, channels) and their brands (role, id). Read it after "
        "signing in: it says what the app can offer.",
        ok(schema, examples.ME),
    )


def me_update(schema: Any, shape: Any) -> dict[str, Any]:
    return _ME.change(
        "me_update",
        "Change name, language or time zone",
        "The e-mail address changes on its own way: `/_allauth/app/v1/account/email`.",
        ok(schema, examples.ME),
        takes=body(shape, {"name": "Elīna Kalniņa", "time_zone": "Europe/Riga"}),
    )


def me_delete(schema: Any) -> dict[str, Any]:
    return _ME.act(
        "me_delete",
        "Delete the account",
        "Begins 14 days of grace: open applications are withdrawn at once, everything else is erased at `erase_at`. "
        "Refused while trades run or a brand would have no owner. Asking again changes nothing. Without the password typed "
        'in the last minutes it is `reauthentication_required`: post `{"password"}` to '
        "`/_allauth/app/v1/auth/reauthenticate` with the same token, then ask again.",
        ok(schema, examples.ME | {"erase_at": "2026-12-06T10:00:00Z"}),
        (403, 409),
        action="delete",
    )


def me_keep() -> dict[str, Any]:
    return _ME.remove("me_keep", "Keep the account", "Within the days of grace. What was withdrawn stays withdrawn.")


DEALS_LIST = _DEALS.operation(
    "deals_list",
    "Find deals",
    "Live deals without signing in, newest first. With `mine=true` the deals of your brand in any state, with "
    "`saved=true` those a creator saved: then rows are whole deals.",
    {200: ok(_ANY_DEALS, {"data": [examples.DEAL_ROW], "next_cursor": None, "has_more": False})},
    (401, 403, 404),
    also=[
        query("q", "words to find in title, product and brand"),
        query("category", f"one or several, separated by commas: {', '.join(Topic.values)}"),
        query("platform", "asks for a post or clip there", enum=Channel.Platform.values),
        query("country", "ships to this country, ISO 3166-1 alpha-2"),
        query(
            "min_value",
            "worth at least, in euro cents; values in other currencies are compared at rough yearly rates",
            OpenApiTypes.INT,
        ),
        query("must_post", "false: content only", OpenApiTypes.BOOL),
        query("any_audience", "true: only deals that ask for no number of followers", OpenApiTypes.BOOL),
        query("sort", "order; `-created_at` unless told", enum=list(ORDERS)),
        query("state", "with mine=true: only this state", enum=DealState.values),
        query("mine", "true: deals of your brand", OpenApiTypes.BOOL),
        query("saved", "true: deals you saved", OpenApiTypes.BOOL),
        expand(
            "eligibility",
            words="`eligibility`: each live deal says whether the creator who asks can join it, what keeps them from it, and "
            "whether they saved it.",
        ),
        BRAND,
        LIMIT,
        CURSOR,
    ],
)
DEALS_CREATE = _DEALS.create(
    "deals_create",
    "Start a deal",
    "A draft of your brand. Everything can be sent now or later with PATCH; `submit` says what is missing. Owners and "
    "managers.",
    _DEAL,
    (403, 404),
    also=[BRAND],
    takes=body(serializers.DealChanges, examples.DEAL_INPUT),
)
DEALS_READ = _DEALS.read(
    "deals_read",
    "Read a deal",
    "With `eligibility` and its reasons for a creator, with `available_actions` for its brand. No sign-in needed.",
    _DEAL,
    also=[expand("brand", "product")],
)
DEALS_UPDATE = _DEALS.change(
    "deals_update",
    "Change a deal",
    "Drafts change freely. A change to a live deal makes a new version of its brief and terms; who has applied keeps "
    "the terms they applied to. Lists (`brief_items`, `deliverables`, ...) replace what was there.",
    _DEAL,
    (403, 409),
    takes=body(serializers.DealChanges, {"title": "Glow serum & cloud cream", "places": 25}),
)
DEALS_SAVE = _DEALS.act(
    "deals_save", "Save a deal", "Bookmark it; saving twice changes nothing. Creators only.", _DEAL, (403,)
)
DEALS_UNSAVE = _DEALS.remove(
    "deals_unsave", "Remove a deal from the saved ones", "Removing what is not saved changes nothing.", (403,)
)
DEALS_INVITE = _DEALS.create(
    "deals_invite",
    "Invite a creator",
    "The creator has 7 days to accept; accepting is the agreement.",
    _APPLICATION,
    (403,),
    takes=body(serializers.InviteInput, {"creator": "cre_0199p4x8c7f3mv5q2r1t6y9kde"}),
    action="deal.invite",
)
DEALS_DUPLICATE = _DEALS.create(
    "deals_duplicate", "Copy a deal", "A new draft with the same words, brief, deliverables and places.", _DEAL, (403,)
)


def deal_move(verb: str, title: str, detail: str) -> dict[str, Any]:
    return _DEALS.act(f"deals_{verb}", title, f"{detail} Owners and managers.", _DEAL, (403, 422))


APPLICATIONS_OF_DEAL = _APPLICATIONS.page(
    "applications_of_deal",
    "Who applied",
    "Applicants of one deal, newest first unless told; only for its brand.",
    list_of(schemas.ApplicationSchema, "DealApplicationPage", examples.APPLICATION),
    (403,),
    also=[
        query("state", "only this state", enum=ApplicationState.values),
        query(
            "sort",
            "`waiting`: who applied first stands first, the order of the waitlist; `best_match`: each with its `match`",
            enum=list(SORTS),
        ),
        _EXPAND_DEAL,
    ],
)
APPLICATIONS_CREATE = _APPLICATIONS.create(
    "applications_create",
    "Apply to a deal",
    "Applying is your consent to the terms as posted: when the brand accepts, the agreement stands. Left out: your "
    "default address, the first variant in stock, your main channel. A full deal puts you on its waitlist.",
    _APPLICATION,
    (403,),
    takes=body(serializers.ApplyInput, {"pitch": "I film in window light."}),
    action="deal.apply",
)
APPLICATIONS_LIST = _APPLICATIONS.page(
    "applications_list",
    "Your applications",
    "A creator's own; for a member of brands those to all of their deals.",
    list_of(schemas.ApplicationSchema, "ApplicationPage", examples.APPLICATION),
    (404,),
    also=[query("state", "only this state", enum=ApplicationState.values), _EXPAND_DEAL, BRAND],
)
APPLICATIONS_READ = _APPLICATIONS.read(
    "applications_read", "Read an application", "As your side sees it.", _APPLICATION, also=[_EXPAND_DEAL]
)


def application_move(verb: str, title: str, detail: str, shape: Any, example: dict[str, Any] | None) -> dict[str, Any]:
    return _APPLICATIONS.act(
        f"applications_{verb.replace('-', '_')}",
        title,
        detail,
        _APPLICATION,
        (403, 422),
        takes=body(shape, example) if example else None,
    )


COLLABORATIONS_LIST = _COLLABORATIONS.page(
    "collaborations_list",
    "Your collaborations",
    "As creator and for the brands you work for, newest first.",
    list_of(schemas.CollaborationSchema, "CollaborationPage", examples.COLLABORATION),
    (404,),
    also=[
        query("state", "only this state", enum=CollaborationState.values),
        query("deal", "only of this deal (an id)"),
        _EXPAND_DEAL,
        BRAND,
    ],
)
COLLABORATIONS_READ = _COLLABORATIONS.read(
    "collaborations_read",
    "Read a collaboration",
    "With the agreed terms and their hash, and what you can do now.",
    _COLLABORATION,
    also=[_EXPAND_DEAL],
)


def collaboration_move(
    verb: str, title: str, detail: str, shape: Any, example: dict[str, Any] | None
) -> dict[str, Any]:
    return _COLLABORATIONS.act(
        f"collaborations_{verb.replace('-', '_')}",
        title,
        detail,
        _COLLABORATION,
        (403, 422),
        takes=body(shape, example) if example else None,
    )


LIVE_LINKS_CREATE = _COLLABORATIONS.create(
    "live_links_create",
    "Hand in the public post",
    "It is checked at once and while it must stay live.",
    ok(schemas.LiveLinkSchema, examples.LIVE_LINK),
    (403,),
    takes=body(serializers.LiveLinkInput, {"platform": "tiktok", "url": examples.LIVE_LINK["url"]}),
    action="collaboration.add_live_link",
)
REVIEWS_CREATE = _COLLABORATIONS.create(
    "reviews_create",
    "Review the other side",
    "Sealed until both are in or 14 days have passed. `would_again` stays private.",
    ok(schemas.ReviewSchema, examples.REVIEW),
    (403,),
    takes=body(serializers.ReviewInput, {"stars": 5, "public_text": "Quick and kind.", "would_again": True}),
    action="collaboration.write_review",
)
REVIEWS_LIST = _COLLABORATIONS.page(
    "reviews_list",
    "Reviews of a collaboration",
    "Your own, and the other side's once published.",
    list_of(schemas.ReviewSchema, "ReviewPage", examples.REVIEW),
)
DISPUTES_CREATE = _COLLABORATIONS.create(
    "disputes_create",
    "Open a dispute",
    "The other side answers within 3 days, then our team decides.",
    _DISPUTE,
    (403,),
    takes=body(serializers.DisputeInput, {"reason": "The parcel was empty."}),
    action="collaboration.open_dispute",
)
DISPUTES_READ = _COLLABORATIONS.read(
    "disputes_read", "Read a dispute", "Its two sides and, in the end, the decision.", _DISPUTE
)
DISPUTES_ANSWER = _COLLABORATIONS.act(
    "disputes_answer",
    "Answer a dispute",
    "Only the side that did not open it.",
    _DISPUTE,
    (403,),
    takes=body(serializers.DisputeAnswerInput, {"answer": "It weighed 180 g when it left."}),
)
DISPUTES_APPEAL = _COLLABORATIONS.act(
    "disputes_appeal",
    "Appeal a decision",
    "Either side, once, within 14 days of the decision.",
    _DISPUTE,
    (403,),
    takes=body(serializers.AppealInput, {"reason": "The photo shows another parcel."}),
)
