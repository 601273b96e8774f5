"""The settings page, and how pages look and speak on one device."""

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from tests.statements import own_statements
from tests.world import World, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return build()


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_creator_and_brand_settle_their_account_on_the_same_page(world: World) -> None:
    for user in (world.creator.user, world.owner):
        client = browser(user)
        page = client.get("/settings/").content.decode()
        assert user.email in page
        sent = client.post("/settings/", {"name": " Ada  Byron ", "time_zone": "Europe/Riga", "language": "pt"})
        assert (sent.status_code, sent["Location"]) == (302, "/settings/")
        user.refresh_from_db()
        assert (user.name, user.time_zone, user.language) == ("Ada Byron", "Europe/Riga", "pt")
        assert "Definições" in client.get("/settings/").content.decode()


def test_a_name_is_one_line_and_turns_no_other_around_whatever_door_it_comes_by(world: World) -> None:
    app = APIClient()
    app.force_authenticate(world.owner)
    typed = "Ada\n\u202eByron\x07 "
    assert app.patch("/api/v1/me/", {"name": typed}).json()["name"] == "Ada Byron"
    sent = browser(world.owner).post("/settings/", {"name": typed, "time_zone": "UTC", "language": "en-gb"})
    assert sent.status_code == 302
    world.owner.refresh_from_db()
    assert world.owner.name == "Ada Byron"


def test_what_somebody_signed_in_is_shown_is_kept_by_nobody_in_between(world: World) -> None:
    client = browser(world.owner)
    for path in ("/settings/", "/brand/", "/inbox/", "/deals/", "/api/v1/notifications/"):
        assert "private" in client.get(path).headers.get("Cache-Control", ""), path
    assert "no-store" in client.get("/settings/data/").headers["Cache-Control"]  # what says more stays as it is


def test_a_zone_nobody_has_is_refused_and_what_was_typed_stays(world: World) -> None:
    client = browser(world.creator.user)
    answer = client.post("/settings/", {"name": "Ada Byron", "time_zone": "Mars/Olympus"})
    assert answer.status_code == 422
    assert 'value="Ada Byron"' in answer.content.decode()
    world.creator.user.refresh_from_db()
    assert (world.creator.user.name, world.creator.user.time_zone) != ("Ada Byron", "Mars/Olympus")


def test_the_language_chosen_is_spoken_at_once_and_after_signing_out(world: World, pseudo: str) -> None:
    client = browser(world.creator.user)
    answer = client.post("/settings/", {"name": "Ada", "time_zone": "UTC", "language": pseudo}, follow=True)
    assert "⟦Saved.⟧" in answer.content.decode()
    client.post("/account/logout/")
    assert "⟦Welcome back⟧" in client.get("/account/login/").content.decode()


def test_visitors_choose_a_language_and_a_theme_for_their_device(pseudo: str) -> None:
    client = Client(headers={"Accept-Language": "en"}, enforce_csrf_checks=True)
    assert "data-theme" not in client.get("/account/login/").content.decode()
    assert (
        client.post("/look/language/", {"language": pseudo, "next": "/account/login/"})["Location"] == "/account/login/"
    )
    client.post("/look/theme/", {"theme": "dark"})
    page = client.get("/account/login/").content.decode()
    assert 'data-theme="dark"' in page
    assert '<meta name="theme-color" content="#160A11">' in page
    assert "⟦Welcome back⟧" in page

    client.post("/look/theme/", {"theme": ""})
    assert "data-theme" not in client.get("/account/login/").content.decode()


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_choosing_a_theme_never_leads_away(wanted: str, client: Client) -> None:
    assert client.post("/look/theme/", {"theme": "dark", "next": wanted})["Location"] == "/"


def test_a_made_up_theme_is_not_kept(client: Client) -> None:
    answer = client.post("/look/theme/", {"theme": '"><script>'})
    assert answer.cookies["theme"].value == ""


def test_the_settings_page_costs_few_statements(world: World) -> None:
    client = browser(world.owner)
    client.get("/settings/")
    with own_statements() as asked:
        client.get("/settings/")
    assert len(asked) <= 8, asked
