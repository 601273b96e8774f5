"""A file's way into a message: permission, arrival, discarding, cleaning up. The bytes go from the browser straight to the store."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from barter.kernel import storage
from barter.kernel.errors import TooOften
from barter.kernel.outbox import nudge
from barter.kernel.storage import PresignedPost
from barter.kernel.templatetags.words import bytes_words
from content.errors import ArrivedDifferent, FileTooLarge, FileTooSmall, NothingArrived, UploadExpired
from content.operations.uploads import clean_file_name, permission_seconds
from deals.models import Application
from inbox import rules
from inbox.errors import FileIsSent, ThreadIsClosed, TooManyFiles, WrongFileType
from inbox.models import Attachment

S = Attachment.State
TYPES = frozenset({"image/jpeg", "image/png", "image/webp", "image/heic", "application/pdf"})
ANY_TYPE = "application/octet-stream"  # pinned in the plain form, where the type is only known once the file is there
MOST_BYTES = 10 * 1024 * 1024
LEAST_BYTES = 64
FILES_A_MESSAGE = 5
FILES_A_MINUTE = 30
PROCESS_TASK = "inbox.tasks.check_files"
_UNSENT_KEPT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Upload:
    """A row for the file and the permission to put its bytes into the store."""

    attachment: Attachment
    post: PresignedPost


def start_file(
    *, application: Application, author: User, file_name: str, content_type: str, size_bytes: int, at: datetime
) -> Upload:
    """Permission for one file: this key, this type, this size. The caller has checked that the author may write.

    Raises WrongFileType, FileTooLarge, FileTooSmall, TooManyFiles, TooOften, ThreadIsClosed.
    """
    name = clean_file_name(file_name)
    if content_type not in TYPES:
        raise WrongFileType(name=name, field="type")
    if size_bytes > MOST_BYTES:
        raise FileTooLarge(name=name, size=bytes_words(size_bytes), limit=bytes_words(MOST_BYTES), field="size_bytes")
    if size_bytes < LEAST_BYTES:
        raise FileTooSmall(name=name, size=bytes_words(size_bytes), field="size_bytes")
    row = _make(application, author, name, content_type, size_bytes, at)
    post = storage.presign_post(
        row.upload_key, content_type=content_type, size_bytes=size_bytes, expires_seconds=permission_seconds()
    )
    return Upload(row, post)


def start_plain_file(
    *, application: Application, author: User, redirect_url: str, at: datetime, attachment: Attachment | None = None
) -> Upload:
    """The way without script: one form that posts to the store, which sends the browser on to `redirect_url`.

    A waiting `attachment` of an earlier call is used again, so that opening the page twice leaves one row.
    """
    row = attachment or _make(application, author, "file", ANY_TYPE, 0, at)
    post = storage.presign_post(
        row.upload_key,
        content_type=ANY_TYPE,
        size_bytes=MOST_BYTES,
        smallest_bytes=LEAST_BYTES,
        expires_seconds=permission_seconds(),
        redirect_url=redirect_url.format(attachment=row.public_id),
    )
    return Upload(row, post)


def complete_file(*, attachment: Attachment, at: datetime) -> Attachment:
    """The bytes are there: look, then hand the file to its checks. Idempotent.

    Asks the store, so never call it inside a transaction. Raises NothingArrived, ArrivedDifferent, UploadExpired.
    """
    if attachment.state == S.EXPIRED:
        raise UploadExpired
    if attachment.state != S.WAITING:
        return attachment
    stored = storage.head(attachment.upload_key)
    if stored is None:
        raise UploadExpired if at >= attachment.expires_at else NothingArrived
    if attachment.size_bytes and stored.size_bytes != attachment.size_bytes:
        raise ArrivedDifferent(
            got=bytes_words(stored.size_bytes), wanted=bytes_words(attachment.size_bytes), field="size_bytes"
        )
    with transaction.atomic():
        arrived = Attachment.objects.filter(pk=attachment.pk, state=S.WAITING).update(
            state=S.PROCESSING,
            size_bytes=stored.size_bytes,
            process_at=timezone.now(),
            expires_at=at + _UNSENT_KEPT,
        )
        if arrived:
            transaction.on_commit(lambda: nudge.nudge(PROCESS_TASK))
    attachment.refresh_from_db()
    return attachment


def discard_file(*, attachment: Attachment) -> None:
    """Leave a file out before sending; its bytes are swept. Raises FileIsSent."""
    gone = Attachment.objects.filter(pk=attachment.pk, message=None)
    if not gone.update(state=S.EXPIRED, process_at=None, cleared_at=None):
        raise FileIsSent


def sweep_files(*, at: datetime, limit: int = 500) -> int:
    """Expire what was never completed or sent, then delete what nobody needs from the store. Idempotent.

    While a permission runs its holder could put an object again: so that key is cleared after it, whatever became of it.
    """
    over = Attachment.objects.filter(expires_at__lte=at, cleared_at=None)
    over.filter(message=None).update(state=S.EXPIRED, process_at=None)
    settled = Q(expires_at__lte=at) & ~Q(state=S.PROCESSING)
    rows = Attachment.objects.filter(settled | Q(state=S.EXPIRED), cleared_at=None).order_by("expires_at")[:limit]
    cleared = 0
    for row in rows:
        keys = [row.upload_key, *([row.kept_key, row.thumb_key] if row.state in {S.EXPIRED, S.REJECTED} else [])]
        for key in filter(None, keys):
            storage.delete(key)
        done = at if row.expires_at <= at else None
        Attachment.objects.filter(pk=row.pk, state=row.state).update(cleared_at=done)
        cleared += 1
    return cleared


def _make(
    application: Application, author: User, name: str, content_type: str, size_bytes: int, at: datetime
) -> Attachment:
    if rules.is_closed(application, at):
        raise ThreadIsClosed
    with transaction.atomic():
        # the lock makes the count hold when many start at once
        User.objects.select_for_update(no_key=True).filter(pk=author.pk).values("pk").get()
        latest = Attachment.objects.filter(author=author, created_at__gt=at - timedelta(minutes=1))
        if latest.count() >= FILES_A_MINUTE:
            raise TooOften
        open_rows = Attachment.objects.filter(application=application, author=author, message=None, expires_at__gt=at)
        if open_rows.exclude(state=S.EXPIRED).count() >= FILES_A_MESSAGE:
            raise TooManyFiles(most=FILES_A_MESSAGE)
        return Attachment.objects.create(
            application=application,
            author=author,
            file_name=name,
            content_type=content_type,
            size_bytes=size_bytes,
            upload_key=f"originals/{uuid4()}",
            created_at=at,
            expires_at=at + timedelta(seconds=permission_seconds()),
        )
