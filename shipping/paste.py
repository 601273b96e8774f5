"""Read pasted lines or a CSV file of tracking numbers. Pure; nothing is looked up or written here.

A line names a parcel (its id, the deal's id, or the creator's name or handle), a number, and optionally the carrier:
`Jonas Berg  CE128884216EE`, `@jonas;1Z999AA10123456784;UPS`, or the file the desk exports with its columns filled in.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shipping.carriers.directory import DIRECTORY
from shipping.carriers.guess import guess_carrier, is_well_formed, normalise
from shipping.errors import TooManyLines

MOST_LINES = 500
LONGEST_LINE = 500
_LOOSE = 8
_MARK = "\ufeff"  # of UTF-8, which comes along from files
_SEPARATOR = re.compile(r"sep=.?[,;\t]*", re.IGNORECASE)  # a first line for Excel alone
_SHORTENED = re.compile(r"\d[.,]\d+E\+\d+", re.IGNORECASE)
_ID = re.compile(r"(?:shp|col)_[0-9a-z]{26}")
_NAMES = {normalise(word): entry.code for entry in DIRECTORY.values() for word in (entry.code, entry.name)}
_COLUMNS = {
    "parcel": "reference",
    "shipment": "reference",
    "deal": "reference",
    "collaboration": "reference",
    "id": "reference",
    "creator": "name",
    "name": "name",
    "carrier": "carrier",
    "tracking": "number",
    "tracking number": "number",
    "tracking_number": "number",
    "number": "number",
}


@dataclass(frozen=True, slots=True)
class PastedLine:
    """`reference` is a parcel's or deal's id or empty; `name` is what remains: a creator's name or @handle."""

    line: int
    text: str
    reference: str = ""
    name: str = ""
    carrier: str = ""
    tracking_number: str = ""

    @property
    def is_shortened(self) -> bool:
        """A spreadsheet took the number for an amount: 3.42E+12."""
        return not is_well_formed(self.tracking_number) and bool(_SHORTENED.search(self.text))


def read_lines(text: str) -> list[PastedLine]:
    """One entry a line that is not empty; a first line of column names is used and left out. Raises TooManyLines."""
    told = text.replace(_MARK, "").splitlines()
    lines = [(index, line.strip()[:LONGEST_LINE]) for index, line in enumerate(told, start=1) if line.strip()]
    if lines and _SEPARATOR.fullmatch(lines[0][1]):
        lines = lines[1:]
    if not lines:
        return []
    delimiter = _delimiter(lines[0][1])
    columns = _columns(_cells(lines[0][1], delimiter)) if delimiter else []
    lines = lines[1:] if columns else lines
    if len(lines) > MOST_LINES:
        raise TooManyLines(count=len(lines), most=MOST_LINES)
    if columns:
        return [_by_columns(index, line, delimiter, columns) for index, line in lines]
    return [_by_looks(index, line) for index, line in lines]


def _by_columns(index: int, line: str, delimiter: str, columns: Sequence[str]) -> PastedLine:
    values: dict[str, str] = {}
    for column, cell in zip(columns, _cells(line, delimiter), strict=False):
        if column and cell and column not in values:
            values[column] = cell
    reference = values.get("reference", "")
    return PastedLine(
        line=index,
        text=line,
        reference=reference if _ID.fullmatch(reference) else "",
        name=values.get("name", ""),
        carrier=carrier_of(values.get("carrier", "")),
        tracking_number=normalise(values.get("number", "")),
    )


def _by_looks(index: int, line: str) -> PastedLine:
    delimiter = _delimiter(line)
    cells = _cells(line, delimiter) if delimiter else line.split()
    number, rest = _take_number(cells, joined=not delimiter)
    reference = next((cell for cell in rest if _ID.fullmatch(cell)), "")
    carrier = next((code for cell in rest if (code := carrier_of(cell))), "")
    name = " ".join(cell for cell in rest if cell != reference and not carrier_of(cell))
    return PastedLine(
        line=index, text=line, reference=reference, name=name.strip(), carrier=carrier, tracking_number=number
    )


def carrier_of(text: str) -> str:
    """The code of a carrier named by code or name, in any spelling; "" when it is none."""
    return _NAMES.get(normalise(text), _NAMES.get(normalise(text).replace("_", ""), ""))


def _take_number(cells: Sequence[str], *, joined: bool) -> tuple[str, list[str]]:
    """The number and the other cells. In lines without separators a number may itself hold spaces."""
    found = []
    for start, end in _spans(len(cells), joined=joined):
        number = normalise("".join(cells[start:end]))
        if is_well_formed(number) and guess_carrier(number) and not _ID.fullmatch("".join(cells[start:end])):
            found.append((number, [*cells[:start], *cells[end:]]))
    if (
        found
    ):  # eight letters and digits are a number of GLS and many a creator's handle: only where nothing else is one
        return next((one for one in found if len(one[0]) > _LOOSE), found[-1])
    for position in reversed(range(len(cells))):
        number = normalise(cells[position])
        if is_well_formed(number) and re.search(r"\d", number) and not _ID.fullmatch(cells[position]):
            return number, [*cells[:position], *cells[position + 1 :]]
    return "", list(cells)


def _spans(count: int, *, joined: bool) -> Iterator[tuple[int, int]]:
    for start in range(count):
        for end in range(count, start, -1) if joined else (start + 1,):
            yield start, end


def _delimiter(line: str) -> str:
    return next((sign for sign in ("\t", ";", ",") if sign in line), "")


def _cells(line: str, delimiter: str) -> list[str]:
    """Also of spreadsheets that write ="0034" to keep the digits of a number."""
    cells = [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
    return [cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell for cell in cells]


def _columns(cells: Sequence[str]) -> list[str]:
    """What each column holds, when the line names columns; otherwise nothing."""
    columns = [_COLUMNS.get(cell.casefold(), "") for cell in cells]
    return columns if "number" in columns else []
