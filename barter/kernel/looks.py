"""Light or dark, as chosen on this device, and the languages to choose from. Pages carry it from the server, so nothing flashes and no script is needed."""

from functools import lru_cache
from typing import Any

from babel.core import Locale
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template.loader import render_to_string

THEME_COOKIE = "theme"
THEMES = frozenset({"light", "dark"})


def language_choices() -> list[tuple[str, str]]:
    """(code, what its speakers call it) of every language the product speaks."""
    return [(code, _own_name(code)) for code, _name in settings.LANGUAGES]


def looks(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `theme` ("light", "dark", or "" to follow the device); `languages` where there is a choice."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    is_choice = len(settings.LANGUAGES) > 1
    return {"theme": chosen if chosen in THEMES else "", "languages": language_choices() if is_choice else []}


def broken(request: HttpRequest, template_name: str = "500.html") -> HttpResponse:
    """The page of an error: no database, no session and no context processors, only the cookie of the theme."""
    return HttpResponseServerError(render_to_string(template_name, {"theme": looks(request)["theme"]}))


@lru_cache(maxsize=64)
def _own_name(code: str) -> str:
    locale = Locale.parse(code, sep="-")
    name = str(locale.get_language_name(locale) or code)
    return name[:1].upper() + name[1:]
