"""The hottest reads of the API, tuned by hand: the public list of deals and one deal.

The views are those of `deals.api.deals`, with the same answers; tests/api/test_hot_reads.py compares the two byte for
byte. What is cached here is only the drawing of a row, under the whole row as the key: nothing stale can come out.
"""

from functools import lru_cache
from typing import Any

import orjson
from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from barter.kernel import clock
from barter.kernel.actors import Side
from barter.kernel.api import lean
from barter.kernel.api.views import etag_of, plain
from brands.permissions import Role, role_allows
from deals import permissions
from deals.api import deals, docs
from deals.api.one_deal import Reading, deal_from, raw_public_deal, read_deal
from deals.api.representations import deal_data, feed_deal, fit_data, own_deal_data
from deals.eligibility import judge, rules_of
from deals.feed import FeedRow, feed
from deals.workflow import APPLICATION_OPEN

_LIST_PARAMETERS = frozenset(
    {
        "q",
        "category",
        "platform",
        "country",
        "min_value",
        "must_post",
        "any_audience",
        "sort",
        "state",
        "limit",
        "cursor",
    }
)
_NOBODY = {"eligibility": None, "is_saved": None, "application": None}


class DealsView(deals.DealsView):
    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if lean.takes(request, _LIST_PARAMETERS):
            return lean.answer(request, page, "GET, POST, HEAD, OPTIONS")
        return super().dispatch(request, *args, **kwargs)


class DealView(deals.DealView):
    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if lean.takes(request, frozenset()):
            return lean.answer(request, lambda read: public_deal(read, kwargs["deal_id"]), "GET, PATCH, HEAD, OPTIONS")
        return super().dispatch(request, *args, **kwargs)

    @extend_schema(**docs.DEALS_READ)
    def get(self, request: Request, deal_id: str) -> HttpResponse:
        if request.query_params:
            return super().get(request, deal_id)
        if not request.user.is_authenticated:
            return public_deal(request, deal_id)
        reading = read_deal(deal_id, request.user.pk)
        if reading is None:
            raise Http404
        return self.item(request, deal_for(reading))


def page(request: Request) -> HttpResponse:
    """One page of live deals."""
    query = deals.feed_query(request)
    rows, has_more = feed(query)
    cursor = orjson.dumps(deals.cursor_of(rows[-1], query.sort)) if has_more else b"null"
    more = b"true" if has_more else b"false"
    body = b"".join(
        (b'{"data":[', b",".join(map(_written, rows)), b'],"next_cursor":', cursor, b',"has_more":', more, b"}")
    )
    return HttpResponse(body, content_type="application/json")


def public_deal(request: Any, deal_id: str) -> HttpResponse:
    """One deal for somebody nobody knows."""
    raw = raw_public_deal(deal_id)
    if raw is None:
        raise Http404
    body, tag = _drawn(*raw)
    known = request.META.get("HTTP_IF_NONE_MATCH")
    fresh = known is not None and any(name.strip() in {tag, "*"} for name in known.split(","))
    response = HttpResponse(status=304) if fresh else HttpResponse(body, content_type="application/json")
    response.headers["ETag"] = tag
    return response


def deal_for(reading: Reading) -> dict[str, Any]:
    """The deal for a signed-in caller: with actions for its brand, with eligibility for a creator."""
    deal = reading.deal
    if reading.role is not None:
        side = Side.CREATOR if reading.creator else None
        if role_allows(reading.role, Role.MANAGER):
            side = Side.BRAND
        return own_deal_data(deal, permissions.deal_actions(deal, side))
    data = deal_data(deal, [])
    data.pop("rejection_reason")
    if reading.creator is None:
        return data | _NOBODY
    verdict = judge(rules_of(deal), reading.creator, at=clock.now())
    blocked = not verdict.ok or reading.application_state in APPLICATION_OPEN
    actions = permissions.deal_actions(deal, Side.CREATOR)
    data["available_actions"] = [name for name in actions if name != "apply" or not blocked]
    return data | {
        "eligibility": fit_data(verdict),
        "is_saved": reading.is_saved,
        "application": reading.application_id,
    }


@lru_cache(maxsize=2048)
def _written(row: FeedRow) -> bytes:
    """A deal of a list as JSON."""
    return orjson.dumps(feed_deal(row), default=plain)


@lru_cache(maxsize=512)
def _drawn(row: Any, lines: Any) -> tuple[bytes, str]:
    """A deal for somebody nobody knows, and its entity tag."""
    data = deal_data(deal_from(row, lines), [])
    data.pop("rejection_reason")
    body = orjson.dumps(data | _NOBODY, default=plain)
    return body, etag_of(body)
