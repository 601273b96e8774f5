"""Every write of the inbox: messages, what was read, notifications and their mails."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from barter.kernel.actors import Actor, Side
from barter.kernel.moves import record
from deals.models import Application
from inbox.errors import EmptyMessage, MessageTooLong
from inbox.events import MessageSent
from inbox.kinds import KINDS
from inbox.models import ChatMessage, Mail, Notification, Thread, ThreadRead

MESSAGE_MAX_LENGTH = 4000


def send_message(
    *, application: Application, author: User, side: Side, text: str, at: datetime, client_key: str = ""
) -> ChatMessage:
    """Write into the thread of an application. The same `client_key` twice is one message.

    Raises EmptyMessage or MessageTooLong.
    """
    text = text.replace("\x00", "").strip()
    if not text:
        raise EmptyMessage(field="text")
    if len(text) > MESSAGE_MAX_LENGTH:
        raise MessageTooLong(field="text", limit=MESSAGE_MAX_LENGTH, length=len(text))
    with transaction.atomic():
        thread = thread_of(application=application, at=at)
        try:
            with transaction.atomic():
                chat = ChatMessage.objects.create(
                    thread=thread, author=author, side=str(side), text=text, client_key=client_key[:64], at=at
                )
        except IntegrityError:
            return ChatMessage.objects.get(thread=thread, author=author, client_key=client_key[:64])
        Thread.objects.filter(pk=thread.pk, last_message_at__lt=at).update(last_message_at=at)
        _read_up_to(thread, author, chat.pk)
        record(MessageSent(chat=chat.public_id, application=application.public_id, side=str(side)), at=at)
        return chat


def thread_of(*, application: Application, at: datetime) -> Thread:
    """The application's thread, made when first needed."""
    thread, _ = Thread.objects.get_or_create(application=application, defaults={"last_message_at": at})
    return thread


def mark_read(*, thread: Thread, user: User, at: datetime) -> None:
    """Everything in the thread so far is read by this person."""
    with transaction.atomic():
        last = thread.messages.order_by("-id").values_list("id", flat=True).first()
        if last is not None:
            _read_up_to(thread, user, last)
        Notification.objects.filter(
            user=user, object_id=thread.application.public_id, kind__startswith="message_", read_at=None
        ).update(read_at=at)


def mark_notifications_read(*, user: User, at: datetime, only: Sequence[str] | None = None) -> int:
    """Mark all, or those with the given public ids, as read. Returns how many changed."""
    unread = Notification.objects.filter(user=user, read_at=None)
    if only is not None:
        unread = unread.filter(public_id__in=only)
    return unread.update(read_at=at)


def notify(
    *,
    users: Sequence[User],
    kind: str,
    source_uid: UUID,
    object_id: str,
    url: str,
    params: Mapping[str, Any],
    at: datetime,
) -> int:
    """One notification a person and source event, and its mail if the kind has one. A repeat changes nothing.

    Returns how many notifications are new.
    """
    row = KINDS[kind]
    made = 0
    for user in users:
        notification, is_new = Notification.objects.get_or_create(
            user=user,
            source_uid=source_uid,
            kind=kind,
            defaults={
                "object_id": object_id,
                "url": url,
                "params": dict(params),
                "needs_action": row.needs_action,
                "at": at,
            },
        )
        made += is_new
        if is_new and row.mail and not _mailed_lately(user, kind, url, row.mail_once_in_hours, at):
            Mail.objects.create(
                notification=notification,
                user=user,
                kind=kind,
                message_id=f"{notification.public_id}@barter",
                send_at=timezone.now(),
            )
    return made


def _mailed_lately(user: User, kind: str, url: str, hours: int, at: datetime) -> bool:
    if not hours:
        return False
    since = at - timedelta(hours=hours)
    return Mail.objects.filter(
        user=user, kind=kind, notification__url=url, notification__at__gt=since, notification__at__lte=at
    ).exists()


def _read_up_to(thread: Thread, user: User, message_id: int) -> None:
    ThreadRead.objects.update_or_create(thread=thread, user=user, defaults={"last_read_id": message_id})


def side_in(application: Application, user: User) -> Actor:
    """On which side of this application the person stands; call it only for what `visible_to` found."""
    return Actor.creator(user.pk) if application.creator.user_id == user.pk else Actor.brand(user.pk)
