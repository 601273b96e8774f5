"""What waits for the brand over all deals: applicants to answer, and trades that went wrong."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from barter.kernel import clock
from barter.kernel.cursors import after, encode_cursor
from brands.access import BrandRequest, brand_required
from deals.models import Application
from deals.pipeline.stages import TO_ANSWER
from deals.pipeline.wanted import seen, values_of
from deals.web.brand import cards
from deals.web.brand.fetch import HEAVY_OF_DEAL
from deals.web.brand.today_queue import Waiting, disputes_of, problems_of, with_trade
from deals.web.brand.todo import line_of

PAGE_ROWS = 50
_ORDER = ("due_at", "id")
_SINCE = ("state_since", "id")


@require_safe
@brand_required
def applicants(request: BrandRequest) -> HttpResponse:
    """Whose time ends first stands on top. Three statements, however many wait."""
    rows = Application.objects.filter(TO_ANSWER, deal__brand=request.brand)
    rows = rows.select_related("creator__capacity", "deal__product", "collaboration", "channel", "pending").defer(
        *HEAVY_OF_DEAL
    )
    behind = seen(request.GET.get("after", ""), _ORDER)
    if behind:
        rows = rows.filter(after(_ORDER, behind))
    found = list(rows.order_by(*_ORDER)[: PAGE_ROWS + 1])
    shown, at = found[:PAGE_ROWS], clock.now()
    last = shown[-1] if len(found) > PAGE_ROWS else None
    cursor = encode_cursor(values_of(last, _ORDER)) if last and last.due_at else ""
    context: dict[str, Any] = {
        "rows": [
            {**card, "deal": row.deal} for card, row in zip(cards.table_rows(shown, at=at, may_manage=False), shown, strict=True)
        ],
        "more_url": f"{request.path}?{urlencode({'after': cursor})}" if cursor else "",
        "nav": "brand_deals",
    }  # fmt: skip
    return render(request, "deals/brand/applicants.html", context)


@require_safe
@brand_required
def problems(request: BrandRequest) -> HttpResponse:
    """Disputes to answer, then trades on hold, the longest first. Three statements, however many there are."""
    behind, at = seen(request.GET.get("after", ""), _SINCE), clock.now()
    held = problems_of(request.brand.pk).order_by(*_SINCE)
    disputes = [] if behind else list(with_trade(disputes_of(request.brand.pk)).order_by("due_at", "id")[:PAGE_ROWS])
    found = list((held.filter(after(_SINCE, behind)) if behind else held)[: PAGE_ROWS + 1])
    shown: list[Waiting] = [*disputes, *found[:PAGE_ROWS]]
    more = encode_cursor(values_of(found[PAGE_ROWS - 1], _SINCE)) if len(found) > PAGE_ROWS else ""
    context: dict[str, Any] = {
        "rows": [line_of(row, at, {}) for row in shown],
        "more_url": f"{request.path}?{urlencode({'after': more})}" if more else "",
        "nav": "brand_today",
    }
    return render(request, "deals/brand/problems.html", context)
