"""The picture of a shared deal: the ticket, for everybody, as it is now."""

import json
import re
from io import BytesIO

import pytest
from django.test import Client
from PIL import Image

from barter.kernel.pictures import store_picture
from deals.models import Deal
from deals.web import share_image
from deals.web.share_image import SIZE, ShareTicket, draw, title_size
from tests.world import World, build

pytestmark = pytest.mark.django_db
SALMON = (250, 128, 114)


@pytest.fixture
def world() -> World:
    return build()


def address(deal: Deal) -> str:
    return f"/deals/{deal.public_id}/share.jpg"


def opened(body: bytes) -> Image.Image:
    return Image.open(BytesIO(body))


def near(image: Image.Image, at: tuple[int, int], colour: tuple[int, int, int]) -> bool:
    found = image.convert("RGB").getpixel(at)
    return all(abs(one - other) < 12 for one, other in zip(found, colour, strict=True))  # type: ignore[arg-type]


def test_a_visitor_gets_the_ticket_with_its_photo(world: World) -> None:
    body = BytesIO()
    Image.new("RGB", (900, 900), SALMON).save(body, "PNG")
    stored = store_picture(BytesIO(body.getvalue()), size_bytes=body.tell(), folder="brand_1")
    deal = world.new_deal()
    deal.card["image"] = {"source": stored.key, "alt": "", "width": 900, "height": 900}
    Deal.objects.filter(pk=deal.pk).update(card=deal.card)

    answer = Client().get(address(deal))

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
    assert "public" in answer.headers["Cache-Control"]
    image = opened(answer.content)
    assert image.size == SIZE == (1200, 630)
    assert near(image, (20, 20), (0x3A, 0x0A, 0x2A))
    assert near(image, (250, 300), SALMON)
    assert len(answer.content) < 200_000


def test_what_was_seen_is_not_sent_again_until_the_deal_says_something_else(world: World) -> None:
    deal = world.new_deal()
    client = Client()
    tag = client.get(address(deal)).headers["ETag"]
    asked = {"If-None-Match": tag}

    assert client.get(address(deal), headers=asked).status_code == 304
    Deal.objects.filter(pk=deal.pk).update(title="Another title")
    answer = client.get(address(deal), headers=asked)
    assert answer.status_code == 200
    assert answer.headers["ETag"] != tag


def test_a_picture_that_is_drawn_otherwise_is_sent_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    deal = world.new_deal()
    tag = Client().get(address(deal)).headers["ETag"]
    monkeypatch.setattr(share_image, "_DRAWING", "another")
    assert Client().get(address(deal), headers={"If-None-Match": tag}).status_code == 200


def test_a_draft_has_no_picture_not_even_for_its_brand(world: World) -> None:
    draft = world.draft()
    owner = Client()
    owner.force_login(world.owner)

    assert Client().get(address(draft)).status_code == 404
    assert owner.get(address(draft)).status_code == 404


@pytest.mark.parametrize(
    "source", [f"pictures/brand_1/{'a' * 32}.webp", "brand/no-picture.svg", "https://shop.example/x.jpg"]
)
def test_a_photo_that_is_gone_leaves_the_brands_letter(world: World, source: str) -> None:
    deal = world.new_deal()
    deal.card["image"] = {"source": source, "alt": ""}
    Deal.objects.filter(pk=deal.pk).update(card=deal.card)

    image = opened(Client().get(address(deal)).content)

    assert near(image, (80, 300), (0xFE, 0xE0, 0xED))


@pytest.mark.parametrize(
    ("brand", "title"),
    [
        ("", ""),
        ("Ķekava", "Rudens sveces"),
        ("Кофе", "Кофе"),
        ("🎉", "🎉🎉🎉"),
        ("W" * 120, "W" * 120),
        ("a b " * 60, "line\nbreak\ttab\x00 " * 20),
        ("عطر", "香水" * 40),
    ],
)
def test_every_name_can_be_drawn_and_stays_on_the_card(brand: str, title: str) -> None:
    ticket = ShareTicket(brand, title, title, "You get", title, "You make", title)

    image = opened(draw(ticket, None))

    right_of_the_card = image.crop((1144, 0, 1200, 630)).convert("L")
    low, high = right_of_the_card.getextrema()
    assert image.size == SIZE
    assert high - low < 12  # type: ignore[operator]


def test_a_title_is_written_smaller_before_it_is_cut() -> None:
    titles = ("Good products for good videos.", "De bons produits contre de bonnes vidéos.", "a long title " * 20)

    assert [title_size(title) for title in titles] == [56, 46, 46]


def test_a_link_to_a_deal_says_what_it_leads_to(world: World) -> None:
    deal = world.new_deal()
    Deal.objects.filter(pk=deal.pk).update(title='</script><b>"Glow" & more')
    page = Client().get(f"/deals/{deal.public_id}/").content.decode()

    head = page[: page.index("</head>")]
    address = f"http://testserver/deals/{deal.public_id}/"
    assert f'<link rel="canonical" href="{address}">' in head
    assert f'<meta property="og:image" content="{address}share.jpg">' in head
    assert "<b>" not in head
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', head)
    way = json.loads(block)["itemListElement"]
    assert [step["name"] for step in way] == ["Deals", '</script><b>"Glow" & more']
    assert way[-1]["item"] == address


def test_a_draft_is_no_link_to_share(world: World) -> None:
    draft = world.draft()
    owner = Client()
    owner.force_login(world.owner)

    page = owner.get(f"/deals/{draft.public_id}/").content.decode()

    assert "og:image" not in page
    assert "application/ld+json" not in page
