"""What the OpenAPI document says of the inbox's operations: ids, words, parameters, examples."""

from typing import Any

from barter.kernel.api.docs import (
    BRAND,
    Section,
    body,
    list_of,
    ok,
    query,
)
from inbox.api import schemas, serializers

_TAIL = "0199p4x8c7f3mv5q2r1t6y9kdd"
_MESSAGE: dict[str, Any] = {
    "object": "message",
    "id": f"msg_{_TAIL}",
    "thread": f"thr_{_TAIL}",
    "side": "brand",
    "author": "Olga Owner",
    "mine": False,
    "text": "Which colour suits you best?",
    "contact_hint": None,
    "attachments": [],
    "created_at": "2026-11-20T09:12:00Z",
}
_THREAD: dict[str, Any] = {
    "object": "thread",
    "id": f"thr_{_TAIL}",
    "application": f"app_{_TAIL}",
    "collaboration": f"col_{_TAIL}",
    "deal": f"deal_{_TAIL}",
    "deal_title": "Morrow tasting kit",
    "brand": f"brand_{_TAIL}",
    "brand_name": "Velda",
    "creator": f"cre_{_TAIL}",
    "creator_name": "Elīna Kalniņa",
    "side": "creator",
    "unread": True,
    "last_message": _MESSAGE,
    "last_message_at": "2026-11-20T09:12:00Z",
    "available_actions": ["write", "read"],
}
_NOTIFICATION: dict[str, Any] = {
    "object": "notification",
    "id": f"ntf_{_TAIL}",
    "kind": "changes_requested",
    "topic": "clips",
    "subject": "Velda asks for changes",
    "lead": "Upload version 2 by Wed 25 Nov.",
    "action": "See the notes",
    "needs_action": True,
    "about": f"col_{_TAIL}",
    "deal": f"deal_{_TAIL}",
    "brand": f"brand_{_TAIL}",
    "count": 1,
    "url": f"/collaborations/col_{_TAIL}/upload/",
    "created_at": "2026-11-20T09:12:00Z",
    "read_at": None,
}
_READ: dict[str, Any] = {"object": "notifications_read", "read": 3, "unread": 0}


_INBOX = Section("inbox")


THREADS_LIST = _INBOX.page(
    "threads_list",
    "List conversations",
    "Those in which somebody has written, of your own applications and of your brands; the newest first.",
    list_of(schemas.ThreadSchema, "ThreadPage", _THREAD),
    (400, 401, 404),
    also=[
        query("q", "Words of the deal or its brand, or the creator's name."),
        query("deal", "Only conversations about this deal (an id)."),
        BRAND,
    ],
)
THREADS_READ = _INBOX.read(
    "threads_read",
    "Read a conversation",
    "What it is about, and its last message.",
    ok(schemas.ThreadSchema, _THREAD),
    (401, 404),
)
MESSAGES_LIST = _INBOX.page(
    "messages_list",
    "List messages",
    "The newest first. Reading them here does not mark them as read.",
    list_of(schemas.MessageSchema, "MessagePage", _MESSAGE),
    (400, 401, 404),
)
MESSAGES_CREATE = _INBOX.create(
    "messages_create",
    "Write a message",
    "A text, files (see `attachments_create`), or both. For the creator, and for owners and managers of the brand; viewers "
    "only read (403). A conversation is over (409) "
    "when its application led to nothing, or 30 days after the trade ended. The other side is told.",
    ok(schemas.MessageSchema, _MESSAGE),
    (401, 403, 404, 409, 422),
    takes=body(serializers.MessageInput, {"text": "Which colour suits you best?"}),
    action="thread.write",
)
APPLICATION_MESSAGES_CREATE = _INBOX.create(
    "applications_write",
    "Write about an application",
    "As `messages_create`; the first message of an application begins its conversation. `thread` of the answer names it.",
    ok(schemas.MessageSchema, _MESSAGE),
    (401, 403, 404, 409, 422),
    takes=body(serializers.MessageInput, {"text": "Which colour suits you best?"}),
)
THREADS_MARK_READ = _INBOX.act(
    "threads_mark_read",
    "Mark a conversation as read",
    "Up to the given message, or all of it. What was read stays read.",
    ok(schemas.ThreadSchema, {**_THREAD, "unread": False}),
    (401, 404, 422),
    takes=body(serializers.ThreadReadInput, {"message": f"msg_{_TAIL}"}),
)
NOTIFICATIONS_LIST = _INBOX.page(
    "notifications_list",
    "List news",
    "Everything the caller was told, the newest first: the sentences of inbox and mails, and what each is about.",
    list_of(schemas.NotificationSchema, "NotificationPage", _NOTIFICATION),
    (400, 401),
    also=[query("unread", "Only unread (`true`) or read (`false`) ones.", enum=["true", "false"])],
)
NOTIFICATIONS_UNREAD = _INBOX.read(
    "notifications_unread",
    "Count what is new",
    "For the badges of an app: unread news, and moves that wait for a creator.",
    ok(schemas.UnreadSchema, {"object": "unread", "news": 3, "moves": 1}),
)
NOTIFICATIONS_MARK_READ = _INBOX.act(
    "notifications_mark_read",
    "Mark news as read",
    "Those named, or all. Ids of others' are left out.",
    ok(schemas.ReadSchema, _READ),
    (401, 422),
    takes=body(serializers.NotificationsReadInput, {"notifications": [f"ntf_{_TAIL}"]}),
)
