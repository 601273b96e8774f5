"""What every platform's adapter takes and gives."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol
from urllib.parse import SplitResult

from barter.kernel import outward


class Unusable(ValueError):
    """The address can't be that of a public post; the text is a sentence for a person."""


class Found(StrEnum):
    """What somebody without an account sees."""

    LIVE = "live"
    DEAD = "dead"
    PRIVATE = "private"
    UNKNOWN = "unknown"  # nobody could tell: it says nothing about the post


class Why(StrEnum):
    """Why nobody could tell."""

    NO_KEY = "no_key"  # the platform answers only those with a key, and ours is missing or refused
    EMBEDS_OFF = "embeds_off"  # the creator lets no other site show it
    SILENT = "silent"  # no answer, or none that can be read
    BUSY = "busy"  # too many questions


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a post.

    `told` is what came back, for staff. `text` is the caption as far as the platform tells it; `is_whole`: nothing of it
    is missing. `author` is the handle without @, "" when it isn't told; `name` what they call themselves. `url` is where
    the address leads in the end, when that is another one. `wait_seconds`: how long the platform wants to be left alone.
    """

    found: Found
    told: str
    why: str = ""
    text: str = ""
    is_whole: bool = False
    author: str = ""
    name: str = ""
    url: str = ""
    wait_seconds: int = 0


class Adapter(Protocol):
    hosts: Collection[str]

    def canonical(self, parts: SplitResult) -> str:
        """The one way of writing the address of this post. Raises Unusable."""

    def look(self, url: str) -> Look:
        """See what is there now, within seconds. Never inside a transaction. May raise what `outward.get` raises."""


# A platform that wants to be left alone for longer is asked again after a day all the same.
LONGEST_WAIT_SECONDS = 24 * 3600
_BUSY_SECONDS = 15 * 60
_LONGEST_TEXT = 6_000


def unreadable(page: outward.Page, told: str = "") -> Look:
    """An answer that says nothing about the post: a failure, a wall, too many questions."""
    told = told or f"{page.status}"
    if page.status == 429 or page.retry_after:
        return Look(Found.UNKNOWN, told, Why.BUSY, wait_seconds=_wait(page.retry_after))
    return Look(Found.UNKNOWN, told, Why.SILENT)


def fields_of(page: outward.Page) -> Mapping[str, Any]:
    """The object of a JSON answer; empty when it is none."""
    try:
        read = json.loads(page.body)
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def text_in(fields: Mapping[str, Any], name: str) -> str:
    """A text of the answer, without what a database can't hold; "" when it is anything else."""
    value = fields.get(name)
    return value[:_LONGEST_TEXT].replace("\0", "") if isinstance(value, str) else ""


def handle_in(url: str) -> str:
    """The handle at the end of a profile's address; "" when it has none (/channel/UC...)."""
    last = url.rstrip("/").rsplit("/", 1)[-1]
    return last[1:].lower() if last.startswith("@") else ""


def _wait(retry_after: str) -> int:
    seconds = int(retry_after) if retry_after.isascii() and retry_after.isdigit() and len(retry_after) < 9 else 0
    return min(max(seconds, _BUSY_SECONDS), LONGEST_WAIT_SECONDS)
