"""Take a message's file through its checks: fetch, type by content, scan, draw anew. Safe to be killed at any line.

A photo is decoded in a child with hard limits and kept as new pixels alone, so that no location, no profile and no
trick of its format leaves; its original is deleted. A PDF is kept as it is and only ever saved, never shown.
"""

import re
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from barter.kernel import storage
from barter.kernel.files import run, scan
from barter.kernel.files.child import Decoded, Refused, decode
from barter.kernel.files.claim import LostClaim, held
from barter.kernel.files.run import Rejection, insist
from barter.kernel.files.sniff import HEAD_BYTES, sniff
from inbox.models import Attachment
from inbox.operations.files import ANY_TYPE, LEAST_BYTES, MOST_BYTES, TYPES

S = Attachment.State
PDF = "application/pdf"
_LARGEST_PHOTO_PX = 80_000_000
_SECONDS = 60
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData)\b")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"(?<!end)stream[ \t]*(?:\r\n|\r|\n)")
_PLAINLY_PACKED = re.compile(rb"/Filter\s*(?:\[\s*/FlateDecode\s*\]|/FlateDecode\b)")
_MOST_UNPACKED = 50_000_000


def check_next() -> bool:
    """Take one waiting file to its end. False when none waits."""
    return run.process_next(Attachment.objects.all(), _check, _reject)


def refusal_words(code: str) -> str:
    """Why a file can't be used, for both sides."""
    return {
        "wrong_type": _("It is not the photo or PDF it says it is. We take JPEG, PNG, WebP, HEIC and PDF."),
        "too_large": _("It is larger than 10 MB."),
        "too_small": _("There is nothing in it."),
        "too_many_pixels": _("It has more pixels than we can open. Export it smaller and try again."),
        "infected": _("Our virus scanner found something in it, so we deleted it."),
        "active": _("It holds scripts or other files. Save it as a plain PDF and try again."),
        "encrypted": _("It is locked with a password. Save it without one and try again."),
    }.get(code, _("We could not open it: it is damaged. Export it again and try once more."))


def _check(row: Attachment, folder: Path, lost: threading.Event) -> None:
    original = folder / "original"
    with original.open("wb") as file:
        storage.download(row.upload_key, file)
    media_type = _type_of(row, original)
    insist(lost)
    if scan.scan(original) == scan.INFECTED:
        raise Rejection("infected")
    insist(lost)
    keys = _keep_pdf(row, original) if media_type == PDF else _keep_photo(row, original, media_type, folder)
    insist(lost)
    done = Attachment.objects.filter(**held(row)).update(
        state=S.READY, content_type=media_type, process_at=None, claimed_at=None, **keys
    )
    if not done:
        raise LostClaim
    storage.delete(row.upload_key)


def _type_of(row: Attachment, original: Path) -> str:
    size_bytes = original.stat().st_size
    if size_bytes < LEAST_BYTES:
        raise Rejection("too_small")
    if size_bytes > MOST_BYTES:
        raise Rejection("too_large")
    with original.open("rb") as file:
        media_type = PDF if file.read(HEAD_BYTES).startswith(b"%PDF-") else sniff(original)
    is_as_declared = row.content_type == ANY_TYPE or (row.content_type == PDF) == (media_type == PDF)
    if media_type not in TYPES or not is_as_declared:
        raise Rejection("wrong_type")
    return media_type


def _keep_photo(row: Attachment, original: Path, media_type: str, folder: Path) -> dict[str, object]:
    request = {
        "type": media_type,
        "path": str(original),
        "max_pixels": _LARGEST_PHOTO_PX,
        "min_side": 1,
        "stamped": False,
        "cpu_seconds": 2 * _SECONDS,
        "memory_mb": 3_000,
        "output_mb": 100,
    }
    made = decode(request, folder, seconds=_SECONDS)
    if isinstance(made, Refused):
        raise Rejection(made.code)
    keys = _keys(row, made)
    for column, name in (("kept_key", "preview"), ("thumb_key", "thumb")):
        with (folder / made.files[name]).open("rb") as file:
            storage.upload(keys[column], file, content_type="image/webp")
    return {**keys, "width": made.width, "height": made.height}


def _keys(row: Attachment, made: Decoded | None = None) -> dict[str, str]:
    base = f"{row.vault}/{row.attempts}"
    if made is None:
        return {"kept_key": f"kept/{base}"}
    return {"kept_key": f"previews/{base}/preview", "thumb_key": f"previews/{base}/thumb.webp"}


def _keep_pdf(row: Attachment, original: Path) -> dict[str, object]:
    """What a viewer would run, open or send by itself is refused, also where its name is written in escapes."""
    body = original.read_bytes()
    if b"%%EOF" not in body[-2_048:] or b"startxref" not in body[-4_096:]:
        raise Rejection("unreadable")
    if b"/Encrypt" in _named(body):
        raise Rejection("encrypted")
    if any(_ACTIVE.search(_named(part)) for part in (body, *_unpacked(body))):
        raise Rejection("active")
    keys = _keys(row)
    with original.open("rb") as file:
        storage.upload(keys["kept_key"], file, content_type=ANY_TYPE)
    return dict(keys)


def _named(part: bytes) -> bytes:
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), part)


def _unpacked(body: bytes) -> Iterator[bytes]:
    """What stands in streams of objects, where every name can hide; one that is packed in another way is refused."""
    left, before = _MOST_UNPACKED, 0
    for found in _STREAM.finditer(body):
        head, before = _named(body[before : found.start()]), found.end()
        if b"/ObjStm" not in head:
            continue
        told = head.rpartition(b"obj")[2]
        if not _PLAINLY_PACKED.search(told) or b"/DecodeParms" in told:
            raise Rejection("unreadable")
        try:
            part = zlib.decompressobj().decompress(body[found.end() :], left + 1)
        except zlib.error:
            raise Rejection("unreadable") from None
        left -= len(part)
        if left < 0:
            raise Rejection("unreadable")
        yield part


def _reject(row: Attachment, rejection: Rejection) -> None:
    done = Attachment.objects.filter(**held(row)).update(
        state=S.REJECTED, rejection_code=rejection.code[:40], process_at=None, claimed_at=None
    )
    if done:
        storage.delete(row.upload_key)
