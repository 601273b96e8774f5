"""The wizard in a real browser: the ticket follows what is typed, a draft keeps itself, nothing stands in the way of the keys."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from barter.kernel import clock
from deals import operations as ops
from deals.models import Deal
from tests.deals.web.creator.world import make_deal, make_shop

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
        found = Axe().run(page).response["violations"]
        assert [(row["id"], row["nodes"][0]["html"][:160]) for row in found] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.click("text=Publish the deal")
    expect(page.locator(".pagemsgs")).to_contain_text("“Winter gift boxes” is live")
    assert problems == []
