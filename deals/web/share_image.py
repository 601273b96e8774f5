"""The picture a link to a deal carries when it is shared: the ticket on plum, 1200 x 630 px, as in the design's section 7."""

import hashlib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from anyascii import anyascii
from django.conf import settings
from PIL import Image, ImageDraw, ImageFont, ImageOps

from barter.kernel.sharing import SIZE

_SCALE = 2  # drawn larger and made smaller, which smooths the edges
_PLUM, _WHITE, _INK, _MUTED, _LINE = "#3A0A2A", "#FFFFFF", "#27151F", "#695660", "#E4DCE0"
_GET, _GET_TEXT, _MAKE, _MAKE_TEXT = "#FFECC4", "#784F00", "#FEE0ED", "#8C155C"
_MARIGOLD, _BEET, _OVERPRINT = "#FFB81C", "#C43086", "#C4230F"
_FONTS = Path(settings.BASE_DIR) / "static" / "fonts"
_DRAWING = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()  # drawn otherwise, it is another picture
_DISPLAY, _TEXT = "gabarito", "figtree"
_CARD = (60, 52, 1140, 578)
_PHOTO_RIGHT = 496
_TEXT_LEFT, _TEXT_RIGHT = 536, 1100
_TEAR = 392
_TITLE_SIZES = (56, 46)

Colour = str | tuple[int, int, int]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class ShareTicket:
    """What stands on it. `note` is the line below the title; `letter` begins with what stands where a photo is missing."""

    brand: str
    title: str
    note: str
    get_label: str
    get: str
    make_label: str
    make: str
    letter: str = ""

    def fingerprint(self, source: str) -> str:
        said = "\x1f".join(getattr(self, name) for name in self.__slots__)
        return hashlib.sha256(f"{_DRAWING}\x1f{said}\x1f{source}".encode()).hexdigest()[:24]


def draw(ticket: ShareTicket, photo: Image.Image | None) -> bytes:
    """The finished JPEG."""
    image = Image.new("RGB", (SIZE[0] * _SCALE, SIZE[1] * _SCALE), _PLUM)
    pen = _Pen(image)
    pen.box(_CARD, _WHITE, radius=36)
    pen.photo(photo, (_CARD[0], _CARD[1], _PHOTO_RIGHT, _CARD[3]), radius=36, letter=ticket.letter or ticket.brand)
    pen.mark(1056, 84, 44)
    pen.line(ticket.brand, (_TEXT_LEFT, 86), _TEXT, 30, 650, _INK, width=480)
    bottom = pen.lines(ticket.title, (_TEXT_LEFT, 142), _DISPLAY, title_size(ticket.title), 750, _INK, most=2)
    pen.line(ticket.note, (_TEXT_LEFT, bottom + 16), _TEXT, 28, 450, _MUTED)
    pen.tear()
    middle = (_TEXT_LEFT + _TEXT_RIGHT) / 2
    pen.half((_TEXT_LEFT - 12, 418, middle - 3, 552), _GET, _GET_TEXT, ticket.get_label, ticket.get)
    pen.half((middle + 3, 418, _TEXT_RIGHT + 12, 552), _MAKE, _MAKE_TEXT, ticket.make_label, ticket.make)
    pen.swap(middle, 485)
    body = BytesIO()
    image.resize(SIZE, Image.Resampling.LANCZOS).save(body, "JPEG", quality=88, optimize=True)
    return body.getvalue()


def title_size(title: str) -> int:
    """The largest at which two lines hold the title whole; the smallest cuts what is longer still."""
    whole, wide = " ".join(_spelled(title).split()), (_TEXT_RIGHT - _TEXT_LEFT) * _SCALE
    fitting = (size for size in _TITLE_SIZES if " ".join(_wrapped(whole, _DISPLAY, size, 750, wide, 2)) == whole)
    return next(fitting, _TITLE_SIZES[-1])


class _Pen:
    """Draws in the picture's own pixels, whatever the scale."""

    def __init__(self, image: Image.Image) -> None:
        self._image, self._draw = image, ImageDraw.Draw(image)

    def box(self, box: Box, colour: Colour, radius: float) -> None:
        self._draw.rounded_rectangle(_scaled(box), radius * _SCALE, colour)

    def photo(self, photo: Image.Image | None, box: Box, radius: float, letter: str) -> None:
        left, top, right, bottom = (round(value) for value in _scaled(box))
        size = (right - left, bottom - top)
        shape = Image.new("L", (size[0] + round(radius * _SCALE), size[1]), 0)
        ImageDraw.Draw(shape).rounded_rectangle((0, 0, *shape.size), radius * _SCALE, 255)
        if photo is None:
            filled = Image.new("RGB", size, _MAKE)
        else:
            flat = Image.new("RGBA", photo.size, _WHITE)
            flat.alpha_composite(photo.convert("RGBA"))
            filled = ImageOps.fit(flat.convert("RGB"), size, Image.Resampling.LANCZOS)
        self._image.paste(filled, (left, top), shape.crop((0, 0, *size)))
        if photo is None and (runs := _runs(_spelled(letter).lower())):
            first, extended = runs[0]
            font = _font(_DISPLAY, 220, 750, extended=extended)
            self._draw.text(((left + right) / 2, (top + bottom) / 2), first[0], _MAKE_TEXT, font, "mm")

    def mark(self, x: float, y: float, side: float) -> None:
        """As in static/brand/mark.svg; where the two inks overlap they overprint."""
        unit = side / 32
        bar, disc = (x + 3 * unit, y + 1.5 * unit, x + 15.5 * unit, y + 30.5 * unit), (18.2, 19.6, 10.9)
        middle = (x + disc[0] * unit, y + disc[1] * unit)
        round_box = tuple(value + sign * disc[2] * unit for sign in (-1, 1) for value in middle)
        self.box(bar, _MARIGOLD, radius=4.6 * unit)
        self._draw.ellipse(_scaled(round_box), _BEET)
        both = Image.new("L", self._image.size, 0)
        ImageDraw.Draw(both).rounded_rectangle(_scaled(bar), 4.6 * unit * _SCALE, 255)
        lens = Image.new("L", self._image.size, 0)
        ImageDraw.Draw(lens).ellipse(_scaled(round_box), 255)
        self._image.paste(_OVERPRINT, (0, 0), Image.composite(both, Image.new("L", both.size, 0), lens))
        triangle = ((16, 14.6), (24.6, 19.6), (16, 24.6))
        self._draw.polygon([((x + a * unit) * _SCALE, (y + b * unit) * _SCALE) for a, b in triangle], _WHITE)

    def tear(self) -> None:
        for x in (_PHOTO_RIGHT, _CARD[2]):
            self._draw.ellipse(_scaled((x - 14, _TEAR - 14, x + 14, _TEAR + 14)), _PLUM)
        for x in range(_PHOTO_RIGHT + 30, _CARD[2] - 30, 22):
            self.box((x, _TEAR - 2, x + 12, _TEAR + 2), _LINE, radius=2)

    def swap(self, x: float, y: float) -> None:
        self._draw.ellipse(_scaled((x - 27, y - 27, x + 27, y + 27)), _WHITE)
        for sign in (-1, 1):
            level, tip = y + sign * 6, x - sign * 13
            ends = [
                (x + sign * 13, level),
                (tip, level),
                (tip + sign * 6, level - 6),
                (tip, level),
                (tip + sign * 6, level + 6),
            ]
            self._draw.line([_scaled(end) for end in ends], _INK, 3 * _SCALE, "curve")

    def half(self, box: Box, colour: Colour, ink: Colour, label: str, value: str) -> None:
        self.box(box, colour, radius=18)
        left, top, right, _ = box
        x, width = (left + 20, right - left - 56) if left < _TEXT_LEFT else (left + 36, right - left - 52)
        self.line(label.upper(), (x, top + 18), _TEXT, 20, 700, ink)
        self.lines(value, (x, top + 50), _DISPLAY, 32, 750, _INK, most=2, width=width)

    def line(
        self, text: str, at: tuple[float, float], family: str, size: int, weight: int, colour: Colour, width: float = 0
    ) -> None:
        self.lines(text, at, family, size, weight, colour, most=1, width=width)

    def lines(
        self, text: str, at: tuple[float, float], family: str, size: int, weight: int, colour: Colour,
        most: int = 1, width: float = 0,
    ) -> float:  # fmt: skip
        """Write up to `most` lines; what does not fit ends in "…". Returns where the next thing may begin."""
        wide = (width or _TEXT_RIGHT - at[0]) * _SCALE
        y, step = at[1], size * 1.16
        for row in _wrapped(_spelled(text), family, size, weight, wide, most):
            x = at[0] * _SCALE
            for run, extended in _runs(row):
                font = _font(family, size, weight, extended=extended)
                self._draw.text((x, y * _SCALE), run, colour, font, "la")
                x += font.getlength(run)
            y += step
        return y


def _scaled(box: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(value * _SCALE for value in box)


def _spelled(text: str) -> str:
    """Letters that our fonts lack (Cyrillic, Greek, Chinese) in Latin ones; other signs they lack, such as emoji, go."""
    kept = unicodedata.normalize("NFC", text)
    return "".join(sign if _is_there(sign) else anyascii(sign) if sign.isalpha() else "" for sign in kept)


def _is_there(sign: str) -> bool:
    return _is_in(sign, extended=False) or _is_in(sign, extended=True)


def _wrapped(text: str, family: str, size: int, weight: int, wide: float, most: int) -> list[str]:
    """The text in lines that fit; the last one says by "…" that more would follow."""

    def length(line: str) -> float:
        return sum(_font(family, size, weight, extended=more).getlength(run) for run, more in _runs(line))

    rows: list[str] = []
    words = text.split()
    while words and len(rows) < most:
        row = words.pop(0)
        while words and length(f"{row} {words[0]}") <= wide:
            row = f"{row} {words.pop(0)}"
        rows.append(row)
    if rows and (words or length(rows[-1]) > wide):
        last = rows[-1]
        while last and length(f"{last}…") > wide:
            last = last[:-1].rstrip()
        rows[-1] = f"{last}…"
    return rows


def _runs(line: str) -> list[tuple[str, bool]]:
    """The line in pieces of one font file each: letters beyond Latin-1 are in a file of their own."""
    found: list[tuple[str, bool]] = []
    for sign in line:
        extended = not _is_in(sign, extended=False)
        if extended and not _is_in(sign, extended=True):
            continue
        if found and found[-1][1] == extended:
            found[-1] = (found[-1][0] + sign, extended)
        else:
            found.append((sign, extended))
    return found


@lru_cache(maxsize=2048)
def _is_in(sign: str, *, extended: bool) -> bool:
    font = _font(_TEXT, 20, 450, extended=extended)
    return sign.isspace() or bytes(font.getmask(sign)) != bytes(font.getmask("\uffff"))


@lru_cache(maxsize=32)
def _font(family: str, size: int, weight: int, *, extended: bool) -> ImageFont.FreeTypeFont:
    script = "latin-ext" if extended else "latin"
    font = ImageFont.truetype(str(_FONTS / f"{family}-{script}-wght-normal.woff2"), size * _SCALE)
    font.set_variation_by_axes([weight])
    return font
