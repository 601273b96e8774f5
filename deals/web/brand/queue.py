"""Everybody who waits for the brand's answer, over all deals: whose time ends first stands on top."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from barter.kernel import clock
from barter.kernel.api.pagination import after, encode_cursor
from brands.access import BrandRequest, brand_required
from deals.models import Application
from deals.web.brand import cards
from deals.web.brand.fetch import HEAVY_OF_DEAL
from deals.web.brand.stages import STAGES, STAYS
from deals.web.brand.wanted import seen, values_of

PAGE_ROWS = 50
_ORDER = ("due_at", "id")


@require_safe
@brand_required
def applicants(request: BrandRequest) -> HttpResponse:
    """Three statements, however many wait."""
    rows = Application.objects.filter(deal__brand=request.brand, state__in=STAGES["new"].of_application).filter(STAYS)
    rows = rows.select_related("creator__capacity", "deal", "collaboration", "channel", "pending").defer(*HEAVY_OF_DEAL)
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
