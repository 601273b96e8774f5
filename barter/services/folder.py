"""One data folder: its checks, its lock, its secrets and the ports its services keep from start to start."""

import base64
import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import shutil
import socket
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from barter.services.addresses import ENVIRONMENT_FILE

FREE_BYTES_NEEDED = 300 * 1024 * 1024
LONGEST_SOCKET_FOLDER = 80  # bytes; the kernel allows 107 for the whole path of a socket


class Trouble(Exception):
    """Something the person at the terminal can put right; its text is the one line they are shown."""


class DataFolder:
    """Everything the embedded services keep, below one path."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.logs = path / "logs"
        self.mail = path / "mail"
        self._lock: IO[str] | None = None

    def open(self) -> None:
        """Create the folder and see that it can be written and that the disk has room; raises Trouble."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            for folder in (self.logs, self.mail):
                folder.mkdir(mode=0o700, exist_ok=True)
            probe = self.path / ".writable"
            probe.write_bytes(b"x" * 4096)
            probe.unlink()
            free = shutil.disk_usage(self.path).free
        except PermissionError:
            raise Trouble(
                f"The data folder {self.path} cannot be written; choose another with DATA=/some/folder."
            ) from None
        except (NotADirectoryError, FileExistsError):
            raise Trouble(
                f"The data folder {self.path} is not a folder; choose another with DATA=/some/folder."
            ) from None
        except OSError as error:
            raise Trouble(f"The data folder {self.path} cannot be used: {error.strerror}.") from None
        if free < FREE_BYTES_NEEDED:
            raise Trouble(
                f"The disk of {self.path} is full: {free // 2**20} MB free, {FREE_BYTES_NEEDED // 2**20} MB needed; "
                "make room or choose another folder with DATA=/some/folder."
            )

    def take(self, wait_seconds: float, purpose: str) -> bool:
        """Become the one process that runs this folder's services; False if another kept it for `wait_seconds`."""
        file = (self.path / "lock").open("a+")
        deadline = time.monotonic() + wait_seconds
        while True:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            if time.monotonic() >= deadline:
                file.close()
                return False
            time.sleep(0.1)
        file.truncate(0)
        file.write(f"{os.getpid()} {purpose}")
        file.flush()
        self._lock = file
        return True

    def holder(self) -> str:
        """Who holds the folder: process id and purpose, as they wrote it."""
        with contextlib.suppress(OSError):
            return (self.path / "lock").read_text().strip()
        return ""

    def release(self) -> None:
        """Let another process run the services."""
        if self._lock:
            self._lock.close()
            self._lock = None

    def log(self, name: str) -> IO[bytes]:
        """The log of one part, opened to append; a log above 20 MB is put aside once."""
        file = self.logs / f"{name}.log"
        if file.exists() and file.stat().st_size > 20 * 2**20:
            file.replace(file.with_suffix(".log.1"))
        return file.open("ab")

    def note_process(self, name: str, pid: int) -> None:
        """Keep the process id of a part in `pids/`, for people who want to look at it or kill it.

        The file is swapped in whole: whoever reads it while a part restarts sees the old id or the new one, never nothing.
        """
        pids = self.path / "pids"
        pids.mkdir(exist_ok=True)
        written = pids / f".{name}"
        written.write_text(f"{pid}\n")
        written.replace(pids / name)

    def socket_folder(self) -> Path:
        """A private folder for sockets with a path short enough for the kernel."""
        inside = self.path / "run"
        if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER:
            inside.mkdir(mode=0o700, exist_ok=True)
            return inside
        digest = hashlib.sha256(os.fsencode(self.path)).hexdigest()[:12]
        outside = Path(tempfile.gettempdir()) / f"barter-{os.getuid()}-{digest}"
        outside.mkdir(mode=0o700, exist_ok=True)
        return outside

    def secret(self, name: str) -> str:
        """A secret made on first use and kept, readable by the owner alone. Suits as a Fernet key."""
        return self._keep("secrets.json", name, lambda: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())

    def port(self, name: str) -> int:
        """The port a service of this folder had last time if it is still free, otherwise another one; never that of another."""
        known = self._read("ports.json")
        others = {int(port) for other, port in known.items() if other != name}
        port = int(known.get(name, 0))
        while port in {0, *others} or not _is_free(port) or not _is_free(port + _GRPC_ABOVE):
            port = _LOWEST_PORT + secrets.randbelow(_GRPC_ABOVE)
        if known.get(name) != str(port):
            self._write("ports.json", {**known, name: str(port)})
        return port

    def write_environment(self, values: dict[str, str]) -> None:
        """Tell other programs of this folder (`make manage`) where its services answer."""
        self._write(ENVIRONMENT_FILE, values)

    def _keep(self, file: str, name: str, make: Callable[[], str]) -> str:
        known = self._read(file)
        if name not in known:
            known[name] = make()
            self._write(file, known)
        return known[name]

    def _read(self, file: str) -> dict[str, str]:
        path = self.path / file
        return dict(json.loads(path.read_text())) if path.is_file() else {}

    def _write(self, file: str, values: dict[str, str]) -> None:
        temporary = self.path / f".{file}.new"
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            json.dump(values, handle, indent=1)
        temporary.replace(self.path / file)


# Below the range from which the kernel takes ports of outgoing connections (32768 and up), gRPC included.
_LOWEST_PORT = 12_000
_GRPC_ABOVE = 10_000  # SeaweedFS listens there too


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return True
    return False
