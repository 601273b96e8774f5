"""What a form says to a wrong value, in the product's voice. Django's own sentences speak of "this value"."""

from django.core import validators
from django.forms import fields


def speak_plainly() -> None:
    """Once at start. Sentences of one field's own still win."""
    validators.MinValueValidator.message = "Choose %(limit_value)s or more."
    validators.MaxValueValidator.message = "Choose %(limit_value)s or less."
    numbers = {"invalid": "Write a number in digits, like 12."}
    fields.IntegerField.default_error_messages = {**fields.IntegerField.default_error_messages, **numbers}
    dates = {"invalid": "Write a date, like 2026-11-30."}
    fields.DateField.default_error_messages = {**fields.DateField.default_error_messages, **dates}
