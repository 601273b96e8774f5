"""Nobody is locked out: a page is held against the rules for people who see, hear or move in other ways (axe)."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_LOOK = {"resultTypes": ["violations"], "preload": False}  # our rules need no style sheet fetched a second time


def check_axe(page: Page, name: str = "") -> None:
    found = Axe().run(page, options=_LOOK).response["violations"]
    assert [(row["id"], [node["html"][:160] for node in row["nodes"]]) for row in found] == [], name


# A control that a finger or a mouse misses: less than so many px of it (with what its style adds around it) can be hit. Links in
# a sentence, what only readers of screens hear, and a box whose words are pressed with it are left out.
_SMALL = """least => [...document.querySelectorAll('a[href], button, summary, select, input:not([type=hidden]), label.chip')].filter(one => {
  const style = getComputedStyle(one);
  if (!one.checkVisibility() || one.closest('.vh, .skip, thead, .menu__p, .chip') && !one.matches('.chip') || one.closest('p') && style.display === 'inline') return false;
  one.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
  const box = one.getBoundingClientRect(), x = box.x + box.width / 2, y = box.y + box.height / 2, r = least / 2 - 1;
  const hits = (dx, dy) => { const top = document.elementFromPoint(x + dx, y + dy); return top && (one.contains(top) || top.closest('label')?.control === one); };
  return (box.height < least && !(hits(0, -r) && hits(0, r))) || (box.width < least && !(hits(-r, 0) && hits(r, 0)));
}).map(one => `${Math.round(one.offsetWidth)} x ${Math.round(one.offsetHeight)} ${one.outerHTML.slice(0, 120)}`)"""


def too_small(page: Page, least: int) -> list[str]:
    found: list[str] = page.evaluate(_SMALL, least)
    return found
