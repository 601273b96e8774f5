"""Checking a licence by its code or by the file: for everybody, and a clear answer when there is none."""

import re
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from barter.kernel.tries import too_many
from content.models import Licence
from content.workflow import LicenceState

_GROUP, _CODE_LENGTH = 4, 12
_TRIES_A_MINUTE = 20
_MOST_SHOWN = 20


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


class FingerprintForm(forms.Form):
    """The SHA-256 of a file: made by the page's script, or typed, with or without the file's name beside it."""

    sha256 = forms.CharField(
        label=gettext_lazy("SHA-256 of the file"),
        max_length=500,
        error_messages={"required": gettext_lazy("Choose the file, or type its SHA-256.")},
    )

    def clean_sha256(self) -> str:
        found = re.search(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])", self.cleaned_data["sha256"].lower())
        if found is None:
            raise forms.ValidationError(_("A SHA-256 has 64 digits and letters from a to f. Check what you typed."))
        return found[0]


@require_safe
def licence_check(request: HttpRequest) -> HttpResponse:
    """`?code=` leads to the licence, `?sha256=` to the licences of that file."""
    if "sha256" in request.GET:
        return _by_file(request)
    form = CodeForm(request.GET if "code" in request.GET else None, use_required_attribute=False)
    if not form.is_bound:
        return _page(request, 200, form=form)
    if too_many(request, "licence", most=_TRIES_A_MINUTE):
        form.add_error("code", _("Too many tries. Wait a minute, then try again."))
        return _page(request, 429, form=form)
    if not form.is_valid():
        return _page(request, 422, form=form)
    code = form.cleaned_data["code"]
    return redirect("licence", code) if Licence.objects.filter(code=code).exists() else no_licence(request, code)


def no_licence(request: HttpRequest, code: str) -> HttpResponse:
    """What somebody reads who asks for a code that no licence has."""
    form = CodeForm({"code": code}, use_required_attribute=False)
    if form.is_valid():
        form.add_error("code", _("No licence has this code. Check each letter, or ask whoever gave it to you."))
    return _page(request, 404, form=form)


def compared(request: HttpRequest, licence: Licence) -> dict[str, Any]:
    """For the page of one licence: the form, and whether the file that was asked about is the licensed one (None: none was)."""
    form = FingerprintForm(request.GET if "sha256" in request.GET else None, use_required_attribute=False)
    is_same = form.cleaned_data["sha256"] == licence.file_sha256 if form.is_bound and form.is_valid() else None
    return {"file_form": form, "is_same_file": is_same}


def _by_file(request: HttpRequest) -> HttpResponse:
    """Whoever has the file may know its licences. One that was renewed is told by the one that goes on."""
    form = FingerprintForm(request.GET, use_required_attribute=False)
    if too_many(request, "licence_file", most=_TRIES_A_MINUTE):
        form.add_error("sha256", _("Too many tries. Wait a minute, then try again."))
        return _page(request, 429, file_form=form)
    if not form.is_valid():
        return _page(request, 422, file_form=form)
    sha256 = form.cleaned_data["sha256"]
    rows = Licence.objects.filter(asset__sha256=sha256, file_sha256=sha256).exclude(state=LicenceState.RENEWED)
    found = list(rows.select_related("asset", "brand", "creator").order_by("-pk")[:_MOST_SHOWN])
    if len(found) == 1:
        return redirect(f"{reverse('licence', args=[found[0].code])}?sha256={sha256}")
    if not found:
        form.add_error("sha256", _("No licence has this file. Only the original as it was downloaded is the same: previews, posts and edited copies are other files."))  # fmt: skip
    return _page(request, 200 if found else 404, file_form=form, found=found)


def _page(request: HttpRequest, status: int, **more: Any) -> HttpResponse:
    empty = {"form": CodeForm(use_required_attribute=False), "file_form": FingerprintForm(use_required_attribute=False)}
    return render(request, "content/licence_check.html", {**empty, **more}, status=status)
