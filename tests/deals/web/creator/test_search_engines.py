"""Search engines find what is public and open, and nothing else."""

import re

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from barter.kernel import clock
from brands.operations import invite_member, sign_invitation
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


def test_robots_are_kept_from_doors_and_find_nothing_behind_a_sign_in(world: World) -> None:
    text = Client().get("/robots.txt").content.decode()

    assert "Sitemap: http://testserver/sitemap.xml" in text
    closed = re.findall(r"Disallow: (\S+)", text)
    assert {"/account/", "/admin/", "/api/"} <= set(closed)
    assert not [place for place in listed() if place.startswith(tuple(closed))]
    for path in closed:
        assert path.endswith("/")
        assert _exists(path), path
    for path in ("/brand/", "/my-deals/", "/inbox/", "/review/", "/library/"):
        assert not path.startswith(tuple(closed)), (
            "a page that may not be asked for can't be judged by its owner's tools"
        )
        assert "/account/login/" in Client().get(path, follow=True).redirect_chain[-1][0]


def test_who_holds_a_private_link_reads_a_page_no_search_engine_keeps(world: World) -> None:
    invitation = invite_member(
        brand=world.brand, email="new@example.com", role="manager", by=world.owner, at=clock.now()
    )
    token = sign_invitation(invitation)
    for path in (f"/invitation/{token}/", f"/deals/{world.new_deal().public_id}/save/"):
        assert '<meta name="robots" content="noindex">' in Client().get(path).content.decode(), path


def _exists(path: str) -> bool:
    """Something is behind it, or behind an address below it."""
    from barter.kernel.management.commands.routes import routes

    try:
        resolve(path)
    except Resolver404:
        return any(row["path"].startswith(path) for row in routes())
    return True
