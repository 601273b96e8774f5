"""Which tables have states and clocks; read from the models, so that the foundation needs to know no application."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.apps import apps
from django.db import models

from barter.kernel.models import Message
from barter.kernel.stateful import Stateful

# Columns that say when a row wants attention: by the product's clock, and by the system's.
PRODUCT_CLOCK_COLUMNS = ("wake_at", "poll_at", "purge_at")
SYSTEM_CLOCK_COLUMNS = ("send_at", "process_at", "check_at")


# How a person reads the columns above, after the plural of what has them.
_WORDS = {
    "wake_at": "with a clock that is due",
    "poll_at": "to ask the carrier about",
    "purge_at": "with an address to delete",
    "send_at": "to send",
    "process_at": "to check and convert",
    "check_at": "to look at",
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """Rows of one table that want attention now. `what` is for programs, `words` for people."""

    what: str
    count: int
    words: str
    waits: timedelta = timedelta()


def stateful_models() -> list[type[Stateful]]:
    return [model for model in apps.get_models() if issubclass(model, Stateful)]


def next_moment(after: datetime, until: datetime) -> datetime | None:
    """The earliest product time in (after, until] at which some row wants attention."""
    found = []
    for model, column in _columns(PRODUCT_CLOCK_COLUMNS):
        rows = model._default_manager.filter(**{f"{column}__gt": after, f"{column}__lte": until})
        found.append(rows.aggregate(first=models.Min(column))["first"])
    return min((moment for moment in found if moment is not None), default=None)


def waiting(product_now: datetime, system_now: datetime) -> list[Waiting]:
    """What is due and not yet done, one line a table and column; empty when everything is done."""
    lines = [_due(*found, product_now) for found in _columns(PRODUCT_CLOCK_COLUMNS)]
    lines += [_due(*found, system_now) for found in _columns(SYSTEM_CLOCK_COLUMNS)]
    messages = Message.objects.filter(done_at=None)
    lines += [
        _messages("to carry", messages.filter(dead_at=None, attempts=0), system_now),
        _messages("to try again", messages.filter(dead_at=None, attempts__gt=0), system_now),
        _messages("given up", messages.exclude(dead_at=None), system_now),
    ]
    return [line for line in lines if line.count]


def _due(model: type[models.Model], column: str, now: datetime) -> Waiting:
    found = model._default_manager.filter(**{f"{column}__lte": now}).aggregate(
        count=models.Count("pk"), first=models.Min(column)
    )
    waits = now - found["first"] if found["first"] else timedelta()
    words = f"{model._meta.verbose_name_plural} {_WORDS[column]}"
    return Waiting(f"{model._meta.label_lower}.{column}", found["count"], words, waits)


def _messages(what: str, rows: models.QuerySet[Message], now: datetime) -> Waiting:
    found = rows.aggregate(count=models.Count("pk"), first=models.Min("try_at"))
    waits = max(now - found["first"], timedelta()) if found["first"] else timedelta()
    return Waiting(f"outbox messages {what}", found["count"], f"outbox messages {what}", waits)


def _columns(names: tuple[str, ...]) -> Iterator[tuple[type[models.Model], str]]:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.name in names:
                yield model, field.name
