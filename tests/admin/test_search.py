"""Whatever staff type, each kind is searched through indexes: it must answer the same way at a million rows."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from barter.kernel.staff import StaffAdmin, searching
from inbox.models import Mail
from tests.permissions.staff import LOOKED_AT

pytestmark = pytest.mark.django_db
TERMS = ("noor", "noor@example.com", "deal_" + "0" * 26, "<some-id@example.com>", "SIM1001")
# Few rows, whatever happens to the product
SMALL = {"django_content_type", "kernel_policy", "kernel_productclock", "auth_group"}
# Indexes of the few rows that wait for something: walking one of them whole is no harm
SHORT = {"kernel_message_pending", "kernel_message_dead"}
_ORDER = re.compile(r" ORDER BY (?:(?!\().)*? DESC LIMIT \d+")


def kinds() -> list[StaffAdmin]:
    named = {model._meta.label_lower.replace(".", "/"): kind for model, kind in admin.site._registry.items()}
    known = [kind for name in LOOKED_AT if isinstance(kind := named[name], StaffAdmin)]
    return [kind for kind in known if type(kind).find is not StaffAdmin.find]  # the others have no field to search in


def read_whole(kind: StaffAdmin, term: str) -> set[str]:
    """Tables that a search would read from end to end. How the newest are chosen is left out of what is explained."""
    with CaptureQueriesContext(connection) as caught:
        kind.keys(term)
    found: set[str] = set()
    with connection.cursor() as cursor:
        # Autovacuum may have seen by now that the tables are empty, and nothing is too long to read then. Undone with the test.
        cursor.execute(
            "UPDATE pg_class SET reltuples = -1 WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        cursor.execute("DELETE FROM pg_statistic")
        cursor.execute("SET LOCAL enable_seqscan = off")
        for one in caught:
            cursor.execute("EXPLAIN (FORMAT JSON) " + _ORDER.sub("", one["sql"]))
            found.update(_whole(cursor.fetchone()[0][0]["Plan"]))
        cursor.execute("SET LOCAL enable_seqscan = on")
    return found - SMALL


def _whole(node: dict[str, Any]) -> Iterator[str]:
    """Read without the help of an index, or through one that only gives an order."""
    by_index = "Index Cond" in node or node.get("Index Name") in SHORT or node["Node Type"] == "Bitmap Heap Scan"
    if "Relation Name" in node and not by_index:
        yield node["Relation Name"]
    for child in node.get("Plans", ()):
        yield from _whole(child)


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.model._meta.label_lower)
def test_a_search_reads_no_table_from_end_to_end(kind: StaffAdmin) -> None:
    for term in TERMS:
        found = read_whole(kind, term)
        assert not found, f"“{term}” reads {found}"


def test_control_a_condition_without_an_index_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """How mails used to be found."""
    mails = next(kind for kind in kinds() if kind.model is Mail)
    monkeypatch.setattr(type(mails), "find", lambda self, term: Q(message_id=term) | Q(invitation__email__iexact=term))
    assert read_whole(mails, TERMS[1]) & {"inbox_mail", "brands_invitation"}


def test_an_id_is_found_however_large_it_is_written() -> None:
    own_id = "shp_01m7zt3j1nf3ften7rca7rz10c"
    assert searching.clean(f" {own_id.upper()} ") == own_id
    assert searching.clean("Mila Holm") == "Mila Holm"
