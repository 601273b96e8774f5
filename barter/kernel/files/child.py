"""Run the decoder: another process with hard limits, spoken to by standard input and output only."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_DECODER = Path(__file__).with_name("decoder.py")
_ANSWER_MAX_BYTES = 100_000


class DecoderCrashed(Exception):
    """The child died, ran out of time or memory, or talked nonsense."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """What the child found and made. `files` maps preview, poster and thumb to file names in the work folder."""

    width: int
    height: int
    duration_ms: int | None
    files: dict[str, str]


@dataclass(frozen=True, slots=True)
class Refused:
    """The child could read the file well enough to say what is wrong with it."""

    code: str
    facts: dict[str, Any]


def decode(request: dict[str, Any], folder: Path, *, seconds: int) -> Decoded | Refused:
    """Decode and make previews in `folder`. Raises DecoderCrashed."""
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
            answer, _ = process.communicate(json.dumps({**request, "parent": os.getpid()}).encode(), timeout=seconds)
        except subprocess.TimeoutExpired:
            raise DecoderCrashed("took too long") from None
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    if process.returncode != 0 or len(answer) > _ANSWER_MAX_BYTES:
        raise DecoderCrashed(f"ended with {process.returncode}")
    return _parsed(answer)


def _parsed(answer: bytes) -> Decoded | Refused:
    try:
        said = json.loads(answer)
        if "refuse" in said:
            return Refused(str(said["refuse"]), dict(said.get("facts", {})))
        length = said.get("duration_ms")
        files = {
            name: Path(str(file)).name for name, file in said["files"].items() if name in {"preview", "poster", "thumb"}
        }
        return Decoded(int(said["width"]), int(said["height"]), None if length is None else int(length), files)
    except (ValueError, KeyError, TypeError) as error:
        raise DecoderCrashed("answered nonsense") from error
