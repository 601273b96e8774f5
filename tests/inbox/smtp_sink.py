"""A small mail server over a real socket that can misbehave on command."""

import socket
import threading
import time
from dataclasses import dataclass, field
from email import message_from_string
from email.message import Message
from typing import BinaryIO


@dataclass
class Sink:
    """`plan` says how the next connections' mails are treated, first first; after that all are accepted.

    "421 hello", "421 mail", "550 rcpt", "450 rcpt", "552 end", "451 end": an answer at that step. "drop hello",
    "drop mail", "drop data", "drop end": the line breaks there; "take and drop": accepted, but never said.
    "garbage mail", "garbage end": no code at all. "slow end": longer than the client waits.
    """

    plan: list[str] = field(default_factory=list)
    accepted: list[Message] = field(default_factory=list)
    slow_seconds: float = 1.5

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._open = True
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        if not self._open:
            return
        self._open = False
        self._listener.shutdown(socket.SHUT_RDWR)  # also wakes the thread that waits for a connection
        self._listener.close()

    def ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in self.accepted]

    def _listen(self) -> None:
        while self._open:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        with line, line.makefile("rb") as told:
            try:
                self._talk(line, told)  # type: ignore[arg-type]
            except (OSError, Gone):
                return

    def _talk(self, line: socket.socket, told: BinaryIO) -> None:
        self._step(line, "hello", "220 sink")
        steps = {b"MAIL": "mail", b"RCPT": "rcpt"}
        while raw := told.readline():
            word = raw.split(b" ")[0].strip().upper()
            if word == b"QUIT":
                return
            if word == b"DATA":
                self._take(line, told)
            elif word in steps:
                self._step(line, steps[word], "250 ok")
            else:
                _say(line, "250 sink")

    def _take(self, line: socket.socket, told: BinaryIO) -> None:
        """The text of a mail, and the answer to it."""
        self._drop_if("drop data")
        _say(line, "354 go on")
        text = []
        while (part := told.readline()) and part != b".\r\n":
            text.append(part[1:] if part.startswith(b"..") else part)
        if not part:
            raise Gone
        planned = self.plan[0] if self.plan else ""
        if planned == "take and drop" or not planned.endswith(" end"):
            self.accepted.append(message_from_string(b"".join(text).decode()))
        self._drop_if("take and drop")
        self._step(line, "end", "250 queued")

    def _drop_if(self, trouble: str) -> None:
        if self.plan and self.plan[0] == trouble:
            self.plan.pop(0)
            raise Gone

    def _step(self, line: socket.socket, name: str, good: str) -> None:
        """Answer one command as planned for it, or well."""
        if not (self.plan and self.plan[0].endswith(f" {name}")):
            _say(line, good)
            return
        what = self.plan.pop(0).split()[0]
        if what == "slow":
            time.sleep(self.slow_seconds)
        if what in {"drop", "slow"}:
            raise Gone
        _say(line, "what?" if what == "garbage" else f"{what} no")
        if what == "421":
            raise Gone


class Gone(Exception):
    """The line is cut here."""


def _say(line: socket.socket, text: str) -> None:
    line.sendall(f"{text}\r\n".encode())
