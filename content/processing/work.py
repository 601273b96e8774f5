"""Take a file through its checks: fetch, type, scan, decode in a child, keep. Safe to be killed at any line.

Nothing is shown before the last statement, one conditional UPDATE that holds only while the claim does. What an
earlier attempt left in the store lies under keys of its own and is deleted by the attempt that gets through.
"""

import hashlib
import logging
import shutil
import threading
from pathlib import Path
from typing import Any

import imageio_ffmpeg
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop as _

from barter.kernel import storage
from barter.kernel.actors import Actor
from barter.kernel.clock import now as product_now
from barter.kernel.files import run
from barter.kernel.files import scan as scanner
from barter.kernel.files.child import Decoded, Refused, decode
from barter.kernel.files.claim import LostClaim, held
from barter.kernel.files.run import Rejection, insist
from barter.kernel.files.sniff import sniff, type_words
from content import limits
from content.models import Asset
from content.operations.uploads import record_asset_move
from content.processing.refusals import sentence

logger = logging.getLogger(__name__)
PHOTO_SECONDS, VIDEO_SECONDS = 60, 270
_SUFFIX = {"preview": "preview", "poster": "poster.webp", "thumb": "thumb.webp"}

# a file of this kind was announced as the other
_OTHER_KIND: dict[str, str] = {Asset.Kind.VIDEO: _("a video, not a photo"), Asset.Kind.PHOTO: _("a photo, not a video")}


def process_next() -> bool:
    """Take one waiting file to its end. False when none waits."""
    return run.process_next(Asset.objects.select_related("collaboration"), _process, _reject)


def _process(asset: Asset, folder: Path, lost: threading.Event) -> None:
    original = folder / "original"
    with original.open("wb") as file:
        storage.download(asset.upload_key, file)
    media_type = _check_type(asset, original)
    insist(lost)
    scan = scanner.scan(original)
    if scan == scanner.INFECTED:
        raise Rejection("infected")
    insist(lost)
    made = decode(_request(media_type, original), folder, seconds=_seconds(media_type))
    if isinstance(made, Refused):
        raise Rejection(made.code, **made.facts)
    insist(lost)
    with original.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    keys = _keep(asset, folder, original, media_type, made)
    insist(lost)
    _finish(asset, media_type, made, scan, sha256, keys)


def _check_type(asset: Asset, original: Path) -> str:
    size_bytes = original.stat().st_size
    media_type = sniff(original)
    kind = limits.TYPES.get(media_type)
    if size_bytes < limits.SMALLEST_BYTES:
        raise Rejection("too_small", size_bytes=size_bytes)
    if kind is None or (asset.content_type != limits.ANY_TYPE and kind != asset.kind):
        raise Rejection("wrong_type", type=type_words(media_type) if kind is None else _OTHER_KIND[kind])
    if size_bytes > limits.max_bytes(kind):
        raise Rejection("too_large", size_bytes=size_bytes, limit=limits.max_bytes(kind))
    return media_type


def _request(media_type: str, original: Path) -> dict[str, Any]:
    return {
        "type": media_type,
        "path": str(original),
        "ffmpeg": getattr(settings, "FFMPEG", "") or shutil.which("ffmpeg") or imageio_ffmpeg.get_ffmpeg_exe(),
        "max_pixels": limits.LARGEST_PHOTO_PX,
        "max_side": limits.LARGEST_VIDEO_SIDE_PX,
        "min_side": limits.SHORTEST_SIDE_PX,
        "min_ms": limits.SHORTEST_VIDEO_MS,
        "max_ms": limits.LONGEST_VIDEO_MS,
        "cpu_seconds": 2 * _seconds(media_type),
        "memory_mb": 3_000,
        "output_mb": 500,
    }


def _seconds(media_type: str) -> int:
    return PHOTO_SECONDS if media_type.startswith("image/") else VIDEO_SECONDS


def _keep(asset: Asset, folder: Path, original: Path, media_type: str, made: Decoded) -> dict[str, str]:
    """Put the checked bytes and the previews under keys no client has seen; returns the columns to write."""
    keys = keys_of(asset, asset.attempts, made)
    with original.open("rb") as file:
        storage.upload(keys["original_key"], file, content_type=media_type)
    for name, file_name in made.files.items():
        preview_type = "video/mp4" if file_name.endswith(".mp4") else "image/webp"
        with (folder / file_name).open("rb") as file:
            storage.upload(keys[f"{name}_key"], file, content_type=preview_type)
    return keys


def keys_of(asset: Asset, attempt: int, made: Decoded) -> dict[str, str]:
    base = f"{asset.vault}/{attempt}"
    keys = {f"{name}_key": f"previews/{base}/{_SUFFIX[name]}" for name in made.files}
    return {"original_key": f"kept/{base}", **keys}


def _finish(asset: Asset, media_type: str, made: Decoded, scan: str, sha256: str, keys: dict[str, str]) -> None:
    with transaction.atomic():
        done = Asset.objects.filter(**held(asset)).update(
            state=Asset.State.READY,
            kind=limits.TYPES[media_type],
            content_type=media_type,
            width=made.width,
            height=made.height,
            duration_ms=made.duration_ms,
            sha256=sha256,
            scan=scan,
            ready_at=product_now(),
            process_at=None,
            claimed_at=None,
            **keys,
        )
        if not done:
            raise LostClaim
        record_asset_move(asset, "make_ready", Asset.State.PROCESSING, Asset.State.READY, Actor.system(), product_now())
    _clear_leftovers(asset, made)


def _clear_leftovers(asset: Asset, made: Decoded) -> None:
    """The arrived object has served, and so have the keys of attempts that were killed. The sweep repeats the first."""
    try:
        storage.delete(asset.upload_key)
        for attempt in range(1, asset.attempts):
            for key in keys_of(asset, attempt, made).values():
                storage.delete(key)
    except (BotoCoreError, ClientError) as error:
        logger.warning("leftovers stay", extra={"asset": asset.public_id, "error": type(error).__name__})


def _reject(asset: Asset, rejection: Rejection) -> None:
    scan = scanner.INFECTED if rejection.code == "infected" else scanner.NOT_SCANNED
    with transaction.atomic():
        done = Asset.objects.filter(**held(asset)).update(
            state=Asset.State.REJECTED,
            rejection_code=rejection.code,
            rejection_detail=sentence(rejection.code, rejection.facts)[:300],
            scan=scan,
            process_at=None,
            claimed_at=None,
        )
        if done:
            record_asset_move(
                asset,
                "reject",
                Asset.State.PROCESSING,
                Asset.State.REJECTED,
                Actor.system(),
                product_now(),
                rejection.code,
            )
    if done:
        try:
            storage.delete(asset.upload_key)
        except (BotoCoreError, ClientError) as error:
            logger.warning("rejected file stays", extra={"asset": asset.public_id, "error": type(error).__name__})
