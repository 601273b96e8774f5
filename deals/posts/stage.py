"""Plays the outside world in demo and tests: TikTok, YouTube, Instagram and blogs, on loopback, with nothing kept.

    python -m deals.posts.stage --port 8098

GET /<host>/<path> answers as https://<host>/<path> would (barter.kernel.outward asks here when OUTWARD_STAGE is set).
What is found follows from the post's address: a word in it ("dead", "private", "no-ad", ...: PLAYS), or, as a TikTok
address has only digits, the end of its number (NUMBERS). It can be said aloud for addresses that hold something, until
the server ends: POST /say {"address": ..., "play": ...}, or `stage.says[...]` in a test.
"""

import argparse
import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

PLAYS = (
    "dead", "private", "no-ad", "late-ad", "not-yours", "embeds-off", "slow", "drip", "error", "busy", "garbage", "empty",
    "deep", "loop", "inside",
)  # fmt: skip
NUMBERS = {
    "40400": "dead", "40300": "private", "45100": "no-ad", "45200": "late-ad", "99900": "not-yours", "40800": "slow",
    "50000": "error", "42900": "busy", "41800": "garbage",
}  # fmt: skip
# Says what it is in the words of every country, at the beginning.
CAPTION = "#ad #adv #werbung #reklam #reklama #reklame #mainos #pub #publi #reclame A week with it, in window light."
UNMARKED = "A week with it, in window light, on my own table and with no filter at all. It smells of rain and lemon."
SLOW_SECONDS = 30.0


class Stage(ThreadingHTTPServer):
    """Use as a context manager: it serves from a thread of its own until the end of the block."""

    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.says: dict[str, str] = {}
        self.asked: list[str] = []
        self.keys: set[str] = set()
        self.stopping = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def play_for(self, address: str) -> str:
        """What is played for a post; "" when it is simply there."""
        said = next((play for part, play in self.says.items() if part in address), None)
        if said is not None:
            return said
        number = re.search(r"(\d{5})(?:/|$)", urlsplit(address).path)
        if number and number[1] in NUMBERS and "tiktok" in address:
            return NUMBERS[number[1]]
        return next((play for play in PLAYS if play in address.lower()), "")

    def __enter__(self) -> "Stage":
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: Stage

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        host, _, path = parts.path.lstrip("/").partition("/")
        if host == "ready":
            self._answer(200, b"{}")
            return
        asked = parse_qs(parts.query).get("url", [""])[0]
        address = asked or f"https://{host}/{path}"
        self.server.asked.append(address)
        self.server.keys.add(self.headers.get("Authorization", ""))
        play = self.server.play_for(address)
        if self._misbehaves(play, address):
            return
        if path.endswith("oembed"):
            self._oembed(host, address, play)
        elif host.endswith("tiktok.com"):
            number = "".join(sign for sign in path if sign.isdigit()).zfill(6)
            who = "somebody" if play == "not-yours" else "demo"
            self._move(f"https://www.tiktok.com/@{who}/video/73{number}?_r=1")
        else:
            self._page(play)

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        self.server.says[str(said["address"])] = str(said["play"])
        self._answer(200, b"{}")

    def _misbehaves(self, play: str, address: str) -> bool:
        if play == "slow":
            self.server.stopping.wait(SLOW_SECONDS)
            self.close_connection = True
        elif play == "error":
            self._answer(500, b"upstream connect error")
        elif play == "busy":
            self._answer(429, b"{}", more={"Retry-After": "1800"})
        elif play == "garbage":
            self._answer(200, b"<html>We are improving our systems for you", kind="text/html")
        elif play == "empty":
            self._answer(200, b"{}")
        elif play == "deep":
            self._answer(200, b"[" * 200_000)
        elif play == "loop":
            self._move(address)
        elif play == "inside":
            self._move("http://169.254.169.254/latest/meta-data/")
        elif play == "drip":
            self._drip()
        else:
            return False
        return True

    def _oembed(self, host: str, address: str, play: str) -> None:
        if "graph.facebook.com" in host:
            self._instagram(play)
        elif "youtube" in host:
            refused = {"dead": 404, "private": 403, "embeds-off": 401}.get(play)
            if refused:
                self._answer(refused, b"Not Found", kind="text/plain")
                return
            who = "@somebody" if play == "not-yours" else "channel/UCdemo"
            author = {"author_name": "Somebody" if play == "not-yours" else "Demo"}
            self._tell({"title": _caption(play), "author_url": f"https://www.youtube.com/{who}", **author})
        elif play in {"dead", "private"}:
            self._answer(400, b'{"code":400,"message":"Something went wrong"}')
        else:
            named = re.search(r"@([\w.]+)", address)
            who = "somebody" if play == "not-yours" or named is None else named[1]
            author = {"author_unique_id": who, "author_url": f"https://www.tiktok.com/@{who}", "author_name": who}
            self._tell({"title": _caption(play), **author})

    def _instagram(self, play: str) -> None:
        if not self.headers.get("Authorization", "").startswith("Bearer "):
            self._answer(400, b'{"error":{"code":104,"message":"An access token is required","type":"OAuthException"}}')
        elif play in {"dead", "private", "embeds-off"}:
            self._answer(400, b'{"error":{"code":24,"message":"The requested resource does not exist"}}')
        else:
            who = "(@somebody)" if play == "not-yours" else ""
            signed = f"<a>A post shared by Somebody {who}</a>" if who else ""
            html = f"<blockquote><a>View this post on Instagram</a><p>{_caption(play)}</p>{signed}</blockquote>"
            self._tell({"version": "1.0", "html": html, "type": "rich"})

    def _page(self, play: str) -> None:
        if play in {"dead", "private"}:
            self._answer(404 if play == "dead" else 403, b"<p>Not here</p>", kind="text/html")
            return
        text = f"<html><head><title>Blog</title></head><body><h1>{_caption(play)}</h1>{'<p>And so on.</p>' * 40}</body></html>"
        self._answer(200, text.encode(), kind="text/html; charset=utf-8")

    def _tell(self, fields: dict[str, Any]) -> None:
        self._answer(200, json.dumps(fields).encode())

    def _move(self, address: str) -> None:
        self._answer(302, b"", more={"Location": address})

    def _drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        for _ in range(300):  # one byte at a time: each read is in time, the whole is not
            self.wfile.write(b" ")
            if self.server.stopping.wait(0.1):
                return

    def _answer(
        self, status: int, body: bytes, *, kind: str = "application/json", more: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **(more or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet: addresses of posts belong in no log."""


def _caption(play: str) -> str:
    if play == "no-ad":
        return UNMARKED
    return f"{UNMARKED} {UNMARKED} #ad #werbung" if play == "late-ad" else CAPTION


def main() -> None:
    parser = argparse.ArgumentParser(description="The outside world on loopback.")
    parser.add_argument("--port", type=int, default=8098)
    with Stage(parser.parse_args().port):
        while True:
            time.sleep(3600)


if __name__ == "__main__":
    main()
