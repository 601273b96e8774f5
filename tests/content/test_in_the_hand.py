"""Pages of content in the hand: what is touched is large enough, lists of choices wait behind a button, a film has its own frame."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from barter.kernel import clock
from content.models import Asset, Submission
from tests.axe import check_axe, too_small
from tests.content.conftest import make_trade
from tests.content.shelves import licensed
from tests.content.test_browser import shoot, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
LISTS = "form[role=search] select"


@pytest.fixture
def phone(new_context: Any) -> Any:
    """A small window that is touched; its browser calls itself what it likes."""
    return new_context(viewport={"width": 390, "height": 844}, has_touch=True).new_page()


def test_what_is_touched_is_large_enough_and_choices_wait_behind_a_button(
    phone: Any, page: Any, live_server: Any
) -> None:
    trade = make_trade()
    files = [licensed(trade, at=clock.now() - timedelta(days=1), size=(1920, 1080)), licensed(trade, kind="photo")]
    Submission.objects.update(decided_at=files[0].starts_at)
    library = live_server.url + reverse("brand_library")
    sign_in(phone, live_server, trade.owner)
    phone.goto(f"{library}?ratio=16:9")
    assert phone.locator(LISTS).filter(visible=True).count() == 0
    shoot(phone, "library-phone")
    phone.locator("summary", has_text="Filters · 1").click()
    assert phone.locator(LISTS).filter(visible=True).count() > 3
    check_axe(phone)
    for address in (library, f"{library}?view=list", reverse("brand_shares")):
        phone.goto(live_server.url + address.removeprefix(live_server.url))
        assert too_small(phone, 44) == [], address
    sign_in(phone, live_server, trade.creator.user)
    phone.goto(live_server.url + reverse("my_licences"))
    assert too_small(phone, 44) == []
    rows = phone.locator(".lines > li")
    assert all(rows.nth(n).bounding_box()["height"] < 125 for n in range(rows.count()))
    shoot(phone, "licensed-phone")
    check_axe(phone)

    sign_in(page, live_server, trade.owner)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(library)
    assert page.locator(LISTS).filter(visible=True).count() > 3, "there is room for them at the desk"
    assert page.get_by_text("Filters").filter(visible=True).count() == 0
    assert too_small(page, 24) == []
    for window, room in ((page, 400), (phone, 300)):
        sign_in(window, live_server, trade.owner)
        window.goto(live_server.url + reverse("review", args=[Asset.objects.get(kind="video").submission.public_id]))
        film = window.locator(".stage video").bounding_box()
        assert film["width"] > room
        assert abs(film["width"] / film["height"] - 16 / 9) < 0.02, "the frame is the film's"
        shoot(window, f"landscape-{room}")
