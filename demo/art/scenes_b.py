"""Products: home, pets, tech."""

import math
import random

from . import ink
from .catalogue import product
from .props import bowl, pack, plinth, pot, slab, tin, wrap
from .scene import Look, Scene, gloss, matte, metal, spin


def lamp(s: Scene, color: str, shade: str) -> None:
    s.lathe(
        (0, 0, 0), [(0, 0), (0.34, 0), (0.38, 0.2), (0.3, 0.5), (0.1, 0.66), (0.07, 0.8), (0, 0.8)], gloss(color), 0.06
    )
    dome = [(0.62, 0.0)] + [
        (0.62 * math.cos(a / 24 * math.pi / 2), 0.55 * math.sin(a / 24 * math.pi / 2)) for a in range(25)
    ]
    s.lathe((0, 0.82, 0), [(0, 0), *dome, (0, 0.55)], Look(shade, 0.05, 0.3), 0.02)
    s.ball((0, 0.78, 0.0), (0.4, 0.08, 0.4), Look("#fff0cf", glow=2.0))


@product(
    "lull",
    "Lull",
    "home",
    "Mushroom table lamp",
    8900,
    "Glossy red mushroom lamp glowing on a plum set with books",
    wall="#5A1B3D",
    gobo=None,
    power=0.4,
    fill=0.5,
)
def lull(s: Scene) -> None:
    s.lamp((-0.6, 0.72, -0.2), "#FFC27A", 3.2, 0.5)
    s.lamp((-0.6, 0.75, 0.75), "#FFB469", 0.6, 0.3)
    s.lamp((-0.6, 1.0, -1.3), "#FFB06A", 2.2, 0.6)
    with s.put((-0.6, 0, -0.3)):
        plinth(s, 0.85, 0.14, "#7B2450")
    with s.put((-0.6, 0.14, -0.3)):
        lamp(s, "#D8392B", "#E4442F")
    for i, (c, w, a) in enumerate((("#F7C0D8", 1.1, 4), ("#FFB81C", 0.98, -8))):
        s.box((0.85, i * 0.17, 0.05), (w, 0.15, 0.74), matte("#FBF1E2"), 0.01, spin(a))
        s.box((0.85, i * 0.17, 0.05), (w + 0.03, 0.02, 0.77), matte(c), 0.008, spin(a))
        s.box((0.85, i * 0.17 + 0.14, 0.05), (w + 0.03, 0.02, 0.77), matte(c), 0.008, spin(a))
    with s.put((0.85, 0.33, 0.05)):
        s.lathe((0, 0, 0), [(0, 0), (0.14, 0), (0.2, 0.16), (0.12, 0.34), (0.09, 0.46), (0.06, 0.46), (0, 0.3)],
                gloss("#F3E3D0"), 0.03)  # fmt: skip


@product(
    "clay-and-co",
    "Clay & Kin",
    "home",
    "Three speckled vases",
    6400,
    "Three rounded stoneware vases in terracotta, cream and sage, one with dried stems",
    wall="#EBCFB4",
    gobo="window",
)
def clay(s: Scene) -> None:
    speck = ink.pattern("terrazzo", "#F3E6D2", "#8A6A52", 3, "#C9A98A")
    with s.put((-0.95, 0, -0.2)):
        s.lathe((0, 0, 0), [(0, 0), (0.3, 0), (0.52, 0.4), (0.46, 0.75), (0.16, 1.0), (0.14, 1.2), (0.19, 1.28), (0.14, 1.28),
                            (0.1, 1.15), (0, 1.0)], matte("#C4673F"), 0.07)  # fmt: skip
        rnd = random.Random(8)
        for i in range(9):
            a, q = i * 2.4, 0.12 + rnd.random() * 0.28
            p = (math.cos(a) * q, 1.55 + rnd.random() * 0.3, math.sin(a) * q)
            s.rod((0, 1.1, 0), p, 0.008, matte("#B08A50"))
            s.ball(p, (0.045, 0.11, 0.045), matte("#E3C07E"))
    with s.put((0.15, 0, 0.05)):
        s.lathe((0, 0, 0), [(0, 0), (0.25, 0), (0.3, 0.1), (0.18, 0.45), (0.3, 0.8), (0.24, 0.98), (0.19, 0.98), (0.2, 0.8), (0, 0.7)],
                wrap("#F3E6D2", speck, 0.5, 1.1, 6.28, 0.03, 0.5), 0.035)  # fmt: skip
    with s.put((1.1, 0, -0.15)):
        plinth(s, 0.5, 0.22, "#F6E2CC")
    with s.put((1.1, 0.22, -0.15)):
        s.ring((0, 0.43, 0), 0.28, 0.15, matte("#93AC8A"))
        s.lathe(
            (0, 0.66, 0), [(0, 0), (0.1, 0), (0.09, 0.22), (0.06, 0.22), (0.05, 0.05), (0, 0)], matte("#93AC8A"), 0.02
        )
    s.ball((0.6, 0.09, 0.8), 0.09, matte("#C4673F"))


@product(
    "tuckt",
    "Tuckt",
    "home",
    "Linen cushion stack",
    5900,
    "Stack of striped, checked and plain cushions",
    wall="#BCD6C6",
    gobo="palm",
    seed=1,
)
def tuckt(s: Scene) -> None:
    with s.put((-0.1, 0, -0.2)):
        slab(s, 2.7, 0.24, 1.5, "#D8E9DD")
    q = [(-0.75, -0.55), (0.75, -0.55), (0.75, 0.55), (-0.75, 0.55)]
    looks = [Look("#E9D9BE", 0.0, 1, tex=ink.pattern("stripes", "#F6EBD6", "#C4532F", 14), how="through", size=(1.6, 1.3)),
             Look("#2F5D50", 0.0, 1), Look("#FFB81C", 0.0, 1, tex=ink.pattern("gingham", "#FFF3D6", "#E79A10", 14),
             how="through", size=(1.6, 1.3))]  # fmt: skip
    for i, (look, a) in enumerate(zip(looks, (6, -10, 14), strict=True)):
        with s.put((-0.3, 0.44 + i * 0.37, -0.2), a, -90):
            s.extrude((0, 0, 0), q, 0.05, look, 0.02, 0.03, puff=(0.19, 0.5))
    with s.put((1.05, 0.75, 0.05), -22, -14):
        s.extrude((0, 0, 0), [(-0.52, -0.5), (0.52, -0.5), (0.52, 0.5), (-0.52, 0.5)], 0.05,
                  Look("#C43086", 0, 1, tex=ink.pattern("dots", "#B82A7A", "#F7C0D8", 9), how="through", size=(1.1, 1.1)),
                  0.02, 0.03, puff=(0.2, 0.42))  # fmt: skip


@product(
    "mewly",
    "Mewly",
    "pets",
    "Tuna feast tins and wand",
    1800,
    "Stack of turquoise cat food tins, a dish and a feather ball",
    wall="#F9BFA8",
    gobo="blinds",
)
def mewly(s: Scene) -> None:
    lids = ink.blank("#F6F1E6")
    ink.write(lids, "mewly", 0.5, 0.22, "#12606B", "soft")
    for i, (x, y, c, t) in enumerate(
        ((-1.0, 0, "#1E8C93", "TUNA"), (-0.05, 0, "#E0532F", "SALMON"), (-0.55, 0.44, "#7B5BD6", "DUCK"))
    ):
        with s.put((x, y, -0.3 + 0.1 * i), 5):
            tin(s, c, ink.label(None, "#FFF6E2", "mewly", (t + " FEAST",), face="soft", aspect=2.6, y=0.36, size=0.5, small=0.16),
                h=0.44, r=0.47, top=lids)  # fmt: skip
    with s.put((0.95, 0, 0.25)):
        bowl(s, "#ffffff", r=0.55, h=0.24)
        s.lathe((0, 0.1, 0), [(0, 0), (0.42, 0), (0.4, 0.14), (0, 0.18)], matte("#C98562"), 0.03)
    with s.put((0.1, 0.17, 0.85)):
        s.ball((0, 0, 0), 0.17, matte("#FFB81C"))
        for i in range(5):
            s.ball(
                (0.2 + 0.05 * i, 0.02 + 0.05 * i, -0.05 * i + 0.04),
                (0.12, 0.02, 0.045),
                matte("#2FA5A0"),
                spin(10 * i, 0, 20 * i),
            )
    for x, z in ((1.6, 0.75), (1.42, 0.92), (1.72, 0.95)):
        s.ball((x, 0.04, z), (0.09, 0.04, 0.06), matte("#A9623F"), spin(50 * x))


def bone(s: Scene, color: str) -> None:
    s.rod((-0.3, 0.12, 0), (0.3, 0.12, 0), 0.085, gloss(color))
    for x in (-0.36, 0.36):
        for z in (-0.09, 0.09):
            s.ball((x, 0.13, z), 0.13, gloss(color))


@product(
    "fetchly",
    "Fetchly",
    "pets",
    "Tug, chew and fetch set",
    3100,
    "Rubber bone, tennis ball, rope tug and a treat box for dogs",
    wall="#A9D6E8",
    gobo="palm",
    seed=2,
)
def fetchly(s: Scene) -> None:
    with s.put((-0.85, 0, -0.35), 12):
        pack(s, "#FFB81C", ink.label("#FFB81C", "#14435C", "fetchly", ("CHEW & FETCH SET", "good dogs only"), face="soft",
             aspect=0.83, y=0.28, size=0.18, art="waves", tint="#E0532F"), 1.0, 1.25, 0.45)  # fmt: skip
    with s.put((0.55, 0, 0.0)):
        plinth(s, 0.68, 0.22, "#D2ECF5")
    with s.put((0.55, 0.22, 0.0), 24):
        bone(s, "#E0532F")
    with s.put((1.4, 0.0, 0.35)):
        s.ball((0, 0.27, 0), 0.27, Look("#CFE04A", 0.0, 1))
        s.ring((0, 0.27, 0), 0.262, 0.014, matte("#F7FBE6"), rot=spin(40, 30))
    for i in range(11):
        c = ("#14435C", "#F7F1E2")[i % 2]
        s.ball((-0.35 + i * 0.1, 0.09, 0.85 + 0.05 * math.sin(i * 0.7)), (0.085, 0.085, 0.07), matte(c), spin(0, 0, 35))
    for x in (-0.45, 0.78):
        s.ball((x, 0.12, 0.86), 0.125, matte("#14435C"))


@product(
    "orbo",
    "Orbo",
    "tech",
    "Pebble earbuds",
    9900,
    "Open lilac earbud case with two earbuds on a plinth",
    wall="#C7BFF2",
    gobo="window",
)
def orbo(s: Scene) -> None:
    with s.put((-0.45, 0, -0.2)):
        plinth(s, 0.95, 0.36, "#DED8FA")
    with s.put((-0.45, 0.36, -0.15), 10):
        s.box((0, 0, 0), (1.05, 0.42, 0.7), Look("#6A4FD0", 0.06, 0.2), 0.2)
        s.lathe((-0.22, 0.40, 0.02), [(0, 0), (0.15, 0), (0.15, 0.03), (0, 0.03)], matte("#3B2A86"), 0.004)
        s.lathe((0.22, 0.40, 0.02), [(0, 0), (0.15, 0), (0.15, 0.03), (0, 0.03)], matte("#3B2A86"), 0.004)
        s.ball((0, 0.2, 0.352), (0.025, 0.025, 0.012), Look("#B7FFC8", glow=1.5))
        with s.put((0, 0.4, -0.34), 0, -68):
            s.box((0, 0, 0), (1.05, 0.16, 0.7), Look("#6A4FD0", 0.06, 0.2), 0.08)
            im = ink.label(None, "#E6DFFF", "orbo", face="gaba", aspect=1.6, y=0.5, size=0.4)
            s.box((0, 0.14, 0), (0.9, 0.03, 0.5), Look("#5B41BE", 0.05, 0.3, tex=im, how="top", size=(0.6, 0.4)), 0.01)
        for x in (-0.22, 0.22):
            s.ball((x, 0.5, 0.02), (0.14, 0.12, 0.12), gloss("#FFF6EC"))
    for x, z, a in ((0.85, 0.3, 30), (1.3, 0.55, -35)):
        with s.put((x, 0, z), a):
            s.ball((0, 0.48, 0), (0.17, 0.16, 0.15), gloss("#FFF6EC"))
            s.ball((-0.16, 0.47, 0.05), (0.09, 0.1, 0.1), Look("#6A4FD0", 0.05, 0.3))
            s.rod((0.05, 0.44, 0), (0.07, 0.07, 0.0), 0.075, gloss("#FFF6EC"))
            s.rod((0.075, 0.055, 0), (0.075, 0.07, 0), 0.076, metal())
    s.ball((0.35, 0.11, 0.85), 0.11, gloss("#FFB81C"))


@product(
    "keyne",
    "Keyne",
    "tech",
    "Sixty-key board and knob",
    12900,
    "Compact cream keyboard with coloured keycaps and a big knob",
    wall="#F5B7A0",
    gobo="blinds",
)
def keyne(s: Scene) -> None:
    with s.put((-0.15, 0.02, 0.15), 16, 20):
        s.box((0, 0, 0), (2.5, 0.2, 1.05), gloss("#FBF0DF"), 0.07)
        for j in range(4):
            x = -1.12
            while x < 1.1:
                w = 0.2
                if j == 3 and -0.55 < x < 0.0:
                    w = 0.9
                elif x < -1.1 and j:
                    w = 0.26 + 0.04 * j
                if x + w > 1.16 or (j == 0 and x > 0.75):
                    break
                c = (
                    "#3A5FB0"
                    if w > 0.8
                    else "#E0532F"
                    if x < -1.1
                    else "#FFB81C"
                    if (j, x > 0.7) == (1, True)
                    else "#FFFAF0"
                )
                s.box((x + w / 2, 0.18, -0.36 + j * 0.235), (w - 0.02, 0.12, 0.205), Look(c, 0.05, 0.35), 0.04)
                x += w + 0.02
        s.lathe((0.98, 0.2, -0.36), [(0, 0), (0.13, 0), (0.13, 0.16), (0, 0.16)], metal(), 0.008)
    with s.put((-0.95, 0, -1.0)):
        plinth(s, 0.55, 0.75, "#FAD6C4")
    with s.put((-0.95, 0.75, -1.0)):
        pot(s, "#3A5FB0", r=0.3, h=0.36, plant=26, tall=0.6)
    with s.put((1.05, 0, -0.8), -14):
        pack(s, "#3A5FB0", ink.label("#3A5FB0", "#FBF0DF", "keyne", ("60 KEYS · 1 KNOB",), face="gaba", aspect=0.9, size=0.26,
             art="check", tint="#FFB81C"), 0.95, 1.05, 0.3)  # fmt: skip


@product(
    "loopa",
    "Loopa",
    "tech",
    "Over-ear headphones",
    14900,
    "Teal headphones hanging on a wooden stand",
    wall="#FBD58A",
    gobo="palm",
    seed=3,
)
def loopa(s: Scene) -> None:
    with s.put((-0.3, 0, -0.3)):
        plinth(s, 0.8, 0.16, "#FFE8B8")
    with s.put((-0.3, 0.16, -0.3), 14):
        s.lathe((0, 0, -0.05), [(0, 0), (0.4, 0), (0.4, 0.06), (0, 0.06)], matte("#B98550"), 0.008)
        s.rod((0, 0, -0.05), (0, 1.42, -0.05), 0.06, matte("#B98550"))
        with s.put((0, 0.95, 0), 0, 0, 90):
            s.ring((0, 0, 0), 0.6, 0.065, gloss("#12606B"), 0.25)
            s.ring((0.03, 0, 0), 0.55, 0.06, matte("#F7C9A9"), 0.0)
        for x in (-1, 1):
            with s.put((x * 0.58, 0.6, 0), 0, 0, -90 * x):
                s.lathe((0, 0, 0), [(0, 0), (0.3, 0), (0.32, 0.06), (0.26, 0.2), (0, 0.22)], gloss("#1E8C93"), 0.02)
                s.lathe(
                    (0, -0.13, 0), [(0, 0), (0.26, 0), (0.3, 0.06), (0.28, 0.14), (0, 0.14)], matte("#F7C9A9"), 0.03
                )
                s.lathe((0, 0.2, 0), [(0, 0), (0.15, 0), (0.15, 0.035), (0, 0.035)], metal(), 0.006)
    with s.put((1.05, 0, 0.0), -16):
        pack(s, "#1E8C93", ink.label("#1E8C93", "#FFF3DF", "loopa", ("40 HOURS OF QUIET",), face="soft", aspect=0.9, y=0.3, size=0.26,
             art="arch", tint="#FF8A5C"), 0.85, 0.95, 0.4)  # fmt: skip
    s.ball((0.5, 0.13, 0.7), 0.13, gloss("#E0532F"))
