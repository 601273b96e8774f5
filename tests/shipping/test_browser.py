"""The shipping desk in the hand, in a real browser."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.deals.web.test_brand_browser import sign_in
from tests.shipping.conftest import make_world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.slow]


def test_the_report_of_pasted_lines_is_read_without_scrolling_sideways(page: Any, live_server: Any) -> None:
    """One long word in a line took every number and every result off the page."""
    world = make_world()
    parcel = world.parcel()
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, live_server, world.owner)
    page.goto(f"{live_server.url}/brand/shipments/paste/")
    lines = f"{parcel.public_id};1Z999AA10123456784\nshp_{'0' * 26};CE128884216EE;{'x' * 60}\n"
    page.fill("[name=text]", lines * 20)
    page.click("main .btn--cta")
    wrap = page.locator(".tblwrap")
    expect(wrap).to_contain_text("No parcel to ship has this name or id.")
    assert wrap.evaluate("one => one.scrollWidth <= one.clientWidth")
    assert page.locator("main .btn--cta").bounding_box()["y"] < 844, "the button stands above what it is about"
