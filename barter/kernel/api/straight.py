"""Apps of the API send a token and no cookie: what stands between them and the view is only there for browsers."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from barter.kernel.languages import told_to_apps

_PATH = "/api/v1/"
_PAGES = ("/api/v1/docs/", "/api/v1/schema/")
_NOBODY = AnonymousUser()
_WITHOUT_BODY = frozenset({204, 304})


class StraightToTheApi:
    """Stands after the middleware that every answer needs, and leads cookieless calls of the API past all that follow.

    Those keep sessions, forms and messages of browsers; without a cookie they find nobody and change nothing. What they
    do for everybody is done here: the host is checked, the language chosen, the answer has a length and may not be framed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._view = _innermost(get_response)
        self._session = import_module(settings.SESSION_ENGINE).SessionStore

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._answer(request)
        if (
            response.status_code in _WITHOUT_BODY
        ):  # what is not there has no type and no length (RFC 9110, 8.6 and 15.4.5)
            response.headers.pop("Content-Type", None)
            response.headers.pop("Content-Length", None)
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if not path.startswith(_PATH) or "HTTP_COOKIE" in request.META or path[-1] != "/" or path.startswith(_PAGES):
            return self.get_response(request)
        request.get_host()  # raises for a host that isn't ours
        request.user = _NOBODY
        request.session = self._session()
        response: HttpResponse = told_to_apps(request, self._view)
        headers = response.headers
        if not response.streaming and "Content-Length" not in headers:
            headers["Content-Length"] = str(len(response.content))
        headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        return response


def _innermost(get_response: Any) -> Any:
    """What the last middleware calls: Django's own step from the address to the view."""
    while (behind := getattr(getattr(get_response, "__wrapped__", None), "get_response", None)) is not None:
        get_response = behind
    return get_response
