"""A file's way in: permission, arrival, discarding. The bytes go from the browser or phone straight to the store."""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from barter.kernel import policy, storage
from barter.kernel.actors import Actor, Side
from barter.kernel.errors import NotAllowed
from barter.kernel.moves import record_move
from barter.kernel.outbox import nudge
from barter.kernel.storage import PresignedPost
from content import limits
from content.errors import (
    ArrivedDifferent,
    FileAlreadyUsed,
    FileHasArrived,
    FileTooLarge,
    FileTooSmall,
    FileTypeNotAllowed,
    NoSuchPart,
    NothingArrived,
    NotMakingNow,
    PartsMissing,
    TooManyOpenUploads,
    UploadExpired,
)
from content.events import AssetMoved
from content.models import Asset
from deals.models import Collaboration
from deals.workflow import CollaborationState

MAKING = frozenset({CollaborationState.CREATING, CollaborationState.CHANGES_REQUESTED})
PROCESS_TASK = "content.tasks.process"
CLEAN_TASK = "content.tasks.process_clean"


@dataclass(frozen=True, slots=True)
class Upload:
    """A row for the file and the permission to put its bytes into the store."""

    asset: Asset
    post: PresignedPost
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Parts:
    """How far a file has come in parts: numbers of those that are there, and where to PUT those that were asked for."""

    part_bytes: int
    count: int
    arrived: list[int]
    urls: dict[int, str]


def start_upload(
    *,
    collaboration: Collaboration,
    by: Actor,
    file_name: str,
    content_type: str,
    size_bytes: int,
    at: datetime,
    fingerprint: str = "",
) -> Upload:
    """Permission for one file: this key, this type, this size, for an hour; or in parts, see `permit_parts`.

    With the `fingerprint` of one that waits already that one goes on. Raises NotMakingNow, FileTypeNotAllowed, FileTooLarge,
    FileTooSmall, TooManyOpenUploads.
    """
    name = clean_file_name(file_name)
    kind = limits.TYPES.get(content_type)
    if kind is None:
        raise FileTypeNotAllowed(
            name=name, type=content_type[:40] or _("unknown"), allowed=_(limits.ALLOWED_WORDS), field="content_type"
        )
    if size_bytes > limits.max_bytes(kind):
        raise FileTooLarge(
            name=name,
            size=limits.size_words(size_bytes),
            limit=limits.size_words(limits.max_bytes(kind)),
            field="size_bytes",
        )
    if size_bytes < limits.SMALLEST_BYTES:
        raise FileTooSmall(name=name, size=limits.size_words(size_bytes), field="size_bytes")
    asset = _make_asset(collaboration, by, name, kind, content_type, size_bytes, at, fingerprint)
    post = storage.presign_post(
        asset.upload_key, content_type=content_type, size_bytes=size_bytes, expires_seconds=permission_seconds()
    )
    return Upload(asset, post, asset.expires_at)


def start_plain_upload(
    *, collaboration: Collaboration, by: Actor, redirect_url: str, at: datetime, asset: Asset | None = None
) -> Upload:
    """The way without script: one form that posts to the store, which sends the browser on to `redirect_url`.

    Type and size are only known once the file is there; the content decides, as for every other file. A waiting
    `asset` of an earlier call is used again, so that opening the page twice leaves one row. Raises UploadExpired.
    """
    largest = limits.max_bytes(Asset.Kind.VIDEO)
    if asset is None:
        asset = _make_asset(collaboration, by, "file", Asset.Kind.VIDEO, limits.ANY_TYPE, 0, at)
    elif not _keep_open(asset, at):
        raise UploadExpired
    post = storage.presign_post(
        asset.upload_key,
        content_type=limits.ANY_TYPE,
        size_bytes=largest,
        smallest_bytes=limits.SMALLEST_BYTES,
        expires_seconds=permission_seconds(),
        redirect_url=redirect_url.format(asset=asset.public_id),
    )
    return Upload(asset, post, asset.expires_at)


def permit_parts(*, asset: Asset, by: Actor, numbers: Collection[int], at: datetime) -> Parts:
    """Permission to put these parts of a file, each once or again, in any order; those that are there are left out.

    All parts have `part_bytes`, the last has what is left. The upload stays open for days from its last permission on.
    Asks the store, so never call it inside a transaction. Raises NoSuchPart, FileHasArrived, UploadExpired.
    """
    insist_on_creator(by)
    count = parts_count(asset)
    if not count or len(numbers) > limits.PARTS_AT_ONCE or any(not 1 <= number <= count for number in numbers):
        raise NoSuchPart(count=count, most=limits.PARTS_AT_ONCE, field="numbers")
    _insist_on_waiting(asset)
    if not asset.parts_id:
        _open_parts(asset)
    stored = storage.parts_of(asset.upload_key, asset.parts_id)
    expires_at = at + timedelta(days=policy.value("upload_kept_days"))
    here = {part.number for part in stored or ()}
    still = Asset.objects.filter(pk=asset.pk, state=Asset.State.WAITING).update(
        arrived_bytes=sum(part.size_bytes for part in stored or ()), expires_at=expires_at
    )
    if stored is None or not still:
        asset.refresh_from_db()
        _insist_on_waiting(asset)
        raise FileHasArrived  # joined a moment ago, on its way to processing
    urls = {
        number: storage.presign_part(
            asset.upload_key, asset.parts_id, number,
            size_bytes=_part_bytes(asset, number), expires_seconds=permission_seconds(),
        )
        for number in sorted(set(numbers) - here)
    }  # fmt: skip
    return Parts(limits.PART_BYTES, count, sorted(here), urls)


def parts_count(asset: Asset) -> int:
    """Of how many parts the file is; 0 where its size is not known."""
    return -(-asset.size_bytes // limits.PART_BYTES)


def complete_upload(*, asset: Asset, by: Actor, at: datetime) -> Asset:
    """The client says the bytes are there: look, then hand the file to processing. Idempotent.

    Asks the store, so never call it inside a transaction. Raises NothingArrived, ArrivedDifferent, UploadExpired.
    """
    insist_on_creator(by)
    if asset.state == Asset.State.EXPIRED:
        raise UploadExpired
    if asset.state != Asset.State.WAITING:
        return asset
    stored = storage.head(asset.upload_key)
    if stored is None and asset.parts_id:  # it may have come as one, after parts were asked for
        _join(asset)
        stored = storage.head(asset.upload_key)
    if stored is None:
        raise UploadExpired if at >= asset.expires_at else NothingArrived
    if asset.size_bytes and stored.size_bytes != asset.size_bytes:
        raise ArrivedDifferent(
            got=limits.size_words(stored.size_bytes), wanted=limits.size_words(asset.size_bytes), field="size_bytes"
        )
    if stored.content_type != asset.content_type:
        raise ArrivedDifferent(
            got=_("the type {type}").format(type=stored.content_type[:60]),
            wanted=asset.content_type,
            field="content_type",
        )
    with transaction.atomic():
        arrived = Asset.objects.filter(pk=asset.pk, state=Asset.State.WAITING).update(
            state=Asset.State.PROCESSING, size_bytes=stored.size_bytes, process_at=timezone.now()
        )
        if arrived:
            record_asset_move(asset, "arrive", Asset.State.WAITING, Asset.State.PROCESSING, by, at)
            transaction.on_commit(lambda: nudge.nudge(PROCESS_TASK))
    asset.refresh_from_db()
    if asset.state == Asset.State.EXPIRED:
        raise UploadExpired
    return asset


def discard_upload(*, asset: Asset, by: Actor, at: datetime) -> None:
    """The creator leaves a file out before sending. Its bytes are swept. Raises FileAlreadyUsed."""
    insist_on_creator(by)
    with transaction.atomic():
        row = Asset.objects.select_for_update().get(pk=asset.pk)
        if row.submission_id is not None or row.awaited_by_id is not None:
            raise FileAlreadyUsed(name=row.file_name)
        if row.state == Asset.State.EXPIRED:
            return
        before, row.state, row.process_at, row.cleared_at = row.state, Asset.State.EXPIRED, None, None
        # no permission for it lasts longer; until then its key is cleared again and again
        row.expires_at = min(row.expires_at, at + timedelta(seconds=permission_seconds()))
        row.save(update_fields=["state", "process_at", "cleared_at", "expires_at"])
        record_asset_move(row, "discard", before, row.state, by, at)


def record_asset_move(
    asset: Asset, move: str, before: str, after: str, by: Actor, at: datetime, reason: str = ""
) -> None:
    """Timeline row and event of a file's move, in the caller's transaction."""
    awaited = Asset.objects.filter(pk=asset.pk).exclude(awaited_by=None).exists() if move == "reject" else False
    event = AssetMoved(
        asset=asset.public_id,
        collaboration=asset.collaboration.public_id,
        move=move,
        state=str(after),
        is_awaited=awaited,
    )
    record_move(
        asset, move=move, actor=by, at=at, event=event, from_state=str(before), to_state=str(after), reason=reason
    )


def clean_file_name(name: str) -> str:
    """The last part of a path, without control, direction and private characters; never empty, at most 200 long."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C").strip(" .")
    if len(kept) > 200:
        head, dot, tail = kept.rpartition(".")
        kept = f"{head[: 200 - len(tail) - 1]}.{tail}" if dot and len(tail) <= 10 else kept[:200]
    return kept or "file"


def _make_asset(
    collaboration: Collaboration,
    by: Actor,
    name: str,
    kind: str,
    content_type: str,
    size_bytes: int,
    at: datetime,
    fingerprint: str = "",
) -> Asset:
    insist_on_creator(by)
    with transaction.atomic():
        # the row lock makes the count of open files hold when many start at once; a collaboration has one creator
        now = Collaboration.objects.select_for_update(no_key=True).get(pk=collaboration.pk)
        if now.state not in MAKING:
            raise NotMakingNow(state=str(now.get_state_display()).lower())
        known = Asset.objects.filter(collaboration=now, state=Asset.State.WAITING, fingerprint=fingerprint).first()
        if fingerprint and known:
            if (known.size_bytes, known.content_type) == (size_bytes, content_type) and _keep_open(known, at):
                return known
            fingerprint = ""  # no device knows two files by the same: take it for a new one
        insist_on_room(now)
        return Asset.objects.create(
            creator_id=now.creator_id,
            collaboration=now,
            kind=kind,
            file_name=name,
            content_type=content_type,
            size_bytes=size_bytes,
            upload_key=f"originals/{uuid4()}",
            fingerprint=fingerprint,
            created_at=at,
            expires_at=at + timedelta(seconds=permission_seconds()),
        )


def insist_on_room(collaboration: Collaboration) -> None:
    """The caller holds the lock of the trade."""
    open_states = [Asset.State.WAITING, Asset.State.PROCESSING, Asset.State.READY]
    waiting = Asset.objects.filter(collaboration=collaboration, submission=None, state__in=open_states).count()
    if waiting >= limits.OPEN_UPLOADS:
        raise TooManyOpenUploads(count=waiting)


def _keep_open(asset: Asset, at: datetime) -> bool:
    """As long as the permission that is given now: whoever held a longer one could put what nobody clears. False where the
    upload waits no more."""
    until = Greatest("expires_at", Value(at + timedelta(seconds=permission_seconds())))
    still = Asset.objects.filter(pk=asset.pk, state=Asset.State.WAITING).update(expires_at=until)
    asset.refresh_from_db()
    return bool(still)


def _open_parts(asset: Asset) -> None:
    """The store's id of the upload in parts, on the row before anybody gets a permission. Two at once: the first counts."""
    parts_id = storage.begin_parts(asset.upload_key, content_type=asset.content_type)
    if not Asset.objects.filter(pk=asset.pk, state=Asset.State.WAITING, parts_id="").update(parts_id=parts_id):
        storage.drop_parts(asset.upload_key, parts_id)
    asset.refresh_from_db()
    _insist_on_waiting(asset)


def _join(asset: Asset) -> None:
    """The object of its parts. Where it was joined before, nothing."""
    stored = storage.parts_of(asset.upload_key, asset.parts_id)
    if stored is None:
        return
    count = parts_count(asset)
    whole = [part for part in stored if part.number <= count and part.size_bytes == _part_bytes(asset, part.number)]
    if len(whole) < count:
        raise PartsMissing(missing=count - len(whole), count=count)
    storage.join_parts(asset.upload_key, asset.parts_id, whole)


def _part_bytes(asset: Asset, number: int) -> int:
    return min(limits.PART_BYTES, asset.size_bytes - (number - 1) * limits.PART_BYTES)


def _insist_on_waiting(asset: Asset) -> None:
    if asset.state == Asset.State.EXPIRED:
        raise UploadExpired
    if asset.state != Asset.State.WAITING:
        raise FileHasArrived


def insist_on_creator(by: Actor) -> None:
    if by.side != Side.CREATOR:
        raise NotAllowed


def permission_seconds() -> int:
    """How long the permission to put one file into the store holds."""
    return policy.value("upload_expires_minutes") * 60
