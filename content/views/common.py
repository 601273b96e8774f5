"""What the pages of content share."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from barter.kernel.errors import BarterError
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
