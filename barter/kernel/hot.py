"""Statements of the hottest requests: bound by the server and prepared once a connection.

The ORM sends every statement as text with its values inside, so PostgreSQL parses and plans it anew each time: for a list
with four joins that costs three times what the reading itself does. What goes through here is planned once. Everything
around it stays Django's: the same connection and transaction, execute wrappers, query log, error classes, time limits.

Such a statement must have one good plan for all values (settings: plan_cache_mode=force_generic_plan) and few texts: a
LIMIT stands in the text and comes from a short list, optional conditions make a handful of variants.
"""

from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import NotSupportedError, connection
from psycopg.adapt import AdaptersMap
from psycopg.types.string import TextLoader

_JSONB, _TEXTS, _VARCHARS = 3802, 1009, 1015

_typed = AdaptersMap(psycopg.adapters)
_typed.register_loader("jsonb", TextLoader)
# Text as the server sends it: a row is then a tuple of texts and numbers, which can be a key of a cache.
_raw = AdaptersMap(_typed)
for _kind in ("timestamptz", "uuid", _TEXTS, _VARCHARS):
    _raw.register_loader(_kind, TextLoader)


class _Sent:
    """What Django's query log asks a cursor for: the text last sent."""

    def __init__(self, text: str) -> None:
        self._text = text

    @property
    def query(self) -> bytes:
        return self._text.encode()


class _Prepared(psycopg.Cursor[Any]):
    """Always prepares; where a connection pooler forbids it (DATABASE_PREPARES=false) it only binds on the server."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        result = super().execute(query, params, prepare=True, **options)
        self._query: Any = _Sent(query)
        return result


class _Typed(_Prepared):
    def __init__(self, source: Any) -> None:
        super().__init__(source)
        self._adapters = _typed


class _Raw(_Prepared):
    def __init__(self, source: Any) -> None:
        super().__init__(source)
        self._adapters = _raw


def rows(sql: str, params: Sequence[Any] | dict[str, Any]) -> list[tuple[Any, ...]]:
    """All rows; ids as UUID, moments as aware UTC datetimes, jsonb as text."""
    return _run(_Typed, sql, params)


def raw_rows(sql: str, params: Sequence[Any] | dict[str, Any]) -> list[tuple[Any, ...]]:
    """All rows; ids, moments and arrays as PostgreSQL writes them (2026-11-21 14:02:00+00, {LV,EE}), jsonb as text."""
    return _run(_Raw, sql, params)


def _run(kind: type[_Prepared], sql: str, params: Sequence[Any] | dict[str, Any]) -> list[tuple[Any, ...]]:
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    cursor: Any = kind(connection.connection)
    wrapped = connection.make_debug_cursor(cursor) if connection.queries_logged else connection.make_cursor(cursor)
    try:
        wrapped.execute(sql, params)
        return cursor.fetchall() if cursor.pgresult and cursor.pgresult.nfields else []
    except NotSupportedError:
        # "cached plan must not change result type": a column was altered under a running process
        if not connection.in_atomic_block:
            connection.close()
        raise
