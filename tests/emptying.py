"""What a test with a real database leaves behind goes in one statement, and what migrations made for good stays.

Django's own way truncates every table and then makes all permissions, kinds and groups anew: most of a second, after
each of these tests.
"""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.utils import ProgrammingError
from django.test import TransactionTestCase

KEPT = ("django_migrations", "django_content_type", "auth_permission", "auth_group", "auth_group_permissions")
# Without triggers and foreign keys, so in any order and also what may never change: for that one transaction alone.
_EMPTY = f"""
DO $$
DECLARE one text;
BEGIN
  SET LOCAL session_replication_role = replica;
  FOR one IN SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN {KEPT} LOOP
    EXECUTE 'DELETE FROM ' || one;
  END LOOP;
END $$
"""


def empty_quickly() -> None:
    """From now on; a database whose user may not do so is emptied Django's way."""
    slowly: Callable[[Any], None] = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def empty(case: Any) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute(_EMPTY)
        except ProgrammingError:
            slowly(case)

    TransactionTestCase._fixture_teardown = empty  # type: ignore[attr-defined]
