"""Writing and reading in the thread of an application."""

import hashlib
from collections.abc import Collection
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet

from accounts.models import User
from barter.kernel.actors import Actor, Side
from barter.kernel.errors import NotAllowed
from barter.kernel.moves import record, record_move
from deals.models import Application
from inbox import rules
from inbox.contacts import Contact, contact_words, find_contact
from inbox.errors import (
    EmptyMessage,
    LooksLikeContact,
    MessageTooLong,
    NotOwnAttachment,
    ThreadIsClosed,
    TooManyMessages,
)
from inbox.events import MessageSent, ThreadOpenedByStaff
from inbox.kinds import MESSAGE_KINDS
from inbox.models import Attachment, ChatMessage, Notification, Thread, ThreadRead

MESSAGE_MAX_LENGTH = 4000
MESSAGES_A_MINUTE = 20
_MOST_AT_ONCE = 1_000


def send_message(
    *,
    application: Application,
    author: User,
    side: Side,
    text: str,
    at: datetime,
    client_key: str = "",
    asks_first: bool = False,
    takes_files: bool = False,
    only_files: Collection[str] | None = None,
) -> ChatMessage:
    """Write into the thread of an application. The same `client_key` with the same text twice is one message.

    Needs application.deal loaded. Raises EmptyMessage, MessageTooLong, ThreadIsClosed, TooManyMessages; with
    `asks_first` LooksLikeContact where the text holds a phone number or the like. With `takes_files` the author's
    files that were not sent yet go along, also those still being checked; then the text may be empty. `only_files`
    names which of them (public ids): all of these or, with NotOwnAttachment, nothing.
    """
    text = cleaned(text)
    files = Attachment.objects.unsent(application, author).exclude(state=Attachment.State.REJECTED)
    if only_files is not None:
        files = files.filter(public_id__in=only_files)
    if not text and not (takes_files and files.exists()):
        if takes_files and (sent := _files_gone(application, author, client_key)):
            return sent
        raise EmptyMessage(field="text")
    key = key_of(client_key, text)
    with transaction.atomic():
        thread = thread_of(application=application, at=at)
        if earlier := sent_before(thread, author, key):
            return earlier
        if rules.is_closed(application, at):
            raise ThreadIsClosed
        _insist_on_a_pace(thread, author, at)
        if asks_first:
            ask_about_contact(text)
        try:
            with transaction.atomic():
                chat = put_into(thread, author=author, side=side, text=text, client_key=key, at=at)
        except IntegrityError:  # the same form, submitted at the same moment
            return ChatMessage.objects.get(thread=thread, author=author, client_key=key)
        taken = files.update(message=chat) if takes_files else 0
        if only_files is not None and taken != len(set(only_files)):
            raise NotOwnAttachment(field="attachments")
        if not text and not taken:
            raise EmptyMessage(field="text")  # removed in another window at this moment
        read_up_to(thread, author, chat.pk)
        return chat


def put_into(
    thread: Thread,
    *,
    author: User,
    side: Side,
    text: str,
    client_key: str,
    at: datetime,
    written_at: datetime | None = None,
) -> ChatMessage:
    """The message itself, in the caller's transaction, and what follows from it. Needs thread.application.

    `written_at`: when it waited before it goes out now; what came meanwhile is as unread as it was.
    """
    contact, application = _contact_in(text), thread.application
    chat = ChatMessage.objects.create(
        thread=thread, author=author, side=str(side), text=text, client_key=client_key,
        contact=str(contact or ""), at=at, written_at=written_at,
    )  # fmt: skip
    older = Q(last_message=None) | Q(last_message__lt=chat.pk)  # somebody else may have written a moment later
    Thread.objects.filter(older, pk=thread.pk).update(last_message=chat, last_message_at=at)
    if contact:
        Thread.objects.filter(pk=thread.pk).update(contact_hints=F("contact_hints") + 1)
    _settle_news(application, str(side), written_at or at)
    record(MessageSent(chat=chat.public_id, application=application.public_id, side=str(side)), at=at)
    return chat


def cleaned(text: str) -> str:
    """The text as it is kept. Raises MessageTooLong."""
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(text) > MESSAGE_MAX_LENGTH:
        raise MessageTooLong(field="text", limit=MESSAGE_MAX_LENGTH, length=len(text))
    return text


def ask_about_contact(text: str) -> None:
    """Raises LooksLikeContact."""
    if contact := _contact_in(text):
        raise LooksLikeContact(contact_words(contact), field="text")


def thread_of(*, application: Application, at: datetime) -> Thread:
    """The application's thread, made when first needed. Needs application.deal loaded."""
    sides = {"creator_id": application.creator_id, "brand_id": application.deal.brand_id}
    thread, _ = Thread.objects.get_or_create(application=application, defaults={"last_message_at": at, **sides})
    return thread


def mark_read(*, thread: Thread, user: User, at: datetime, up_to: int | None = None) -> None:
    """Everything in the thread so far (or up to this message's key) is read by this person."""
    last = up_to if up_to is not None else thread.last_message_id
    with transaction.atomic():
        if last is not None:
            read_up_to(thread, user, last)
        news = Notification.objects.filter(user=user, object_id=thread.application.public_id, read_at=None)
        news.filter(kind__startswith="message_").update(read_at=at)


def read_up_to(thread: Thread, user: User, message_id: int) -> None:
    """Never back: two windows of one person may be at different places."""
    row, is_new = ThreadRead.objects.get_or_create(thread=thread, user=user, defaults={"last_read_id": message_id})
    if not is_new and row.last_read_id < message_id:
        ThreadRead.objects.filter(pk=row.pk, last_read_id__lt=message_id).update(last_read_id=message_id)


def open_for_staff(*, thread: Thread, by: Actor, reason: str, at: datetime) -> None:
    """Staff look into a conversation: who, when and why stand in its timeline for good. Raises NotAllowed."""
    if by.side != Side.STAFF or not reason.strip():
        raise NotAllowed("Say why you need to read this conversation.")
    with transaction.atomic():
        event = ThreadOpenedByStaff(thread=thread.public_id)
        record_move(thread, move="open_for_staff", actor=by, at=at, event=event, reason=reason)


def _files_gone(application: Application, author: User, client_key: str) -> ChatMessage | None:
    """The message of a form that was sent twice, whose files went with the first."""
    thread = Thread.objects.filter(application=application).first()
    return sent_before(thread, author, key_of(client_key, "")) if thread else None


def key_of(client_key: str, text: str) -> str:
    """A form that is sent twice has the same text; one that the browser kept and that was filled anew has not."""
    return hashlib.sha256(f"{client_key} {text}".encode()).hexdigest() if client_key else ""


def sent_before(thread: Thread, author: User, key: str) -> ChatMessage | None:
    if not key:
        return None
    return ChatMessage.objects.filter(thread=thread, author=author, client_key=key).first()


def _contact_in(text: str) -> Contact | None:
    return find_contact(text, own_host=urlsplit(settings.SITE_URL).hostname or "")


def _insist_on_a_pace(thread: Thread, author: User, at: datetime) -> None:
    """Nobody writes this fast by hand. Looks at the newest lines only, by the thread's index."""
    newest = thread.messages.order_by("-id").values_list("author_id", "at")[: 2 * MESSAGES_A_MINUTE]
    recent = [written for writer, written in newest if writer == author.pk and written > at - timedelta(minutes=1)]
    if len(recent) >= MESSAGES_A_MINUTE:
        raise TooManyMessages


def _settle_news(application: Application, side: str, at: datetime) -> None:
    """Who answers has read; and where one of a team has answered, the others need not. `at`: when the answer was written."""
    news = Notification.objects.filter(
        object_id=application.public_id, kind=f"message_{side}", read_at=None, at__lte=at
    )
    news.update(read_at=at)


def mark_all_threads_read(*, threads: QuerySet[Thread], user: User, at: datetime) -> None:
    """Every conversation somebody can see (the newest thousand) is read up to its last message."""
    with transaction.atomic():
        last = threads.order_by("-last_message_at", "-id").values_list("pk", "last_message_id")[:_MOST_AT_ONCE]
        ThreadRead.objects.bulk_create(
            [ThreadRead(thread_id=thread, user=user, last_read_id=message) for thread, message in last],
            update_conflicts=True,
            unique_fields=["thread", "user"],
            update_fields=["last_read_id"],
        )
        Notification.objects.filter(user=user, read_at=None, kind__in=MESSAGE_KINDS).update(read_at=at)
