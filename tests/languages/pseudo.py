"""A made-up language in which every translated sentence stands in brackets: what stands outside was never translated."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import available_timezones

from babel.core import Locale
from babel.messages.catalog import Catalog
from django.apps import apps
from django.conf import settings
from django.db import models

from barter import catalogs

CODE = "de"  # any language with two plural forms like English; its own sentences are not used here
PROJECT = Path(catalogs.__file__).parent.parent
_SPOKEN = ("alt", "title", "placeholder", "aria-label", "aria-description", "aria-roledescription")
_SAID_BY_SCRIPT = re.compile(r"data-(on|off|say|label|words|confirm|done|busy|empty)")
_FINGERPRINT = re.compile(r"\b[0-9a-f]{16,}\b")
_WORD = re.compile(r"[^\W\d_]{3,}")
# names, units and what is the same in every language
_KEPT = {
    "Barter", "Instagram", "TikTok", "YouTube", "Facebook", "Pinterest", "Twitch", "Blog", "Shopify", "WooCommerce", "barter", "reel", "Reel",
    "CSV", "PDF", "API", "JSON", "WebP", "AVIF", "HEIC", "JPEG", "PNG", "MP4", "MOV", "WEBM", "SKU", "EUR", "USD", "GBP", "min", "com", "www", "https", "http", "example", "hello", "und", "oder",
}  # fmt: skip


def write_catalog(root: Path) -> None:
    catalog = Catalog(locale=CODE)
    for message in catalogs.sentences(PROJECT):
        said = message.id if isinstance(message.id, tuple) else (message.id,)
        forms = tuple(f"⟦{text}⟧" for text in said)
        catalog.add(message.id, forms if len(forms) > 1 else forms[0], context=message.context)
    catalogs.write(root / CODE / "LC_MESSAGES" / "django.po", catalog)
    catalogs.compile_all(root)


def left_in_english(page: str, data: "Data") -> list[str]:
    """Texts of a page that were not translated, each once."""
    reader = _Reader()
    reader.feed(page)
    found = [left for text in reader.outside() if (left := data.without(text))]
    return list(dict.fromkeys(found))


class Data:
    """What people and products are called: nobody translates it."""

    def __init__(self, *also: str) -> None:
        values = {value for value in (*_values(), *also) if _WORD.search(value)}
        known = "|".join(re.escape(value) for value in sorted(values, key=len, reverse=True))
        self._known = re.compile(rf"(?<!\w)(?:{known})(?!\w)" if known else r"\Z.")
        locale = Locale.parse(CODE)
        names = [*locale.territories.values(), *locale.languages.values(), *locale.currencies.values()]
        names += [zone["city"] for zone in locale.time_zones.values() if "city" in zone]
        names += [name for code, _name in settings.LANGUAGES for name in Locale.parse(code, sep="-").languages.values()]
        names += available_timezones()
        for widths in (locale.months["format"], locale.days["format"]):
            names += [name for width in widths.values() for name in width.values()]
        self._names = {word for name in names for word in _WORD.findall(str(name))} | _KEPT

    def without(self, text: str) -> str:
        """The text, if words are left in it that are no data."""
        rest = self._known.sub(" ", _FINGERPRINT.sub(" ", text))
        return text if any(word not in self._names for word in _WORD.findall(rest)) else ""


def _values() -> Iterator[str]:
    for model in apps.get_models():
        if model._meta.app_label in {"auth", "admin", "contenttypes", "sessions"}:
            continue
        fields = [
            f
            for f in model._meta.concrete_fields
            if isinstance(f, models.CharField | models.TextField) and not f.choices
        ]
        for field in fields:
            for value in model._base_manager.values_list(field.name, flat=True)[:500]:
                if value:
                    yield from (str(value), *(line for line in str(value).splitlines() if len(line) > 2))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.attributes: list[str] = []
        self._skip = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style"}:
            self._skip += 1
        for name, value in attrs:
            if value and (name in _SPOKEN or _SAID_BY_SCRIPT.fullmatch(name)):
                self.attributes.append(value)
            if value and tag == "meta" and name == "content" and dict(attrs).get("name") == "description":
                self.attributes.append(value)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._skip -= 1

    def handle_data(self, data: str) -> None:
        if not self._skip:
            self.texts.append(data)

    def outside(self) -> Iterator[str]:
        depth = 0
        for text in self.texts:
            kept, depth = _outside(text, depth)
            yield kept
        for text in self.attributes:
            yield _outside(text, 0)[0]


def _outside(text: str, depth: int) -> tuple[str, int]:
    kept = []
    for sign in text:
        if sign == "⟦":
            depth += 1
        elif sign == "⟧":
            depth = max(0, depth - 1)
            kept.append(" ")
        elif not depth:
            kept.append(sign)
    return " ".join("".join(kept).split()), depth
