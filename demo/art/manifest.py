"""`demo/media/manifest.json`: what each picture shows, for whoever builds the demo world."""

import json
from pathlib import Path
from typing import Any

from .catalogue import PRODUCTS
from .film import FPS
from .vertical import SHOTS

# The first seven products and five stills were photographed before this studio existed.
FIRST: tuple[tuple[str, str, str, str, int, str], ...] = (
    (
        "beauty",
        "Velda",
        "beauty",
        "Glow serum & cloud cream",
        6800,
        "Pink serum bottle with dropper and a cream jar with a gold lid",
    ),
    (
        "hot",
        "Zing",
        "food",
        "Three-sauce heat pack",
        2700,
        "Three hot sauce bottles, orange, red and green, with chillies in front",
    ),
    ("candle", "Ember Lane", "home", "Autumn candle trio", 8400, "Three lit candles in glass on dark red plinths"),
    ("pet", "Good Paw", "pets", "A month of salmon bites", 4200, "Tub of salmon bites beside a full dog bowl"),
    ("speaker", "Tomo", "tech", "Pocket radio duo", 12900, "Orange radio and a small dark speaker on a blue step"),
    ("coffee", "Morrow", "coffee", "Morrow tasting kit", 3400, "Berry-coloured coffee bag beside a white cup"),
    (
        "tea",
        "Hush Tea",
        "drinks",
        "Ceremonial matcha kit",
        3900,
        "Green matcha tin with a gold lid beside a bowl of matcha",
    ),
)
SLUGS = {"beauty": "velda", "hot": "zing", "candle": "ember-lane", "pet": "good-paw", "speaker": "tomo", "coffee": "morrow",
         "tea": "hush-tea"}  # fmt: skip
FIRST_STILLS = (
    ("v_blue", "Serum bottle on a white shelf, blue wall, plant in the corner"),
    ("v_green", "Serum and cream on stacked books, green wall"),
    ("v_night", "Serum and cream in warm evening light"),
    ("v_pink", "Serum behind a cream jar on a pink shelf"),
    ("v_shelf", "Serum on books with cream and a plant, peach wall"),
)


def write(media: Path, frames: int) -> None:
    """List what is there; brand_slug ties clips and stills to their product's brand."""
    products: list[dict[str, Any]] = [
        {"file": f"products/{f}.webp", "brand": b, "brand_slug": SLUGS[f], "category": c, "title": t, "alt": a,
         "value_minor": v, "currency": "EUR"}
        for f, b, c, t, v, a in FIRST
    ]  # fmt: skip
    products += [
        {"file": f"products/{p.key}.webp", "brand": p.brand, "brand_slug": p.key, "category": p.category, "title": p.title, "alt": p.alt,
         "value_minor": p.value_minor, "currency": "EUR"}
        for p in PRODUCTS
    ]  # fmt: skip
    stills = [{"file": f"clips/{f}.webp", "brand_slug": "velda", "alt": a} for f, a in FIRST_STILLS]
    stills += [{"file": f"clips/{s.key}.webp", "brand_slug": s.brand, "alt": s.alt} for s in SHOTS if not s.clip]
    clips: list[dict[str, Any]] = [
        {"file": "clips/clip.mp4", "seconds": 31.0, "brand_slug": "velda", "alt": "A week with the glow serum, five scenes",
         "poster": "clips/v_pink.webp", "captions": "clips/clip.vtt", "width": 486, "height": 864}
    ]  # fmt: skip
    clips += [
        {"file": f"clips/{s.key}.mp4", "seconds": round((2 * frames - 2) / FPS, 2), "brand_slug": s.brand, "alt": s.alt,
         "poster": f"clips/{s.key}.webp", "width": 360, "height": 640}
        for s in SHOTS if s.clip
    ]  # fmt: skip
    faces = sorted((p.name for p in (media / "avatars").glob("*.svg")), key=lambda n: int(n[3:-4]))
    data = {"products": products, "stills": stills, "clips": clips, "avatars": [f"avatars/{n}" for n in faces]}
    (media / "manifest.json").write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n")
