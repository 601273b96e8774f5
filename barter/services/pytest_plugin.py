"""Gives a test run its own embedded services, before Django reads its settings.

The services start once, in the process that was called; the workers of pytest-xdist inherit the addresses and take a
bucket and a cache of their own. Folder: `$DATA/test`, or `.data/test` in the project. Addresses in the environment win.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from barter import assets
from barter.services.addresses import PROJECT_DIR
from barter.services.folder import DataFolder, Trouble
from barter.services.session import borrowed_services

_STARTED = "BARTER_TEST_SERVICES"
_exits = contextlib.ExitStack()
_CACHES = 14  # a server has 16 databases; the broker and a run without workers have the first two


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Iterator[None]:
    """Start the services, or join those of the controller; a wrapper runs before pytest-django loads the settings."""
    if _STARTED not in os.environ:
        try:
            _exits.enter_context(borrowed_services(_test_folder(), port=8000, throwaway=True))
        except Trouble as trouble:
            raise pytest.UsageError(str(trouble)) from None
        assets.build(PROJECT_DIR / "static")  # pages of the live server link to the bundle
        os.environ[_STARTED] = "yes"
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    _take_own_bucket(worker)
    _take_own_cache(worker)
    yield


def pytest_unconfigure() -> None:
    """Stop what this process started."""
    _exits.close()


def _test_folder() -> Path:
    """The folder of this run; a temporary one when another run uses the usual one."""
    usual = Path(os.environ["DATA"]).absolute() / "test" if os.environ.get("DATA") else PROJECT_DIR / ".data" / "test"
    folder = DataFolder(usual)
    folder.open()
    if folder.take(wait_seconds=0, purpose="tests"):
        folder.release()
        return usual
    temporary = Path(tempfile.mkdtemp(prefix="barter-test-"))
    temporary.chmod(0o755)  # the database server may run as another user
    _exits.callback(shutil.rmtree, temporary, ignore_errors=True)
    return temporary


def _take_own_bucket(worker: str) -> None:
    from barter.services.buckets import ensure_bucket

    bucket = f"{os.environ['S3_BUCKET'].removesuffix('-main')}-{worker}"
    os.environ["S3_BUCKET"] = bucket
    ensure_bucket(os.environ, bucket)


def _take_own_cache(worker: str) -> None:
    """A database of the cache for each worker: what one remembers or clears is nothing to the others."""
    number = worker.removeprefix("gw")
    if number.isdigit():
        address, _, _ = os.environ["CACHE_URL"].rpartition("/")
        os.environ["CACHE_URL"] = f"{address}/{2 + int(number) % _CACHES}"
