"""Many originals in one ZIP, made while it is sent: nothing is kept on a disk, and memory holds one piece of one file.

A worker's thread is held until the last byte has left (docs/adr/0012): a brand may have so many under way at once.
"""

import csv
import hashlib
import io
import json
import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from barter.kernel import policy, storage
from barter.kernel.errors import TooOften
from barter.kernel.rfc3339 import stamp
from barter.kernel.spreadsheets import harmless
from barter.kernel.tries import Turn, take_turn
from barter.kernel.zips import FILL_STEP, Member, length_of, zipped
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
_TURN_AGAIN_AFTER = timedelta(minutes=1)
_MANIFEST = "manifest.csv"


class ArchiveBrokeOff(Exception):
    """Sending stops without an end: whoever gets it sees a broken file, not a short one. Says nothing of keys or addresses."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A file with what goes beside it: the files of `beside` have the content they had when the archive was asked for."""

    licence: Licence
    name: str
    beside: Sequence[tuple[str, bytes]]
    line: Sequence[object]  # of the manifest

    @property
    def sizes(self) -> list[tuple[str, int]]:
        return [(self.name, self.licence.asset.size_bytes), *((name, len(data)) for name, data in self.beside)]


@dataclass(frozen=True, slots=True)
class Archive:
    """What will be sent, to whom, and how long it is. Each file is looked at again when its turn comes."""

    brand: Brand
    user: "User"
    parts: Sequence[_Part]
    turn: Turn
    length_bytes: int


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
    try:
        parts = _parts(brand, chosen, at)
        sizes = [size for part in parts for size in part.sizes]
        manifest = _manifest([part.line for part in parts])
        return Archive(brand, user, parts, turn, length_of([*sizes, (_MANIFEST, len(manifest))]))
    except BaseException:
        turn.end()
        _HERE.release()
        raise


def send_archive(archive: Archive, clock: Callable[[], datetime]) -> Iterator[bytes]:
    """The ZIP, piece by piece: files/, licences/, manifest.csv; `length_bytes` in all, or it broke off. `clock` tells when a
    file's turn has come.

    A licence that ended or was taken back meanwhile leaves its file out, which the manifest says. Each file that goes in is
    written down as a download. Raises ArchiveBrokeOff, also in the middle, when the store fails, a file is not what was
    licensed, or the person may not manage the brand any more.
    """
    language, zone = translation.get_language(), timezone.get_current_timezone()
    members = _members(archive, clock)

    def told() -> Iterator[Member]:
        while True:  # the middleware has left by now: words in the manifest are the reader's all the same
            with translation.override(language), timezone.override(zone):
                member = next(members, None)
            if member is None:
                return
            yield member

    try:
        went_on = clock()
        for piece in zipped(told(), length=archive.length_bytes, piece_bytes=_PIECE_BYTES):
            if (at := clock()) - went_on >= _TURN_AGAIN_AFTER:  # a phone takes hours over what a desk takes in a minute
                archive.turn.go_on()
                went_on = at
            yield piece
    except ArchiveBrokeOff:
        raise
    except Exception as error:  # noqa: BLE001 - whatever the store's client or the archive raises
        raise _broken(archive, error) from None
    finally:
        archive.turn.end()
        _HERE.release()


def _parts(brand: Brand, licences: Sequence[Licence], at: datetime) -> list[_Part]:
    said = dict(Captions.objects.filter(asset__in=[row.asset_id for row in licences]).values_list("asset", "text"))
    parts: list[_Part] = []
    names: set[str] = set()
    for licence in licences:
        asset, licence.brand = licence.asset, brand
        name = f"files/{download_name(asset)}"
        if name in names:
            name = f"files/{licence.code}-{download_name(asset)}"
        names.add(name)
        beside = [(f"licences/{kept}", data) for kept, data in _certificates(licence, at)]
        if asset.pk in said:  # beside the video, where players look for it
            beside.insert(0, (f"{name.rpartition('.')[0]}.{asset.captions_language}.vtt", said[asset.pk].encode()))
        parts.append(_Part(licence, name, beside, _line(licence, name, at)))
    return parts


def _members(archive: Archive, clock: Callable[[], datetime]) -> Iterator[Member]:
    lines: list[Sequence[object]] = []
    sent: list[tuple[str, int]] = []
    for part in archive.parts:
        at, asset = clock(), part.licence.asset
        if not _still_holds(part.licence, archive.user, at):
            note = _("Left out: its licence ended or was taken back meanwhile.")
            lines.append(["", *part.line[1:-1], note])
            continue
        pieces = _pieces(asset.original_key, part.licence.file_sha256)
        begun = (
            next(pieces, b""),
        )  # the store answers before the file's name is in the archive, and before it is written down
        AssetDownload.objects.create(asset=asset, licence=part.licence, user=archive.user, at=at)
        yield Member(part.name, at, chain(begun, pieces))
        yield from (Member(name, at, (data,)) for name, data in part.beside)
        lines.append(part.line)
        sent += part.sizes
    manifest = _manifest(lines)
    told = archive.length_bytes
    left = told - length_of([*sent, (_MANIFEST, len(manifest))], told=told)
    manifest += b"\n" * (left % FILL_STEP)  # an empty line is none in a spreadsheet
    left = told - length_of([*sent, (_MANIFEST, len(manifest))], told=told)
    if left < 0:
        raise ValueError("longer than was told")
    yield Member(_MANIFEST, clock(), (manifest,), fill_bytes=left)


def _still_holds(licence: Licence, user: "User", at: datetime) -> bool:
    try:
        return usable_licence(licence.asset, user, at).pk == licence.pk
    except NoLicence:
        return False


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


def _line(licence: Licence, name: str, at: datetime) -> list[object]:
    deal = licence.collaboration.deal
    product = deal.product.title if deal.product else ""
    return [name, licence.licensor, deal.title, product, rights_words(licence, at), stamp(licence.starts_at),
            stamp(licence.ends_at), licence.code, licence.file_sha256, ""]  # fmt: skip


def _manifest(lines: Sequence[Sequence[object]]) -> bytes:
    head = [_("File"), _("Creator"), _("Deal"), _("Product"), _("Rights"), _("From"), _("Until"), _("Licence"), "SHA-256",
            _("Note")]  # fmt: skip
    out = io.StringIO()
    csv.writer(out).writerows([harmless(cell) for cell in line] for line in (head, *lines))
    return b"\xef\xbb\xbf" + out.getvalue().encode()  # the mark tells Excel that it is UTF-8
