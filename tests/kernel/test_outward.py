"""What a stranger's address can do to us: nothing but be read, once, in seconds."""

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from barter.kernel import outward, wires
from tests.inbox.push_service import certificate_for

PUBLIC, OTHER = "93.184.216.34", "151.101.1.69"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
Play = Callable[[ssl.SSLSocket], None]


@dataclass
class World:
    """Names and what their name servers answer, one after the other; one TLS server behind every public address."""

    folder: Path
    names: dict[str, list[list[str]]] = field(default_factory=lambda: {"posts.example": [[PUBLIC]]})
    plays: list[Play] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)  # of name servers
    reached: list[str] = field(default_factory=list)  # addresses
    told: list[bytes] = field(default_factory=list)  # what the server was sent

    def __post_init__(self) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate_for(self.folder, "posts.example"))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open = socket.create_connection
        threading.Thread(target=self._listen, daemon=True).start()

    def resolve(self, host: str, port: int, **_: Any) -> list[Any]:
        self.asked.append(host)
        answers = self.names.get(host)
        if answers is None:
            raise socket.gaierror
        addresses = answers.pop(0) if len(answers) > 1 else answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]

    def connect(self, address: tuple[str, int], timeout: float = 1) -> socket.socket:
        self.reached.append(address[0])
        assert address[1] == 443
        return self._open(self._listener.getsockname(), timeout=timeout)

    def close(self) -> None:
        self._listener.close()

    def _listen(self) -> None:
        while True:
            try:
                raw, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(raw,), daemon=True).start()
            except OSError:
                return

    def _serve(self, raw: socket.socket) -> None:
        try:
            with self._context.wrap_socket(raw, server_side=True) as line:
                self.told.append(line.recv(65536))
                self.plays.pop(0)(line)
        except OSError:
            return


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[World]:
    settings.OUTWARD_STAGE = ""
    world = World(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "service.pem"))
    monkeypatch.setattr(outward, "resolve", world.resolve)
    monkeypatch.setattr(wires.socket, "create_connection", world.connect)
    monkeypatch.setattr(outward, "ANSWER_SECONDS", 0.4)
    monkeypatch.setattr(outward, "WHOLE_SECONDS", 0.8)
    yield world
    world.close()


def says(*pieces: bytes, pause: float = 0.0, times: int = 1) -> Play:
    def play(line: ssl.SSLSocket) -> None:
        for _ in range(times):
            for piece in pieces:
                line.sendall(piece)
                time.sleep(pause)

    return play


def sends_to(address: str) -> Play:
    return says(f"HTTP/1.1 302 x\r\nLocation: {address}\r\nContent-Length: 0\r\n\r\n".encode())


def body(text: bytes, more: bytes = b"") -> Play:
    return says(HEAD + more + b"Content-Length: " + str(len(text)).encode() + b"\r\n\r\n" + text)


def reset(line: ssl.SSLSocket) -> None:
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")


def test_a_public_page_is_read_from_the_address_that_was_checked_as_nobody_in_particular(world: World) -> None:
    world.names["posts.example"] = [[PUBLIC], ["127.0.0.1"]]  # a second question would be answered with us
    world.plays = [body(b'{"a": 1}')]
    page = outward.get("https://posts.example/x?y=1")
    assert (page.status, page.body) == (200, b'{"a": 1}')
    assert (world.asked, world.reached) == (["posts.example"], [PUBLIC])
    sent = world.told[0].decode().lower()
    assert sent.startswith("get /x?y=1 http/1.1\r\nhost: posts.example\r\n")
    assert "accept-encoding: identity" in sent
    assert "cookie" not in sent


@pytest.mark.parametrize("address", [
    "127.0.0.1", "0.1.2.3", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.1.1", "224.0.0.1",
    "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "192.88.99.1", "::1", "::", "fe80::1", "fc00::1",
    "fec0::1", "ff02::1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::1",
    "2001:0:1::1", "2001:db8::1", "3fff::1", "fe80::1%eth0", "192.0.0.192", "168.63.129.16",
])  # fmt: skip
def test_a_name_that_leads_inside_is_not_followed(world: World, address: str) -> None:
    for addresses in ([address], [PUBLIC, address]):
        world.names["posts.example"] = [addresses]
        with pytest.raises(outward.Forbidden, match="not_public"):
            outward.get("https://posts.example/")
    assert world.reached == []


@pytest.mark.parametrize("address", [
    "http://posts.example/", "ftp://posts.example/", "file:///etc/passwd", "//posts.example/", "https:///x",
    "https://user@posts.example/", "https://:pw@posts.example/", "https://@posts.example/", "https://posts.example:22/",
    "https://posts.example:80/", "https://posts.example:x/", "https://[::1/", "https://[::1]/", "https://[::127.0.0.1]/",
    "https://127.0.0.1/", "https://localhost/", "https://posts.example/\r\nX: y", "https://posts.example/ü", "",
])  # fmt: skip
def test_no_other_way_of_writing_an_address_gets_through_and_no_redirect_to_one(world: World, address: str) -> None:
    with pytest.raises(outward.Forbidden):
        outward.get(address)
    assert world.reached == []


@pytest.mark.parametrize("address", [
    "https://127.0.0.1/", "https://169.254.169.254/latest/meta-data/", "http://posts.example/", "https://inside.example/",
    "https://2130706433/", "https://localhost/", "gopher://posts.example/", "https://posts.example:6379/",
])  # fmt: skip
def test_a_redirect_is_checked_like_the_first_address(world: World, address: str) -> None:
    world.names["inside.example"] = [["10.0.0.1"]]
    world.plays = [sends_to(address)]
    with pytest.raises(outward.Forbidden):
        outward.get("https://posts.example/", redirects=3)
    assert world.reached == [PUBLIC]


def test_redirects_are_followed_as_often_as_was_said_and_only_where_they_may_go(world: World) -> None:
    world.plays = [sends_to("/b"), sends_to("https://posts.example/c"), body(b"{}")]
    assert outward.get("https://posts.example/a", redirects=3).url == "https://posts.example/c"
    world.plays = [sends_to("/again") for _ in range(9)]
    page = outward.get("https://posts.example/a", redirects=3)
    assert (page.status, page.location, len(world.plays)) == (302, "https://posts.example/again", 5)
    world.plays, world.names["other.example"] = [sends_to("https://other.example/")], [[OTHER]]
    with pytest.raises(outward.Forbidden, match="leads_elsewhere"):
        outward.get("https://posts.example/a", redirects=3, may_go_to=lambda host: host == "posts.example")
    assert OTHER not in world.reached


@pytest.mark.parametrize(("play", "why"), [
    (says(b"H", pause=0.1, times=99), ""),  # a byte now and then
    (says(HEAD, b"X-A: b\r\n", pause=0.1, times=99), ""),  # headers without an end
    (says(HEAD + b"\r\n", b"x", pause=0.1, times=99), "too_slow"),
    (says(b"HTTP/1.1 100 Continue\r\n\r\n", pause=0.1, times=99), ""),
    (lambda line: time.sleep(3), "silent"),
])  # fmt: skip
def test_a_server_that_drips_or_sleeps_is_left_when_the_time_is_over(world: World, play: Play, why: str) -> None:
    world.plays, began = [play], time.monotonic()
    with pytest.raises(outward.NoAnswer, match=why or None):
        outward.get("https://posts.example/")
    assert time.monotonic() - began < 1.6


@pytest.mark.parametrize(("play", "why"), [
    (says(HEAD + b"\r\n", b"x" * 65536, times=99), "too_long"),
    (body(gzip.compress(b"\0" * 50_000_000), b"Content-Encoding: gzip\r\n"), "packed"),
    (says(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\n{}"), "other_kind"),
    (says(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"), "other_kind"),
    (says(HEAD + b"Content-Length: 50\r\n\r\n{}"), "cut_short"),
    (says(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}"), ""),
    (says(b"what?\r\n\r\n"), ""),
    (says(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000), ""),
    (says(HEAD + b"".join(b"X-%d: y\r\n" % one for one in range(200)) + b"\r\n{}"), ""),
    (says(b"\0\xff" * 500), ""),
    (reset, ""),
    (lambda line: None, ""),
])  # fmt: skip
def test_an_answer_that_is_none_is_no_answer(world: World, play: Play, why: str) -> None:
    world.plays = [play]
    with pytest.raises(outward.NoAnswer, match=why or None):
        outward.get("https://posts.example/", most_bytes=1_000_000)


def test_nobody_else_speaks_for_a_name(world: World) -> None:
    world.names["other.example"] = [[OTHER]]
    with pytest.raises(outward.NotReached, match="SSLCertVerificationError"):
        outward.get("https://other.example/")
    assert world.told == []


def test_a_name_server_that_never_answers_holds_nobody_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outward, "CONNECT_SECONDS", 0.3)
    monkeypatch.setattr(outward, "resolve", lambda *_a, **_k: time.sleep(1.5) or [])
    began = time.monotonic()
    with pytest.raises(outward.NotReached, match="no_such_host"):
        outward.get("https://posts.example/")
    assert time.monotonic() - began < 1


def test_the_stage_of_demo_and_tests_plays_the_world_and_nothing_inside(settings: Any, world: World) -> None:
    settings.OUTWARD_STAGE = "http://127.0.0.1:1"
    with pytest.raises(outward.Forbidden):
        outward.get("https://127.0.0.1/")
    world.reached.clear()
    with pytest.raises(AssertionError):  # port 1, not 443: the stage and nobody else
        outward.get("https://posts.example/")
    assert (world.asked, world.reached) == ([], ["127.0.0.1"])
