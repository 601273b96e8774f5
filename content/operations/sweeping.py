"""Cleaning up: uploads nobody completed, and objects nobody needs."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from barter.kernel import storage
from barter.kernel.actors import Actor
from content.models import Asset, Captions
from content.operations.uploads import record_asset_move

_OPENING_LASTS = timedelta(hours=1)
_UNWANTED = frozenset({Asset.State.EXPIRED, Asset.State.REJECTED})


def sweep(*, at: datetime, limit: int = 500) -> int:
    """Expire abandoned uploads, then delete what is left in the store. Idempotent; returns how many were cleared.

    While a permission still runs, its holder could put an object again: so the key is cleared after that, whatever
    became of the file. Nobody has ever seen such an object: only kept files are shown.
    """
    _expire(at, limit)
    _drop_unknown_parts()
    over = Asset.objects.filter(cleared_at=None, expires_at__lte=at).exclude(
        state__in=[Asset.State.WAITING, Asset.State.PROCESSING]
    )
    discarded = Asset.objects.filter(cleared_at=None, state=Asset.State.EXPIRED)
    cleared = 0
    for asset in (over | discarded).order_by("expires_at")[:limit]:
        keys = [asset.upload_key]
        if asset.state in _UNWANTED:
            keys += [*kept_keys(asset), *(unnamed_keys(asset) if asset.attempts else ())]
            Captions.objects.filter(asset=asset).delete()
            Asset.objects.filter(pk=asset.pk).update(captions_language="")
        if asset.parts_id:
            storage.drop_parts(asset.upload_key, asset.parts_id)
        for key in keys:
            storage.delete(key)
        done = at if asset.expires_at <= at else None
        Asset.objects.filter(pk=asset.pk, state=asset.state).update(cleared_at=done)
        cleared += 1
    return cleared


def _drop_unknown_parts() -> None:
    """Uploads in parts that no row knows: their server died in the moment between opening one and writing it down."""
    before = timezone.now() - _OPENING_LASTS
    found = [(key, parts_id) for key, parts_id, begun in storage.unjoined("originals/") if begun < before]
    known = set(Asset.objects.filter(upload_key__in=[key for key, _ in found]).values_list("upload_key", "parts_id"))
    for key, parts_id in found:
        if (key, parts_id) not in known:
            storage.drop_parts(key, parts_id)


def unnamed_keys(asset: Asset) -> Iterator[str]:
    """What attempts to check it have put into its folders and its row may not name. The folders are its own."""
    for folder in (f"kept/{asset.vault}/", f"previews/{asset.vault}/"):
        yield from storage.keys_under(folder)


def kept_keys(asset: Asset) -> list[str]:
    """What the store holds for this file alone."""
    if asset.reuses_id is not None:
        return []
    keys = [
        asset.original_key,
        asset.preview_key,
        asset.poster_key,
        asset.thumb_key,
        asset.strip_key,
        *asset.renditions(),
    ]
    return [key for key in keys if key]


def _expire(at: datetime, limit: int) -> None:
    waiting = Asset.objects.filter(state=Asset.State.WAITING, expires_at__lte=at, cleared_at=None)
    for asset in waiting.select_related("collaboration").order_by("expires_at")[:limit]:
        with transaction.atomic():
            expired = Asset.objects.filter(pk=asset.pk, state=Asset.State.WAITING).update(state=Asset.State.EXPIRED)
            if expired:
                record_asset_move(asset, "expire", Asset.State.WAITING, Asset.State.EXPIRED, Actor.system(), at)
