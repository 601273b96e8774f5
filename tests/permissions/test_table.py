"""Every URL with every method is tried by everybody, for real; one without a row in the table fails by its name.

Seen to fail: a decorator taken off a view, a QuerySet without its filter by owner and a URL without a row are each
named by the assertion below. The control test shows it for a view that fetches by id alone.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from barter.kernel.management.commands.routes import routes
from deals.models.collaboration import CollaborationQuerySet
from tests.permissions.cast import ROLES, Cast, assemble
from tests.permissions.table import BODIES, LIBRARY_PREFIXES, LOOKED_AT, Row, library_rows, rows

_PART = re.compile(r"<(?:\w+:)?(\w+)>")
_STAFF_ROLES = ("anonymous", "owner", "staff", "desk")
# Django's own: the bare address of one object leads to its change page, whatever the method, and checks there.
_ADMIN_ONE = re.compile(r"^/admin/\w+/\w+/<path:object_id>/$")
_ADMIN_PATTERN = re.compile(r"^/admin/\(\?P<")  # the catch-all and the list of one app's kinds
_NAMES = {"slug": "brand_slug"}


def present() -> set[tuple[str, str]]:
    return {(method, row["path"]) for row in routes() for method in row["methods"]}


def is_known_pattern(path: str) -> bool:
    if path.startswith(LIBRARY_PREFIXES) or _ADMIN_PATTERN.match(path):
        return True
    found = _ADMIN_ONE.match(path)
    return bool(found) and "/".join(path.split("/")[2:4]) in LOOKED_AT


def test_every_url_and_method_has_a_row() -> None:
    known = {(row.method, row.path) for row in rows()} | set(library_rows())
    missing = sorted(f"{method} {path}" for method, path in present() - known if not is_known_pattern(path))
    assert not missing, "no row in tests/permissions/table.py for:\n" + "\n".join(missing)


def test_no_url_has_two_rows() -> None:
    seen = [(row.method, row.path) for row in rows()]
    assert len(seen) == len(set(seen)), sorted(row for row in seen if seen.count(row) > 1)


@pytest.fixture
def cast(db: None, settings: Any) -> Cast:
    settings.OUTBOX_NUDGE = False
    settings.STAFF_MFA_REQUIRED = False
    settings.API_REQUESTS_PER_MINUTE = 10_000_000
    return assemble()


@pytest.fixture
def clients(cast: Cast) -> dict[str, Client]:
    made = {}
    for role, user in cast.people.items():
        made[role] = Client(raise_request_exception=False)
        if user is not None:
            made[role].force_login(user)
    return made


@pytest.mark.timeout(300)
def test_everybody_gets_the_answer_the_table_says(cast: Cast, clients: dict[str, Client]) -> None:
    there = present()
    wrong = []
    for row in rows():
        if (row.method, row.path) not in there:
            continue
        for role in _STAFF_ROLES if row.path.startswith("/admin/") else ROLES:
            got = outcome(knock(clients[role], row, cast))
            if got != row.policy[role] and not _is_gone(row, role, got, cast):
                wrong.append(f"{row.method} {row.path}: {role} gets {got}, the table says {row.policy[role]}")
    assert not wrong, f"{len(wrong)} answers differ:\n" + "\n".join(wrong)


def _is_gone(row: Row, role: str, got: str, cast: Cast) -> bool:
    """Admin pages of kinds this world has none of: Django says so by a redirect to the start page, to staff alone."""
    kind = "/".join(row.path.split("/")[2:4])
    return (
        row.path.startswith("/admin/")
        and kind not in cast.things["row_ids"]
        and role in ("staff", "desk")
        and got == "ok"
    )


def knock(client: Client, row: Row, cast: Cast) -> HttpResponse:
    """One request whose effects are undone."""
    path, jar = fill(row, cast.things), dict(client.cookies)
    body = BODIES.get(f"{row.method} {row.path}", lambda _: {})(cast.things)
    options: dict[str, Any] = {} if row.method == "GET" else {"data": body}
    if row.path.startswith("/api/") and row.method != "GET":
        options["content_type"] = "application/json"
    before = transaction.savepoint()
    try:
        return getattr(client, row.method.lower())(path, **options)
    finally:
        transaction.savepoint_rollback(before)
        client.cookies.clear()
        client.cookies.update(jar)  # type: ignore[arg-type]


def fill(row: Row, things: dict[str, Any]) -> str:
    kind = "/".join(row.path.split("/")[2:4])

    def part(found: re.Match[str]) -> str:
        name = found.group(1)
        if name in row.parts:
            return str(things.get(row.parts[name], row.parts[name]))
        if row.path.startswith("/admin/"):
            return str(things["row_ids"].get(kind, 1) if name == "object_id" else things["content_type"])
        return str(things[_NAMES.get(name, name.removesuffix("_id"))])

    return _PART.sub(part, row.path)


def outcome(answer: HttpResponse) -> str:
    status = answer.status_code
    if status == 401 or (300 <= status < 400 and "login" in answer.headers["Location"]):
        return "in"
    return str(status) if status in (403, 404, 405) or status >= 500 else "ok"


def test_staff_without_a_second_factor_get_no_further_than_enrolment(cast: Cast, settings: Any) -> None:
    settings.STAFF_MFA_REQUIRED = True
    client = Client()
    client.force_login(cast.people["desk"])  # type: ignore[arg-type]
    for path in ("/admin/", "/deals/", "/api/v1/collaborations/"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/account/2fa/totp/activate/")


# ---- Ids: an id of somebody else's, of another kind, of nothing


OTHERS = "\n".join(
    row.path for row in rows() if "_id>" in row.path and row.method == "GET" and row.policy["other_creator"] == "404"
).splitlines()


@pytest.mark.parametrize("wrong", ["no-such-thing", "deal_00000000000000000000000000", "col_" + "z" * 26, "1", "%00"])
def test_an_id_that_is_none_is_a_404_and_never_a_500(cast: Cast, clients: dict[str, Client], wrong: str) -> None:
    for path in dict.fromkeys(OTHERS):
        if path.startswith("/admin/"):
            continue
        answer = clients["owner"].get(_PART.sub(lambda _: wrong, path))
        assert answer.status_code == 404, path


def test_control_a_view_that_fetches_by_id_alone_is_named(
    cast: Cast, clients: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guard under test is `visible_to` of the QuerySet; without it a stranger reads the trade."""
    row = next(row for row in rows() if row.path == "/api/v1/collaborations/<collaboration:collaboration_id>/")
    assert outcome(knock(clients["other_creator"], row, cast)) == "404"
    monkeypatch.setattr(CollaborationQuerySet, "visible_to", lambda self, user: self)
    assert outcome(knock(clients["other_creator"], row, cast)) != row.policy["other_creator"]


def test_control_a_url_without_a_row_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    new = {"path": "/new/", "name": "new", "methods": ["GET"], "view": "x"}
    monkeypatch.setattr(f"{__name__}.routes", lambda: [*routes_before(), new])
    with pytest.raises(AssertionError, match="GET /new/"):
        test_every_url_and_method_has_a_row()


def routes_before() -> Iterator[dict[str, Any]]:
    from barter.kernel.management.commands import routes as command

    yield from command.routes()
