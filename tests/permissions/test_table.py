"""Every URL with every method is tried by everybody, for real; one without a row in the table fails by its name.

Seen to fail: a decorator taken off a view, a QuerySet without its filter by owner and a URL without a row are each
named by the assertion below. The control test shows it for a view that fetches by id alone.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from barter.kernel.management.commands.routes import routes
from deals.models.collaboration import CollaborationQuerySet
from tests.permissions.cast import Cast, assemble
from tests.permissions.policies import MEMBERS, ROLES
from tests.permissions.table import BODIES, Row, rows
from tests.world import PASSWORD

_PART = re.compile(r"<(?:\w+:)?(\w+)>")
_PATTERN = re.compile(r"\(\?P<(\w+)>[^)]*\)")  # a part of a URL that is written as a regular expression
_APPS = "/_allauth/app/"
_NOT_STAFF = [role for role in ROLES if role not in {"anonymous", "staff", "desk"}]
_WITH_EVERYBODY = 4
_NAMES = {"slug": "brand_slug"}


def present() -> set[tuple[str, str]]:
    return {(method, _PATTERN.sub(r"<\1>", row["path"])) for row in routes() for method in row["methods"]}


def test_every_url_and_method_has_a_row_and_every_row_a_url() -> None:
    known = {(row.method, row.path) for row in rows()}
    assert not (new := _lines(present() - known)), "no row in tests/permissions for:\n" + new
    assert not (gone := _lines(known - present())), "no URL any more for:\n" + gone


def _lines(pairs: set[tuple[str, str]]) -> str:
    return "\n".join(sorted(f"{method} {path}" for method, path in pairs))


def test_no_url_has_two_rows() -> None:
    seen = [(row.method, row.path, *sorted(row.parts.items())) for row in rows()]
    assert len(seen) == len(set(seen)), sorted(row for row in seen if seen.count(row) > 1)


@pytest.fixture
def cast(db: None, settings: Any) -> Cast:
    settings.OUTBOX_NUDGE = False
    settings.STAFF_MFA_REQUIRED = False
    settings.API_REQUESTS_PER_MINUTE = 10_000_000
    settings.MFA_RATE_LIMITS = False
    return assemble()


@pytest.fixture
def clients(cast: Cast) -> dict[str, Client]:
    made = {}
    for role, user in cast.people.items():
        made[role] = Client(raise_request_exception=False)
        if user is not None:
            made[role].force_login(user)
            # as by the form: the pages that change how one signs in ask for the password again after a while
            made[role].post("/account/reauthenticate/", {"password": PASSWORD})
    return made


PARTS = {
    "pages": lambda path: not path.startswith(("/api/", "/admin/", "/account/", _APPS)),
    "api": lambda path: path.startswith("/api/"),
    "sign-in": lambda path: path.startswith(("/account/", _APPS)),
    "admin": lambda path: path.startswith("/admin/"),
}


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("part", PARTS)
def test_everybody_gets_the_answer_the_table_says(cast: Cast, clients: dict[str, Client], part: str) -> None:
    wrong = []
    seen: Counter[tuple[str, str]] = Counter()
    for number, row in enumerate(filter(lambda row: PARTS[part](row.path), rows())):
        seen[row.method, row.path] += 1
        for role in _knocking(row, number, seen[row.method, row.path]):
            got = outcome(knock(clients[role], row, cast))
            if got != row.policy[role]:
                where = f"{row.method} {row.path} {dict(row.parts) or ''}"
                wrong.append(f"{where}: {role} gets {got}, the table says {row.policy[role]}")
    assert not wrong, f"{len(wrong)} answers differ:\n" + "\n".join(wrong)


def _knocking(row: Row, number: int, verbs: int) -> Sequence[str]:
    """Everybody. The admin's site asks no more of who is signed in than whether they are staff: of those who are not, one a line,
    in turn. One view serves all verbs of a thing; who does not see the thing is tried with the first few."""
    if row.path.startswith("/admin/") and len({row.policy[role] for role in _NOT_STAFF}) == 1:
        return ("anonymous", _NOT_STAFF[number % len(_NOT_STAFF)], "staff", "desk")
    if row.path.endswith("/<slug:verb>/") and verbs > _WITH_EVERYBODY:
        return [role for role in ROLES if row.policy[role] in {"ok", "403"}]
    return ROLES


def knock(client: Client, row: Row, cast: Cast) -> HttpResponse:
    """One request whose effects are undone."""
    path, jar = fill(row, cast.things), dict(client.cookies)
    body = BODIES.get(f"{row.method} {row.path}", lambda _: {})(cast.things)
    options: dict[str, Any] = {} if row.method == "GET" else {"data": body}
    if row.path.startswith(("/api/", _APPS)) and row.method != "GET":
        options["content_type"] = "application/json"
    if row.path.startswith(_APPS) and client.session.session_key:
        options["headers"] = {"X-Session-Token": client.session.session_key}
        client.cookies.clear()
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
            value = row.parts[name]
            return str(things.get(value, value) if name.endswith("_id") else value)
        if row.path.startswith("/admin/"):
            return str(things["row_ids"].get(kind, 1) if name == "object_id" else things["content_type"])
        return str(things[_NAMES.get(name, name.removesuffix("_id"))])

    return _PART.sub(part, row.path)


def outcome(answer: HttpResponse) -> str:
    status = answer.status_code
    if status in (301, 302, 303) and answer.headers["Location"].startswith(("/account/login/", "/admin/login/")):
        return "in"
    if status in (301, 302, 303) and answer.headers["Location"].startswith("/account/reauthenticate/"):
        return "again"
    if status == 401:
        return "again" if b'"is_authenticated": true' in answer.content else "in"
    return str(status) if status in (403, 404, 405, 429) or status >= 500 else "ok"


def test_staff_without_a_second_factor_get_no_further_than_enrolment(cast: Cast, settings: Any) -> None:
    settings.STAFF_MFA_REQUIRED = True
    client = Client()
    client.force_login(cast.people["desk"])  # type: ignore[arg-type]
    for path in ("/admin/", "/deals/", "/api/v1/collaborations/"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/account/2fa/totp/activate/")


CHANGES_SIGN_IN = [
    "/account/2fa/totp/activate/",
    "/account/2fa/recovery-codes/generate/",
    "/account/2fa/webauthn/add/",
    "/account/2fa/webauthn/keys/{pk}/edit/",
    "/account/2fa/webauthn/keys/{pk}/remove/",
]


@pytest.mark.parametrize("path", CHANGES_SIGN_IN)
def test_what_changes_how_one_signs_in_asks_for_the_password_again(cast: Cast, path: str) -> None:
    client = Client()
    client.force_login(cast.world.creator.user)  # signed in long ago
    for ask in (client.get, client.post):
        assert outcome(ask(path.format(pk=cast.things["pk"]))) == "again"


def test_the_cookie_of_a_browser_opens_no_door_of_the_apps(cast: Cast) -> None:
    """So that a page of somebody else can't change an address or a password: those doors need no CSRF token."""
    client = Client()
    client.force_login(cast.world.creator.user)
    for row in rows():
        if row.path.startswith(_APPS) and row.policy is MEMBERS:
            answer = client.generic(row.method, row.path, b"{}", content_type="application/json")
            assert answer.status_code == 401, row


def test_nobody_ends_the_session_or_drops_the_address_of_somebody_else(cast: Cast, clients: dict[str, Client]) -> None:
    theirs = UserSession.objects.get(user=cast.world.creator.user, session_key="of-the-creator")
    address = EmailAddress.objects.get(user=cast.world.creator.user)
    for role in ("other_creator", "owner", "desk"):
        client = clients[role]
        token = {"X-Session-Token": str(client.session.session_key)}
        client.cookies.clear()
        for path, body in (("auth/sessions", {"sessions": [theirs.pk]}), ("account/email", {"email": address.email})):
            answer = client.delete(f"{_APPS}v1/{path}", body, content_type="application/json", headers=token)
            assert answer.status_code == 400, (role, path)
    assert UserSession.objects.filter(pk=theirs.pk).exists()
    assert EmailAddress.objects.filter(pk=address.pk, primary=True).exists()


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


def test_control_a_url_without_a_row_and_a_row_without_a_url_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    before = routes()
    new = {"path": "/new/", "name": "new", "methods": ["GET"], "view": "x"}
    monkeypatch.setattr(f"{__name__}.routes", lambda: [*before, new])
    with pytest.raises(AssertionError, match="GET /new/"):
        test_every_url_and_method_has_a_row_and_every_row_a_url()
    monkeypatch.setattr(f"{__name__}.routes", lambda: [row for row in before if row["path"] != "/me/"])
    with pytest.raises(AssertionError, match="GET /me/"):
        test_every_url_and_method_has_a_row_and_every_row_a_url()
