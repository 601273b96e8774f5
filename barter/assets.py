"""What is built from the sources before the product runs: the style sheets, as static/dist/barter.css, and the translations.

The static files storage hashes and compresses the former at collectstatic.
"""

import gzip
from dataclasses import dataclass
from pathlib import Path

import lightningcss

from barter import catalogs

# Down-levels nesting and light-dark() for these; older browsers get a readable page without the newest touches.
BROWSERS = ["safari >= 16.4", "chrome >= 111", "firefox >= 113"]
CSS_BUDGET_BYTES = 14 * 1024
JS_BUDGET_BYTES = 6 * 1024


@dataclass(frozen=True, slots=True)
class Sizes:
    """Bytes after gzip, as they go over the wire."""

    css: int
    js: int

    def within_budget(self) -> bool:
        return self.css <= CSS_BUDGET_BYTES and self.js <= JS_BUDGET_BYTES


def build(static_root: Path) -> Sizes:
    """Write `dist/barter.css` below `static_root` (only when it changed, so that caches stay) and the compiled translations
    beside it; return what is sent to a browser."""
    catalogs.compile_all(static_root.parent / "locale")
    css = _bundle(static_root, "barter.css")
    _bundle(static_root, "kit.css")  # only the components page loads it
    scripts = b"".join(path.read_bytes() for path in sorted((static_root / "js").glob("*.js")))
    return Sizes(css=len(gzip.compress(css.encode(), 9)), js=len(gzip.compress(scripts, 9)))


def _bundle(static_root: Path, name: str) -> str:
    css = lightningcss.bundle_css(str(static_root / "css" / name), minify=True, browsers_list=BROWSERS)
    target = static_root / "dist" / name
    target.parent.mkdir(exist_ok=True)
    if not target.exists() or target.read_text(encoding="utf-8") != css:
        target.write_text(css, encoding="utf-8")
    return css
