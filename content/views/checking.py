"""Checking a licence by its code: for everybody, and a clear answer when there is none."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from barter.kernel.tries import too_many
from content.models import Licence

_GROUP, _CODE_LENGTH = 4, 12
_TRIES_A_MINUTE = 20


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=60,
        error_messages={"required": gettext_lazy("Type the code of the licence.")},
    )

    def clean_code(self) -> str:
        """As it is written on the licence, however it was typed."""
        letters = "".join(sign for sign in self.cleaned_data["code"].upper() if sign.isascii() and sign.isalnum())
        if len(letters) != _CODE_LENGTH:
            raise forms.ValidationError(
                _("A code has 12 letters and digits, like 7K3M-9QXW-2BTR. Check what you typed.")
            )
        return "-".join(letters[start : start + _GROUP] for start in range(0, _CODE_LENGTH, _GROUP))


@require_safe
def licence_check(request: HttpRequest) -> HttpResponse:
    """`?code=` leads to the licence."""
    form = CodeForm(request.GET if "code" in request.GET else None, use_required_attribute=False)
    if not form.is_bound:
        return _page(request, form, 200)
    if too_many(request, "licence", most=_TRIES_A_MINUTE):
        form.add_error("code", _("Too many tries. Wait a minute, then try again."))
        return _page(request, form, 429)
    if not form.is_valid():
        return _page(request, form, 422)
    code = form.cleaned_data["code"]
    return redirect("licence", code) if Licence.objects.filter(code=code).exists() else no_licence(request, code)


def no_licence(request: HttpRequest, code: str) -> HttpResponse:
    """What somebody reads who asks for a code that no licence has."""
    form = CodeForm({"code": code}, use_required_attribute=False)
    if form.is_valid():
        form.add_error("code", _("No licence has this code. Check each letter, or ask whoever gave it to you."))
    return _page(request, form, 404)


def _page(request: HttpRequest, form: CodeForm, status: int) -> HttpResponse:
    return render(request, "content/licence_check.html", {"form": form}, status=status)
