"""Labels, patterns and sun stencils, drawn with Pillow."""

import math
import random
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONTS = {
    "gaba": ("gabarito-latin-wght-normal.woff2", 850),
    "fig": ("figtree-latin-wght-normal.woff2", 650),
    "figx": ("figtree-latin-wght-normal.woff2", 900),
    "slab": ("gravitas-one-latin-400-normal.woff2", None),
    "soft": ("caprasimo-latin-400-normal.woff2", None),
    "script": ("pacifico-latin-400-normal.woff2", None),
}


def font(name: str, size: float) -> ImageFont.FreeTypeFont:
    file, weight = FONTS[name]
    f = ImageFont.truetype(str(Path(__file__).parent / "fonts" / file), max(int(size), 4))
    if weight is not None:
        f.set_variation_by_axes([weight])
    return f


def write(im: Image.Image, text: str, y: float, size: float, fill: str, face: str = "slab", x: float = 0.5,
          fit: float = 0.9, anchor: str = "mm", track: float = 0.0) -> None:  # fmt: skip
    """One line of text; x, y and size are shares of the picture's width and height; shrinks to `fit` of the width."""
    d = ImageDraw.Draw(im)
    f = font(face, size * im.height)
    wide = f.getlength(text) + track * f.size * (len(text) - 1)
    if wide > fit * im.width:
        f = font(face, size * im.height * fit * im.width / wide)
        wide = fit * im.width
    if not track:
        d.text((x * im.width, y * im.height), text, fill, font=f, anchor=anchor)
        return
    px = x * im.width - (wide / 2 if anchor == "mm" else 0)
    for ch in text:
        d.text((px, y * im.height), ch, fill, font=f, anchor="lm")
        px += f.getlength(ch) + track * f.size


def blank(bg: str | None, aspect: float = 1.0, size: int = 900) -> Image.Image:
    """A fresh sheet; aspect is width over height."""
    w, h = (size, int(size / aspect)) if aspect >= 1 else (int(size * aspect), size)
    return Image.new("RGBA", (w, h), bg or (0, 0, 0, 0))


def label(bg: str | None, ink: str, name: str, lines: tuple[str, ...] = (), *, face: str = "slab", aspect: float = 1.0,
          y: float = 0.36, size: float = 0.2, sub: str | None = None, art: str = "", tint: str = "#FFB81C",
          fit: float = 0.86, small: float = 0.062) -> Image.Image:  # fmt: skip
    """A product label: name, small lines and one piece of art (sun, waves, dots, arch, stripes, check, leaf, band)."""
    im = blank(bg, aspect)
    motif(im, art, tint)
    write(im, name, y, size, ink, face, fit=fit)
    for i, line in enumerate(lines):
        write(im, line, y + size * 0.62 + 0.06 + i * small * 1.5, small * (1.0 if i == 0 else 0.86), sub or ink,
              "fig", fit=0.8, track=0.08 if i == 0 else 0.03)  # fmt: skip
    return im


def motif(im: Image.Image, art: str, tint: str) -> None:  # noqa: C901 - a list of drawings
    """Simple printed art on a label."""
    d = ImageDraw.Draw(im)
    w, h = im.size
    if art == "sun":
        r = 0.3 * w
        d.ellipse((w / 2 - r, h - r, w / 2 + r, h + r), fill=tint)
        for i in range(1, 12):
            a = math.pi * i / 12
            d.line((w / 2 - math.cos(a) * r * 1.2, h - math.sin(a) * r * 1.2, w / 2 - math.cos(a) * r * 1.5,
                    h - math.sin(a) * r * 1.5), fill=tint, width=int(0.025 * w))  # fmt: skip
    elif art == "waves":
        for k in range(3):
            y0 = h * (0.76 + 0.09 * k)
            pts = [(x, y0 + math.sin(x / w * 14 + k) * 0.022 * h) for x in range(0, w + 9, 8)]
            d.line(pts, fill=tint, width=int(0.035 * h), joint="curve")
    elif art == "dots":
        rnd = random.Random(5)
        for i in range(7):
            for j in range(9):
                r = 0.03 * w * (0.6 + rnd.random() * 0.7)
                x, y = (i + 0.5 * (j % 2)) * w / 6.2, j * h / 8
                if y > 0.62 * h or y < 0.16 * h:
                    d.ellipse((x - r, y - r, x + r, y + r), fill=tint)
    elif art == "arch":
        for k, m in enumerate((0.42, 0.31, 0.2, 0.09)):
            d.ellipse(
                (w * (0.5 - m), h - w * m, w * (0.5 + m), h + w * m), fill=tint if k % 2 == 0 else im.getpixel((2, 2))
            )
    elif art == "stripes":
        for k in range(0, 14, 2):
            d.rectangle((w * k / 14, h * 0.68, w * (k + 1) / 14, h), fill=tint)
    elif art == "check":
        n = 8
        for i in range(n):
            for j in range(n):
                if (i + j) % 2 == 0 and (j < 1 or j > 5):
                    d.rectangle((w * i / n, h * j / n, w * (i + 1) / n, h * (j + 1) / n), fill=tint)
    elif art == "leaf":
        for k in range(5):
            a = math.radians(-90 + (k - 2) * 32)
            leaf(im, w / 2, h * 0.99, a, 0.3 * h, 0.05 * h, tint)
    elif art == "band":
        d.rectangle((0, h * 0.86, w, h), fill=tint)
        d.rectangle((0, 0, w, h * 0.05), fill=tint)
    elif art == "disc":
        r = 0.36 * min(w, h)
        d.ellipse((w / 2 - r, h * 0.62 - r, w / 2 + r, h * 0.62 + r), fill=tint)
    elif art == "blobs":
        rnd = random.Random(11)
        for _ in range(9):
            x, y, r = rnd.random() * w, h * (0.66 + 0.34 * rnd.random()), w * (0.06 + 0.09 * rnd.random())
            d.ellipse((x - r, y - r, x + r, y + r), fill=tint)


def leaf(im: Image.Image, x: float, y: float, a: float, long: float, wide: float, fill: str | int) -> None:
    """A pointed leaf from (x, y) in direction a."""
    pts = []
    for s in (1, -1):
        ts = [i / 12 for i in range(13)]
        for t in ts if s == 1 else ts[::-1]:
            o = math.sin(math.pi * t**0.8) * wide * s
            pts.append((x + math.cos(a) * t * long - math.sin(a) * o, y + math.sin(a) * t * long + math.cos(a) * o))
    ImageDraw.Draw(im).polygon(pts, fill=fill)


def pattern(kind: str, a: str, b: str, n: int = 8, c: str | None = None) -> Image.Image:  # noqa: C901 - a list of drawings
    """Cloth and paper: gingham, check, stripes, dots, waves, terrazzo, wood, knit."""
    im = Image.new("RGBA", (768, 768), a)
    d = ImageDraw.Draw(im)
    s = 768 / n
    rnd = random.Random(3)
    if kind == "gingham":
        for layer in (0, 1):
            top = Image.new("RGBA", im.size, (0, 0, 0, 0))
            t = ImageDraw.Draw(top)
            for i in range(0, n, 2):
                t.rectangle((i * s, 0, (i + 1) * s, 768) if layer else (0, i * s, 768, (i + 1) * s), fill=b + "90")
            im = Image.alpha_composite(im, top)
    elif kind == "check":
        for i in range(n):
            for j in range(n):
                if (i + j) % 2:
                    d.rectangle((i * s, j * s, (i + 1) * s, (j + 1) * s), fill=b)
    elif kind == "stripes":
        for i in range(0, n, 2):
            d.rectangle((0, i * s, 768, (i + 1) * s), fill=b)
    elif kind == "bars":
        for i in range(0, n, 2):
            d.rectangle((i * s, 0, (i + 1) * s, 768), fill=b)
    elif kind == "dots":
        for i in range(n + 1):
            for j in range(n + 1):
                x, y, r = (i + 0.5 * (j % 2)) * s, j * s, s * 0.24
                d.ellipse((x - r, y - r, x + r, y + r), fill=b)
    elif kind == "terrazzo":
        for _ in range(n * 12):
            x, y, q = rnd.random() * 768, rnd.random() * 768, 8 + rnd.random() * 26
            pts = [
                (x + math.cos(k) * q * (0.5 + rnd.random()), y + math.sin(k) * q * (0.5 + rnd.random()))
                for k in range(6)
            ]
            d.polygon(pts, fill=rnd.choice([b, c or b]))
    elif kind == "wood":
        for i in range(160):
            y = rnd.random() * 768
            pts = [(x, y + math.sin(x / 190 + y / 90) * 10) for x in range(0, 790, 24)]
            d.line(pts, fill=b + "40" if i % 3 else b + "70", width=1 + i % 3)
        im = Image.alpha_composite(Image.new("RGBA", im.size, a), im)
    elif kind == "knit":
        for j in range(n * 2):
            for i in range(n * 2):
                x, y = i * s / 2, j * s / 2
                d.line((x, y, x + s / 4, y + s / 3.2), fill=b, width=int(s / 10))
                d.line((x + s / 2, y, x + s / 4, y + s / 3.2), fill=b, width=int(s / 10))
    return im


PALMS = (
    ((150, 930, -1.05, 13), (560, 1010, -0.8, 13)),
    ((170, 880, -0.75, 14), (640, 1000, -1.0, 13)),
    ((250, 960, -1.2, 14), (90, 560, -0.4, 12), (640, 980, -0.7, 11)),
)


@lru_cache(maxsize=8)
def gobo(kind: str, seed: int = 1) -> Image.Image:  # noqa: C901 - a list of drawings
    """A stencil before the sun: palm, blinds, window, branch. White lets the light pass."""
    rnd = random.Random(seed)
    im = Image.new("L", (1024, 1024), 255)
    d = ImageDraw.Draw(im)
    if kind == "palm":
        for x, y, a0, n in PALMS[seed % 3]:
            for i in range(n):
                px, py = x + math.cos(a0) * i * 50, y + math.sin(a0) * i * 50 + i * i * 0.7
                size = 235 * math.sin(math.pi * (i + 2) / (n + 3)) + 30
                for s in (1, -1):
                    leaf(im, px, py, a0 + s * (0.95 - i * 0.02), size, 9.5, 40)
            d.line((x, y, x + math.cos(a0) * n * 50, y + math.sin(a0) * n * 50 + n * n * 0.7), fill=45, width=7)
    elif kind == "blinds":
        for i in range(-8, 22):
            y = i * 74
            d.polygon([(-20, y), (1044, y + 260), (1044, y + 292), (-20, y + 32)], fill=70)
    elif kind == "window":
        d.rectangle((0, 0, 1024, 1024), fill=60)
        for i in range(2):
            for j in range(3):
                d.rectangle((210 + i * 300, 80 + j * 290, 480 + i * 300, 340 + j * 290), fill=255)
    elif kind == "branch":
        for _ in range(5):
            x, y, a = rnd.random() * 800, 300 + rnd.random() * 700, -0.5 - rnd.random()
            for i in range(13):
                x += math.cos(a) * 38
                y += math.sin(a) * 38
                leaf(im, x, y, a + (0.8 if i % 2 else -0.8), 95 + rnd.random() * 40, 23, 60)
    return im.filter(ImageFilter.GaussianBlur(4.5 if kind != "window" else 12))
