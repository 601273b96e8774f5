"""Two hundred files that nobody should have to open: (name, declared type, bytes). The same ones at every run."""

import gzip
import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, PngImagePlugin

from tests.content.conftest import photo_bytes, video_bytes

File = tuple[str, str, bytes]
SCRIPT = b"<script>alert(1)</script>"
JPEG, PNG, WEBP, HEIC, MP4, WEBM = "image/jpeg", "image/png", "image/webp", "image/heic", "video/mp4", "video/webm"


def hostile_files(folder: Path) -> Iterator[File]:
    clip = video_bytes(folder, seconds=1, extra=("-movflags", "+faststart"))
    film = video_bytes(folder, seconds=1)
    yield from _other_kinds()
    yield from _polyglots(clip)
    yield from _bombs(clip)
    yield from _in_pieces(clip, film)
    yield from _shaken(clip)


def _other_kinds() -> Iterator[File]:
    """What is no photo and no video we take, under the name and type of one."""
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>"
    texts = {
        "svg": svg,
        "svg with prolog": b'<?xml version="1.0"?>' + svg,
        "svg with mark": b"\xef\xbb\xbf" + svg,
        "svg in utf-16": svg.decode().encode("utf-16"),
        "svg packed": gzip.compress(svg * 20, mtime=0),
        "svg with entity": b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + svg,
        "svg upper": svg.upper(),
        "svg far down": b" " * 900 + svg,
        "html": b"<!doctype html>" + SCRIPT,
        "html upper": b"<HTML><BODY ONLOAD=alert(1)>",
        "html comment first": b"<!-- x -->" * 40 + SCRIPT,
        "xhtml": b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">' + SCRIPT,
        "javascript": b"alert(1);" * 30,
        "module": b"export default () => fetch('/me/');" * 9,
        "css": b"@import url(//x);" * 20,
        "php": b"<?php system($_GET['c']); ?>" * 9,
        "shell": b"#!/bin/sh\nrm -rf /\n" * 9,
        "python": b"#!/usr/bin/env python3\nimport os\n" * 9,
        "batch": b"@echo off\r\ndel *.*\r\n" * 9,
        "json": b'{"a": 1}' * 30,
        "xml bomb": b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "'
        + b"a" * 200
        + b'"><!ENTITY b "&a;&a;">]><l>&b;</l>',
        "csv formula": b"=cmd|'/c calc'!A1,2\r\n" * 9,
        "rtf": b"{\\rtf1\\ansi{\\object\\objdata 0105}}" * 9,
        "playlist": b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n" * 3,
        "manifest": b'<?xml version="1.0"?><MPD><BaseURL>file:///etc/</BaseURL></MPD>' * 3,
        "concat": b"ffconcat version 1.0\nfile /etc/passwd\n" * 5,
        "sdp": b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 10.0.0.1\r\n" * 3,
        "subtitles": b"WEBVTT\n\n00:00.000 --> 00:01.000\n" + SCRIPT * 9,
        "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n(%pipe%id) (r) file\n" * 9,
        "url": b"[InternetShortcut]\r\nURL=file:///c:/\r\n" * 9,
        "blanks": b" " * 500,
        "zeros": b"\0" * 500,
    }
    heads = {
        "pdf": b"%PDF-1.7\n",
        "elf": b"\x7fELF\x02\x01",
        "exe": b"MZ\x90\0",
        "macho": b"\xcf\xfa\xed\xfe",
        "class": b"\xca\xfe\xba\xbe\0\0\0\x34",
        "wasm": b"\0asm\x01\0\0\0",
        "flash": b"CWS\x0a",
        "ole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "rar": b"Rar!\x1a\x07\x01\0",
        "7z": b"7z\xbc\xaf\x27\x1c",
        "bzip2": b"BZh9",
        "xz": b"\xfd7zXZ\0",
        "gif": b"GIF89a\x01\0\x01\0",
        "bmp": b"BM\x46\0\0\0",
        "tiff": b"II*\0\x08\0\0\0",
        "psd": b"8BPS\0\x01",
        "icon": b"\0\0\x01\0\x01\0",
        "jpeg xl": b"\xff\x0a",
        "jpeg 2000": b"\0\0\0\x0cjP  \r\n\x87\n",
        "avif": b"\0\0\0\x20ftypavif\0\0\0\0avifmif1miafMA1B",
        "font": b"\0\x01\0\0\0\x0c",
        "woff2": b"wOF2",
        "mp3": b"ID3\x04\0\0\0\0\0\x0a",
        "ogg": b"OggS\0\x02",
        "flac": b"fLaC\0\0\0\x22",
        "wav": b"RIFF\x24\0\0\0WAVEfmt ",
        "avi": b"RIFF\x24\0\0\0AVI LIST",
        "flv": b"FLV\x01\x05\0\0\0\x09",
        "asf": b"\x30\x26\xb2\x75\x8e\x66\xcf\x11",
        "mpeg ts": b"\x47\x40\0\x10\0",
        "sqlite": b"SQLite format 3\0",
        "pickle": b"\x80\x04\x95",
    }
    for n, (name, data) in enumerate(texts.items()):
        yield name, (JPEG, MP4)[n % 2], data.ljust(200)
    for n, (name, head) in enumerate(heads.items()):
        yield name, (MP4, PNG)[n % 2], head + random.Random(name).randbytes(600)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../etc/cron.d/x", b"0" * 2_000_000)
    yield "zip bomb", JPEG, packed.getvalue()


def _polyglots(clip: bytes) -> Iterator[File]:
    """Good pictures that are something else as well, and the other way round."""
    tails = {
        "html": SCRIPT * 3,
        "zip": b"PK\x03\x04" + b"\0" * 60 + b"PK\x05\x06" + b"\0" * 18,
        "php": b"<?php phpinfo();",
        "pdf": b"%PDF-1.4\n%%EOF",
    }
    for name, tail in tails.items():
        yield f"jpeg and {name}", JPEG, photo_bytes(comment=tail) + tail
        yield f"png and {name}", PNG, photo_bytes((300, 300), "PNG") + tail
        yield f"mp4 and {name}", MP4, clip + struct.pack("!I", len(tail) + 8) + b"free" + tail
        yield f"{name} and jpeg", JPEG, tail + photo_bytes((300, 300))
    text = PngImagePlugin.PngInfo()
    text.add_text("Title", SCRIPT.decode())
    text.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>" + SCRIPT.decode() + "</x:xmpmeta>", zip=True)
    yield "png with words", PNG, photo_bytes((300, 300), "PNG", pnginfo=text)
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x9286] = SCRIPT.decode(), "../../../etc/passwd", "\0\x1b[31m\r\nSet-Cookie: x=1"
    exif[0x0112] = 255
    for kind, media_type in (("JPEG", JPEG), ("WEBP", WEBP), ("PNG", PNG)):
        yield f"{kind} with words", media_type, photo_bytes((300, 300), kind, exif=exif)
    yield "jpeg with broken profile", JPEG, photo_bytes((300, 300), icc_profile=SCRIPT * 40)
    yield "webp with words", WEBP, photo_bytes((300, 300), "WEBP", xmp=SCRIPT * 9)
    yield "jpeg head, html body", JPEG, b"\xff\xd8\xff\xe0\0\x10JFIF\0" + SCRIPT * 20
    yield "png head, html body", PNG, b"\x89PNG\r\n\x1a\n" + SCRIPT * 20
    yield "webp head, html body", WEBP, b"RIFF\xff\0\0\0WEBPVP8 " + SCRIPT * 20
    yield "heic head, html body", HEIC, b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + SCRIPT * 20
    yield "mp4 head, html body", MP4, b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + SCRIPT * 20
    yield "webm head, html body", WEBM, b"\x1a\x45\xdf\xa3\x84\x42\x82\x84webm" + SCRIPT * 20
    yield "a photo as a video", MP4, photo_bytes((300, 300))
    yield "a video as a photo", JPEG, clip


def png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack("!I", len(data)) + name + data + struct.pack("!I", zlib.crc32(name + data))


def png(width: int, height: int, *chunks: bytes, depth: int = 8, colour: int = 2) -> bytes:
    head = struct.pack("!IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + b"".join(chunks) + png_chunk(b"IEND", b"")


def _bombs(clip: bytes) -> Iterator[File]:
    """Small files that would be large."""
    zeros = zlib.compress(b"\0" * 40_000_000, 9)
    small = png_chunk(b"IDAT", zlib.compress(b"\0" * (300 * 3 + 1) * 300))
    yield "png of 60,000 a side", PNG, png(60_000, 60_000, png_chunk(b"IDAT", zeros))
    yield "png of 2 billion a side", PNG, png(2**31 - 1, 2**31 - 1, small)
    yield "png of no side", PNG, png(0, 0, small)
    yield "png with too much inside", PNG, png(300, 300, png_chunk(b"IDAT", zeros))
    yield "png with packed words", PNG, png(300, 300, png_chunk(b"zTXt", b"a\0\0" + zeros), small)
    yield "png with packed profile", PNG, png(300, 300, png_chunk(b"iCCP", b"a\0\0" + zeros), small)
    yield "png with wrong depth", PNG, png(300, 300, small, depth=3)
    yield "png with wrong colour", PNG, png(300, 300, small, colour=9)
    yield "png of 10,000 chunks", PNG, png(300, 300, *[png_chunk(b"tEXt", b"a\0b")] * 10_000, small)
    yield "png of 9,000 frames", PNG, png(300, 300, png_chunk(b"acTL", struct.pack("!II", 9_000, 0)), small)
    photo = photo_bytes((300, 300))
    at = photo.index(b"\xff\xc0") + 5
    yield "jpeg of 65,500 a side", JPEG, photo[:at] + struct.pack("!HH", 65_500, 65_500) + photo[at + 4 :]
    yield "jpeg of one line", JPEG, photo[:at] + struct.pack("!HH", 1, 65_500) + photo[at + 4 :]
    yield "jpeg of 3,000 comments", JPEG, photo[:2] + (b"\xff\xfe\xff\xff" + b"a" * 65_533) * 60 + photo[2:]
    webp = bytearray(photo_bytes((300, 300), "WEBP"))
    yield "webp with wrong length", WEBP, bytes(webp[:4]) + b"\xff\xff\xff\xff" + bytes(webp[8:])
    mvhd = clip.index(b"mvhd") + 4
    yield "mp4 of 100 years", MP4, clip[: mvhd + 16] + b"\xff\xff\xff\xfe" + clip[mvhd + 20 :]
    avc1 = clip.index(b"avc1") + 4
    yield "mp4 of 65,535 a side", MP4, clip[: avc1 + 24] + b"\xff\xff\xff\xff" + clip[avc1 + 28 :]
    moov = clip.index(b"moov") - 4
    for name, size in (("no", 0), ("one byte", 1), ("seven bytes", 7), ("4 GB", 2**32 - 1)):
        yield f"mp4 with an index of {name}", MP4, clip[:moov] + struct.pack("!I", size) + clip[moov + 4 :]
    nested = b"moov"
    for _ in range(3_000):
        nested = b"moov" + struct.pack("!I", len(nested) + 4) + nested
    yield "mp4 of 3,000 boxes in boxes", MP4, clip[:moov] + struct.pack("!I", len(nested) + 4) + nested
    stsz = clip.index(b"stsz") + 4
    yield "mp4 of 4 billion frames", MP4, clip[: stsz + 8] + b"\xff\xff\xff\xff" + clip[stsz + 12 :]


def _in_pieces(clip: bytes, film: bytes) -> Iterator[File]:
    """Cut off at every tenth."""
    import pillow_heif

    pillow_heif.register_heif_opener()
    whole = {
        JPEG: photo_bytes((900, 900)),
        PNG: photo_bytes((900, 900), "PNG"),
        WEBP: photo_bytes((900, 900), "WEBP"),
        HEIC: photo_bytes((900, 900), "HEIF"),
        MP4: clip,
        "video/quicktime": film,
    }
    for media_type, data in whole.items():
        for tenth in range(1, 10):
            yield f"{media_type}, {tenth} of 10", media_type, data[: max(120, len(data) * tenth // 10)]


def _shaken(clip: bytes) -> Iterator[File]:
    """Bits turned over in the first part, where the headers are."""
    for media_type, data in ((JPEG, photo_bytes((300, 300))), (PNG, photo_bytes((300, 300), "PNG")), (MP4, clip)):
        for seed in range(12):
            dice, shaken = random.Random(f"{media_type}{seed}"), bytearray(data)
            for _ in range(40):
                shaken[dice.randrange(12, min(len(shaken), 3_000))] ^= 1 << dice.randrange(8)
            yield f"{media_type}, shaken {seed}", media_type, bytes(shaken)
