"""What server-rendered pages share."""

from typing import Any
from urllib.parse import urlsplit

from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from barter.kernel.errors import BarterError


class NeededFields:
    """Mixed into a form whose `needed` fields a rule may require later: they are not labelled "optional"."""

    needed: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:  # type: ignore[attr-defined]
            self._mark_needed()

    def full_clean(self) -> None:
        super().full_clean()  # type: ignore[misc]
        self._mark_needed()

    def _mark_needed(self) -> None:
        """Only now: earlier, the form itself would complain about an empty one."""
        for name in self.needed:
            self.fields[name].required = True  # type: ignore[attr-defined]


def own_page(request: HttpRequest, told: str) -> str:
    """The path of an address that a form or a browser names, when it is one of ours; "" for anything else."""
    if not url_has_allowed_host_and_scheme(told, {request.get_host()}, require_https=request.is_secure()):
        return ""
    parts = urlsplit(told)
    if not parts.path.startswith("/"):  # a bare word would be taken for the name of a page
        return ""
    path = "/" + parts.path.lstrip("/")
    return f"{path}?{parts.query}" if parts.query else path


def add_refusal(form: BaseForm, error: BarterError) -> None:
    """Show a refusal of an operation at its field, or above the form when it names none of them."""
    form.add_error(error.field if error.field in form.fields else None, error.detail)
