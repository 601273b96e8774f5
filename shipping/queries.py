"""Reads of the shipping desk and of the parcel panel."""

from collections.abc import Container, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext

from barter.kernel.errors import BarterError
from barter.kernel.pictures import picture_url
from barter.kernel.text import whole_number
from brands.models import Brand
from deals.models import Collaboration
from deals.workflow import COLLABORATION_RUNNING, CollaborationState
from shipping.carriers.directory import carrier_name, tracking_page
from shipping.errors import AddressMissing, TrackingNumberUsed
from shipping.models import AddressAccess, Shipment, ShipmentQuerySet, TrackingEvent
from shipping.operations.bulk import Label
from shipping.operations.tracking import check_label
from shipping.paste import PastedLine, read_lines
from shipping.timeline import scan_words
from shipping.workflow import SHIPMENT_MOVING, SHIPMENT_TROUBLED

TABS = ("to_ship", "on_its_way", "delivered", "problems")
PAGE_ROWS = 25
COUNTED_TO = 1000
# a parcel that was not sent yet has no clock of its own: its exchange has one, unless it pays for a renewal
SHIP_BY = Coalesce("due_at", "collaboration__due_at")


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One parcel of the desk with its newest scan."""

    shipment: Shipment
    last_scan: TrackingEvent | None

    @property
    def news(self) -> str:
        """What the carrier said last, in the reader's language where we know its words."""
        return scan_words(self.last_scan) if self.last_scan else ""

    @property
    def ship_by(self) -> datetime | None:
        """When the brand is late with it."""
        return self.shipment.due_at if self.shipment.renewal else self.shipment.collaboration.due_at

    @property
    def may_correct(self) -> bool:
        return self.shipment.state in SHIPMENT_MOVING

    @property
    def face_url(self) -> str:
        return picture_url(self.shipment.collaboration.creator.avatar, 256)

    @property
    def carrier_name(self) -> str:
        return carrier_name(self.shipment.carrier)

    @property
    def page(self) -> str:
        return tracking_page(self.shipment.carrier, self.shipment.tracking_number)


@dataclass(frozen=True, slots=True)
class DeskPage:
    rows: list[DeskRow]
    next_cursor: str


@dataclass(frozen=True, slots=True)
class PasteRow:
    """A pasted line with the parcel it means, or with what is wrong with it. Nothing was written."""

    pasted: PastedLine
    shipment: Shipment | None = None
    carrier: str = ""
    problem: str = ""
    is_saved: bool = False  # this number stands on this parcel already

    @property
    def carrier_name(self) -> str:
        return carrier_name(self.carrier)


def desk(brand: Brand, tab: str) -> ShipmentQuerySet:
    """The parcels of one tab. Each parcel that needs or needed something stands in one tab only."""
    of_brand = Shipment.objects.filter(brand=brand)
    of_renewal, on_hold = ~Q(renewal=""), Q(collaboration__state=CollaborationState.ON_HOLD, renewal="")
    if tab == "to_ship":
        return of_brand.to_ship().filter(Q(collaboration__state=CollaborationState.TO_SHIP) | of_renewal)
    if tab == "on_its_way":
        return of_brand.on_its_way().exclude(on_hold)
    if tab == "delivered":
        return of_brand.delivered().exclude(on_hold)
    lives = Q(collaboration__state__in=COLLABORATION_RUNNING, renewal="") | (of_renewal & Q(address_purged_at=None))
    troubled = Q(state__in=SHIPMENT_TROUBLED) & lives & ~Q(tracking_number="")
    return of_brand.filter(troubled | on_hold).exclude(collaboration__state=CollaborationState.TO_SHIP).current()


def counts(brand: Brand) -> dict[str, str]:
    """How many stand in each tab, as words: counting stops at 1000."""
    found = {tab: desk(brand, tab).order_by()[: COUNTED_TO + 1].count() for tab in TABS}
    return {tab: f"{COUNTED_TO}+" if count > COUNTED_TO else str(count) for tab, count in found.items()}


def desk_page(brand: Brand, tab: str, *, cursor: str = "") -> DeskPage:
    """One page. What is due first stands first on the tab "to ship"; elsewhere the newest. A broken cursor starts anew."""
    found = desk(brand, tab).select_related("collaboration__creator", "collaboration__deal", "collaboration__variant")
    rows = _by_due(found, cursor) if tab == "to_ship" else _newest_first(found, cursor)
    loaded = list(rows[: PAGE_ROWS + 1])
    shown = loaded[:PAGE_ROWS]
    next_cursor = _cursor(shown[-1], tab) if len(loaded) > PAGE_ROWS else ""
    return DeskPage(_with_scans(shown), next_cursor)


def current_shipments(collaboration: Collaboration) -> list[Shipment]:
    """The parcels of an exchange, newest first, with their scans; not those of its licences' renewals."""
    own = collaboration.shipments.filter(renewal="").order_by("-id")
    rows = list(own.select_related("brand").prefetch_related("events"))
    for row in rows:
        row.collaboration = collaboration
    return rows


def address_views(shipments: Sequence[Shipment]) -> QuerySet[AddressAccess]:
    """Who opened the address of these parcels, newest first."""
    return AddressAccess.objects.filter(shipment__in=shipments).select_related("viewer").order_by("-at", "-id")


def address_views_of(creator_pk: int) -> QuerySet[AddressAccess]:
    """Who opened any address of this creator, newest first."""
    rows = AddressAccess.objects.filter(shipment__collaboration__creator=creator_pk)
    loaded = rows.select_related("viewer", "shipment__brand", "shipment__collaboration__deal")
    heavy = ("search", "search_text", "terms", "card", "summary")
    return loaded.defer(*(f"shipment__collaboration__deal__{name}" for name in heavy)).order_by("-at", "-id")


def address_views_page(creator_pk: int, cursor: str = "") -> tuple[list[AddressAccess], str]:
    """One page of `address_views_of` and the cursor of the next. A broken cursor starts anew."""
    rows, seen = address_views_of(creator_pk), _seen(cursor)
    if seen:
        rows = rows.filter(Q(at__lt=seen[0]) | Q(at=seen[0], pk__lt=seen[1]))
    found = list(rows[: PAGE_ROWS + 1])
    last = found[PAGE_ROWS - 1] if len(found) > PAGE_ROWS else None
    return found[:PAGE_ROWS], f"{last.at.isoformat()}~{last.pk}" if last else ""


def plan_paste(brand: Brand, text: str) -> list[PasteRow]:
    """What pasted lines would do, row by row. Reads the parcels to ship and who has the numbers. Raises TooManyLines."""
    lines = read_lines(text)
    waiting = list(
        desk(brand, "to_ship").select_related("collaboration__creator", "collaboration__deal", "brand")[:5000]
    )
    index = _PasteIndex(waiting)
    seen: dict[str, int] = {}
    return _without_used(_sent_before(brand, [_plan(line, index, seen) for line in lines]))


def as_shown(rows: Sequence[PasteRow], shown: Container[str]) -> list[PasteRow]:
    """A name means another parcel once the first one is gone: only parcels that a person saw in the report are written."""
    why = gettext("This line means another parcel by now. Check it once more.")
    return [
        replace(row, problem=why) if row.shipment and not row.problem and row.shipment.public_id not in shown else row
        for row in rows
    ]


def labels_of(rows: Sequence[PasteRow]) -> list[Label]:
    """The rows of a plan that can be written."""
    return [
        Label(row.shipment, row.carrier, row.pasted.tracking_number)
        for row in rows
        if row.shipment is not None and not row.problem
    ]


class _PasteIndex:
    """The parcels to ship by everything a line may call them."""

    def __init__(self, shipments: Sequence[Shipment]) -> None:
        self._by_word: dict[str, list[Shipment]] = {}
        for shipment in shipments:
            creator = shipment.collaboration.creator
            words = {
                shipment.public_id,
                shipment.collaboration.public_id,
                creator.display_name.casefold(),
                creator.handle.casefold(),
            }
            for word in words:
                self._by_word.setdefault(word, []).append(shipment)

    def find(self, line: PastedLine) -> list[Shipment]:
        word = line.reference or line.name.casefold().removeprefix("@")
        return self._by_word.get(word, [])


def _sent_before(brand: Brand, rows: list[PasteRow]) -> list[PasteRow]:
    """Lines that mean no parcel to ship: what they say is saved already, by a press before, or went with another number."""
    lines = [row.pasted for row in rows if row.shipment is None and row.pasted.tracking_number]
    called, numbers = {line.reference for line in lines} - {""}, {line.tracking_number for line in lines}
    theirs = Q(tracking_number__in=numbers) | Q(public_id__in=called) | Q(collaboration__public_id__in=called)
    sent = Shipment.objects.filter(theirs, brand=brand).exclude(tracking_number="")
    index = _PasteIndex(list(sent.select_related("collaboration__creator", "collaboration__deal")) if lines else [])

    def told(row: PasteRow) -> PasteRow:
        found = index.find(row.pasted) if row.shipment is None else []
        same = next((one for one in found if one.tracking_number == row.pasted.tracking_number), None)
        if same:
            why = gettext("This parcel has this number already.")
            return replace(row, shipment=same, carrier=same.carrier, problem=why, is_saved=True)
        if found and row.pasted.reference:
            why = gettext("This parcel is marked as shipped already, with the number {number}.")
            return replace(row, shipment=found[-1], problem=why.format(number=found[-1].tracking_number))
        return row

    return [told(row) for row in rows]


def _without_used(rows: list[PasteRow]) -> list[PasteRow]:
    """A number is one parcel's; which it is settles the operation. Here it is said before anything is written."""
    labels = {(row.carrier, row.pasted.tracking_number): row.pasted.line for row in reversed(rows) if not row.problem}
    taken = Shipment.objects.filter(
        carrier__in={carrier for carrier, _ in labels}, tracking_number__in={number for _, number in labels}
    )
    used = set(taken.values_list("carrier", "tracking_number"))

    def problem_of(row: PasteRow) -> str:
        label = (row.carrier, row.pasted.tracking_number)
        if label in used:
            return gettext(TrackingNumberUsed.message)
        if labels[label] != row.pasted.line:
            return gettext("Line {line} already has this number.").format(line=labels[label])
        return ""

    return [row if row.problem else replace(row, problem=problem_of(row)) for row in rows]


def _plan(line: PastedLine, index: _PasteIndex, seen: dict[str, int]) -> PasteRow:
    if line.is_shortened:
        return PasteRow(
            line, problem=gettext("A spreadsheet shortened this number. Make its column text, and copy it once more.")
        )
    if not line.tracking_number:
        return PasteRow(line, problem=gettext("There is no tracking number in this line."))
    if not (line.reference or line.name):
        return PasteRow(line, problem=gettext("Write the creator’s name or the deal’s id before the number."))
    found = index.find(line)
    if not found:
        return PasteRow(line, problem=gettext("No parcel to ship has this name or id."))
    if len(found) > 1:
        return PasteRow(
            line, problem=gettext("Two parcels go to this creator. Use the parcel’s id, it is in the CSV file.")
        )
    shipment = found[0]
    before = seen.setdefault(shipment.public_id, line.line)
    if before != line.line:
        return PasteRow(
            line, shipment, problem=gettext("Line {line} already has a number for this parcel.").format(line=before)
        )
    try:
        carrier, _ = check_label(line.carrier, line.tracking_number)
    except BarterError as refusal:
        return PasteRow(line, shipment, problem=refusal.detail)
    if not shipment.has_address:
        return PasteRow(line, shipment, carrier, problem=gettext(AddressMissing.message))
    return PasteRow(line, shipment, carrier)


def _with_scans(shipments: Sequence[Shipment]) -> list[DeskRow]:
    newest = TrackingEvent.objects.filter(shipment__in=shipments).order_by("shipment_id", "-at", "-id")
    scans = {scan.shipment_id: scan for scan in newest.distinct("shipment_id")}
    return [DeskRow(shipment, scans.get(shipment.pk)) for shipment in shipments]


def _by_due(found: ShipmentQuerySet, cursor: str) -> QuerySet[Shipment]:
    seen = _seen(cursor)
    rows = found.annotate(ship_by=SHIP_BY)
    if seen:
        rows = rows.filter(Q(ship_by__gt=seen[0]) | Q(ship_by=seen[0], pk__gt=seen[1]))
    return rows.order_by("ship_by", "pk")


def _seen(cursor: str) -> tuple[datetime, int] | None:
    """The moment and the key of the last row that was shown; None when there is none, or it is not one of ours."""
    told, _, key = cursor.partition("~")
    pk = whole_number(key)
    with suppress(ValueError):
        moment = datetime.fromisoformat(told)
        return (moment, pk) if moment.tzinfo and pk is not None else None
    return None


def _newest_first(rows: ShipmentQuerySet, cursor: str) -> QuerySet[Shipment]:
    pk = whole_number(cursor)
    return (rows if pk is None else rows.filter(pk__lt=pk)).order_by("-pk")


def _cursor(shipment: Shipment, tab: str) -> str:
    due = shipment.due_at if shipment.renewal else shipment.collaboration.due_at
    return f"{due.isoformat() if due else ''}~{shipment.pk}" if tab == "to_ship" else str(shipment.pk)
