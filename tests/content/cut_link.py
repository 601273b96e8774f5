"""A link to the store that is cut: a TCP proxy that drops every connection after so many bytes, and counts them."""

import re
import socket
import threading
import time
from collections.abc import Sequence
from contextlib import suppress


class CutLink:
    """Forwards to `port` on this machine from a port of its own; use as a context manager.

    `rate`: bytes a second and connection towards the store, 0 as fast as it goes. `cuts`: after how many bytes towards the store in all everything open is dropped, in order. `sent` counts them; `most` is how many files or parts were on their way at once.
    """

    def __init__(self, port: int, cuts: Sequence[int] = ()) -> None:
        self.target, self.cuts, self.sent, self.done, self.rate, self.most = port, list(cuts), 0, 0, 0, 0
        self._left: dict[socket.socket, int] = {}  # bytes of the PUT of each connection that are still to come
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]

    def __enter__(self) -> "CutLink":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.close()
        self.drop()

    def drop(self) -> None:
        """Every connection is gone at once, as with a lost signal."""
        with self._lock:
            sockets, self._open = self._open, set()
        for one in sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._server.accept()
                far = socket.create_connection(("127.0.0.1", self.target))
                with self._lock:
                    self._open |= {near, far}
                threading.Thread(target=self._carry, args=(near, far, True), daemon=True).start()
                threading.Thread(target=self._carry, args=(far, near, False), daemon=True).start()

    def _carry(self, source: socket.socket, to: socket.socket, counts: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                if counts:
                    self._watch(source, data)
                to.sendall(data)
                if counts and self.rate:
                    time.sleep(len(data) / self.rate)
                if counts and self._is_cut(len(data)):
                    self.drop()
        for one in (source, to):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _watch(self, source: socket.socket, data: bytes) -> None:
        with self._lock:
            if data.startswith(b"PUT ") and (length := re.search(rb"(?i)\r\ncontent-length: *(\d+)", data)):
                self._left[source] = data.index(b"\r\n\r\n") + 4 + int(length[1])
            self._left[source] = self._left.get(source, 0) - len(data)
            self.most = max(self.most, sum(left > 0 and one in self._open for one, left in self._left.items()))

    def _is_cut(self, count: int) -> bool:
        with self._lock:
            self.sent += count
            if self.cuts and self.sent >= self.cuts[0]:
                self.cuts.pop(0)
                self.done += 1
                return True
            return False
