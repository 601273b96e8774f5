"""A person's own copy of everything we hold about them, as a ZIP of JSON files.

Asked for on the settings page, built by a worker, kept for seven days. Rows go one by one into a file on disk and from
there to the store, so memory stays flat whatever somebody has. A worker that died is followed by another one when the
claim runs out; the one whose claim is over changes nothing.
"""

import json
import logging
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import IO
from uuid import uuid4

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import OneCopyADay
from accounts.events import ExportMoved
from accounts.models import DataExport, User
from barter.kernel import personal, storage
from barter.kernel.languages import spoken
from barter.kernel.moves import record
from barter.kernel.outbox import nudge
from barter.kernel.personal import KEPT_DAYS

logger = logging.getLogger(__name__)
TASK = "accounts.tasks.build_exports"
_A_DAY = timedelta(days=1)
_CLAIM = timedelta(minutes=2)
_MOST_ATTEMPTS = 5
State = DataExport.State


class _LostClaim(Exception):
    """Another worker has it, or the person is gone."""


def last_of(user: User) -> DataExport | None:
    """The newest copy, in whatever state."""
    return DataExport.objects.filter(user=user).first()


def ask_for_export(*, user: User, at: datetime) -> DataExport:
    """A copy is built soon. While one is being built that one is returned. Raises OneCopyADay."""
    try:
        with transaction.atomic():
            User.objects.select_for_update(no_key=True).get(pk=user.pk)
            last = last_of(user)
            if last is not None and last.state in DataExport.OPEN:
                return last
            if last is not None and last.state != State.FAILED and last.asked_at > at - _A_DAY:
                raise OneCopyADay
            export = DataExport(user=user, asked_at=at, process_at=timezone.now())
            export.key = f"exports/{uuid4().hex}/{uuid4().hex}.zip"
            export.save(force_insert=True)
            transaction.on_commit(lambda: nudge.nudge(TASK))
    except IntegrityError:
        return DataExport.objects.get(user=user, state__in=DataExport.OPEN)
    return export


def build_next(*, clock: Callable[[], datetime], tell: Callable[[User], None]) -> bool:
    """Build the copy that waits longest; `tell` gets the person when it is ready. False when none waits."""
    _give_up_the_fatal(clock)
    export = _claim()
    if export is None:
        return False
    try:
        with tempfile.TemporaryFile() as file:
            _write(export, file)
            size = file.tell()
            file.seek(0)
            storage.upload(export.key, file, content_type="application/zip")
        _finish(export, size, clock())
    except _LostClaim:
        return True
    except Exception:
        logger.exception("a copy of somebody's data was not built", extra={"export": export.public_id})
        _give_up(_held(export).filter(attempts__gte=_MOST_ATTEMPTS), clock())
        return True
    tell(export.user)
    return True


def expire_due(*, at: datetime, limit: int = 100) -> int:
    """Delete copies whose days are over. Deleting twice harms nobody."""
    over = list(DataExport.objects.filter(state=State.READY, expires_at__lte=at).order_by("expires_at")[:limit])
    for export in over:
        storage.delete(export.key)
        DataExport.objects.filter(pk=export.pk, state=State.READY).update(state=State.EXPIRED, size_bytes=0)
    return len(over)


def download_url(export: DataExport, *, at: datetime) -> str:
    """A link of one minute; the caller has checked whose it is. Empty when there is nothing to take."""
    if export.state != State.READY or export.expires_at is None or export.expires_at <= at:
        return ""
    return storage.presign_get(
        export.key,
        expires_seconds=60,
        download_name=f"barter-{export.asked_at:%Y-%m-%d}.zip",
        content_type="application/zip",
    )


def _give_up_the_fatal(clock: Callable[[], datetime]) -> None:
    """Copies that killed every worker that took them: nobody reported back, so the count of claims does."""
    waiting = DataExport.objects.filter(state__in=DataExport.OPEN, process_at__lte=timezone.now())
    _give_up(waiting.filter(attempts__gte=_MOST_ATTEMPTS), clock())


def _give_up(rows: "QuerySet[DataExport]", at: datetime) -> None:
    """The person is told and may ask anew at once; staff find it on the person's page."""
    for export in rows.select_related("user"):
        with transaction.atomic():
            mine = rows.filter(pk=export.pk, attempts=export.attempts)
            if mine.update(state=State.FAILED, process_at=None):
                logger.error("a copy of somebody's data was given up", extra={"export": export.public_id})
                _announce(export, "fail", at)


def _announce(export: DataExport, move: str, at: datetime) -> None:
    record(ExportMoved(export=export.public_id, user=export.user.public_id, move=move), at=at)


def _claim() -> DataExport | None:
    now = timezone.now()
    waiting = DataExport.objects.filter(state__in=DataExport.OPEN, user__is_active=True, process_at__lte=now)
    due = waiting.order_by("process_at")
    for export in due.select_related("user")[:5]:
        mine = DataExport.objects.filter(pk=export.pk, attempts=export.attempts, process_at=export.process_at)
        if mine.update(state=State.BUILDING, attempts=F("attempts") + 1, process_at=now + _CLAIM, parts_done=0):
            export.attempts += 1
            return export
    return None


def _write(export: DataExport, file: IO[bytes]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", _words(export))
        for done, part in enumerate(personal.parts(), start=1):
            for name, found in part.gather(export.user_id):
                with archive.open(f"{part.app}/{name}.json", "w") as entry:
                    _write_list(entry, found)
            _keep(export, parts_done=done)


def _write_list(entry: IO[bytes], found: Iterable[personal.Row]) -> None:
    entry.write(b"[")
    for number, row in enumerate(found):
        text = json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False)
        entry.write((",\n" if number else "\n").encode() + text.encode())
    entry.write(b"\n]\n")


def _words(export: DataExport) -> str:
    with spoken(export.user.language):
        words = _(
            "What Barter holds about you, as lists a program can read (JSON). One folder for each part of the product. "
            "Links to your files work for {days} days. Times are UTC. What belongs to others is not in here."
        )
    return words.format(days=KEPT_DAYS) + "\n"


def _keep(export: DataExport, **columns: int) -> None:
    if not _held(export).update(process_at=timezone.now() + _CLAIM, **columns):
        raise _LostClaim


def _held(export: DataExport) -> "QuerySet[DataExport]":
    return DataExport.objects.filter(pk=export.pk, state=State.BUILDING, attempts=export.attempts)


def _finish(export: DataExport, size_bytes: int, at: datetime) -> None:
    # who is being erased is closed first and the files go then: a copy that comes later must not stay behind
    mine = _held(export).filter(user__is_active=True)
    ready = {"state": State.READY, "size_bytes": size_bytes, "ready_at": at, "process_at": None}
    with transaction.atomic():
        done = mine.update(**ready, expires_at=at + timedelta(days=KEPT_DAYS))
        if done:
            _announce(export, "ready", at)
    if not done:
        if not DataExport.objects.filter(pk=export.pk, user__is_active=True).exists():
            storage.delete(export.key)
        raise _LostClaim
