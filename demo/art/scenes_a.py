"""Products: beauty, food, drinks."""

from . import ink
from .catalogue import product
from .props import (
    bottle,
    bowl,
    can,
    carton,
    citrus,
    cookie,
    glass,
    heap,
    jar,
    leafy,
    pack,
    plinth,
    pouch,
    pump,
    scatter,
    slab,
    tin,
    tube,
)  # fmt: skip
from .scene import Look, Scene, gloss, matte, metal, spin


def solenne_tube(s: Scene) -> None:
    tube(s, "#FFE3A8", "#E8622C", ink.label(None, "#C4401A", "solenne", ("DAILY SUN MILK", "SPF 50 · 75 ml"), face="soft",
         aspect=0.75, y=0.3, size=0.14, art="sun", tint="#F28A3C"), h=1.5)  # fmt: skip


@product(
    "solenne",
    "Solenne",
    "beauty",
    "Sun milk and face stick",
    3900,
    "Yellow sun cream tube and orange stick on a peach plinth, citrus halves beside them",
    wall="#F9C49A",
)
def solenne(s: Scene) -> None:
    with s.put((-0.5, 0, -0.3)):
        plinth(s, 0.85, 0.26, "#FFE0C2")
    with s.put((-0.62, 0.26, -0.3), 8):
        solenne_tube(s)
    with s.put((0.72, 0, 0.0)):
        plinth(s, 0.5, 0.5, "#F7A873")
    with s.put((0.72, 0.5, 0.0), -6):
        bottle(s, "#F28A3C", "#FFF3DF", ink.label(None, "#FFF3DF", "solenne", ("FACE STICK",), face="soft", aspect=1.6),
               h=0.72, r=0.22, neck=0.17, shoulder=0.75)  # fmt: skip
    with s.put((-0.05, 0, 0.75), 0):
        citrus(s, 0.24, half=True)
    with s.put((1.45, 0, 0.5)):
        citrus(s, 0.2)


def lipstick(s: Scene, color: str, case: str, up: float = 0.3) -> None:
    s.lathe((0, 0, 0), [(0, 0), (0.17, 0), (0.17, 0.55), (0, 0.55)], gloss(case), 0.008)
    s.lathe((0, 0.55, 0), [(0, 0), (0.14, 0), (0.14, 0.22), (0, 0.22)], metal(), 0.006)
    s.lathe((0, 0.77, 0), [(0, 0), (0.115, 0), (0.115, up), (0.09, up + 0.1), (0.03, up + 0.16), (0, up + 0.16)],
            Look(color, 0.05, 0.35), 0.012, spin(0, 0, 0))  # fmt: skip


@product(
    "mirro",
    "Mirro",
    "beauty",
    "Velvet lip trio",
    4500,
    "Three lipsticks in plum cases on stepped pink blocks",
    wall="#F3A9B8",
    gobo="branch",
    seed=3,
)
def mirro(s: Scene) -> None:
    for i, (x, h, c) in enumerate(((-0.95, 0.25, "#C3263F"), (0.0, 0.6, "#A31D5C"), (0.95, 0.1, "#E0677A"))):
        with s.put((x, 0, -0.2)):
            s.box((0, 0, 0), (0.85, h, 0.85), matte(("#F7C6CC", "#EE8FA3", "#F9D6D6")[i]), 0.03)
            s.turn = spin(14)
        with s.put((x, h, -0.2)):
            lipstick(s, c, "#4A1030", 0.34)
    with s.put((1.35, 0.18, 0.75), 25):
        s.rod((-0.4, 0, 0), (0.15, 0, 0), 0.18, gloss("#4A1030"))
        s.rod((0.1, 0, 0), (0.13, 0, 0), 0.183, metal())
    s.ball((-0.35, 0.15, 0.8), 0.15, gloss("#F7C6CC"))
    s.ball((-1.75, 0.1, 0.5), 0.1, gloss("#C3263F"))


@product(
    "fable-foam",
    "Fable & Foam",
    "beauty",
    "Hand wash and soap bar set",
    2900,
    "Sage pump bottle beside a stack of soap bars and foam bubbles",
    wall="#CFE3C4",
    gobo="palm",
    seed=2,
)
def fable(s: Scene) -> None:
    with s.put((-0.75, 0, -0.2), 6):
        pump(s, "#7FAF93", "#F6EFE2", ink.label("#FBF4E6", "#1F4A38", "fable & foam", ("HAND WASH", "fig leaf · 400 ml"),
             face="soft", aspect=0.8, size=0.13, art="leaf", tint="#7FAF93"), h=1.35, r=0.42)  # fmt: skip
    with s.put((0.7, 0, -0.1)):
        slab(s, 1.5, 0.2, 1.0, "#EDF3DD")
    soap = ink.label(None, "#7a6a4a", "f&f", face="soft", aspect=1.7, y=0.5, size=0.5)
    for i, (c, a) in enumerate((("#F3E3C0", 5), ("#E9B7A6", -9), ("#BFD9B4", 14))):
        s.box((0.65, 0.2 + i * 0.24, -0.1), (0.86, 0.23, 0.52), Look(c, 0.04, 0.4, tex=soap, how="top", size=(0.6, 0.35)),
              0.09, spin(a))  # fmt: skip
    for x, y, z, r in ((1.6, 0.16, 0.6, 0.16), (1.35, 0.1, 0.85, 0.1), (0.1, 0.12, 0.8, 0.12), (-1.55, 0.2, 0.3, 0.2)):
        s.ball((x, y, z), r, Look("#ffffff", 0.08, 0.05, glass=0.55))


@product(
    "nori-hair",
    "Nori",
    "beauty",
    "Shampoo and conditioner duo",
    5200,
    "Two tall navy and sand pump bottles on a blue step with sea stones",
    wall="#AFCBE8",
    gobo="blinds",
)
def nori(s: Scene) -> None:
    with s.put((-0.1, 0, -0.4)):
        slab(s, 2.6, 0.24, 1.2, "#C9DDF2")
    for x, c, ink_c, t, cap, h in (
        (-0.65, "#1E3A5F", "#F3E3C8", "SHAMPOO", "#F3E3C8", 1.5),
        (0.35, "#EBD9BC", "#1E3A5F", "CONDITIONER", "#1E3A5F", 1.3),
    ):
        with s.put((x, 0.24, -0.35), 6 if x < 0 else -8):
            pump(s, c, cap, ink.label(None, ink_c, "nori", (t, "sea kelp · 300 ml"), face="gaba", aspect=0.8, size=0.26,
                 art="waves", tint="#6FA3C9"), h=h, r=0.36)  # fmt: skip
    for x, z, r in ((1.35, 0.1, 0.3), (1.0, 0.6, 0.17), (-1.5, 0.6, 0.24), (0.1, 0.85, 0.12)):
        s.ball((x, r * 0.55, z), (r, r * 0.6, r * 0.8), matte("#8FA3B5" if r > 0.2 else "#F2EBDD"), spin(20))


@product(
    "crumb-club",
    "Crumb Club",
    "food",
    "Brown butter cookie tin",
    2400,
    "Round red cookie tin with a stack of chocolate chip cookies",
    wall="#FBE0A6",
    gobo="window",
)
def crumb(s: Scene) -> None:
    lid = ink.blank("#D8392B")
    ink.motif(lid, "dots", "#FFD98A")
    ink.write(lid, "crumb", 0.31, 0.24, "#FFF1D2", "soft")
    ink.write(lid, "club", 0.5, 0.24, "#FFF1D2", "soft")
    side = ink.label("#FFF1D2", "#D8392B", "crumb club", ("BROWN BUTTER COOKIES", "12 pieces · 360 g"), face="soft",
                     aspect=2.2, y=0.36, size=0.34, small=0.11)  # fmt: skip
    with s.put((-0.65, 0, -0.3), 4):
        tin(s, "#D8392B", side, h=0.72, r=0.7)
    s.lathe((-0.62, 0.66, 0.52), [(0, 0), (0.74, 0), (0.74, 0.14), (0.7, 0.17), (0, 0.17)],
            Look("#D8392B", 0.06, 0.25, tex=lid, how="top", size=(1.4, 1.4)), 0.01, spin(8, 74))  # fmt: skip
    for i in range(6):
        with s.put((0.85 + 0.03 * (i % 2), i * 0.115, 0.0 - 0.02 * (i % 3)), i * 50):
            cookie(s, 0.4, chip="#3c1f14", h=0.125)
    with s.put((1.32, 0.33, 0.42), 15, 70):
        cookie(s, 0.36, h=0.11)
    scatter(s, 9, (0.04, 0.03, 0.04), matte("#4a2a1c"), (0.1, 1.7, 0.6, 1.0))


def olive_bottle(s: Scene) -> None:
    bottle(s, "#3F5B24", "#1E2A14", ink.label("#F6EFD9", "#33491C", "oliva", ("FIRST HARVEST", "extra virgin · 500 ml"),
           face="slab", aspect=0.8, y=0.3, size=0.16, art="leaf", tint="#8FA63F"), h=1.78, r=0.33, neck=0.11,
           shoulder=0.6, gold=True)  # fmt: skip


@product(
    "oliva",
    "Oliva Norte",
    "food",
    "First harvest olive oil",
    2600,
    "Green olive oil bottle with a gold cap beside a bowl of olives and bread",
    wall="#E2DFA8",
    gobo="branch",
    seed=2,
)
def oliva(s: Scene) -> None:
    with s.put((-0.7, 0, -0.3)):
        plinth(s, 0.62, 0.1, "#F0ECC6")
    with s.put((-0.7, 0.1, -0.3), 6):
        olive_bottle(s)
    with s.put((0.65, 0, 0.1)):
        bowl(s, "#FBF7EC", r=0.62, h=0.36)
        heap(s, 34, (0.1, 0.085, 0.085), [gloss("#5F7328"), gloss("#7E8F36"), gloss("#43331F")], 0.44, 0.29)
    with s.put((-0.05, 0, 0.75), 20):
        s.box((0, 0, 0), (0.34, 0.1, 0.28), matte("#E0B070"), 0.05)
        s.box((0.05, 0.1, 0.02), (0.3, 0.09, 0.26), matte("#EAC48C"), 0.045, spin(35))
    with s.put((1.5, 0.02, 0.7), 30, 0, 80):
        leafy(s, 9, 0.7, "#6E8450", spread=0.16, size=0.14)


@product(
    "beeline",
    "Beeline",
    "food",
    "Wildflower honey pair",
    1900,
    "Two honey jars with wooden lids and a honey dipper on a yellow set",
    wall="#FBD36B",
    gobo="palm",
    seed=4,
)
def beeline(s: Scene) -> None:
    lb = ink.label("#FFF7DF", "#7A3E06", "beeline", ("WILDFLOWER HONEY", "raw · 450 g"), face="soft", aspect=1.15,
                   y=0.34, size=0.24, art="arch", tint="#F3B229")  # fmt: skip
    with s.put((-0.65, 0, -0.35)):
        plinth(s, 0.75, 0.34, "#FFE7A3")
    with s.put((-0.65, 0.34, -0.35), 6):
        jar(s, "#D98209", "#C08A4E", lb, h=0.95, r=0.45)
    with s.put((0.6, 0, 0.1), -6):
        jar(s, "#B8610A", "#C08A4E", lb, h=0.7, r=0.4)
    with s.put((1.3, 0.15, 0.55), -20, 0, 0):
        s.rod((-0.05, 0, 0.1), (0.75, 0.1, -0.5), 0.035, matte("#C99A5E"))
        for k in range(5):
            s.lathe((-0.12 + k * 0.065, 0.0 + k * 0.008, 0.14 - k * 0.05), [(0, 0), (0.13, 0), (0.13, 0.035), (0, 0.035)],
                    matte("#D8AA6C"), 0.006, spin(37, 0, -90))  # fmt: skip
    s.ball((-0.05, 0.03, 0.85), (0.22, 0.035, 0.16), gloss("#E59A12"))
    s.ball((0.2, 0.02, 0.95), (0.08, 0.025, 0.07), gloss("#E59A12"))


@product(
    "rowan-oats",
    "Rowan Oats",
    "food",
    "Seeded granola duo",
    1700,
    "Coral granola pouch beside a white bowl of granola with berries",
    wall="#BFDDF0",
    gobo="blinds",
)
def rowan(s: Scene) -> None:
    with s.put((-0.75, 0, -0.2), 7):
        pouch(s, "#F0674A", ink.label(None, "#FFF3E0", "rowan", ("SEEDED GRANOLA", "honey & rye · 400 g"), face="soft",
              aspect=0.8, y=0.24, size=0.2, art="blobs", tint="#FFC857"), w=0.58, h=1.6, d=0.27)  # fmt: skip
    with s.put((0.75, 0, 0.2)):
        bowl(s, "#ffffff", r=0.66, h=0.42)
        heap(s, 46, (0.085, 0.05, 0.06), [matte("#C98F4B"), matte("#E0B577"), matte("#9A6332")], 0.54, 0.33)
        heap(s, 9, (0.075, 0.075, 0.075), [gloss("#3D4A8A"), gloss("#C5283D")], 0.3, 0.46, 9)
    scatter(s, 10, (0.07, 0.04, 0.05), matte("#D3A05E"), (-0.4, 1.8, 0.9, 1.15))


@product(
    "noir-nine",
    "Noir Nine",
    "food",
    "Nine-origin chocolate set",
    3300,
    "Chocolate bars in bright paper sleeves with broken dark chocolate pieces",
    wall="#E9A6B4",
    gobo="palm",
    seed=5,
)
def noir(s: Scene) -> None:
    for i, (c, t, a) in enumerate(
        (("#3A0A2A", "#FFB81C", "stripes"), ("#1F6B5C", "#F7C9A9", "waves"), ("#E0532F", "#FFE2B0", "check"))
    ):
        with s.put((-1.05 + i * 0.66, 0, -0.5 + i * 0.12), 10 - i * 6, -7):
            pack(s, c, ink.label(None, "#FFF3E0", "noir nine", (f"{72 + i * 4} % CACAO", ("Piura", "Tumaco", "Idukki")[i]),
                 face="slab", aspect=0.5, y=0.26, size=0.1, art=a, tint=t, small=0.04), 0.62, 1.35 - i * 0.12, 0.1)  # fmt: skip
    for x, z, a, k in (
        (0.95, 0.35, 20, 0),
        (1.25, 0.6, -30, 0),
        (1.05, 0.42, 60, 1),
        (0.45, 0.8, 10, 0),
        (-0.5, 0.75, 35, 0),
    ):
        with s.put((x, k * 0.1, z), a):
            s.box((0, 0, 0), (0.4, 0.1, 0.28), gloss("#3B1E14"), 0.02)
            s.box((-0.1, 0.08, 0), (0.15, 0.05, 0.22), gloss("#45241A"), 0.03)
            s.box((0.1, 0.08, 0), (0.15, 0.05, 0.22), gloss("#45241A"), 0.03)


def fizz_can(s: Scene, k: int = 0) -> None:
    c, i, a, t = (("#FF7A59", "#FFF3DF", "waves", "#FFD25A"), ("#2FA58B", "#FFF7D8", "blobs", "#CDE86B"),
                  ("#7B5BD6", "#FFE9F3", "dots", "#F9A3CF"))[k]  # fmt: skip
    can(s, ink.label(c, i, "fizzwell", (("BLOOD ORANGE", "LIME & BASIL", "PLUM")[k], "sparkling · 330 ml"), face="soft",
        aspect=1.1, y=0.36, size=0.2, art=a, tint=t, fit=0.5), h=1.3, r=0.34)  # fmt: skip


@product(
    "fizzwell",
    "Fizzwell",
    "drinks",
    "Sparkling dozen, three flavours",
    2200,
    "Three bright soda cans, orange, green and violet, on a white step with citrus",
    wall="#BFE6E0",
    gobo="palm",
)
def fizzwell(s: Scene) -> None:
    with s.put((0, 0, -0.4)):
        slab(s, 2.9, 0.22, 1.1, "#E9F7F2")
    for k in range(3):
        with s.put((-0.95 + k * 0.92, 0.22, -0.35), 4 - 4 * k):
            fizz_can(s, k)
    with s.put((-0.45, 0, 0.65)):
        citrus(s, 0.25, "#F2643D", half=True)
    with s.put((0.5, 0, 0.7)):
        citrus(s, 0.2, "#9CCB3B", half=True)
    s.ball((1.05, 0.14, 0.65), 0.14, gloss("#6B2C73"))
    s.ball((1.32, 0.12, 0.5), 0.12, gloss("#7E3784"))


@product(
    "oatsie",
    "Oatsie",
    "drinks",
    "Barista oat drink",
    1600,
    "Blue oat drink carton with a filled glass and oats",
    wall="#F6D9C6",
    gobo="window",
)
def oatsie(s: Scene) -> None:
    art = ink.label("#3F74C9", "#FFF6E5", "oatsie", ("BARISTA OAT", "1 litre"), face="gaba", aspect=0.58, y=0.24, size=0.15,
                    art="sun", tint="#FFD27A", small=0.04)  # fmt: skip
    with s.put((-0.65, 0, -0.2), 24):
        carton(s, "#3F74C9", art, "#FFB81C", w=0.78, h=1.35)
    with s.put((0.45, 0, 0.2)):
        plinth(s, 0.42, 0.16, "#FBEADB")
    with s.put((0.45, 0.16, 0.2)):
        glass(s, "#F1E2C8", r=0.27, h=0.85)
    with s.put((1.25, 0, 0.25)):
        bowl(s, "#FFB81C", r=0.4, h=0.26)
        heap(s, 30, (0.06, 0.03, 0.045), [matte("#EBD3A4"), matte("#DDBE86")], 0.32, 0.2)
    scatter(s, 9, (0.06, 0.02, 0.04), matte("#E3C892"), (0.2, 1.3, 0.75, 1.0))


@product(
    "brood",
    "Brood",
    "drinks",
    "Kombucha taster six",
    2800,
    "Three amber kombucha bottles with ginger and raspberry",
    wall="#C9B8EC",
    gobo="branch",
    seed=5,
)
def brood(s: Scene) -> None:
    for k, (x, c, lc, t) in enumerate(
        (
            (-0.95, "#C9762A", "#FFE3A6", "GINGER"),
            (0.0, "#C23A55", "#FFD3DA", "RASPBERRY"),
            (0.95, "#8A9A2F", "#EEF0B8", "GREEN TEA"),
        )
    ):
        with s.put((x, 0, -0.3)):
            plinth(s, 0.44, 0.12 + 0.2 * (k == 1), "#E3D8F8")
        with s.put((x, 0.12 + 0.2 * (k == 1), -0.3), 4 - k * 4):
            bottle(s, c, "#2A1733", ink.label(lc, "#3A1A4A", "brood", (t, "kombucha · 330 ml"), face="slab", aspect=0.85,
                   y=0.32, size=0.22, art="band", tint=c), h=1.5, r=0.31, neck=0.12, shoulder=0.58, glass=0.35)  # fmt: skip
    for x, z in ((-0.4, 0.6), (-0.25, 0.72), (-0.52, 0.78), (1.5, 0.4)):
        s.ball((x, 0.09, z), (0.09, 0.085, 0.09), Look("#D0244A", 0.05, 0.4))
    with s.put((0.6, 0.1, 0.7), 25):
        s.rod((0, 0, 0), (0.35, 0.02, 0), 0.1, matte("#D9B27A"))
        s.rod((0.15, 0, 0), (0.2, 0.04, 0.22), 0.075, matte("#D9B27A"))
