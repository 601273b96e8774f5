"""Search engines find what is public and open, and nothing else."""

import re

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from tests.statements import own_statements
from tests.world import World, build

pytestmark = pytest.mark.django_db
_PLACE = re.compile(r"<loc>http://testserver([^<]+)</loc>")


@pytest.fixture
def world() -> World:
    return build()


def listed() -> list[str]:
    answer = Client().get("/sitemap.xml")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/xml")
    return _PLACE.findall(answer.content.decode())


def test_live_deals_and_their_brands_are_listed_and_open_to_everybody(world: World) -> None:
    live, draft = world.new_deal(), world.draft()

    places = listed()

    assert f"/deals/{live.public_id}/" in places
    assert f"/b/{world.brand.slug}/" in places
    assert not [place for place in places if draft.public_id in place]
    assert [Client().get(place).status_code for place in places] == [200] * len(places)


def test_many_deals_cost_no_more_statements(world: World) -> None:
    for _ in range(2):
        world.new_deal()
    with own_statements() as few:
        listed()
    for _ in range(6):
        world.new_deal()
    with own_statements() as many:
        listed()

    assert len(few) == len(many) <= 3


def test_robots_are_kept_from_what_belongs_to_somebody(world: World) -> None:
    text = Client().get("/robots.txt").content.decode()

    assert "Sitemap: http://testserver/sitemap.xml" in text
    closed = re.findall(r"Disallow: (\S+)", text)
    assert {"/my-deals/", "/brand/", "/admin/"} <= set(closed)
    assert not [place for place in listed() if place.startswith(tuple(closed))]
    for path in closed:
        assert path.endswith("/")
        assert _exists(path), path


def _exists(path: str) -> bool:
    """Something is behind it, or behind an address below it."""
    from barter.kernel.management.commands.routes import routes

    try:
        resolve(path)
    except Resolver404:
        return any(row["path"].startswith(path) for row in routes())
    return True
