"""The brand's library: what each filter finds, several at once, and what stands where nothing does."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from barter.kernel import clock
from content import library as shelf
from content.library import Wanted
from content.models import Licence
from tests.api.calls import api, is_problem
from tests.content.conftest import Trade, make_trade
from tests.content.shelves import another_trade, licensed, many_licences
from tests.content.test_browser import sign_in
from tests.statements import own_statements

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def files(trade: Trade) -> dict[str, Licence]:
    """One of each kind, and one of another brand."""
    at = clock.now() - 2 * DAY
    serum, other = another_trade(trade, "Zoë"), another_trade(trade, trade.creator, product="Aurora lamp", title="Lamp")
    other_brand = make_trade()
    return {
        "reel": licensed(trade, at=at, paid_ads_until=at + 90 * DAY, edits=True),
        "still": licensed(trade, kind="photo", size=(1080, 1350), at=at, days=20, state="expiring", edits=True),
        "square": licensed(serum, kind="photo", size=(1000, 1000), at=at, days=80, handle=True),
        "lamp": licensed(other, size=(1920, 1080), at=at, paid_ads_until=at + DAY),
        "over": licensed(serum, at=at - 400 * DAY, state="expired", paid_ads_until=at - 300 * DAY),
        "late": licensed(serum, at=at - 400 * DAY, state="expiring"),  # ended, and its clock has not come by yet
        "revoked": licensed(other, kind="photo", at=at, state="revoked"),
        "renewed": licensed(serum, at=at - 400 * DAY, state="renewed"),  # its file goes on under another
        "theirs": licensed(other_brand, at=at),
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, "lamp square still reel"),
        ({"show": "ended"}, "revoked late over"),
        ({"kind": "video"}, "lamp reel"),
        ({"kind": ["video", "photo"]}, "lamp square still reel"),
        ({"right": "ads"}, "reel"),  # the lamp's paid ads are over, its licence is not
        ({"right": "edits"}, "still reel"),
        ({"right": ["edits", "ads"]}, "reel"),
        ({"right": "handle"}, "square"),
        ({"right": "ads", "show": "ended"}, "over"),
        ({"ends": "30"}, "still"),
        ({"ends": "90"}, "square still"),
        ({"ends": "90", "kind": "photo", "right": "edits"}, "still"),
        ({"ratio": "9:16"}, "reel"),
        ({"ratio": "4:5"}, "still"),
        ({"ratio": "1:1"}, "square"),
        ({"ratio": "16:9"}, "lamp"),
        ({"q": "zoe"}, "square"),
        ({"q": "aurora INES"}, "lamp"),
        ({"q": "nobody"}, ""),
        ({"kind": "audio", "ends": "31", "ratio": "x", "show": "?", "right": "all"}, "lamp square still reel"),
        ({"creator": "x", "deal": "deal_x", "product": "²"}, ""),
    ],
)
def test_each_filter_finds_what_it_says(
    trade: Trade, files: dict[str, Licence], query: dict[str, Any], expected: str
) -> None:
    names = {licence.pk: name for name, licence in files.items()}
    client = client_of(trade.viewer)
    for view in ("grid", "list"):
        answer = client.get(reverse("brand_library"), {**query, "view": view})
        assert answer.status_code == 200
        found = [names[file["licence"].pk] for file in answer.context["files"]]
        assert found == expected.split(), view
        assert "theirs" not in found
    assert answer.context["count"] == len(found), "as the bar counts"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "renewed revoked late over lamp square still reel"),
        ("show=usable", "lamp square still reel"),
        ("show=ended", "revoked late over"),
        ("kind=video", "renewed late over lamp reel"),
        ("kind=video,photo&show=usable", "lamp square still reel"),
        ("right=ads", "over lamp reel"),  # as it was granted
        ("right=ads&show=usable", "reel"),
        ("right=edits,ads", "reel"),
        ("right=edits&right=ads", "reel"),
        ("ends=90", "square still"),
        ("ends=90&kind=photo&right=edits", "still"),
        ("ratio=16:9", "lamp"),
        ("q=aurora+INES", "revoked lamp"),
        ("creator={zoe}", "renewed late over square"),
        ("deal={lamp}&state=active", "lamp"),
        ("product={product}", "revoked lamp"),
        ("creator={theirs}", ""),
        ("deal=deal_x&product=%C2%B2", ""),
    ],
)
def test_the_api_narrows_licences_as_the_page_does(
    trade: Trade, files: dict[str, Licence], query: str, expected: str
) -> None:
    lamp = files["lamp"].collaboration.deal
    assert lamp.product is not None
    ids = {"zoe": files["square"].creator.public_id, "lamp": lamp.public_id, "product": lamp.product.public_id,
           "theirs": files["theirs"].creator.public_id}  # fmt: skip
    names = {licence.public_id: name for name, licence in files.items()}
    client = api(trade.viewer)
    with own_statements() as own:
        answer = client.get(f"/api/v1/licences/?{query.format(**ids)}")
    assert answer.status_code == 200, answer.json()
    assert [names[row["id"]] for row in answer.json()["data"]] == expected.split()
    assert len(own) <= 2, "the caller's roles, and the licences"


@pytest.mark.parametrize(
    "query",
    ["show=all", "kind=audio", "kind=video,audio", "right=all", "ends=31", "ends=%C2%B2", "ends=30&show=ended",
     "ratio=9:17", f"q={'a' * 81}", "q=%00", "creator=%00", "deal=%00"],
)  # fmt: skip
def test_the_api_refuses_a_filter_that_means_nothing_by_its_name(trade: Trade, query: str) -> None:
    answer = api(trade.owner).get(f"/api/v1/licences/?{query}")
    is_problem(answer, 400, "bad_parameter", f"?{query.split('=')[0]}")


def test_one_creator_deal_or_product(trade: Trade, files: dict[str, Licence]) -> None:
    client = client_of(trade.owner)

    def found(**query: str) -> int:
        return len(client.get(reverse("brand_library"), query).context["files"])

    lamp = files["lamp"].collaboration.deal
    assert lamp.product is not None
    assert found(creator=trade.creator.handle) == 3
    assert found(deal=lamp.public_id) == found(product=lamp.product.public_id) == 1
    theirs = files["theirs"]
    assert found(creator=theirs.creator.handle) == found(deal=theirs.collaboration.deal.public_id) == 0
    page = client.get(reverse("brand_library"))
    for name, told in (("creator", theirs.creator.handle), ("deal", theirs.collaboration.deal.public_id)):
        assert told not in [value for value, _words in page.context["choices"][name]]


def test_nothing_found_offers_to_take_one_filter_away(trade: Trade, files: dict[str, Licence]) -> None:
    client = client_of(trade.owner)
    page = client.get(reverse("brand_library"), {"kind": "video", "ratio": "1:1", "view": "list"})
    ways = {one["words"]: one for one in page.context["looser"]}
    assert {words: one["count"] for words, one in ways.items()} == {"1:1": 2, "Videos": 1}
    assert "Without “1:1”" in page.content.decode()
    assert 'name="ratio"' in page.content.decode(), "the bar stays"
    assert len(client.get(f"{reverse('brand_library')}{ways['1:1']['url']}").context["files"]) == 2
    nowhere = client.get(reverse("brand_library"), {"q": "nobody", "ratio": "3:2"}).content.decode()
    assert "Take several away" in nowhere


def test_the_next_page_goes_on_with_filters_and_view(trade: Trade) -> None:
    first = licensed(trade, at=clock.now() - DAY)
    many_licences(first, 30)
    client = client_of(trade.owner)
    page = client.get(reverse("brand_library"), {"kind": "video", "view": "list"})
    assert len(page.context["files"]) == shelf.PAGE_ROWS
    address = f"{reverse('brand_library')}{page.context['more_url']}"
    more = client.get(address, headers={"HX-Request": "true"})
    assert [file["licence"].pk for file in more.context["files"]][-1] == first.pk
    assert more.content.decode().startswith("<tr ")
    assert more.context["more_url"] == ""


def test_a_large_library_is_read_by_the_brands_index(trade: Trade) -> None:
    """Whatever is filtered, a page reads that brand's rows and no others."""
    at = clock.now()
    first = licensed(trade, at=at - DAY, paid_ads_until=at + DAY)
    many_licences(first, 800)
    elsewhere = licensed(make_trade(), at=at - DAY)
    many_licences(elsewhere, 2400)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE content_licence, content_asset")
    plan = shelf.narrowed(shelf.files_of(trade.brand), Wanted(kinds=("video",)), at).order_by("-id")[:25].explain()
    assert "content_licence_of_brand" in plan
    assert "Seq Scan on content_licence" not in plan


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_video_plays_while_the_mouse_or_the_keyboard_stands_on_it(page: Page, live_server: Any) -> None:
    trade = make_trade()
    first = licensed(trade, at=clock.now() - DAY)
    sign_in(page, live_server, trade.owner)
    card, playing = page.locator("[data-peek]"), page.locator("[data-peek] video")
    page.goto(live_server.url + reverse("brand_library"))
    card.hover()
    page.wait_for_timeout(400)
    expect(playing).to_have_count(0)  # nobody asked for motion: the tests' browser wants none
    page.emulate_media(reduced_motion="no-preference")
    page.mouse.move(0, 0)
    card.hover()
    expect(playing).to_have_count(1)
    assert playing.evaluate("v => [v.muted, new URL(v.src).pathname]") == [
        True,
        reverse("asset_play", args=[first.asset.public_id]),
    ]
    page.mouse.move(0, 0)
    expect(playing).to_have_count(0)
    expect(card.locator("img")).to_have_count(1)
    card.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(playing).to_have_count(1)
    page.keyboard.press("Tab")
    expect(playing).to_have_count(0)


def test_the_wizard_says_what_the_brand_owns_of_the_product_chosen(trade: Trade, files: dict[str, Licence]) -> None:
    """Only what runs, and only of the brand itself."""
    product = trade.collaboration.deal.product
    assert product is not None
    client = client_of(trade.owner)
    wizard = f"{reverse('brand_deal_new')}?product={product.public_id}"
    page = client.get(wizard, follow=True).content.decode()
    assert "You already own 3 clips of this product" in page
    assert "1 may run as a paid ad." in page
    address = f"{reverse('brand_library')}?product={product.public_id}"
    assert f'href="{address}"' in page
    assert len(client.get(address).context["files"]) == 3
    Licence.objects.filter(brand=trade.brand).update(ends_at=clock.now() - DAY)
    assert "You already own" not in client.get(wizard, follow=True).content.decode()
    theirs = files["theirs"].collaboration.deal.product
    assert theirs is not None
    assert client.get(reverse("library_owned", args=[theirs.public_id])).status_code == 404
