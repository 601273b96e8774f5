"""Which tables have states and clocks; read from the models, so that the foundation needs to know no application."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db import models

from barter.kernel.models import Message
from barter.kernel.stateful import Stateful

# Columns that say when a row wants attention: by the product's clock, and by the system's.
PRODUCT_CLOCK_COLUMNS = ("wake_at", "poll_at", "purge_at")
SYSTEM_CLOCK_COLUMNS = ("send_at", "process_at", "check_at")


@dataclass(frozen=True, slots=True)
class Waiting:
    """Rows of one table that want attention now."""

    what: str
    count: int


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
    due = [
        (f"{model._meta.label_lower}.{column}", model, column, product_now)
        for model, column in _columns(PRODUCT_CLOCK_COLUMNS)
    ]
    due += [
        (f"{model._meta.label_lower}.{column}", model, column, system_now)
        for model, column in _columns(SYSTEM_CLOCK_COLUMNS)
    ]
    lines = [
        Waiting(what, model._default_manager.filter(**{f"{column}__lte": now}).count())
        for what, model, column, now in due
    ]
    messages = Message.objects.filter(done_at=None)
    lines.append(Waiting("outbox messages to carry", messages.filter(dead_at=None, attempts=0).count()))
    lines.append(Waiting("outbox messages to try again", messages.filter(dead_at=None, attempts__gt=0).count()))
    lines.append(Waiting("outbox messages given up", messages.exclude(dead_at=None).count()))
    return [line for line in lines if line.count]


def _columns(names: tuple[str, ...]) -> Iterator[tuple[type[models.Model], str]]:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.name in names:
                yield model, field.name
