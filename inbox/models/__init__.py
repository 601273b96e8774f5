"""Inbox: conversations with their files, news by inbox, mail and push, and what somebody wants of them."""

from inbox.models.choices import Channel, MailRhythm, Rhythm, Silence
from inbox.models.files import Attachment, AttachmentQuerySet, AttachmentState
from inbox.models.news import Mail, MailState, Notification, NotificationQuerySet
from inbox.models.push import Push, PushDevice, PushState
from inbox.models.threads import ChatMessage, Thread, ThreadQuerySet, ThreadRead, UnsentMessage

__all__ = [
    "Attachment",
    "AttachmentQuerySet",
    "AttachmentState",
    "Channel",
    "ChatMessage",
    "Mail",
    "MailRhythm",
    "MailState",
    "Notification",
    "NotificationQuerySet",
    "Push",
    "PushDevice",
    "PushState",
    "Rhythm",
    "Silence",
    "Thread",
    "ThreadQuerySet",
    "ThreadRead",
    "UnsentMessage",
]
