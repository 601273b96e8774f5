"""Working a page with the keyboard alone: Tab and arrows to a control, Enter and Space to use it.

Each stop on the way must be seen to have the focus: a ring of 3 px, inside the window, under nothing that covers it.
"""

from pathlib import Path

from playwright.sync_api import FileChooser, Locator, Page, expect

MOST_STOPS = 90
# What is wrong with the place that has the focus; empty for one that shows it, or while it is at the edge of the page.
_STOP = """() => {
  const one = document.activeElement;
  if (!one || one === document.body || one.id === 'main') return '';
  const ringed = el => { const s = getComputedStyle(el); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 3; };
  let shown = false;
  for (let el = one, up = 0; el && up < 5; el = el.parentElement, up += 1) shown ||= ringed(el);
  const name = one.outerHTML.slice(0, 160), box = (one.matches('input') && one.closest('label') || one).getBoundingClientRect();
  if (!shown) return 'no ring: ' + name;
  const x = Math.min(Math.max(box.x + box.width / 2, 0), innerWidth - 1), y = box.y + Math.min(box.height / 2, 20);
  if (box.bottom <= 0 || box.top >= innerHeight || y < 0 || y >= innerHeight) return 'outside the window: ' + name;
  const top = document.elementFromPoint(x, y);
  const fits = top && (one.contains(top) || top.contains(one) || top.closest('label')?.control === one || top.closest('label, a, [data-row], .drop, .pick')?.contains(one));
  return fits ? '' : `under ${top?.outerHTML.slice(0, 120)}: ${name}`;
}"""

# The same page as at the last step, and what had the focus is gone: the next Tab would start anywhere.
_LOST = "() => { const lost = window.walked && document.activeElement === document.body; window.walked = true; return lost; }"


def reach(page: Page, control: Locator) -> None:
    """Tab until the control has the focus; from the top of a page past what is the same on all of them."""
    expect(control).to_be_visible()
    target = control.element_handle()
    assert not page.evaluate(_LOST), f"{page.url}: nothing has the focus after the last step; next is {control}"
    for stop in range(MOST_STOPS):
        if page.evaluate("target => document.activeElement === target", target):
            return
        page.keyboard.press("Tab")
        wrong = page.evaluate(_STOP)
        if wrong:  # what moves into sight needs a frame
            page.wait_for_timeout(200)
            wrong = page.evaluate(_STOP)
        assert not wrong, f"{page.url}: {wrong}"
        if stop == 0 and page.evaluate("document.activeElement.matches('.skip')"):
            page.keyboard.press("Enter")
    raise AssertionError(f"{page.url}: {MOST_STOPS} stops, and none is {control}")


def write(page: Page, field: Locator, value: str) -> None:
    reach(page, field)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(value)


def tick(page: Page, control: Locator) -> None:
    """A box with Space. Of several choices one stop is enough, and arrows lead to the others."""
    name = control.evaluate("one => one.type === 'radio' ? one.name : ''")
    if not name:
        reach(page, control)
        page.keyboard.press("Space")
        return
    group = page.locator(f"input[type=radio][name={name!r}]")
    checked = group.and_(page.locator(":checked"))
    reach(page, checked.first if checked.count() else group.first)
    for _ in range(group.count()):
        if control.evaluate("one => one === document.activeElement"):
            page.keyboard.press("Space")
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{page.url}: arrows don't lead to {control}")


def choose(page: Page, control: Locator, option: str) -> None:
    """By typing the words of the line; on a machine too slow for that, from one with its first letter to the next."""
    chosen = "one => one.selectedOptions[0]?.label.trim()"
    reach(page, control)
    page.keyboard.type(option)
    for _ in range(20):
        if control.evaluate(chosen) == option:
            return
        page.wait_for_timeout(1_100)
        page.keyboard.type(option[0])
    assert control.evaluate(chosen) == option


def attach(page: Page, control: Locator, path: Path) -> None:
    """A browser drops keys that come before its first picture of a page, so on a busy machine one presses again."""
    reach(page, control)
    chosen: list[FileChooser] = []
    page.once("filechooser", lambda chooser: chosen.append(chooser))  # Playwright marks the function
    for turn in range(150):
        if turn % 10 == 0:
            page.keyboard.press("Space")
        page.wait_for_timeout(200)
        if chosen:
            break
    chosen[0].set_files(str(path))
