"""What the inbox announces."""

from dataclasses import dataclass
from typing import ClassVar

from barter.kernel.moves import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSent(Event):
    """Somebody wrote; the text stays in its table."""

    name: ClassVar[str] = "inbox.message_sent"
    chat: str
    application: str
    side: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadOpenedByStaff(Event):
    """Staff looked into a conversation; the reason stands in its timeline."""

    name: ClassVar[str] = "inbox.thread_opened_by_staff"
    thread: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantsLeft(Event):
    """Of the applicants of a paused deal a batch was told; the next comes after the application `after`. `source` names
    the pause, so that nobody is told of it twice."""

    name: ClassVar[str] = "inbox.applicants_left"
    deal: str
    source: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRetried(Event):
    """Staff let a mail be tried again; named by its Message-ID."""

    name: ClassVar[str] = "inbox.mail_retried"
    mail: str
