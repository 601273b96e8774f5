"""Nobody is locked out: a page is held against the rules for people who see, hear or move in other ways (axe)."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_LOOK = {"resultTypes": ["violations"], "preload": False}  # our rules need no style sheet fetched a second time


def check_axe(page: Page, name: str = "") -> None:
    found = Axe().run(page, options=_LOOK).response["violations"]
    assert [(row["id"], [node["html"][:160] for node in row["nodes"]]) for row in found] == [], name
