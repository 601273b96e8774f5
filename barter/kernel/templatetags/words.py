"""Dates, waits, sizes and money in the product's words and the reader's language. Pure but for the language: the present
is always passed in as `at`."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from babel.core import Locale
from babel.dates import format_skeleton
from babel.lists import format_list
from babel.numbers import (
    format_compact_decimal,
    format_currency,
    format_decimal,
    get_currency_precision,
    get_decimal_symbol,
)
from django.utils import timezone
from django.utils.formats import get_format
from django.utils.functional import lazy
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

_NIGHT_ENDS = 6  # o'clock, where the reader is


@lru_cache(maxsize=16)
def _locale(language: str) -> Locale:
    known = {"en-gb": "en", "pt": "pt-PT"}.get(language, language)  # en-gb would write "US$", pt is Brazil's to Babel
    return Locale.parse(known, sep="-")


def spoken_locale() -> Locale:
    """What Babel knows of the reader's language."""
    return _locale(get_language() or "en")


def list_words(names: Sequence[str]) -> str:
    """ "Beauty, Food and Home"."""
    return _list(names, "standard")


def either_words(names: Sequence[str]) -> str:
    """ "Beauty, Food or Home"."""
    return _list(names, "or")


def _list(names: Sequence[str], style: Literal["standard", "or"]) -> str:
    language = get_language() or "en"
    # America's English has a comma before the "and"
    return format_list(names, style, locale=_locale("en-001" if language.startswith("en") else language))


def quoted_words(text: str) -> str:
    """“serum”, in the marks of the reader's language: a name, or a word of the page, inside a sentence."""
    return _("“{text}”").format(text=text)


def labelled_words(label: str, text: str) -> str:
    """ "Mila: nothing to ship yet.", with the colon as the reader's language sets it."""
    return _("{label}: {text}").format(label=label, text=text)


def money_words(amount_minor: int, currency: str) -> str:
    """ "€68" or "€9.40": minor units of any ISO 4217 currency (JPY has 0 digits, KWD 3); whole amounts lose their zeros."""
    return _money(amount_minor, currency, get_language() or "en")


@lru_cache(maxsize=4096)
def _money(amount_minor: int, currency: str, language: str) -> str:
    locale, digits = _locale(language), get_currency_precision(currency)
    amount = Decimal(amount_minor).scaleb(-digits)
    pattern = None
    if amount == amount.to_integral_value():
        pattern = locale.currency_formats["standard"].pattern.replace(".00", "")
    shown: str = format_currency(amount, currency, pattern, locale, currency_digits=pattern is None)
    return re.sub(r"(?<=[A-Za-z])(?=\d)", "\N{NO-BREAK SPACE}", shown)  # "KWD 12": a code needs air, a sign does not


def compact_words(count: int) -> str:
    """ "950", "4.2K", "1.3M", as short as the language writes it."""
    told = str(format_compact_decimal(count, locale=spoken_locale(), fraction_digits=1))
    return number_words(count) if told.isdecimal() else told  # German has no short form of thousands


def number_words(count: int) -> str:
    """ "1,200"."""
    return str(format_decimal(count, locale=spoken_locale()))


def decimal_words(value: float) -> str:
    """ "7.3"."""
    return str(format_decimal(value, "#,##0.0", locale=spoken_locale()))


def percent_words(share: int) -> str:
    """ "95%"."""
    return _("{number}%").format(number=number_words(share))


def writes_decimal_comma() -> bool:
    """Whether the reader writes "24,90"."""
    return get_decimal_symbol(spoken_locale()) == ","


def typed_amount_words(amount: Decimal, digits: int = 2) -> str:
    """ "24.90", as the reader types an amount into a form."""
    return f"{amount:.{digits}f}".replace(".", get_decimal_symbol(spoken_locale()))


def typed_day_words(day: date) -> str:
    """ "30/11/2026" or "30.11.2026", as the reader types a day where the browser has no calendar."""
    return day.strftime(get_format("DATE_INPUT_FORMATS")[0])


price_example = lazy(lambda: typed_amount_words(Decimal("24.90")), str)
day_example = lazy(lambda: typed_day_words(date(2026, 11, 30)), str)


def day_words(moment: datetime, at: datetime) -> str:
    """ "Sat 22 Nov"; the year is added only when it is not this one."""
    return _date(moment, at, "MMMEd")


def date_words(moment: datetime, at: datetime) -> str:
    """ "22 Nov", for rows of a timeline; the year only when it is not this one."""
    return _date(moment, at, "MMMd")


def full_date_words(day: date) -> str:
    """ "2 Dec 2026": a day that may be far off, always with its year."""
    return _day(day, "yMMMd", get_language() or "en")


def _date(moment: datetime, at: datetime, skeleton: str) -> str:
    local, here = timezone.localtime(moment), timezone.localtime(at)
    year = "" if local.year == here.year else "y"
    return _day(local.date(), year + skeleton, get_language() or "en")


@lru_cache(maxsize=4096)
def _day(day: date, skeleton: str, language: str) -> str:
    if not language.startswith("en"):
        # of the language at large: Portugal's own are bare figures ("22/11"); without the full stop of a shortened month,
        # which would stand beside that of a sentence
        return str(format_skeleton(skeleton, day, locale=Locale.parse(language, sep="-"))).rstrip(".")
    # shorter than English has it in the CLDR ("Sat, 22 Nov", "Sept"), and the same the world over
    weekday = f"{day:%a} " if "E" in skeleton else ""
    return f"{weekday}{day.day} {day:%b}{f' {day.year}' if 'y' in skeleton else ''}"


def calendar_words(day: date) -> str:
    """ "Sat 22 Nov": a day of the calendar, wherever the reader is."""
    return _day(day, "MMMEd", get_language() or "en")


def last_day(due_at: datetime, at: datetime) -> datetime:
    """The day a limit is told by. One in the night ends the evening before: "by Wed" would promise a day that is not there.

    In that night itself it is today.
    """
    local = timezone.localtime(due_at)
    ahead = local.date() > timezone.localtime(at).date()
    return local - timedelta(days=1) if local.hour < _NIGHT_ENDS and ahead else local


def by_words(due_at: datetime, at: datetime) -> str:
    """ "today by 18:00", "tonight by 00:40", "tomorrow by 10:30", "by tomorrow night", "by Sat 22 Nov"."""
    local, here = timezone.localtime(due_at), timezone.localtime(at)
    days = (local.date() - here.date()).days
    is_night = local.hour < _NIGHT_ENDS
    if days == 0:
        return _("today by {time}").format(time=f"{local:%H:%M}")
    if days == 1:
        tonight = is_night and (here.hour >= _NIGHT_ENDS or not local.hour)
        words = _("tonight by {time}") if tonight else _("tomorrow by {time}")
        return words.format(time=f"{local:%H:%M}")
    if days == 2 and is_night:
        return _("by tomorrow night")
    return _("by {day}").format(day=day_words(last_day(due_at, at), at))


def span_words(span: timedelta) -> str:
    """ "5 min", "9 h", "1 day", "3 days"."""
    minutes = max(0, int(span.total_seconds() // 60))
    if minutes < 60:
        return _("{count} min").format(count=max(1, minutes))
    if minutes < 24 * 60:
        return _("{count} h").format(count=minutes // 60)
    return days_words(minutes // (24 * 60))


def days_words(days: int) -> str:
    """ "1 day", "3 days"."""
    return ngettext("1 day", "{count} days", days).format(count=number_words(days))


def part_days_words(days: float) -> str:
    """ "0.5 days", "2.0 days"; one in French is all that is less than two, elsewhere a figure with a point is many."""
    return ngettext("1 day", "{count} days", 0 if round(days, 1) < 2 else 2).format(count=decimal_words(days))


def hours_words(hours: int) -> str:
    """How long something takes as a rule: "6 h", "a day", "3 days"."""
    if hours < 24:
        return _("{count} h").format(count=max(1, hours))
    days = round(hours / 24)
    return _("a day") if days == 1 else days_words(days)


def in_words(moment: datetime, at: datetime) -> str:
    """ "today", "tomorrow", "in 9 days", "yesterday", "3 days ago": by calendar days where the reader is."""
    days = (timezone.localtime(moment).date() - timezone.localtime(at).date()).days
    if abs(days) < 2:
        return {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}[days]
    if days > 0:
        return ngettext("in {count} day", "in {count} days", days).format(count=number_words(days))
    return ngettext("{count} day ago", "{count} days ago", -days).format(count=number_words(-days))


def ago_words(moment: datetime, at: datetime) -> str:
    """ "just now", "5 min ago", "2 h ago", "yesterday", then the day."""
    span = at - moment
    if span < timedelta(minutes=1):
        return _("just now")
    if span < timedelta(hours=24):
        return _("{span} ago").format(span=span_words(span))
    days = (timezone.localtime(at).date() - timezone.localtime(moment).date()).days
    return _("yesterday") if days == 1 else day_words(moment, at)


def bytes_words(size: int) -> str:
    """ "840 KB", "4.1 MB", "2 GB" (decimal units, as phones count)."""
    for told, step in ((_("{size} GB"), 10**9), (_("{size} MB"), 10**6), (_("{size} KB"), 10**3)):
        if size >= step - step // 2000:  # the rest would be rounded up to one of these
            value = size / step
            return told.format(size=format_decimal(round(value, 0 if value >= 9.95 else 1), locale=spoken_locale()))
    return ngettext("{count} byte", "{count} bytes", size).format(count=size)


def duration_words(seconds: float) -> str:
    """ "0:31", "1:02:09". A second counts once it is over, as in players."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
