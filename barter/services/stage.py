"""The server that plays the outside world: public posts are looked at there, not at the platforms themselves."""

import os
import socket
import sys

from barter.services.addresses import PROJECT_DIR
from barter.services.child import Child
from barter.services.folder import DataFolder


class Stage:
    """deals/posts/stage.py on a port of the folder. It keeps nothing."""

    name = "stage"
    replaced_by: tuple[str, ...] = ("OUTWARD_STAGE",)

    def __init__(self, folder: DataFolder, *, throwaway: bool = False) -> None:
        self.folder = folder
        self.port = folder.port("stage")

    def environment(self) -> dict[str, str]:
        """Its address."""
        return {"OUTWARD_STAGE": f"http://127.0.0.1:{self.port}"}

    def start(self) -> Child:
        """Start the server."""
        return Child(
            self.name,
            [sys.executable, "-m", "deals.posts.stage", "--port", str(self.port)],
            folder=self.folder,
            environment={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "PYTHONUNBUFFERED": "1"},
            working_folder=PROJECT_DIR,
        )

    def ready(self) -> bool:
        """Whether it takes connections."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return True
        except OSError:
            return False

    def after_start(self) -> None:
        """Nothing to prepare."""
