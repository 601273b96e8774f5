"""Products: sport, kids, garden, books and paper."""

import math

from PIL import ImageDraw

from . import ink
from .catalogue import product
from .props import book, citrus, front, leafy, pack, pencil, plinth, pot, scatter, slab, wrap
from .scene import Look, Scene, gloss, matte, metal, spin


def flask(s: Scene, color: str, cap: str, word: str) -> None:
    tex = ink.blank(None, 0.6)
    ink.write(tex, word, 0.42, 0.16, "#FFF6E5", "gaba", fit=0.95)
    ink.motif(tex, "waves", "#FFF6E5")
    s.lathe((0, 0, 0), [(0, 0), (0.29, 0), (0.33, 0.05), (0.33, 1.15), (0.22, 1.32), (0.2, 1.36), (0, 1.36)],
            wrap(color, tex, 0.6, 1.0, 1.8, 0.05, 0.4), 0.016)  # fmt: skip
    s.lathe((0, 1.34, 0), [(0, 0), (0.24, 0), (0.24, 0.24), (0.2, 0.28), (0, 0.28)], gloss(cap), 0.01)
    with s.put((0, 1.6, 0), 20, 0, 90):
        s.ring((0, 0, 0), 0.14, 0.035, gloss(cap), 0.05)


def dumbbell(s: Scene, color: str) -> None:
    s.rod((-0.4, 0.24, 0), (0.4, 0.24, 0), 0.055, metal("#c9c9c9", 0.4))
    for x in (-0.42, 0.42):
        s.lathe((x - 0.13, 0.24, 0), [(0, 0), (0.23, 0), (0.25, 0.05), (0.25, 0.21), (0.23, 0.26), (0, 0.26)], Look(color, 0.05, 0.4),
                0.012, spin(0, 0, -90))  # fmt: skip


@product(
    "stride",
    "Stride",
    "sport",
    "Insulated flask and weights",
    4900,
    "Coral insulated flask with a pair of teal dumbbells",
    wall="#A9DCD2",
    gobo="blinds",
)
def stride(s: Scene) -> None:
    with s.put((-0.7, 0, -0.3)):
        plinth(s, 0.6, 0.2, "#D4F0E9")
    with s.put((-0.7, 0.2, -0.3), 6):
        flask(s, "#F0674A", "#2A1733", "stride")
    with s.put((0.65, 0, -0.15), 24):
        dumbbell(s, "#12707A")
    with s.put((0.95, 0, 0.6), -14):
        dumbbell(s, "#FFB81C")


@product(
    "flowmat",
    "Flowmat",
    "sport",
    "Cork block and mat set",
    6900,
    "Rolled lilac yoga mat with cork blocks and a strap",
    wall="#F6C3B0",
    gobo="palm",
    seed=3,
)
def flowmat(s: Scene) -> None:
    roll = ink.blank("#8E74DA", 1, 900)
    d = ImageDraw.Draw(roll)
    for k in range(7):
        q = 60 + k * 56
        d.arc((450 - q, 450 - q, 450 + q + 8, 450 + q), 0, 360, fill="#6A4FB8", width=16)
    with s.put((-0.45, 0.42, -0.35), 18):
        s.lathe((1.0, 0, 0), [(0, 0), (0.4, 0), (0.42, 0.02), (0.42, 1.98), (0.4, 2.0), (0, 2.0)],
                Look("#8E74DA", 0.02, 0.8, tex=roll, how="top", size=(0.84, 0.84)), 0.006, spin(0, 0, 90))  # fmt: skip
        for x in (-0.45, 0.45):
            s.ring((x, 0, 0), 0.415, 0.035, matte("#FFF1D6"), rot=spin(90))
    cork = ink.pattern("terrazzo", "#D2A56C", "#A97B45", 9, "#E6C493")
    for at, size, a in (((0.85, 0, 0.15), (0.85, 0.32, 0.5), -14), ((0.9, 0.32, 0.12), (0.8, 0.3, 0.46), 6)):
        s.box(at, size, Look("#D2A56C", 0, 1, tex=cork, how="through", size=(0.9, 0.7)), 0.05, spin(a))
    word = ink.label(None, "#5A3A16", "flowmat", face="soft", aspect=2.4, y=0.5, size=0.5)
    s.box(
        (0.9, 0.32, 0.125),
        (0.7, 0.29, 0.462),
        Look("#D2A56C", 0, 1, tex=word, at=(0, 0.0), size=(0.6, 0.22)),
        0.05,
        spin(6),
    )
    with s.put((-0.55, 0, 0.75)):
        s.ball((0, 0.17, 0), 0.17, matte("#12707A"))
    s.ball((0.1, 0.1, 0.9), 0.1, gloss("#FFB81C"))


@product(
    "padelo",
    "Padelo",
    "sport",
    "Padel racket and balls",
    8400,
    "Violet padel racket standing on a court-blue step with three balls",
    wall="#9DBDF2",
    gobo="window",
)
def padelo(s: Scene) -> None:
    face = ink.blank("#4C2FA8", 1, 900)
    d = ImageDraw.Draw(face)
    d.polygon([(0, 520), (900, 260), (900, 420), (0, 700)], fill="#FFB81C")
    d.polygon([(0, 730), (900, 450), (900, 500), (0, 790)], fill="#F0674A")
    for i in range(7):
        for j in range(7):
            x, y = 210 + i * 80, 190 + j * 80
            if (x - 450) ** 2 + (y - 430) ** 2 < 290**2:
                d.ellipse((x - 13, y - 13, x + 13, y + 13), fill="#1B1140")
    ink.write(face, "padelo", 0.17, 0.1, "#ffffff", "gaba", fit=0.4)
    out = [(0.56 * math.cos(a / 24 * 2 * math.pi), 0.62 * math.sin(a / 24 * 2 * math.pi)) for a in range(24)]
    with s.put((-0.5, 0.95, -0.35), 14, -8, -16):
        s.extrude((0, 0.3, 0), out, 0.15, Look("#4C2FA8", 0.06, 0.25, tex=face, size=(1.3, 1.3)), 0.05)
        s.rod((-0.2, -0.2, 0), (0, -0.52, 0), 0.07, gloss("#4C2FA8"))
        s.rod((0.2, -0.2, 0), (0, -0.52, 0), 0.07, gloss("#4C2FA8"))
        s.rod((0, -0.5, 0), (0, -0.98, 0), 0.075, matte("#1B1140"))
    with s.put((0.75, 0, 0.1)):
        slab(s, 1.5, 0.24, 1.0, "#C6DAFA")
    for x, y, z in ((0.5, 0.24, 0.1), (1.02, 0.24, 0.2), (0.2, 0.0, 0.85)):
        with s.put((x, y, z)):
            s.ball((0, 0.22, 0), 0.22, Look("#D3E445", 0, 1))
            s.ring((0, 0.22, 0), 0.214, 0.012, matte("#FAFCE8"), rot=spin(50 * x, 25))


@product(
    "blokko",
    "Blokko",
    "kids",
    "Rainbow rings and blocks",
    3600,
    "Wooden stacking rings, blocks and a little arch in bright colours",
    wall="#BFE3F2",
    gobo="window",
)
def blokko(s: Scene) -> None:
    tones = ("#E0532F", "#FF9A3C", "#FFC93C", "#5DB075", "#3A7BD5", "#8E5BD0")
    with s.put((-0.75, 0, -0.25)):
        s.lathe((0, 0, 0), [(0, 0), (0.62, 0), (0.62, 0.1), (0, 0.1)], matte("#DDB277"), 0.02)
        y = 0.1
        for i, c in enumerate(tones):
            r = 0.54 - i * 0.062
            s.lathe(
                (0, y, 0),
                [(0, 0), (r - 0.08, 0), (r, 0.06), (r, 0.14), (r - 0.08, 0.2), (0, 0.2)],
                Look(c, 0.05, 0.35),
                0.03,
            )
            y += 0.2
        s.ball((0, y + 0.13, 0), 0.17, Look("#E0532F", 0.05, 0.35))
    arch = [(math.cos(a / 16 * math.pi), math.sin(a / 16 * math.pi)) for a in range(17)]
    for k, c in enumerate(("#E0532F", "#FFC93C", "#3A7BD5")):
        r1, r0 = 0.62 - k * 0.17, 0.46 - k * 0.17
        ring = [(x * r1, y * r1) for x, y in arch] + [(x * r0, y * r0) for x, y in arch[::-1]]
        s.extrude((0.75, 0, -0.2), ring, 0.34, Look(c, 0.04, 0.45), 0.03, rot=spin(-12))
    for x, z, c, a, ch in (
        (0.15, 0.65, "#FFC93C", 20, "b"),
        (0.62, 0.78, "#5DB075", -15, "l"),
        (1.4, 0.5, "#F28AB2", 30, "o"),
    ):
        tex = ink.label(None, "#FFFDF5", ch, face="soft", y=0.46, size=0.8)
        s.box((x, 0, z), (0.32, 0.32, 0.32), Look(c, 0.04, 0.4, tex=tex, size=(0.3, 0.3)), 0.035, spin(a))
    s.box((0.4, 0.32, 0.72), (0.3, 0.3, 0.3), Look("#3A7BD5", 0.04, 0.4, tex=ink.label(None, "#FFFDF5", "k", face="soft", y=0.5, size=0.8),
          size=(0.3, 0.3)), 0.035, spin(4))  # fmt: skip


def duck(s: Scene, color: str = "#FFC93C", beak: str = "#F07A2E") -> None:
    s.lathe((0, 0, 0), [(0, 0), (0.3, 0), (0.44, 0.18), (0.4, 0.36), (0.2, 0.46), (0, 0.46)], gloss(color), 0.05)
    s.ball((-0.34, 0.36, 0), (0.2, 0.12, 0.2), gloss(color), spin(0, 0, -40))
    s.ball((0.14, 0.62, 0), 0.27, gloss(color))
    s.ball((0.4, 0.58, 0), (0.13, 0.05, 0.12), gloss(beak))
    s.ball((-0.05, 0.27, 0.37), (0.22, 0.13, 0.08), gloss(color), spin(0, 0, 20))
    for z in (-0.15, 0.15):
        s.ball((0.3, 0.7, z), 0.045, gloss("#22120F"))


@product(
    "puddle-duck",
    "Puddle Duck",
    "kids",
    "Bath time set",
    2700,
    "Big yellow bath duck with a baby duck, bubble bath bottle and bubbles",
    wall="#F9C6DA",
    gobo="palm",
    seed=1,
)
def puddle(s: Scene) -> None:
    with s.put((0.15, 0, -0.35)):
        plinth(s, 0.85, 0.24, "#FFE3EE")
    with s.put((0.12, 0.24, -0.3), -36):
        duck(s)
    with s.put((1.15, 0, 0.4), -60):
        s.ball((0, 0.16, 0), (0.26, 0.17, 0.2), gloss("#FFE07A"))
        s.ball((0.12, 0.38, 0), 0.16, gloss("#FFE07A"))
        s.ball((0.28, 0.36, 0), (0.08, 0.03, 0.07), gloss("#F07A2E"))
        for z in (-0.09, 0.09):
            s.ball((0.22, 0.43, z), 0.028, gloss("#22120F"))
    tex = ink.label("#FFF6E8", "#1E6FA8", "puddle duck", ("BUBBLE BATH", "no tears · 300 ml"), face="script", aspect=0.9, y=0.3, size=0.17,
                    art="waves", tint="#5FB6E0")  # fmt: skip
    with s.put((-1.05, 0, -0.1), 8):
        s.lathe((0, 0, 0), [(0, 0), (0.36, 0), (0.4, 0.05), (0.4, 0.85), (0.3, 1.05), (0.14, 1.12), (0.14, 1.2), (0, 1.2)],
                wrap("#5FB6E0", tex, 0.46, 0.62, 1.8), 0.02)  # fmt: skip
        s.lathe((0, 1.16, 0), [(0, 0), (0.18, 0), (0.18, 0.22), (0, 0.22)], gloss("#FFC93C"), 0.015)
    for x, y, z, r in (
        (-0.45, 0.16, 0.7, 0.16),
        (-0.1, 0.1, 0.9, 0.1),
        (1.45, 1.25, -0.4, 0.13),
        (-0.45, 1.5, -0.3, 0.09),
        (0.6, 0.12, 0.8, 0.12),
    ):
        s.ball((x, y, z), r, Look("#ffffff", 0.09, 0.04, glass=0.6))


@product(
    "sprig",
    "Sprig",
    "garden",
    "Watering can and herb pot",
    4400,
    "Green watering can beside a potted plant on terracotta steps",
    wall="#F7DDA6",
    gobo="branch",
    seed=3,
)
def sprig(s: Scene) -> None:
    tex = ink.label(None, "#FFF6E0", "sprig", face="soft", aspect=1.6, y=0.5, size=0.44)
    with s.put((-0.65, 0, -0.1), 10):
        s.lathe((0, 0, 0), [(0, 0), (0.48, 0), (0.5, 0.04), (0.4, 0.7), (0.36, 0.7), (0.38, 0.6), (0, 0.6)],
                wrap("#2F7D5B", tex, 0.34, 0.4, 1.5, 0.06, 0.25), 0.012)  # fmt: skip
        s.rod((-0.35, 0.2, 0.05), (-0.95, 0.95, 0.1), 0.075, gloss("#2F7D5B"), 0.05)
        s.lathe(
            (-0.93, 0.92, 0.1),
            [(0, 0), (0.06, 0), (0.19, 0.14), (0.19, 0.17), (0, 0.17)],
            metal(),
            0.008,
            spin(0, 0, 48),
        )
        s.ring((0.36, 0.5, 0), 0.27, 0.045, metal(rough=0.4), 0.1)
    with s.put((0.7, 0, -0.3)):
        plinth(s, 0.6, 0.26, "#FBEBC8")
    with s.put((0.7, 0.26, -0.3)):
        pot(s, "#D2693F", r=0.42, h=0.5, plant=38, tall=0.85)
    with s.put((1.3, 0, 0.55)):
        pot(s, "#F6E7D2", r=0.24, h=0.28, plant=20, tall=0.4)
    scatter(s, 6, (0.06, 0.04, 0.05), matte("#B98A63"), (-0.2, 0.8, 0.6, 0.95))


@product(
    "seedly",
    "Seedly",
    "garden",
    "Balcony seed library",
    1900,
    "Fan of illustrated seed packets with a small trowel and sprouting pot",
    wall="#C4DDB0",
    gobo="palm",
    seed=2,
)
def seedly(s: Scene) -> None:
    for i, (c, t, n, a) in enumerate(
        (
            ("#FBF1DA", "#E0532F", "TOMATO", "blobs"),
            ("#F7C0D8", "#9A1A67", "RADISH", "dots"),
            ("#FFD97A", "#2F5D50", "BASIL", "leaf"),
        )
    ):
        with s.put((-1.15 + i * 0.62, 0.0, -0.45 + i * 0.22), 12 - i * 6, -8, 7 - i * 6):
            pack(s, c, ink.label(None, "#1F4A38", "seedly", (n, "sow march to june"), face="soft", aspect=0.68, y=0.2, size=0.13,
                 art=a, tint=t, small=0.05), 0.72, 1.06, 0.05)  # fmt: skip
    with s.put((1.05, 0, -0.15)):
        plinth(s, 0.52, 0.3, "#DDEDCE")
    with s.put((1.05, 0.3, -0.15)):
        pot(s, "#D2693F", r=0.32, h=0.4, plant=16, tall=0.42)
    with s.put((0.75, 0.06, 0.72), 12):
        s.rod((0.35, 0.03, 0), (0.8, 0.06, 0), 0.06, matte("#C99A5E"))
        s.rod((0.1, 0.02, 0), (0.38, 0.03, 0), 0.025, metal("#c9c9c9", 0.35))
        s.ball((-0.08, 0.0, 0), (0.27, 0.05, 0.13), metal("#cfcfcf", 0.4))
    scatter(s, 14, (0.035, 0.02, 0.028), matte("#E9D2A0"), (-0.6, 0.3, 0.75, 1.0))


@product(
    "inkwell-row",
    "Inkwell Row",
    "books",
    "Notebook and pencil set",
    2300,
    "Two cloth notebooks with a cup of coloured pencils",
    wall="#F4B8A8",
    gobo="blinds",
)
def inkwell(s: Scene) -> None:
    with s.put((-0.85, 0, -0.35), 10, -5):
        book(s, "#23408E", ink.label(None, "#FFE7B8", "inkwell row", ("PLAIN PAGES",), face="slab", aspect=0.72, y=0.3, size=0.11,
             art="arch", tint="#FFB81C", small=0.045), w=0.92, h=1.3, d=0.18)  # fmt: skip
    with s.put((0.06, 0, 0.05), -4, -6):
        book(s, "#E0532F", ink.label(None, "#FFF3DF", "lists", ("AND OTHER PLANS",), face="script", aspect=0.72, y=0.3, size=0.15,
             art="stripes", tint="#F9C6DA", small=0.05), w=0.72, h=1.0, d=0.14)  # fmt: skip
    with s.put((0.85, 0, -0.1)):
        s.lathe((0, 0, 0), [(0, 0), (0.33, 0), (0.35, 0.03), (0.35, 0.66), (0.31, 0.66), (0.31, 0.1), (0, 0.1)],
                wrap("#FBEBD2", ink.pattern("check", "#FBEBD2", "#23408E", 10), 0.33, 0.3, 6.28, 0.04, 0.4), 0.008)  # fmt: skip
        for i, c in enumerate(("#FFB81C", "#E0532F", "#2FA58B", "#9A1A67", "#23408E", "#F28AB2")):
            a = i * 1.05
            pencil(
                s,
                (math.cos(a) * 0.1, 0.12, math.sin(a) * 0.1),
                (math.cos(a) * 0.33, 1.25 + 0.1 * (i % 3), math.sin(a) * 0.3),
                c,
            )
    pencil(s, (0.2, 0.05, 0.95), (1.15, 0.05, 0.7), "#2FA58B")
    s.box((1.4, 0, 0.55), (0.3, 0.14, 0.18), matte("#F9D6E2"), 0.04, spin(24))


@product(
    "page-turner",
    "Page Turner",
    "books",
    "Three summer novels",
    2900,
    "Stack of illustrated novels with one standing, and a cup of tea",
    wall="#D7CBF3",
    gobo="branch",
    seed=2,
)
def page(s: Scene) -> None:
    for i, (c, a) in enumerate((("#12606B", 3), ("#F0674A", -6), ("#FFB81C", 8))):
        y = i * 0.2
        s.box((0.72, y, -0.1), (1.2, 0.19, 0.82), matte("#FBF1E2"), 0.01, spin(a))
        s.box((0.72, y, -0.1), (1.24, 0.03, 0.86), gloss(c), 0.012, spin(a))
        s.box((0.72, y + 0.165, -0.1), (1.24, 0.03, 0.86), gloss(c), 0.012, spin(a))
        spine = ink.label(
            c, "#FFF3DF", ("salt roads", "late light", "the lemon hour")[i], face="soft", aspect=6, y=0.5, size=0.6
        )
        s.box((0.72, y, -0.1), (1.235, 0.195, 0.862), front(c, spine, 0, 1.24, 0.195, 0.04, 0.4), 0.02, spin(a))
    with s.put((-0.7, 0, -0.25), 12, -5):
        art = ink.label(
            None,
            "#FFF3DF",
            "the lemon",
            (),
            face="slab",
            aspect=0.7,
            y=0.15,
            size=0.13,
            art="sun",
            tint="#FFB81C",
            small=0.045,
        )
        ink.write(art, "hour", 0.29, 0.13, "#FFF3DF", "slab")
        ink.write(art, "A NOVEL", 0.41, 0.045, "#FFF3DF", "fig", track=0.08)
        book(s, "#9A1A67", art, w=0.98, h=1.42, d=0.2)
    with s.put((0.75, 0.6, -0.1)):
        citrus(s, 0.19, "#FFD23C")
    with s.put((0.0, 0, 0.75)):
        s.lathe(
            (0, 0, 0), [(0, 0), (0.2, 0), (0.26, 0.3), (0.22, 0.3), (0.18, 0.06), (0, 0.05)], gloss("#FBF6EC"), 0.008
        )
        s.lathe((0, 0.22, 0), [(0, 0), (0.225, 0), (0.225, 0.02), (0, 0.02)], gloss("#B9651F"), 0)
    with s.put((1.5, 0, 0.55), 0, 0, 78):
        leafy(s, 8, 0.5, "#6E8450", spread=0.14, size=0.12)
