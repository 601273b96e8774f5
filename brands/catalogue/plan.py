"""What an import would do: products to add, change, archive or leave out, and why, row by row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from barter.kernel.languages import ngettext_noop
from barter.kernel.templatetags.words import number_words
from barter.kernel.text import clean_html, whole_number
from brands.catalogue.findings import Said, counted, in_english, said
from brands.catalogue.reader import Record, Table
from brands.catalogue.values import BadCell, guess_topic, read_count, read_flag, read_picture, read_price
from brands.errors import CatalogueRefused
from brands.limits import DESCRIPTION_MAX, PICTURES_MAX, PRODUCTS_MAX, TITLE_MAX, VARIANTS_MAX

_SKU_MAX = 80
_HANDLE_MAX = 255
_NO_OPTION = "default title"
_KNOWN_STATUS = frozenset({"", "active", "unlisted"})


@dataclass(frozen=True, slots=True)
class Existing:
    """What the brand has already, by handle: is it archived, and variant title -> items promised."""

    archived: bool
    reserved: Mapping[str, int]


@dataclass(slots=True)
class Plan:
    """`products` is what would be written (JSON); `report` one line a finding: row, line, severity, handle, message, and what was said."""

    products: list[dict[str, Any]] = field(default_factory=list)
    report: list[dict[str, Any]] = field(default_factory=list)

    def say(self, severity: str, record: Record | None, handle: str, sentence: Said) -> None:
        row, line = (record.row, record.line) if record else (1, 1)
        words = {"message": in_english(sentence), "said": sentence}
        self.report.append({"row": row, "line": line, "severity": severity, "handle": handle[:120], **words})


@dataclass(slots=True)
class _Group:
    """The rows of one product."""

    handle: str
    records: list[Record]


def plan_catalogue(table: Table, *, currency: str, existing: Mapping[str, Existing]) -> Plan:
    """Check every row. Nothing is written; a product with a fault is left out, never half taken."""
    plan = Plan()
    for note in table.notes:
        plan.say("note", None, "", note)
    if table.unknown_columns:
        names = ", ".join(table.unknown_columns[:8])
        plan.say("note", None, "", said(_("Columns we don't use were passed over: {names}."), names=names))
    if "quantity" not in table.columns:
        plan.say(
            "warning", None, "", said(_("There is no column “Variant Inventory Qty”: new products start with stock 0."))
        )
    groups = _group(table.records, plan)
    if len(groups) > PRODUCTS_MAX:
        words = gettext("This file has {count} products. The limit is {most}; split it.")
        raise CatalogueRefused(words.format(count=number_words(len(groups)), most=number_words(PRODUCTS_MAX)))
    for group in groups:
        _Reader(plan, group, table, currency, existing.get(group.handle)).read()
    plan.report.sort(key=lambda line: line["row"])
    return plan


def _group(records: Iterable[Record], plan: Plan) -> list[_Group]:
    """Rows with the same handle belong together; a blank handle continues the row above."""
    groups: dict[str, _Group] = {}
    current: _Group | None = None
    for record in records:
        handle = record.get("handle").casefold()[:_HANDLE_MAX]
        if not handle and record.get("title") and (current is None or record.get("title") != _title(current)):
            plan.say(
                "error",
                record,
                record.get("title"),
                said(_("This product has no handle, so we can't tell its rows apart.")),
            )
            current = None
        elif not handle and current is None:
            plan.say("error", record, "", said(_("This row has no handle and stands below no product.")))
        elif not handle or (current is not None and handle == current.handle):
            assert current is not None
            current.records.append(record)
        else:
            if handle in groups:
                plan.say(
                    "warning", record, handle, said(_("The rows of this product stand apart; they were put together."))
                )
            current = groups.setdefault(handle, _Group(handle, []))
            current.records.append(record)
    return list(groups.values())


def _title(group: _Group) -> str:
    return next((record.get("title") for record in group.records if record.get("title")), "")


class _Reader:
    """Reads the rows of one product into the plan."""

    def __init__(self, plan: Plan, group: _Group, table: Table, currency: str, existing: Existing | None) -> None:
        self.plan, self.group, self.table, self.currency, self.existing = plan, group, table, currency, existing
        self.first = group.records[0]
        self.faults = 0

    def read(self) -> None:
        if self._left_out():
            return
        title = self._read_title()
        variants = self._read_variants()
        images = self._read_images()
        if not self.faults and not variants:
            self._fault(self.first, said(_("No row of this product has a price.")))
        if self.faults:
            # the faults above are what is counted and put right; this only says what they mean
            self._say(
                "note", self.first, said(_("Left out: nothing of this product will be imported until it is put right."))
            )
            return
        action = "update" if self.existing else "create"
        self.plan.products.append(
            {
                "action": action,
                "row": self.first.row,
                "handle": self.group.handle,
                "title": title,
                "description": self._read_body(),
                "category": guess_topic(*(self._any(name) for name in ("category", "type", "tags", "title"))),
                "currency": self.currency,
                "variants": variants,
                "images": images,
            }
        )
        self._say("ok", self.first, self._announced(title, len(variants), len(images)))

    def _announced(self, title: str, variants: int, images: int) -> Said:
        count = counted(*ngettext_noop("1 variant", "{count} variants"), variants)
        if not images:
            words = (
                _("Will be changed: {title} ({variants}).")
                if self.existing
                else _("Will be added: {title} ({variants}).")
            )
            return said(words, title=title, variants=count)
        words = (
            _("Will be changed: {title} ({variants}, {pictures}).")
            if self.existing
            else _("Will be added: {title} ({variants}, {pictures}).")
        )
        pictures = counted(*ngettext_noop("1 picture", "{count} pictures"), images)
        return said(words, title=title, variants=count, pictures=pictures)

    def _left_out(self) -> bool:
        status = self._any("status").casefold()
        if status == "archived" and self.existing and not self.existing.archived:
            self.plan.products.append({"action": "archive", "row": self.first.row, "handle": self.group.handle})
            self._say("ok", self.first, said(_("Will be archived, as in your shop.")))
            return True
        reason = ""
        if status in {"draft", "archived"}:
            draft, archived = _("Left out: it is a draft in your shop."), _("Left out: it is archived in your shop.")
            reason = draft if status == "draft" else archived
        elif read_flag(self._any("gift_card"), default=False):
            reason = _("Left out: a gift card can't be traded.")
        elif not read_flag(self._any("ships"), default=True):
            reason = _("Left out: it needs no shipping. Add it by hand as a voucher or a visit.")
        elif status not in _KNOWN_STATUS:
            words = _("The status “{status}” is new to us; it was taken as active.")
            self._say("warning", self.first, said(words, status=status[:20]))
        if reason:
            self._say("skipped", self.first, said(reason))
        return bool(reason)

    def _read_title(self) -> str:
        titles = list(dict.fromkeys(record.get("title") for record in self.group.records if record.get("title")))
        if not titles:
            self._fault(self.first, said(_("This product has no title.")))
            return ""
        if len(titles) > 1:
            self._say(
                "warning", self.first, said(_("Two titles for one handle; “{title}” was kept."), title=titles[0][:60])
            )
        if len(titles[0]) > TITLE_MAX:
            self._say("warning", self.first, said(_("The title was cut to {count} characters."), count=TITLE_MAX))
        return titles[0][:TITLE_MAX]

    def _read_body(self) -> str:
        body = self._any("body")
        if len(body) > DESCRIPTION_MAX:
            self._say("warning", self.first, said(_("The description is very long; its end was cut off.")))
        return clean_html(body[:DESCRIPTION_MAX])

    def _read_variants(self) -> list[dict[str, Any]]:
        names = [self._any(f"option{number}_name") for number in (1, 2, 3)]
        variants: dict[str, dict[str, Any]] = {}
        for record in self.group.records:
            if not _is_variant(record):
                if not record.get("image") and record is not self.first:
                    self._say("skipped", record, said(_("Nothing in this row is of use to us.")))
                continue
            variant = self._read_variant(record, names)
            key = variant["title"].casefold()
            if key in variants:
                words = _("“{variant}” is there twice; the first row counts.")
                self._say("warning", record, said(words, variant=variant["title"]))
                continue
            variants[key] = variant
        if len(variants) > VARIANTS_MAX:
            self._fault(
                self.first,
                said(_("{count} variants; at most {most} fit into a product."), count=len(variants), most=VARIANTS_MAX),
            )
        return list(variants.values())

    def _read_variant(self, record: Record, names: list[str]) -> dict[str, Any]:
        values = [record.get(f"option{number}_value") for number in (1, 2, 3)]
        options: dict[str, str] = {}
        for number, (name, value) in enumerate(zip(names, values, strict=True), start=1):
            if value and value.casefold() != _NO_OPTION:
                options[name if name and name not in options else f"Option {number}"] = value
        title = " / ".join(options.values()) or "Default"
        return {
            "title": title[:TITLE_MAX],
            "options": options,
            "sku": record.get("sku").lstrip("'")[:_SKU_MAX],
            "fmv_minor": self._read_price(record),
            "stock": self._read_stock(record, title),
            "row": record.row,
        }

    def _read_price(self, record: Record) -> int:
        cell = record.get("price")
        if not cell:
            self._fault(record, said(_("This variant has no price, so we don't know what it is worth.")))
            return 0
        try:
            minor = read_price(cell, self.currency, comma_decimals=self.table.comma_decimals)
        except BadCell as error:
            self._fault(record, error.said)
            return 0
        if minor == 0:
            self._fault(record, said(_("The price is 0. A product in a trade has to be worth something.")))
        return minor

    def _read_stock(self, record: Record, title: str) -> int | None:
        """None: the shop says nothing, so a new product starts at 0 and a known one keeps its stock."""
        cell = record.get("quantity")
        if not cell:
            return None
        try:
            count = read_count(cell)
        except BadCell as error:
            self._fault(record, error.said)
            return 0
        if count < 0:
            self._say("warning", record, said(_("The shop oversold this ({count}); stock becomes 0."), count=count))
        promised = self.existing.reserved.get(title, 0) if self.existing else 0
        if max(count, 0) < promised:
            self._say(
                "warning", record, said(_("{count} are promised to creators; stock becomes {count}."), count=promised)
            )
        return max(count, 0, promised)

    def _read_images(self) -> list[dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for record in self.group.records:
            for column in ("image", "variant_image"):
                cell = record.get(column)
                if cell and cell not in found:
                    self._read_image(record, cell, column, found)
        ordered = sorted(found.values(), key=lambda image: image["position"])
        if len(ordered) > PICTURES_MAX:
            self._say(
                "warning",
                self.first,
                said(_("{count} pictures; the first {most} are taken."), count=len(ordered), most=PICTURES_MAX),
            )
        return ordered[:PICTURES_MAX]

    def _read_image(self, record: Record, cell: str, column: str, found: dict[str, dict[str, Any]]) -> None:
        try:
            url = read_picture(cell)
        except BadCell as error:
            self._say("warning", record, said(_("{complaint} It was left out."), complaint=error.said))
            return
        position = whole_number(record.get("image_position"), most_digits=4) if column == "image" else None
        found[cell] = {
            "url": url,
            "alt": record.get("image_alt")[:200] if column == "image" else "",
            "position": 1000 + len(found) if position is None else position,
        }

    def _any(self, column: str) -> str:
        """The first filled cell of a column: the product's own values stand in one of its rows only."""
        return next((record.get(column) for record in self.group.records if record.get(column)), "")

    def _fault(self, record: Record, sentence: Said) -> None:
        self.faults += 1
        self._say("error", record, sentence)

    def _say(self, severity: str, record: Record, sentence: Said) -> None:
        self.plan.say(severity, record, self.group.handle, sentence)


def _is_variant(record: Record) -> bool:
    return any(record.get(column) for column in ("option1_value", "price", "sku"))
