"""A notification in words: the same sentence in the inbox, in the mail and in the app, each in its reader's language."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext, ngettext

from barter.kernel.templatetags.words import by_words, day_words, number_words
from inbox.kinds import Kind, kind_of
from inbox.models import Notification
from inbox.subjects import UNTITLED

_SAMPLE = {
    "brand": "Velda",
    "creator": "Mila",
    "deal": "Velda Night Balm",
    "search": "Velda",
    "person": "Sam",
    "name": "Velda Night Balm",
    "role": "manager",
    "fault": "shipped late",
    "months": 6,
    "days": 5,
    "version": 2,
    "contents": "Velda Night Balm",
    "file": "morning-routine.mp4",
}
_SPACES = re.compile(r"[ \t\r\n]+")  # not those that may not break, which French has before a colon
_GAP = re.compile(r" +([.,:;?])")
# words of ours, kept in English: whoever caused the news may speak another language
_OURS = ("why", "fault", "role", "round")


@dataclass(frozen=True, slots=True)
class Words:
    subject: str
    lead: str
    action: str


def words_of(notification: Notification, at: datetime) -> Words:
    """The sentences of a notification as of `at` (dates are told relative to it)."""
    kind = kind_of(notification.kind)
    values = _values(notification.params, notification.count, at)
    subject = kind.many if kind.many and notification.count > 1 else kind.subject
    return Words(_filled(subject, values), _filled(kind.lead, values), _filled(kind.action, values))


def sample_of(kind: Kind, at: datetime) -> str:
    """The line of a kind as an example, about people who are made up."""
    values = _values({"due_at": (at + timedelta(days=5)).isoformat(), **_SAMPLE}, 3, at)
    return _filled(kind.subject, values)


class _Told(dict[str, str]):
    """A parameter a notification lacks leaves its place empty."""

    def __missing__(self, key: str) -> str:
        return ""


def _filled(sentence: str, values: _Told) -> str:
    """The translated sentence on one line, closed up where a place stayed empty."""
    return _GAP.sub(r"\1", _SPACES.sub(" ", gettext(sentence).format_map(values)).strip())


def _values(params: dict[str, Any], count: int, at: datetime) -> _Told:
    values = _Told({name: str(value) for name, value in params.items()})
    values |= {name: gettext(values[name]) for name in _OURS if name in values}
    if values["deal"] == UNTITLED:
        values["deal"] = gettext(UNTITLED)
    if months := params.get("months"):
        values["more"] = ngettext("{count} more month", "{count} more months", months).format(
            count=number_words(months)
        )
    values["count"], values["others"] = str(count), str(count - 1)
    if due := params.get("due_at"):
        moment = datetime.fromisoformat(due)
        values["by"], values["day"] = by_words(moment, at), day_words(moment, at)
    return values
