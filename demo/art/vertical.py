"""Creators' pictures, 9:16: stills and short clips of the products at home on a shelf."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from . import ink
from .props import (
    book,
    bottle,
    can,
    citrus,
    cookie,
    cup,
    glass,
    jar,
    leafy,
    pencil,
    plinth,
    pot,
    pouch,
    pump,
    scatter,
    slab,
    tin,
    tube,
)  # fmt: skip
from .scene import Look, Scene, gloss, matte, spin
from .scenes_a import fizz_can, lipstick, olive_bottle, solenne_tube
from .scenes_b import bone, lamp
from .scenes_c import duck, dumbbell, flask
from .scenes_d import shirt

Build = Callable[[Scene, float], None]
Eye = tuple[float, float, float]


@dataclass(frozen=True)
class Shot:
    """A vertical picture of a brand's product; `clip` shots move: the camera by `sweep`, the things by t."""

    key: str
    brand: str
    alt: str
    build: Build
    shelf: str
    clip: bool
    sweep: tuple[Eye, Eye]
    stage: dict[str, Any] = field(default_factory=dict)

    def scene(self, t: float = 0.0) -> Scene:
        how = dict(self.stage)
        kind, seed = how.pop("gobo", "palm"), how.pop("seed", 1)
        how.setdefault("gobo_at", (0.56, 0.96) if kind == "palm" else (0.5, 0.5))
        s = Scene(gobo=ink.gobo(kind, seed) if kind else None, gobo_scale=0.15, depth=1.7, cove=0.3, **how)
        s.box((0, -0.05, -0.3), (9, 0.5, 2.3), matte(self.shelf), 0.04)
        with s.put((0, 0.45, 0)):
            self.build(s, t)
        return s

    def eye(self, t: float) -> Eye:
        a, b = self.sweep
        return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t)


SHOTS: list[Shot] = []
STILL: tuple[Eye, Eye] = ((0.25, 2.2, 9.0), (0.25, 2.2, 9.0))


def shot(key: str, brand: str, alt: str, *, shelf: str, clip: bool = False, sweep: tuple[Eye, Eye] = STILL,
         **stage: Any) -> Callable[[Build], Build]:  # fmt: skip
    def keep(build: Build) -> Build:
        SHOTS.append(Shot(key, brand, alt, build, shelf, clip, sweep, stage))
        return build

    return keep


def side_plant(s: Scene, x: float = 0.85, color: str = "#F6EFE6", z: float = -0.75) -> None:
    with s.put((x, 0, z)):
        pot(s, color, r=0.42, h=0.55, plant=44, tall=1.35)


@shot("clip-solenne", "solenne", "Camera drifts past a sun milk tube and orange halves in morning light", shelf="#FBE3C8", clip=True,
      sweep=((-1.3, 2.0, 9.2), (0.9, 2.5, 8.3)), wall="#F7BE92")  # fmt: skip
def c_solenne(s: Scene, t: float) -> None:
    with s.put((-0.15, 0, -0.1)):
        plinth(s, 0.55, 0.22, "#FFF0DC")
    with s.put((-0.15, 0.22, -0.1), 16 - 26 * t):
        solenne_tube(s)
    with s.put((0.62, 0, 0.3)):
        citrus(s, 0.22, half=True)
    with s.put((-0.75, 0, 0.35)):
        citrus(s, 0.17)


@shot("clip-fizzwell", "fizzwell", "A soda can floats up and turns above two others", shelf="#EAF8F3", clip=True,
      sweep=((0.7, 2.1, 9.2), (-0.6, 2.5, 8.6)), wall="#AEE0D8")  # fmt: skip
def c_fizz(s: Scene, t: float) -> None:
    with s.put((-0.45, 0, -0.3), 10):
        fizz_can(s, 1)
    with s.put((0.5, 0, -0.3), -8):
        fizz_can(s, 2)
    with s.put((0.02, 0.02 + 1.25 * t, 0.35 - 0.5 * t), -30 + 60 * t, 0, -12 * math.sin(t * math.pi)):
        fizz_can(s, 0)
    with s.put((0.72, 0, 0.5)):
        citrus(s, 0.2, "#F2643D", half=True)
    with s.put((-0.72, 0, 0.5)):
        citrus(s, 0.17, "#9CCB3B", half=True)


@shot("clip-lull", "lull", "A red mushroom lamp brightens in a dark room", shelf="#5B1B40", clip=True,
      sweep=((-0.8, 2.0, 9.4), (0.5, 2.3, 8.4)), wall="#4A1434", gobo=None, power=0.22, fill=0.3)  # fmt: skip
def c_lull(s: Scene, t: float) -> None:
    s.lamp((0, 0.62, 0.1), "#FFC27A", 0.3 + 3.4 * t, 0.5)
    s.lamp((0.0, 0.6, 0.85), "#FFB469", 0.1 + 0.6 * t, 0.3)
    s.lamp((0, 0.9, -1.0), "#FFB06A", 0.1 + 1.5 * t, 0.5)
    with s.put((0, 0, -0.2)):
        lamp(s, "#D8392B", "#E4442F")
    for i, c in enumerate(("#F7C0D8", "#FFB81C")):
        s.box((-0.7, i * 0.13, 0.35), (0.62, 0.12, 0.45), matte(c), 0.02, spin(12 - 20 * i))
    with s.put((0.8, 0, 0.1)):
        cup(s, "#F3E3D0", r=0.2, h=0.34)


@shot("clip-beeline", "beeline", "Honey jar turning on a yellow shelf, dipper beside it", shelf="#FFE9A8", clip=True,
      sweep=((0.9, 2.1, 9.2), (-0.9, 2.3, 8.6)), wall="#FAC94F", gobo="blinds")  # fmt: skip
def c_bee(s: Scene, t: float) -> None:
    lb = ink.label("#FFF7DF", "#7A3E06", "beeline", ("WILDFLOWER HONEY", "raw · 450 g"), face="soft", aspect=1.15, y=0.34, size=0.24,
                   art="arch", tint="#F3B229")  # fmt: skip
    with s.put((0, 0, -0.2)):
        plinth(s, 0.62, 0.25, "#FFF3CC")
    with s.put((0, 0.25, -0.2), -40 + 62 * t):
        jar(s, "#D98209", "#C08A4E", lb, h=1.0, r=0.46)
    with s.put((0.3, 0.12, 0.55), 18):
        s.rod((0, 0, 0), (0.7, 0.1, -0.1), 0.035, matte("#C99A5E"))
        for k in range(5):
            s.lathe(
                (-0.1 + k * 0.065, 0, 0),
                [(0, 0), (0.12, 0), (0.12, 0.035), (0, 0.035)],
                matte("#D8AA6C"),
                0.006,
                spin(0, 0, -90),
            )
    s.ball((-0.5, 0.03, 0.5), (0.2, 0.035, 0.15), gloss("#E59A12"))


@shot("clip-stride", "stride", "A coral flask spins half a turn next to dumbbells", shelf="#D9F1EB", clip=True,
      sweep=((-0.9, 2.5, 8.8), (0.8, 1.9, 9.2)), wall="#94D0C4", gobo="window")  # fmt: skip
def c_stride(s: Scene, t: float) -> None:
    with s.put((-0.1, 0.12 * math.sin(t * math.pi), -0.25), -50 + 70 * t):
        flask(s, "#F0674A", "#2A1733", "stride")
    with s.put((0.45, 0, 0.4), 30):
        dumbbell(s, "#FFB81C")
    side_plant(s, -0.95)


@shot("clip-puddle", "puddle-duck", "A yellow bath duck wobbles among rising bubbles", shelf="#FFE9F2", clip=True,
      sweep=((0.6, 2.3, 8.8), (-0.6, 2.3, 9.0)), wall="#F7B9D3")  # fmt: skip
def c_duck(s: Scene, t: float) -> None:
    with s.put((0, 0, -0.2)):
        plinth(s, 0.72, 0.28, "#FFF6FA")
    with s.put((0, 0.28, -0.15), -50 + 26 * t, 0, 10 * math.sin(t * 2 * math.pi)):
        duck(s)
    for i, (x, y, r) in enumerate(
        ((-0.75, 0.2, 0.14), (0.72, 0.1, 0.18), (-0.3, 0.0, 0.1), (0.4, 0.5, 0.09), (-0.6, 0.9, 0.12), (0.7, 1.2, 0.1))
    ):
        s.ball(
            (x + 0.06 * math.sin(5 * t + i), y + 0.2 + t * (0.5 + 0.15 * i), 0.35 - 0.1 * i),
            r,
            Look("#ffffff", 0.09, 0.04, glass=0.6),
        )


@shot("clip-mirro", "mirro", "Three lipsticks rise one after the other", shelf="#F9D6D9", clip=True,
      sweep=((-0.7, 2.2, 8.6), (0.7, 2.4, 8.4)), wall="#F09CB0", gobo="branch", seed=3)  # fmt: skip
def c_mirro(s: Scene, t: float) -> None:
    for i, (x, c) in enumerate(((-0.62, "#C3263F"), (0.0, "#A31D5C"), (0.62, "#E0677A"))):
        up = 0.08 + 0.4 * min(max(t * 2.2 - i * 0.5, 0), 1)
        s.box((x, 0, -0.2), (0.52, 0.2 + 0.25 * (i == 1), 0.52), matte("#FFF0EE"), 0.03, spin(12))
        with s.put((x, 0.2 + 0.25 * (i == 1), -0.2)):
            lipstick(s, c, "#4A1030", up)
    s.ball((0.35, 0.12, 0.5), 0.12, gloss("#C3263F"))


@shot("clip-crumb", "crumb-club", "Cookies stack themselves on a red tin", shelf="#FFF0CF", clip=True,
      sweep=((0.8, 2.3, 8.6), (-0.5, 2.2, 9.0)), wall="#F8D285", gobo="window")  # fmt: skip
def c_crumb(s: Scene, t: float) -> None:
    side = ink.label("#FFF1D2", "#D8392B", "crumb club", ("BROWN BUTTER COOKIES", "12 pieces · 360 g"), face="soft", aspect=2.2, y=0.36,
                     size=0.34, small=0.11)  # fmt: skip
    with s.put((0, 0, -0.2), 10):
        tin(s, "#D8392B", side, h=0.7, r=0.66)
    for i in range(5):
        k = min(max(t * 3.4 - i * 0.55, 0), 1)
        if k > 0.02:
            with s.put((0.03 * (i % 2), 0.69 + i * 0.115 + (1 - k) ** 2 * 1.6, -0.2), i * 50 + 60 * k, 8 * (1 - k)):
                cookie(s, 0.38, chip="#3c1f14", h=0.125)
    scatter(s, 8, (0.04, 0.03, 0.04), matte("#4a2a1c"), (-0.8, 0.8, 0.5, 0.75))


@shot(
    "still-oliva",
    "oliva",
    "Olive oil bottle on a sunny kitchen shelf with a plant",
    shelf="#F3EBCB",
    wall="#CFCB86",
    gobo="blinds",
)
def s_oliva(s: Scene, t: float) -> None:
    with s.put((-0.3, 0, 0), 8):
        olive_bottle(s)
    side_plant(s)
    scatter(s, 5, (0.1, 0.085, 0.085), gloss("#6B7F2C"), (0.1, 0.6, 0.3, 0.6))


@shot(
    "still-mug",
    "dose",
    "Terracotta cup of coffee on a stack of books by the window",
    shelf="#F2D9C4",
    wall="#E9B08C",
    gobo="window",
)
def s_mug(s: Scene, t: float) -> None:
    for i, c in enumerate(("#2F5D50", "#F6E7D2", "#E0843A")):
        s.box((0, i * 0.16, 0), (1.25 - 0.1 * i, 0.15, 0.9), matte(c), 0.02, spin(5 - 7 * i))
    with s.put((-0.05, 0.48, 0), -20):
        cup(s, "#C4532F", r=0.38, h=0.55)
    scatter(s, 8, (0.075, 0.05, 0.055), gloss("#3B1D10"), (-0.8, 0.8, 0.55, 0.75))


@shot(
    "still-tee",
    "plain-james",
    "Cream T-shirt with a sun print on a blue wall",
    shelf="#DCE6FA",
    wall="#AFC3EE",
    gobo="palm",
)
def s_tee(s: Scene, t: float) -> None:
    with s.put((0, 0.35, -0.6), 6, -3):
        shirt(
            s,
            "#FBF3E2",
            ink.label(
                None, "#9A1A67", "good day", face="script", aspect=0.9, y=0.28, size=0.17, art="sun", tint="#FF8A3C"
            ),
        )
    for i, c in enumerate(("#2F5D50", "#E0532F")):
        s.box((0.3, i * 0.14, 0.3), (0.85, 0.135, 0.5), Look(c, 0, 1), 0.06, spin(-8))


@shot(
    "still-fetch",
    "fetchly",
    "Orange rubber bone and ball on a blue step",
    shelf="#D9EFF7",
    wall="#8EC9E2",
    gobo="branch",
    seed=2,
)
def s_fetch(s: Scene, t: float) -> None:
    with s.put((0, 0, -0.2)):
        plinth(s, 0.75, 0.5, "#F2FAFD")
    with s.put((0, 0.5, -0.2), 28):
        bone(s, "#E0532F")
    s.ball((0.55, 0.24, 0.5), 0.24, Look("#CFE04A", 0, 1))
    side_plant(s, -1.0)


@shot("still-nori", "nori-hair", "Navy shampoo pump among sea stones", shelf="#E8F1FA", wall="#9CBFE3", gobo="blinds")
def s_nori(s: Scene, t: float) -> None:
    with s.put((-0.2, 0, -0.1), 8):
        pump(s, "#1E3A5F", "#F3E3C8", ink.label(None, "#F3E3C8", "nori", ("SHAMPOO", "sea kelp · 300 ml"), face="gaba", aspect=0.8, size=0.26,
             art="waves", tint="#6FA3C9"), h=1.55, r=0.4)  # fmt: skip
    side_plant(s, 0.95)
    for x, z, r in ((0.5, 0.4, 0.2), (-0.75, 0.4, 0.15)):
        s.ball((x, r * 0.55, z), (r, r * 0.6, r * 0.8), matte("#8FA3B5"))


@shot("still-brood", "brood", "Kombucha bottle and a poured glass at dusk", shelf="#6B3A78", wall="#7A4A90", gobo="blinds",
      sun_color=(1.0, 0.7, 0.5), fill=0.55)  # fmt: skip
def s_brood(s: Scene, t: float) -> None:
    with s.put((-0.3, 0, -0.1), 6):
        bottle(s, "#C23A55", "#2A1733", ink.label("#FFD3DA", "#3A1A4A", "brood", ("RASPBERRY", "kombucha · 330 ml"), face="slab", aspect=0.85,
               y=0.32, size=0.22, art="band", tint="#C23A55"), h=1.65, r=0.34, neck=0.13, shoulder=0.58, glass=0.35)  # fmt: skip
    with s.put((0.45, 0, 0.2)):
        glass(s, "#D4566C", r=0.24, h=0.7)
    scatter(s, 4, (0.085, 0.08, 0.085), Look("#D0244A", 0.05, 0.4), (-0.5, 0.2, 0.5, 0.7))


@shot(
    "still-rowan",
    "rowan-oats",
    "Granola pouch on a breakfast shelf with fruit",
    shelf="#FFF1DC",
    wall="#F6B9A0",
    gobo="window",
)
def s_rowan(s: Scene, t: float) -> None:
    with s.put((-0.15, 0, -0.2), 8):
        pouch(s, "#F0674A", ink.label(None, "#FFF3E0", "rowan", ("SEEDED GRANOLA", "honey & rye · 400 g"), face="soft", aspect=0.8, y=0.24,
              size=0.2, art="blobs", tint="#FFC857"), w=0.56, h=1.6, d=0.26)  # fmt: skip
    for x, z, c in ((0.65, 0.3, "#D8392B"), (0.85, -0.1, "#9CCB3B")):
        s.ball((x, 0.19, z), (0.21, 0.19, 0.21), gloss(c))
        s.rod((x, 0.36, z), (x + 0.03, 0.46, z), 0.015, matte("#5A3A16"))


@shot(
    "still-desk",
    "inkwell-row",
    "Blue notebook and pencils in afternoon light",
    shelf="#EBDCF5",
    wall="#C9B6EC",
    gobo="blinds",
)
def s_desk(s: Scene, t: float) -> None:
    with s.put((-0.15, 0, -0.2), 12, -5):
        book(s, "#23408E", ink.label(None, "#FFE7B8", "inkwell row", ("PLAIN PAGES",), face="slab", aspect=0.72, y=0.3, size=0.11, art="arch",
             tint="#FFB81C", small=0.045), w=1.05, h=1.5, d=0.2)  # fmt: skip
    pencil(s, (-0.7, 0.05, 0.55), (0.35, 0.05, 0.7), "#E0532F")
    pencil(s, (-0.4, 0.05, 0.75), (0.7, 0.05, 0.5), "#FFB81C")
    with s.put((0.8, 0, -0.4)):
        pot(s, "#F6EFE6", r=0.28, h=0.36, plant=26, tall=0.6)


@shot("still-can", "north-drip", "Cold brew can with a glass over ice on a dark shelf", shelf="#22304F", wall="#2F4575", gobo="blinds",
      fill=0.6)  # fmt: skip
def s_can(s: Scene, t: float) -> None:
    with s.put((-0.3, 0, 0), 6):
        can(s, ink.label("#F5E3C5", "#1C1B2E", "north drip", ("COLD BREW", "slow · 250 ml"), face="gaba", aspect=0.9, y=0.34, size=0.15,
            art="stripes", tint="#4F7FE0", fit=0.5), h=1.6, r=0.34)  # fmt: skip
    with s.put((0.5, 0, 0.1)):
        glass(s, "#4A2A18", r=0.28, h=0.85)
    scatter(s, 7, (0.075, 0.05, 0.055), gloss("#2E170D"), (-0.6, 0.6, 0.5, 0.75))


@shot(
    "still-sprig",
    "sprig",
    "A happy plant in a terracotta pot in leafy light",
    shelf="#F4E9CF",
    wall="#BFD8A4",
    gobo="branch",
    seed=5,
)
def s_sprig(s: Scene, t: float) -> None:
    with s.put((0, 0, -0.2)):
        plinth(s, 0.6, 0.25, "#FFF8E8")
    with s.put((0, 0.25, -0.2)):
        pot(s, "#D2693F", r=0.48, h=0.6, plant=52, tall=1.35)
    with s.put((0.65, 0.02, 0.45), 0, 0, 80):
        leafy(s, 7, 0.4, spread=0.12, size=0.1)


@shot(
    "still-tuna",
    "mewly",
    "Three cat food tins piled up beside a yellow ball",
    shelf="#FFE6D9",
    wall="#F4A88C",
    gobo="palm",
)
def s_tuna(s: Scene, t: float) -> None:
    for i, (c, w) in enumerate((("#1E8C93", "TUNA"), ("#E0532F", "SALMON"), ("#7B5BD6", "DUCK"))):
        with s.put((0.03 * (i % 2), i * 0.44, -0.1), 4 - 5 * i):
            tin(
                s,
                c,
                ink.label(
                    None, "#FFF6E2", "mewly", (w + " FEAST",), face="soft", aspect=2.6, y=0.36, size=0.5, small=0.16
                ),
                h=0.44,
                r=0.52,
            )
    s.ball((0.68, 0.17, 0.4), 0.17, matte("#FFB81C"))


@shot(
    "still-cream",
    "fable-foam",
    "Hand cream tube on soap bars, bathroom light",
    shelf="#EFF5E6",
    wall="#BBD6AE",
    gobo="window",
)
def s_cream(s: Scene, t: float) -> None:
    with s.put((-0.1, 0, 0)):
        slab(s, 1.3, 0.18, 0.9, "#FFFDF5")
    s.box((-0.1, 0.18, 0), (0.95, 0.24, 0.6), gloss("#E9B7A6"), 0.09, spin(8))
    with s.put((-0.1, 0.42, 0), 10):
        tube(s, "#7FAF93", "#FBF4E6", ink.label(None, "#FBF4E6", "fable", ("HAND CREAM", "fig leaf"), face="soft", aspect=0.75, y=0.3,
             size=0.17, art="leaf", tint="#CFE3C4"), w=0.3, h=1.15)  # fmt: skip
    side_plant(s, 0.95)
