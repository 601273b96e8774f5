"""Every page in a made-up language: nothing a person reads is left in English."""

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from tests.languages.pseudo import Data, left_in_english
from tests.permissions.cast import Cast, assemble
from tests.permissions.table import Row, rows
from tests.permissions.test_table import fill, outcome

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]  # every page, for four people
PASSKEY = "Key"  # as tests/permissions/cast.py calls it
ROLES = ("anonymous", "creator", "owner", "manager")


@pytest.fixture
def cast(db: None, settings: Settings, pseudo: str) -> Cast:
    settings.OUTBOX_NUDGE = False
    settings.API_REQUESTS_PER_MINUTE = 10_000_000
    made = assemble()
    User.objects.update(language=pseudo)
    return made


def pages() -> Iterator[Row]:
    """Everything people open in a browser, apart from the staff's admin and the documentation."""
    for row in rows():
        if row.method == "GET" and not row.path.startswith(("/admin/", "/api/", "/_allauth/", "/design/")):
            yield row


def test_no_page_has_a_word_that_cannot_be_translated(cast: Cast, pseudo: str) -> None:
    first_names = [str(user.name).split()[0] for user in cast.people.values() if user is not None and user.name]
    data, wrong = Data(*first_names, PASSKEY), []
    for role in ROLES:
        client = Client(headers={"Accept-Language": pseudo})
        if (user := cast.people[role]) is not None:
            client.force_login(User.objects.get(pk=user.pk))
        for row in pages():
            answer = client.get(fill(row, cast.things))
            if outcome(answer) == "ok" and answer.headers["Content-Type"].startswith("text/html"):
                left = left_in_english(answer.content.decode(), data)
                wrong += [f"{row.path} ({role}): {line}" for line in left]
    assert not wrong, f"{len(wrong)} texts of pages are not translated:\n" + "\n".join(wrong)
