"""What the reader of a catalogue says. It is kept with the report and read later, by somebody else: so the English sentence and
what goes into its places are kept apart, and put together in the language of whoever looks."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext, ngettext

# {"words": "“{cell}” is not a price.", "places": {"cell": "x"}}; with "many" where the place `count` decides. A place may be a sentence.
Said = dict[str, Any]


def said(words: str, **places: "str | int | Said") -> Said:
    return {"words": words, "places": places}


def counted(one: str, many: str, count: int) -> Said:
    return {"words": one, "many": many, "places": {"count": count}}


def told(line: Mapping[str, Any]) -> str:
    """The message of a line of a report, in the reader's language; as it was written where nothing else was kept."""
    return _put_together(line["said"], gettext, ngettext) if "said" in line else str(line["message"])


def in_english(sentence: Said) -> str:
    return _put_together(sentence, lambda words: words, lambda one, many, count: one if count == 1 else many)


def _put_together(sentence: Said, single: Callable[[str], str], plural: Callable[[str, str, int], str]) -> str:
    places = {
        name: _put_together(value, single, plural) if isinstance(value, dict) else value
        for name, value in sentence["places"].items()
    }
    if "many" in sentence:
        return plural(sentence["words"], sentence["many"], int(places["count"])).format(**places)
    return single(sentence["words"]).format(**places)
