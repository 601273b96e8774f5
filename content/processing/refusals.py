"""Why a file can't be used: stable codes, and one plain sentence each with the file's own value."""

import re
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from barter.kernel.files.sniff import OF_TYPE
from barter.kernel.languages import spoken
from content import limits
from content.limits import size_words

NEVER_CAME = _("It never arrived.")
# Kept in English with the file: what checks it knows no reader.
_SENTENCES = {
    "wrong_type": _("This file is {type}. We take {allowed}."),
    "too_large": _("This file has {size}, the most is {limit}."),
    "too_small": _("This file has {size}: there is nothing in it."),
    "too_few_pixels": _("This file has {measures} px. The shorter side needs {least} px or more."),
    "too_many_pixels": _("This file has {measures} px. Export it smaller and try again."),
    "unopened": _("This file has more pixels than we can open. Export it smaller and try again."),
    "too_long": _("This video runs {length}. The longest we take is {most} minutes."),
    "too_short": _("This video runs {length}: there is nothing to see yet."),
    "cut_off": _("This video breaks off after {length}. Export it again and upload the new file."),
    "no_picture": _("This file has sound but no picture."),
    "unreadable": _("We could not open this file: it is damaged. Export it again and upload the new file."),
    "infected": _("Our virus scanner found something in this file, so we deleted it."),
    "never_came": NEVER_CAME,
}
CODES = tuple(code for code in _SENTENCES if code not in {"unopened", "never_came"})
_BYTES = {"GB": 10**9, "MB": 10**6, "KB": 1_000, "byte": 1, "bytes": 1}
_SIZE = re.compile(rf"(?P<number>[\d.]+) (?P<unit>{'|'.join(_BYTES)})")
_OF_A_VERSION = re.compile(r"“(?P<name>.*)”: (?P<why>.*)", re.DOTALL)


def sentence(code: str, facts: dict[str, Any]) -> str:
    """What is kept for the creator, in English. `facts` are numbers and our own words, never text out of the file."""
    known = code if code != "too_many_pixels" or facts.get("width") else "unopened"
    with spoken("en"):
        size, limit = size_words(facts.get("size_bytes", 0)), size_words(facts.get("limit", 0))
    return _SENTENCES[known].format(
        type=facts.get("type"),
        allowed=limits.ALLOWED_WORDS,
        size=size,
        limit=limit,
        measures=f"{facts.get('width')} × {facts.get('height')}",
        least=limits.SHORTEST_SIDE_PX,
        length=_minutes(facts),
        most=limits.LONGEST_VIDEO_MS // 60_000,
    )


def told(kept: str) -> str:
    """A kept sentence in the reader's language; as it is where it is none of ours."""
    for english, pattern in _patterns():
        if found := pattern.fullmatch(kept):
            return gettext(english).format(**{name: _value_told(value) for name, value in found.groupdict().items()})
    return kept


def _value_told(value: str) -> str:
    if size := _SIZE.fullmatch(value):
        return size_words(round(float(size["number"]) * _BYTES[size["unit"]]))
    found = _OF_TYPE.fullmatch(value)
    return gettext(OF_TYPE).format(type=found["type"]) if found else gettext(value)


def told_of_version(kept: str) -> str:
    """The same for a version that came back: the name of the file, and why."""
    found = _OF_A_VERSION.fullmatch(kept)
    return f"“{found['name']}”: {told(found['why'])}" if found else kept


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((english, _pattern(english)) for english in _SENTENCES.values())


def _pattern(english: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", english)
    return re.compile("".join(f"(?P<{part}>.+)" if n % 2 else re.escape(part) for n, part in enumerate(parts)))


_OF_TYPE = _pattern(OF_TYPE)


def _minutes(facts: dict[str, Any]) -> str:
    minutes, seconds = divmod(int(facts.get("duration_ms") or 0) // 1000, 60)
    return f"{minutes}:{seconds:02d}"
