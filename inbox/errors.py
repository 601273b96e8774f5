"""Refusals of the inbox."""

from django.utils.translation import gettext_noop as _

from barter.kernel.errors import BarterError, Invalid, TooOften


class EmptyMessage(Invalid):
    code = "empty_message"
    message = _("Write something first.")


class MessageTooLong(Invalid):
    code = "message_too_long"
    message = _("A message has at most {limit} characters; this one has {length}.")


class LooksLikeContact(BarterError):
    """Asked, never refused for good: the same text goes out once its writer says so."""

    code = "looks_like_contact"
    status = 422
    message = _("This looks like a way to trade outside Barter.")


class ThreadIsClosed(BarterError):
    code = "thread_is_closed"
    message = _("This conversation is over, so nothing more can be written in it.")


class TooManyMessages(TooOften):
    code = "too_many_messages"
    message = _("That was a lot in one minute. Wait a little, then go on writing.")


class UnknownTopic(Invalid):
    code = "unknown_topic"
    message = _("There are no mails of this kind.")


class QuietHoursWithoutEnd(Invalid):
    code = "quiet_hours_without_end"
    message = _("Quiet hours need a beginning and another time to end.")


class WrongFileType(Invalid):
    code = "wrong_file_type"
    message = _("“{name}” is neither a photo nor a PDF. We take JPEG, PNG, WebP, HEIC and PDF.")


class TooManyFiles(BarterError):
    code = "too_many_files"
    message = _("{most} files go with one message. Send these first, or remove one.")


class NotOwnAttachment(Invalid):
    code = "not_own_attachment"
    message = _("One of these files can't go with this message: it is not yours, was sent already or was refused.")


class FileIsSent(BarterError):
    code = "file_is_sent"
    message = _("This file was sent already.")


class NoPushHere(Invalid):
    code = "no_push_here"
    message = _("This browser did not allow it. Allow notifications for this site in its settings, then try again.")


class MailIsNotStuck(BarterError):
    code = "mail_is_not_stuck"
    message = _("Only a mail that was refused or never confirmed can be sent again.")
