"""Deals that somebody need not look for: those picked for a creator, and searches they keep."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from barter.kernel import clock
from barter.kernel.api.docs import Section, body, list_of, ok, query
from barter.kernel.api.serializers import StrictSerializer, parsed, word
from barter.kernel.api.views import BarterView, json
from barter.kernel.rfc3339 import stamp
from barter.kernel.topics import Topic
from creators.models import Channel
from deals import operations, searches
from deals.api import examples
from deals.api.access import caller, found, own_creator
from deals.api.deals import feed_query
from deals.api.representations import feed_deal
from deals.api.schemas import DealRowSchema, ReasonSchema
from deals.feed import new_counts
from deals.models import SavedSearch
from deals.operations import Wanted
from deals.operations.searching import NAME_LENGTH, query_of
from deals.picks import Pick, known_of, picks
from deals.queries_creator import home_country

# ---- Shapes


class SearchChanges(StrictSerializer):
    """Any of these; what is left out stays as it is."""

    name = serializers.CharField(max_length=NAME_LENGTH, required=False)
    alerts = serializers.BooleanField(required=False, help_text="tell about new deals, at most once a day")


class SearchInput(StrictSerializer):
    """At least one thing to look for."""

    q = serializers.CharField(max_length=100, required=False, default="", allow_blank=True)
    categories = serializers.ListField(
        child=serializers.ChoiceField(choices=Topic.choices), required=False, default=list, max_length=len(Topic.values)
    )
    platform = serializers.ChoiceField(choices=Channel.Platform.choices, required=False, default="", allow_blank=True)
    min_value = serializers.ChoiceField(choices=[0, searches.FIFTY], required=False, default=0, help_text="euro cents")
    content_only = serializers.BooleanField(required=False, default=False, help_text="`must_post=false` of the list")
    any_audience = serializers.BooleanField(required=False, default=False)
    anywhere = serializers.BooleanField(
        required=False, default=False, help_text="also deals that don't ship to your default address"
    )
    name = serializers.CharField(
        max_length=NAME_LENGTH, required=False, default="", allow_blank=True, help_text="left out: what it looks for"
    )
    alerts = serializers.BooleanField(required=False, default=True)


class SearchSchema(serializers.Serializer[Any]):
    """What a creator looks for again and again."""

    object = serializers.CharField(help_text="`search`")
    id = serializers.CharField()
    name = serializers.CharField()
    alerts = serializers.BooleanField(help_text="new deals are told, at most once a day")
    q = serializers.CharField(allow_blank=True)
    categories = serializers.ListField(child=word(*Topic.values))
    platform = word(*Channel.Platform.values, allow_blank=True)
    min_value = serializers.IntegerField(help_text="euro cents")
    content_only = serializers.BooleanField()
    any_audience = serializers.BooleanField()
    anywhere = serializers.BooleanField()
    new = serializers.IntegerField(help_text="deals since you last saw it; 100 stands for 100 and more")
    deals_url = serializers.CharField(help_text="path of the list of what it finds now")
    seen_at = serializers.DateTimeField()
    created_at = serializers.DateTimeField()
    available_actions = serializers.ListField(child=serializers.CharField(), help_text="update, see, delete")


class PickSchema(serializers.Serializer[Any]):
    """A deal picked for the creator."""

    object = serializers.CharField(help_text="`pick`")
    deal = DealRowSchema()
    text = serializers.CharField(help_text="why, as a sentence")
    reasons = ReasonSchema(many=True, help_text="the conditions behind the sentence, all met")
    knows_brand = serializers.BooleanField(help_text="you finished a trade with this brand")


# ---- Words

_SEARCH: dict[str, Any] = {
    "object": "search",
    "id": "srch_0199p4x8c7f3mv5q2r1t6y9kdg",
    "name": "serum, Beauty",
    "alerts": True,
    "q": "serum",
    "categories": ["beauty"],
    "platform": "",
    "min_value": 0,
    "content_only": False,
    "any_audience": False,
    "anywhere": False,
    "new": 2,
    "deals_url": "/api/v1/deals/?q=serum&category=beauty&country=LV",
    "seen_at": "2026-11-20T09:12:00Z",
    "created_at": "2026-11-18T09:12:00Z",
    "available_actions": ["update", "see", "delete"],
}
_PICK: dict[str, Any] = {
    "object": "pick",
    "deal": examples.DEAL_ROW,
    "text": "You match: beauty, Latvia, 4,200 on TikTok.",
    "reasons": [{"code": "niche", "text": "beauty", "met": True}],
    "knows_brand": False,
}
_DEALS, _SEARCHES = Section("deals"), Section("searches")
_ONE = ok(SearchSchema, _SEARCH)

_PICKS = _DEALS.operation(
    "deals_picks",
    "Deals picked for you",
    "At most six live deals that the creator can join, the best first, each with the reasons: what they film, where "
    "parcels reach them, whom they traded with before. All of them stand on one page. Creators only.",
    {200: list_of(PickSchema, "PickPage", _PICK)},
    (403,),
    also=[
        query("category", f"one or several, separated by commas: {', '.join(Topic.values)}"),
        query("platform", "asks for a post or clip there", enum=Channel.Platform.values),
        query("country", "ships to this country, ISO 3166-1 alpha-2; that of your default address unless told"),
        query("min_value", "worth at least, in euro cents", int),
        query("must_post", "false: content only", bool),
        query("any_audience", "true: only deals that ask for no number of followers", bool),
    ],
)
_LIST = _SEARCHES.page(
    "searches_list",
    "List saved searches",
    "The creator's own, the newest first, with how many deals each found since it was last seen. Creators only.",
    list_of(SearchSchema, "SearchPage", _SEARCH),
    (403,),
)
_CREATE = _SEARCHES.create(
    "searches_create",
    "Save a search",
    "At most 20. The same search a second time is the one there is, under its first name. With `alerts` new deals are told "
    "as news of the kind `search_found`, at most once a day. Creators only.",
    _ONE,
    (403,),
    takes=body(SearchInput, {"q": "serum", "categories": ["beauty"]}),
)
_READ = _SEARCHES.read("searches_read", "Read a saved search", "What it looks for, and where that is listed.", _ONE)
_UPDATE = _SEARCHES.change(
    "searches_update",
    "Rename a saved search, or turn its alerts on or off",
    "What it looks for stays; another search is saved anew.",
    _ONE,
    takes=body(SearchChanges, {"alerts": False}),
)
_DELETE = _SEARCHES.remove("searches_delete", "Delete a saved search", "Nothing of it is told any more.")
_SEE = _SEARCHES.act(
    "searches_see",
    "Mark what a search found as seen",
    "When the creator looks at its deals: `new` counts from now on.",
    ok(SearchSchema, {**_SEARCH, "new": 0}),
)


# ---- Views


class PicksView(BarterView):
    parameters = frozenset({"category", "platform", "country", "min_value", "must_post", "any_audience"})

    @extend_schema(**_PICKS)
    def get(self, request: Request) -> HttpResponse:
        own_creator(request)
        known, at = known_of(caller(request)), clock.now()
        assert known is not None
        query = feed_query(request, country=known.reader.country)
        rows = [_pick_data(pick) for pick in picks(known, query, at=at)]
        return json({"data": rows, "next_cursor": None, "has_more": False})


class SearchesView(BarterView):
    is_list = True

    @extend_schema(**_LIST)
    def get(self, request: Request) -> HttpResponse:
        creator = own_creator(request)
        rows, country = SavedSearch.objects.filter(creator=creator), home_country(creator.pk)
        counted = _counted(list(rows), country)
        return self.page(
            request, rows, order=("-id",), represent=lambda row: _search_data(row, country, counted.get(row.pk, 0))
        )

    @extend_schema(**_CREATE)
    def post(self, request: Request) -> HttpResponse:
        creator, data = own_creator(request), parsed(SearchInput, request)
        wanted = Wanted(
            text=data["q"].strip(),
            categories=tuple(dict.fromkeys(data["categories"])),
            platform=data["platform"],
            min_worth_cents=data["min_value"],
            content_only=data["content_only"],
            any_audience=data["any_audience"],
            anywhere=data["anywhere"],
        )
        name = data["name"].strip() or searches.told(wanted)
        row = operations.save_search(creator=creator, wanted=wanted, name=name, alerts=data["alerts"], at=clock.now())
        headers = {"Location": f"/api/v1/searches/{row.public_id}/"}
        return json(_told(row), status=201, headers=headers)


class SearchView(BarterView):
    @extend_schema(**_READ)
    def get(self, request: Request, search_id: str) -> HttpResponse:
        return self.item(request, _told(_own(request, search_id)))

    @extend_schema(**_UPDATE)
    def patch(self, request: Request, search_id: str) -> HttpResponse:
        row = _own(request, search_id)
        self.insist_unchanged(request, _told(row))
        changes = parsed(SearchChanges, request)
        if "name" in changes:
            operations.rename_search(search=row, name=changes["name"])
        if "alerts" in changes:
            operations.set_search_alerts(search=row, alerts=changes["alerts"])
        return self.item(request, _told(_own(request, search_id)))

    @extend_schema(**_DELETE)
    def delete(self, request: Request, search_id: str) -> HttpResponse:
        operations.delete_search(search=_own(request, search_id))
        return HttpResponse(status=204)


class SearchSeeView(BarterView):
    @extend_schema(**_SEE)
    def post(self, request: Request, search_id: str) -> HttpResponse:
        operations.see_search(search=_own(request, search_id), at=clock.now())
        return json(_told(_own(request, search_id)))


# ---- Answers


def _own(request: Request, search_id: str) -> SavedSearch:
    row: SavedSearch = found(SavedSearch.objects.visible_to(caller(request)), search_id)
    return row


def _counted(rows: Sequence[SavedSearch], country: str) -> dict[int, int]:
    counts = new_counts([query_of(row, country, since=row.seen_at) for row in rows])
    return {row.pk: count for row, count in zip(rows, counts, strict=True)}


def _told(row: SavedSearch) -> dict[str, Any]:
    country = home_country(row.creator_id)
    return _search_data(row, country, _counted([row], country)[row.pk])


def _search_data(row: SavedSearch, country: str, new: int) -> dict[str, Any]:
    asked = {
        "q": row.text,
        "category": ",".join(row.categories),
        "platform": row.platform,
        "country": "" if row.anywhere else country,
        "min_value": row.min_worth_cents or "",
        "must_post": "false" if row.content_only else "",
        "any_audience": "true" if row.any_audience else "",
    }
    return {
        "object": "search",
        "id": row.public_id,
        "name": row.name,
        "alerts": row.alerts,
        "q": row.text,
        "categories": list(row.categories),
        "platform": row.platform,
        "min_value": row.min_worth_cents,
        "content_only": row.content_only,
        "any_audience": row.any_audience,
        "anywhere": row.anywhere,
        "new": new,
        "deals_url": f"/api/v1/deals/?{urlencode({name: value for name, value in asked.items() if value}, safe=',')}",
        "seen_at": stamp(row.seen_at),
        "created_at": stamp(row.created_at),
        "available_actions": ["update", "see", "delete"],
    }


def _pick_data(pick: Pick) -> dict[str, Any]:
    return {
        "object": "pick",
        "deal": feed_deal(pick.row),
        "text": pick.text,
        "reasons": [{"code": one.code, "text": one.text, "met": one.met} for one in pick.reasons],
        "knows_brand": pick.knows_brand,
    }
