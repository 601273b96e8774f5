"""The rows of a parcel's timeline, for components/tl.html: real scans only, then the one thing that comes next."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from barter.kernel.templatetags.words import date_words, day_words
from shipping.models import Shipment, TrackingEvent
from shipping.workflow import SHIPMENT_MOVING, SHIPMENT_TROUBLED, ShipmentState

_ICONS = {
    ShipmentState.PRE_TRANSIT: "parcel",
    ShipmentState.AVAILABLE_FOR_PICKUP: "address",
    ShipmentState.DELIVERED: "delivered",
    ShipmentState.RETURNED: "withdraw",
}
_WORDS = {
    ShipmentState.PRE_TRANSIT: gettext_noop("Handed to the carrier"),
    ShipmentState.IN_TRANSIT: gettext_noop("On its way"),
    ShipmentState.OUT_FOR_DELIVERY: gettext_noop("Out for delivery"),
    ShipmentState.AVAILABLE_FOR_PICKUP: gettext_noop("Ready to pick up"),
    ShipmentState.ATTEMPT_FAILED: gettext_noop("Delivery missed"),
    ShipmentState.EXCEPTION: gettext_noop("Held up on the way"),
    ShipmentState.DELIVERED: gettext_noop("Delivered"),
    ShipmentState.RETURNED: gettext_noop("On its way back to the brand"),
    ShipmentState.LOST: gettext_noop("Lost on the way"),
}


def parcel_rows(shipment: Shipment, scans: Sequence[TrackingEvent], *, at: datetime) -> list[dict[str, Any]]:
    """Oldest at top. The newest scan is `now` while the parcel moves, `late` when it went wrong."""
    rows: list[dict[str, Any]] = []
    if shipment.shipped_at:
        rows.append(_row(_("Packed and marked as shipped"), shipment.shipped_at, at, icon="parcel"))
    ordered = sorted(scans, key=lambda scan: (scan.at, scan.pk))
    rows += [_scan_row(scan, at) for scan in ordered]
    if rows and shipment.state in SHIPMENT_MOVING:
        rows[-1]["mark"] = "now"
    if rows and shipment.state in SHIPMENT_TROUBLED:
        rows[-1]["mark"] = "late"
    return [*rows, *_ahead(shipment, at)]


def scan_words(scan: TrackingEvent) -> str:
    """The carrier's own words, in the reader's language where we know them (those of the simulated carrier)."""
    return _(scan.description) if scan.description else ""


def _scan_row(scan: TrackingEvent, at: datetime) -> dict[str, Any]:
    title = _WORDS.get(ShipmentState(scan.state), gettext_noop("News from the carrier"))
    parts = [scan_words(scan) if scan.description != title else "", scan.place, f"{timezone.localtime(scan.at):%H:%M}"]
    row = _row(_(title), scan.at, at, icon=_ICONS.get(ShipmentState(scan.state), "shipped"))
    return {**row, "detail": ", ".join(part for part in parts if part)}


def _ahead(shipment: Shipment, at: datetime) -> list[dict[str, Any]]:
    if shipment.state == ShipmentState.LABEL_PENDING:
        return [{"mark": "todo", "title": _("Waits to be packed"), "when": "", "icon": "parcel"}]
    if shipment.state == ShipmentState.AVAILABLE_FOR_PICKUP:
        return []  # it is there: whoever fetches it says when it arrives
    if shipment.state in SHIPMENT_MOVING:
        arrives = datetime.combine(shipment.eta_date, time(12), UTC) if shipment.eta_date else None
        when = day_words(arrives, at) if arrives else _("the carrier has not said")
        return [{"mark": "todo", "title": _("Arrives"), "when": when, "icon": "delivered"}]
    if shipment.state == ShipmentState.EXPIRED and shipment.tracking_number:
        return [{"mark": "late", "title": _("No more news from the carrier"), "when": "", "icon": "late"}]
    return []


def _row(title: str, moment: datetime, at: datetime, *, icon: str) -> dict[str, Any]:
    return {"mark": "done", "title": title, "when": date_words(moment, at), "dt": moment, "icon": icon, "detail": ""}
