"""A simulated carrier with a server of its own, on loopback, for development and tests.

    python -m shipping.carriers.simulated_server --port 8099 --push http://localhost:8000 --secret SECRET

GET  /v1/parcels/<number>?shipped_at=...&now=...   the scans so far (set CARRIER_SIMULATED_URL to use it for polling)
POST /push/<number>?shipped_at=...&now=...         signs these scans and pushes them to /hooks/carriers/simulated/
POST /mode/<mode>                                  how to misbehave from now on: none, slow, error, garbage, duplicate,
                                                   late (all but the last scan), shuffled (out of order), drip

It keeps nothing: a parcel's life follows from its number (scripts.py) and the two times of the question.
"""

import argparse
import json
import random
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

import urllib3

from shipping.carriers import signing
from shipping.carriers.port import Scan
from shipping.carriers.scripts import scans_until

MODES = ("none", "slow", "error", "garbage", "duplicate", "late", "shuffled", "drip")
SLOW_SECONDS = 30.0


class SimulatedServer(ThreadingHTTPServer):
    """Use as a context manager: it serves from a thread of its own until the end of the block."""

    daemon_threads = True

    def __init__(self, port: int = 0, *, push_to: str = "", secrets: Sequence[str] = ()) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.mode = "none"
        self.push_to = push_to.rstrip("/")
        self.secrets = tuple(secrets)
        self.stopping = threading.Event()
        self.questions = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def __enter__(self) -> "SimulatedServer":
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self.shutdown()
        self.server_close()

    def misbehave(self, scans: Sequence[Scan]) -> list[Scan]:
        """The scans as this mode tells them."""
        told = list(scans)
        if self.mode == "duplicate":
            return told + told
        if self.mode == "late":
            return told[:-1]
        if self.mode == "shuffled":
            random.Random(len(told)).shuffle(told)  # noqa: S311 - a fixed disorder
        return told

    def push(self, scans: Sequence[Scan]) -> int:
        """Deliver scans to the product's webhook, signed. Returns the status it answered."""
        body = json.dumps({"events": [scan.as_json() for scan in self.misbehave(scans)]}).encode()
        if self.mode == "garbage":
            body = b"{]" + body
        headers = signing.sign(self.secrets, body, sent_at=datetime.now(UTC))
        answer = urllib3.request(
            "POST",
            f"{self.push_to}/hooks/carriers/simulated/",
            body=body,
            headers={**headers, "Content-Type": "application/json"},
            timeout=urllib3.Timeout(connect=2, read=10),
            retries=False,
        )
        return int(answer.status)


class _Handler(BaseHTTPRequestHandler):
    server: SimulatedServer

    def do_GET(self) -> None:
        self.server.questions += 1
        scans = self._scans("/v1/parcels/")
        if scans is None:
            self._answer(404, b'{"error": "unknown"}')
        elif self.server.mode == "slow":
            self.server.stopping.wait(SLOW_SECONDS)
            self.close_connection = True
        elif self.server.mode == "error":
            self._answer(500, b"upstream connect error")
        elif self.server.mode == "garbage":
            self._answer(200, b"<html>We are improving our systems for you</html>")
        else:
            self._answer(200, json.dumps({"events": [s.as_json() for s in self.server.misbehave(scans)]}).encode())

    def do_POST(self) -> None:
        mode = urlsplit(self.path).path.removeprefix("/mode/")
        if mode in MODES:
            self.server.mode = mode
            self._answer(200, json.dumps({"mode": mode}).encode())
            return
        scans = self._scans("/push/")
        if scans is None:
            self._answer(404, b'{"error": "unknown"}')
            return
        self._answer(200, json.dumps({"pushed": len(scans), "answered": self.server.push(scans)}).encode())

    def _scans(self, prefix: str) -> Sequence[Scan] | None:
        parts = urlsplit(self.path)
        if not parts.path.startswith(prefix):
            return None
        times = {name: values[0] for name, values in parse_qs(parts.query).items()}
        try:
            shipped_at = datetime.fromisoformat(times["shipped_at"])
            now = datetime.fromisoformat(times.get("now") or datetime.now(UTC).isoformat())
            return scans_until(unquote(parts.path.removeprefix(prefix)), shipped_at=shipped_at, now=now)
        except (KeyError, ValueError, TypeError):
            return None

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.server.mode != "drip":
            self.wfile.write(body)
            return
        for index in range(len(body)):  # one byte at a time: each read is in time, the whole is not
            self.wfile.write(body[index : index + 1])
            if self.server.stopping.wait(0.2):
                return

    def log_message(self, *_: object) -> None:
        """Quiet: numbers of parcels belong in no log."""


def main() -> None:
    parser = argparse.ArgumentParser(description="A simulated carrier on loopback.")
    parser.add_argument("--port", type=int, default=8099)
    parser.add_argument("--push", default="http://localhost:8000", help="address of the product")
    parser.add_argument("--secret", action="append", default=[], help="may be given twice while a secret is replaced")
    options = parser.parse_args()
    with SimulatedServer(options.port, push_to=options.push, secrets=options.secret):
        while True:
            time.sleep(3600)


if __name__ == "__main__":
    main()
