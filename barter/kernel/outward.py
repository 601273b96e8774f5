"""Requests to addresses that somebody else gave us: only https, only public hosts, no redirects, a few seconds at most.

The name is resolved once and the connection goes to exactly the address that was checked, so that a second answer of
its name server can't lead inside. Never call this inside a database transaction.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

CONNECT_SECONDS, ANSWER_SECONDS = 3.0, 5.0
WHOLE_SECONDS = 8.0  # of a request, however slowly its answer drips


class Forbidden(Exception):
    """Not an address we speak to. `reason` is a code for logs and rows; it never holds the address."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class NotReached(Exception):
    """Nothing was sent: no name, no connection, no trusted certificate."""


class NoAnswer(Exception):
    """It was sent, and then the line broke, was silent for too long or spoke no HTTP."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    retry_after: str


def check_address(url: str) -> None:
    """Raises Forbidden for what could never be sent to, as far as that can be told without asking a name server."""
    _parts(url)


def post(url: str, *, body: bytes, headers: Mapping[str, str]) -> Answer:
    """POST and read the status. Raises Forbidden, NotReached, NoAnswer."""
    host, port, target = _parts(url)
    address = _public_address(host, port)
    connection = _Pinned(host, port, address)
    end = threading.Timer(WHOLE_SECONDS, connection.cut)
    end.daemon = True
    end.start()
    try:
        return _sent(connection, target, body, headers)
    finally:
        end.cancel()
        connection.close()


def _sent(connection: "_Pinned", target: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    try:
        connection.connect()
    except (OSError, ssl.SSLError) as error:
        raise NotReached(type(error).__name__) from error
    try:
        connection.request("POST", target, body=body, headers=dict(headers))
        answer = connection.getresponse()
        return Answer(answer.status, answer.getheader("Retry-After", "") or "")
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NoAnswer(type(error).__name__) from error


def _parts(url: str) -> tuple[str, int, str]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or 443
    except ValueError:
        raise Forbidden("malformed") from None
    if parts.scheme != "https" or not host or parts.username or parts.password:
        raise Forbidden("not_https")
    if not url.isascii() or any(sign <= " " or sign == "\x7f" for sign in url):
        raise Forbidden("malformed")
    if port != 443 and not settings.OUTWARD_MAY_BE_PRIVATE:
        raise Forbidden("odd_port")
    literal = _as_address(host)
    is_inside = not _is_public(literal) if literal is not None else "." not in host
    if is_inside and not settings.OUTWARD_MAY_BE_PRIVATE:
        raise Forbidden("not_public")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return host, port, target


def _public_address(host: str, port: int) -> str:
    """One of the host's addresses; every one of them must be public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotReached("no_such_host") from error
    addresses = [str(one[4][0]) for one in found]
    if not settings.OUTWARD_MAY_BE_PRIVATE:
        parsed = [_as_address(one.partition("%")[0]) for one in addresses]
        if any(one is None or not _is_public(one) for one in parsed):
            raise Forbidden("not_public")
    return addresses[0]


def _as_address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Also of the IPv4 address that some IPv6 addresses carry inside."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is not None or address in ipaddress.ip_network("64:ff9b::/96"):
            return False
    return address.is_global and not address.is_multicast


class _Pinned(http.client.HTTPSConnection):
    """Speaks TLS for `host` to the one address that was checked."""

    def __init__(self, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=ANSWER_SECONDS, context=ssl.create_default_context())
        self._address = address
        self._line: socket.socket | None = None

    def cut(self) -> None:
        """What another thread waits for on the line ends."""
        if self._line is not None:
            with contextlib.suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        super().close()
        if self._line is not None:
            self._line.close()

    def connect(self) -> None:
        line = socket.create_connection((self._address, self.port), timeout=CONNECT_SECONDS)
        self._line = line.dup()  # TLS takes the other one over
        try:
            self.sock = self._context.wrap_socket(line, server_hostname=self.host)  # type: ignore[attr-defined]
        except BaseException:
            line.close()
            raise
        self.sock.settimeout(ANSWER_SECONDS)
