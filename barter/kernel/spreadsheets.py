"""Tables that people open in a spreadsheet."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import tzinfo
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import timezone, translation

_SIGNS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20\t\r")
# What a spreadsheet of another country takes for the end of a cell. All that stand together are one, so that none is read twice.
_ENDS = re.compile(r"[;\t\r\n][;\s]*")
_MARK = "\ufeff"  # without it Excel reads UTF-8 as something else


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_response(name: str, head: Sequence[object], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """The rows as `name`.csv, sent as they are read; words and days in them are the reader's, as on a page."""
    told = _told_to_the_reader(rows, translation.get_language(), timezone.get_current_timezone())
    response = StreamingHttpResponse(_lines(head, told), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def harmless(value: object) -> str:
    """A value as a cell that no spreadsheet runs as a formula (OWASP: CSV injection); numbers stay numbers."""
    text = "" if value is None else str(value)
    if isinstance(value, int | float):
        return text
    return _mark_before(text, 0) + _ENDS.sub(lambda ends: ends[0] + _mark_before(text, ends.end()), text)


def _mark_before(text: str, place: int) -> str:
    return "'" if text[place : place + 1] in _SIGNS else ""


def _told_to_the_reader(rows: Iterable[Sequence[Any]], language: str | None, zone: tzinfo) -> Iterator[Sequence[Any]]:
    """The rows are made when the middleware has left already."""
    left = iter(rows)
    while True:
        with translation.override(language), timezone.override(zone):
            row = next(left, None)
        if row is None:
            return
        yield row


def _lines(head: Sequence[object], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield _MARK + str(writer.writerow([harmless(cell) for cell in head]))
    for row in rows:
        yield str(writer.writerow([harmless(cell) for cell in row]))
