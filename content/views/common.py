"""What the pages of content share."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from barter.kernel.errors import BarterError
from content import queries
from content.models import Asset, RevisionNote
from deals.clips import still_url
from deals.disclosure import caption_words
from deals.models import Collaboration


def say(request: HttpRequest, refusal: BarterError) -> None:
    """The refusal's sentence on the next page."""
    messages.error(request, refusal.detail)


def room_url(collaboration: Collaboration) -> str:
    """The creator's page of this trade (a page of deals, asked across by URL)."""
    return _reverse("deal_room", collaboration.public_id) or reverse("upload", args=[collaboration.public_id])


def collaboration_url(collaboration: Collaboration) -> str:
    """The brand's page of this trade."""
    return _reverse("brand_collaboration", collaboration.public_id) or reverse("brand_review_queue")


def caption_mark(collaboration: Collaboration, caption: str) -> list[str]:
    """How a caption marks the post as advertising where the creator is established; nothing where nothing is posted."""
    if not collaboration.must_post:
        return []
    return caption_words(caption, collaboration.creator.country, collaboration.brand.country)


def reel_of(files: Sequence[Asset], current: Asset | None, address: str, *, are_approved: bool) -> list[dict[str, Any]]:
    """What the player shows of the files of a version: each a still that leads to it."""
    return [
        {
            "url": f"{address}?file={file.public_id}",
            "thumb_url": still_url(file),
            "label": name,
            "current": file == current,
            "approved": are_approved,
        }
        for file, name in queries.file_names(files).items()
    ]


def is_on(note: RevisionNote, current: Asset | None, files: Sequence[Asset]) -> bool:
    """Pins of this version's file; those of earlier versions stand on the file in the same place."""
    if current is None or note.asset is None:
        return False
    return note.asset_id == current.pk or (note.asset not in files and note.asset.position == current.position)


def user_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def seconds_of(text: str | None) -> float:
    """`?t=12` or `?t=12.5`; anything else is the start."""
    try:
        value = float(text or 0)
    except ValueError:
        return 0.0
    return value if 0 <= value < 86_400 else 0.0


def _reverse(name: str, *args: Any) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
