"""The production web server: `python -m barter.web`, set by WEB_BIND, WEB_WORKERS, WEB_THREADS and WEB_LOG_LEVEL.

Granian reads and writes HTTP outside Python, which costs a quarter of what a server in Python does. What is ours here:
the workers share the loaded code, end with their parent, and see nothing of the process environment
in a request. Each worker listens for itself and the kernel spreads the connections; behind one socket the first to wake
takes them all.
"""

import gc
import multiprocessing
import os
import sys
from collections.abc import Callable
from typing import Any

from django.urls import get_resolver
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import mp

from barter.processes import die_with_parent

_HEADER_BYTES = 64 * 1024
_HEADERS_WITHIN_MS = 10_000
_STOP_WITHIN_SECONDS = 8
_ENVIRON: dict[str, Any] = {
    "SCRIPT_NAME": "",
    "SERVER_SOFTWARE": "Barter",
    "wsgi.errors": sys.stderr,
    "wsgi.input_terminated": True,
    "wsgi.multiprocess": True,
    "wsgi.multithread": True,
    "wsgi.run_once": False,
    "wsgi.version": (1, 0),
}


class _Started:
    """What an application calls before it answers."""

    __slots__ = ("headers", "status")

    def __call__(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        self.status = int(status[:3])
        self.headers = headers


class _Pieces:
    """A body that is sent piece by piece, closed at its end."""

    def __init__(self, body: Any) -> None:
        self._next = iter(body).__next__
        self.close = body.close

    def __next__(self) -> bytes:
        piece: bytes = self._next()
        return piece


def handler_of(application: Callable[..., Any], *_options: Any) -> Callable[[Any, dict[str, Any]], int]:
    """How Granian asks the application. Its own way would put the process environment, secrets and all, into each request."""

    def handle(connection: Any, scope: dict[str, Any]) -> int:
        started = _Started()
        answer = application(_ENVIRON | scope, started)
        if getattr(answer, "streaming", True):
            connection.response_iter(started.status, started.headers, _Pieces(answer))
            return started.status
        try:
            connection.response_bytes(started.status, started.headers, answer.content)
        finally:
            answer.close()
        return started.status

    return handle


def main() -> None:
    """Serve until SIGTERM or SIGINT; running requests get 8 seconds to end."""
    address, _, port = os.environ.get("WEB_BIND", "127.0.0.1:8000").rpartition(":")
    workers = int(os.environ.get("WEB_WORKERS", "2"))
    multiprocessing.set_start_method("fork")  # the workers share the loaded code
    vars(mp)["_wsgi_call_wrap"] = handler_of
    server = mp.MPServer(
        "barter.wsgi:application",
        address=address.strip("[]"),
        port=int(port),
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        workers=workers,
        blocking_threads=int(os.environ.get("WEB_THREADS", "4")),
        blocking_threads_idle_timeout=600,  # a thread holds a database connection
        http1_settings=HTTP1Settings(header_read_timeout=_HEADERS_WITHIN_MS, max_buffer_size=_HEADER_BYTES),
        log_level=LogLevels(os.environ.get("WEB_LOG_LEVEL", "warning")),
        respawn_failed_workers=True,
        workers_kill_timeout=_STOP_WITHIN_SECONDS,
    )
    from barter.wsgi import application

    get_resolver().reverse_dict  # noqa: B018 - loads every view before the workers part, so that they share it
    gc.collect()
    gc.freeze()
    parent = os.getpid()

    def loaded() -> Callable[..., Any]:
        """In the worker: one whose parent was killed must free the port at once."""
        die_with_parent(parent)
        return application

    server.serve(target_loader=loaded, wrap_loader=False)


if __name__ == "__main__":
    main()
