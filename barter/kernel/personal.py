"""What the product holds about one person, told by each app for itself: to hand out, to let go, to erase.

Apps register their part in `ready()`, lower ones first, as INSTALLED_APPS has them. What walks over all parts
(`accounts.leaving`, `accounts.exports`) stands below the apps and knows none of them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

Row = dict[str, Any]
KEPT_DAYS = 7  # a copy of somebody's data; links in it to their files work as long, and the store allows no more
LINK_SECONDS = KEPT_DAYS * 24 * 3600


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why somebody can't be erased yet, as a sentence in the reader's language, and the page where it ends."""

    words: str
    url: str
    label: str


def _nothing(user_id: int) -> Iterable[Any]:
    return ()


def _no_write(user_id: int, at: datetime) -> None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One app's part. Every function takes the id of the person.

    gather: (name of a list, its rows) for the person's own copy of the data, streamed; nothing of anybody else.
    obstacles: what has to end first.
    leave: when somebody asks to be deleted, and again when it happens; in a transaction, repeatable.
    files: keys in the object store that go. erase: what is left of the person in tables; in one transaction with the others.
    """

    app: str
    gather: Callable[[int], Iterable[tuple[str, Iterable[Row]]]] = _nothing
    obstacles: Callable[[int], Iterable[Obstacle]] = _nothing
    leave: Callable[[int, datetime], None] = _no_write
    files: Callable[[int], Iterable[str]] = _nothing
    erase: Callable[[int, datetime], None] = _no_write


_parts: dict[str, Part] = {}


def rows(found: "models.QuerySet[Any]", *fields: str, **named: str) -> Iterator[Row]:
    """These columns of a list, one row after the other; `named` gives a column of a neighbour a name of its own."""
    columns = {name: models.F(path) for name, path in named.items()}
    yield from found.order_by("pk").values(*fields, **columns).iterator(chunk_size=500)


def register(part: Part) -> None:
    """Called once by each app that holds something about people."""
    _parts[part.app] = part


def parts() -> Iterator[Part]:
    """Lower apps first."""
    yield from list(_parts.values())


def parts_downwards() -> Iterator[Part]:
    """Upper apps first, the order in which rows are locked and let go."""
    yield from reversed(list(_parts.values()))
