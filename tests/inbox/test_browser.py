"""A conversation in a real browser: both sides see new messages without loading the page, and nothing breaks the policy."""

import os
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from accounts.models import User
from barter.kernel import clock
from inbox.models import ChatMessage
from inbox.operations import send_message
from tests import world as worlds
from tests.axe import check_axe

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.slow]
SHOTS = os.environ.get("SCREENSHOTS", "")


def sign_in(page: Any, live_server: Any, user: User) -> None:
    client = Client()
    client.force_login(user)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
    page.context.clear_cookies()
    page.context.add_cookies([{**cookie, "url": live_server.url}])


def shoot(page: Any, name: str) -> None:
    """Both themes at the width of the reader, where a folder for pictures is named."""
    if SHOTS:
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            page.screenshot(path=f"{SHOTS}/{name}.{theme}.png")
        page.emulate_media(color_scheme="light")


def test_two_people_talk(page: Any, live_server: Any) -> None:
    world = worlds.build()
    world.now = clock.now()
    application = world.apply(world.new_deal())
    world.accept(application)
    send_message(
        application=application,
        author=world.owner,
        side="brand",
        text="Which size suits you, 30 or 50 ml?",
        at=world.now,
    )
    world.settle()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))

    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, live_server, world.creator.user)
    page.goto(f"{live_server.url}/inbox/")
    check_axe(page)
    shoot(page, "inbox-creator")
    page.click("text=Velda")
    expect(page.locator(".msg", has_text="Which size")).to_be_visible()
    page.fill("#chat-text", "30 ml is plenty, thanks")
    page.click("[aria-label='Send message']")
    expect(page.locator(".msg--me", has_text="30 ml is plenty")).to_have_count(1)
    expect(page.locator("#chat-text")).to_have_value("")
    page.fill("#chat-text", "When does it leave?")
    page.click("[aria-label='Send message']")
    expect(page.locator(".msg--me", has_text="When does it leave?")).to_have_count(1)
    assert ChatMessage.objects.count() == 3
    send_message(application=application, author=world.owner, side="brand", text="Tomorrow morning", at=clock.now())
    expect(page.locator(".msg", has_text="Tomorrow morning")).to_have_count(1, timeout=15_000)
    page.fill("#chat-text", "x" * 4001)
    page.click("[aria-label='Send message']")
    expect(page.locator("#chat-error")).to_contain_text("at most 4000 characters")
    expect(page.locator("#chat-text")).to_have_value("x" * 4001)
    expect(page.locator("#chat-text")).to_have_js_property("rows", 7)  # all that can be shown, as before it was sent
    page.fill("#chat-text", "Here is the light I mean")
    page.click("[aria-label='Add photos or a PDF']")
    expect(page.locator("#files-text")).to_have_value("Here is the light I mean")
    page.go_back()
    page.fill("#chat-text", "")
    check_axe(page)
    shoot(page, "chat-creator")
    for name in ("notifications", "settings"):
        page.goto(f"{live_server.url}/inbox/{name}/")
        check_axe(page)
        shoot(page, f"{name}-creator")

    page.set_viewport_size({"width": 1440, "height": 900})
    world.settle()
    sign_in(page, live_server, world.owner)
    for name, path in (
        ("inbox", "/inbox/"), ("notifications", "/inbox/notifications/"), ("settings", "/inbox/settings/"),
        ("chat", f"/applications/{application.public_id}/thread/"),
    ):  # fmt: skip
        page.goto(live_server.url + path)
        check_axe(page)
        shoot(page, f"{name}-brand")
    assert [line for line in problems if "422" not in line and not SHOTS] == []
    if SHOTS:
        shoot_mails(page)


def shoot_mails(page: Any) -> None:
    from inbox.letters import letter_of
    from inbox.models import Mail

    page.goto("about:blank")  # the policy of our pages would take a mail's inline styles away
    page.set_viewport_size({"width": 640, "height": 800})
    for mail in Mail.objects.select_related("notification__deal", "user").order_by("id"):
        html = letter_of(mail, clock.now()).alternatives[0][0]
        page.set_content(str(html))
        shoot(page, f"mail-{mail.kind}")
