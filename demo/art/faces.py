"""Avatars: flat faces in SVG, put together from hair, skin, clothes and a little something."""

import random
from pathlib import Path

SKINS = ("#F6D3BD", "#EDB98F", "#C98B5E", "#8A5535", "#6B3F28", "#E3A57C")
HAIRS = ("#2A1420", "#3A1A22", "#5A2A1C", "#8C4A21", "#C98A3A", "#22120F", "#B8B2B8", "#C43086")
GROUNDS = ("#FFC94D", "#F597C4", "#B9C6F2", "#C8E6B0", "#F7C0D8", "#D5C8F5", "#FFB59A", "#A9DCD2", "#FBDD8C", "#BFE0EE")
TOPS = ("#7D124B", "#E04122", "#F2F0EA", "#2F5D50", "#3A5FB0", "#FFB81C", "#27151F", "#C43086", "#12707A")
SHADE = "rgb(60 20 40 / .16)"
INK = "#2A1420"

BACK = {
    "long": '<path d="M22 46C22 24 33 14 48 14s26 10 26 32c0 14 3 26 6 34H16c3-8 6-20 6-34Z" fill="{h}"/>',
    "bob": '<path d="M23 46C23 25 34 15 48 15s25 10 25 31c0 9 1 16 2 21H21c1-5 2-12 2-21Z" fill="{h}"/>',
    "bun": '<circle cx="48" cy="12" r="10" fill="{h}"/><path d="M26 48c0-20 9-30 22-30s22 10 22 30Z" fill="{h}"/>',
    "buns": '<circle cx="28" cy="19" r="9" fill="{h}"/><circle cx="68" cy="19" r="9" fill="{h}"/>'
    '<path d="M26 48c0-20 9-30 22-30s22 10 22 30Z" fill="{h}"/>',
    "tail": '<path d="M66 26c14 2 18 18 12 38-3 8-9 10-12 8 5-12 4-28-4-38Z" fill="{h}"/>',
    "curls": "".join(
        f'<circle cx="{x}" cy="{y}" r="{r}" fill="{{h}}"/>'
        for x, y, r in ((28, 34, 11), (24, 46, 10), (26, 58, 9), (36, 23, 11), (48, 19, 12), (60, 23, 11), (68, 34, 11),
                        (72, 46, 10), (70, 58, 9), (48, 30, 16))
    ),
    "scarf": '<path d="M20 52C20 26 32 13 48 13s28 13 28 39c0 16-4 27-12 33H32c-8-6-12-17-12-33Z" fill="{t}"/>',
    "none": "",
}  # fmt: skip
FRONT = {
    "long": '<path d="M29 46c0-12 6-20 18-22 4 8 12 12 20 13 0-16-8-24-19-24S27 22 29 46Z" fill="{h}"/>',
    "bob": '<path d="M29 40c4-3 8-9 10-14 6 6 18 9 29 12 0-16-9-23-20-23S28 24 29 40Z" fill="{h}"/>',
    "bun": '<path d="M29 42c2-10 9-15 19-15s17 5 19 15c2-16-7-25-19-25s-21 9-19 25Z" fill="{h}"/>',
    "buns": '<path d="M29 42c2-10 9-15 19-15s17 5 19 15c2-16-7-25-19-25s-21 9-19 25Z" fill="{h}"/>',
    "tail": '<path d="M29 42c4-8 12-12 20-13 6 3 13 6 18 12 1-18-8-25-19-25s-20 9-19 26Z" fill="{h}"/>',
    "short": '<path d="M28 42c-2-18 8-27 20-27 13 0 23 9 20 27-2-6-4-9-7-11-9 2-19 1-24-2-4 3-7 7-9 13Z" fill="{h}"/>',
    "quiff": '<path d="M28 43c-1-9 0-15 4-20-1-6 7-11 18-11 12 0 20 8 18 31-2-7-4-11-8-13-8 1-18 0-25-3-4 4-6 9-7 16Z" fill="{h}"/>',
    "curls": '<circle cx="33" cy="33" r="6" fill="{h}"/><circle cx="41" cy="29" r="6.5" fill="{h}"/>'
    '<circle cx="50" cy="28" r="6.5" fill="{h}"/><circle cx="59" cy="30" r="6" fill="{h}"/><circle cx="65" cy="36" r="5" fill="{h}"/>',
    "beanie": '<path d="M27 38c-1-16 9-25 21-25s22 9 21 25Z" fill="{t}"/><path d="M25 33h46v9H25z" rx="4" fill="{t}"/>'
    f'<path d="M25 35h46v7H25z" fill="{SHADE}"/>',
    "scarf": '<path d="M27 50c0-17 8-27 21-27s21 10 21 27c3-22-7-34-21-34S24 28 27 50Z" fill="{t}"/>'
    f'<path d="M28 44c1-12 8-20 20-20s19 8 20 20c0-14-8-22-20-22s-20 8-20 22Z" fill="{SHADE}"/>',
    "bald": "",
}
BEARD = '<path d="M29.5 50c2 4 5 5 9 4 6-2 13-2 19 0 4 1 7 0 9-4 0 12-8 20-18.5 20S29.5 62 29.5 50Z" fill="{h}"/>'
GLASSES = (
    f'<g fill="rgb(255 255 255/.25)" stroke="{INK}" stroke-width="1.8"><circle cx="40" cy="47.5" r="6.5"/>'
    f'<circle cx="56" cy="47.5" r="6.5"/></g><path d="M46.5 47h3" stroke="{INK}" stroke-width="1.8"/>'
)
EARRINGS = '<circle cx="28" cy="55.5" r="2.4" fill="{e}"/><circle cx="68" cy="55.5" r="2.4" fill="{e}"/>'
COLLAR = '<path d="M39 73l9 9 9-9 4 3-13 14-13-14Z" fill="rgb(255 255 255/.35)"/>'
STYLES = (("long", "long"), ("none", "short"), ("curls", "curls"), ("bun", "bun"), ("none", "quiff"), ("bob", "bob"), ("scarf", "scarf"),
          ("none", "beanie"), ("buns", "buns"), ("tail", "tail"), ("none", "bald"))  # fmt: skip


def face(seed: int) -> str:
    """One avatar, always the same for the same seed."""
    rnd = random.Random(seed * 7919)
    back, front = STYLES[seed % len(STYLES)]
    skin, hair, ground = rnd.choice(SKINS), rnd.choice(HAIRS), GROUNDS[(seed * 3) % len(GROUNDS)]
    top = rnd.choice([c for c in TOPS if c != ground])
    tone = {
        "h": hair,
        "t": rnd.choice([c for c in TOPS if c != top]),
        "e": rnd.choice(("#FFFFFF", "#FFB81C", "#E04122")),
    }
    smile = rnd.choice(("M42 59q6 5 12 0", "M42 58q6 6 12 0Z", "M43 60q5 3 10 0"))
    fill = "#FFFFFF" if smile.endswith("Z") else "none"
    parts = [
        f'<rect width="96" height="96" fill="{ground}"/>', BACK[back].format(**tone),
        f'<path d="M39 62h18v14H39z" fill="{skin}"/><path d="M39 66c5 5 13 5 18 0v5c-5 5-13 5-18 0Z" fill="{SHADE}"/>',
        f'<path d="M12 100c1-18 15-25 27-27 4 6 14 6 18 0 12 2 26 9 27 27Z" fill="{top}"/>',
        COLLAR if rnd.random() < 0.3 else "",
        f'<circle cx="28.5" cy="49" r="4.5" fill="{skin}"/><circle cx="67.5" cy="49" r="4.5" fill="{skin}"/>',
        f'<path d="M29 46c0-15 8-22 19-22s19 7 19 22c0 14-8 23-19 23S29 60 29 46Z" fill="{skin}"/>',
        BEARD.format(**tone) if front in ("short", "quiff", "beanie", "bald") and rnd.random() < 0.5 else "",
        f'<ellipse cx="40" cy="47.5" rx="2.1" ry="2.6" fill="{INK}"/><ellipse cx="56" cy="47.5" rx="2.1" ry="2.6" fill="{INK}"/>',
        f'<path d="M36 41.5q4-2.5 7.5-.5M52.5 41q3.5-2 7.5.5" stroke="{INK}" stroke-width="1.7" fill="none" '
        'stroke-linecap="round" opacity=".75"/>',
        f'<path d="M48 49v4.5q0 1.5-2 1.5" stroke="{SHADE}" stroke-width="2" fill="none" stroke-linecap="round"/>',
        f'<path d="{smile}" stroke="#A8324B" stroke-width="2.4" fill="{fill}" stroke-linecap="round" stroke-linejoin="round"/>',
        '<circle cx="35" cy="55" r="3.6" fill="#E0526E" opacity=".2"/><circle cx="61" cy="55" r="3.6" fill="#E0526E" opacity=".2"/>',
        FRONT[front].format(**tone),
        GLASSES if rnd.random() < 0.3 else "",
        EARRINGS.format(**tone) if back in ("long", "bob", "bun", "buns", "curls", "tail") and rnd.random() < 0.6 else "",
    ]  # fmt: skip
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96">{"".join(parts)}</svg>\n'


def draw_all(folder: Path, first: int = 13, last: int = 36) -> None:
    """Write av-13.svg onwards; av-1 to av-12 were drawn by hand."""
    for n in range(first, last + 1):
        (folder / f"av-{n}.svg").write_text(face(n))
