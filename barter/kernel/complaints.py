"""What a form says to a wrong value, in the product's voice. Django's own sentences speak of "this value"."""

from django.core import validators
from django.core.exceptions import ValidationError
from django.forms import BoundField, fields
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

_REQUIRED = _("Fill this in.")
_AT_LEAST = _("Choose %(limit_value)s or more.")
_AT_MOST = _("Choose %(limit_value)s or less.")


def speak_plainly() -> None:
    """Once at start, in whatever language is spoken later. Sentences of one field's own still win."""
    validators.MinValueValidator.message = _AT_LEAST
    validators.MaxValueValidator.message = _AT_MOST
    for field, words in (
        (fields.Field, {"required": _REQUIRED}),
        (fields.IntegerField, {"invalid": _("Write a number in digits, like 12.")}),
        (fields.DateField, {"invalid": _("Write a date, like 2026-11-30.")}),
    ):
        field.default_error_messages = {**field.default_error_messages, **words}


def lines_of(bound: BoundField) -> list[str]:
    """The complaints about one field as they stand above the form, where no label is beside them."""
    return [_named(str(bound.label), error) for error in bound.errors.as_data()]


def _named(label: str, error: ValidationError) -> str:
    words = str(error.messages[0])
    if error.message not in (_REQUIRED, _AT_LEAST, _AT_MOST):
        return words
    return gettext("{label}: {complaint}").format(label=label.rstrip("?"), complaint=f"{words[0].lower()}{words[1:]}")
