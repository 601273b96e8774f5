"""A notification in words: the same sentence in the inbox, in the mail and in the app."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from barter.kernel.templatetags.words import by_words, day_words
from inbox.kinds import KINDS
from inbox.models import Notification


@dataclass(frozen=True, slots=True)
class Words:
    subject: str
    lead: str
    action: str


def words_of(notification: Notification, at: datetime) -> Words:
    """The sentences of a notification as of `at` (dates are told relative to it)."""
    kind = KINDS[notification.kind]
    values = _values(notification.params, at)
    return Words(kind.subject.format_map(values), kind.lead.format_map(values), kind.action)


class _Told(dict[str, str]):
    """A parameter an older notification lacks leaves its place empty."""

    def __missing__(self, key: str) -> str:
        return ""


def _values(params: dict[str, Any], at: datetime) -> _Told:
    values = _Told({name: str(value) for name, value in params.items()})
    if due := params.get("due_at"):
        moment = datetime.fromisoformat(due)
        values["by"], values["day"] = by_words(moment, at), day_words(moment, at)
    if film_by := params.get("film_by"):
        values["film_by"] = by_words(datetime.fromisoformat(film_by), at)
    return values
