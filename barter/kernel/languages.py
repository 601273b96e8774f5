"""The language a page speaks. Everything is kept in English or as a code; only what is shown is translated."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

COOKIE = "language"
# Staff work in English, and the document of the API is written in it. The service worker, which browsers ask for at every
# page, says nothing: nobody need be looked up for it.
_IN_ENGLISH = (f"/{settings.ADMIN_PATH}", "/api/v1/docs/", "/api/v1/schema/", "/sw.js")
_OF_APPS = ("/api/", "/_allauth/")
# What people speak in videos: of the European Union, its neighbours, and what is spoken most beside them. Written out, because
# CLDR's whole data of a language is a megabyte in every process; a test holds them to it.
OWN_NAMES: Mapping[str, str] = {
    "en": "English",
    "de": "Deutsch",
    "es": "Español",
    "fr": "Français",
    "it": "Italiano",
    "nl": "Nederlands",
    "pt": "Português",
    "ar": "العربية",
    "bg": "Български",
    "ca": "Català",
    "cs": "Čeština",
    "da": "Dansk",
    "el": "Ελληνικά",
    "et": "Eesti",
    "fi": "Suomi",
    "ga": "Gaeilge",
    "he": "עברית",
    "hi": "हिन्दी",
    "hr": "Hrvatski",
    "hu": "Magyar",
    "is": "Íslenska",
    "ja": "日本語",
    "ko": "한국어",
    "lt": "Lietuvių",
    "lv": "Latviešu",
    "mt": "Malti",
    "nb": "Norsk bokmål",
    "pl": "Polski",
    "ro": "Română",
    "sk": "Slovenčina",
    "sl": "Slovenščina",
    "sr": "Српски",
    "sv": "Svenska",
    "tr": "Türkçe",
    "uk": "Українська",
    "zh": "中文",
}  # fmt: skip


def ngettext_noop(one: str, many: str) -> tuple[str, str]:
    """Marks a sentence with a number that is told later: `ngettext(*ngettext_noop("1 day", "{count} days"), days)`."""
    return one, many


def supported(code: str) -> str | None:
    """The language we speak that is nearest to a code ("de-AT" -> "de"); None if there is none."""
    try:
        return translation.get_supported_language_variant(code)
    except LookupError:
        return None


def own_name(code: str) -> str:
    """What the speakers of a language call it: "Deutsch"."""
    return OWN_NAMES.get(code, code)


@contextmanager
def spoken(code: str) -> Iterator[None]:
    """Words are told in this language; in English where we do not speak it."""
    with translation.override(supported(code) or settings.LANGUAGE_CODE):
        yield


def asked_language(request: HttpRequest) -> str:
    """What a visitor reads, as a code to keep with a person: chosen on this device, or asked for by browser or app."""
    code = supported(request.COOKIES.get(COOKIE, "")) or translation.get_language_from_request(request)
    return "en" if code.startswith("en") else code


def told_to_apps(request: HttpRequest, answer: Callable[[HttpRequest], HttpResponse]) -> HttpResponse:
    """The sentences of an answer are in the language the app asks for; in English where it asks for none.

    No cookie and no account has a say: who reads is known to the app alone, and an answer kept by somebody in between is
    the same for everybody who asks in the same way.
    """
    asked = "HTTP_ACCEPT_LANGUAGE" in request.META
    code = translation.get_language_from_request(request) if asked else settings.LANGUAGE_CODE
    with translation.override(code):
        response = answer(request)
    response.headers.setdefault("Content-Language", code)
    patch_vary_headers(response, ["Accept-Language"])
    return response


class Language:
    """Pages speak what the person chose; to visitors what they chose on this device, or what their browser asks for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(_IN_ENGLISH):
            with translation.override(settings.LANGUAGE_CODE):
                return self.get_response(request)
        if request.path_info.startswith(_OF_APPS):
            return told_to_apps(request, self.get_response)
        with translation.override(_language_of(request)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response


def _language_of(request: HttpRequest) -> str:
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        return supported(request.user.language) or settings.LANGUAGE_CODE
    return supported(request.COOKIES.get(COOKIE, "")) or translation.get_language_from_request(request)
