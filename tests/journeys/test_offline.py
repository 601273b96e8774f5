"""Without a network the product says so itself."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser: Any, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    """In a browser that keeps a service worker, which other tests do without."""
    context = browser.new_context(**browser_context_args | {"service_workers": "allow"})
    yield context.new_page()
    context.close()


def test_a_page_without_a_network_says_so_and_comes_back(page: Page, live_server: Any) -> None:
    page.goto(live_server.url)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    page.context.set_offline(True)
    page.goto(f"{live_server.url}/deals/")
    expect(page.get_by_role("heading", name="You are offline")).to_be_visible()
    assert page.evaluate("document.fonts.check('16px Figtree')")

    page.context.set_offline(False)
    page.get_by_role("link", name="Try again").click()
    expect(page).to_have_url(f"{live_server.url}/deals/")
    expect(page.get_by_role("heading", name="You are offline")).to_have_count(0)
