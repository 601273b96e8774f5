"""Requests to addresses that somebody else gave us: only https, only public hosts, a few seconds at most.

A name is resolved once and the connection goes to exactly the address that was checked, so that a second answer of
its name server can't lead inside. Redirects are no way round: each is checked like the first address. No cookies, no
proxy of the environment, no compression (a bomb stays small). Never call this inside a database transaction.

`OUTWARD_STAGE` is the http address of a server on this machine that plays the outside world in demo and tests: `get`
asks it for /<host>/<path> of what it would have asked <host> for.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.conf import settings

from barter.kernel.wires import Line, StageLine, TlsLine, Watch, as_address, is_public

CONNECT_SECONDS, ANSWER_SECONDS = 3.0, 5.0
WHOLE_SECONDS = 8.0  # of a request with all its redirects, however slowly names, lines and answers drip
MOST_BYTES = 512 * 1024
_MOVED = frozenset({301, 302, 303, 307, 308})
_PIECE = 64 * 1024
resolve = socket.getaddrinfo


class Forbidden(Exception):
    """Not an address we speak to. `reason` is a code for logs and rows; it never holds the address."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class NotReached(Exception):
    """Nothing was sent: no name, no connection, no trusted certificate."""


class NoAnswer(Exception):
    """It was sent, and then the line broke, was silent for too long or answered what we don't read."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    retry_after: str


@dataclass(frozen=True, slots=True)
class Page:
    """What was read. `location` is where a redirect that was not followed leads, whole and unchecked."""

    status: int
    body: bytes
    url: str
    retry_after: str = ""
    location: str = ""


def check_address(url: str) -> None:
    """Raises Forbidden for what could never be sent to, as far as that can be told without asking a name server."""
    _parts(url)


def post(url: str, *, body: bytes, headers: Mapping[str, str]) -> Answer:
    """POST and read the status. Raises Forbidden, NotReached, NoAnswer."""
    host, port, target = _parts(url)
    with Watch(WHOLE_SECONDS) as watch, _line(host, port, watch) as line:
        answer = _asked(line, "POST", target, headers, body)
        return Answer(answer.status, answer.getheader("Retry-After", "") or "")


def get(
    url: str,
    *,
    kinds: tuple[str, ...] = ("application/json",),
    redirects: int = 0,
    may_go_to: Callable[[str], bool] = lambda host: True,
    most_bytes: int = MOST_BYTES,
    headers: Mapping[str, str] | None = None,
) -> Page:
    """GET and read a body of one of these content types; of other statuses than 200 any text.

    At most `redirects` are followed, to hosts that `may_go_to` allows and without `headers`, which may hold a key. Raises Forbidden, NotReached, NoAnswer.
    """
    with Watch(WHOLE_SECONDS) as watch:
        for left in range(redirects, -1, -1):
            page = _page(url, kinds, most_bytes, headers or {}, watch)
            if not page.location or not left:
                return page
            url, headers = page.location, None
            host, _port, _target = _parts(url)
            if not may_go_to(host):
                raise Forbidden("leads_elsewhere")
    raise AssertionError("unreachable")


def _page(url: str, kinds: tuple[str, ...], most_bytes: int, more: Mapping[str, str], watch: Watch) -> Page:
    host, port, target = _parts(url)
    with _line(host, port, watch, stage=str(settings.OUTWARD_STAGE)) as line:
        headers = {
            "User-Agent": f"Barter/1.0 (+{settings.SITE_URL})",
            "Accept": ", ".join(kinds),
            "Accept-Encoding": "identity",
        }
        answer = _asked(line, "GET", target, {**headers, **more})
        moved = answer.getheader("Location", "") if answer.status in _MOVED else ""
        if moved:
            return Page(answer.status, b"", url, location=urljoin(url, moved))
        if answer.status == 200:
            _insist_on_kind(answer, kinds)
        body = _body(answer, most_bytes, watch)
        return Page(answer.status, body, url, retry_after=answer.getheader("Retry-After", "") or "")


def _insist_on_kind(answer: http.client.HTTPResponse, kinds: tuple[str, ...]) -> None:
    if (answer.getheader("Content-Encoding", "") or "identity").strip().lower() != "identity":
        raise NoAnswer("packed")
    kind = (answer.getheader("Content-Type", "") or "").partition(";")[0].strip().lower()
    if kind not in kinds:
        raise NoAnswer("other_kind")


def _body(answer: http.client.HTTPResponse, most_bytes: int, watch: Watch) -> bytes:
    body = b""
    try:
        while not watch.is_over and (piece := answer.read1(_PIECE)):
            body += piece
            if len(body) > most_bytes:
                raise NoAnswer("too_long")
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NoAnswer("too_slow" if watch.is_over else type(error).__name__) from error
    if watch.is_over or answer.length:  # a line that was cut looks like an end
        raise NoAnswer("too_slow" if watch.is_over else "cut_short")
    return body


def _line(host: str, port: int, watch: Watch, *, stage: str = "") -> Line:
    """A connection that ends when the watch does. Raises Forbidden, NotReached."""
    if stage:
        line: Line = StageLine(stage, host, CONNECT_SECONDS, ANSWER_SECONDS)
    else:
        line = TlsLine(host, port, _public_address(host, port, watch), CONNECT_SECONDS, ANSWER_SECONDS)
    watch.over(line)
    try:
        line.connect()
    except (OSError, ssl.SSLError) as error:
        line.hang_up()
        raise NotReached("too_slow" if watch.is_over else type(error).__name__) from error
    if watch.is_over:  # it rang before there was a line to cut
        line.hang_up()
        raise NotReached("too_slow")
    return line


def _asked(
    line: Line, method: str, target: str, headers: Mapping[str, str], body: bytes | None = None
) -> http.client.HTTPResponse:
    try:
        line.request(method, line.before + target, body=body, headers=dict(headers))
        return line.getresponse()
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NoAnswer("silent" if isinstance(error, TimeoutError) else type(error).__name__) from error


def _parts(url: str) -> tuple[str, int, str]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or 443
    except ValueError:
        raise Forbidden("malformed") from None
    if parts.scheme != "https" or not host or parts.username is not None or parts.password is not None:
        raise Forbidden("not_https")
    if not url.isascii() or any(sign <= " " or sign == "\x7f" for sign in url):
        raise Forbidden("malformed")
    if port != 443 and not settings.OUTWARD_MAY_BE_PRIVATE:
        raise Forbidden("odd_port")
    literal = as_address(host)
    is_inside = not is_public(literal) if literal is not None else "." not in host
    if is_inside and not settings.OUTWARD_MAY_BE_PRIVATE:
        raise Forbidden("not_public")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return host, port, target


def _public_address(host: str, port: int, watch: Watch | None = None) -> str:
    """One of the host's addresses; every one of them must be public."""
    addresses = _resolved(host, port)
    if watch is not None and watch.is_over:
        raise NotReached("too_slow")
    if not settings.OUTWARD_MAY_BE_PRIVATE:
        parsed = [as_address(one.partition("%")[0]) for one in addresses]
        if any(one is None or not is_public(one) for one in parsed):
            raise Forbidden("not_public")
    return addresses[0]


def _resolved(host: str, port: int) -> list[str]:
    """What the name server says, asked by a thread that may be left behind: it knows no time limit."""
    found: list[str] = []

    def ask() -> None:
        try:
            found.extend(str(one[4][0]) for one in resolve(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError):
            return

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(CONNECT_SECONDS)
    if asking.is_alive() or not found:
        raise NotReached("no_such_host")
    return list(found)
