"""The virus scan: clamd when one is configured; otherwise the file says honestly that it was not scanned."""

import socket
import struct
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

_CHUNK_BYTES = 256 * 1024
_TIMEOUT_SECONDS = 60
NOT_SCANNED, CLEAN, INFECTED = "not_scanned", "clean", "infected"


class ScannerAway(Exception):
    """clamd is configured but can't be asked: the file waits rather than pass unseen."""


def scan(path: Path) -> str:
    """not_scanned, clean or infected. Raises ScannerAway."""
    address: str = getattr(settings, "CLAMD_URL", "")
    if not address:
        return NOT_SCANNED
    try:
        answer = _stream(address, path)
    except OSError as error:
        raise ScannerAway(str(error)) from error
    if b"size limit exceeded" in answer:
        return NOT_SCANNED
    if answer.rstrip(b"\0\n").endswith(b"OK"):
        return CLEAN
    if b"FOUND" in answer:
        return INFECTED
    raise ScannerAway(answer[:80].decode(errors="replace"))


def _stream(address: str, path: Path) -> bytes:
    """clamd's INSTREAM: chunks with their length in front, a zero length at the end."""
    with _connect(address) as connection, path.open("rb") as file:
        connection.sendall(b"zINSTREAM\0")
        try:
            while chunk := file.read(_CHUNK_BYTES):
                connection.sendall(struct.pack("!I", len(chunk)) + chunk)
            connection.sendall(struct.pack("!I", 0))
        except (BrokenPipeError, ConnectionResetError):
            pass  # it stopped reading at its size limit; the answer says so
        return connection.recv(4_096)


def _connect(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(_TIMEOUT_SECONDS)
        connection.connect(parts.path)
        return connection
    return socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 3310), timeout=_TIMEOUT_SECONDS)
