"""Lists that cost the same at ten thousand rows and at a million: no full count, no deep offset, wide texts left out."""

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from math import ceil
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.views import ChangeList

from barter.kernel.staff.looks import words_and_tint

COUNT_UP_TO = 1_000
MOST_PAGES = 100
_ESTIMATE = "SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = %s::regclass"


class StateFilter(admin.ChoicesFieldListFilter):
    """States under the words their pills have. Where two share them, the state's own name tells them apart."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        every, *rest = super().choices(changelist)
        yield every
        kind = str(changelist.model._meta.model_name)
        named = [(words_and_tint(kind, str(value))[0], label) for value, label in self.field.flatchoices]
        shared = Counter(words for words, _ in named)
        for choice, (words, label) in zip(rest, named, strict=False):
            yield {**choice, "display": words if shared[words] == 1 else label}


class StaffPaginator(Paginator):
    """Counts up to 1,000 and estimates a whole table from the statistics PostgreSQL keeps."""

    template_name = "admin/staff_pages.html"

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        if not isinstance(rows, QuerySet):
            return len(rows)
        if not rows.query.where:
            estimate = self._estimate(rows.model._meta.db_table)
            if estimate > COUNT_UP_TO:
                return estimate
        return rows.order_by().values("pk")[: COUNT_UP_TO + 1].count()

    @property
    def count_words(self) -> str:
        """ "8", "more than 1,000" or "about 1,020,000"."""
        if self.count <= COUNT_UP_TO:
            return f"{self.count:,}"
        if self.count == COUNT_UP_TO + 1:
            return f"more than {COUNT_UP_TO:,}"
        step = 10 ** (len(str(self.count)) - 3)
        return f"about {self.count // step * step:,}"

    def _estimate(self, table: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(_ESTIMATE, [connection.ops.quote_name(table)])
            row = cursor.fetchone()
        return int(row[0]) if row else 0


class StaffChangeList(ChangeList):
    """Reads the keys of one page first and its rows by these keys, so that joins touch 50 rows at any depth."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet:
        every: QuerySet = self.root_queryset  # type: ignore[has-type]
        self.root_queryset = every.defer(*self.model_admin.list_defer)
        found: QuerySet = super().get_queryset(request, exclude_parameters)
        return found

    def get_results(self, request: HttpRequest) -> None:
        paginator = self.model_admin.get_paginator(request, self.queryset, self.list_per_page)
        pages = min(MOST_PAGES, max(1, ceil(paginator.count / self.list_per_page)))
        if self.page_num < 1 or (self.page_num > pages and self.page_num > 1):
            raise IncorrectLookupParameters
        start = (self.page_num - 1) * self.list_per_page
        rows = self.queryset.select_related(None).values_list("pk", flat=True)
        keys = list(rows[start : start + self.list_per_page + 1])
        self.has_more = len(keys) > self.list_per_page
        keys = keys[: self.list_per_page]
        found = {row.pk: row for row in self.apply_select_related(self.root_queryset).filter(pk__in=keys)}
        self.result_list = [found[key] for key in keys if key in found]
        self.model_admin.prepare(self.result_list)
        self.result_count = paginator.count
        self.is_narrowed = bool(self.query or self.has_active_filters or self.get_filters_params())
        self.full_result_count = paginator.count  # the head then names no numbers; the foot does
        self.show_full_result_count = False
        self.show_admin_actions = True
        self.can_show_all = False
        self.multi_page = pages > 1
        self.paginator = paginator
        self.last_page = pages
