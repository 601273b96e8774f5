"""Why a file can't be used: stable codes, and one plain sentence each with the file's own value."""

from typing import Any

from content import limits
from content.limits import size_words

CODES = (
    "wrong_type",
    "too_large",
    "too_small",
    "too_few_pixels",
    "too_many_pixels",
    "too_long",
    "too_short",
    "cut_off",
    "no_picture",
    "unreadable",
    "infected",
)


def sentence(code: str, facts: dict[str, Any]) -> str:
    """What the creator reads. `facts` are numbers and our own words, never text out of the file."""
    size = f"{facts.get('width')} × {facts.get('height')} px"
    sentences = {
        "wrong_type": f"This file is {facts.get('type')}. We take {limits.ALLOWED_WORDS}.",
        "too_large": f"This file has {size_words(facts.get('size_bytes', 0))}, the most is {size_words(facts.get('limit', 0))}.",
        "too_small": f"This file has {size_words(facts.get('size_bytes', 0))}: there is nothing in it.",
        "too_few_pixels": f"This file has {size}. The shorter side needs {limits.SHORTEST_SIDE_PX} px or more.",
        "too_many_pixels": f"This file has {size if facts.get('width') else 'more pixels than we can open'}. Export it smaller and try again.",
        "too_long": f"This video runs {_minutes(facts)}. The longest we take is {limits.LONGEST_VIDEO_MS // 60_000} minutes.",
        "too_short": f"This video runs {_minutes(facts)}: there is nothing to see yet.",
        "cut_off": f"This video breaks off after {_minutes(facts)}. Export it again and upload the new file.",
        "no_picture": "This file has sound but no picture.",
        "unreadable": "We could not open this file: it is damaged. Export it again and upload the new file.",
        "infected": "Our virus scanner found something in this file, so we deleted it.",
    }
    return sentences[code]


def _minutes(facts: dict[str, Any]) -> str:
    minutes, seconds = divmod(int(facts.get("duration_ms") or 0) // 1000, 60)
    return f"{minutes}:{seconds:02d}"
