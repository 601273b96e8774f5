"""The child that touches hostile bytes. Run as a program of its own: no Django, no database, no secrets, hard limits.

Reads one JSON request from standard input, writes previews into the current folder and one JSON answer to standard
output: {"width", "height", "duration_ms", "files"} or {"refuse": code, "facts": {...}}.
"""

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

_PR_SET_PDEATHSIG = 1
_PREVIEW_PX = 1080
_VIDEO_PX = 720
_THUMB_PX = 384
_STAMP_WORDS = "barter preview"
_FORMATS = {"image/jpeg": ["JPEG", "MPO"], "image/png": ["PNG"], "image/webp": ["WEBP"], "image/heic": ["HEIF"]}
# the demuxer is named, so that a playlist or script in disguise is never read as one
_DEMUXERS = {"video/mp4": "mov", "video/quicktime": "mov", "video/webm": "matroska"}


class Refusal(Exception):
    """What is wrong with the file: a code and the file's own values."""

    def __init__(self, code: str, **facts: Any) -> None:
        self.code, self.facts = code, facts
        super().__init__(code)


def main() -> None:
    request = json.load(sys.stdin)
    _limit(request)
    try:
        made = photo(request) if request["type"].startswith("image/") else video(request)
    except Refusal as refusal:
        made = {"refuse": refusal.code, "facts": refusal.facts}
    sys.stdout.write(json.dumps(made))
    sys.stdout.flush()
    os._exit(0)  # no destructors of native libraries after the answer


def _limit(request: dict[str, Any]) -> None:
    _die_with_parent()
    if os.getppid() != request["parent"]:
        os._exit(1)  # it died before we could ask to follow it
    megabyte = 1024 * 1024
    for name, value in (
        (resource.RLIMIT_CPU, request["cpu_seconds"]),
        (resource.RLIMIT_AS, request["memory_mb"] * megabyte),
        (resource.RLIMIT_FSIZE, request["output_mb"] * megabyte),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(name, (value, value))


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


# ---- photos ---------------------------------------------------------------------------------------------------------


def photo(request: dict[str, Any]) -> dict[str, Any]:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = request["max_pixels"]
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    if request["type"] == "image/heic":
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
    try:
        with Image.open(request["path"], formats=_FORMATS[request["type"]]) as picture:
            _check_sides(picture.size, request)
            if picture.format in ("JPEG", "MPO"):
                picture.draft("RGB", (2 * _PREVIEW_PX, 2 * _PREVIEW_PX))
            before = picture.size
            turned = ImageOps.exif_transpose(picture)
            width, height = _true_size(request["path"], request["type"], before != turned.size)
            upright = _as_srgb(turned)
    except Refusal:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refusal("too_many_pixels") from None
    except MemoryError:
        raise Refusal("too_many_pixels") from None
    except Exception:  # noqa: BLE001 - decoders raise anything for hostile bytes; all of it means the same
        raise Refusal("unreadable") from None
    preview = upright.copy()
    preview.thumbnail((_PREVIEW_PX, _PREVIEW_PX), Image.Resampling.LANCZOS)
    if request.get("stamped", True):
        preview = Image.alpha_composite(preview.convert("RGBA"), _stamp(preview.size)).convert("RGB")
    preview.save("preview.webp", "WEBP", quality=80, method=4)
    upright.thumbnail((_THUMB_PX, _THUMB_PX), Image.Resampling.LANCZOS)
    upright.save("thumb.webp", "WEBP", quality=74, method=4)
    return {
        "width": width,
        "height": height,
        "duration_ms": None,
        "files": {"preview": "preview.webp", "thumb": "thumb.webp"},
    }


def _check_sides(size: tuple[int, int], request: dict[str, Any]) -> None:
    width, height = size
    if width * height > request["max_pixels"]:
        raise Refusal("too_many_pixels", width=width, height=height)
    if min(width, height) < request["min_side"]:
        raise Refusal("too_few_pixels", width=width, height=height)


def _true_size(path: str, media_type: str, turned: bool) -> tuple[int, int]:
    """Width and height as seen, of the whole picture (a JPEG may have been decoded smaller)."""
    from PIL import Image

    with Image.open(path, formats=_FORMATS[media_type]) as again:
        width, height = again.size
    return (height, width) if turned else (width, height)


def _as_srgb(picture: Any) -> Any:
    """Pixels alone, in sRGB on white: no EXIF, no GPS, no comments, no profile survive."""
    import io

    from PIL import Image, ImageCms

    picture.load()
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "RGBA", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            mode = "RGBA" if picture.mode == "RGBA" else "RGB"
            picture = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=mode)
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a broken profile: the pixels as they are
    if picture.mode.startswith("I;16") or picture.mode in ("I", "F"):
        picture = picture.point(lambda value: value / 256).convert("L")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(picture, mask=picture.getchannel("A"))
        return ground
    clean = Image.new("RGB", picture.size)
    clean.paste(picture.convert("RGB"))
    return clean


def _stamp(size: tuple[int, int]) -> Any:
    """The watermark: words across the whole picture, light with a dark edge so that they show on everything."""
    from PIL import Image, ImageDraw, ImageFont

    width, height = size
    layer = Image.new("RGBA", size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    font = ImageFont.load_default(size=max(14, min(size) // 16))
    box = draw.textbbox((0, 0), _STAMP_WORDS, font=font)
    step_x, step_y = int((box[2] - box[0]) * 1.6), int((box[3] - box[1]) * 6)
    for row, y in enumerate(range(-step_y, height + step_y, max(step_y, 1))):
        for x in range(-step_x + (row % 2) * step_x // 2, width + step_x, max(step_x, 1)):
            draw.text((x + 1, y + 1), _STAMP_WORDS, font=font, fill=(0, 0, 0, 60))
            draw.text((x, y), _STAMP_WORDS, font=font, fill=(255, 255, 255, 80))
    return layer


# ---- videos ---------------------------------------------------------------------------------------------------------


def video(request: dict[str, Any]) -> dict[str, Any]:
    facts = _probe(request)
    width, height, length_ms = facts["width"], facts["height"], facts["duration_ms"]
    if max(width, height) > request["max_side"]:
        raise Refusal("too_many_pixels", width=width, height=height)
    if min(width, height) < request["min_side"]:
        raise Refusal("too_few_pixels", width=width, height=height)
    if length_ms is not None and length_ms > request["max_ms"]:
        raise Refusal("too_long", duration_ms=length_ms)
    seen_ms = _transcode(request, width, height)
    if seen_ms < request["min_ms"]:
        raise Refusal(
            "too_short" if length_ms is None or length_ms < request["min_ms"] else "cut_off",
            duration_ms=seen_ms,
            declared_ms=length_ms,
        )
    if length_ms is not None and seen_ms < length_ms * 0.9 - 500:
        raise Refusal("cut_off", duration_ms=seen_ms, declared_ms=length_ms)
    _stills(seen_ms)
    return {
        "width": width,
        "height": height,
        "duration_ms": length_ms or seen_ms,
        "files": {"preview": "preview.mp4", "poster": "poster.webp", "thumb": "thumb.webp"},
    }


def _probe(request: dict[str, Any]) -> dict[str, Any]:
    """Open, find the picture track and decode its first frame for real."""
    import av

    av.logging.set_level(av.logging.PANIC)
    try:
        with av.open(
            request["path"], format=_DEMUXERS[request["type"]], options={"protocol_whitelist": "file"}
        ) as film:
            if not film.streams.video:
                raise Refusal("no_picture")
            stream = film.streams.video[0]
            frame = next(film.decode(stream))
            width, height = frame.width, frame.height
            if abs(int(getattr(frame, "rotation", 0))) % 180 == 90:
                width, height = height, width
            length_ms = int(film.duration / 1000) if film.duration else None
            if length_ms is None and stream.duration and stream.time_base:
                length_ms = int(stream.duration * stream.time_base * 1000)
    except Refusal:
        raise
    except StopIteration:
        raise Refusal("unreadable") from None
    except Exception:  # noqa: BLE001 - see photo()
        raise Refusal("unreadable") from None
    return {"width": width, "height": height, "duration_ms": length_ms}


def _transcode(request: dict[str, Any], width: int, height: int) -> int:
    """720p or smaller, watermarked, faststart, no metadata. Returns how many milliseconds could be decoded."""
    scale = min(1.0, _VIDEO_PX / min(width, height))
    out = (max(2, int(width * scale) // 2 * 2), max(2, int(height * scale) // 2 * 2))
    _stamp(out).save("stamp.png")
    picture = f"[0:v:0]scale={out[0]}:{out[1]},setsar=1,format=yuv420p[v];[v][1:v]overlay=0:0,format=yuv420p[out]"
    command = [
        request["ffmpeg"], "-hide_banner", "-nostdin", "-loglevel", "error", "-y",
        "-protocol_whitelist", "file", "-f", _DEMUXERS[request["type"]], "-threads", "2", "-i", request["path"],
        "-protocol_whitelist", "file", "-f", "png_pipe", "-i", "stamp.png",
        "-filter_complex", picture, "-map", "[out]", "-map", "0:a:0?", "-fpsmax", "30", "-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn",
        "-t", str(request["max_ms"] // 1000 + 1), "-c:v", "libx264", "-preset", "superfast", "-crf", "26",
        "-maxrate", "3M", "-bufsize", "6M", "-threads", "2", "-c:a", "aac", "-b:a", "96k", "-ac", "2",
        "-movflags", "+faststart", "-f", "mp4", "preview.mp4",
    ]  # fmt: skip
    done = subprocess.run(  # noqa: S603 - a fixed command; the file only as a path of ours
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        check=False, preexec_fn=_die_with_parent,
    )  # fmt: skip
    if done.returncode < 0:
        os._exit(1)  # killed by a limit: the parent calls that a crash
    if not Path("preview.mp4").exists():
        raise Refusal("unreadable")
    import av

    try:
        with av.open("preview.mp4", format="mov") as film:
            stream = film.streams.video[0]
            return int((stream.duration or 0) * (stream.time_base or 0) * 1000)
    except Exception:  # noqa: BLE001 - nothing in it could be decoded
        raise Refusal("unreadable") from None


def _stills(length_ms: int) -> None:
    """A still from the watermarked preview, a tenth into it, and a small one for lists."""
    import av
    from PIL import Image

    with av.open("preview.mp4", format="mov") as film:
        stream = film.streams.video[0]
        film.seek(int(length_ms * 100), backward=True)
        frame = next(film.decode(stream))
        still: Image.Image = frame.to_image()
    still.save("poster.webp", "WEBP", quality=78, method=4)
    still.thumbnail((_THUMB_PX, _THUMB_PX), Image.Resampling.LANCZOS)
    still.save("thumb.webp", "WEBP", quality=74, method=4)


if __name__ == "__main__":
    main()
