"""The clips on a creator's profile. They stand above deals, so they are read through the relations they hang on a trade."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache
from time import time
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from barter.kernel import storage
from barter.kernel.errors import Invalid
from barter.kernel.ids import decode
from barter.kernel.languages import own_name
from creators.models import Creator
from deals.models import Collaboration
from deals.models.application import CLIPS_MAX
from deals.workflow import CollaborationState

NOT_SHOWN = gettext_lazy("One of these clips is not on your profile any more. Choose again.")
ADDRESS_SECONDS = 900  # how long the address of a preview works
_SAME_SECONDS = 300  # how long it stays the same
_ONLINE = (CollaborationState.LIVE_HOLD, CollaborationState.COMPLETED)
CHOSEN = Q(clip__isnull=False, clip__removed_at=None)


def clips_of(creator: Creator) -> QuerySet[Any]:
    """What anybody sees on their profile, in their order."""
    asset: Any = Collaboration._meta.get_field("assets").related_model
    clip: Any = asset._meta.get_field("clip").related_model
    rows: QuerySet[Any] = clip.objects.public().of_creator(creator)
    return rows.select_related("asset").order_by("position", "pk")


def seen_by_brands(brand_pks: Collection[int]) -> Q:
    """The approved files that these brands see of somebody: made for them, posted for anybody, or on a profile."""
    asset: Any = Collaboration._meta.get_field("assets").related_model
    submission: Any = Collaboration._meta.get_field("submissions").related_model
    posted = Q(collaboration__must_post=True, collaboration__state__in=_ONLINE, collaboration__posted_at__isnull=False)
    public = asset.may_be_shown() & (posted | CHOSEN)
    seen: Q = (Q(collaboration__brand__in=brand_pks) | public) & Q(submission__state=submission.State.APPROVED)
    return seen


def over_for(brand_pks: Collection[int], at: datetime) -> Q:
    """The files made for these brands to which they have no right any more: a preview without our mark is theirs only while
    a licence of the file runs, and what anybody sees on a profile."""
    asset: Any = Collaboration._meta.get_field("assets").related_model
    licence, clean, clip = (asset._meta.get_field(name).related_model for name in ("licences", "clean", "clip"))
    runs = Exists(licence.objects.running(at).filter(asset=OuterRef("pk")))
    shown = Exists(clip.objects.public().filter(asset=OuterRef("pk")))
    unmarked = Exists(clean.objects.filter(asset=OuterRef("pk"), state__in=clean.MADE))
    return Q(collaboration__brand__in=brand_pks) & Q(unmarked) & ~Q(runs) & ~Q(shown)


def insist_on_own(creator: Creator, chosen: Sequence[str]) -> list[str]:
    """Ids of clips as they are stored with an application: each once. Raises Invalid for too many, and for any that is
    not on this creator's profile."""
    wanted = list(dict.fromkeys(chosen))
    if len(wanted) > CLIPS_MAX:
        raise Invalid(_("Show at most three clips."), field="clips")
    try:
        keys = [decode("clip", one) for one in wanted]
    except ValueError:
        keys = []
    if wanted and clips_of(creator).filter(public_id__in=keys).count() < len(wanted):
        raise Invalid(str(NOT_SHOWN), field="clips")
    return wanted


def play_url(asset: Any) -> str:
    """What a clip's link names: not the store, whose addresses stop before somebody has looked through a page."""
    try:
        return reverse("asset_play", args=[asset.public_id]) if asset.preview_key else ""
    except NoReverseMatch:  # content is not built in
        return ""


def captions_of(asset: Any) -> dict[str, str] | None:
    """What a player's track names: {url, language, label}; None for a video without captions."""
    if not asset.captions_language:
        return None
    try:
        url = reverse("captions_file", args=[asset.public_id])
    except NoReverseMatch:
        return None
    return {"url": url, "language": asset.captions_language, "label": own_name(asset.captions_language)}


def still_url(asset: Any) -> str:
    """The small still of a file."""
    key = asset.thumb_key or asset.poster_key or (asset.preview_key if asset.kind == asset.Kind.PHOTO else "")
    return _signed(key, int(time()) // _SAME_SECONDS) if key else ""


@lru_cache(maxsize=4096)
def _signed(key: str, period: int) -> str:
    """Signing costs half a millisecond, and one address for a few minutes lets the browser keep the picture. The store
    reads the machine's clock, not the product's."""
    return storage.presign_get(key, expires_seconds=ADDRESS_SECONDS)
