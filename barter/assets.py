"""What is built from the sources before the product runs: the style sheet and the scripts, in static/dist/, and the translations.

The static files storage hashes and compresses the former two at collectstatic.
"""

import gzip
from dataclasses import dataclass
from pathlib import Path

import lightningcss
import rjsmin

from barter import catalogs

# Down-levels nesting and light-dark() for these; older browsers get a readable page without the newest touches.
BROWSERS = ["safari >= 16.4", "chrome >= 111", "firefox >= 113"]
CSS_BUDGET_BYTES = 14 * 1024
JS_BUDGET_BYTES = 6 * 1024
_MOST_ON_A_PAGE = frozenset({"barter.js", "uploader.js", "reviewer.js"})


@dataclass(frozen=True, slots=True)
class Sizes:
    """Bytes after gzip, as they go over the wire; of the scripts those of the page that loads most (uploading changes)."""

    css: int
    js: int

    def within_budget(self) -> bool:
        return self.css <= CSS_BUDGET_BYTES and self.js <= JS_BUDGET_BYTES


def build(static_root: Path) -> Sizes:
    """Write the files of `static_root`/dist (only those that changed, so that caches stay) and the compiled translations
    beside `static_root`; return what is sent to a browser."""
    catalogs.compile_all(static_root.parent / "locale")
    css = _bundle(static_root, "barter.css")
    _bundle(static_root, "kit.css")  # only the components page loads it
    scripts = {path.name: _shrink(static_root, path) for path in (static_root / "js").glob("*.js")}
    return Sizes(css=_sent(css), js=sum(_sent(scripts[name]) for name in _MOST_ON_A_PAGE & scripts.keys()))


def _sent(text: str) -> int:
    return len(gzip.compress(text.encode(), 9))


def _bundle(static_root: Path, name: str) -> str:
    css = lightningcss.bundle_css(str(static_root / "css" / name), minify=True, browsers_list=BROWSERS)
    return _write(static_root / "dist" / name, css)


def _shrink(static_root: Path, source: Path) -> str:
    return _write(static_root / "dist" / source.name, rjsmin.jsmin(source.read_text(encoding="utf-8")))


def _write(target: Path, text: str) -> str:
    target.parent.mkdir(exist_ok=True)
    if not target.exists() or target.read_text(encoding="utf-8") != text:
        target.write_text(text, encoding="utf-8")
    return text
