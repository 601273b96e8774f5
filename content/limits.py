"""What may be uploaded: types, sizes, lengths, and how the limits are said before somebody chooses a file."""

from babel.numbers import format_decimal
from django.utils.translation import gettext, gettext_noop, ngettext

from barter.kernel import policy
from barter.kernel.templatetags.words import spoken_locale
from content.models import Asset

Kind = Asset.Kind

# what a client may declare, and the only types that are ever kept
TYPES: dict[str, str] = {
    "video/mp4": Kind.VIDEO,
    "video/quicktime": Kind.VIDEO,
    "video/webm": Kind.VIDEO,
    "image/jpeg": Kind.PHOTO,
    "image/png": Kind.PHOTO,
    "image/webp": Kind.PHOTO,
    "image/heic": Kind.PHOTO,
}
EXTENSIONS: dict[str, str] = {
    "video/mp4": "mp4",
    "video/quicktime": "mov",
    "video/webm": "webm",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/heic": "heic",
}
# pinned in the permission of the plain form, where the type is only known once the file is there
ANY_TYPE = "application/octet-stream"
ALLOWED_WORDS = gettext_noop("MP4, MOV or WebM for videos; JPEG, PNG, WebP or HEIC for photos")

MEGABYTE = 1_000_000
_UNITS = (
    (gettext_noop("{size} GB"), 1_000_000_000),
    (gettext_noop("{size} MB"), MEGABYTE),
    (gettext_noop("{size} KB"), 1_000),
)
SMALLEST_BYTES = 100
PART_BYTES = 5 * 1024 * 1024  # the smallest a store takes: a lost signal costs least, and 2 GB are 382 of them
PARTS_AT_ONCE = 50
SHORTEST_SIDE_PX = 240
RENDITION_WIDTHS_PX = [256, 512, 768, 1080]
LARGEST_PHOTO_PX = 120_000_000
LARGEST_VIDEO_SIDE_PX = 4_096
SHORTEST_VIDEO_MS = 500
LONGEST_VIDEO_MS = 300_000
FILES_IN_SUBMISSION = 20
# files of one collaboration that may wait or lie unused at the same time
OPEN_UPLOADS = 30


def max_bytes(kind: str) -> int:
    """The largest file of this kind, in bytes (a setting of staff, in megabytes)."""
    name = "upload_max_video_mb" if kind == Kind.VIDEO else "upload_max_photo_mb"
    return policy.value(name) * MEGABYTE


def limits_words() -> str:
    """The limits in one sentence, for the drop area."""
    words = gettext(
        "Videos: MP4, MOV or WebM, up to {video} and {minutes} minutes. Photos: JPEG, PNG, WebP or HEIC, up to {photo}."
    )
    return words.format(
        video=size_words(max_bytes(Kind.VIDEO)),
        photo=size_words(max_bytes(Kind.PHOTO)),
        minutes=LONGEST_VIDEO_MS // 60_000,
    )


def size_words(size_bytes: int) -> str:
    """ "2 GB", "25.4 MB", "310 KB" in the reader's language: decimal units, as phones and desktops show them."""
    for told, factor in _UNITS:
        if size_bytes >= factor:
            return gettext(told).format(size=format_decimal(round(size_bytes / factor, 1), locale=spoken_locale()))
    return ngettext("{count} byte", "{count} bytes", size_bytes).format(count=size_bytes)
