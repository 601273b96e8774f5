"""Borrowing a data folder's services for one command or one test run."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from barter.services.addresses import load_addresses, outside_environment
from barter.services.embedded import EmbeddedServices
from barter.services.folder import DataFolder


@contextlib.contextmanager
def borrowed_services(path: Path, *, port: int, throwaway: bool = False) -> Iterator[DataFolder]:
    """Use the services that run on the folder, or run them meanwhile; their addresses are in `os.environ`.

    Raises Trouble when they cannot be started.
    """
    folder = DataFolder(path)
    folder.open()
    if not folder.take(wait_seconds=0, purpose="a single command"):
        _load(folder)
        yield folder
        return
    services = EmbeddedServices(folder, outside_environment(), port=port, throwaway=throwaway)
    try:
        services.start()
        _load(folder)
        yield folder
    finally:
        services.stop()
        folder.release()


def _load(folder: DataFolder) -> None:
    os.environ["DATA"] = str(folder.path)
    load_addresses(folder.path)
