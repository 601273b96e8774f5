"""What a form says to a wrong value, in the product's voice. Django's own sentences speak of "this value"."""

import re

from django.core import validators
from django.forms import BoundField, fields

_REQUIRED = "Fill this in."
_LIMIT = re.compile(r"Choose \S+ or (more|less)\.")


def speak_plainly() -> None:
    """Once at start. Sentences of one field's own still win."""
    validators.MinValueValidator.message = "Choose %(limit_value)s or more."
    validators.MaxValueValidator.message = "Choose %(limit_value)s or less."
    for field, words in (
        (fields.Field, {"required": _REQUIRED}),
        (fields.IntegerField, {"invalid": "Write a number in digits, like 12."}),
        (fields.DateField, {"invalid": "Write a date, like 2026-11-30."}),
    ):
        field.default_error_messages = {**field.default_error_messages, **words}


def lines_of(bound: BoundField) -> list[str]:
    """The complaints about one field as they stand above the form, where no label is beside them."""
    return [_named(str(bound.label), str(words)) for words in bound.errors]


def _named(label: str, words: str) -> str:
    is_general = words == _REQUIRED or _LIMIT.fullmatch(words)
    return f"{label.rstrip('?')}: {words[0].lower()}{words[1:]}" if is_general else words
