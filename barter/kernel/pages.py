"""What server-rendered pages share."""

from django.forms import BaseForm

from barter.kernel.errors import BarterError


def add_refusal(form: BaseForm, error: BarterError) -> None:
    """Show a refusal of an operation at its field, or above the form when it names none of them."""
    form.add_error(error.field if error.field in form.fields else None, error.detail)
