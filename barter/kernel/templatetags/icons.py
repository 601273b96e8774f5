"""Icons and illustrations as inline SVG, made once and kept as strings."""

from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import lucide
from django.conf import settings
from django.utils.html import escape

# One word of the product -> one Lucide glyph, so that the same thing looks the same everywhere.
GLYPHS: dict[str, str] = {
    "address": "map-pin", "applied": "send", "approved": "shield-check", "back": "arrow-left", "bell": "bell",
    "board": "columns-3", "calendar": "calendar", "campaigns": "megaphone", "changes": "repeat-2", "clip_file": "file-play", "chat": "message-circle",
    "close": "x", "copy": "copy", "creators": "users", "deals": "store", "delivered": "package-check", "down": "chevron-down",
    "error": "circle-alert", "film": "video", "filters": "sliders-horizontal", "get": "gift", "home": "house",
    "inbox": "inbox", "info": "info", "late": "triangle-alert", "library": "images", "make": "clapperboard",
    "me": "circle-user-round", "more": "ellipsis", "new": "sparkles", "next": "chevron-right", "ok": "check",
    "on_time": "calendar-check", "parcel": "package", "photo": "image", "prev": "chevron-left", "products": "shopping-bag",
    "review": "eye", "save": "heart", "shipped": "truck", "share": "share", "sort": "arrow-down-up", "swap": "arrow-left-right",
    "switch": "chevrons-up-down", "table": "table-2", "team": "scale", "tick": "badge-check", "time": "clock",
    "upload": "cloud-upload", "waiting": "hourglass", "withdraw": "undo-2",
}  # fmt: skip


@cache
def icon_svg(name: str, *, css: str = "", label: str = "") -> str:
    """The `<svg class="i">` of a glyph: a word of GLYPHS or a Lucide name. Hidden from readers unless `label` is given."""
    glyph = lucide._load_icon(GLYPHS.get(name, name))
    inner = "".join(ElementTree.tostring(node, encoding="unicode").strip() for node in glyph)
    inner = inner.replace(' xmlns="http://www.w3.org/2000/svg"', "")
    classes = f"i {css}".strip()
    aria = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return f'<svg class="{escape(classes)}" viewBox="0 0 24 24" {aria}>{inner}</svg>'


@cache
def art_svg(name: str, css: str = "") -> str:
    """One two-ink drawing of static/art or static/brand, inline, with its blending as classes (no inline style)."""
    root = Path(settings.BASE_DIR) / "static"
    folder = "brand" if name == "mark" else "art"
    svg = (root / folder / f"{name}.svg").read_text(encoding="utf-8").strip()
    svg = svg.replace(' xmlns="http://www.w3.org/2000/svg"', "")
    svg = svg.replace('style="mix-blend-mode:multiply"', 'class="mul"').replace(
        'style="isolation:isolate"', 'class="iso"'
    )
    svg = svg.replace('fill="#27151F" opacity=".07"', 'class="art-floor"')
    attributes = 'aria-hidden="true"' + (f' class="{escape(css)}"' if css else "")
    return svg.replace("<svg ", f"<svg {attributes} ", 1)
