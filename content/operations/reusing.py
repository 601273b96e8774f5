"""A file of the last version that goes with the next one as it is: nothing is uploaded again, no byte is copied."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from barter.kernel.actors import Actor
from content.errors import NoChangesAsked, NotOfLastVersion
from content.models import Asset, Captions, Submission
from content.operations.uploads import insist_on_creator, insist_on_room, record_asset_move
from deals.models import Collaboration

_SAME = (
    "creator_id", "collaboration_id", "kind", "file_name", "content_type", "size_bytes", "original_key", "preview_key",
    "poster_key", "strip_key", "thumb_key", "widths", "width", "height", "duration_ms", "frame_rate", "loudness_lufs", "sha256",
    "phash", "scan", "captions_language",
)  # fmt: skip


def use_again(*, asset: Asset, by: Actor, at: datetime) -> Asset:
    """The row of this file in the next version. Idempotent until that one is sent or the row discarded.

    Raises NoChangesAsked, NotOfLastVersion, TooManyOpenUploads.
    """
    insist_on_creator(by)
    with transaction.atomic():
        now = Collaboration.objects.select_for_update(no_key=True).get(pk=asset.collaboration_id)
        if now.state != Collaboration.State.CHANGES_REQUESTED:
            raise NoChangesAsked(state=str(now.get_state_display()).lower())
        sent = Submission.objects.filter(collaboration=now, state=Submission.State.CHANGES_REQUESTED)
        last = sent.order_by("-version").first()
        if last is None or asset.submission_id != last.pk:
            raise NotOfLastVersion(name=asset.file_name)
        known = Asset.objects.filter(reuses=asset, submission=None, state=Asset.State.READY).first()
        if known is not None:
            return known
        insist_on_room(now)
        row = Asset.objects.create(
            **{name: getattr(asset, name) for name in _SAME},
            reuses=asset,
            state=Asset.State.READY,
            upload_key=f"originals/{uuid4()}",  # never permitted
            created_at=at,
            ready_at=at,
            expires_at=at,
            cleared_at=at,
        )
        for said in Captions.objects.filter(asset=asset):
            Captions.objects.create(asset=row, text=said.text, changed_at=said.changed_at)
        record_asset_move(row, "use_again", "", row.state, by, at)
        return row
