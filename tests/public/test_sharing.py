"""What links to the front page, a brand and a creator show where they are posted, and what search engines read."""

import json
import re
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from brands.models import Brand
from creators.models import Creator
from deals.web.share_image import _spelled
from tests.world import World, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build()


def _told(client: Client, path: str) -> tuple[dict[str, str], dict[str, Any]]:
    page = client.get(path).content.decode()
    tags = dict(re.findall(r'<meta property="og:(\S+)" content="([^"]*)">', page))
    assert tags["url"] == re.findall(r'<link rel="canonical" href="([^"]+)">', page)[0]
    assert '<meta name="twitter:card" content="summary_large_image">' in page
    return tags, json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[0])


@pytest.mark.parametrize("live", [False, True])
def test_each_page_has_a_picture_of_its_own_and_tells_search_engines_what_it_is(
    client: Client, world: World, live: bool
) -> None:
    if live:
        world.new_deal()
    kinds = {
        "/": "@graph",
        f"/b/{world.brand.slug}/": "BreadcrumbList",
        f"/c/{world.creator.handle}/": "ProfilePage",
    }
    pictures = set()
    for path, kind in kinds.items():
        tags, structured = _told(client, path)
        assert kind in (structured.get("@type"), *structured)
        picture = client.get(tags["image"].replace("http://testserver", ""))
        assert Image.open(BytesIO(picture.content)).size == (1200, 630)
        assert client.get(path + "share.jpg", headers={"If-None-Match": picture.headers["ETag"]}).status_code == 304
        pictures.add(picture.content)
    assert len(pictures) == 3
    _, graph = _told(client, "/")
    assert [one["@type"] for one in graph["@graph"]] == ["Organization", "WebSite"]


def test_pages_nobody_may_see_have_no_picture(client: Client, world: World) -> None:
    Brand.objects.update(standing=Brand.Standing.SUSPENDED)
    Creator.objects.update(standing=Creator.Standing.CLOSED)
    for path in (f"/b/{world.brand.slug}/", f"/c/{world.creator.handle}/"):
        assert (client.get(path).status_code, client.get(f"{path}share.jpg").status_code) == (404, 404)


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("Ĉirkaŭ Łódź €9", "Ĉirkaŭ Łódź €9"),
        ("Крем для лица", "Krem dlya litsa"),
        ("Κρέμα", "Krema"),
        ("Rose 🌹!", "Rose !"),
    ],
)
def test_letters_our_fonts_lack_are_spelled_in_latin_ones(written: str, drawn: str) -> None:
    assert _spelled(written) == drawn
