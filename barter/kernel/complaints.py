"""What a form says to a wrong value, in the product's voice. Django's own sentences speak of "this value"."""

from django.core import validators
from django.core.exceptions import ValidationError
from django.forms import BoundField, fields
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from barter.kernel.templatetags.words import day_example, labelled_words

_REQUIRED = _("Fill this in.")
_AT_LEAST = _("Choose %(limit_value)s or more.")
_AT_MOST = _("Choose %(limit_value)s or less.")


def speak_plainly() -> None:
    """Once at start, in whatever language is spoken later. Sentences of one field's own still win."""
    validators.MinValueValidator.message = _AT_LEAST
    validators.MaxValueValidator.message = _AT_MOST
    validators.EmailValidator.message = _("Write an e-mail address, like name@example.com.")
    validators.URLValidator.message = _("Write a web address, like https://example.com.")
    validators.MaxLengthValidator.message = ngettext_lazy(
        "At most %(limit_value)d character; this has %(show_value)d.",
        "At most %(limit_value)d characters; this has %(show_value)d.",
        "limit_value",
    )
    for field, words in (
        (fields.Field, {"required": _REQUIRED}),
        (fields.IntegerField, {"invalid": _("Write a number in digits, like 12.")}),
        (fields.URLField, {"invalid": _("Write a web address, like https://example.com.")}),
        (fields.DateField, {"invalid": format_lazy(_("Write a date, like {example}."), example=day_example())}),
    ):
        field.default_error_messages = {**field.default_error_messages, **words}


def lines_of(bound: BoundField) -> list[str]:
    """The complaints about one field as they stand above the form, where no label is beside them."""
    return [_named(str(bound.label), error) for error in bound.errors.as_data()]


def _named(label: str, error: ValidationError) -> str:
    words = str(error.messages[0])
    if error.message not in (_REQUIRED, _AT_LEAST, _AT_MOST):
        return words
    return labelled_words(label.rstrip("?"), f"{words[0].lower()}{words[1:]}")
