"""What many tests begin with is built once in a process, by the operations people use, and then put back as it was.

Rows go back in one statement, ids and moments with them, and what the builder gave its caller is a copy of its own. So
the builder asks for nothing but an empty database: no argument, no setting but who listens (SWITCHBOARD), and of the
clock at most what may be as old as the test run.
"""

import pickle
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from psycopg import sql

from tests.emptying import KEPT
from tests.statements import every_row

T = TypeVar("T")


def remembered(build: Callable[[], T]) -> Callable[[], T]:
    """The same builder, quick from the second time on. Where rows stand already, the first time is put off."""
    kept: dict[str, tuple[str, bytes]] = {}

    @wraps(build)
    def again() -> T:
        listening = str(settings.SWITCHBOARD)
        if listening in kept:
            rows, objects = kept[listening]
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(rows)
            return pickle.loads(objects)  # noqa: S301 - our own
        is_empty = not every_row(_models())
        built = build()
        if is_empty:
            kept[listening] = _put_back(), pickle.dumps(built)
        return built

    return again


def _models() -> list:
    found = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True) if model._meta.managed}
    return [model for table, model in found.items() if table not in KEPT]


def _put_back() -> str:
    """The statements that write every row of now."""
    statements = []
    with connection.cursor() as cursor:
        for model in _models():
            table = sql.Identifier(model._meta.db_table)
            fields = [field for field in model._meta.concrete_fields if not field.generated]
            columns = sql.SQL(", ").join(sql.Identifier(field.column) for field in fields)
            cursor.execute(sql.SQL("SELECT json_agg(one)::text FROM {} one").format(table).as_string(cursor.cursor))
            [rows] = cursor.fetchone()
            if rows:
                insert = sql.SQL("INSERT INTO {0} ({1}) SELECT {1} FROM json_populate_recordset(NULL::{0}, {2})")
                statements.append(insert.format(table, columns, sql.Literal(rows)).as_string(cursor.cursor))
    return ";\n".join(statements)
