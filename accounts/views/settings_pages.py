"""What a person settles about the own account, and how pages look and speak on this device."""

from typing import Any, cast

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.operations import update_person
from accounts.settings_forms import PersonForm
from barter.kernel.languages import COOKIE as LANGUAGE_COOKIE
from barter.kernel.languages import supported
from barter.kernel.looks import THEME_COOKIE, THEMES
from barter.kernel.pages import own_page

_YEAR_SECONDS = 365 * 24 * 3600


def person(request: HttpRequest) -> User:
    """The signed-in person; views are behind login_required."""
    return cast("User", request.user)


def framed(request: HttpRequest, **context: Any) -> dict[str, Any]:
    """Context of a page that stands in the reader's own layout: the desk, or the phone's."""
    return dict(import_string(settings.ACCOUNT_FRAME)(request, **{"nav": "me", **context}))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request: HttpRequest) -> HttpResponse:
    """Everything about the account on one page: what can be changed at once, and the ways to the rest."""
    user = person(request)
    form = PersonForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        update_person(user=user, changes=form.changes())
        with override(supported(user.language) or settings.LANGUAGE_CODE):
            messages.success(request, _("Saved."))
        answer = redirect("settings")
        if "language" in form.cleaned_data:  # pages before signing in speak it too
            _keep(answer, LANGUAGE_COOKIE, form.cleaned_data["language"])
        return answer
    context = framed(request, form=form, has_second_step=is_mfa_enabled(user))
    return render(request, "settings/settings.html", context, status=422 if form.errors else 200)


@csrf_exempt  # a colour of this device's pages: nothing of anybody's is changed, and visitors need no token for it
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Light or dark on this device; anything else follows the device again."""
    answer, theme = _back(request), request.POST.get("theme", "")
    if theme in THEMES:
        _keep(answer, THEME_COOKIE, theme)
    else:
        answer.delete_cookie(THEME_COOKIE, samesite="Lax")
    return answer


@csrf_exempt  # as above; what a person reads is settled on the settings page
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """The language of this device's pages while nobody is signed in."""
    answer, code = _back(request), supported(request.POST.get("language", ""))
    if code:
        _keep(answer, LANGUAGE_COOKIE, code)
    return answer


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """To the page they came from, if it is one of ours."""
    return HttpResponseRedirect(own_page(request, request.POST.get("next", "")) or "/")


def _keep(answer: HttpResponse, name: str, value: str) -> None:
    answer.set_cookie(name, value, max_age=_YEAR_SECONDS, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
