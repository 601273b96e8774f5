"""The brand's deals: list, search, and the moves of one deal."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from brands.access import BrandRequest, brand_required


@require_safe
@brand_required
def brand_deals(request: BrandRequest) -> HttpResponse:
    return render(request, "deals/brand/deals.html", {"nav": "brand_deals"})
