"""The whole job once, over the pages alone: from a deal's five steps to a licensed photo that both sides have reviewed."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from barter.kernel import clock
from barter.kernel.outbox.relay import drain
from brands.models import Membership
from content.models import Licence
from content.processing.work import process_next
from deals.models import Collaboration, Deal, Review
from shipping.carriers import signing
from shipping.carriers.port import Scan
from shipping.workflow import ShipmentState
from tests.content.conftest import photo_bytes
from tests.deals.web.creator.world import Maker, Shop, make_maker, make_shop
from tests.journeys.conftest import DESK, PHONE, Walk

pytestmark = [
    pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(240),
]  # fmt: skip
NUMBER = "SIM12345678"
PASSWORD = "three words are better"


@pytest.fixture
def desk(walk: Walk) -> Walk:
    """The brand's window."""
    return walk.at(DESK)


@pytest.fixture
def phone(new_context: Any, live_server: Any, maker: Maker) -> Any:
    """The creator's phone, signed in."""
    phone = Walk(new_context().new_page(), live_server.url).at(PHONE)
    phone.sign_in(maker.user)
    yield phone
    assert phone.problems == []


@pytest.fixture
def shop() -> Shop:
    return make_shop(clock.now(), "Velda")


@pytest.fixture
def maker() -> Maker:
    return make_maker(clock.now())


@pytest.fixture
def manager(shop: Shop) -> User:
    user = User.objects.create_user(
        "manager@example.com", password=PASSWORD, name="Mara Manager", started_as=User.StartedAs.BRAND
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    Membership.objects.create(brand=shop.brand, user=user, role=Membership.Role.MANAGER, joined_at=clock.now())
    return user


def test_a_deal_becomes_a_licensed_photo_and_two_reviews(
    desk: Walk, phone: Walk, manager: User, maker: Maker, tmp_path: Path
) -> None:
    first, second = tmp_path / "first.jpg", tmp_path / "second.jpg"
    first.write_bytes(photo_bytes((900, 1200)))
    second.write_bytes(photo_bytes((1200, 900)))

    sign_in_at_the_door(desk, manager)
    deal = post_a_deal(desk, picture=second)
    apply_in_two_taps(phone, deal)
    accept_by_the_bulk_bar(desk, deal, maker)
    ship(desk)
    deliver(desk)
    confirm_and_send(phone, first)
    ask_for_a_change(desk, maker)
    send_again(phone, second)
    approve(desk, maker)
    look_at_the_licence(desk, second)
    both_review(desk, phone)


def sign_in_at_the_door(desk: Walk, manager: User) -> None:
    desk.go("account_login")
    desk.fill("E-mail", manager.email)
    desk.fill("Password", PASSWORD)
    desk.check("sign-in")
    desk.page.locator("main form").get_by_role("button", name="Sign in").click()
    desk.page.wait_for_url("**/brand/")
    desk.check("today")


def post_a_deal(desk: Walk, *, picture: Path) -> Deal:
    page = desk.page
    desk.go("brand_deal_new")
    page.get_by_label("Product", exact=True).fill("Cloud cream")
    page.get_by_label("Worth").fill("24.90")
    page.get_by_label("How many can you give?").fill("20")
    page.get_by_label("Picture").set_input_files(str(picture))
    page.get_by_label("Title of the deal").fill("Cloud cream for one photo")
    page.get_by_label("Category").select_option("beauty")
    desk.check("wizard-product")
    desk.press("Continue")
    desk.sees("What do you ask for?")
    page.get_by_label("What", exact=True).select_option("photo")
    page.get_by_label("How many").fill("1")
    page.get_by_label("Content only").check()
    page.get_by_label("Words", exact=True).fill("The cream on bare skin, in daylight")
    desk.check("wizard-content")
    desk.press("Continue")
    desk.sees("Who can apply?")
    page.get_by_label("Places", exact=True).fill("5")
    desk.check("wizard-who")
    desk.press("Continue")
    desk.sees("What may you do with it?")
    desk.check("wizard-rights")
    desk.press("Continue")
    desk.sees("Ready to publish")
    desk.check("wizard-publish")
    desk.press("Publish the deal")
    desk.sees("“Cloud cream for one photo” is live")
    drain()
    deal = Deal.objects.get()
    assert deal.state == Deal.State.LIVE
    return deal


def apply_in_two_taps(phone: Walk, deal: Deal) -> None:
    phone.go("feed")
    phone.fill("Search deals", "cloud cream")
    phone.page.keyboard.press("Enter")
    phone.sees("Results for “cloud cream”")
    phone.check("found")
    phone.press(deal.title)
    phone.sees("How it will go")
    phone.check("deal")
    phone.press("Apply")
    expect(phone.page.locator("dialog#apply")).to_be_visible()
    phone.press("Send application")
    phone.sees("Velda answers by")
    drain()


def accept_by_the_bulk_bar(desk: Walk, deal: Deal, maker: Maker) -> None:
    desk.go("brand_pipeline", deal.public_id)
    desk.page.get_by_label(f"Select {maker.creator.display_name}").check()
    desk.check("pipeline")
    desk.page.get_by_role("region", name="Selected applicants").get_by_role("button", name="Accept").click()
    desk.page.get_by_role("dialog").get_by_role("button", name="Accept them").click()
    desk.sees("1 creator accepted.")
    drain()


def ship(desk: Walk) -> None:
    desk.go("brand_shipments")
    desk.check("shipments")
    desk.page.get_by_label("Tracking number").fill(NUMBER)
    desk.press("Mark shipped")
    desk.sees("The creator can follow it now")
    drain()


def deliver(desk: Walk) -> None:
    """The carrier's server tells ours, signed."""
    scan = Scan(
        event_id="evt-1", tracking_number=NUMBER, state=ShipmentState.DELIVERED, at=clock.now(), description="Delivered"
    )
    body = json.dumps({"events": [scan.as_json()]}).encode()
    headers = signing.sign(settings.CARRIER_WEBHOOK_SECRETS["simulated"], body, sent_at=timezone.now())
    answer = desk.page.request.post(
        desk.base + reverse("carrier_webhook", args=["simulated"]),
        data=body,
        headers={**headers, "Content-Type": "application/json"},
    )
    assert answer.json() == {"received": 1, "new": 1}
    drain()
    assert Collaboration.objects.get().state == Collaboration.State.DELIVERED


def confirm_and_send(phone: Walk, photo: Path) -> None:
    phone.go("my_deals")
    phone.check("my-deals")
    phone.go("deal_room", Collaboration.objects.get().public_id)
    phone.check("room-delivered")
    phone.press("It’s here")
    phone.sees("Film and upload")
    phone.press("Upload")
    upload(phone, photo)
    phone.fill("Caption", "On bare skin. #ad")
    phone.check("upload")
    phone.press("Send to Velda")
    phone.sees("Velda answers")
    drain()


def upload(phone: Walk, photo: Path) -> None:
    """The file goes to the store by itself; the worker looks at it here."""
    phone.page.set_input_files("input[type=file]", str(photo))
    expect(phone.page.locator("[id^=ast_]")).to_have_count(1)
    while process_next():
        pass
    expect(phone.page.locator(".up[data-state=done]")).to_have_count(1)


def ask_for_a_change(desk: Walk, maker: Maker) -> None:
    page = desk.page
    desk.go("brand_review_queue")
    desk.press(f"Review {maker.creator.display_name}")
    page.get_by_label("Add a note on this photo").fill("Once more by the window, please")
    page.get_by_label("Must change?").select_option(label="Yes, the brief says: The cream on bare skin, in daylight")
    page.get_by_role("button", name="Add note").click()
    ask = page.get_by_role("link", name="Ask for 1 change")
    expect(ask).to_be_visible()
    desk.check("review")
    ask.click()
    page.locator("dialog#chg").get_by_role("button", name="Send to").click()
    expect(desk.page.locator(".panel__f .pill")).to_be_visible()
    drain()


def send_again(phone: Walk, photo: Path) -> None:
    phone.go("deal_room", Collaboration.objects.get().public_id)
    phone.press("See the notes")
    phone.sees("Once more by the window, please")
    upload(phone, photo)
    phone.check("version-2")
    phone.press("Send to Velda")
    phone.sees("Velda answers")
    drain()


def approve(desk: Walk, maker: Maker) -> None:
    desk.go("brand_review_queue")
    desk.press(f"Review {maker.creator.display_name}")
    desk.press("Fixed in V2")
    desk.sees("Not fixed after all")
    desk.press("Approve")
    expect(desk.page.locator(".panel__f .pill")).to_be_visible()
    drain()
    assert Collaboration.objects.get().state == Collaboration.State.COMPLETED


def look_at_the_licence(desk: Walk, original: Path) -> None:
    desk.go("brand_library")
    desk.check("library")
    with desk.page.expect_download() as download:
        desk.press("Download")
    assert download.value.path().read_bytes() == original.read_bytes()
    desk.go("licence", Licence.objects.get().code)
    desk.sees("This licence is valid")
    desk.check("licence")


def both_review(desk: Walk, phone: Walk) -> None:
    trade = Collaboration.objects.get()
    for side, room, words in ((phone, "deal_room", "Fast and kind"), (desk, "brand_collaboration", "A lovely eye")):
        side.go(room, trade.public_id)
        side.press("Write a review")
        sheet = side.page.locator("dialog#sheet-review")
        sheet.get_by_label("5, very good").check()
        sheet.get_by_label("What others should know").fill(words)
        side.check(f"review-by-{room}")
        sheet.get_by_role("button", name=re.compile("^(Write a|Seal my) review")).click()
        side.sees("Thank you.")
    drain()
    desk.go("brand_collaboration", trade.public_id)
    desk.sees("Fast and kind")
    desk.check("brand-collaboration")
    phone.go("deal_room", trade.public_id)
    phone.sees("A lovely eye")
    phone.check("room-over")
    assert Review.objects.filter(state=Review.State.OPEN).count() == 0
