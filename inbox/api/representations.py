"""How the API shows threads, messages and notifications."""

from datetime import datetime
from typing import Any

from barter.kernel.rfc3339 import stamp
from barter.kernel.storage import PresignedPost
from inbox import permissions
from inbox.checking import refusal_words
from inbox.kinds import BRAND, CREATOR, kind_of
from inbox.models import Attachment, ChatMessage, Notification, Thread
from inbox.queries import download_url, is_unread
from inbox.rules import collaboration_of
from inbox.targets import target_url
from inbox.words import words_of


def thread_data(thread: Thread, user: Any, at: datetime) -> dict[str, Any]:
    """Expects what `queries.threads_of` loads."""
    application, side = thread.application, CREATOR if thread.creator.user_id == user.pk else BRAND
    application.creator, trade = thread.creator, collaboration_of(application)
    return {
        "object": "thread",
        "id": thread.public_id,
        "application": application.public_id,
        "collaboration": trade.public_id if trade else None,
        "deal": application.deal.public_id,
        "deal_title": application.deal.title,
        "brand": thread.brand.public_id,
        "brand_name": thread.brand.name,
        "creator": thread.creator.public_id,
        "creator_name": thread.creator.display_name,
        "side": side,
        "unread": is_unread(thread, side),
        "last_message": message_data(thread.last_message, thread, user) if thread.last_message else None,
        "last_message_at": stamp(thread.last_message_at),
        "available_actions": permissions.available_actions(user, application, at),
    }


def message_data(message: ChatMessage, thread: Thread, user: Any) -> dict[str, Any]:
    """Members of the brand are named by their own name, or as the brand; the creator by the public one."""
    author = message.author.name or thread.brand.name if message.side == BRAND else thread.creator.display_name
    return {
        "object": "message",
        "id": message.public_id,
        "thread": thread.public_id,
        "side": message.side,
        "author": author,
        "mine": message.author_id == user.pk,
        "text": message.text,
        "contact_hint": message.contact or None,
        "attachments": [_attachment_data(row) for row in message.attachments.all()],
        "created_at": stamp(message.at),
    }


def _attachment_data(row: Attachment) -> dict[str, Any]:
    return {
        "object": "attachment",
        "id": row.public_id,
        "name": row.file_name,
        "kind": "photo" if row.is_photo else "pdf",
        "state": str(row.state),
        "size_bytes": row.size_bytes,
        "url": download_url(row) or None,
        "rejection": {"code": row.rejection_code, "detail": refusal_words(row.rejection_code)}
        if row.state == Attachment.State.REJECTED
        else None,
    }


def own_attachment_data(row: Attachment, user: Any, post: PresignedPost | None = None) -> dict[str, Any]:
    """A file for a message, with the permission where it is granted. Expects application and message."""
    is_own, is_sent = row.author_id == user.pk, row.message is not None
    actions = ["complete"] if row.state == Attachment.State.WAITING else []
    if row.state != Attachment.State.EXPIRED:
        actions.append("delete")
    upload = post and {"method": "POST", "url": post.url, "fields": post.fields, "expires_at": stamp(row.expires_at)}
    return _attachment_data(row) | {
        "application": row.application.public_id,
        "message": row.message.public_id if row.message else None,
        "due_at": None if is_sent or row.state == Attachment.State.EXPIRED else stamp(row.expires_at),
        "available_actions": actions if is_own and not is_sent else [],
        "upload": upload,
    }


def notification_data(notification: Notification, at: datetime) -> dict[str, Any]:
    kind, words = kind_of(notification.kind), words_of(notification, at)
    return {
        "object": "notification",
        "id": notification.public_id,
        "kind": notification.kind,
        "topic": str(kind.topic),
        "subject": words.subject,
        "lead": words.lead,
        "action": words.action,
        "needs_action": kind.needs_action,
        "about": notification.object_id,
        "deal": notification.deal.public_id if notification.deal else None,
        "brand": notification.brand.public_id if notification.brand else None,
        "count": notification.count,
        "url": target_url(notification.kind, notification.object_id),
        "created_at": stamp(notification.at),
        "read_at": stamp(notification.read_at),
    }
