"""Examples for the OpenAPI document: an invented creator."""

from typing import Any

CHANNEL: dict[str, Any] = {
    "object": "channel",
    "id": "chn_0199p4x8c7f3mv5q2r1t6y9kdj",
    "platform": "instagram",
    "handle": "elina.k",
    "url": "https://www.instagram.com/elina.k/",
    "followers": 4200,
    "niche": "beauty",
    "language": "lv",
    "country": "LV",
    "is_main": True,
    "is_verified": True,
}
CHANNEL_INPUT: dict[str, Any] = {"platform": "instagram", "handle": "@elina.k", "followers": 4200}
CREATOR: dict[str, Any] = {
    "object": "creator",
    "id": "cre_0199p4x8c7f3mv5q2r1t6y9kde",
    "name": "Elīna Kalniņa",
    "handle": "elina",
    "bio": "I film in window light.",
    "city": "Riga",
    "country": "LV",
    "languages": ["lv", "en"],
    "niches": ["beauty"],
    "avatar_url": None,
    "is_verified": True,
    "channels": [CHANNEL],
    "figures": {"completed": 9, "on_time": 9, "timed": 9, "completion_percent": 100},
    "created_at": "2026-11-21T14:02:00Z",
    "standing": "good",
    "paused_until": None,
    "credits": {
        "free": 2,
        "total": 3,
        "held": 1,
        "lost": 0,
        "next": "A verified channel and phone bring up to 5.",
    },
    "open_applications": {"used": 1, "total": 10},
    "available_actions": ["update"],
}
CREATOR_INPUT: dict[str, Any] = {"display_name": "Elīna Kalniņa", "country": "LV", "niches": ["beauty"]}
ADDRESS_LINE: dict[str, Any] = {
    "object": "address",
    "id": "adr_0199p4x8c7f3mv5q2r1t6y9kdk",
    "label": "Home",
    "city": "Riga",
    "country": "LV",
    "is_default": True,
}
ADDRESS_INPUT: dict[str, Any] = {
    "label": "Home",
    "name": "Elīna Kalniņa",
    "line1": "Brīvības iela 7",
    "postcode": "LV-1011",
    "city": "Riga",
    "country": "LV",
}
ADDRESS: dict[str, Any] = {
    **ADDRESS_LINE,
    "name": "Elīna Kalniņa",
    "line1": "Brīvības iela 7",
    "line2": "",
    "postcode": "LV-1011",
    "region": "",
    "phone": "+371 20000000",
}
