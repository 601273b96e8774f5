"""The parcel of one exchange: a piece of the deal room, or a page of its own."""

from datetime import UTC, datetime, time
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from barter.kernel import clock, policy
from barter.kernel.actors import Actor, Side
from barter.kernel.errors import BarterError
from brands.models import Membership
from brands.permissions import role_allows
from creators.access import CreatorRequest, creator_required
from deals.models import Collaboration
from shipping import operations, permissions, queries
from shipping.carriers.directory import carrier_name, offered, tracking_page
from shipping.forms import AddressChoiceForm
from shipping.models import Shipment
from shipping.timeline import parcel_rows

_NEWEST_VIEWS = 3


@require_GET
@login_required
def parcel(request: HttpRequest, collaboration_id: str) -> HttpResponse:
    """Scans, carrier link and arrival for both sides; for the creator also who opened the address."""
    collaboration = _collaboration(request, collaboration_id)
    return _page(request, collaboration, queries.current_shipments(collaboration))


def _page(request: HttpRequest, collaboration: Collaboration, shipments: list[Shipment]) -> HttpResponse:
    is_creator = collaboration.creator.user_id == request.user.pk
    context: dict[str, Any] = {"collaboration": collaboration, "side": "creator" if is_creator else "brand"}
    if shipments:
        context.update(_panel(collaboration, shipments, clock.now()))
    if not is_creator:
        context.update(_of_brand(request, collaboration, shipments))
    elif shipments:
        context["views"] = queries.address_views(shipments)[:20]
        context["may_set_address"] = permissions.may_set_address(request.user, shipments[0])
    if getattr(request, "htmx", False):
        return render(request, "shipping/_parcel.html" if shipments else "shipping/_parcel_none.html", context)
    return render(request, f"shipping/parcel_{context['side']}.html", context)


@require_GET
@login_required
def renewal_parcel(request: HttpRequest, renewal_id: str) -> HttpResponse:
    """The parcel that pays for more months of a licence, for both sides: a piece of the licence's page, or a page."""
    rows = Shipment.objects.visible_to(request.user).filter(renewal=renewal_id).prefetch_related("events")
    related = ("brand", "collaboration__creator", "collaboration__deal", "collaboration__brand")
    shipment = get_object_or_404(rows.select_related(*related))
    return _page(request, shipment.collaboration, [shipment])


@creator_required
def send_to(request: CreatorRequest, shipment_id: str) -> HttpResponse:
    """The creator says where the parcel goes, until the label is made."""
    own = Shipment.objects.filter(collaboration__creator=request.creator)
    shipment = get_object_or_404(
        own.select_related("collaboration__deal", "collaboration__creator", "vault_address", "brand"),
        public_id=shipment_id,
    )
    addresses = operations.addresses_for(shipment)
    chosen = shipment.vault_address
    form = AddressChoiceForm(
        request.POST or None, addresses=addresses, initial={"address": chosen.public_id if chosen else ""}
    )
    if request.method == "POST" and form.is_valid():
        address, by = form.cleaned_data["address"], Actor.creator(request.user.pk or 0)
        try:
            operations.update_address(shipment=shipment, address=address, by=by, at=clock.now())
        except BarterError as refusal:
            messages.error(request, refusal.detail)
        else:
            messages.success(request, _("It goes to {city}.").format(city=address.city))
        if shipment.renewal:
            return redirect("licence", shipment.licence)
        return redirect("parcel", shipment.collaboration.public_id)
    context = {"shipment": shipment, "form": form, "has_addresses": addresses.exists()}
    return render(request, "shipping/send_to.html", context, status=422 if form.errors else 200)


@require_GET
@creator_required
def address_views(request: CreatorRequest) -> HttpResponse:
    """Who opened the creator's addresses, over all trades: a piece of "Me", or a page of its own."""
    cursor = request.GET.get("after", "")
    is_piece = getattr(request, "htmx", False)
    if is_piece and not cursor:
        newest = queries.address_views_of(request.creator.pk)[:_NEWEST_VIEWS]
        return render(request, "shipping/_address_views.html", {"views": newest})
    views, behind = queries.address_views_page(request.creator.pk, cursor)
    more_url = f"{request.path}?{urlencode({'after': behind})}" if behind else ""
    context = {"views": views, "more_url": more_url, "is_later": bool(cursor), "nav": "me"}
    return render(request, f"shipping/{'_address_view_rows' if is_piece else 'address_views'}.html", context)


def _collaboration(request: HttpRequest, collaboration_id: str) -> Collaboration:
    rows = Collaboration.objects.visible_to(request.user).select_related("creator", "deal", "brand")
    collaboration = get_object_or_404(rows, public_id=collaboration_id)
    if collaboration.exchange != Collaboration.Exchange.PARCEL:
        raise Http404
    return collaboration


def _panel(collaboration: Collaboration, shipments: list[Shipment], at: datetime) -> dict[str, Any]:
    current = shipments[0]
    return {
        "shipment": current,
        "rows": parcel_rows(current, list(current.events.all()), at=at),
        "carrier_name": carrier_name(current.carrier),
        "carrier_page": tracking_page(current.carrier, current.tracking_number),
        "arrives_at": current.eta_date and datetime.combine(current.eta_date, time(12), UTC),
        "former": [
            {"shipment": s, "carrier_name": carrier_name(s.carrier)} for s in shipments[1:] if s.tracking_number
        ],
        "purge_days": policy.value("purge_address_days"),
        "lapses_at": operations.lapses_at(current) if current.renewal else None,
    }


def _of_brand(request: HttpRequest, collaboration: Collaboration, shipments: list[Shipment]) -> dict[str, Any]:
    """What the brand can do here; the page of its own also needs the membership for its side bar."""
    memberships = Membership.objects.select_related("brand__capacity")
    membership = get_object_or_404(memberships, user=request.user, brand=collaboration.brand_id)
    request.brand, request.membership = membership.brand, membership  # type: ignore[attr-defined]
    may_ship = role_allows(membership.role, Membership.Role.MANAGER)
    if not shipments:
        return {"may_ship": may_ship}
    actions = permissions.available_actions(shipments[0], Side.BRAND) if may_ship else []
    return {
        "may_ship": may_ship,
        "may_read_address": "read_address" in actions,
        "may_enter": bool({"enter_tracking", "correct_tracking"} & set(actions)),
        "carriers": offered(),
    }
