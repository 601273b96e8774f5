"""Whatever stands behind the question mark of an address, the page is drawn or refused, never broken.

Seen to fail: `?before=²` and 5,000 digits were a 500 of the brand's library, NUL one of its pipeline.
"""

from typing import Any

import pytest
from django.test import Client

from inbox.models import ChatMessage
from tests.permissions.cast import Cast
from tests.permissions.table import Row, rows
from tests.permissions.test_table import cast, clients, fill  # noqa: F401 - fixtures

NAMES = [
    "after",
    "back",
    "before",
    "brand",
    "category",
    "column",
    "country",
    "cursor",
    "e",
    "followers",
    "left",
    "limit",
    "min_value",
    "months",
    "must_post",
    "next",
    "o",
    "p",
    "page",
    "platform",
    "q",
    "show",
    "sort",
    "stage",
    "state",
    "step",
    "view",
    "waiting",
    "who",
]
READ_BY_PEOPLE = {"/api/v1/docs/", "/api/v1/schema/"}
_ELSEWHERE = ("/_allauth/", "/admin/")  # the admin's lists: tests/admin/test_pages.py
ODD = ["²", "9" * 5_000, "\x00"]


def reader_of(row: Row) -> str | None:
    """Somebody who is let in."""
    return next((role for role in ("creator", "owner", "desk") if row.policy[role] == "ok"), None)


@pytest.mark.timeout(240)
@pytest.mark.parametrize("odd", ODD, ids=["a digit to Unicode alone", "too long a number", "NUL"])
def test_an_odd_value_in_an_address_is_no_error_of_ours(cast: Cast, clients: dict[str, Client], odd: str) -> None:  # noqa: F811
    query: dict[str, Any] = dict.fromkeys(NAMES, odd)
    broken = []
    for row in rows():
        role = reader_of(row)
        if row.method == "GET" and role and not row.path.startswith(_ELSEWHERE):
            path = fill(row, cast.things)
            answer = clients[role].get(path, query)
            kind = answer.headers.get("Content-Type", "")
            if answer.status_code >= 500 or (
                "html" in kind and path.startswith("/api/") and path not in READ_BY_PEOPLE
            ):
                broken.append(f"{path} as {role}: {answer.status_code} {kind}")
    assert not broken, "\n".join(broken)


def test_nul_in_a_form_is_refused_before_anything_is_done(cast: Cast, clients: dict[str, Client]) -> None:  # noqa: F811
    path = f"/applications/{cast.things['application']}/thread/"
    answer = clients["owner"].post(path, {"text": "a\0b"})
    assert answer.status_code == 400
    assert "holds a sign that no text has" in answer.content.decode()
    assert not ChatMessage.objects.filter(text__contains="ab").exists()
