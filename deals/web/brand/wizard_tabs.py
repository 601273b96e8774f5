"""Two tabs, or two people, at the same step: what one left as it was drawn does not undo what the other changed meanwhile.

A page carries, for every value of its step, a short print of what was stored and of what it showed when it was drawn.
Where both changed the same value, the later one stands. Of the lines of a brief both stand.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from hashlib import blake2s
from typing import Any

FIELD = "drawn"
_MOST_LETTERS = 2_000
Prints = Mapping[str, tuple[str, str]]  # name -> (what was stored, what the page showed)


def print_of(value: Any) -> str:
    """Equal for values that are equal for the form."""
    text = json.dumps(value, sort_keys=True, default=lambda one: getattr(one, "public_id", str(one)))
    return blake2s(text.encode(), digest_size=6).hexdigest()


def merged(stored: Sequence[Any], typed: Sequence[Any], *, drawn: Collection[str]) -> list[Any]:
    """What was typed, without the lines that others took away, then the lines that they added. `drawn` are the prints of
    the lines that the page showed before it was typed in."""
    own = [line for line in typed if line in stored or print_of(line) not in drawn]
    return own + [line for line in stored if line not in typed and print_of(line) not in drawn]


def prints_in(sent: str) -> Prints:
    """What came with a form; of one that can't be read nothing is known."""
    try:
        found = json.loads(sent[:_MOST_LETTERS])
        return {str(name): (str(stored), str(shown)) for name, (stored, shown) in found.items()}
    except (ValueError, TypeError, AttributeError):
        return {}


def text_of(prints: Prints) -> str:
    return json.dumps(prints, separators=(",", ":"))
