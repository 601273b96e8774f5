"""The creator's dates for the calendar of their phone: the address of the feed, and another one when it got about."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from accounts.operations import renew_calendar
from barter.kernel.api.docs import Section, ok
from barter.kernel.api.views import BarterView, json
from deals.api.access import caller, own_creator
from deals.calendar_address import address_of

_NO_STORE = {"Cache-Control": "no-store"}  # whoever has the address sees the dates
_ME = Section("me")


class CalendarSchema(serializers.Serializer[Any]):
    """Where a calendar program finds the creator's dates."""

    object = serializers.CharField(help_text="`calendar`")
    url = serializers.URLField(help_text="iCalendar, read without signing in; subscribe to it, it changes by itself")


_CALENDAR: dict[str, Any] = {"object": "calendar", "url": "https://barter.example/calendar/WzQyLDFd.ics"}
_ONE = ok(CalendarSchema, _CALENDAR)
_READ = _ME.operation(
    "calendar_read",
    "The address of your calendar",
    "Every date of the creator's trades, invitations and offers as a calendar feed. Whoever has the address sees the "
    "dates: hand it to the phone's calendar and keep it nowhere else. Creators only.",
    {200: _ONE},
    (403,),
)
_RENEW = _ME.act(
    "calendar_renew",
    "Give your calendar another address",
    "The old one shows nothing any more. Creators only.",
    _ONE,
    (403,),
)


class CalendarView(BarterView):
    @extend_schema(**_READ)
    def get(self, request: Request) -> HttpResponse:
        return _told(request)


class CalendarRenewView(BarterView):
    @extend_schema(**_RENEW)
    def post(self, request: Request) -> HttpResponse:
        own_creator(request)
        renew_calendar(user=caller(request))
        caller(request).refresh_from_db(fields=["calendar_version"])
        return _told(request)


def _told(request: Request) -> HttpResponse:
    own_creator(request)
    address = address_of(caller(request), request._request)
    return json({"object": "calendar", "url": address}, headers=_NO_STORE)
