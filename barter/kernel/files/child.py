"""Run the decoder: another process with hard limits, spoken to by standard input and output only."""

import contextlib
import json
import math
import os
import re
import selectors
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path
from typing import Any

_DECODER = Path(__file__).with_name("decoder.py")
_ANSWER_MAX_BYTES = 100_000
_LOOK_SECONDS = 1.0
_NAMES = frozenset({"preview", "poster", "thumb", "strip"})


class DecoderCrashed(Exception):
    """The child died, ran out of time or memory, or talked nonsense."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """What the child found and made.

    `files` maps preview, thumb and so on to file names in the work folder. `widths`: of a photo's renditions, w<width>.avif
    and .webp there. `phash`: PDQ, 64 hex digits. `loudness_lufs`: None without sound.
    """

    width: int
    height: int
    duration_ms: int | None
    files: dict[str, str]
    widths: list[int] = field(default_factory=list)
    phash: str = ""
    frame_rate: float | None = None
    loudness_lufs: float | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """The child could read the file well enough to say what is wrong with it."""

    code: str
    facts: dict[str, Any]


def decode(
    request: dict[str, Any], folder: Path, *, seconds: int, told: Callable[[int], None] | None = None
) -> Decoded | Refused:
    """Decode and make previews in `folder`; `told` hears the percent of a video about once a second. Raises DecoderCrashed."""
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(folder), "TMPDIR": str(folder)}
    with subprocess.Popen(  # noqa: S603 - our own program, no argument from outside
        [sys.executable, "-I", str(_DECODER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=environment,
        start_new_session=True,
        close_fds=True,
    ) as process:
        try:
            answer = _answer(process, {**request, "parent": os.getpid()}, folder, seconds, told)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    if process.returncode != 0:
        raise DecoderCrashed(f"ended with {process.returncode}")
    return _parsed(answer)


def _answer(
    process: "subprocess.Popen[bytes]",
    request: dict[str, Any],
    folder: Path,
    seconds: int,
    told: Callable[[int], None] | None,
) -> bytes:
    """What it says until it ends, never more than we read."""
    assert process.stdin is not None
    assert process.stdout is not None
    until, said = time.monotonic() + seconds, b""
    with contextlib.suppress(BrokenPipeError), process.stdin as asked:
        asked.write(json.dumps(request).encode())
    with selectors.DefaultSelector() as waiting:
        waiting.register(process.stdout, selectors.EVENT_READ)
        while (left := until - time.monotonic()) > 0:
            if waiting.select(min(left, _LOOK_SECONDS)):
                piece = os.read(process.stdout.fileno(), _ANSWER_MAX_BYTES)
                said += piece
                if len(said) > _ANSWER_MAX_BYTES:
                    raise DecoderCrashed("said too much")
                if not piece and _has_ended(process, left):
                    return said
            elif told is not None and (percent := _percent(folder)) is not None:
                told(percent)
    raise DecoderCrashed("took too long")


def _has_ended(process: "subprocess.Popen[bytes]", seconds: float) -> bool:
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
    return process.returncode is not None


def made_file(path: Path) -> BufferedReader:
    """A file that the child made or could have changed: a plain one, or DecoderCrashed. A link would lead out of the folder, and
    on a pipe we would wait for ever."""
    try:
        file = os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb")
    except OSError as error:
        raise DecoderCrashed(f"made no file: {type(error).__name__}") from error
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise DecoderCrashed("made no file")
    return file


def _number(said: Any) -> float | None:
    number = None if said is None else float(said)
    return number if number is not None and math.isfinite(number) else None


def _percent(folder: Path) -> int | None:
    """How far ffmpeg says it is; None where it has not begun or nobody knows the length."""
    try:
        with made_file(folder / "length") as file:
            length_ms = int(file.read(20) or 0)
        with made_file(folder / "progress") as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - 2_000))
            found = re.findall(rb"out_time_us=(\d{1,12})\n", file.read(2_000))
    except (OSError, ValueError, DecoderCrashed):
        return None
    return min(99, int(found[-1]) // (10 * length_ms)) if found and length_ms > 0 else None


def _parsed(answer: bytes) -> Decoded | Refused:
    try:
        said = json.loads(answer)
        if "refuse" in said:
            return Refused(str(said["refuse"]), dict(said.get("facts", {})))
        length = said.get("duration_ms")
        return Decoded(
            int(said["width"]),
            int(said["height"]),
            None if length is None else int(length),
            {name: Path(str(file)).name for name, file in said["files"].items() if name in _NAMES},
            sorted({int(width) for width in said.get("widths", ())})[:8],
            re.sub(r"[^0-9a-f]", "", str(said.get("phash", "")))[:64],
            _number(said.get("frame_rate")),
            _number(said.get("loudness_lufs")),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise DecoderCrashed("answered nonsense") from error
