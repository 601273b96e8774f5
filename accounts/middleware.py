"""Staff see everything, so a password alone is not enough for them."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.urls import reverse

from accounts.devices import touch

_READ_BY_ALLAUTH = ("/account/", "/_allauth/")
_OPEN = ("/account/", "/static/", "/healthz", "/readyz")


class LastSeen:
    """Notes a few times a day that somebody's session is still used, for the list of their devices."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.session.accessed:
            touch(request.session)
        return response


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
