"""The child that touches hostile bytes. Run as a program of its own: no Django, no database, no secrets, hard limits.

Reads one JSON request from standard input, writes previews into the current folder and one JSON answer to standard
output: {"width", "height", "duration_ms", "files", "widths", "phash", "frame_rate", "loudness_lufs"} or {"refuse": code, "facts": {...}}.
How far a video is stands in two files meanwhile: `length`, milliseconds, and `progress`, as ffmpeg writes it.
"""

import ctypes
import json
import os
import re
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
_FRAMES, _FRAME_PX = 12, (96, 88)  # of the strip under a player
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
    if request.get("gives_way"):
        os.nice(15)
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
    thumb = preview.copy()
    thumb.thumbnail((_THUMB_PX, _THUMB_PX), Image.Resampling.LANCZOS)
    thumb.save("thumb.webp", "WEBP", quality=74, method=4)
    made: dict[str, Any] = {"width": width, "height": height, "duration_ms": None}
    if request.get("widths"):
        made |= {"phash": _phash(preview), "widths": _renditions(upright, request)}
    _stamped(preview, request).save("preview.webp", "WEBP", quality=80, method=4)
    return {**made, "files": {"preview": "preview.webp", "thumb": "thumb.webp"}}


def _renditions(upright: Any, request: dict[str, Any]) -> list[int]:
    """The picture in the widths that were asked for, two formats each (w256.avif, w256.webp). Returns the widths that were
    made: a picture is never made larger, but there is always one."""
    widths = [width for width in request["widths"] if width <= upright.width] or [upright.width]
    large = _stamped(_as_wide(upright, widths[-1]), request)
    for width in widths:
        small = _as_wide(large, width)
        small.save(f"w{width}.avif", "AVIF", quality=58, speed=9)
        small.save(f"w{width}.webp", "WEBP", quality=76, method=3)
    return widths


def _as_wide(picture: Any, width: int) -> Any:
    from PIL import Image

    size = (width, max(1, round(picture.height * width / picture.width)))
    return picture.resize(size, Image.Resampling.LANCZOS) if size != picture.size else picture


def _phash(picture: Any) -> str:
    """PDQ: 256 bits as hex that pictures with the same content nearly share, whatever their size and format."""
    import numpy
    import pdqhash

    bits, _quality = pdqhash.compute(numpy.asarray(picture.convert("RGB")))
    return bytes(numpy.packbits(bits)).hex()


def _stamped(picture: Any, request: dict[str, Any]) -> Any:
    from PIL import Image

    if not request.get("stamped", True):
        return picture
    return Image.alpha_composite(picture.convert("RGBA"), _stamp(picture.size)).convert("RGB")


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
    Path("length").write_text(str(length_ms or 0))
    seen_ms, frame_rate, loudness_lufs = _transcode(request, width, height, has_sound=facts["has_sound"])
    if seen_ms < request["min_ms"]:
        raise Refusal(
            "too_short" if length_ms is None or length_ms < request["min_ms"] else "cut_off",
            duration_ms=seen_ms,
            declared_ms=length_ms,
        )
    if length_ms is not None and seen_ms < length_ms * 0.9 - 500:
        raise Refusal("cut_off", duration_ms=seen_ms, declared_ms=length_ms)
    return {
        "width": width,
        "height": height,
        "duration_ms": length_ms or seen_ms,
        "files": {"preview": "preview.mp4", **{name: f"{name}.webp" for name in ("poster", "thumb", "strip")}},
        "phash": _stills(seen_ms, request),
        "frame_rate": frame_rate,
        "loudness_lufs": loudness_lufs,
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
            has_sound = bool(film.streams.audio)
    except Refusal:
        raise
    except StopIteration:
        raise Refusal("unreadable") from None
    except Exception:  # noqa: BLE001 - see photo()
        raise Refusal("unreadable") from None
    return {"width": width, "height": height, "duration_ms": length_ms, "has_sound": has_sound}


def _transcode(
    request: dict[str, Any], width: int, height: int, *, has_sound: bool
) -> tuple[int, float | None, float | None]:
    """720p or smaller, watermarked unless told otherwise, faststart, no metadata. Returns how many milliseconds could be decoded, the frames a second
    of the preview, and how loud it is by EBU R 128 (LUFS, silence is -70), None without sound."""
    scale = min(1.0, _VIDEO_PX / min(width, height))
    out = (max(2, int(width * scale) // 2 * 2), max(2, int(height * scale) // 2 * 2))
    picture = f"[0:v:0]scale={out[0]}:{out[1]},setsar=1,format=yuv420p"
    stamp: list[str] = []
    if request.get("stamped", True):
        _stamp(out).save("stamp.png")
        stamp = ["-protocol_whitelist", "file", "-f", "png_pipe", "-i", "stamp.png"]
        picture += "[v];[v][1:v]overlay=0:0,format=yuv420p"
    command = [
        request["ffmpeg"], "-hide_banner", "-nostdin", "-nostats", "-loglevel", "info", "-y",
        "-progress", "file:progress", "-stats_period", "0.5",
        "-protocol_whitelist", "file", "-f", _DEMUXERS[request["type"]], "-threads", "2", "-i", request["path"],
        *stamp, "-filter_complex", f"{picture}[out]", "-map", "[out]", "-map", "0:a:0?", *(["-af", "ebur128=framelog=quiet"] if has_sound else []),
        "-fpsmax", "30", "-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn",
        "-t", str(request["max_ms"] // 1000 + 1), "-c:v", "libx264", "-preset", "superfast", "-crf", "26",
        "-maxrate", "3M", "-bufsize", "6M", "-threads", "2", "-c:a", "aac", "-b:a", "96k", "-ac", "2",
        "-movflags", "+faststart", "-f", "mp4", "preview.mp4",
    ]  # fmt: skip
    with Path("said").open("wb") as said:
        done = subprocess.run(  # noqa: S603 - a fixed command; the file only as a path of ours
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said, check=False, preexec_fn=_die_with_parent,
        )  # fmt: skip
    if done.returncode < 0:
        os._exit(1)  # killed by a limit: the parent calls that a crash
    if not Path("preview.mp4").exists():
        raise Refusal("unreadable")
    import av

    try:
        with av.open("preview.mp4", format="mov") as film:
            stream = film.streams.video[0]
            length_ms = int((stream.duration or 0) * (stream.time_base or 0) * 1000)
            return length_ms, float(stream.average_rate) if stream.average_rate else None, _loudness()
    except Exception:  # noqa: BLE001 - nothing in it could be decoded
        raise Refusal("unreadable") from None


def _loudness() -> float | None:
    """From the summary that ffmpeg prints at its end."""
    with Path("said").open("rb") as said:
        said.seek(max(0, Path("said").stat().st_size - 8_000))
        found = re.findall(rb"Integrated loudness:\s+I:\s+(-?\d+\.\d) LUFS", said.read())
    return max(-70.0, float(found[-1])) if found else None


def _stills(length_ms: int, request: dict[str, Any]) -> str:
    """From the preview: a still a tenth into it, a small one for lists, the strip. Returns the hash of the original's still."""
    import av
    from PIL import Image, ImageOps

    with av.open("preview.mp4", format="mov") as film:
        strip = Image.new("RGB", (_FRAMES * _FRAME_PX[0], _FRAME_PX[1]))
        for number in range(_FRAMES):
            frame = _frame(film, int(length_ms * (number + 0.5) / _FRAMES))
            strip.paste(ImageOps.fit(frame, _FRAME_PX), (number * _FRAME_PX[0], 0))
        strip.save("strip.webp", "WEBP", quality=70, method=4)
        still = _frame(film, length_ms // 10)
    still.save("poster.webp", "WEBP", quality=78, method=4)
    still.thumbnail((_THUMB_PX, _THUMB_PX), Image.Resampling.LANCZOS)
    still.save("thumb.webp", "WEBP", quality=74, method=4)
    try:
        with av.open(
            request["path"], format=_DEMUXERS[request["type"]], options={"protocol_whitelist": "file"}
        ) as film:
            return _phash(_frame(film, length_ms // 10))
    except Exception:  # noqa: BLE001 - a film that can't be searched through is not known again, and that is all
        return ""


def _frame(film: Any, at_ms: int) -> Any:
    """The picture at this time or shortly before, as it is seen."""
    film.seek(at_ms * 1_000, backward=True)
    frame = next(film.decode(film.streams.video[0]))
    return frame.to_image().rotate(int(getattr(frame, "rotation", 0)), expand=True)


if __name__ == "__main__":
    main()
