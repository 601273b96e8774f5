"""Upload and review in a real browser: the store, the scripts, the player and the policy of the pages together."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from barter.kernel import clock
from content import operations
from content.models import Asset, Licence, RevisionNote, Submission
from content.processing.work import process_next
from deals.models import Collaboration
from tests.axe import check_axe
from tests.content.conftest import make_trade, photo_bytes, video_bytes

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.slow]
SHOTS = os.environ.get("SCREENSHOTS", "")


def sign_in(page: Any, live_server: Any, user: Any) -> None:
    client = Client()
    client.force_login(user)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
    page.goto("about:blank")  # what the page of the one before still asks for is not the next one's
    page.context.clear_cookies()
    page.context.add_cookies([{**cookie, "url": live_server.url}])


def shoot(page: Any, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png")


def until(page: Any, condition: str) -> None:
    """Wait in the test: the pages' policy forbids the evaluation Playwright's own waiting needs."""
    for _ in range(400):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    raise AssertionError(condition)


def test_a_clip_from_phone_to_licence(page: Any, live_server: Any, tmp_path: Path) -> None:
    trade = make_trade()
    Collaboration.objects.update(due_at=clock.now())
    clip, photo = tmp_path / "IMG_2041.mp4", tmp_path / "photo.jpg"
    clip.write_bytes(video_bytes(tmp_path, seconds=4, size="360x640"))
    photo.write_bytes(photo_bytes((900, 1200)))
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))

    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, live_server, trade.creator.user)
    page.goto(live_server.url + reverse("upload", args=[trade.collaboration.public_id]))
    shoot(page, "upload-empty")
    check_axe(page)
    page.set_input_files("input[type=file]", [str(clip), str(photo)])
    page.wait_for_selector("text=Being prepared")
    expect(page.locator("[id^=ast_]")).to_have_count(2)
    shoot(page, "upload-preparing")
    while process_next():
        pass
    expect(page.locator(".up[data-state=done]")).to_have_count(2)
    check_axe(page)
    shoot(page, "upload-ready")
    page.fill("#caption", "One drop. #ad")
    page.click("text=Add captions")
    page.wait_for_selector("#id_text")
    page.goto(live_server.url + reverse("upload", args=[trade.collaboration.public_id]))
    expect(page.locator("#caption")).to_have_value("One drop. #ad")
    page.click("text=Send to Velda")
    expect(page.locator("[role=alert]")).to_contain_text("It runs 4 seconds. Agreed: at least 20.")
    check_axe(page)
    shoot(page, "upload-asked")
    page.click("button[name=fewer]")
    page.wait_for_selector("text=Velda answers")
    submission = Submission.objects.get()
    assert submission.assets.count() == 2

    page.set_viewport_size({"width": 1440, "height": 900})
    sign_in(page, live_server, trade.owner)
    page.goto(live_server.url + reverse("brand_review_queue"))
    shoot(page, "queue")
    check_axe(page)
    page.goto(live_server.url + reverse("review", args=[submission.public_id]) + "?t=1")
    until(page, "document.querySelector('.stage video').currentTime === 1")
    page.keyboard.press(".")
    page.keyboard.press("l")
    assert page.evaluate("document.querySelector('.stage video').currentTime") > 3.5
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.keyboard.type("Say calmer skin")
    page.evaluate("document.querySelector('#note').style.height = '140px'")  # what pulling at its corner does
    page.select_option("#brief_item", label="Yes, the brief says: No health claims")
    page.click("[aria-label='Add note']")
    page.wait_for_selector("text=Ask for 1 change")
    assert RevisionNote.objects.get().at_ms is not None
    page.wait_for_selector("#pins .mark")
    shoot(page, "review")
    check_axe(page)
    page.click(".reel a:nth-child(2)")
    page.wait_for_selector("svg[data-points]")
    width, height = page.evaluate(
        "(b => [b.width, b.height])(document.querySelector('.stage__p').getBoundingClientRect())"
    )
    page.click("svg[data-points]", position={"x": width / 2, "y": height / 4})
    page.keyboard.type("Turn the label")
    page.keyboard.press("Enter")
    page.wait_for_selector("#points circle")
    expect(page.locator(".panel .cm")).to_have_count(2)
    point = RevisionNote.objects.get(text="Turn the label")
    assert point.x is not None
    assert point.y is not None
    assert abs(point.x - 500) < 10
    assert abs(point.y - 250) < 20
    shoot(page, "review-photo")
    check_axe(page)
    page.keyboard.press("Escape")
    page.locator("svg[data-points]").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert (
        page.evaluate("[document.activeElement.id, document.activeElement.form.elements.x.value].join()") == "note,520"
    )
    page.keyboard.type("Here it is dark")
    page.keyboard.press("Enter")
    expect(page.locator(".panel .cm")).to_have_count(3)
    page.locator("svg[data-points]").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Or brighter all over")
    page.locator(".panel .cm", has_text="Here it is dark").get_by_role("button").click()
    expect(page.locator(".panel .cm")).to_have_count(2)
    expect(page.locator("#note")).to_have_value("Or brighter all over")
    assert page.evaluate("document.querySelector('#write [name=x]').value") == "520"
    page.fill("#note", "")
    page.click("text=Ask for 1 change")
    page.wait_for_selector("#chg[open]")
    shoot(page, "review-ask")
    check_axe(page)
    page.set_viewport_size({"width": 390, "height": 844})
    page.keyboard.press("Escape")
    shoot(page, "review-phone")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.click("text=Ask for 1 change")
    page.click("text=Send to Ines")
    expect(page.locator(".panel__f .pill")).to_be_visible()
    assert Collaboration.objects.get().state == "changes_requested"

    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, live_server, trade.creator.user)
    page.goto(live_server.url + reverse("upload", args=[trade.collaboration.public_id]))
    shoot(page, "changes")
    check_axe(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    shown = page.locator(".stage video").bounding_box()
    assert shown is not None
    assert shown["height"] > 300  # the last version can be seen, not only its strip
    shoot(page, "changes-desk")
    page.set_viewport_size({"width": 390, "height": 844})
    page.set_input_files("input[type=file]", str(clip))
    expect(page.locator("[id^=ast_]")).to_have_count(1)
    while process_next():
        pass
    second = operations.submit(
        collaboration=trade.collaboration, assets=list(Asset.objects.usable_in(trade.collaboration)), caption="",
        by=trade.by_creator, at=clock.now(),
    )  # fmt: skip

    filmed = second.assets.get()
    page.goto(live_server.url + reverse("captions", args=[filmed.public_id]))
    page.fill("#id_text", "0:00 --> 0:01\nOne drop.\n\n0:01 --> 0:01")
    page.click("text=Save captions")
    expect(page.locator(".errs")).to_contain_text("Line 4: it ends at 0:01")
    check_axe(page)
    shoot(page, "captions-wrong")
    page.fill("#id_text", "0:00 --> 0:01\nOne drop.")
    page.click("text=Save captions")
    until(page, "document.querySelector('video').textTracks[0].cues?.length === 1")
    check_axe(page)
    shoot(page, "captions")

    page.set_viewport_size({"width": 1440, "height": 900})
    shoot(page, "captions-desk")
    sign_in(page, live_server, trade.owner)
    page.goto(live_server.url + reverse("review", args=[second.public_id]))
    until(page, "document.querySelector('video').textTracks[0].cues?.length === 1")
    page.click("[data-cc]")
    until(page, "document.querySelector('video').textTracks[0].mode === 'hidden'")
    page.click("[data-cc]")
    until(page, "document.querySelector('video').textTracks[0].mode === 'showing'")
    page.click("text=Fixed in V2")
    page.wait_for_selector("text=Not fixed after all")
    shoot(page, "review-second")
    page.click("text=V1 + V2")
    page.wait_for_selector("video.was")
    until(page, "document.querySelector('video.was').readyState > 1 && !document.querySelector('video.was').controls")
    left, right = (page.locator(f"video.{name}").bounding_box() for name in ("was", "now"))
    assert left["x"] + left["width"] < right["x"]
    page.keyboard.press("Space")
    until(page, "document.querySelector('video.now').currentTime > .5")
    page.keyboard.press("Space")
    until(
        page,
        "Math.abs(document.querySelector('video.was').currentTime - document.querySelector('video.now').currentTime) < .1",
    )
    until(page, "document.querySelector('video.was').paused")
    check_axe(page)
    shoot(page, "review-beside")
    page.set_viewport_size({"width": 390, "height": 844})
    shoot(page, "review-beside-phone")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("button", name="Approve").click()
    expect(page.locator(".panel__f .pill")).to_be_visible()
    licence = Licence.objects.get()
    page.goto(live_server.url + reverse("brand_library"))
    shoot(page, "library")
    check_axe(page)
    page.goto(live_server.url + reverse("licence", args=[licence.code]))
    shoot(page, "licence")
    check_axe(page)
    Submission.objects.update(state="approved")
    Collaboration.objects.update(state="completed", posted_at=clock.now())
    operations.show_clips(creator=trade.creator, assets=[filmed], at=clock.now())
    page.goto(live_server.url + reverse("creator_page", args=[trade.creator.handle]))
    expect(page.locator("video")).to_have_count(0)
    page.locator("[data-clip]").first.press("Enter")
    until(page, "document.querySelector('.gallery video')?.currentTime > 0")
    assert page.evaluate("document.activeElement.tagName") == "VIDEO"
    until(page, "document.querySelector('.gallery video').textTracks[0].cues?.length === 1")
    shoot(page, "profile")
    check_axe(page)
    known = ("ViewTransition", "422")  # the question before sending is answered with 422
    assert [problem for problem in problems if not any(word in problem for word in known)] == []
