"""Captions of a video: what a file or a person's typing says, read strictly, and written anew as plain WebVTT.

WebVTT and SubRip are one grammar here: an optional head, blocks with a time line and words, blank lines between them. Of
markup nothing is kept but the words, so what is served was written by us, never by who uploaded it.
"""

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from barter.kernel.languages import OWN_NAMES
from content.errors import CaptionsWrong
from content.limits import size_words

CAPTIONS_MAX_BYTES = 200_000
CUES_MAX = 1_000
LETTERS_MAX = 400  # of one caption: four full lines are half of that
_FAULTS_TOLD = 5
_PAST_END_MS = 1_000  # the last words often stay a moment longer than the picture; they are cut to it
_SHOWN = 40
LANGUAGES = tuple(OWN_NAMES)

_TIME = r"(?:(\d{1,3}):)?([0-5]?\d):([0-5]\d)(?:[.,](\d{1,3}))?"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?", re.ASCII)
_ARROW = "-->"
_HEAD = re.compile(r"WEBVTT(?:[ \t].*)?")
_ASIDE = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t].*)?")
# A name starts with a sign that is no space: that leaves one way to read it, and a line of spaces takes no minutes.
_SPEAKER = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]+([^<> \t][^<>]*)>")
_MARKUP = re.compile(r"</?[a-zA-Z!?][^<>]*>|<\d[\d:.,]*>|\{\\[^{}]*\}")
_BREAKS = str.maketrans({"\u2028": " ", "\u2029": " ", "\t": " ", "\u00a0": " "})
_KEPT_SIGNS = "\u200c\u200d\u200e\u200f"  # Persian, Indic and emoji need the joiners, Hebrew and Arabic the two marks


@dataclass(frozen=True, slots=True)
class Cue:
    """Words and when they stand under the picture, in milliseconds."""

    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str


def read(raw: str | bytes, *, length_ms: int | None) -> list[Cue]:
    """The captions of a file or of typed words, for a video of this length. Raises CaptionsWrong, which names the lines."""
    cues: list[Cue] = []
    faults: list[str] = []
    for block in _blocks(_decoded(raw)):
        if len(cues) >= CUES_MAX:
            raise CaptionsWrong([_("There are more than {most} captions in it.").format(most=CUES_MAX)])
        try:
            cue = _cue(block, cues[-1].start_ms if cues else 0, length_ms)
        except CaptionsWrong as wrong:
            faults += wrong.faults
            if len(faults) >= _FAULTS_TOLD:
                break
            continue
        if cue.text:
            cues.append(cue)
    if not (cues or faults):
        faults = [_("There are no captions in it.")]
    if faults:
        raise CaptionsWrong(faults)
    return cues


def written(cues: Sequence[Cue]) -> str:
    """As WebVTT, which is what is kept and served."""
    return "WEBVTT\n" + "".join(f"\n{_times(cue)}\n{html.escape(cue.text, quote=False)}\n" for cue in cues)


def typed(vtt: str) -> str:
    """Kept captions as somebody edits them: without a head, signs as they are read wherever they are read the same again."""
    cues = read(vtt, length_ms=None)
    return "\n\n".join("\n".join([_times(cue), *map(_as_typed, cue.text.split("\n"))]) for cue in cues)


def text_of(raw: bytes) -> str:
    """A file's words to be shown to who chose it, also where they can't be read as captions."""
    return raw[:CAPTIONS_MAX_BYTES].decode("utf-8-sig", errors="replace").replace("\0", "\ufffd")


def _decoded(raw: str | bytes) -> str:
    body = raw.encode(errors="replace") if isinstance(raw, str) else raw
    if len(body) > CAPTIONS_MAX_BYTES:
        words = _("It has {size}, the most is {limit}.")
        raise CaptionsWrong([words.format(size=size_words(len(body)), limit=size_words(CAPTIONS_MAX_BYTES))])
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = body[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        words = _("Line {line} is not written in UTF-8. Save the file as UTF-8 and choose it again.")
        raise CaptionsWrong([words.format(line=before.count(b"\n") + 1)]) from None
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_BREAKS)


def _blocks(text: str) -> Iterator[list[_Line]]:
    """What stands between blank lines, without the head of the file and its asides."""
    block: list[_Line] = []
    is_vtt, is_first = False, True
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line.strip():
            block.append(_Line(number, line))
            continue
        if block:
            is_head = is_first and bool(_HEAD.fullmatch(block[0].text))
            is_vtt, is_first = is_vtt or is_head, False
            if not is_head and not (is_vtt and _ASIDE.fullmatch(block[0].text)):
                yield block
        block = []


def _cue(block: Sequence[_Line], after_ms: int, length_ms: int | None) -> Cue:
    at = 0 if _ARROW in block[0].text or len(block) == 1 else 1  # a number or a name may stand above
    line = block[at]
    if _ARROW not in line.text:
        words = _("Line {line}: no time stands above “{text}”. Write one like 0:01.5 --> 0:03.0.")
        raise CaptionsWrong([words.format(line=block[0].number, text=_short(block[0].text))])
    found = _TIMES.fullmatch(line.text)
    if found is None:
        words = _("Line {line}: we can’t read the time in “{text}”. Write it like 0:01.5 --> 0:03.0.")
        raise CaptionsWrong([words.format(line=line.number, text=_short(line.text))])
    start, end = _ms(*found.groups()[:4]), _ms(*found.groups()[4:])
    if fault := _fault_of_times(start, end, after_ms, length_ms):
        told = {"start": start, "end": end, "before": after_ms, "length": length_ms or 0}
        raise CaptionsWrong([fault.format(line=line.number, **{name: _clock(ms) for name, ms in told.items()})])
    text = "\n".join(filter(None, (_plain(row) for row in block[at + 1 :])))
    if len(text) > LETTERS_MAX:
        words = _(
            "Line {line}: these words have {count} letters, the most is {most}. Give some of them a time of their own."
        )
        raise CaptionsWrong([words.format(line=line.number + 1, count=len(text), most=LETTERS_MAX)])
    return Cue(start, end if length_ms is None else min(end, length_ms), text)


def _fault_of_times(start: int, end: int, after_ms: int, length_ms: int | None) -> str:
    if end <= start:
        return _("Line {line}: it ends at {end}, which is not after its start at {start}.")
    if start < after_ms:
        return _("Line {line}: it starts at {start}, before the one above it, which starts at {before}.")
    if length_ms is not None and (start >= length_ms or end > length_ms + _PAST_END_MS):
        return _("Line {line}: it ends at {end}, but the video ends at {length}.")
    return ""


def _plain(line: _Line) -> str:
    """The words of a line alone."""
    text = _MARKUP.sub("", _SPEAKER.sub(r"\1: ", line.text))
    try:
        text = html.unescape(text).translate(_BREAKS)
    except ValueError:  # "&#" and more digits than Python turns into a number
        text = "\0"
    if "\0" in line.text or "\0" in text:
        raise CaptionsWrong([_("Line {line} holds a sign that no text has. Type it anew.").format(line=line.number)])
    if _ARROW in line.text:
        words = _("Line {line}: a second time stands in one caption. Leave a blank line above it.")
        raise CaptionsWrong([words.format(line=line.number)])
    kept = (sign for sign in text if sign in _KEPT_SIGNS or unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co"})
    return " ".join("".join(kept).split())


def _as_typed(line: str) -> str:
    return line if _ARROW not in line and _plain(_Line(0, line)) == line else html.escape(line, quote=False)


def _ms(hours: str | None, minutes: str, seconds: str, fraction: str | None) -> int:
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int((fraction or "").ljust(3, "0"))


def _times(cue: Cue) -> str:
    return f"{_stamp(cue.start_ms)} --> {_stamp(cue.end_ms)}"


def _stamp(ms: int) -> str:
    seconds, ms = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}.{ms:03d}"


def _clock(ms: int) -> str:
    """ "0:01.5", as somebody types it."""
    minutes, rest = divmod(ms, 60_000)
    return f"{minutes}:{rest // 1000:02d}" + (f".{rest % 1000:03d}".rstrip("0") if rest % 1000 else "")


def _short(text: str) -> str:
    shown = "".join(sign for sign in text.strip() if unicodedata.category(sign)[0] != "C")
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
