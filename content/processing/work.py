"""Take a file through its checks: fetch, type, scan, decode in a child, keep. Safe to be killed at any line.

Nothing is shown before the last statement, one conditional UPDATE that holds only while the claim does. What an
earlier attempt left in the store lies under keys of its own and is deleted by the attempt that gets through.
"""

import hashlib
import logging
import threading
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.db import transaction
from django.utils.translation import gettext_noop as _

from barter.kernel import storage
from barter.kernel.actors import Actor
from barter.kernel.clock import now as product_now
from barter.kernel.files import run
from barter.kernel.files import scan as scanner
from barter.kernel.files.child import DecoderCrashed, Refused, decode, made_file
from barter.kernel.files.claim import LostClaim, held
from barter.kernel.files.run import Rejection, insist
from barter.kernel.files.sniff import sniff, type_words
from content import limits
from content.models import Asset
from content.operations.sweeping import kept_keys, unnamed_keys
from content.operations.uploads import record_asset_move
from content.processing import previews
from content.processing.refusals import sentence
from content.workflow import UploadStep

logger = logging.getLogger(__name__)
_AT_REST: dict[str, Any] = {"process_at": None, "claimed_at": None, "step": "", "step_percent": 0, "steps_done": {}}

# a file of this kind was announced as the other
_OTHER_KIND: dict[str, str] = {Asset.Kind.VIDEO: _("a video, not a photo"), Asset.Kind.PHOTO: _("a photo, not a video")}


def process_next() -> bool:
    """Take one waiting file to its end. False when none waits."""
    return run.process_next(Asset.objects.select_related("collaboration"), _process, _reject)


def _process(asset: Asset, folder: Path, lost: threading.Event) -> None:
    """Step by step. What a step found is written down with the hash of the bytes: a worker that takes over goes on behind
    it, unless other bytes have come in between."""
    original = folder / "original"
    _begin(asset, UploadStep.CHECKING)
    with original.open("wb") as file:
        storage.download(asset.upload_key, file)
    media_type, size_bytes = _check_type(asset, original), original.stat().st_size
    with original.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    if asset.steps_done.get("sha256") != sha256:
        asset.steps_done = {"sha256": sha256}
    insist(lost)
    if "scan" not in asset.steps_done:
        _begin(asset, UploadStep.SCANNING)
        _end(asset, scan=_scanned(original))
    insist(lost)
    if "made" not in asset.steps_done:
        _begin(asset, UploadStep.PREPARING)
        _end(asset, made=_made(asset, folder, original, media_type))
    insist(lost)
    if "original_key" not in asset.steps_done:
        _begin(asset, UploadStep.KEEPING)
        _end(asset, original_key=_kept(asset, original, media_type))
    insist(lost)
    _finish(asset, media_type, size_bytes)


def _begin(asset: Asset, step: UploadStep) -> None:
    _note(asset, step=step, step_percent=0)


def _end(asset: Asset, **found: Any) -> None:
    """A step that ended forgives the deaths before it: they were not the file's fault."""
    asset.steps_done |= found
    asset.crashes = 1
    _note(asset, steps_done=asset.steps_done, crashes=1)


def _note(asset: Asset, **columns: Any) -> None:
    if not Asset.objects.filter(**held(asset)).update(**columns):
        raise LostClaim


def _scanned(original: Path) -> str:
    found = scanner.scan(original)
    if found == scanner.INFECTED:
        raise Rejection("infected")
    return found


def _made(asset: Asset, folder: Path, original: Path, media_type: str) -> dict[str, Any]:
    """The columns that tell of the picture, with its previews in the store."""

    def told(percent: int) -> None:
        further = Asset.objects.filter(**held(asset), step_percent__lt=percent)  # ffmpeg steps back at times
        further.update(step_percent=percent)

    made = decode(previews.request(media_type, original), folder, seconds=previews.seconds(media_type), told=told)
    if isinstance(made, Refused):
        raise Rejection(made.code, **made.facts)
    facts = ("width", "height", "duration_ms", "phash", "frame_rate", "loudness_lufs")
    kept = previews.put(made, folder, f"previews/{asset.vault}/{asset.attempts}")
    return {**kept, **{name: getattr(made, name) for name in facts}}


def _kept(asset: Asset, original: Path, media_type: str) -> str:
    """The checked bytes, untouched, under a key that no client has seen."""
    key = f"kept/{asset.vault}/{asset.attempts}"
    with made_file(original) as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != asset.steps_done["sha256"]:
            raise DecoderCrashed("changed the file")  # it runs as we do: what was checked is kept, and nothing else
        file.seek(0)
        storage.upload(key, file, content_type=media_type)
    return key


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


def _finish(asset: Asset, media_type: str, size_bytes: int) -> None:
    done = asset.steps_done
    with transaction.atomic():
        ready = Asset.objects.filter(**held(asset)).update(
            state=Asset.State.READY,
            kind=limits.TYPES[media_type],
            content_type=media_type,
            size_bytes=size_bytes,
            sha256=done["sha256"],
            scan=done["scan"],
            original_key=done["original_key"],
            **done["made"],
            ready_at=product_now(),
            **_AT_REST,
        )
        if not ready:
            raise LostClaim
        record_asset_move(asset, "make_ready", Asset.State.PROCESSING, Asset.State.READY, Actor.system(), product_now())
    _clear_leftovers(Asset.objects.get(pk=asset.pk))


def _clear_leftovers(asset: Asset) -> None:
    """The arrived object has served, and so has what attempts that were killed have put. The sweep repeats the first."""
    wanted = set(kept_keys(asset))
    try:
        storage.delete(asset.upload_key)
        if asset.attempts > 1:
            for key in unnamed_keys(asset):
                if key not in wanted:
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
            **_AT_REST,
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
