"""Where the next page of a list begins: keyset, so page 10,000 costs what page 1 costs. For pages and for the API."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any

import orjson
from django.db.models import Q


def encode_cursor(values: Sequence[Any]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(list(values))).decode().rstrip("=")


def cursor_values(text: str, length: int) -> list[Any] | None:
    """The sort values of the last row seen; None for anything `encode_cursor` can't have made."""
    try:
        values = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, binascii.Error, UnicodeEncodeError):
        return None
    is_ours = isinstance(values, list) and len(values) == length and all(type(v) in {str, int} for v in values)
    return values if is_ours else None


def after(order: Sequence[str], values: Sequence[Any]) -> Q:
    """The rows behind `values` in an order such as ("-published_at", "-id"). The last field must be unique."""
    first, *rest = order
    name, descending = first.lstrip("-"), first.startswith("-")
    beyond = Q(**{f"{name}__{'lt' if descending else 'gt'}": values[0]})
    if not rest:
        return beyond
    # the redundant outer bound lets the index start at the right place
    bound = Q(**{f"{name}__{'lte' if descending else 'gte'}": values[0]})
    return bound & (beyond | (Q(**{name: values[0]}) & after(rest, values[1:])))
