"""The wizard in a real browser: the ticket follows what is typed, a draft keeps itself, nothing stands in the way of the keys."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from barter.kernel import clock
from deals import operations as ops
from deals.models import Collaboration, Deal, PendingDecision
from tests.axe import check_axe
from tests.deals.web.creator.world import agree, apply, make_deal, make_maker, make_shop

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.slow]


def sign_in(page: Any, live_server: Any, user: Any) -> None:
    client = Client()
    client.force_login(user)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
    page.context.add_cookies([{**cookie, "url": live_server.url}])


def test_the_ticket_follows_the_keys_and_the_draft_keeps_itself(page: Any, live_server: Any) -> None:
    shop = make_shop(clock.now(), "Morrow & Daughters, Roasters of a Very Long Name Indeed")
    draft = ops.duplicate_deal(deal=make_deal(shop, clock.now()), user=shop.user, at=clock.now())
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    sign_in(page, live_server, shop.user)
    page.goto(f"{live_server.url}/brand/deals/{draft.public_id}/edit/product/")
    title, ticket = page.locator("#id_title"), page.locator("#wiz-side .ticket__title")
    title.fill("")
    title.press_sequentially("Winter gift boxes", delay=5)
    expect(ticket).to_have_text("Winter gift boxes")
    expect(title).to_be_focused()
    assert Deal.objects.get(pk=draft.pk).title != "Winter gift boxes"
    title.press("Tab")
    expect(page.locator("#wiz-side")).to_contain_text("Saved just now")
    assert Deal.objects.get(pk=draft.pk).title == "Winter gift boxes"

    page.goto(f"{live_server.url}/brand/deals/{draft.public_id}/edit/who/")
    page.get_by_label("Latvia", exact=True).focus()
    page.keyboard.press("Space")
    expect(page.locator("#wiz-side")).to_contain_text("Nobody can apply like this")
    for step in ("product", "content", "who", "rights", "publish"):
        page.goto(f"{live_server.url}/brand/deals/{draft.public_id}/edit/{step}/")
        check_axe(page, step)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.click("text=Publish the deal")
    expect(page.locator(".pagemsgs")).to_contain_text("“Winter gift boxes” is live")
    assert problems == []


def tops(page: Any, selector: str) -> list[int]:
    """Where the rows of these elements lie: their middles, each height once."""
    found = page.eval_on_selector_all(
        selector,
        "all => all.map(one => one.getBoundingClientRect()).map(box => Math.round((box.top + box.bottom) / 20))",
    )
    return sorted(set(found))


def test_rows_of_the_desk_stay_rows(page: Any, live_server: Any) -> None:
    shop = make_shop(clock.now())
    deal = make_deal(shop, clock.now())
    draft = ops.duplicate_deal(deal=deal, user=shop.user, at=clock.now())
    held = agree(deal, make_maker(clock.now()), shop, clock.now())
    Collaboration.objects.filter(pk=held.pk).update(state="on_hold", problem_code="damaged")
    page.set_viewport_size({"width": 1440, "height": 900})
    sign_in(page, live_server, shop.user)
    for query in ("", "?platform=instagram&followers=20000&waiting=3&worked=1"):
        page.goto(f"{live_server.url}/brand/deals/{deal.public_id}/{query}")
        if not query:
            expect(page.get_by_text("Not on the board:")).to_be_visible()
        assert len(tops(page, ".tools > *:not(noscript)")) == 1, query

    page.goto(f"{live_server.url}/brand/deals/{draft.public_id}/edit/content/")
    page.fill("#id_works-0-count", "900")
    page.click("main button.btn--cta")
    expect(page.locator(".errs")).to_be_visible()
    labels = ".vars fieldset:first-of-type .field:nth-of-type(-n+4) > label"
    assert len(tops(page, labels)) == 1

    page.goto(f"{live_server.url}/nothing-here/")
    assert page.locator("form[role=search]").bounding_box()["width"] < 500
    assert page.locator("form[role=search] svg").bounding_box()["width"] < 30, "large is only the drawing"


def test_the_wizard_in_the_hand_breaks_no_word_and_leaves_no_hole(page: Any, live_server: Any) -> None:
    shop = make_shop(clock.now())
    draft = ops.duplicate_deal(deal=make_deal(shop, clock.now()), user=shop.user, at=clock.now())
    sign_in(page, live_server, shop.user)
    for width in (320, 390):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(f"{live_server.url}/brand/deals/{draft.public_id}/edit/content/")
        heights = page.eval_on_selector_all(".steprow > li", "all => all.map(one => one.offsetHeight)")
        assert len(set(heights)) == 1, heights
        words = page.eval_on_selector_all(".steprow span", "all => all.map(one => one.offsetHeight)")
        assert max(words) < 24, f"the number of a step stands beside its name: {words}"
        line = page.locator("#id_lines-0-text").bounding_box()
        assert line["width"] > width / 2, "a line of the brief has up to 200 letters"
        made_for = page.locator("#id_works-0-platform").bounding_box()
        assert made_for["x"] == page.locator("#id_works-0-kind").bounding_box()["x"]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_long_name_keeps_clear_of_the_box_beside_it(page: Any, live_server: Any) -> None:
    """What is cut off can still be pressed as far as its box reaches, and lay under the check box."""
    shop = make_shop(clock.now())
    deal = make_deal(shop, clock.now())
    apply(deal, make_maker(clock.now(), "Wolfeschlegelsteinhausen-Bergerdorff the Younger"), clock.now())
    page.set_viewport_size({"width": 1440, "height": 900})
    sign_in(page, live_server, shop.user)
    page.goto(f"{live_server.url}/brand/deals/{deal.public_id}/")
    name, check = page.locator(".pc h3 a").bounding_box(), page.locator(".pc [data-pick]").bounding_box()
    assert name["x"] + name["width"] <= check["x"]
    check_axe(page)


def test_declining_many_asks_once(page: Any, live_server: Any) -> None:
    """Was asked a second time: the reason in the dialog stood outside its form, and was not sent."""
    shop = make_shop(clock.now())
    deal = make_deal(shop, clock.now())
    for _ in range(3):
        apply(deal, make_maker(clock.now()), clock.now())
    page.set_viewport_size({"width": 1440, "height": 900})
    sign_in(page, live_server, shop.user)
    page.goto(f"{live_server.url}/brand/deals/{deal.public_id}/")
    for box in page.locator('input[name="pick"]').all()[:2]:
        box.check()
    page.click('button[data-open="#bulk-decline"]')
    page.get_by_label("Not a fit for this deal").check()
    page.click("text=Decline them")
    expect(page.locator("main")).to_contain_text("2 creators declined")
    assert PendingDecision.objects.filter(verdict="no").count() == 2


def test_the_box_over_a_column_tells_what_more_cards_change_and_dialogs_name_how_many(
    page: Any, live_server: Any
) -> None:
    shop = make_shop(clock.now())
    deal = make_deal(shop, clock.now())
    for _ in range(12):
        apply(deal, make_maker(clock.now()), clock.now())
    page.set_viewport_size({"width": 1440, "height": 900})
    sign_in(page, live_server, shop.user)
    page.goto(f"{live_server.url}/brand/deals/{deal.public_id}/")
    page.locator("[data-pickall]").first.check()
    page.click('button[data-open="#bulk-accept"]')
    expect(page.locator("#bulk-accept")).to_contain_text("10 selected")
    page.keyboard.press("Escape")
    page.get_by_text("Show 2 more").click()
    expect(page.locator(".col [data-pick]")).to_have_count(12)
    expect(page.locator("[data-pick]:checked")).to_have_count(10)
    box = page.locator("[data-pickall]").first
    expect(box).not_to_be_checked()
    assert box.evaluate("one => one.indeterminate")
    box.check()
    expect(page.locator(".bulk")).to_contain_text("12 selected")


def test_the_bar_stands_again_for_who_is_still_ticked_after_a_step_back(page: Any, live_server: Any) -> None:
    """The browser ticks them again once the page has loaded."""
    shop = make_shop(clock.now())
    deal = make_deal(shop, clock.now())
    for _ in range(3):
        apply(deal, make_maker(clock.now()), clock.now())
    page.set_viewport_size({"width": 1440, "height": 900})
    sign_in(page, live_server, shop.user)
    page.goto(f"{live_server.url}/brand/deals/{deal.public_id}/")
    for box in page.locator("[data-pick]").all()[:2]:
        box.check()
    page.locator(".bulk").get_by_role("button", name="Message…").click()
    expect(page.locator("h1")).to_contain_text("Write to 2 creators")
    page.go_back()
    expect(page.locator("[data-pick]:checked")).to_have_count(2)
    expect(page.locator(".bulk")).to_contain_text("2 selected")
    expect(page.locator(".bulk")).to_be_visible()


def test_the_pipeline_is_worked_by_keys_alone(page: Any, live_server: Any) -> None:
    """J and K move the real focus, X and shift select, A and D ask; never while somebody types or with a modifier."""
    shop = make_shop(clock.now())
    deal = make_deal(shop, clock.now())
    for number in range(4):
        apply(deal, make_maker(clock.now(), f"Maker {number}"), clock.now() - timedelta(hours=9 - number))
    page.set_viewport_size({"width": 1440, "height": 900})
    sign_in(page, live_server, shop.user)
    for query in ("", "?view=table&stage=new"):
        page.goto(f"{live_server.url}/brand/deals/{deal.public_id}/{query}")
        picked, focused, press = page.locator("[data-pick]:checked"), page.locator("a:focus"), page.keyboard.press
        press("a")
        expect(page.locator("dialog[open]")).to_have_count(0)
        for key, name in (("j", 0), ("j", 1), ("j", 2), ("k", 1), ("Control+j", 1)):
            press(key)
            expect(focused).to_have_text(f"Maker {name}")
        press("x")
        expect(picked).to_have_count(1)
        press("Shift+J")
        press("Shift+J")
        expect(picked).to_have_count(3)
        press("Space")
        expect(picked).to_have_count(2)
        press("Escape")
        expect(picked).to_have_count(0)
        press("d")
        expect(page.locator("#bulk-decline")).to_be_visible()
        press("j")
        press("Escape")
        expect(picked).to_have_count(1)
        page.fill("#pq", "")
        page.locator("#pq").press_sequentially("ajdx?")
        expect(page.locator("dialog[open]")).to_have_count(0)
        expect(picked).to_have_count(1)
    page.get_by_role("link", name="Maker 3").focus()
    press("?")
    expect(page.locator("#keys")).to_be_visible()
    press("Escape")
    press("a")
    page.get_by_role("button", name="Accept them").click()
    expect(page.locator("main")).to_contain_text("1 creator accepted")
    page.get_by_role("link", name="Maker 1").click()
    page.wait_for_url("**/brand/applications/**")  # keys mean something once the page has loaded
    press("j")
    expect(page.locator("h1")).to_contain_text("Maker 2")
