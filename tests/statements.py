"""What a request asks the database by itself, and what stands in it, whole."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

# Remembered in the process and read anew every few seconds or once a minute, by whoever comes then.
_REMEMBERED = ("kernel_policy", "kernel_productclock", "SELECT count(*), count(*) FILTER")


@contextmanager
def own_statements() -> Iterator[list[str]]:
    """The list is filled when the block ends."""
    own: list[str] = []
    with CaptureQueriesContext(connection) as caught:
        yield own
    own += [one["sql"] for one in caught if not any(words in one["sql"] for words in _REMEMBERED)]


def every_row(models: Iterable[type[Model]]) -> list[tuple[str, str]]:
    """Table and row, as PostgreSQL writes it with all its columns: one statement, whatever is in them."""
    tables = [model._meta.db_table for model in models]
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(f"SELECT '{name}', one::text FROM {name} one" for name in tables) + " ORDER BY 1, 2"
        )
        return cursor.fetchall()
