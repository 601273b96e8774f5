"""Cursor lists, by `barter.kernel.cursors`. No totals."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet
from rest_framework.request import Request

from barter.kernel.api.problems import BadParameter
from barter.kernel.cursors import after, cursor_values, encode_cursor
from barter.kernel.text import whole_number

DEFAULT_LIMIT = 25
MAX_LIMIT = 100


def limit_of(request: Request) -> int:
    """`?limit=`: 25 unless told, at most 100. Raises BadParameter."""
    limit = whole_number(request.query_params.get("limit", str(DEFAULT_LIMIT)), most_digits=len(str(MAX_LIMIT)))
    if limit is None or not 1 <= limit <= MAX_LIMIT:
        raise BadParameter(f"limit is a whole number from 1 to {MAX_LIMIT}.")
    return limit


def decode_cursor(text: str, length: int) -> list[Any]:
    """The sort values of the last row seen. Raises BadParameter for anything `encode_cursor` can't have made."""
    values = cursor_values(text, length)
    if values is None:
        raise BadParameter("cursor is not one of ours; take next_cursor of the page before.")
    return values


def cursor_page(
    request: Request,
    queryset: QuerySet[Any],
    *,
    order: Sequence[str],
    represent: Callable[[Any], Any],
) -> dict[str, Any]:
    """One page: {"data": [...], "next_cursor": str | None, "has_more": bool}, in `order`, whose last field is unique."""
    limit = limit_of(request)
    if text := request.query_params.get("cursor"):
        values = [
            _parsed(queryset, name, value) for name, value in zip(order, decode_cursor(text, len(order)), strict=True)
        ]
        queryset = queryset.filter(after(order, values))
    rows = list(queryset.order_by(*order)[: limit + 1])
    has_more = len(rows) > limit
    rows = rows[:limit]
    cursor = encode_cursor([_plain(rows[-1], name) for name in order]) if has_more else None
    return {"data": [represent(row) for row in rows], "next_cursor": cursor, "has_more": has_more}


def _parsed(queryset: QuerySet[Any], name: str, value: Any) -> Any:
    try:
        found = _field(queryset, name.lstrip("-")).to_python(value)
        return (
            found.astimezone(UTC) if isinstance(found, datetime) else found
        )  # before the year 1 or past 9999: refused
    except Exception:  # noqa: BLE001 - whatever a field makes of a forged cursor, the answer is the same
        raise BadParameter("cursor is not one of ours; take next_cursor of the page before.") from None


def _field(queryset: QuerySet[Any], name: str) -> Any:
    """The column of the order, or what was annotated under that name."""
    annotated = queryset.query.annotations.get(name)
    return queryset.model._meta.get_field(name) if annotated is None else annotated.output_field


def _plain(row: Any, name: str) -> Any:
    value = getattr(row, name.lstrip("-"))
    return value.isoformat() if isinstance(value, datetime) else value
