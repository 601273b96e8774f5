"""Products: fashion, coffee."""

import math

from PIL import Image, ImageDraw

from . import ink
from .catalogue import product
from .props import can, citrus, cup, front, glass, jar, leafy, pack, plinth, pouch, scatter, slab
from .scene import Look, Scene, gloss, matte, metal, spin


@product(
    "sunday-shade",
    "Sunday Shade",
    "fashion",
    "Round sunglasses and case",
    7900,
    "Tortoise round sunglasses before a coral case on a sandy step",
    wall="#F7D79E",
    gobo="palm",
    seed=1,
)
def sunday(s: Scene) -> None:
    with s.put((0, 0, -0.45)):
        slab(s, 2.8, 0.3, 1.0, "#FBE8C3")
    with s.put((-0.6, 0.3, -0.5), 4):
        s.box((0, 0, 0), (1.5, 0.62, 0.4), front("#F0674A", ink.label(None, "#FFF3DF", "sunday shade", face="script", aspect=2.4,
              y=0.5, size=0.34), 0, 1.4, 0.6), 0.19)  # fmt: skip
    with s.put((0.62, 0.36, 0.5), -14, -8):
        for x in (-0.4, 0.4):
            s.ring((x, 0, 0), 0.31, 0.05, gloss("#5A2A14"))
            s.lathe(
                (x, 0, -0.01),
                [(0, -0.01), (0.3, -0.01), (0.3, 0.01), (0, 0.01)],
                Look("#22382B", 0.1, 0.03, glass=0.15),
                0,
                spin(0, 90),
            )
            s.rod((x * 1.75, 0.1, -0.02), (x * 1.85, -0.2, -0.95), 0.035, gloss("#5A2A14"))
        s.rod((-0.1, 0.1, 0.02), (0.1, 0.1, 0.02), 0.04, gloss("#5A2A14"))
    with s.put((1.05, 0.3, -0.55)):
        s.ball((0, 0.26, 0), 0.26, gloss("#2FA5A0"))
    for x, z, r in ((-1.35, 0.5, 0.16), (-1.05, 0.75, 0.1)):
        s.ball((x, r * 0.6, z), (r, r * 0.6, r), matte("#FBE8D6"))


def shirt(s: Scene, color: str, tex: Image.Image | None = None) -> None:
    out = [(-0.5, -0.75), (0.5, -0.75), (0.5, 0.25), (0.72, 0.05), (0.92, 0.3), (0.55, 0.72), (0.22, 0.76), (0.12, 0.66), (0, 0.63),
           (-0.12, 0.66), (-0.22, 0.76), (-0.55, 0.72), (-0.92, 0.3), (-0.72, 0.05), (-0.5, 0.25)]  # fmt: skip
    s.extrude((0, 0.76, 0), out, 0.04, Look(color, 0, 1, tex=tex, at=(0, -0.02), size=(0.8, 0.9)), 0.02, 0.02,
              puff=(0.07, 0.22))  # fmt: skip


@product(
    "plain-james",
    "Plain James",
    "fashion",
    "Heavy tee, two colours",
    4200,
    "Cream T-shirt with a sun print on a hanger and folded tees",
    wall="#BFD0F2",
    gobo="window",
)
def james(s: Scene) -> None:
    art = ink.label(
        None, "#9A1A67", "good day", face="script", aspect=0.9, y=0.28, size=0.17, art="sun", tint="#FF8A3C"
    )
    s.rod((-0.45, 1.95, -2.4), (-0.5, 1.95, -0.28), 0.035, matte("#C99A5E"))
    with s.put((-0.5, 0.16, -0.35), 7, -4):
        shirt(s, "#FBF3E2", art)
        s.ring((0, 1.64, 0), 0.1, 0.018, metal("#c9c9c9", 0.35), 0.0, spin(0, 0, 90))
        s.rod((0, 1.4, 0), (0, 1.58, 0), 0.018, metal("#c9c9c9", 0.35))
    with s.put((1.02, 0, 0.15)):
        plinth(s, 0.72, 0.2, "#DCE6FA")
    for i, c in enumerate(("#2F5D50", "#E0532F", "#FBF3E2", "#9A1A67")):
        s.box(
            (1.02 + 0.02 * (i % 2), 0.2 + i * 0.145, 0.15),
            (0.95, 0.14, 0.68),
            Look(c, 0, 1),
            0.065,
            spin(-12 + 3 * (i % 2)),
        )


@product(
    "tote-theory",
    "Tote Theory",
    "fashion",
    "Market tote in canvas",
    3500,
    "Canvas tote bag with bold print and lemons beside it",
    wall="#F3B5CF",
    gobo="branch",
    seed=2,
)
def tote(s: Scene) -> None:
    art = ink.label(
        None,
        "#2F5D50",
        "tote theory",
        ("CARRY MORE JOY",),
        face="soft",
        aspect=1.0,
        y=0.28,
        size=0.17,
        art="arch",
        tint="#E0532F",
    )
    with s.put((-0.35, 0, -0.2), 9):
        s.loft((0, 0, 0), [(0, 0.6, 0.24), (0.15, 0.64, 0.27), (0.8, 0.63, 0.2), (1.2, 0.64, 0.1)],
               Look("#F7EAD0", 0, 1, tex=art, at=(0, 0.55), size=(1.0, 0.95)), 3.4, 0.03)  # fmt: skip
        for z in (0.09, -0.09):
            with s.put((0, 1.55, z), 0, 0, 90):
                s.ring((0, 0, 0), 0.28, 0.028, matte("#E0532F"), 0.42)
    for x, z, r in ((0.75, 0.2, 0.22), (1.2, 0.0, 0.22), (1.05, 0.55, 0.2)):
        s.ball((x, r * 0.9, z), (r * 1.25, r * 0.92, r * 0.92), Look("#FFD23C", 0.05, 0.4), spin(40 * x))
    with s.put((1.5, 0, 0.55)):
        citrus(s, 0.2, "#FFD23C", half=True)
    with s.put((0.15, 1.15, -0.22), 0, 0, -24):
        leafy(s, 14, 0.6, spread=0.22, size=0.16)


@product(
    "minuta",
    "Minuta",
    "fashion",
    "Everyday watch",
    11900,
    "Round watch with a cream dial and a green strap on a stone block",
    wall="#CDD9B8",
    gobo="palm",
    seed=2,
)
def minuta(s: Scene) -> None:
    dial = ink.blank("#FBF3E2", 1, 900)
    d = ImageDraw.Draw(dial)
    for i in range(12):
        a = math.radians(i * 30)
        d.line([450 + math.sin(a) * 340, 450 - math.cos(a) * 340, 450 + math.sin(a) * 410, 450 - math.cos(a) * 410],
               fill="#1F4A38", width=26 if i % 3 == 0 else 12)  # fmt: skip
    ink.write(dial, "minuta", 0.33, 0.075, "#1F4A38", "gaba")
    d.line((450, 450, 300, 350), fill="#1F4A38", width=30)
    d.line((450, 450, 640, 270), fill="#1F4A38", width=20)
    d.line((450, 450, 450, 760), fill="#E0532F", width=8)
    d.ellipse((425, 425, 475, 475), fill="#E0532F")
    with s.put((-0.4, 0, -0.5)):
        s.box((0, 0, 0), (1.25, 0.5, 0.9), matte("#E6EBD6"), 0.05)
    with s.put((-0.4, 1.0, -0.1), 14, -16):
        s.box((0, -1.12, 0.02), (0.5, 0.86, 0.08), Look("#2F5D50", 0.03, 0.6), 0.035, spin(0, -9))
        s.box((0, 0.3, -0.06), (0.5, 0.68, 0.08), Look("#2F5D50", 0.03, 0.6), 0.035, spin(0, -14))
        with s.put((0, 0, 0), 0, 90):
            s.lathe(
                (0, -0.12, 0),
                [(0, 0), (0.46, 0), (0.48, 0.06), (0.46, 0.2), (0.41, 0.2), (0.41, 0.17), (0, 0.17)],
                metal(rough=0.36),
                0.008,
            )
            s.lathe((0, -0.1, 0), [(0, 0), (0.41, 0), (0.41, 0.165), (0, 0.165)],
                    Look("#FBF3E2", 0.05, 0.2, tex=dial, how="top", size=(0.84, 0.84)), 0.0)  # fmt: skip
        s.rod((0.47, 0, 0.02), (0.54, 0, 0.02), 0.05, metal())
    with s.put((0.95, 0, 0.05), -12):
        pack(s, "#2F5D50", ink.label("#2F5D50", "#FBF3E2", "minuta", ("TIME, KINDLY",), face="gaba", aspect=1.3, size=0.3, art="band",
             tint="#E0A33C"), 0.85, 0.62, 0.7)  # fmt: skip
    s.ball((0.35, 0.1, 0.75), 0.1, gloss("#E0532F"))


@product(
    "north-drip",
    "North Drip",
    "coffee",
    "Cold brew four-pack",
    2100,
    "Slim black and cream cold brew cans with coffee beans on blue",
    wall="#A9C3EC",
    gobo="blinds",
)
def north(s: Scene) -> None:
    for x, z, c, i, h in ((-0.95, -0.3, "#1C1B2E", "#F5E3C5", 1.6), (-0.2, -0.05, "#F5E3C5", "#1C1B2E", 1.6)):
        with s.put((x, 0, z), 5):
            can(s, ink.label(c, i, "north drip", ("COLD BREW", "slow · 250 ml"), face="gaba", aspect=0.9, y=0.34, size=0.15,
                art="stripes", tint="#4F7FE0", fit=0.5), h=h, r=0.31)  # fmt: skip
    with s.put((0.85, 0, -0.1)):
        plinth(s, 0.55, 0.2, "#CBDBF6")
    with s.put((0.85, 0.2, -0.1)):
        glass(s, "#3B2013", r=0.3, h=0.85)
        for x, y, z in ((0.05, 0.68, 0.08), (-0.1, 0.67, -0.04)):
            s.box((x, y, z), (0.17, 0.15, 0.17), Look("#e8f0f5", 0.06, 0.1, glass=0.5), 0.03, spin(30, 12))
    scatter(s, 16, (0.075, 0.05, 0.055), gloss("#2E170D"), (-0.3, 1.7, 0.5, 1.05))


@product(
    "dose",
    "Dose",
    "coffee",
    "Weekday espresso kit",
    3800,
    "Ochre coffee bag, espresso tin and a terracotta cup",
    wall="#F3B48C",
    gobo="palm",
    seed=2,
)
def dose(s: Scene) -> None:
    with s.put((-0.85, 0, -0.3), 8):
        pouch(s, "#2F5D50", ink.label("#F8E7C8", "#2F5D50", "dose", ("ESPRESSO BLEND", "cocoa · cherry · 1 kg"), face="slab",
              aspect=0.8, y=0.3, size=0.25, art="disc", tint="#E0843A"), w=0.55, h=1.65, d=0.3)  # fmt: skip
    with s.put((0.15, 0, -0.2), -4):
        jar(s, "#E0843A", "#2F5D50", ink.label(None, "#FFF3DF", "dose", ("DECAF",), face="slab", aspect=1.2, size=0.34),
            h=0.85, r=0.36, cap=0.14)  # fmt: skip
    with s.put((1.0, 0, 0.2)):
        s.lathe((0, 0, 0), [(0, 0), (0.5, 0), (0.56, 0.05), (0.52, 0.06), (0, 0.03)], gloss("#FBF1E2"), 0.008)
    with s.put((1.0, 0.03, 0.2), 20):
        cup(s, "#C4532F", r=0.33, h=0.46)
    scatter(s, 12, (0.075, 0.05, 0.055), gloss("#3B1D10"), (-0.6, 0.6, 0.45, 1.0))
