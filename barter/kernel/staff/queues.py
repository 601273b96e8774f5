"""What waits for staff: each app registers its queues; the side bar and the start page count them in one statement."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.models import DateTimeField, F, Model, QuerySet, Value
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.urls import reverse

COUNT_UP_TO = 1_000
_CACHE_SECONDS = 5
_CACHE_KEY = "staff-queues"


@dataclass(frozen=True, slots=True)
class Queue:
    """Rows of one table that wait for staff. `since` and `due` are columns, or empty; `query` narrows the list to them."""

    name: str
    title: str
    icon: str
    model: type[Model]
    rows: Callable[[], QuerySet[Any]]
    since: str
    query: str
    words: str
    due: str = ""
    order: int = 50

    @property
    def url(self) -> str:
        meta = self.model._meta
        return f"{reverse(f'admin:{meta.app_label}_{meta.model_name}_changelist')}?{self.query}"

    def visible_to(self, request: HttpRequest) -> bool:
        meta = self.model._meta
        return bool(request.user.has_perm(f"{meta.app_label}.view_{meta.model_name}"))


@dataclass(frozen=True, slots=True)
class Waiting:
    """How a queue stands: how many (at most 1,001), since when the oldest waits, when the first is due."""

    count: int
    oldest: datetime | None
    first_due: datetime | None

    @property
    def words(self) -> str:
        return f"{COUNT_UP_TO:,}+" if self.count > COUNT_UP_TO else f"{self.count:,}"


_QUEUES: dict[str, Queue] = {}


def register_queue(queue: Queue) -> None:
    _QUEUES[queue.name] = queue


def queues(request: HttpRequest) -> list[Queue]:
    """Those this person may look at, in the order of work."""
    return [queue for queue in sorted(_QUEUES.values(), key=lambda one: one.order) if queue.visible_to(request)]


def counted() -> dict[str, Waiting]:
    """Every queue's numbers: one statement, remembered for five seconds."""
    found: dict[str, Waiting] | None = cache.get(_CACHE_KEY)
    if found is None:
        found = count()
        cache.set(_CACHE_KEY, found, _CACHE_SECONDS)
    return found


def forget() -> None:
    cache.delete(_CACHE_KEY)


def count() -> dict[str, Waiting]:
    names = list(_QUEUES)
    parts, params = [], []
    for number, name in enumerate(names):
        sql, values = _inner(_QUEUES[name])
        # nothing but our own columns and a number stands in the text; values go as parameters
        parts.append(f"SELECT {number}, count(*), min(since), min(due) FROM ({sql}) AS part (since, due)")  # noqa: S608
        params += values
    if not parts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        return {names[number]: Waiting(*values) for number, *values in cursor.fetchall()}


def _inner(queue: Queue) -> tuple[str, list[Any]]:
    never = Cast(Value(None), DateTimeField())
    since, due = (F(column) if column else never for column in (queue.since, queue.due))
    rows = queue.rows().order_by(queue.since or "pk").annotate(q_since=since, q_due=due)
    sql, params = rows.values_list("q_since", "q_due")[: COUNT_UP_TO + 1].query.sql_with_params()
    return sql, list(params)
