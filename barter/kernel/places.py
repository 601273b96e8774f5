"""Countries and postcodes by plain rules: enough to catch a slip of the finger, never enough to keep anybody out."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_countries.data import COUNTRIES

from barter.kernel.templatetags.words import spoken_locale

# What a postcode looks like, and how to say it. Countries that are not here take anything of up to 12 characters.
_POSTCODES: dict[str, tuple[str, str]] = {
    "AT": (r"\d{4}", "1010"),
    "AU": (r"\d{4}", "2000"),
    "BE": (r"\d{4}", "1000"),
    "BG": (r"\d{4}", "1000"),
    "CA": (r"[A-Z]\d[A-Z] ?\d[A-Z]\d", "K1A 0B1"),
    "CH": (r"\d{4}", "8001"),
    "CY": (r"\d{4}", "1010"),
    "CZ": (r"\d{3} ?\d{2}", "110 00"),
    "DE": (r"\d{5}", "10115"),
    "DK": (r"\d{4}", "1050"),
    "EE": (r"\d{5}", "10111"),
    "ES": (r"\d{5}", "28001"),
    "FI": (r"\d{5}", "00100"),
    "FR": (r"\d{5}", "75001"),
    "GB": (r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", "SW1A 1AA"),
    "GR": (r"\d{3} ?\d{2}", "105 57"),
    "HR": (r"\d{5}", "10000"),
    "HU": (r"\d{4}", "1051"),
    "IE": (r"[A-Z]\d[\dW] ?[A-Z\d]{4}", "D02 AF30"),
    "IS": (r"\d{3}", "101"),
    "IT": (r"\d{5}", "00118"),
    "LT": (r"(LT-)?\d{5}", "LT-01100"),
    "LU": (r"(L-)?\d{4}", "1009"),
    "LV": (r"(LV-)?\d{4}", "LV-1011"),
    "MT": (r"[A-Z]{3} ?\d{4}", "VLT 1117"),
    "NL": (r"\d{4} ?[A-Z]{2}", "1012 AB"),
    "NO": (r"\d{4}", "0150"),
    "PL": (r"\d{2}-?\d{3}", "00-001"),
    "PT": (r"\d{4}-?\d{3}", "1000-001"),
    "RO": (r"\d{6}", "010011"),
    "SE": (r"\d{3} ?\d{2}", "111 22"),
    "SI": (r"(SI-)?\d{4}", "1000"),
    "SK": (r"\d{3} ?\d{2}", "811 01"),
    "US": (r"\d{5}(-\d{4})?", "10001"),
}
_WITHOUT_POSTCODE = frozenset({"AE", "AG", "AO", "BO", "BS", "GH", "HK", "JM", "QA", "SC", "UG", "ZW"})
_LONGEST_POSTCODE = 12


def country_choices() -> list[tuple[str, str]]:
    """(code, name) of every country, by name."""
    return list(_countries(get_language()))


def country_name(code: str) -> str:
    """ "Netherlands", not "Netherlands (Kingdom of the)"; in the reader's language."""
    return _names(get_language()).get(code, code)


def language_name(code: str) -> str:
    """ "German"; in the reader's language, as it is written inside a sentence."""
    return str(spoken_locale().languages.get(code, code))


def language_choices(codes: Iterable[str]) -> list[tuple[str, str]]:
    """(code, name) of these languages, by name."""
    names = ((code, language_name(code)) for code in codes)
    return by_name((code, name[:1].upper() + name[1:]) for code, name in names)


def by_name(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Åland stands beside Albania, not behind Zimbabwe."""
    return sorted(choices, key=lambda pair: _plain(pair[1]))


@cache
def _names(language: str | None) -> dict[str, str]:
    """As people say them; the list of countries itself is the standard's."""
    said = spoken_locale().territories
    return {code: str(said.get(code) or formal) for code, formal in COUNTRIES.items()}


@cache
def _countries(language: str | None) -> tuple[tuple[str, str], ...]:
    return tuple(by_name(_names(language).items()))


def _plain(name: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", name) if letter.isascii()).lower()


def is_country(code: str) -> bool:
    return code in COUNTRIES


def tidy_postcode(code: str) -> str:
    """Capitals, single spaces."""
    return " ".join(code.upper().split())


def postcode_complaint(country: str, code: str) -> str:
    """What is wrong with a tidied postcode, as a sentence for a person; empty when it is plausible."""
    if country in _POSTCODES:
        pattern, example = _POSTCODES[country]
        if not code:
            return _("Add the postcode, like {example}.").format(example=example)
        if re.fullmatch(pattern, code, re.ASCII):
            return ""
        return _("A postcode in {country} looks like {example}.").format(country=country_name(country), example=example)
    if not code:
        return "" if country in _WITHOUT_POSTCODE else _("Add the postcode.")
    if len(code) <= _LONGEST_POSTCODE:
        return ""
    return _("A postcode has at most {count} characters.").format(count=_LONGEST_POSTCODE)
