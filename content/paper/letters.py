"""The fonts of papers, and whatever somebody is called written in letters that they have: never an empty box.

Figtree writes what our languages need. What it lacks (Greek, Cyrillic, Armenian, Georgian, the rest of Latin) is written
in DejaVu Sans. Letters of other scripts would need shaping, or a font of megabytes: they are told in Latin ones, and the
paper says so. Signs that are no letters and that no font has (emoji) are left out.
"""

import unicodedata
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape

from anyascii import anyascii
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

TEXT, STRONG, DISPLAY, MONO, _OTHERS = "figtree-450", "figtree-650", "gabarito-750", "dejavu-sans-mono", "dejavu-sans"
_FOLDER = Path(__file__).resolve().parent.parent / "fonts"


@lru_cache(maxsize=1)
def load() -> None:
    """Once a process; about 20 ms."""
    for name in (TEXT, STRONG, DISPLAY, MONO, _OTHERS):
        pdfmetrics.registerFont(TTFont(name, _FOLDER / f"{name}.ttf"))


def told(text: str) -> str:
    """The text in letters we can print."""
    return " ".join("".join(_told(sign) for sign in unicodedata.normalize("NFC", text)).split())


def is_spelt_otherwise(text: str) -> bool:
    """Whether `told` could not write it as its owner does."""
    return told(text) != " ".join(unicodedata.normalize("NFC", text).split())


def markup(text: str, font: str) -> str:
    """For a paragraph set in `font`: escaped, and each run of letters it lacks in the font that has them."""
    done, run, current = [], "", font
    for sign in told(text):
        needed = _font_of(sign, font) or font
        if needed != current:
            done.append(_run(run, current, font))
            run, current = "", needed
        run += sign
    return "".join([*done, _run(run, current, font)])


def _run(run: str, current: str, font: str) -> str:
    return escape(run) if current == font else f'<font name="{current}">{escape(run)}</font>'


def _told(sign: str) -> str:
    if sign.isspace():
        return " "
    if _font_of(sign, TEXT):
        return sign
    is_letter = unicodedata.category(sign)[0] in "LMN"
    return anyascii(sign).replace("`", "'") if is_letter else ""


@lru_cache(maxsize=4096)
def _font_of(sign: str, font: str) -> str:
    """The first font that has it; "" if none has."""
    load()
    return next((name for name in (font, _OTHERS) if ord(sign) in pdfmetrics.getFont(name).face.charToGlyph), "")
