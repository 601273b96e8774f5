"""Staff's view of parcels. States are read-only and moved by operations; no address is ever shown here."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminTextareaWidget

from accounts.models import User
from barter.kernel import clock
from barter.kernel.actors import Actor
from barter.kernel.errors import BarterError
from barter.kernel.models import TimelineEntry
from barter.kernel.templatetags.status import find_status
from shipping import operations
from shipping.carriers.directory import carrier_name, tracking_page
from shipping.carriers.guess import normalise
from shipping.models import AddressAccess, Shipment, TrackingEvent
from shipping.workflow import SHIPMENT_MOVING

_LABELS = {
    "To ship": "warning",
    "Delivered": "success",
    "On its way": "info",
    "Out for delivery": "info",
    "Handed to carrier": "info",
    "Delivery missed": "danger",
    "Held up on the way": "danger",
    "Coming back": "danger",
    "Lost on the way": "danger",
    "No news from the carrier": "danger",
}


class GiveUpForm(forms.Form):
    """Why staff know that the parcel is lost; kept on its timeline."""

    reason = forms.CharField(
        label="How do you know?", max_length=300, widget=UnfoldAdminTextareaWidget(attrs={"rows": 3})
    )


class _Rows(TabularInline):
    """Rows that are only looked at."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class TrackingEventRows(_Rows):
    model = TrackingEvent
    fields = ("at", "state", "raw_code", "description", "place", "source", "received_at", "carrier_event_id")
    readonly_fields = fields
    ordering = ("at", "id")


class AddressAccessRows(_Rows):
    model = AddressAccess
    fields = ("at", "viewer", "via")
    readonly_fields = fields
    ordering = ("-at",)
    verbose_name_plural = "who opened the address"


@admin.register(Shipment)
class ShipmentAdmin(ModelAdmin):
    """Found by tracking number, id, creator or brand; flat at a million rows."""

    list_display = ("number", "status", "creator", "brand", "place", "last_event_at", "due_at")
    list_filter = ("state", "carrier")
    list_select_related = ("collaboration__creator", "brand")
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("tracking_number",)  # shows the field; `find` does the work
    search_help_text = "Tracking number, id, creator or brand"
    ordering = ("-id",)
    inlines = (TrackingEventRows, AddressAccessRows)
    actions = ("ask_carrier",)
    actions_detail = ("ask_carrier_now", "give_up")
    fields = (
        "public_id", "exchange", "state", "state_since", "due_at", "carrier", "tracking_number", "page", "place", "eta_date",
        "shipped_at", "delivered_at", "last_event_at", "poll_at", "poll_failures", "purge_at", "address_purged_at",
        "created_at", "timeline",
    )  # fmt: skip
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_move_permission(self, request: HttpRequest, object_id: str | int | None = None) -> bool:
        """Staff who may change parcels; the page itself stays read-only for all."""
        return request.user.is_active and request.user.has_perm("shipping.change_shipment")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        term = search_term.strip()
        return (queryset.filter(_find(term)) if term else queryset), False

    @display(description="Parcel")
    def number(self, shipment: Shipment) -> str:
        named = f"{carrier_name(shipment.carrier)} {shipment.tracking_number}".strip()
        return named or shipment.public_id

    @display(description="State", label=_LABELS)
    def status(self, shipment: Shipment) -> str:
        return find_status("shipment", shipment.state, "staff").words

    @display(description="Creator")
    def creator(self, shipment: Shipment) -> str:
        return shipment.collaboration.creator.display_name

    @display(description="Goes to")
    def place(self, shipment: Shipment) -> str:
        return ", ".join(filter(None, (shipment.destination_city, shipment.destination_country))) or "not said yet"

    @display(description="Collaboration")
    def exchange(self, shipment: Shipment) -> str:
        collaboration = shipment.collaboration
        return f"{collaboration.public_id}: {collaboration.creator} and {shipment.brand}"

    @display(description="Carrier's page")
    def page(self, shipment: Shipment) -> SafeString | str:
        url = tracking_page(shipment.carrier, shipment.tracking_number)
        return format_html('<a href="{}" rel="noopener noreferrer">{}</a>', url, url) if url else "none"

    @display(description="Timeline")
    def timeline(self, shipment: Shipment) -> SafeString:
        entries = TimelineEntry.objects.filter(object_type="shipment", object_id=shipment.pk).order_by("id")
        rows = format_html_join(
            "",
            "<li>{} · {} · {} → {} · {}{}</li>",
            (
                (
                    f"{entry.at:%d %b %Y %H:%M}",
                    entry.move.replace("_", " "),
                    entry.from_state or "new",
                    entry.to_state,
                    entry.actor_side,
                    f" · {entry.reason}" if entry.reason else "",
                )
                for entry in entries
            ),
        )
        return format_html("<ol>{}</ol>", rows)

    @action(description="Ask the carrier now", permissions=["move"])
    def ask_carrier(self, request: HttpRequest, queryset: QuerySet[Shipment]) -> None:
        """Bulk: the next beat asks about each parcel that moves and whose carrier answers."""
        at, by = clock.now(), _staff(request)
        asked = sum(operations.ask_again(shipment=shipment, by=by, at=at) for shipment in queryset)
        messages.success(request, f"{asked} of {len(queryset)} are asked within a minute; the others do not move.")

    @action(description="Ask the carrier now", permissions=["move"])
    def ask_carrier_now(self, request: HttpRequest, object_id: str) -> HttpResponse:
        shipment = get_object_or_404(Shipment, pk=object_id)
        if operations.ask_again(shipment=shipment, by=_staff(request), at=clock.now()):
            messages.success(request, "The carrier is asked within a minute.")
        else:
            messages.warning(
                request, "There is nobody to ask: the parcel does not move, or its carrier has no interface."
            )
        return redirect(_change_page(shipment))

    @action(description="Give up as lost", permissions=["move"])
    def give_up(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The parcel is lost: asks how staff know, then puts the exchange on hold."""
        shipment = get_object_or_404(Shipment.objects.select_related("collaboration__creator", "brand"), pk=object_id)
        form = GiveUpForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            reason = form.cleaned_data["reason"]
            try:
                operations.give_up_on(shipment=shipment, by=_staff(request), at=clock.now(), reason=reason)
            except BarterError as refusal:
                messages.error(request, refusal.detail)
            else:
                messages.success(request, "The parcel counts as lost; the brand is asked to send another or to end it.")
            return redirect(_change_page(shipment))
        context = {
            **self.admin_site.each_context(request),
            "title": f"Give up parcel {self.number(shipment)}",
            "form": form,
            "shipment": shipment,
            "page": _change_page(shipment),
            "opts": Shipment._meta,
            "is_moving": shipment.state in SHIPMENT_MOVING,
        }
        return render(request, "admin/shipping/shipment/give_up.html", context)


def _find(term: str) -> Q:
    """Ids and numbers are exact, names by their beginning: every branch has an index or a small table."""
    if term.startswith(("shp_", "col_", "cre_")):
        return Q(public_id=term) | Q(collaboration__public_id=term) | Q(collaboration__creator__public_id=term)
    people = Q(collaboration__creator__user__email__iexact=term) | Q(
        collaboration__creator__display_name__istartswith=term
    )
    return Q(tracking_number=normalise(term)) | people | Q(brand__name__istartswith=term)


def _staff(request: HttpRequest) -> Actor:
    assert isinstance(request.user, User)
    return Actor.staff(request.user.pk)


def _change_page(shipment: Shipment) -> str:
    return reverse("admin:shipping_shipment_change", args=[shipment.pk])
