"""From bytes to records: encodings, separators, headers. Knows columns, not what they mean."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop, ngettext

from barter.kernel.templatetags.words import list_words, number_words, quoted_words
from brands.catalogue.findings import Said, said
from brands.errors import CatalogueRefused
from brands.limits import FIELD_MAX, FILE_MAX_BYTES, ROWS_MAX

csv.field_size_limit(FIELD_MAX)

# Our name of a column, then its names in exports: first the long-standing one, then the template of 2024.
COLUMNS: dict[str, tuple[str, ...]] = {
    "handle": ("handle", "url handle"),
    "title": ("title",),
    "body": ("body (html)", "body html", "body", "description"),
    "vendor": ("vendor",),
    "category": ("product category", "standard product type", "standardized product type"),
    "type": ("type", "product type", "custom product type"),
    "tags": ("tags",),
    "published": ("published", "published on online store"),
    "option1_name": ("option1 name",),
    "option1_value": ("option1 value",),
    "option2_name": ("option2 name",),
    "option2_value": ("option2 value",),
    "option3_name": ("option3 name",),
    "option3_value": ("option3 value",),
    "sku": ("variant sku", "sku"),
    "quantity": ("variant inventory qty", "inventory quantity"),
    "price": ("variant price", "price"),
    "compare_at": ("variant compare at price", "compare-at price"),
    "variant_image": ("variant image", "variant image url"),
    "ships": ("variant requires shipping", "requires shipping"),
    "image": ("image src", "product image url"),
    "image_position": ("image position",),
    "image_alt": ("image alt text",),
    "gift_card": ("gift card",),
    "status": ("status",),
}
_KNOWN = {name: ours for ours, names in COLUMNS.items() for name in names}
# Columns of the real export that mean nothing here and are passed over without a word.
_PASSED_OVER = ("google shopping /", "variant ", "seo ", "cost per item", "image ", "option", "included /", "price /",
                "compare at price /", "compare-at price /", "tax ", "barcode", "weight", "charge tax", "fulfillment",
                "continue selling", "inventory ", "unit price")  # fmt: skip
_REQUIRED = {"handle": "Handle", "title": "Title", "price": "Variant Price"}


@dataclass(frozen=True, slots=True)
class Record:
    """One row of the file. `row` is what a spreadsheet calls it (the header is row 1), `line` its first line of text."""

    row: int
    line: int
    values: Mapping[str, str]

    def get(self, column: str) -> str:
        return self.values.get(column, "")

    @property
    def is_empty(self) -> bool:
        return not any(self.values.values())


@dataclass(frozen=True, slots=True)
class Table:
    records: list[Record]
    columns: frozenset[str]
    unknown_columns: list[str]
    notes: list[Said]
    comma_decimals: bool


def read_table(raw: bytes) -> Table:
    """The records of a product CSV. Raises CatalogueRefused when the file as a whole is no such thing."""
    if len(raw) > FILE_MAX_BYTES:
        raise CatalogueRefused(gettext("This file is larger than 10 MB. Split it into smaller ones."))
    text, notes = _decode(raw)
    separator = _separator(text)
    rows = _rows(text, separator)
    _, _, header = next(rows, (1, 1, []))
    places, unknown, doubled = _header(header)
    missing = [words for column, words in _REQUIRED.items() if column not in places]
    if missing:
        words = ngettext(
            "There is no column {columns}. Use the product export of your shop, with the first row as it is.",
            "There are no columns {columns}. Use the product export of your shop, with the first row as it is.",
            len(missing),
        )
        raise CatalogueRefused(words.format(columns=list_words([quoted_words(name) for name in missing])))
    notes += [
        said(gettext_noop("The column “{name}” is there twice; the first one counts."), name=name) for name in doubled
    ]
    records = _records(rows, places, len(header), notes)
    if not records:
        raise CatalogueRefused(gettext("There are no products in this file, only the header."))
    return Table(records, frozenset(places), unknown, notes, comma_decimals=separator == ";")


def _records(
    rows: Iterator[tuple[int, int, list[str]]], places: Mapping[str, int], width: int, notes: list[Said]
) -> list[Record]:
    records: list[Record] = []
    try:
        for row, line, cells in rows:
            if row > ROWS_MAX + 1:
                words = gettext("This file has more than {count} rows. Split it into smaller ones.")
                raise CatalogueRefused(words.format(count=number_words(ROWS_MAX)))
            values = {column: cells[place].strip() if place < len(cells) else "" for column, place in places.items()}
            record = Record(row, line, values)
            if not record.is_empty:
                records.append(record)
            if len(cells) > width and any(cells[width:]):
                words = gettext_noop("Row {row} has more cells than the header; the rest of it was passed over.")
                notes.append(said(words, row=row))
    except csv.Error as error:
        after = records[-1].row if records else 1
        words = gettext(
            "The file can't be read after row {row}: a quotation mark there is not closed, or one too many."
        )
        raise CatalogueRefused(words.format(row=after)) from error
    return records


def _decode(raw: bytes) -> tuple[str, list[Said]]:
    if not raw.strip():
        raise CatalogueRefused(gettext("This file is empty."))
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise CatalogueRefused(gettext("This is a spreadsheet, not a CSV. Save it as CSV (UTF-8) and try again."))
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        text, notes = (
            raw.decode("utf-16", errors="replace"),
            [said(gettext_noop("The file is UTF-16; it was read as such."))],
        )
    else:
        text, notes = _decode_bytes(raw)
    if "\x00" in text:
        raise CatalogueRefused(gettext("This isn't a text file. Save the product export as CSV and try again."))
    return text, notes


def _decode_bytes(raw: bytes) -> tuple[str, list[Said]]:
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        pass
    note = said(gettext_noop("The file isn't UTF-8; it was read as Western European. Check letters like é and ß."))
    try:
        return raw.decode("cp1252"), [note]
    except UnicodeDecodeError:
        return raw.decode("latin-1"), [note]


def _separator(text: str) -> str:
    """The most frequent of the usual separators in the first line, outside quotation marks."""
    first = text.lstrip().split("\n", 1)[0]
    if first.lower().startswith("sep="):
        return first[4:5] or ","
    outside = "".join(first.split('"')[::2])
    return max(",;\t|", key=outside.count)


def _rows(text: str, separator: str) -> Iterator[tuple[int, int, list[str]]]:
    """(row, line, cells), header first."""
    if text.lower().startswith("sep="):
        text = text.split("\n", 1)[-1]
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 0
    for row, cells in enumerate(lines, start=1):
        yield row, line + 1, cells
        line = lines.line_num


def _header(cells: list[str]) -> tuple[dict[str, int], list[str], list[str]]:
    places: dict[str, int] = {}
    unknown: list[str] = []
    doubled: list[str] = []
    for place, cell in enumerate(cells):
        name = " ".join(cell.replace("\ufeff", "").split()).casefold()
        ours = _KNOWN.get(name)
        if ours and ours not in places:
            places[ours] = place
        elif ours:
            doubled.append(cell.strip())
        elif name and not name.startswith(_PASSED_OVER):
            unknown.append(cell.strip()[:60])
    return places, unknown, doubled
