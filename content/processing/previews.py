"""What is asked of the decoder, and where what it made is kept."""

import shutil
from pathlib import Path
from typing import Any

import imageio_ffmpeg
from django.conf import settings

from barter.kernel import storage
from barter.kernel.files.child import Decoded, made_file
from content import limits
from content.models import rendition_names

PHOTO_SECONDS, VIDEO_SECONDS = 60, 270
_SUFFIX = {"preview": "preview", "poster": "poster.webp", "thumb": "thumb.webp", "strip": "strip.webp"}
_TYPES = {".mp4": "video/mp4", ".webp": "image/webp", ".avif": "image/avif"}


def request(media_type: str, original: Path, *, stamped: bool = True) -> dict[str, Any]:
    """For the decoder. Without our mark nobody waits for it, so it gives way to everything else."""
    return {
        "type": media_type,
        "path": str(original),
        "ffmpeg": getattr(settings, "FFMPEG", "") or shutil.which("ffmpeg") or imageio_ffmpeg.get_ffmpeg_exe(),
        "max_pixels": limits.LARGEST_PHOTO_PX,
        "max_side": limits.LARGEST_VIDEO_SIDE_PX,
        "min_side": limits.SHORTEST_SIDE_PX,
        "widths": limits.RENDITION_WIDTHS_PX,
        "min_ms": limits.SHORTEST_VIDEO_MS,
        "max_ms": limits.LONGEST_VIDEO_MS,
        "cpu_seconds": 2 * seconds(media_type),
        "memory_mb": 3_000,
        "output_mb": 500,
        "stamped": stamped,
        "gives_way": not stamped,
    }


def seconds(media_type: str) -> int:
    return PHOTO_SECONDS if media_type.startswith("image/") else VIDEO_SECONDS


def put(made: Decoded, folder: Path, place: str) -> dict[str, Any]:
    """Everything it made into the store below `place`. The columns of a file that name it."""
    keys = {f"{name}_key": f"{place}/{_SUFFIX[name]}" for name in made.files}
    for name, file_name in made.files.items():
        _put(keys[f"{name}_key"], folder / file_name)
    for name in rendition_names(made.widths):
        _put(f"{place}/{name}", folder / name)
    return {**keys, "widths": made.widths}


def _put(key: str, path: Path) -> None:
    with made_file(path) as file:
        storage.upload(key, file, content_type=_TYPES[path.suffix])
