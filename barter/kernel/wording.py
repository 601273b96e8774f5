"""Words in tables of code that need a context for the translator: "New" of an applicant is another word than of a brand."""

from django.utils.translation import gettext

_BETWEEN = "\x04"  # as the catalogues part a context from its words


def pgettext_noop(context: str, words: str) -> str:
    """Marked for translation and kept; `spoken` says it in the reader's language."""
    return f"{context}{_BETWEEN}{words}"


def spoken(words: str) -> str:
    """Words of a table, with or without a context, in the reader's language."""
    return gettext(words).rpartition(_BETWEEN)[2]
