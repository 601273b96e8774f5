"""A file as pages show it: in the message it was sent with, and before that where it was chosen."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from barter.kernel import storage
from barter.kernel.templatetags.words import bytes_words
from inbox.checking import refusal_words
from inbox.models import Attachment

S = Attachment.State
_THUMB_SECONDS = 600
_LONGEST_SIDE = 240


def attached(row: Attachment) -> dict[str, Any]:
    """What `inbox/_attached.html` shows."""
    is_ready = row.state == S.READY
    width, height = _shown_size(row)
    return {
        "id": row.public_id,
        "name": row.file_name,
        "size": bytes_words(row.size_bytes),
        "is_busy": row.state == S.PROCESSING,
        "is_photo": is_ready and row.is_photo,
        "why": refusal_words(row.rejection_code) if row.state == S.REJECTED else "",
        "url": reverse("chat_file", args=[row.public_id]) if is_ready else "",
        "thumb_url": _thumb(row) if is_ready else "",
        "width": width,
        "height": height,
    }


def upload_row(row: Attachment) -> dict[str, Any]:
    """What components/up.html shows of a file that was not sent yet."""
    states: dict[str, str] = {S.PROCESSING: "processing", S.READY: "done", S.REJECTED: "rejected"}
    size = bytes_words(row.size_bytes) if row.size_bytes else ""
    return {
        "id": row.public_id,
        "name": row.file_name if row.file_name != "file" else _("Your file"),
        "state": states.get(row.state, "failed"),
        "words": refusal_words(row.rejection_code) if row.state == S.REJECTED else size,
        "thumb_url": _thumb(row) if row.state == S.READY else "",
        "is_busy": row.state == S.PROCESSING,
    }


def _thumb(row: Attachment) -> str:
    return storage.presign_get(row.thumb_key, expires_seconds=_THUMB_SECONDS) if row.thumb_key else ""


def _shown_size(row: Attachment) -> tuple[int, int]:
    """The place the photo takes, known before it is there."""
    longest = max(row.width or 1, row.height or 1)
    scale = min(1.0, _LONGEST_SIDE / longest)
    return max(1, round((row.width or 1) * scale)), max(1, round((row.height or 1) * scale))
