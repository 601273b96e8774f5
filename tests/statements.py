"""What a request asks the database by itself."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
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
