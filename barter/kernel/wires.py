"""Connections that go to one address that was checked before, and end when their time is over."""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_UNICAST = ipaddress.ip_network("2000::/3")
_NOT_OURS = tuple(
    ipaddress.ip_network(block)
    for block in (
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
        "192.88.99.0/24",
        "192.0.0.0/24",  # of protocols; a cloud keeps its machines' secrets at .192
        "168.63.129.16/32",  # public by number, and inside for machines of Azure
        "0.0.0.0/8",
        "100.64.0.0/10",
    )
)


def as_address(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def is_public(address: Address) -> bool:
    """Whether it is a host of the internet's own, and no way to one inside: nothing mapped, translated or tunnelled."""
    if address.version == 6 and address not in _UNICAST:
        return False
    if any(address in block for block in _NOT_OURS if block.version == address.version):
        return False
    return address.is_global and not address.is_multicast


class Line(http.client.HTTPConnection):
    """A connection that another thread can end. `before` stands in front of every path."""

    before = ""

    def __init__(self, host: str, port: int, address: tuple[str, int], connect: float, answer: float) -> None:
        super().__init__(host, port, timeout=answer)
        self._address, self._connect_seconds = address, connect
        self._end: socket.socket | None = None

    def cut(self) -> None:
        """What waits on the line ends."""
        if self._end is not None:
            with contextlib.suppress(OSError):
                self._end.shutdown(socket.SHUT_RDWR)

    def hang_up(self) -> None:
        """Not `close`: that is also called when an answer begins that has no length, and can still drip for days."""
        self.close()
        if self._end is not None:
            self._end.close()

    def connect(self) -> None:
        line = socket.create_connection(self._address, timeout=self._connect_seconds)
        self._end = line.dup()  # TLS takes the other one over
        try:
            self.sock = self._dressed(line)
        except BaseException:
            line.close()
            raise
        self.sock.settimeout(self.timeout)

    def _dressed(self, line: socket.socket) -> socket.socket:
        return line

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.hang_up()


class TlsLine(Line):
    """Speaks TLS for `host`, whose certificate it wants, to the one address that was checked."""

    default_port = http.client.HTTPS_PORT

    def __init__(self, host: str, port: int, address: str, connect: float, answer: float) -> None:
        super().__init__(host, port, (address, port), connect, answer)
        self._trust = ssl.create_default_context()

    def _dressed(self, line: socket.socket) -> socket.socket:
        return self._trust.wrap_socket(line, server_hostname=self.host)


class StageLine(Line):
    """Plain http to the server that plays `host` in demo and tests."""

    def __init__(self, stage: str, host: str, connect: float, answer: float) -> None:
        parts = urlsplit(stage)
        where = (parts.hostname or "", parts.port or 80)
        super().__init__(where[0], where[1], where, connect, answer)
        self.before = f"/{host}"


class Watch:
    """Ends the line that is in use when the time of the whole is over."""

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self._line: Line | None = None
        self._timer = threading.Timer(seconds, self._ring)
        self._timer.daemon = True

    def over(self, line: Line) -> None:
        self._line = line

    def _ring(self) -> None:
        self.is_over = True
        if self._line is not None:
            self._line.cut()

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
