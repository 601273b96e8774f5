"""Hours and days as the reader's own clock shows them. Everything is kept in UTC; only words are local."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

COOKIE = "tz"  # the device's zone, written by static/js/barter.js


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(available_timezones())


@lru_cache(maxsize=1024)
def find_zone(name: str) -> ZoneInfo | None:
    """The zone of an IANA name; None for anything else, whoever made it up."""
    return ZoneInfo(name) if name in _known() else None


def zones() -> dict[str, list[str]]:
    """The zones somebody may choose, by part of the world; names that only repeat another are left out."""
    found: dict[str, list[str]] = {}
    for name in sorted(_known() & set(get_global("zone_territories"))):
        part, _, place = name.partition("/")
        if place and part != "Etc":
            found.setdefault(part, []).append(name)
    return found


@contextmanager
def told_in(name: str) -> Iterator[None]:
    """Dates are told in this zone; in UTC where it is unknown."""
    with timezone.override(find_zone(name)):
        yield


def day_at(moment: datetime, zone: str) -> date:
    """Which day it is there; in UTC where the zone is unknown."""
    return moment.astimezone(find_zone(zone) or UTC).date()


def end_of(day: date, zone: str) -> datetime:
    """The last second of the day there, in UTC."""
    return datetime.combine(day, time(23, 59, 59), find_zone(zone) or UTC).astimezone(UTC)


class LocalTime:
    """Pages tell hours in the zone of the device; without its cookie in the zone the person once told us."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        zone = find_zone(request.COOKIES.get(COOKIE, ""))
        if zone is None and settings.SESSION_COOKIE_NAME in request.COOKIES:
            zone = find_zone(getattr(request.user, "time_zone", ""))
        with timezone.override(zone):
            return self.get_response(request)
