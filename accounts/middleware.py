"""What holds for every request: staff need two steps to sign in, and what somebody sent while signed out is not lost."""

from collections.abc import Callable
from urllib.parse import urlsplit

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import unsent
from accounts.devices import touch
from accounts.views.unsent import SIGN_IN, go_to, tell_signed_out

_READ_BY_ALLAUTH = ("/account/", "/_allauth/")
_OPEN = ("/account/", "/static/", "/healthz", "/readyz")


class LastSeen:
    """Notes a few times a day that somebody's session is still used, for the list of their devices. What a session was
    shown is kept by nobody in between."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.session.accessed:
            touch(request.session)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers.setdefault("Cache-Control", "private")
        return response


class NothingLost:
    """A form whose sender is to sign in first is kept until they have; a page that asks by itself stays as it is.

    Pages only: apps get their 401, staff and the sign-in pages have their own ways.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._others = (*SIGN_IN, "/api/", "/_allauth/", "/" + settings.ADMIN_PATH)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 302 or urlsplit(response["Location"]).path != reverse("account_login"):
            return response
        if request.user.is_authenticated or request.path.startswith(self._others):
            return response
        if request.method != "POST":
            return tell_signed_out(request) if getattr(request, "htmx", False) else response
        if response["Location"] != redirect_to_login(request.get_full_path())["Location"]:
            return response  # the page keeps what visitors send itself, and says where they go on
        if "Barter-Background" in request.headers:
            return tell_signed_out(request)
        token = unsent.keep(request)
        if token:
            messages.info(request, _("You were signed out. What you sent is kept: sign in, then send it."))
        after = reverse("unsent", args=[token]) if token else unsent.page_of(request)
        return go_to(request, redirect_to_login(after)["Location"])


class EndlessDepth:
    """allauth reads JSON with Python's own reader, which gives up on thousands of levels as a fault of ours. It is the
    sender's: 400, as for anything else that can't be read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        is_theirs = isinstance(error, RecursionError) and request.path.startswith(_READ_BY_ALLAUTH)
        return HttpResponseBadRequest() if is_theirs else None


class StaffSecondFactor:
    """Sends staff without a second factor to enrolment, whatever page they ask for (settings.STAFF_MFA_REQUIRED)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.STAFF_MFA_REQUIRED and not request.path.startswith(_OPEN) and self._lacks_factor(request):
            messages.info(request, "Staff need a second step to sign in. Set it up now; it takes a minute.")
            return redirect(reverse("mfa_activate_totp"))
        return self.get_response(request)

    def _lacks_factor(self, request: HttpRequest) -> bool:
        user = request.user
        return bool(user.is_authenticated and user.is_staff and not is_mfa_enabled(user))
