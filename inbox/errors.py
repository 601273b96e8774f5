"""Refusals of the inbox."""

from barter.kernel.errors import BarterError, Invalid


class EmptyMessage(Invalid):
    code = "empty_message"
    message = "Write something first."


class MessageTooLong(Invalid):
    code = "message_too_long"
    message = "A message has at most {limit} characters; this one has {length}."


class ThreadIsClosed(BarterError):
    code = "thread_is_closed"
    message = "This conversation is over, so nothing more can be written in it."
