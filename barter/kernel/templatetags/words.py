"""Dates, waits, sizes and money in the product's words. Pure: the present is always passed in as `at`."""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_currency, get_currency_precision
from django.utils import timezone

_NIGHT_ENDS = 6  # o'clock, where the reader is


@lru_cache(maxsize=4096)
def money_words(amount_minor: int, currency: str) -> str:
    """ "€68" or "€9.40": minor units of any ISO 4217 currency (JPY has 0 digits, KWD 3); whole amounts lose their zeros."""
    digits = get_currency_precision(currency)
    whole, rest = divmod(abs(amount_minor), 10**digits)
    sign = "-" if amount_minor < 0 else ""
    number = f"{sign}{whole}" if not digits else f"{sign}{whole}.{rest:0{digits}d}"
    shown = format_currency(
        Decimal(number),
        currency,
        locale="en",
        currency_digits=True,
        decimal_quantization=True,
    )
    shown = re.sub(r"(?<=[A-Za-z])(?=\d)", "\N{NO-BREAK SPACE}", shown)  # "KWD 12": a code needs air, a sign does not
    return shown[: -digits - 1] if digits and rest == 0 else shown


def day_words(moment: datetime, at: datetime) -> str:
    """ "Sat 22 Nov"; the year is added only when it is not this one."""
    local, here = timezone.localtime(moment), timezone.localtime(at)
    year = "" if local.year == here.year else f" {local.year}"
    return f"{local:%a} {local.day} {local:%b}{year}"


def date_words(moment: datetime, at: datetime) -> str:
    """ "22 Nov", for rows of a timeline; the year only when it is not this one."""
    local, here = timezone.localtime(moment), timezone.localtime(at)
    year = "" if local.year == here.year else f" {local.year}"
    return f"{local.day} {local:%b}{year}"


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
        return f"today by {local:%H:%M}"
    if days == 1:
        tonight = is_night and (here.hour >= _NIGHT_ENDS or not local.hour)
        return f"{'tonight' if tonight else 'tomorrow'} by {local:%H:%M}"
    return "by tomorrow night" if days == 2 and is_night else f"by {day_words(last_day(due_at, at), at)}"


def span_words(span: timedelta) -> str:
    """ "5 min", "9 h", "1 day", "3 days"."""
    minutes = max(0, int(span.total_seconds() // 60))
    if minutes < 60:
        return f"{max(1, minutes)} min"
    if minutes < 24 * 60:
        return f"{minutes // 60} h"
    days = minutes // (24 * 60)
    return "1 day" if days == 1 else f"{days} days"


def hours_words(hours: int) -> str:
    """How long something takes as a rule: "6 h", "a day", "3 days"."""
    if hours < 24:
        return f"{max(1, hours)} h"
    days = round(hours / 24)
    return "a day" if days == 1 else f"{days} days"


def in_words(moment: datetime, at: datetime) -> str:
    """ "today", "tomorrow", "in 9 days", "yesterday", "3 days ago": by calendar days where the reader is."""
    days = (timezone.localtime(moment).date() - timezone.localtime(at).date()).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(days)
    return near or (f"in {days} days" if days > 0 else f"{-days} days ago")


def ago_words(moment: datetime, at: datetime) -> str:
    """ "just now", "5 min ago", "2 h ago", "yesterday", then the day."""
    span = at - moment
    if span < timedelta(minutes=1):
        return "just now"
    if span < timedelta(hours=24):
        return f"{span_words(span)} ago"
    days = (timezone.localtime(at).date() - timezone.localtime(moment).date()).days
    return "yesterday" if days == 1 else day_words(moment, at)


def bytes_words(size: int) -> str:
    """ "840 KB", "4.1 MB", "2 GB" (decimal units, as phones count)."""
    for unit, step in (("GB", 10**9), ("MB", 10**6), ("KB", 10**3)):
        if size >= step:
            value = size / step
            return f"{value:.0f} {unit}" if value >= 10 or value == int(value) else f"{value:.1f} {unit}"
    return f"{size} bytes"


def duration_words(seconds: float) -> str:
    """ "0:31", "1:02:09"."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
