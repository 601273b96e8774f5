"""How the API shows creators. An address leaves the vault only as an item, to its owner."""

from typing import Any

from barter.kernel.pictures import picture_url
from barter.kernel.rfc3339 import stamp
from creators import queries
from creators.models import Address, Channel, Creator
from creators.operations import open_address

_SEALED = ("name", "line1", "line2", "postcode", "region", "phone")


def creator_data(creator: Creator, *, own: bool) -> dict[str, Any]:
    """A profile as anybody signed in sees it, and more for the creator. Expects capacity and channels to be loaded."""
    capacity = creator.capacity
    figures = queries.figures_of(capacity)
    body: dict[str, Any] = {
        "object": "creator",
        "id": creator.public_id,
        "name": creator.display_name,
        "handle": creator.handle,
        "bio": creator.bio,
        "city": creator.city,
        "country": creator.country,
        "languages": creator.languages,
        "niches": creator.niches,
        "avatar_url": picture_url(creator.avatar) or None,
        "is_verified": creator.is_verified,
        "channels": [channel_data(row) for row in creator.channels.all()],
        "figures": {
            "completed": figures.completed,
            "on_time": figures.on_time,
            "timed": figures.timed,
            "completion_percent": figures.completion_percent,
        },
        "created_at": stamp(creator.created_at),
        "standing": None,
        "paused_until": None,
        "credits": None,
        "open_applications": None,
        "available_actions": [],
    }
    if own:
        credits_ = queries.credits_of(capacity)
        body |= {
            "standing": creator.standing,
            "paused_until": stamp(creator.paused_until),
            "credits": {
                "free": credits_.free,
                "total": credits_.total,
                "held": credits_.held,
                "lost": credits_.lost,
                "next": credits_.words,
            },
            "open_applications": {"used": capacity.open_applications, "total": capacity.open_applications_max},
            "available_actions": ["update"],
        }
    return body


def channel_data(channel: Channel) -> dict[str, Any]:
    return {
        "object": "channel",
        "id": channel.public_id,
        "platform": channel.platform,
        "handle": channel.handle,
        "url": channel.url,
        "followers": channel.followers,
        "niche": channel.niche,
        "language": channel.language,
        "country": channel.country,
        "is_main": channel.is_main,
        "is_verified": channel.is_verified,
    }


def address_line(address: Address) -> dict[str, Any]:
    """An address in a list: what may be read without opening the vault."""
    return {
        "object": "address",
        "id": address.public_id,
        "label": address.label,
        "city": address.city,
        "country": address.country,
        "is_default": address.is_default,
    }


def address_data(address: Address) -> dict[str, Any]:
    """All of it, for its owner."""
    opened = open_address(address)
    return {**address_line(address), **{name: getattr(opened, name) for name in _SEALED}}
