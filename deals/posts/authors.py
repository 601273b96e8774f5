"""Whose post it is: the author an address or a platform names, against the creator's own channels."""

from django.utils.translation import gettext as _

from creators.models import Channel
from deals.posts import tiktok
from deals.posts.port import Look


def somebody_else(creator_id: int, platform: str, url: str) -> str:
    """A sentence when the address itself names an author who is none of the creator's channels; else empty."""
    author = tiktok.author_in(url) if platform == Channel.Platform.TIKTOK else ""
    own = _handles(creator_id, platform) if author else []
    if not own or author.lower() in own:
        return ""
    told = _("This is a post of @{author}, and your channel is @{own}. If both are yours, add the channel first.")
    return told.format(author=author, own=own[0])


def is_somebody_elses(look: Look, creator_id: int, platform: str) -> bool:
    """Whether the platform names an author who is surely not the creator. Nobody named, or no channel told: it may be."""
    named = {_squeezed(name) for name in (look.author, look.name) if name}
    own = _handles(creator_id, platform) if look.author else []
    return bool(own) and named.isdisjoint(_squeezed(handle) for handle in own)


def _handles(creator_id: int, platform: str) -> list[str]:
    rows = Channel.objects.filter(creator=creator_id, platform=platform).order_by("-is_main", "id")
    return [handle.lower().lstrip("@") for handle in rows.values_list("handle", flat=True)]


def _squeezed(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())
