"""The type of a file by its first bytes. The name and what the client declared play no part."""

from pathlib import Path

import puremagic
from django.utils.translation import gettext_noop as _

HEAD_BYTES = 4_096
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"})
_HEIF_BRANDS = _HEIC_BRANDS | {b"mif1", b"msf1"}
_MP4_BRANDS = frozenset(
    {
        b"isom",
        b"iso2",
        b"iso3",
        b"iso4",
        b"iso5",
        b"iso6",
        b"mp41",
        b"mp42",
        b"avc1",
        b"M4V ",
        b"mp4v",
        b"dash",
        b"MSNV",
        b"XAVC",
    }
)
OF_TYPE = _("of type {type}")
# how the sentence names what we do not take
NAMES: dict[str, str] = {
    "image/svg+xml": _("an SVG drawing"),
    "text/html": _("a web page (HTML)"),
    "application/pdf": _("a PDF"),
    "image/gif": _("a GIF"),
    "image/avif": _("an AVIF picture"),
    "video/x-matroska": _("a Matroska video (MKV)"),
    "video/x-msvideo": _("an AVI video"),
    "application/zip": _("a ZIP archive"),
}


def sniff(path: Path) -> str:
    """A media type. One that an app may keep only where the signature is exact; otherwise the best name for a refusal."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    return _media_type(head) or _text_type(head) or _other_type(path)


def type_words(media_type: str) -> str:
    """ "a PDF", "a web page (HTML)", "of an unknown kind"."""
    return NAMES.get(media_type) or (OF_TYPE.format(type=media_type) if media_type else _("of an unknown kind"))


def _media_type(head: bytes) -> str:
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[:4] == b"\x1aE\xdf\xa3":
        return "video/webm" if b"webm" in head[:64] else "video/x-matroska"
    return _box_type(head)


def _box_type(head: bytes) -> str:
    """ISO base media files begin with a `ftyp` box; old QuickTime files with one of its own atoms."""
    if head[4:8] != b"ftyp":
        return "video/quicktime" if head[4:8] in {b"moov", b"mdat", b"wide"} else ""
    size = min(int.from_bytes(head[:4], "big"), len(head))
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, size - 3, 4))}
    major = head[8:12]
    if major in {b"avif", b"avis"} or (major in {b"mif1", b"msf1"} and brands & {b"avif", b"avis"}):
        return "image/avif"
    if major in _HEIF_BRANDS:
        return "image/heic"
    if major == b"qt  ":
        return "video/quicktime"
    return "video/mp4" if brands & _MP4_BRANDS or major.startswith((b"3gp", b"3g2")) else ""


def _text_type(head: bytes) -> str:
    text = head.lstrip(b"\xef\xbb\xbf\x00 \t\r\n").lower()
    if b"<svg" in text[:2048]:
        return "image/svg+xml"
    if (
        text.startswith((b"<!doctype html", b"<html", b"<script", b"<head", b"<body", b"<iframe"))
        or b"<html" in text[:1024]
    ):
        return "text/html"
    return ""


def _other_type(path: Path) -> str:
    try:
        matches = puremagic.magic_file(str(path))
    except (puremagic.PureError, ValueError, OSError, IndexError):
        return ""
    return matches[0].mime_type if matches else ""
