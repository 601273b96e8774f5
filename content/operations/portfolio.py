"""The clips a creator shows on their profile: which, in which order, under which title."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from barter.kernel import policy
from content.errors import ClipNotShowable, TooManyClips
from content.models import Asset, PortfolioClip
from creators.models import Creator

TITLE_MAX = 80


def show_clips(*, creator: Creator, assets: Sequence[Asset], at: datetime, title: str = "") -> list[PortfolioClip]:
    """Put files at the end of the profile; one that stands there already stays where it is. `title` names all of them.

    Raises ClipNotShowable (also for a file of somebody else) and TooManyClips; then none is added.
    """
    with transaction.atomic():
        shown = _locked(creator)
        known = {clip.asset_id for clip in shown}
        fresh = [asset for asset in assets if asset.pk not in known]
        keys = {asset.pk for asset in fresh}
        if Asset.objects.of_creator(creator.user).showable().filter(pk__in=keys).count() < len(keys):
            raise ClipNotShowable
        _insist_on_room(len(shown) + len(keys))
        last = shown[-1].position if shown else 0
        for position, asset in enumerate(fresh, start=last + 1):
            values: dict[str, Any] = {"position": position, "added_at": at, "removed_at": None}
            if title.strip():  # one that comes back keeps the title it had
                values["title"] = title.strip()[:TITLE_MAX]
            PortfolioClip.objects.update_or_create(asset=asset, defaults=values)
        wanted = [asset.pk for asset in assets]
        return list(PortfolioClip.objects.kept().filter(asset__in=wanted).select_related("asset"))


def name_clip(*, clip: PortfolioClip, title: str, at: datetime) -> PortfolioClip:
    """What brands read under it, and hear instead of the picture."""
    clip.title = title.strip()[:TITLE_MAX]
    clip.save(update_fields=["title"])
    return clip


def move_clip(*, clip: PortfolioClip, place: int, at: datetime) -> None:
    """Put it at this place, counted from 1; past the end is the end. Moving it there twice changes nothing more."""
    with transaction.atomic():
        shown = _locked(clip.asset.creator)
        others = [one for one in shown if one.pk != clip.pk]
        if len(others) == len(shown):  # removed meanwhile
            return
        others.insert(max(place, 1) - 1, clip)
        for position, one in enumerate(others, start=1):
            one.position = position
        PortfolioClip.objects.bulk_update(others, ["position"])


def remove_clip(*, clip: PortfolioClip, at: datetime) -> None:
    """Off the profile. The file itself, its licence and its trade stay as they are."""
    PortfolioClip.objects.filter(pk=clip.pk, removed_at=None).update(removed_at=at)


def put_clip_back(*, clip: PortfolioClip, at: datetime) -> None:
    """Undo a removal: same title, same place. Raises TooManyClips, ClipNotShowable."""
    with transaction.atomic():
        shown = _locked(clip.asset.creator)
        if any(one.pk == clip.pk for one in shown):
            return
        if not Asset.objects.showable().filter(pk=clip.asset_id).exists():
            raise ClipNotShowable
        _insist_on_room(len(shown) + 1)
        PortfolioClip.objects.filter(pk=clip.pk).update(removed_at=None)


def _locked(creator: Creator) -> list[PortfolioClip]:
    """The creator's clips in order; one change of them at a time."""
    Creator.objects.select_for_update(no_key=True).get(pk=creator.pk)
    return list(PortfolioClip.objects.of_creator(creator).order_by("position", "pk"))


def _insist_on_room(wanted: int) -> None:
    most = policy.value("portfolio_clips")
    if wanted > most:
        raise TooManyClips(most=most)
