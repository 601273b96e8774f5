"""The page of what was held back on its way, and the answer to a form whose page is too old to be trusted."""

import re
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import unsent
from accounts.adapter import home_of

SIGN_IN = ("/account/", "/join/")
_TOLD = "told_signed_out"
_TOLD_FOR_SECONDS = 120
# Ids, keys and choices of a form: they are sent, but nobody typed them.
_KEYS = frozenset({"key", "client_key", "next", "back", "undo"})
# Fields that offer choices, by the last part of their name: what is sent of them is a code, not a word.
_CHOICES = re.compile(
    r"(.*[-_])?(carrier|category|country|currency|kind|language|licence_territory|niche|picks?|platform|posting|product"
    r"|ratio|reason|role|to|weekday|time_zone|countries|languages|niches|platforms)"
)
_NOT_TYPED = re.compile(r"on|\d|/.*|[a-z]+(_[a-z0-9]+)+|[0-9a-f-]{32,36}")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def unsent_page(request: HttpRequest, token: str) -> HttpResponse:
    """What was typed, to be sent with one press. POST hands it on to where it was going; `?drop=1` throws it away."""
    kept = unsent.take(request, token) if request.method == "POST" else unsent.find(request, token)
    if kept is None:
        messages.info(request, _("Nothing waits to be sent any more. What you typed is kept for an hour."))
        return redirect(home_of(request.user))
    if kept.is_sent:
        messages.info(request, _("This is settled already. Nothing was sent twice."))
        return redirect(kept.back)
    if request.method == "POST":
        if "drop" in request.GET:
            messages.info(request, _("It was not sent."))
            return redirect(kept.back)
        return HttpResponseRedirect(kept.path, preserve_request=True)
    said = [text for name, text in kept.fields if name not in _KEYS and not _CHOICES.fullmatch(name)]
    typed = [text for text in said if text.strip() and not _NOT_TYPED.fullmatch(text)]
    context = {"kept": kept, "typed": typed, "here": unsent.page_with_its_ways(kept, token)}
    return render(request, "account/unsent.html", context)


def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW. A page of their own from before they signed in again loses nothing of what was typed."""
    is_sign_in = request.path.startswith((*SIGN_IN, unsent.PAGES))
    if not request.path.startswith(SIGN_IN) and unsent.is_from_their_page(request):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())  # accounts.middleware.NothingLost keeps the form
        if request.path.startswith(unsent.PAGES) and unsent.find(request, _token_in(request)):
            return go_to(request, request.path)  # it waits still, and its page carries the new token
        if token := unsent.keep(request):
            return go_to(request, reverse("unsent", args=[token]))
    if "json" in request.headers.get("Accept", ""):
        return JsonResponse({"detail": _("This page was open too long. Load it again.")}, status=403)
    again = ""
    if is_sign_in and unsent.is_from_own_page(request):
        after = request.POST.get("next", "")
        again = f"{request.path}?{urlencode({'next': after})}" if after else request.path
        if request.user.is_authenticated and request.path == reverse("account_login"):
            return redirect(again)  # they signed in in another tab; allauth knows where they go on
    return render(request, "403_csrf.html", {"again": again}, status=403)


def _token_in(request: HttpRequest) -> str:
    return request.path.removeprefix(unsent.PAGES).rstrip("/")


def go_to(request: HttpRequest, url: str) -> HttpResponse:
    """A redirect that htmx follows with the whole page; for whoever looks at the status alone it is a refusal."""
    if getattr(request, "htmx", False):
        return HttpResponse(status=401, headers={"HX-Redirect": url})
    return redirect(url)


def tell_signed_out(request: HttpRequest) -> HttpResponse:
    """For what the page asks by itself, every few seconds perhaps: it stays as it is, and a line says so now and then."""
    if _TOLD in request.COOKIES:
        return HttpResponse(status=204)
    response = render(request, "account/_signed_out.html", {"next": unsent.page_of(request)})
    response.headers["HX-Reswap"] = "none"
    response.set_cookie(_TOLD, "1", max_age=_TOLD_FOR_SECONDS, httponly=True, samesite="Lax")
    return response
