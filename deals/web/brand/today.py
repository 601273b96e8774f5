"""Today: what needs the brand, the most urgent first."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from brands.access import BrandRequest, brand_required


@require_safe
@brand_required
def brand_today(request: BrandRequest) -> HttpResponse:
    return render(request, "deals/brand/today.html", {"nav": "brand_today"})
