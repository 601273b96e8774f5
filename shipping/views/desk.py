"""The shipping desk of a brand: to ship, on its way, delivered, problems."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_POST

from barter.kernel import clock
from barter.kernel.actors import Actor
from barter.kernel.errors import BarterError
from barter.kernel.pages import own_page
from barter.kernel.spreadsheets import csv_response
from barter.kernel.wording import pgettext_noop, spoken
from brands.access import BrandRequest, Role, brand_required
from brands.permissions import role_allows
from shipping import operations, queries
from shipping.carriers.directory import carrier_name, offered
from shipping.carriers.guess import guess_carrier
from shipping.errors import TooManyLines
from shipping.forms import PasteForm, TrackingForm
from shipping.models import Shipment
from shipping.workflow import SHIPMENT_MOVING

_TAB_WORDS = {
    "to_ship": (gettext_noop("To ship"), "parcel"),
    "on_its_way": (gettext_noop("On its way"), "shipped"),
    "delivered": (pgettext_noop("parcels", "Delivered"), "delivered"),
    "problems": (gettext_noop("Problems"), "late"),
}


@require_GET
@brand_required
def desk(request: BrandRequest) -> HttpResponse:
    """One tab of the desk; with htmx and a cursor only the next rows."""
    tab = request.GET.get("tab", "to_ship")
    if tab not in queries.TABS:
        return redirect("brand_shipments")
    page = queries.desk_page(request.brand, tab, cursor=request.GET.get("after", ""))
    context = {**_page_context(request, tab), "page": page}
    if _is_htmx(request) and request.GET.get("after"):
        return render(request, f"shipping/_rows_{tab}.html", context)
    tabs = _tabs(request, tab)
    context["is_new"] = all(one["count"] == "0" for one in tabs)
    return render(request, "shipping/desk.html", {**context, "tabs": tabs})


@require_POST
@brand_required(write_role=Role.MANAGER)
def reveal_address(request: BrandRequest, shipment_id: str) -> HttpResponse:
    """Open one address. A POST, because every view is logged; the answer is never kept by a browser."""
    shipment = _shipment(request, shipment_id)
    try:
        address = operations.read_address(shipment=shipment, user=_user(request), via="page", at=clock.now())
    except BarterError as refusal:
        return _answer(request, shipment, refusal=refusal)
    context = {"shipment": shipment, "address": address, **_page_context(request, "to_ship")}
    template = "shipping/_address.html" if _is_htmx(request) else "shipping/address.html"
    response = render(request, template, context)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@brand_required(write_role=Role.MANAGER)
def enter_tracking(request: BrandRequest, shipment_id: str) -> HttpResponse:
    """Mark a parcel as shipped, or correct its number while it is under way."""
    shipment = _shipment(request, shipment_id)
    form = TrackingForm(request.POST)
    if not form.is_valid():
        return _answer(request, shipment, problem=_("Type the tracking number from the label."))
    values: dict[str, Any] = {
        "shipment": shipment,
        "by": Actor.brand(_user(request).pk),
        "carrier": form.cleaned_data["carrier"],
        "tracking_number": form.cleaned_data["tracking_number"],
        "at": clock.now(),
    }
    before = (shipment.carrier, shipment.tracking_number)
    try:
        if shipment.state in SHIPMENT_MOVING:
            shipment = operations.correct_tracking(**values)
        else:
            shipment = operations.enter_tracking(**values, eta_date=form.cleaned_data["eta_date"])
    except BarterError as refusal:
        return _answer(request, shipment, refusal=refusal)
    is_correction = before[1] and before != (shipment.carrier, shipment.tracking_number)
    done = _("The number is corrected. The creator can follow it now.") if is_correction else ""
    return _answer(request, shipment, done=done)


@require_GET
@brand_required
def guess(request: BrandRequest) -> HttpResponse:
    """The carrier of a number being typed."""
    code = guess_carrier(request.GET.get("tracking_number", "")[:60])
    known = {entry.code for entry in offered()}
    return render(request, "shipping/_guess.html", {"carrier": carrier_name(code) if code in known else ""})


@brand_required(role=Role.MANAGER)
def paste(request: BrandRequest) -> HttpResponse:
    """Many numbers at once: paste or file, then the report row by row, then one button writes the good rows."""
    form = PasteForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "shipping/paste.html", {"form": form}, status=status)
    text = form.cleaned_data["text"]
    try:
        rows = queries.plan_paste(request.brand, text)
    except TooManyLines as refusal:
        form.add_error(None, refusal.detail)
        return render(request, "shipping/paste.html", {"form": form}, status=422)
    if request.POST.get("step") != "write":
        ready = queries.labels_of(rows)
        context = {"form": form, "rows": rows, "ready": ready, "good": len(ready), "text": text}
        return render(request, "shipping/paste.html", context)
    rows = queries.as_shown(rows, frozenset(request.POST.getlist("parcel")))
    result = operations.enter_many(labels=queries.labels_of(rows), by=Actor.brand(_user(request).pk), at=clock.now())
    context = {"rows": rows, "result": result, "skipped": [row for row in rows if row.problem]}
    return render(request, "shipping/paste_done.html", context)


@require_GET
@brand_required(role=Role.MANAGER)
def export(request: BrandRequest) -> HttpResponseBase:
    """The parcels to ship as CSV, to be filled in and pasted back. No address: those are opened one by one."""
    head = ["parcel", "creator", "product", "city", "country", "carrier", "tracking number"]
    rows = queries.desk(request.brand, "to_ship").select_related("collaboration__creator", "collaboration__deal")
    return csv_response("to-ship", head, map(_export_row, rows.order_by(queries.SHIP_BY, "pk")[:5000]))


def _export_row(shipment: Shipment) -> list[str]:
    exchange = shipment.collaboration
    place = (shipment.destination_city, shipment.destination_country)
    product = shipment.contents or exchange.deal.title
    return [shipment.public_id, exchange.creator.display_name, product, *place, "", ""]


def _shipment(request: BrandRequest, shipment_id: str) -> Shipment:
    rows = Shipment.objects.filter(brand=request.brand).select_related("collaboration__creator", "collaboration__deal")
    return get_object_or_404(rows.select_related("brand"), public_id=shipment_id)


def _answer(
    request: BrandRequest, shipment: Shipment, *, refusal: BarterError | None = None, problem: str = "", done: str = ""
) -> HttpResponse:
    """After a POST: the row as it is now (htmx), else back to where the form stood, with the words as a message."""
    problem = problem or (refusal.detail if refusal else "")
    if _is_htmx(request):
        row = queries.DeskRow(shipment, shipment.events.last())
        context = {"row": row, "problem": problem, "typed": request.POST, "first": "first" in request.POST}
        context |= _page_context(request, "to_ship")
        response = render(
            request, "shipping/_row.html", context, status=(refusal.status if refusal else 422) if problem else 200
        )
        if not problem:
            response["HX-Trigger"] = json.dumps({"say": done or _("Marked as shipped")})
        return response
    if problem:
        messages.error(request, problem)
    else:
        messages.success(request, done or _("Marked as shipped. The creator can follow it now."))
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    return own_page(request, request.POST.get("next", "")) or reverse("brand_shipments")


def _tabs(request: BrandRequest, current: str) -> list[dict[str, Any]]:
    counted = queries.counts(request.brand)
    return [
        {
            "label": spoken(words),
            "icon": icon,
            "url": f"{reverse('brand_shipments')}?tab={tab}",
            "current": tab == current,
            "count": counted[tab],
        }
        for tab, (words, icon) in _TAB_WORDS.items()
    ]


def _page_context(request: BrandRequest, tab: str) -> dict[str, Any]:
    return {
        "tab": tab,
        "now": clock.now(),
        "carriers": offered(),
        "may_ship": role_allows(request.membership.role, Role.MANAGER),
    }


def _is_htmx(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))


def _user(request: BrandRequest) -> Any:
    return request.user
