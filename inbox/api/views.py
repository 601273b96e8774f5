"""Conversations and news over the API."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from barter.kernel import clock
from barter.kernel.actors import Side
from barter.kernel.api.problems import BadParameter
from barter.kernel.api.serializers import parsed
from barter.kernel.api.views import BarterView, json
from barter.kernel.errors import NotAllowed
from barter.kernel.local_time import told_in
from brands.access import of_named_brand
from brands.models import Membership
from creators.models import Creator
from deals.models import Application
from inbox import operations, permissions, queries
from inbox.api import docs
from inbox.api.representations import message_data, notification_data, thread_data
from inbox.api.serializers import MessageInput, NotificationsReadInput, ThreadReadInput
from inbox.models import ChatMessage, Notification, Thread
from inbox.queries import Sides


class ThreadsView(BarterView):
    is_list = True
    parameters = frozenset({"q", "deal"})

    @extend_schema(**docs.THREADS_LIST)
    def get(self, request: Request) -> HttpResponse:
        rows, at = _threads(request, request.query_params.get("q", "")[:80]), clock.now()
        if deal := request.query_params.get("deal"):
            rows = rows.filter(application__deal__public_id=deal)
        order = ("-last_message_at", "-id")
        return self.page(request, rows, order=order, represent=lambda row: thread_data(row, request.user, at))


class ThreadView(BarterView):
    @extend_schema(**docs.THREADS_READ)
    def get(self, request: Request, thread_id: str) -> HttpResponse:
        return self.item(request, thread_data(found(_threads(request), thread_id), request.user, clock.now()))


class ThreadMessagesView(BarterView):
    is_list = True

    @extend_schema(**docs.MESSAGES_LIST)
    def get(self, request: Request, thread_id: str) -> HttpResponse:
        thread = found(_threads(request), thread_id)
        rows = ChatMessage.objects.filter(thread=thread).select_related("author").prefetch_related("attachments")
        return self.page(request, rows, order=("-id",), represent=lambda row: message_data(row, thread, request.user))

    @extend_schema(**docs.MESSAGES_CREATE)
    def post(self, request: Request, thread_id: str) -> HttpResponse:
        thread = found(Thread.objects.visible_to(request.user), thread_id)
        return _write(request, Application.objects.filter(pk=thread.application_id))


class ApplicationMessagesView(BarterView):
    """The first message makes the thread."""

    @extend_schema(**docs.APPLICATION_MESSAGES_CREATE)
    def post(self, request: Request, application_id: str) -> HttpResponse:
        return _write(request, Application.objects.visible_to(request.user).filter(public_id=application_id))


class ThreadReadView(BarterView):
    @extend_schema(**docs.THREADS_MARK_READ)
    def post(self, request: Request, thread_id: str) -> HttpResponse:
        data = parsed(ThreadReadInput, request)
        thread, at, up_to = found(_threads(request), thread_id), clock.now(), None
        if message := data.get("message"):
            up_to = found(ChatMessage.objects.filter(thread=thread), message).pk
        operations.mark_read(thread=thread, user=_user(request), at=at, up_to=up_to)
        return json(thread_data(found(_threads(request), thread_id), request.user, at))


class NotificationsView(BarterView):
    is_list = True
    parameters = frozenset({"unread"})

    @extend_schema(**docs.NOTIFICATIONS_LIST)
    def get(self, request: Request) -> HttpResponse:
        rows, at = Notification.objects.visible_to(request.user).listed().select_related("deal", "brand"), clock.now()
        unread = request.query_params.get("unread")
        if unread not in {None, "true", "false"}:
            raise BadParameter("unread is true or false.")
        if unread is not None:
            rows = rows.filter(read_at__isnull=unread == "true")
        rows = rows.defer("deal__terms", "deal__search", "deal__search_text", "deal__card", "deal__summary")
        with told_in(_user(request).time_zone):  # "by Wed 25 Nov" is a day of the reader's own
            return self.page(request, rows, order=("-id",), represent=lambda row: notification_data(row, at))


class NotificationsUnreadView(BarterView):
    @extend_schema(**docs.NOTIFICATIONS_UNREAD)
    def get(self, request: Request) -> HttpResponse:
        moves, unread = queries.waiting_for_creator(_user(request).pk, clock.now())
        return self.item(request, {"object": "unread", "news": unread, "moves": moves})


class NotificationsReadView(BarterView):
    @extend_schema(**docs.NOTIFICATIONS_MARK_READ)
    def post(self, request: Request) -> HttpResponse:
        data = parsed(NotificationsReadInput, request)
        changed = operations.mark_notifications_read(
            user=_user(request), at=clock.now(), only=data.get("notifications")
        )
        unread = queries.unread_count(_user(request).pk)
        return json({"object": "notifications_read", "read": changed, "unread": unread})


def writable(request: Request, rows: QuerySet[Application]) -> tuple[Application, Side]:
    """The application in whose conversation the caller may write, and their side: 404 unseen, 403 for viewers."""
    application = queries.application_for(rows).first()
    if application is None:
        raise Http404
    side = permissions.writing_side(request.user, application)
    if side is None:
        raise NotAllowed
    return application, side


def _write(request: Request, rows: QuerySet[Application]) -> HttpResponse:
    application, side = writable(request, rows)
    data = parsed(MessageInput, request)
    chat = operations.send_message(
        application=application,
        author=_user(request),
        side=side,
        text=data["text"],
        at=clock.now(),
        takes_files=bool(data["attachments"]),
        only_files=data["attachments"],
    )
    thread = chat.thread
    thread.creator = application.creator
    headers = {"Location": f"/api/v1/threads/{thread.public_id}/"}
    return json(message_data(chat, thread, request.user), status=201, headers=headers)


def _threads(request: Request, search: str = "") -> QuerySet[Thread]:
    user = _user(request)
    creator = Creator.objects.filter(user=user).values_list("pk", flat=True).first()
    memberships = Membership.objects.filter(user=user)
    if only := of_named_brand(request, "brand"):
        memberships, creator = memberships.filter(**only), None
    brands = tuple(memberships.values_list("brand_id", flat=True))
    rows = queries.threads_of(Sides(user.pk, creator, brands), search)
    return rows.select_related("last_message__author", "application__deal__brand").prefetch_related(
        "last_message__attachments"
    )


def found(rows: QuerySet[Any], public_id: str) -> Any:
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row


def _user(request: Request) -> Any:
    return request.user
