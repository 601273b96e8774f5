"""The list of news, opening one, and turning mails off from a mail."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from barter.kernel import clock
from barter.kernel.text import whole_number
from inbox import operations, queries
from inbox.kinds import ASKING, TOPICS_IN_SENTENCES
from inbox.letters import read_unsubscribe_token
from inbox.models import Notification
from inbox.targets import target_url
from inbox.views import common, cursors, rows

_MOST_WAITING = 300


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def notifications(request: HttpRequest) -> HttpResponse:
    """News, newest first, or those that wait for the reader. POST marks all as read, or takes that back."""
    user, at = common.person(request), clock.now()
    if request.method == "POST":
        return _mark(request, user, at)
    if request.GET.get("show") == "waiting":
        return _waiting(request, user, at)
    found, cursor = queries.notifications_of(user), whole_number(request.GET.get("cursor"))
    if cursor is not None:
        found = found.filter(pk__lt=cursor)
    page = list(found.order_by("-pk")[: cursors.PAGE + 1])
    has_more = len(page) > cursors.PAGE
    # by key for the cursor, then by time: a line written late tells of something that happened earlier
    shown = rows.notification_rows(sorted(page[: cursors.PAGE], key=lambda one: one.at, reverse=True), at)
    more = urlencode({"cursor": page[cursors.PAGE - 1].pk}) if has_more else ""
    context = {
        "groups": common.grouped(shown, lambda row: row["deal_pk"]),
        "more_url": f"{reverse('notifications')}?{more}" if more else "",
        "is_later": cursor is not None,
        "undo_url": _undo_url(request),
    }
    if getattr(request, "htmx", False) and cursor is not None:
        return render(request, "inbox/_notification_rows.html", context)
    return render(request, "inbox/notifications.html", common.page_context(request, tab="notifications", **context))


def _mark(request: HttpRequest, user: User, at: datetime) -> HttpResponse:
    if stamp := _stamp(request):
        operations.mark_notifications_unread(user=user, read_at=stamp)
        return redirect("notifications")
    changed = operations.mark_notifications_read(user=user, at=at)
    asked = urlencode({"undo": at.isoformat()}) if changed else ""
    return redirect(f"{reverse('notifications')}?{asked}" if asked else "notifications")


def _waiting(request: HttpRequest, user: User, at: datetime) -> HttpResponse:
    """What waits for the reader, the newest line of each thing: of the newest few hundred, at a fixed cost."""
    found = queries.notifications_of(user).filter(kind__in=ASKING)
    shown = [row for row in rows.notification_rows(list(found.order_by("-pk")[:_MOST_WAITING]), at) if row["pill"]]
    context = {"groups": common.grouped(shown, lambda row: row["deal_pk"]), "is_waiting": True}
    return render(request, "inbox/notifications.html", common.page_context(request, tab="notifications", **context))


def _undo_url(request: HttpRequest) -> str:
    """Where "Undo" posts to, right after everything was marked as read."""
    stamp = _stamp(request)
    return f"{reverse('notifications')}?{urlencode({'undo': stamp.isoformat()})}" if stamp else ""


def _stamp(request: HttpRequest) -> datetime | None:
    try:
        stamp = datetime.fromisoformat(request.GET.get("undo", ""))
    except ValueError:
        return None
    return stamp if stamp.tzinfo else None


@require_safe
@login_required
def notification(request: HttpRequest, notification_id: str) -> HttpResponse:
    """Open one: it counts as read, and the reader lands on its page (working for its brand)."""
    user = common.person(request)
    rows_of_one = Notification.objects.visible_to(user).select_related("brand")
    found = get_object_or_404(rows_of_one, public_id=notification_id)
    if found.read_at is None and request.method == "GET":
        operations.mark_notifications_read(user=user, at=clock.now(), only=[found.public_id])
    common.work_for(request, found.brand)
    return redirect(target_url(found.kind, found.object_id))


@csrf_exempt  # a mail program posts here by itself (RFC 8058); the signed token is the proof, and muting is all it does
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """No more mails about one topic, without signing in: asked first on the page, at once by a mail program's button."""
    read = read_unsubscribe_token(token)
    user = User.objects.filter(pk=read[0]).first() if read else None
    if read is None or user is None:
        raise Http404
    name = _(TOPICS_IN_SENTENCES[read[1]]) if read[1] in TOPICS_IN_SENTENCES else ""
    if request.method == "POST":
        operations.mute(user=user, topic=read[1], at=clock.now())
    context = {"topic": name, "is_done": request.method == "POST"}
    return render(request, "inbox/unsubscribe.html", context)
