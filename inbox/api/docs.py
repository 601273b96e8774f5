"""What the OpenAPI document says of the inbox's operations: ids, words, parameters, examples."""

from typing import Any

from barter.kernel.api.docs import (
    BRAND,
    CURSOR,
    IDEMPOTENCY_KEY,
    IF_NONE_MATCH,
    LIMIT,
    NOT_MODIFIED,
    body,
    list_of,
    ok,
    operation,
    problems,
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


def _operation(operation_id: str, summary: str, description: str, **more: Any) -> dict[str, Any]:
    return operation(operation_id, "inbox", summary, description, **more)


THREADS_LIST = _operation(
    "threads_list",
    "List conversations",
    "Those in which somebody has written, of your own applications and of your brands; the newest first.",
    parameters=[
        LIMIT,
        CURSOR,
        query("q", "Words of the deal or its brand, or the creator's name."),
        query("deal", "Only conversations about this deal (an id)."),
        BRAND,
    ],
    responses={200: list_of(schemas.ThreadSchema, "ThreadPage", _THREAD), **problems(400, 401, 404)},
)
THREADS_READ = _operation(
    "threads_read",
    "Read a conversation",
    "What it is about, and its last message.",
    parameters=[IF_NONE_MATCH],
    responses={200: ok(schemas.ThreadSchema, _THREAD), 304: NOT_MODIFIED, **problems(401, 404)},
)
MESSAGES_LIST = _operation(
    "messages_list",
    "List messages",
    "The newest first. Reading them here does not mark them as read.",
    parameters=[LIMIT, CURSOR],
    responses={200: list_of(schemas.MessageSchema, "MessagePage", _MESSAGE), **problems(400, 401, 404)},
)
MESSAGES_CREATE = _operation(
    "messages_create",
    "Write a message",
    "For the creator, and for owners and managers of the brand; viewers only read (403). A conversation is over (409) "
    "when its application led to nothing, or 30 days after the trade ended. The other side is told.",
    parameters=[IDEMPOTENCY_KEY],
    request=body(serializers.MessageInput, {"text": "Which colour suits you best?"}),
    responses={201: ok(schemas.MessageSchema, _MESSAGE), **problems(401, 403, 404, 409, 422)},
)
APPLICATION_MESSAGES_CREATE = _operation(
    "applications_write",
    "Write about an application",
    "As `messages_create`; the first message of an application begins its conversation. `thread` of the answer names it.",
    parameters=[IDEMPOTENCY_KEY],
    request=body(serializers.MessageInput, {"text": "Which colour suits you best?"}),
    responses={201: ok(schemas.MessageSchema, _MESSAGE), **problems(401, 403, 404, 409, 422)},
)
THREADS_MARK_READ = _operation(
    "threads_mark_read",
    "Mark a conversation as read",
    "Up to the given message, or all of it. What was read stays read.",
    parameters=[IDEMPOTENCY_KEY],
    request=body(serializers.ThreadReadInput, {"message": f"msg_{_TAIL}"}),
    responses={200: ok(schemas.ThreadSchema, {**_THREAD, "unread": False}), **problems(401, 404, 422)},
)
NOTIFICATIONS_LIST = _operation(
    "notifications_list",
    "List news",
    "Everything the caller was told, the newest first: the sentences of inbox and mails, and what each is about.",
    parameters=[LIMIT, CURSOR, query("unread", "Only unread (`true`) or read (`false`) ones.", enum=["true", "false"])],
    responses={200: list_of(schemas.NotificationSchema, "NotificationPage", _NOTIFICATION), **problems(400, 401)},
)
NOTIFICATIONS_MARK_READ = _operation(
    "notifications_mark_read",
    "Mark news as read",
    "Those named, or all. Ids of others' are left out.",
    parameters=[IDEMPOTENCY_KEY],
    request=body(serializers.NotificationsReadInput, {"notifications": [f"ntf_{_TAIL}"]}),
    responses={200: ok(schemas.ReadSchema, _READ), **problems(401, 422)},
)
