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
