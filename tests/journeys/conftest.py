"""Walking through the product in a real browser, as people do: no waiting by the clock, only for what they would see."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from playwright.sync_api import ConsoleMessage, Locator, Page, expect

from accounts.models import User
from tests.axe import check_axe
from tests.journeys import keys

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
SHOTS = os.environ.get("SCREENSHOTS", "")


@dataclass
class Walk:
    """One browser window and who sits before it. Whatever the console complains about is kept in `problems`.

    looks_closely: every page is also held against the rules for people who see, hear or move in other ways (axe).
    by_keys: nothing is clicked; every control is reached with Tab and arrows, and whatever takes the focus on the way must
    show it (see `tests.journeys.keys`).
    """

    page: Page
    base: str
    has_script: bool = True
    looks_closely: bool = True
    by_keys: bool = False
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))

    def _listen(self, line: ConsoleMessage) -> None:
        """Chromium complains about every 4xx; a form that comes back with its mistakes is a 422 and no problem."""
        if line.type == "error" and "422" not in line.text:
            self.problems.append(line.text)

    def at(self, size: dict[str, int]) -> "Walk":
        self.page.set_viewport_size(size)  # type: ignore[arg-type]
        return self

    def sign_in(self, user: User) -> None:
        """As somebody who signed in earlier."""
        client = Client()
        client.force_login(user)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.page.context.clear_cookies()
        self.page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": self.base}])

    def go(self, name: str, *ids: Any) -> None:
        self.page.goto(self.base + reverse(name, args=ids))

    def press(self, words: str, *, inside: Locator | None = None) -> None:
        """A button or a link, by what stands on it."""
        named = re.compile(f"^{re.escape(words)}")
        place = inside or self.page
        choices = place.get_by_role("button", name=named).or_(place.get_by_role("link", name=named))
        self.use(choices.filter(visible=True).first)

    def use(self, control: Locator) -> None:
        """Press a button, follow a link."""
        if self.by_keys:
            keys.reach(self.page, control)
            self.page.keyboard.press("Enter")
        else:
            control.click()

    def fill(self, label: str, value: str, *, exact: bool = False, inside: Locator | None = None) -> None:
        field = (inside or self.page).get_by_label(label, exact=exact).first
        if self.by_keys:
            keys.write(self.page, field, value)
        else:
            field.fill(value)

    def tick(self, label: str, *, inside: Locator | None = None) -> None:
        """A box, or one of several."""
        control = (inside or self.page).get_by_label(label).first
        if self.by_keys:
            keys.tick(self.page, control)
        else:
            control.check()

    def choose(self, label: str, option: str, *, exact: bool = False) -> None:
        """One of a list, by the words of its line."""
        control = self.page.get_by_label(label, exact=exact).first
        if self.by_keys:
            keys.choose(self.page, control, option)
        else:
            control.select_option(label=option)

    def attach(self, control: Locator, path: Path) -> None:
        """A file of this device."""
        if self.by_keys:
            keys.attach(self.page, control, path)
        else:
            control.set_input_files(str(path))

    def sees(self, words: str) -> Locator:
        found = self.page.get_by_text(words).filter(visible=True).first
        expect(found).to_be_visible()
        return found

    def sheet(self, selector: str) -> Locator:
        """A dialog; without script the same form is a page of its own."""
        return self.page.locator(selector if self.has_script else "main")

    def check(self, name: str) -> None:
        """Nobody is locked out, and nothing stands beside the screen. With SCREENSHOTS=folder the page is kept."""
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{name} scrolls sideways by {wide} px"
        if not self.looks_closely:
            return
        check_axe(self.page, name)
        if SHOTS:
            self.page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


@pytest.fixture
def walk(page: Page, live_server: Any) -> Iterator[Walk]:
    walk = Walk(page, live_server.url)
    walk.at(PHONE)
    yield walk
    assert walk.problems == []


def code_from_mail() -> str:
    """The code of the newest sign-up mail."""
    found = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found[1]
