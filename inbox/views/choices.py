"""What somebody hears of, how and when."""

from datetime import datetime
from typing import Any

from django.conf import settings as project
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.operations import update_person
from barter.kernel import clock, webpush
from barter.kernel.local_time import COOKIE, find_zone
from creators.access import current_creator
from inbox import operations
from inbox.forms import RhythmForm, initial_of
from inbox.kinds import BRAND, CREATOR, KINDS, TOPICS, Kind
from inbox.models import Channel, MailRhythm, PushDevice, Rhythm, Silence
from inbox.views import common
from inbox.words import sample_of

_NAMES = {Channel.INBOX: gettext_noop("Inbox"), Channel.MAIL: gettext_noop("Mail"), Channel.PUSH: gettext_noop("Push")}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def settings(request: HttpRequest) -> HttpResponse:
    """Topics and kinds by channel, the digest, quiet hours: one form."""
    user, at = common.person(request), clock.now()
    rhythm = Rhythm.objects.filter(user=user).first()
    offers_push = bool(project.VAPID_PRIVATE_KEY)
    channels = [Channel.INBOX, Channel.MAIL, *([Channel.PUSH] if offers_push else [])]
    form = RhythmForm(request.POST if request.method == "POST" else None, initial=initial_of(rhythm))
    if request.method == "POST" and form.is_valid():
        wanted = [(about, channel) for about, _dot, channel in (one.partition(".") for one in _ticked(request))]
        operations.choose_news(user=user, shown=request.POST.getlist("row"), wanted=wanted, at=at, channels=channels)
        chosen = {**form.cleaned_data, "mails": MailRhythm(form.cleaned_data["mails"])}
        _note_zone(request, user)
        operations.set_rhythm(user=user, **chosen)
        messages.success(request, _("Saved. What waits for you always stands in your inbox."))
        return redirect("notification_settings")
    if request.method == "POST":
        off, ticked = None, set(_ticked(request))
    else:
        off, ticked = {f"{about}.{channel}" for about, channel in _silences(user)}, set()
    sides = {CREATOR} if current_creator(request) else set()
    if common.sides_of(request).brand_pks or not sides:
        sides.add(BRAND)
    shown = _devices(request) if offers_push else []
    context = {
        "form": form,
        "topics": [_topic(topic, channels, sides, off, ticked, at) for topic in TOPICS],
        "channels": [_(_NAMES[channel]) for channel in channels],
        "push_key": webpush.public_key(project.VAPID_PRIVATE_KEY) if offers_push else "",
        "devices": shown,
        "here": any(one["here"] for one in shown),
        "email": user.email,
        "zone": timezone.get_current_timezone_name(),
    }
    status = 422 if form.errors else 200
    return render(request, "inbox/settings.html", common.page_context(request, **context), status=status)


def _devices(request: HttpRequest) -> list[dict[str, Any]]:
    rows = operations.live_devices(PushDevice.objects.filter(user=request.user.pk)).order_by("-pk")
    here = request.session.session_key
    return [
        {"id": row.public_id, "name": row.name, "at": row.added_at, "here": row.session_key == here} for row in rows
    ]


def _note_zone(request: HttpRequest, user: User) -> None:
    """The hours were typed on this device, so they are meant in its time zone."""
    zone = request.COOKIES.get(COOKIE, "")
    if zone != user.time_zone and find_zone(zone):
        update_person(user=user, changes={"time_zone": zone})


def _topic(
    topic: str, channels: list[Channel], sides: set[str], off: set[str] | None, ticked: set[str], at: datetime
) -> dict[str, Any]:
    name, words = TOPICS[topic]
    kinds = {key: kind for key, kind in KINDS.items() if kind.topic == topic and kind.side in sides}
    always = bool(kinds) and all(kind.needs_action for kind in kinds.values())
    row = _row(str(topic), _(name), channels, off, ticked, always=always)
    events = [_event(key, kind, channels, off, ticked, at) for key, kind in kinds.items()]
    return {**row, "words": _(words), "events": events if len(events) > 1 else []}


def _event(
    key: str, kind: Kind, channels: list[Channel], off: set[str] | None, ticked: set[str], at: datetime
) -> dict[str, Any]:
    return _row(key, sample_of(kind, at), channels, off, ticked, always=kind.needs_action, mailed=kind.mail)


def _row(
    key: str,
    name: str,
    channels: list[Channel],
    off: set[str] | None,
    ticked: set[str],
    *,
    always: bool,
    mailed: bool = True,
) -> dict[str, Any]:
    """One line of the table. `off`: what is stored; None: the form came back, and `ticked` is what was typed."""
    cells = []
    for channel in channels:
        value = f"{key}.{channel}"
        if channel == Channel.INBOX and always:
            kind = "always"
        else:
            kind = "choice" if channel == Channel.INBOX or mailed else "never"
        on = value in ticked if off is None else value not in off
        cells.append({"kind": kind, "value": value, "on": on, "channel": _(_NAMES[channel])})
    return {"key": key, "name": name, "cells": cells}


def _silences(user: Any) -> list[tuple[str, str]]:
    return list(Silence.objects.filter(user=user).values_list("about", "channel"))


def _ticked(request: HttpRequest) -> list[str]:
    return request.POST.getlist("on")
