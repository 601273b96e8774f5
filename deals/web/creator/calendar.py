"""The creator's dates as a calendar their phone keeps up to date: an address nobody can guess, which can be renewed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from icalendar import Alarm, Calendar, Event

from accounts.models import User
from accounts.operations import renew_calendar
from barter.kernel import clock
from barter.kernel.languages import spoken
from barter.kernel.local_time import told_in
from barter.kernel.templatetags.words import by_words, last_day
from creators.access import CreatorRequest, creator_required
from deals.calendar_address import address_of, user_of
from deals.models import Application, Collaboration
from deals.queries_creator import open_applications, running_trades
from deals.web.creator.my_deals import needs_creator
from deals.workflow import ApplicationState
from deals.workflow import CollaborationState as C

_REFRESH = timedelta(hours=6)
_ALARM = timedelta(hours=-15)  # nine o'clock on the day before
_TITLES: Mapping[C, str] = {
    C.TO_SHIP: gettext_noop("{brand} ships {deal}"),
    C.SHIPPED: gettext_noop("{deal} should be with you"),
    C.DELIVERED: gettext_noop("Say that {deal} is here"),
    C.VOUCHER_SENT: gettext_noop("Say that the voucher of {brand} works"),
    C.BOOKED: gettext_noop("Choose the day of your visit: {deal}"),
    C.CHECKED_IN: gettext_noop("Start filming: {deal}"),
    C.CREATING: gettext_noop("Film and upload: {deal}"),
    C.CHANGES_REQUESTED: gettext_noop("Upload the next version: {deal}"),
    C.IN_REVIEW: gettext_noop("{brand} answers: {deal}"),
    C.APPROVED: gettext_noop("Post it: {deal}"),
    C.POSTED: gettext_noop("We check your post: {deal}"),
    C.LIVE_HOLD: gettext_noop("Keep your post online until today: {deal}"),
    C.ON_HOLD: gettext_noop("A problem is to be solved: {deal}"),
    C.DISPUTED: gettext_noop("Our team decides: {deal}"),
}
_VISIT = gettext_noop("Your visit: {deal}")
_POST_BACK = gettext_noop("Fix your post: {deal}")
_ENDS = gettext_noop("Last day before this trade ends: {deal}")
_LOST = gettext_noop("Last day before it counts as lost: {deal}")
_ANSWER = gettext_noop("Answer {brand}: {deal}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One day of the calendar. `key` stays the same while the date moves; `limit` is told in the entry's text."""

    key: str
    day: date
    title: str
    limit: str
    path: str
    own_move: bool


@require_safe
@creator_required
def calendar_page(request: CreatorRequest) -> HttpResponse:
    address = address_of(request.user, request)  # type: ignore[arg-type]
    context = {
        "address": address,
        "webcal": address.replace(request.scheme or "https", "webcal", 1),
        "entries": sorted(_entries(request.user, clock.now()), key=lambda entry: entry.day),  # type: ignore[arg-type]
        "nav": "my_deals",
    }
    return render(request, "deals/creator/calendar.html", context)


@require_POST
@creator_required
def calendar_renew(request: CreatorRequest) -> HttpResponse:
    renew_calendar(user=request.user)  # type: ignore[arg-type]
    messages.success(request, _("Your calendar has a new address. The old one shows nothing any more."))
    return redirect("calendar_page")


@require_safe
@never_cache
def calendar(request: HttpRequest, calendar_token: str) -> HttpResponse:
    """What a calendar program asks for every few hours. It has no session: the address is what it knows."""
    user = user_of(calendar_token)
    if user is None:
        raise Http404
    at = clock.now()
    with told_in(user.time_zone), spoken(user.language):
        body = _written(_entries(user, at), at, request)
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")


def _entries(user: User, at: datetime) -> Iterator[Entry]:
    for trade in running_trades(user):
        yield from _of_trade(trade, at)
    for application in open_applications(user):
        yield from _of_application(application, at)


def _of_trade(row: Collaboration, at: datetime) -> Iterator[Entry]:
    state, words = C(row.state), {"deal": row.deal.title, "brand": row.brand.name}
    key, path = f"{row.public_id}-{state}", reverse("deal_room", args=[row.public_id])
    if state == C.BOOKED and row.visit_date is not None:
        yield Entry(f"{key}-visit", row.visit_date, _(_VISIT).format(**words), "", path, own_move=True)
    elif row.due_at is not None:
        title = _POST_BACK if state == C.LIVE_HOLD and row.link_removed_at is not None else _TITLES[state]
        day, limit = last_day(row.due_at, at).date(), by_words(row.due_at, at)
        yield Entry(key, day, _(title).format(**words), limit, path, own_move=needs_creator(row, at))
    plan = row.schedule() if row.due_at is not None and row.due_at < at else None
    ends_at = plan.grace_ends_at if plan else None
    if ends_at is not None and ends_at > at:  # its day is gone: what counts now is the day it ends by itself
        title, day = _(_LOST if state == C.SHIPPED else _ENDS), last_day(ends_at, at).date()
        limit, own_move = by_words(ends_at, at), needs_creator(row, at)
        yield Entry(f"{key}-last", day, title.format(**words), limit, path, own_move=own_move)


def _of_application(row: Application, at: datetime) -> Iterator[Entry]:
    if row.due_at is None or row.state not in {ApplicationState.INVITED, ApplicationState.OFFERED}:
        return
    title = _(_ANSWER).format(deal=row.deal.title, brand=row.deal.brand.name)
    day, path = last_day(row.due_at, at).date(), reverse("my_application", args=[row.public_id])
    yield Entry(f"{row.public_id}-{row.state}", day, title, by_words(row.due_at, at), path, own_move=True)


def _written(entries: Iterator[Entry], at: datetime, request: HttpRequest) -> bytes:
    book = Calendar()
    book.add("prodid", "-//Barter//Dates//EN")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", "Barter")
    book.add("refresh-interval", _REFRESH, parameters={"value": "DURATION"})
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.key}@{request.get_host()}")
        event.add("dtstamp", at)
        event.add("dtstart", entry.day)
        event.add("summary", entry.title)
        event.add("url", request.build_absolute_uri(entry.path))
        event.add("transp", "TRANSPARENT")  # a date to keep, not time that is taken
        if entry.own_move:
            event.add_component(_alarm(entry.title))
        book.add_component(event)
    return bytes(book.to_ical())


def _alarm(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", _ALARM)
    return alarm
