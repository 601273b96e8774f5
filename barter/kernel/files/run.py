"""Take one waiting file to its end, whatever happens to it on the way. Safe to be killed at any line."""

import logging
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.db import models
from django.utils import timezone

from barter.kernel.errors import StoreAway
from barter.kernel.files.child import DecoderCrashed
from barter.kernel.files.claim import LostClaim, claim_next, kept_alive, put_back
from barter.kernel.files.scan import ScannerAway

logger = logging.getLogger(__name__)
CRASHES_MAX = 3
_FOLDER, _FOLDER_SECONDS = "barter-file-", 3_600


class Rejection(Exception):
    """The file can't be used. `code` is one the app has words for."""

    def __init__(self, code: str, **facts: Any) -> None:
        self.code, self.facts = code, facts
        super().__init__(code)


def process_next(
    rows: "models.QuerySet[Any]",
    process: Callable[[Any, Path, threading.Event], None],
    reject: Callable[[Any, Rejection], None],
) -> bool:
    """Take one waiting file to its end. False when none waits. A fault of one file never stops the next.

    `process` gets the row, an empty folder and an event that is set when the claim is lost; it raises Rejection for what
    can't be used and LostClaim when its last conditional UPDATE meets no row.
    """
    row = claim_next(rows)
    if row is None:
        return False
    _clear_folders()
    if row.crashes > CRASHES_MAX:
        reject(row, Rejection("unreadable"))
        return True
    try:
        with kept_alive(row) as lost, tempfile.TemporaryDirectory(prefix=_FOLDER) as folder:
            process(row, Path(folder), lost)
    except Rejection as rejection:
        reject(row, rejection)
    except LostClaim:  # the worker that took it over writes how it ended
        logger.info("claim lost", extra={"file": row.public_id})
    except DecoderCrashed as crash:
        logger.warning("decoder crashed", extra={"file": row.public_id, "how": str(crash)})
        put_back(row, at=timezone.now(), crashed=True)
    except (BotoCoreError, ClientError, StoreAway, OSError, ScannerAway) as error:
        logger.warning("file put back", extra={"file": row.public_id, "error": type(error).__name__})
        put_back(row, at=timezone.now() + _pause(row), crashed=False)
    except Exception:
        logger.exception("file failed", extra={"file": row.public_id})
        put_back(row, at=timezone.now() + _pause(row), crashed=True)
    return True


def _clear_folders() -> None:
    """What workers that were killed have left on the disk: up to 2 GB each. A task lives for ten minutes at most."""
    before = time.time() - _FOLDER_SECONDS
    for folder in Path(tempfile.gettempdir()).glob(f"{_FOLDER}*"):
        with suppress(OSError):  # another worker was faster, or it is another user's
            if folder.stat().st_mtime < before:
                shutil.rmtree(folder)


def insist(lost: threading.Event) -> None:
    """Raises LostClaim once the claim is another worker's."""
    if lost.is_set():
        raise LostClaim


def _pause(row: Any) -> timedelta:
    """1 s, 2 s, 4 s ... up to a minute."""
    return timedelta(seconds=min(60, 2 ** min(row.attempts - 1, 6)))
