"""Things that stand in front of the camera: packages, dishes, fruit, plants. Each stands at the local origin."""

import math
import random

from PIL import Image, ImageDraw

from .ink import blank
from .scene import Look, Point, Scene, gloss, matte, metal, spin

Label = Image.Image | None


def plinth(s: Scene, r: float, h: float, color: str) -> None:
    s.lathe((0, -0.01, 0), [(0, 0), (r - 0.02, 0), (r, 0.02), (r, h - 0.03), (r - 0.03, h + 0.01), (0, h + 0.01)],
            matte(color), soft=0.008)  # fmt: skip


def slab(s: Scene, w: float, h: float, d: float, color: str) -> None:
    s.box((0, -0.02, 0), (w, h + 0.02, d), matte(color), 0.045)


def wrap(color: str, tex: Label, y: float, h: float, angle: float = 2.0, spec: float = 0.05, rough: float = 0.16,
         **more: float) -> Look:  # fmt: skip
    """A glossy round body with a label: middle height y, height h, arc in radians."""
    return Look(color, spec, rough, tex=tex, how="wrap", at=(0, y), size=(angle, h), **more)  # type: ignore[arg-type]


def front(color: str, tex: Label, y: float, w: float, h: float, spec: float = 0.05, rough: float = 0.35) -> Look:
    return Look(color, spec, rough, tex=tex, at=(0, y), size=(w, h))


def bottle(s: Scene, color: str, cap: str, tex: Label, *, h: float = 1.5, r: float = 0.34, neck: float = 0.12,
           shoulder: float = 0.68, gold: bool = False, arc: float = 1.9, glass: float = 0.0) -> None:  # fmt: skip
    """A round bottle; shoulder is where the body ends, as a share of h."""
    sh = h * shoulder
    out = [(0, 0), (r - 0.04, 0), (r, 0.05), (r, sh), (r * 0.86, sh + h * 0.06), (neck * 1.25, sh + h * 0.15),
           (neck, sh + h * 0.2), (neck, h * 0.94), (0, h * 0.94)]  # fmt: skip
    look = wrap(color, tex, sh * 0.5, sh * 0.72, arc)
    if glass:
        look = Look(color, 0.05, 0.08, glass=glass)
        s.lathe((0, 0.02, 0), [(max(a - 0.025, 0), b) for a, b in out[:6]] + [(0, sh + h * 0.14)], gloss(color))
        s.lathe((0, 0, 0), [(r + 0.004, sh * 0.16), (r + 0.006, sh * 0.16), (r + 0.006, sh * 0.8), (r - 0.01, sh * 0.8)],
                wrap("#ffffff", tex, sh * 0.48, sh * 0.64, arc), soft=0.0)  # fmt: skip
    s.lathe((0, 0, 0), out, look, soft=0.016)
    k = neck * 1.28
    s.lathe((0, h * 0.88, 0), [(0, 0), (k, 0), (k, h * 0.16), (0, h * 0.16)], metal() if gold else gloss(cap), 0.012)


def pump(s: Scene, color: str, cap: str, tex: Label, *, h: float = 1.2, r: float = 0.36) -> None:
    """A pump bottle."""
    s.lathe((0, 0, 0), [(0, 0), (r - 0.03, 0), (r, 0.04), (r, h - 0.12), (r - 0.1, h - 0.02), (0.13, h), (0, h)],
            wrap(color, tex, h * 0.46, h * 0.68, 1.9, rough=0.3), 0.014)  # fmt: skip
    s.lathe(
        (0, h - 0.02, 0), [(0, 0), (0.15, 0), (0.15, 0.14), (0.06, 0.15), (0.06, 0.32), (0, 0.32)], gloss(cap), 0.008
    )
    s.lathe((0, h + 0.28, 0), [(0, 0), (0.12, 0), (0.12, 0.11), (0, 0.12)], gloss(cap), 0.01)
    s.rod((0, h + 0.335, 0), (0.34, h + 0.3, 0.1), 0.05, gloss(cap), 0.04)


def jar(s: Scene, color: str, lid: str, tex: Label, *, h: float = 0.9, r: float = 0.42, cap: float = 0.2,
        gold: bool = False, arc: float = 2.0, glass: float = 0.0) -> None:  # fmt: skip
    """A jar or canister with a wide lid."""
    s.lathe((0, 0, 0), [(0, 0), (r - 0.04, 0), (r, 0.04), (r, h - 0.03), (r - 0.03, h), (0, h)],
            wrap(color, tex, h * 0.48, h * 0.72, arc, glass=glass), 0.012)  # fmt: skip
    k = r + 0.02
    s.lathe((0, h, 0), [(0, 0), (k, 0), (k, cap - 0.02), (k - 0.04, cap), (0, cap)],
            metal() if gold else gloss(lid), 0.012)  # fmt: skip


def can(s: Scene, tex: Label, body: str = "#dddddd", *, h: float = 1.3, r: float = 0.34) -> None:
    """A drink can, printed all round the front."""
    s.lathe((0, 0, 0), [(0, 0), (r * 0.76, 0), (r * 0.8, 0.02), (r, 0.1), (r, h - 0.12), (r * 0.84, h - 0.02), (r * 0.84, h),
                        (r * 0.8, h), (r * 0.8, h - 0.03), (0, h - 0.03)],
            wrap(body, tex, h * 0.5 - 0.01, h - 0.2, 3.4, 0.09, 0.3), 0.008)  # fmt: skip
    s.ring((0, h - 0.01, 0), r * 0.82, 0.018, metal("#c9c9c9", 0.35), rot=spin(0, 90))
    s.box((0, h - 0.02, 0.06), (0.11, 0.02, 0.2), metal("#c9c9c9", 0.35), 0.01)


def tin(s: Scene, color: str, tex: Label, *, h: float = 0.4, r: float = 0.45, top: Label = None) -> None:
    """A low food tin with a rim."""
    s.lathe((0, 0, 0), [(0, 0), (r, 0), (r, 0.03), (r - 0.02, 0.05), (r - 0.02, h - 0.05), (r, h - 0.03), (r, h),
                        (r - 0.03, h), (r - 0.03, h - 0.02), (0, h - 0.02)],
            wrap(color, tex, h * 0.5, h * 0.8, 2.6, 0.08, 0.3), 0.005)  # fmt: skip
    if top is not None:
        s.lathe((0, h - 0.015, 0), [(0, 0), (r - 0.04, 0), (r - 0.04, 0.015), (0, 0.015)],
                Look("#ffffff", tex=top, how="top", size=(2 * r, 2 * r)), 0.002)  # fmt: skip


def pouch(s: Scene, color: str, tex: Label, *, w: float = 0.5, h: float = 1.4, d: float = 0.26,
          seal: str | None = None) -> None:  # fmt: skip
    """A stand-up pouch: deep at the foot, flat at the seal."""
    s.loft((0, 0, 0), [(0, w * 0.95, d), (h * 0.1, w, d), (h * 0.5, w * 0.985, d * 0.8), (h * 0.88, w, d * 0.22),
                       (h, w, 0.035)],
           front(color, tex, h * 0.45, w * 1.7, h * 0.72, 0.06, 0.24), 5.0, 0.02)  # fmt: skip
    s.box((0, h - 0.1, 0), (w * 2 + 0.01, 0.13, 0.07), gloss(seal or color), 0.02)


def tube(s: Scene, color: str, cap: str, tex: Label, *, w: float = 0.36, h: float = 1.3) -> None:
    """A cosmetic tube standing on its cap."""
    s.lathe((0, 0, 0), [(0, 0), (w * 0.8, 0), (w * 0.8, 0.26), (0, 0.26)], gloss(cap), 0.012)
    s.loft((0, 0, 0), [(0.26, w * 0.86, w * 0.86), (0.34, w * 0.92, w * 0.88), (h * 0.6, w, w * 0.62), (h, w * 1.06, 0.03)],
           front(color, tex, h * 0.6, w * 1.5, h * 0.62, 0.05, 0.25), 2.2, 0.01)  # fmt: skip
    s.box((0, h - 0.07, 0), (w * 2.12, 0.09, 0.065), gloss(color), 0.012)


def carton(s: Scene, color: str, tex: Label, cap: str, *, w: float = 0.72, h: float = 1.25) -> None:
    """A gable-top drink carton."""
    s.box((0, 0, 0), (w, h, w), front(color, tex, 0, w, h, 0.04, 0.4), 0.015)
    roof = [(-w / 2, 0), (w / 2, 0), (0.03, 0.34), (0.03, 0.44), (-0.03, 0.44), (-0.03, 0.34)]
    s.extrude((0, h - 0.01, 0), roof, w - 0.01, matte(color), 0.01, rot=spin(90))
    s.lathe((0, h + 0.15, w * 0.26), [(0, -0.06), (0.12, -0.06), (0.12, 0.1), (0, 0.1)], gloss(cap), 0.008, spin(0, 48))


def pack(s: Scene, color: str, tex: Label, w: float, h: float, d: float) -> None:
    """A carton box with a printed front."""
    s.box((0, 0, 0), (w, h, d), front(color, tex, 0, w, h, 0.03, 0.5), 0.014)


def cup(s: Scene, color: str, *, r: float = 0.34, h: float = 0.6, tex: Label = None, drink: str | None = "#5a2f1c",
        handle: bool = True, taper: float = 0.86) -> None:  # fmt: skip
    """A mug or beaker with a drink in it."""
    t, b = 0.04, r * taper
    s.lathe((0, 0, 0), [(0, 0), (b - 0.05, 0), (b, 0.05), (r, h), (r - t, h), (b - t, 0.09), (0, 0.07)],
            wrap(color, tex, h * 0.5, h * 0.7, 1.8, rough=0.2), 0.008)  # fmt: skip
    if drink:
        s.lathe((0, h - 0.1, 0), [(0, 0), (r - t + 0.005, 0), (r - t + 0.005, 0.02), (0, 0.02)], gloss(drink), 0.0)
    if handle:
        s.ring((r + 0.08, h * 0.52, 0), h * 0.27, 0.045, gloss(color), 0.14)


def bowl(s: Scene, color: str, *, r: float = 0.55, h: float = 0.36) -> None:
    s.lathe((0, 0, 0), [(0, 0), (r * 0.45, 0), (r * 0.5, 0.03), (r * 0.85, h * 0.5), (r, h), (r - 0.04, h),
                        (r * 0.8, h * 0.55), (r * 0.4, 0.08), (0, 0.07)], gloss(color), 0.01)  # fmt: skip


def glass(s: Scene, drink: str, *, r: float = 0.26, h: float = 0.8, level: float = 0.78) -> None:
    """A tumbler: liquid in thin glass."""
    s.lathe((0, 0.04, 0), [(0, 0), (r - 0.05, 0), (r - 0.025, h * level), (0, h * level)], gloss(drink), 0.006)
    s.lathe((0, 0, 0), [(0, 0), (r - 0.03, 0), (r, h), (0, h)], Look("#f4f8f8", 0.06, 0.05, glass=0.9), 0.004)


def book(s: Scene, color: str, tex: Label = None, *, w: float = 0.9, h: float = 1.25, d: float = 0.16,
         paper: str = "#f6efe2") -> None:  # fmt: skip
    """A standing book, cover to the front."""
    s.box((0.01, 0.02, 0), (w - 0.05, h - 0.04, d - 0.03), matte(paper), 0.01)
    s.box((0, 0, d / 2 - 0.01), (w, h, 0.03), front(color, tex, 0, w, h, 0.04, 0.4), 0.012)
    s.box((0, 0, -d / 2 + 0.01), (w, h, 0.03), matte(color), 0.012)
    s.box((-w / 2 + 0.012, 0, 0), (0.03, h, d), matte(color), 0.012)


def citrus(s: Scene, r: float = 0.22, color: str = "#FF9A2E", half: bool = False, yaw: float = 0) -> None:
    """A whole fruit, or half of one with its cut face up and turned to the camera."""
    if not half:
        s.ball((0, r, 0), r, Look(color, 0.05, 0.4))
        s.rod((0.02, 2 * r - 0.01, 0), (0.03, 2 * r + 0.03, 0), 0.018, matte("#5c7a35"))
        return
    im = blank("#fff3d6", 1, 512)
    d = ImageDraw.Draw(im)
    for k in range(10):
        d.pieslice((34, 34, 478, 478), k * 36 + 3, k * 36 + 33, fill=color)
    d.ellipse((236, 236, 276, 276), fill="#fff3d6")
    dome = [(0, 0)] + [
        (r * math.sin(a / 10 * math.pi / 2), r - r * math.cos(a / 10 * math.pi / 2)) for a in range(1, 11)
    ]
    s.lathe((0, r * 0.62, 0), [*dome, (0, r)], Look(color, 0.05, 0.4, tex=im, how="top", size=(2 * r, 2 * r)), 0.006,
            spin(yaw, 58))  # fmt: skip


def leafy(s: Scene, n: int = 30, h: float = 1.1, color: str = "#3f9a5c", seed: int = 2, spread: float = 0.42,
          size: float = 0.2) -> None:  # fmt: skip
    """A bush of oval leaves on stems."""
    rnd = random.Random(seed)
    for k in range(max(3, n // 8)):
        a = k * 2.4
        s.rod((0, 0, 0), (math.cos(a) * spread * 0.5, h * 0.8, math.sin(a) * spread * 0.5), 0.016, matte("#4c7a3f"))
    for i in range(n):
        t = (i + 0.5) / n
        a, q = i * 2.399, spread * (0.35 + 0.65 * math.sin(math.pi * min(t * 0.85 + 0.12, 1)))
        shade = ("#3f9a5c", "#2f8450", "#59ad68", "#347c48")[i % 4] if color == "#3f9a5c" else color
        s.ball((math.cos(a) * q, h * (0.12 + 0.9 * t), math.sin(a) * q), (size, size * 0.09, size * 0.42), matte(shade),
               spin(-math.degrees(a), 0, 18 + 40 * t + rnd.uniform(-12, 12)) @ spin(0, rnd.uniform(-35, 35)))  # fmt: skip


def pot(s: Scene, color: str, *, r: float = 0.45, h: float = 0.6, plant: int = 30, tall: float = 1.1) -> None:
    s.lathe(
        (0, 0, 0), [(0, 0), (r * 0.8, 0), (r, h), (r - 0.05, h), (r - 0.07, h - 0.1), (0, h - 0.1)], matte(color), 0.012
    )
    s.lathe((0, h - 0.12, 0), [(0, 0), (r - 0.06, 0), (r - 0.06, 0.04), (0, 0.04)], matte("#4a2f25"), 0.005)
    if plant:
        with s.put((0, h - 0.1, 0)):
            leafy(s, plant, tall, spread=r * 1.15, size=r * 0.5)


def scatter(s: Scene, n: int, size: Point, look: Look, area: tuple[float, float, float, float], seed: int = 4) -> None:
    """n little ellipsoids lying about in x0, x1, z0, z1."""
    rnd = random.Random(seed)
    for _ in range(n):
        x, z = rnd.uniform(area[0], area[1]), rnd.uniform(area[2], area[3])
        s.ball((x, size[1] * 0.95, z), size, look, spin(rnd.uniform(0, 360)))


def heap(s: Scene, n: int, size: Point, looks: list[Look], r: float, y: float, seed: int = 4) -> None:
    """n little ellipsoids piled in a bowl of radius r at height y."""
    rnd = random.Random(seed)
    for i in range(n):
        a, q = i * 2.399, r * math.sqrt((i + 0.5) / n)
        s.ball((math.cos(a) * q, y + (r - q) * 0.35, math.sin(a) * q), size, looks[i % len(looks)],
               spin(rnd.uniform(0, 360), rnd.uniform(-40, 40), rnd.uniform(-40, 40)))  # fmt: skip


def cookie(s: Scene, r: float = 0.26, color: str = "#d39a57", chip: str = "#4a2a1c", h: float = 0.09) -> None:
    s.lathe((0, 0, 0), [(0, 0), (r - 0.03, 0), (r, h * 0.4), (r - 0.05, h * 0.9), (0, h)], matte(color), 0.03)
    for i in range(9):
        a, q = i * 2.399, r * 0.85 * math.sqrt((i + 0.3) / 9)
        s.ball((math.cos(a) * q, h * 0.9, math.sin(a) * q), (0.035, 0.025, 0.035), matte(chip))


def pencil(s: Scene, a: Point, b: Point, color: str) -> None:
    """A pencil from its end a to its tip b."""
    m = [a[i] + (b[i] - a[i]) * 0.86 for i in range(3)]
    s.rod(a, m, 0.045, gloss(color))
    s.rod(m, b, 0.045, matte("#e8c596"), 0.012)
    s.rod([a[i] + (b[i] - a[i]) * -0.03 for i in range(3)], a, 0.046, metal("#c9c9c9", 0.4))
