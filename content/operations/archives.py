"""Many originals in one ZIP, made while it is sent: nothing is kept on a disk, and memory holds one piece of one file.

A worker's thread is held until the last byte has left (docs/adr/0012): a brand may have so many under way at once.
"""

import csv
import hashlib
import io
import json
import logging
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from stream_zip import ZIP_AUTO, Method, stream_zip

from barter.kernel import policy, storage
from barter.kernel.errors import TooOften
from barter.kernel.rfc3339 import stamp
from barter.kernel.spreadsheets import harmless
from barter.kernel.tries import Turn, take_turn
from brands.models import Brand
from content.errors import ArchivesUnderWay, ArchiveTooLarge, NoLicence, NothingToDownload
from content.library import rights_words, running
from content.licensing import certificate, public_url
from content.limits import MEGABYTE, size_words
from content.models import AssetDownload, Captions, Licence
from content.operations.downloads import download_name, usable_licence
from content.paper.certificate import Standing, certificate_pdf

if TYPE_CHECKING:
    from accounts.models import User

logger = logging.getLogger(__name__)
AT_ONCE = 2  # archives of one brand that may be under way
_HERE = threading.Semaphore(settings.ARCHIVES_PER_WORKER)  # the other threads of this process answer pages
_PIECE_BYTES = 262_144
_MODE = 0o644


class ArchiveBrokeOff(Exception):
    """Sending stops without an end: whoever gets it sees a broken file, not a short one. Says nothing of keys or addresses."""


@dataclass(frozen=True, slots=True)
class Archive:
    """What will be sent, to whom. Each file is looked at again when its turn comes."""

    brand: Brand
    user: "User"
    licences: Sequence[Licence]
    turn: Turn


def plan_archive(*, brand: Brand, user: "User", licences: Iterable[Licence], at: datetime) -> Archive:
    """The running ones of these licences of the brand, which the caller has read with asset, creator, deal and product.

    Raises NothingToDownload, ArchiveTooLarge, ArchivesUnderWay, TooOften. Whoever plans one sends it: `send_archive`, once
    begun, gives the turn back.
    """
    most, limit = policy.value("archive_files"), policy.value("archive_mb") * MEGABYTE
    known = Licence.objects.filter(running(at), brand=brand, pk__in=[row.pk for row in licences])
    allowed = set(known.values_list("pk", flat=True))
    chosen = [row for row in licences if row.pk in allowed and row.asset.original_key]
    if not chosen:
        raise NothingToDownload
    size = sum(row.asset.size_bytes for row in chosen)
    if len(chosen) > most or size > limit:
        raise ArchiveTooLarge(count=len(chosen), size=size_words(size), most=most, limit=size_words(limit))
    turn = take_turn(f"b{brand.pk}", "archive", most=AT_ONCE)
    if turn is None:
        raise ArchivesUnderWay(count=AT_ONCE)
    if not _HERE.acquire(blocking=False):
        turn.end()
        raise TooOften
    return Archive(brand, user, chosen, turn)


def send_archive(archive: Archive, clock: Callable[[], datetime]) -> Iterator[bytes]:
    """The ZIP, piece by piece: files/, licences/, manifest.csv. `clock` tells when a file's turn has come.

    A licence that ended or was taken back meanwhile leaves its file out, which the manifest says. Each file that goes in is
    written down as a download. Raises ArchiveBrokeOff, also in the middle, when the store fails, a file is not what was
    licensed, or the person may not manage the brand any more.
    """
    language, zone = translation.get_language(), timezone.get_current_timezone()
    members = _members(archive, clock)

    def told() -> Iterator[tuple[str, datetime, int, Method, Iterable[bytes]]]:
        while True:  # the middleware has left by now: words in the manifest are the reader's all the same
            with translation.override(language), timezone.override(zone):
                member = next(members, None)
            if member is None:
                return
            name, moment, size, pieces = member
            yield name, moment, _MODE, ZIP_AUTO(size, level=0), pieces  # videos and photos are compressed already

    try:
        yield from stream_zip(told(), chunk_size=_PIECE_BYTES, get_compressobj=_as_it_is)
    except ArchiveBrokeOff:
        raise
    except Exception as error:  # noqa: BLE001 - whatever the store's client or the archive raises
        raise _broken(archive, error) from None
    finally:
        archive.turn.end()
        _HERE.release()


Member = tuple[str, datetime, int, Iterable[bytes]]


def _members(archive: Archive, clock: Callable[[], datetime]) -> Iterator[Member]:
    lines: list[list[object]] = []
    names: set[str] = set()
    for licence in archive.licences:
        at, asset = clock(), licence.asset
        archive.turn.go_on()
        try:
            now_held = usable_licence(asset, archive.user, at)
        except NoLicence:
            lines.append(_line(licence, "", at, _("Left out: its licence ended or was taken back meanwhile.")))
            continue
        now_held.asset, now_held.creator, now_held.brand = asset, licence.creator, archive.brand
        now_held.collaboration = licence.collaboration
        name = f"files/{download_name(asset)}"
        if name in names:
            name = f"files/{licence.code}-{download_name(asset)}"
        names.add(name)
        pieces = _pieces(asset.original_key, now_held.file_sha256)
        begun = (
            next(pieces, b""),
        )  # the store answers before the file's name is in the archive, and before it is written down
        AssetDownload.objects.create(asset=asset, licence=now_held, user=archive.user, at=at)
        yield name, at, asset.size_bytes, chain(begun, pieces)
        for captions in Captions.objects.filter(asset=asset):  # beside the video, where players look for them
            words = captions.text.encode()
            yield f"{name.rpartition('.')[0]}.{asset.captions_language}.vtt", at, len(words), (words,)
        for kept, data in _certificates(now_held, at):
            yield f"licences/{kept}", at, len(data), (data,)
        lines.append(_line(licence, name, at, "", now_held))
    manifest = _manifest(lines)
    yield "manifest.csv", clock(), len(manifest), (manifest,)


def _certificates(licence: Licence, at: datetime) -> list[tuple[str, bytes]]:
    """As data and on paper: (name, bytes)."""
    as_data = json.dumps(certificate(licence), ensure_ascii=False, indent=2)
    on_paper = certificate_pdf(licence, Standing.of(licence, at), public_url(licence, "licence"))
    return [(f"{licence.code}.json", f"{as_data}\n".encode()), (f"{licence.code}.pdf", on_paper)]


def _pieces(key: str, sha256: str) -> Iterator[bytes]:
    """The original, and at its end the certainty that it is what the licence names."""
    digest = hashlib.sha256()
    for piece in storage.chunks(key, size_bytes=_PIECE_BYTES):
        digest.update(piece)
        yield piece
    if digest.hexdigest() != sha256:
        raise ValueError("not the licensed file")


def _broken(archive: Archive, error: Exception) -> ArchiveBrokeOff:
    logger.error("archive broke off", extra={"brand": archive.brand.public_id, "error": type(error).__name__})
    return ArchiveBrokeOff("an archive of the library broke off; the reason is in the line before")


def _as_it_is() -> "zlib._Compress":
    return zlib.compressobj(level=0, wbits=-zlib.MAX_WBITS)


def _line(licence: Licence, name: str, at: datetime, note: str, held: Licence | None = None) -> list[object]:
    deal, held = licence.collaboration.deal, held or licence
    product = deal.product.title if deal.product else ""
    return [name, licence.licensor, deal.title, product, rights_words(held, at), stamp(held.starts_at), stamp(held.ends_at),
            held.code, held.file_sha256, note]  # fmt: skip


def _manifest(lines: Sequence[Sequence[object]]) -> bytes:
    head = [_("File"), _("Creator"), _("Deal"), _("Product"), _("Rights"), _("From"), _("Until"), _("Licence"), "SHA-256",
            _("Note")]  # fmt: skip
    out = io.StringIO()
    csv.writer(out).writerows([harmless(cell) for cell in line] for line in (head, *lines))
    return b"\xef\xbb\xbf" + out.getvalue().encode()  # the mark tells Excel that it is UTF-8
