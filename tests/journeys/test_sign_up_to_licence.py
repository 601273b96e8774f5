"""The whole job over the pages alone, from both sign-ups to a licensed photo that both sides have reviewed: the creator on a phone
and the brand at a desk, the other way round with the keyboard alone, and both without JavaScript."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from barter.kernel import clock
from barter.kernel.actors import Actor
from barter.kernel.outbox.relay import drain
from content.models import Licence
from content.processing.work import process_next
from deals import operations as ops
from deals.models import Collaboration, Deal, Review
from shipping.carriers import signing
from shipping.carriers.port import Scan
from shipping.workflow import ShipmentState
from tests.content.conftest import photo_bytes
from tests.journeys.conftest import DESK, PHONE, Walk, code_from_mail

pytestmark = [
    pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(240),
]  # fmt: skip
NUMBER = "SIM12345678"
PASSWORD = "three words are better"
CREATOR, BRAND = "elina.films", "Velda"  # called as on her channel, until she gives a name
Opened = Callable[..., Walk]


@pytest.fixture
def opened(new_context: Any, live_server: Any) -> Iterator[Opened]:
    """Opens a window of its own for each person; whatever its console complains about fails the test."""
    walks: list[Walk] = []

    def one(size: dict[str, int], *, script: bool = True, **options: bool) -> Walk:
        page = new_context(java_script_enabled=script).new_page()
        walk = Walk(page, live_server.url, has_script=script, **options).at(size)
        walks.append(walk)
        return walk

    yield one
    for walk in walks:
        assert walk.problems == []


@pytest.mark.parametrize(
    ("creator_at", "brand_at", "options"),
    [
        pytest.param(PHONE, DESK, {}, id="phone and desk"),
        pytest.param(DESK, PHONE, {"looks_closely": False, "by_keys": True}, id="desk and phone, by keys"),
        pytest.param(PHONE, DESK, {"script": False, "looks_closely": False}, id="without JavaScript"),
    ],
)
def test_from_sign_up_to_a_licence_and_two_reviews(
    opened: Opened, tmp_path: Path, creator_at: dict[str, int], brand_at: dict[str, int], options: dict[str, bool]
) -> None:
    first, second = tmp_path / "first.jpg", tmp_path / "second.jpg"
    first.write_bytes(photo_bytes((900, 1600)))
    second.write_bytes(photo_bytes((720, 1280)))
    brand, creator = opened(brand_at, **options), opened(creator_at, **options)

    join_as_a_brand(brand)
    deal = post_a_deal(brand, picture=second)
    join_as_a_creator(creator)
    apply_in_two_taps(creator, deal)
    accept(brand, deal)
    ship(brand)
    deliver(brand)
    confirm_and_send(creator, first)
    ask_for_a_change(brand)
    send_again(creator, second)
    approve(brand)
    look_at_the_licence(brand, second)
    both_review(creator, brand)


def join(walk: Walk, door: str, email: str, **fields: str) -> None:
    walk.go(f"join_{door}")
    for label, value in {**fields, "E-mail": email, "Password": PASSWORD}.items():
        walk.fill(label, value)
    walk.check(f"join-{door}")
    walk.press("Continue")
    walk.sees("Look in your mail")
    walk.fill("Code", code_from_mail())
    walk.press("Confirm address")


def join_as_a_brand(brand: Walk) -> None:
    join(brand, "brand", "mara@example.com", **{"Brand name": BRAND})
    brand.page.wait_for_url("**/brand/")
    brand.check("today")


def join_as_a_creator(creator: Walk) -> None:
    join(creator, "creator", "elina@example.com")
    creator.sees("Where should brands ship?")
    for label, value in (
        ("Name on the door", "Elīna Kalniņa"),
        ("Street and number", "Tērbatas 12"),
        ("Postcode", "LV-1011"),
        ("City", "Riga"),
    ):
        creator.fill(label, value)
    creator.choose("Country", "Latvia")
    creator.check("start-address")
    creator.press("Continue")
    creator.sees("Where do you post?")
    creator.tick("Instagram")
    creator.fill("Your handle", "elina.films")
    creator.fill("Followers", "4200")
    creator.check("start-channel")
    creator.press("Continue")
    creator.sees("What do you like to film?")
    if creator.by_keys:
        creator.tick("Beauty")
    else:  # as people do: the box itself is hidden behind its word
        creator.page.get_by_text("Beauty", exact=True).click()
    creator.check("start-niches")
    creator.press("See deals")
    creator.page.wait_for_url("**/deals/**")


def post_a_deal(brand: Walk, *, picture: Path) -> Deal:
    brand.go("brand_deal_new")
    brand.fill("Product", "Cloud cream", exact=True)
    brand.fill("Worth", "24.90")
    brand.fill("How many can you give?", "20")
    brand.attach(brand.page.get_by_label("Picture"), picture)
    brand.fill("Title of the deal", "Cloud cream for one photo")
    brand.choose("Category", "Beauty")
    brand.check("wizard-product")
    brand.press("Continue")
    brand.sees("What do you ask for?")
    brand.choose("What", "Photo", exact=True)
    brand.fill("How many", "1")
    brand.tick("Content only")
    brand.fill("Words", "The cream on bare skin, in daylight", exact=True)
    brand.check("wizard-content")
    brand.press("Continue")
    brand.sees("Who can apply?")
    brand.fill("Places", "5", exact=True)
    brand.check("wizard-who")
    brand.press("Continue")
    brand.sees("What may you do with it?")
    brand.check("wizard-rights")
    brand.press("Continue")
    brand.sees("Ready to hand in")
    brand.check("wizard-publish")
    brand.press("Send it to our team")
    brand.sees("Our team looks at it")
    deal = Deal.objects.get()
    ops.approve_deal(deal=deal, by=Actor.system(), at=clock.now())  # staff's page is not walked here
    drain()
    return deal


def apply_in_two_taps(creator: Walk, deal: Deal) -> None:
    creator.go("feed")
    creator.fill("Search deals", "cloud cream")
    creator.page.keyboard.press("Enter")
    creator.sees("Results for “cloud cream”")
    creator.check("found")
    creator.press(deal.title)
    creator.sees("How it will go")
    creator.check("deal")
    creator.press("Apply")
    creator.press("Send application")
    creator.sees("Velda answers by")
    drain()


def accept(brand: Walk, deal: Deal) -> None:
    """Chosen on the board and accepted by the bar."""
    brand.go("brand_pipeline", deal.public_id)
    brand.tick(f"Select {CREATOR}")
    brand.check("pipeline")
    if brand.has_script:
        brand.press("Accept", inside=brand.page.get_by_role("region", name="Selected"))
        brand.press("Accept them", inside=brand.page.get_by_role("dialog"))
    else:
        brand.press("Accept everybody ticked")
    brand.sees("1 creator accepted.")
    drain()


def ship(brand: Walk) -> None:
    brand.go("brand_shipments")
    brand.check("shipments")
    brand.fill("Tracking number", NUMBER)
    brand.press("Mark shipped")
    brand.sees("The creator can follow it now")
    drain()


def deliver(brand: Walk) -> None:
    """The carrier's server tells ours, signed."""
    scan = Scan(
        event_id="evt-1", tracking_number=NUMBER, state=ShipmentState.DELIVERED, at=clock.now(), description="Delivered"
    )
    body = json.dumps({"events": [scan.as_json()]}).encode()
    headers = signing.sign(settings.CARRIER_WEBHOOK_SECRETS["simulated"], body, sent_at=timezone.now())
    answer = brand.page.request.post(
        brand.base + reverse("carrier_webhook", args=["simulated"]),
        data=body,
        headers={**headers, "Content-Type": "application/json"},
    )
    assert answer.json() == {"received": 1, "new": 1}
    drain()
    assert Collaboration.objects.get().state == Collaboration.State.DELIVERED


def confirm_and_send(creator: Walk, photo: Path) -> None:
    creator.go("my_deals")
    creator.check("my-deals")
    creator.go("deal_room", Collaboration.objects.get().public_id)
    creator.check("room-delivered")
    creator.press("It’s here")
    creator.sees("Film and upload")
    creator.press("Upload")
    upload(creator, photo)
    creator.fill("Caption", "On bare skin. #ad")
    creator.check("upload")
    creator.press("Send to Velda")
    creator.sees("Velda answers")
    drain()


def upload(creator: Walk, photo: Path) -> None:
    """The file goes to the store by itself; the worker looks at it here."""
    if not creator.has_script:
        creator.press("Upload one file without scripts")
    creator.attach(creator.page.locator("input[type=file]").first, photo)
    if not creator.has_script:
        creator.press("Upload")
    expect(creator.page.locator("[id^=ast_]")).to_have_count(1)
    while process_next():
        pass
    if not creator.has_script:
        creator.page.reload()
    expect(creator.page.locator(".up[data-state=done]")).to_have_count(1)


def ask_for_a_change(brand: Walk) -> None:
    brand.go("brand_review_queue")
    brand.press(f"Review {CREATOR}")
    brand.fill("Add a note on this photo", "Once more by the window, please")
    brand.choose("Must change?", "Yes, the brief says: The cream on bare skin, in daylight")
    brand.press("Add note")
    ask = brand.page.get_by_role("link", name="Ask for 1 change")
    expect(ask).to_be_visible()
    brand.check("review")
    brand.use(ask)
    brand.press("Send to", inside=brand.sheet("dialog#chg"))
    expect(brand.page.locator(".panel__f .pill")).to_be_visible()
    drain()


def send_again(creator: Walk, photo: Path) -> None:
    creator.go("deal_room", Collaboration.objects.get().public_id)
    creator.press("See the notes")
    creator.sees("Once more by the window, please")
    upload(creator, photo)
    creator.check("version-2")
    creator.press("Send to Velda")
    creator.sees("Velda answers")
    drain()


def approve(brand: Walk) -> None:
    brand.go("brand_review_queue")
    brand.press(f"Review {CREATOR}")
    brand.press("Fixed in V2")
    brand.sees("Not fixed after all")
    brand.press("Approve")
    expect(brand.page.locator(".panel__f .pill")).to_be_visible()
    drain()
    assert Collaboration.objects.get().state == Collaboration.State.COMPLETED


def look_at_the_licence(brand: Walk, original: Path) -> None:
    brand.go("brand_library")
    brand.check("library")
    with brand.page.expect_download() as download:
        brand.press("Download")
    assert download.value.path().read_bytes() == original.read_bytes()
    brand.go("licence", Licence.objects.get().code)
    brand.sees("This licence is valid")
    brand.check("licence")


def both_review(creator: Walk, brand: Walk) -> None:
    trade = Collaboration.objects.get()
    for side, room, words in ((creator, "deal_room", "Fast and kind"), (brand, "brand_collaboration", "A lovely eye")):
        side.go(room, trade.public_id)
        side.press("Write a review")
        sheet = side.sheet("dialog#sheet-review")
        side.tick("5, very good", inside=sheet)
        side.fill("What others should know", words, inside=sheet)
        side.check(f"review-by-{room}")
        side.use(sheet.get_by_role("button", name=re.compile("^(Write a|Seal my) review")))
        side.sees("Thank you.")
    drain()
    brand.go("brand_collaboration", trade.public_id)
    brand.sees("Fast and kind")
    brand.check("brand-collaboration")
    creator.go("deal_room", trade.public_id)
    creator.sees("A lovely eye")
    creator.check("room-over")
    assert Review.objects.filter(state=Review.State.OPEN).count() == 0
