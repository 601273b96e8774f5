"""The preview without watermark of a file that was approved: fetch the original, decode it again, and let the file name it.

Nobody waits for it, so fresh uploads always go first: one is made at a time on a machine, by a decoder that gives way to
everything else. Safe to be killed at any line; nothing is shown before the last statement, which only its claim can make.
"""

import fcntl
import hashlib
import logging
import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError
from django.db import connection, transaction
from django.utils import timezone

from barter.kernel import storage
from barter.kernel.actors import Actor
from barter.kernel.clock import now as product_now
from barter.kernel.files import run
from barter.kernel.files.child import Refused, decode
from barter.kernel.files.claim import LostClaim, held
from barter.kernel.files.run import Rejection, insist
from content.models import Asset, CleanPreview
from content.operations.uploads import record_asset_move
from content.processing import previews

logger = logging.getLogger(__name__)
_STILL_OPEN = timedelta(hours=1)  # addresses of a preview work for a quarter of one


def process_next() -> bool:
    """Make one that waits. False when none does, or when another worker of this machine makes one."""
    with _turn() as is_ours:
        rows = CleanPreview.objects.select_related("asset__collaboration")
        return is_ours and run.process_next(rows, _process, _reject)


@contextmanager
def _turn() -> Iterator[bool]:
    """Of the processes of a machine that work for this database one at a time. The lock ends with its process, however that
    ends. The folder is everybody's: no link that somebody put there is followed."""
    name = f"barter-clean-preview-{os.getuid()}-{connection.settings_dict['NAME']}.lock"
    way = os.open(Path(tempfile.gettempdir()) / name, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with os.fdopen(way, "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _process(clean: CleanPreview, folder: Path, lost: threading.Event) -> None:
    if not clean.made:
        clean.made = _made(clean, folder, lost)
        _note(clean, made=clean.made, crashes=1)
    insist(lost)
    _finish(clean)


def _made(clean: CleanPreview, folder: Path, lost: threading.Event) -> dict[str, object]:
    """The columns of the file, with everything they name in the store."""
    asset, original = clean.asset, folder / "original"
    with original.open("wb") as file:
        storage.download(asset.original_key, file)
    with original.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != asset.sha256:
            raise Rejection("unreadable")
    insist(lost)
    wanted = previews.request(asset.content_type, original, stamped=False)
    made = decode(wanted, folder, seconds=previews.seconds(asset.content_type))
    if isinstance(made, Refused):
        raise Rejection(made.code, **made.facts)
    insist(lost)
    return previews.put(made, folder, f"previews/{clean.vault}/{clean.attempts}")


def _finish(clean: CleanPreview) -> None:
    asset = clean.asset
    with transaction.atomic():
        _note(clean, state=CleanPreview.State.READY, process_at=None, claimed_at=None, ended_at=timezone.now())
        Asset.objects.filter(pk=asset.pk).update(**clean.made)
        record_asset_move(asset, "clean_preview", asset.state, asset.state, Actor.system(), product_now())
    _clear(f"previews/{clean.vault}/", kept=f"{clean.made['preview_key'].rpartition('/')[0]}/")


def clear_old(*, limit: int = 100) -> int:
    """Delete the watermarked previews of files that name clean ones for longer than any address of theirs works."""
    before = timezone.now() - _STILL_OPEN
    rows = CleanPreview.objects.filter(state=CleanPreview.State.READY, ended_at__lt=before).select_related("asset")
    cleared = 0
    for clean in rows.order_by("ended_at")[:limit]:
        if _clear(f"previews/{clean.asset.vault}/"):
            cleared += CleanPreview.objects.filter(pk=clean.pk).update(state=CleanPreview.State.CLEARED)
    return cleared


def _clear(folder: str, *, kept: str = "-") -> bool:
    """Everything below a folder but what stands in `kept`. False when the store did not answer."""
    try:
        for key in storage.keys_under(folder):
            if not key.startswith(kept):
                storage.delete(key)
    except (BotoCoreError, ClientError) as error:
        logger.warning("old previews stay", extra={"error": type(error).__name__})
        return False
    return True


def _reject(clean: CleanPreview, rejection: Rejection) -> None:
    """The file keeps its watermarked preview. What attempts have put goes."""
    logger.warning("no clean preview", extra={"asset": clean.public_id, "code": rejection.code})
    failed = {"state": CleanPreview.State.FAILED, "process_at": None, "claimed_at": None, "ended_at": timezone.now()}
    if CleanPreview.objects.filter(**held(clean)).update(**failed):
        _clear(f"previews/{clean.vault}/")


def _note(clean: CleanPreview, **columns: object) -> None:
    if not CleanPreview.objects.filter(**held(clean)).update(**columns):
        raise LostClaim
