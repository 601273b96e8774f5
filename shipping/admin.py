"""Staff's view of parcels. States are read-only and moved by operations; an address is opened with a reason, and logged."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminTextareaWidget

from accounts.models import User
from barter.kernel import clock
from barter.kernel.errors import BarterError
from barter.kernel.staff import (
    Question,
    Queue,
    ReasonForm,
    StaffAdmin,
    bulk,
    decision,
    find_related,
    log,
    looks,
    register_queue,
    searching,
)
from deals.models import Collaboration
from shipping import operations
from shipping.carriers.directory import carrier_name, tracking_page
from shipping.carriers.guess import normalise
from shipping.models import Shipment
from shipping.permissions import address_is_open
from shipping.workflow import SHIPMENT_MOVING, SHIPMENT_TROUBLED


class GiveUpForm(Question):
    """Why staff know that the parcel is lost; kept on its timeline."""

    reason = forms.CharField(
        label="How do you know?", max_length=300, widget=UnfoldAdminTextareaWidget(attrs={"rows": 3})
    )


@admin.register(Shipment)
class ShipmentAdmin(StaffAdmin):
    """Found by tracking number, id, creator or brand."""

    list_display = ("number", "status", "creator", "brand_name", "place", "last_scan", "due")
    list_filter = ("state", "carrier")
    list_select_related = ("collaboration__creator", "brand")
    page_related = ("collaboration__creator", "collaboration__deal", "brand")
    search_help_text = "Tracking number, id, creator, brand or e-mail"
    actions = ("ask_many", "export_csv")
    actions_detail = ("ask", "give_up", "read_address")
    fields = ("contents", "carrier_words", "tracking_number", "page", "place", "expected", "shipped", "delivered", "last_scan",
              "asks", "failures", "purge", "purged")  # fmt: skip
    readonly_fields = fields
    ask = decision("Ask the carrier now", operations.ask_again, subject="shipment", possible=operations.can_ask,
                   words="The carrier is asked within a minute; what it says stands under the scans then.")  # fmt: skip
    ask_many = bulk(ask)
    give_up = decision("Give up as lost", operations.give_up_on, subject="shipment", form=GiveUpForm, danger=True,
                       possible=lambda shipment: shipment.state in SHIPMENT_MOVING,
                       words="The trade goes on hold, and the brand is asked to send another or to end it.")  # fmt: skip

    def find(self, term: str) -> Iterable[Q | QuerySet]:
        """Ids and numbers are exact, names by their beginnings."""
        if searching.is_public_id(term):
            return searching.id_branches(term, "collaboration", "collaboration__creator", "brand")
        number = normalise(term)
        by_number = [Q(tracking_number=number)] if number else []
        trades = find_related(Collaboration, term)
        return [*by_number, *([Q(collaboration__in=trades)] if trades else [])]

    # ---- Columns

    @display(description="Parcel")
    def number(self, shipment: Shipment) -> str:
        named = f"{carrier_name(shipment.carrier)} {shipment.tracking_number}".strip()
        return named or "Not sent yet"

    @display(description="Creator")
    def creator(self, shipment: Shipment) -> str:
        return shipment.collaboration.creator.display_name

    @display(description="Brand")
    def brand_name(self, shipment: Shipment) -> str:
        return shipment.brand.name

    @display(description="Goes to")
    def place(self, shipment: Shipment) -> str:
        return ", ".join(filter(None, (shipment.destination_city, shipment.destination_country))) or "Not said yet"

    last_scan = looks.dated("last_event_at", "Last scan")

    # ---- Page

    def related(self, obj: Shipment) -> Iterable[tuple[str, Any, Any]]:
        trade = obj.collaboration
        yield "Trade", looks.link(trade, trade.public_id), looks.state_pill("collaboration", trade.state)
        yield "Deal", looks.link(trade.deal), ""
        yield "Brand", looks.link(obj.brand), ""
        yield "Creator", looks.link(trade.creator), ""
        if obj.renewal:
            yield "Pays for more months of", looks.mono(obj.licence), ""

    def panels(self, obj: Shipment) -> Iterable[tuple[str, SafeString | str]]:
        scans = obj.events.order_by("-at", "-pk")[:50]
        yield "Scans", looks.rows_of(
            (looks.moment(row.at), looks.state_pill("shipment", row.state), row.raw_code, row.description, row.place,
             row.get_source_display(), looks.mono(row.carrier_event_id))
            for row in scans
        )  # fmt: skip
        views = obj.address_accesses.select_related("viewer").order_by("-at")[:50]
        yield "Who opened the address", looks.rows_of((looks.moment(row.at), row.viewer, row.via) for row in views)

    def timeline_objects(self, obj: Shipment) -> Sequence[Model]:
        return [obj, obj.collaboration]

    @display(description="Carrier")
    def carrier_words(self, shipment: Shipment) -> str:
        return carrier_name(shipment.carrier) or "None yet"

    @display(description="Carrier's page")
    def page(self, shipment: Shipment) -> SafeString | str:
        url = tracking_page(shipment.carrier, shipment.tracking_number)
        return (
            format_html('<a class="st-link" href="{}" rel="noopener noreferrer">{}</a>', url, url)
            if url
            else looks.NOTHING
        )

    shipped = looks.dated("shipped_at", "Shipped")
    delivered = looks.dated("delivered_at", "Delivered")

    @display(description="Expected on")
    def expected(self, shipment: Shipment) -> SafeString | str:
        day = shipment.eta_date
        return f"{day:%a} {day.day} {day:%b %Y}" if day else looks.NOTHING

    asks = looks.dated("poll_at", "Carrier is asked next")

    @display(description="Questions without an answer")
    def failures(self, shipment: Shipment) -> int:
        return shipment.poll_failures

    purge = looks.dated("purge_at", "Address is deleted on")
    purged = looks.dated("address_purged_at", "Address was deleted")

    # ---- Decisions

    @action(description="Open the address", permissions=["decide"])
    def read_address(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Shows the address once, in the answer to a reason; the creator sees who opened it."""
        shipment = self.get_object(request, object_id)
        if shipment is None:
            return redirect("admin:shipping_shipment_changelist")
        form = ReasonForm(request.POST if request.method == "POST" else None)
        lines: list[str] = []
        if request.method == "POST" and form.is_valid():
            assert isinstance(request.user, User)
            reason = form.cleaned_data["reason"]
            try:
                address = operations.read_address_as_staff(
                    shipment=shipment, user=request.user, reason=reason, at=clock.now()
                )
            except BarterError as refusal:
                messages.error(request, refusal.detail)
                return redirect(looks.page_of(shipment))
            log(request, shipment, f"Opened the address: {reason}")
            lines = [str(address[name]) for name in _ADDRESS_LINES if address.get(name)]
        context = {
            **self.admin_site.each_context(request),
            "title": f"Open the address: {self.number(shipment)}",
            "form": form,
            "lines": lines,
            "is_open": address_is_open(shipment),
            "page": looks.page_of(shipment),
            "opts": self.opts,
        }
        response = render(request, "admin/address.html", context)
        response["Cache-Control"] = "no-store"
        return response


_ADDRESS_LINES = ("name", "line1", "line2", "postcode", "city", "region", "country", "phone")

register_queue(
    Queue(
        name="parcels_in_trouble",
        title="Parcels in trouble",
        icon="local_shipping",
        model=Shipment,
        rows=lambda: Shipment.objects.filter(state__in=sorted(SHIPMENT_TROUBLED)).exclude(tracking_number=""),
        since="state_since",
        query="state__in=" + ",".join(sorted(SHIPMENT_TROUBLED)),
        words="missed, held up, coming back or lost",
        order=45,
    )
)
