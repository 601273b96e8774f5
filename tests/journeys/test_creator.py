"""A creator's first days, on a phone."""

import pytest
from django.core import mail
from playwright.sync_api import expect

from barter.kernel import clock
from creators.models import Creator
from deals import operations as ops
from deals.models import Application
from tests.deals.web.creator.world import Maker, Shop, make_deal, make_maker, make_shop
from tests.journeys.conftest import DESK, Walk, code_from_mail

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
PICTURE = "demo/products/beauty.webp"


@pytest.fixture
def shop() -> Shop:
    return make_shop(clock.now(), "Velda")


@pytest.fixture
def maker() -> Maker:
    return make_maker(clock.now())


def test_somebody_without_an_account_applies_and_is_asked_for_an_email_last(walk: Walk, shop: Shop) -> None:
    deal = make_deal(shop, clock.now(), picture=PICTURE, variants=2)
    walk.go("landing")
    walk.check("landing")
    walk.press("See deals")
    walk.fill("Search deals", "serum")
    walk.page.keyboard.press("Enter")
    walk.sees("Results for “serum”")
    walk.check("feed")
    walk.press(deal.title)
    walk.sees("How it will go")
    walk.check("deal")
    walk.press("Apply")
    walk.page.get_by_label("Size 2").check()
    walk.fill("Say hello", "I film on bare skin every Sunday")
    for label, value in (
        ("Name on the door", "Elīna Kalniņa"),
        ("Street and number", "Tērbatas 12"),
        ("Postcode", "LV-1011"),
        ("Town or city", "Riga"),
    ):
        walk.fill(label, value)
    walk.page.get_by_label("Country").select_option("LV")
    walk.press("Send application")
    walk.sees("Add your e-mail address.")
    walk.check("apply-without-account")
    walk.fill("E-mail", "elina@example.com")
    walk.press("Send application")

    expect(walk.page.get_by_label("E-mail")).to_have_value("elina@example.com")
    walk.fill("Password", "three words are better")
    walk.press("Continue")
    walk.sees("Look in your mail")
    assert not Application.objects.exists()
    walk.fill("Code", code_from_mail())
    walk.press("Confirm address")

    walk.sees("Velda answers by")
    walk.check("sent")
    application = Application.objects.select_related("address", "variant", "creator").get()
    assert application.pitch == "I film on bare skin every Sunday"
    assert application.variant is not None
    assert application.variant.title == "Size 2"
    assert application.address is not None
    assert application.address.city == "Riga"
    assert "Tērbatas" not in str(mail.outbox[-1].body)


def test_two_taps_apply_and_a_third_finds_the_application(walk: Walk, shop: Shop, maker: Maker) -> None:
    deal = make_deal(shop, clock.now(), picture=PICTURE)
    walk.sign_in(maker.user)
    walk.go("deal", deal.public_id)
    walk.press("Apply")
    expect(walk.page.locator("dialog#apply")).to_be_visible()
    walk.check("apply-sheet")
    walk.press("Send application")
    walk.sees("Velda answers by")
    walk.go("deal", deal.public_id)
    walk.press("See your application")
    walk.sees("What you sent")
    walk.check("application")
    walk.press("Withdraw")
    walk.page.locator("dialog#withdraw").get_by_role("button", name="Withdraw").click()
    walk.sees("Withdrawn")
    assert Application.objects.get().state == Application.State.WITHDRAWN


def test_a_saved_deal_waits_on_its_list(walk: Walk, shop: Shop, maker: Maker) -> None:
    deal = make_deal(shop, clock.now(), picture=PICTURE)
    walk.sign_in(maker.user)
    walk.go("feed")
    heart = walk.page.get_by_role("button", name=f"Save {deal.title}")
    with walk.page.expect_response(lambda answer: answer.url.endswith("/save/")):
        heart.click()
    expect(heart).to_have_attribute("aria-pressed", "true")
    walk.go("saved_deals")
    walk.sees(deal.title)
    walk.check("saved")


def test_the_first_steps_can_be_skipped_and_finished_later(walk: Walk) -> None:
    maker = make_maker(clock.now(), address=False)
    Creator.objects.update(onboarded_at=None)
    walk.sign_in(maker.user)
    walk.go("creator_onboarding")
    walk.sees("Where should brands ship?")
    walk.check("first-step")
    for _ in range(3):
        with walk.page.expect_navigation():
            walk.press("Skip for now")
    walk.sees("No deals are open right now")
    walk.go("me")
    walk.sees("Three steps to your first deal")
    walk.check("me")


def test_at_the_desk_the_title_stands_beside_the_navigation_and_not_under_it(
    walk: Walk, shop: Shop, maker: Maker
) -> None:
    deal = make_deal(shop, clock.now(), picture=PICTURE, title="A very long name of a deal with a set of many things")
    application = ops.apply_to_deal(deal=deal, creator=maker.creator, at=clock.now())
    trade = ops.accept_application(application=application, by=shop.actor, at=clock.now())
    walk.at(DESK).sign_in(maker.user)
    for name, ids in (("deal_room", [trade.public_id]), ("me", []), ("me_edit", [])):
        walk.go(name, *ids)
        nav = walk.page.get_by_role("navigation", name="Main").bounding_box()
        assert nav is not None
        for part in walk.page.locator(".top > :not(.logo)").all():
            box = part.bounding_box()
            assert box is not None
            assert box["x"] + box["width"] <= nav["x"] or box["x"] >= nav["x"] + nav["width"], name
