"""Handing one mail to a mail server in two steps, so that we always know whether it can have been accepted.

A server accepts a mail only after it was given the whole text. Whatever goes wrong before our text begins (no
connection, a refused sender or recipient, a dropped line) leaves it certainly not accepted: `NotAccepted`. Once the text
is on its way, only the server's answer tells; without a clear one the mail is `Unconfirmed` and is never sent again by us.
"""

import contextlib
import re
import smtplib
import ssl
from collections.abc import Callable
from types import TracebackType

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend

_OK, _GO_AHEAD = 250, 354
_LINE_ENDS = re.compile(rb"\r\n|\r|\n")
_LEADING_DOT = re.compile(rb"(?m)^\.")


class NotAccepted(Exception):
    """The mail server does not have it. `for_good`: it said so itself, and another try would be answered the same."""

    def __init__(self, reason: str, *, for_good: bool = False) -> None:
        self.reason, self.for_good = reason, for_good
        super().__init__(reason)


class Unconfirmed(Exception):
    """The text was on its way when the line broke or the answer made no sense: the server may have it."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Handover:
    """A connection to the mail server for several mails, opened when the first needs it. Use as a context manager."""

    def __init__(self, connection: BaseEmailBackend | None = None) -> None:
        self._backend = connection or get_connection()

    def __enter__(self) -> "Handover":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError, smtplib.SMTPException):
            self._backend.close()

    def give(self, message: EmailMessage, may_begin: Callable[[], bool]) -> bool:
        """Hand the mail over. `may_begin` is called at the last moment before the text; False calls it off.

        True: accepted. False: called off. Raises NotAccepted or Unconfirmed.
        """
        if isinstance(self._backend, SmtpBackend):
            return self._by_smtp(self._backend, message, may_begin)
        if not may_begin():
            return False
        try:
            self._backend.send_messages([message])
        except Exception as error:
            raise Unconfirmed(type(error).__name__) from error
        return True

    def _by_smtp(self, backend: SmtpBackend, message: EmailMessage, may_begin: Callable[[], bool]) -> bool:
        server = _opened(backend)
        text = _LEADING_DOT.sub(b"..", _LINE_ENDS.sub(b"\r\n", message.message().as_bytes()))
        try:
            _begin(server, message)
            if not may_begin():
                _drop(backend)
                return False
        except NotAccepted:
            _drop(backend)
            raise
        except (OSError, smtplib.SMTPException, ValueError) as error:
            _drop(backend)
            raise NotAccepted(type(error).__name__) from error
        try:
            server.send(text if text.endswith(b"\r\n") else text + b"\r\n")
            server.send(b".\r\n")
            code, _ = server.getreply()
        except (OSError, smtplib.SMTPException, ValueError) as error:
            _drop(backend)
            raise Unconfirmed(type(error).__name__) from error
        if code == _OK:
            return True
        _drop(backend)
        if 400 <= code < 600:
            raise NotAccepted(f"smtp_{code}", for_good=code >= 500)
        raise Unconfirmed("smtp_nonsense")


def _opened(backend: SmtpBackend) -> smtplib.SMTP:
    """The open connection; a server that cannot be reached, or will not have us, is another day's matter."""
    try:
        backend.open()
        server = backend.connection
        if server is None:
            raise NotAccepted("not_connected")
        server.ehlo_or_helo_if_needed()
    except smtplib.SMTPResponseException as error:
        _drop(backend)
        raise NotAccepted(f"smtp_{error.smtp_code}") from error
    except (OSError, ssl.SSLError, smtplib.SMTPException, ValueError) as error:
        _drop(backend)
        raise NotAccepted(type(error).__name__) from error
    return server


def _begin(server: smtplib.SMTP, message: EmailMessage) -> None:
    """Sender, recipient and DATA, up to the server's "go ahead"."""
    sender = _bare(message.from_email)
    _insist(server.mail(sender), 250, blames_recipient=False)
    for recipient in message.recipients():
        _insist(server.rcpt(_bare(recipient)), 250)
    _insist(server.docmd("DATA"), _GO_AHEAD)


def _insist(answer: tuple[int, bytes], wanted: int, *, blames_recipient: bool = True) -> None:
    code = answer[0]
    if code != wanted and not (wanted == _OK and code == 251):
        # 5xx to our own name is about us, not about this mail: somebody will mend it
        raise NotAccepted(f"smtp_{code}", for_good=blames_recipient and 500 <= code < 600)


def _bare(address: str) -> str:
    from email.utils import parseaddr

    return parseaddr(address)[1]


def _drop(backend: SmtpBackend) -> None:
    """Forget the connection: whatever state the server is in, the next mail begins a new one."""
    server, backend.connection = backend.connection, None
    if server is not None:
        with contextlib.suppress(OSError):
            server.close()
