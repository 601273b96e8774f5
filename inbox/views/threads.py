"""Conversations: the list, and one of them."""

from datetime import date, datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.messages import warning as warn
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from barter.kernel import clock
from barter.kernel.actors import Side
from barter.kernel.errors import BarterError, NotAllowed
from barter.kernel.text import whole_number
from deals.models import Application
from inbox import operations, permissions, queries, rules
from inbox.errors import LooksLikeContact
from inbox.models import Attachment, ChatMessage, Thread, UnsentMessage
from inbox.views import common, cursors, rows
from inbox.views.attached import attached

READS_AND_POST = ["GET", "HEAD", "POST"]


@require_http_methods(READS_AND_POST)
@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    """The list of conversations. POST marks all of them as read."""
    sides, at = common.sides_of(request), clock.now()
    if request.method == "POST":
        operations.mark_all_threads_read(threads=queries.threads_of(sides), user=common.person(request), at=at)
        return redirect("inbox")
    search, cursor = request.GET.get("q", "")[:80], request.GET.get("cursor", "")
    found = queries.ordered(queries.threads_of(sides, search).filter(cursors.behind(cursor)))
    page = list(found[: cursors.PAGE + 1])
    shown = [rows.thread_row(thread, sides.user_pk, at) for thread in page[: cursors.PAGE]]
    more = {"cursor": cursors.thread_cursor(page[cursors.PAGE - 1])} if len(page) > cursors.PAGE else {}
    context = {
        "groups": common.grouped(shown, lambda row: row["deal_pk"]),
        "search": search,
        "more_url": f"{reverse('inbox')}?{urlencode({**({'q': search} if search else {}), **more})}" if more else "",
        "is_later": bool(cursor),
    }
    if getattr(request, "htmx", False) and cursor:
        return render(request, "inbox/_thread_rows.html", context)
    return render(request, "inbox/inbox.html", common.page_context(request, tab="messages", **context))


@require_http_methods(READS_AND_POST)
@login_required
def thread(request: HttpRequest, thread_id: str) -> HttpResponse:
    found = get_object_or_404(Thread.objects.visible_to(request.user), public_id=thread_id)
    rows_of_one = Application.objects.filter(pk=found.application_id)
    return _conversation(request, queries.application_for(rows_of_one).get())


@require_http_methods(READS_AND_POST)
@login_required
def application_thread(request: HttpRequest, application_id: str) -> HttpResponse:
    """The conversation of an application: a page, or a piece of trade and applicant page."""
    rows_of_one = queries.application_for(Application.objects.visible_to(request.user))
    return _conversation(request, get_object_or_404(rows_of_one, public_id=application_id))


def _conversation(request: HttpRequest, application: Application) -> HttpResponse:
    common.work_for(request, application.deal.brand if _side(request, application) == "brand" else None)
    if request.method == "POST":
        return (_take_back if "take_back" in request.POST else _write)(request, application)
    after = whole_number(request.GET.get("after"))
    if after is not None and getattr(request, "htmx", False):
        return _news(request, application, after)
    return _page(request, application)


def _page(request: HttpRequest, application: Application, **more: Any) -> HttpResponse:
    at, found = clock.now(), _thread_of(application)
    before = whole_number(request.GET.get("before"))
    messages, has_earlier = queries.messages_of(found, before=before) if found else ([], False)
    if found is not None and request.method == "GET" and before is None:
        _note_read(found, request, messages, at)
    context = {
        **_chat(request, application, messages, at),
        "earlier_url": f"{_url(application)}?before={messages[0].pk}" if has_earlier and messages else "",
        "is_earlier": before is not None,
        **more,
    }
    status = 422 if more.get("error") or more.get("asked") else 200
    if getattr(request, "htmx", False):
        template = "inbox/_earlier.html" if before is not None else "inbox/_chat.html"
        return render(request, template, context, status=status)
    return render(request, "inbox/thread.html", common.page_context(request, **context), status=status)


def _news(request: HttpRequest, application: Application, after: int) -> HttpResponse:
    """What was written since; 204 keeps the page as it is."""
    found, at = _thread_of(application), clock.now()
    messages = queries.messages_after(found, after) if found else []
    if found is None or not messages:
        return HttpResponse(status=204)
    _note_read(found, request, messages, at)
    day_before = queries.day_of(found, after)
    return render(request, "inbox/_news.html", _chat(request, application, messages, at, day_before))


def _write(request: HttpRequest, application: Application) -> HttpResponse:
    """One message. The same form twice is one message; with htmx the answer is all that is new, and a fresh line."""
    side, at = permissions.writing_side(request.user, application), clock.now()
    if side is None:
        raise NotAllowed
    text = request.POST.get("text", "")
    try:
        operations.send_message(
            application=application,
            author=common.person(request),
            side=Side(side),
            text=text,
            at=at,
            client_key=request.POST.get("client_key", ""),
            asks_first="anyway" not in request.POST,
            takes_files=True,
        )
    except BarterError as refusal:
        return _again(request, application, text, refusal)
    if not getattr(request, "htmx", False):
        return redirect(f"{_url(application)}#chat-end")
    after = whole_number(request.POST.get("after")) or 0
    application = queries.application_for(Application.objects.filter(pk=application.pk)).get()
    found = _thread_of(application)
    messages = queries.messages_after(found, after) if found else []
    day_before = queries.day_of(found, after) if found else None
    context = {**_chat(request, application, messages, at, day_before), "with_composer": True}
    return render(request, "inbox/_news.html", context)


def _take_back(request: HttpRequest, application: Application) -> HttpResponse:
    """One of the messages to many that still wait; its words come back into the line to write."""
    if permissions.writing_side(request.user, application) != Side.BRAND:
        raise NotAllowed
    rows = UnsentMessage.objects.filter(application=application, public_id=request.POST["take_back"])
    taken = operations.take_back_messages(rows)
    if not taken:
        warn(request, _("That message had gone out or was taken back already. Nothing was changed."))
        return redirect(_url(application))
    return _page(request, application, text=taken[0].text)


def _again(request: HttpRequest, application: Application, text: str, refusal: BarterError) -> HttpResponse:
    """The typed words stay, with the reason or the question beside them."""
    said = {"asked" if isinstance(refusal, LooksLikeContact) else "error": refusal.detail, "text": text}
    if not getattr(request, "htmx", False):
        return _page(request, application, **said)
    after = whole_number(request.POST.get("after")) or 0
    context = _chat(request, application, [], clock.now())
    context |= {"with_composer": True, "last_key": after, **said}
    return render(request, "inbox/_news.html", context, status=422)


def _chat(
    request: HttpRequest,
    application: Application,
    messages: list[ChatMessage],
    at: datetime,
    day_before: date | None = None,
) -> dict[str, Any]:
    side, user = _side(request, application), common.person(request)
    trade = rules.collaboration_of(application)
    words, icon, tint = rows.status_line(application, side, at)
    is_creator = side == "creator"
    return {
        "application": application,
        "deal": application.deal,
        "other": common.other_side(request, application),
        "image_url": rows.deal_image(application.deal),
        "seller": application.deal.brand,
        "status_words": words,
        "status_icon": icon,
        "status_tint": tint,
        "trade_url": _trade_url(application, trade, is_creator),
        "back_url": reverse("inbox"),
        "chat_url": _url(application),
        "messages_shown": _bubbles(messages, user.pk, side, day_before),
        "last_key": messages[-1].pk if messages else 0,
        "may_write": permissions.may_write(user, application, at),
        "is_closed": rules.is_closed(application, at),
        "client_key": common.client_key(),
        "unsent": UnsentMessage.objects.filter(application=application).order_by("wake_at", "id")
        if not is_creator
        else (),
        "may_take_back": not is_creator and permissions.writing_side(user, application) is not None,
        "files": _unsent(request, application),
        "text": "",
        "error": "",
        "asked": "",
    }


def _bubbles(messages: list[ChatMessage], user_pk: int, side: str, day_before: date | None) -> list[dict[str, Any]]:
    """Ready for the template; the first of a day says so."""
    shown = []
    for message in messages:
        day = timezone.localtime(message.at).date()
        shown.append(
            {
                "id": message.public_id,
                "ours": message.side == side,
                "mine": message.author_id == user_pk,
                "author": _name_for(message, side) if message.side == "brand" else "",
                "text": message.text,
                "files": [attached(row) for row in message.attachments.all()],
                "hint": bool(message.contact) and message.side != side,
                "at": message.at,
                "is_new_day": day != day_before,
            }
        )
        day_before = day
    return shown


def _name_for(message: ChatMessage, side: str) -> str:
    """A colleague's name. To the creator nothing of an e-mail address: who gave no name is the brand."""
    return message.author.display_name if side == message.side else message.author.name


def _unsent(request: HttpRequest, application: Application) -> list[str]:
    """Names of the files that go with the next message."""
    rows = Attachment.objects.unsent(application, request.user).exclude(state=Attachment.State.REJECTED)
    return list(rows.values_list("file_name", flat=True))


def _note_read(found: Thread, request: HttpRequest, messages: list[ChatMessage], at: datetime) -> None:
    """Opening a conversation reads it; nothing is written when nothing is new."""
    user = common.person(request)
    if messages and messages[-1].pk > queries.read_up_to(found, user):
        operations.mark_read(thread=found, user=user, at=at, up_to=messages[-1].pk)


def _side(request: HttpRequest, application: Application) -> str:
    return common.reading_side(request, application)


def _thread_of(application: Application) -> Thread | None:
    found: Thread | None = getattr(application, "thread", None)
    if found is not None:
        found.application = application
    return found


def _url(application: Application) -> str:
    return reverse("application_thread", args=[application.public_id])


def _trade_url(application: Application, trade: Any, is_creator: bool) -> str:
    if trade is not None:
        return reverse("deal_room" if is_creator else "brand_collaboration", args=[trade.public_id])
    return reverse("my_application" if is_creator else "brand_applicant", args=[application.public_id])
