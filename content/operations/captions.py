"""What a creator says is said in their video."""

from datetime import datetime

from django.db import transaction

from barter.kernel.actors import Actor, Side
from barter.kernel.errors import NotAllowed
from content.captions import LANGUAGES, read, written
from content.errors import CaptionsClosed, NoSuchLanguage, NothingToCaption
from content.models import Asset, Captions
from content.operations.uploads import record_asset_move
from content.permissions import is_ready_video, may_be_captioned
from deals.models import Collaboration


def put_captions(*, asset: Asset, by: Actor, language: str, text: str | bytes, at: datetime) -> Captions:
    """Captions for a video, in the place of those it had, until its trade is over. Saying the same again changes nothing.

    Raises NothingToCaption, CaptionsClosed, NoSuchLanguage, CaptionsWrong.
    """
    _insist_on_open(asset, by)
    if language not in LANGUAGES:
        raise NoSuchLanguage(field="language")
    clean = written(read(text, length_ms=asset.duration_ms))
    with transaction.atomic():
        row = _locked(asset, by)
        kept = Captions.objects.filter(asset=row).first()
        if kept is not None and (kept.text, row.captions_language) == (clean, language):
            return kept
        kept, _is_new = Captions.objects.update_or_create(asset=row, defaults={"text": clean, "changed_at": at})
        _say(row, language, "caption", by, at)
    asset.captions_language = language
    return kept


def remove_captions(*, asset: Asset, by: Actor, at: datetime) -> None:
    """Take them off again. Idempotent. Raises NothingToCaption, CaptionsClosed."""
    with transaction.atomic():
        row = _locked(asset, by)
        if row.captions_language:
            Captions.objects.filter(asset=row).delete()
            _say(row, "", "remove_captions", by, at)
    asset.captions_language = ""


def _insist_on_open(asset: Asset, by: Actor) -> None:
    if by.side != Side.CREATOR:
        raise NotAllowed
    if not is_ready_video(asset):
        raise NothingToCaption
    if not may_be_captioned(asset):
        raise CaptionsClosed


def _locked(asset: Asset, by: Actor) -> Asset:
    """The file, and the trade as it is now: it doesn't end while captions are written."""
    row = Asset.objects.select_for_update().get(pk=asset.pk)
    row.collaboration = Collaboration.objects.select_for_update(no_key=True).get(pk=row.collaboration_id)
    _insist_on_open(row, by)
    return row


def _say(row: Asset, language: str, move: str, by: Actor, at: datetime) -> None:
    Asset.objects.filter(pk=row.pk).update(captions_language=language)
    record_asset_move(row, move, row.state, row.state, by, at, reason=language)
