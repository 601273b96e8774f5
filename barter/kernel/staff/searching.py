"""Ways to look for something, each served by an index: ids and numbers exactly, words by their beginnings."""

import re

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from barter.kernel.ids import ALPHABET

LONGEST_TERM = 200
MOST_WORDS = 8
MOST_FOUND = 200  # what a search looks through; more is a reason to type another word
_PUBLIC_ID = re.compile(rf"[a-z]{{2,8}}_[0-7][{ALPHABET}]{{25}}")
_WORD = re.compile(r"[^\W_]+")


def clean(text: str) -> str:
    """What was typed, without what the database can't hold, and not longer than anything worth finding.

    Ids are ours and small; some programs write them large.
    """
    term = "".join(letter for letter in text if letter.isprintable()).strip()[:LONGEST_TERM]
    return term.lower() if is_public_id(term.lower()) else term


def is_public_id(term: str) -> bool:
    return _PUBLIC_ID.fullmatch(term) is not None


def words_text(term: str) -> str:
    """A tsquery: every word must be there, the beginning of it is enough. Empty when nothing of the text is a word."""
    return " & ".join(f"{word}:*" for word in _WORD.findall(term.casefold())[:MOST_WORDS])


def words_query(term: str) -> SearchQuery | None:
    text = words_text(term)
    return SearchQuery(text, config="simple", search_type="raw") if text else None


def by_words(rows: QuerySet, term: str, *columns: str) -> QuerySet:
    """Rows whose columns hold the words. The same expression must stand in an index of the model (`words_index`)."""
    query = words_query(term)
    if query is None:
        return rows.none()
    found: QuerySet = rows.annotate(staff_words=SearchVector(*columns, config="simple")).filter(staff_words=query)
    return found


def by_email(rows: QuerySet, term: str, column: str = "email") -> QuerySet:
    """By the beginning of an address, whatever its case."""
    found: QuerySet = rows.annotate(staff_email=Lower(column)).filter(staff_email__startswith=term.lower())
    return found


def some(rows: QuerySet) -> list[int]:
    """The keys of the newest of them, as many as a search looks through."""
    return list(rows.order_by("-pk").values_list("pk", flat=True)[:MOST_FOUND])


def found_by(rows: QuerySet, branches: "list[Q | QuerySet]") -> list[int]:
    """Keys of the newest rows that any branch finds. One small statement a branch: an OR over tables would read them all."""
    keys: set[int] = set()
    for branch in branches:
        keys.update(some(rows.filter(branch) if isinstance(branch, Q) else rows.filter(pk__in=some(branch))))
    return sorted(keys, reverse=True)[:MOST_FOUND]


def id_branches(term: str, *relations: str) -> list[Q]:
    """The object itself, and what belongs to the objects it points at: "collaboration", "collaboration__creator"."""
    return [Q(**{"__".join(filter(None, (relation, "public_id"))): term}) for relation in ("", *relations)]
