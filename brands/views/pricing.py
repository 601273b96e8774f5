"""What brands pay, for everybody to see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from barter.kernel import policy
from barter.kernel.company import company
from brands.plans import offers


@require_safe
def pricing(request: HttpRequest) -> HttpResponse:
    context = {
        "offers": offers(),
        "company": company(),
        "late_places": policy.value("brand_slots_per_late_shipment"),
        "late_days": policy.value("late_shipment_days"),
    }
    return render(request, "public/pricing.html", context)
