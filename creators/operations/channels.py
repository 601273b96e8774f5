"""Where a creator publishes. Exactly one channel is the main one as long as there is any."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from creators.errors import ChannelTaken, InvalidValue, TooMany
from creators.models import Channel, Creator
from creators.operations.profile import name_after_channel

_CHANNELS_MAX = 12
_EDITABLE = frozenset({"platform", "handle", "url", "followers", "niche", "language", "country"})
_HANDLE = re.compile(r"[\w.\-]{1,80}")
_ADDRESSES = {
    Channel.Platform.INSTAGRAM: "https://www.instagram.com/{}/",
    Channel.Platform.TIKTOK: "https://www.tiktok.com/@{}",
    Channel.Platform.YOUTUBE: "https://www.youtube.com/@{}",
}


def add_channel(
    *,
    creator: Creator,
    platform: str,
    handle: str,
    at: datetime,
    followers: int = 0,
    url: str = "",
    niche: str = "",
    language: str = "",
    country: str = "",
) -> Channel:
    """Add a channel; the first becomes the main one. Raises ChannelTaken, TooMany, InvalidValue."""
    name = _tidy_handle(handle)
    with transaction.atomic():
        _lock(creator)
        count = creator.channels.count()
        if count >= _CHANNELS_MAX:
            raise TooMany
        if count == 0:
            name_after_channel(creator=creator, handle=name)
        try:
            with transaction.atomic():
                return creator.channels.create(
                    platform=platform,
                    handle=name,
                    url=url or _address(platform, name),
                    followers=followers,
                    niche=niche,
                    language=language,
                    country=country,
                    is_main=count == 0,
                )
        except IntegrityError as error:
            raise ChannelTaken(field="handle") from error


def update_channel(*, channel: Channel, changes: Mapping[str, Any], at: datetime) -> Channel:
    """Change a channel. A new handle or platform has to be verified again. Raises ChannelTaken, InvalidValue."""
    wanted = {name: value for name, value in changes.items() if name in _EDITABLE}
    if "handle" in wanted:
        wanted["handle"] = _tidy_handle(wanted["handle"])
    moved = any(wanted.get(name, getattr(channel, name)) != getattr(channel, name) for name in ("platform", "handle"))
    if moved:
        platform = wanted.get("platform", channel.platform)
        wanted["url"] = _address(platform, wanted.get("handle", channel.handle)) or wanted.get("url", "")
        wanted["is_verified"] = False
    for name, value in wanted.items():
        setattr(channel, name, value)
    try:
        with transaction.atomic():
            channel.save(update_fields=list(wanted))
    except IntegrityError as error:
        channel.refresh_from_db()
        raise ChannelTaken(field="handle") from error
    return channel


def remove_channel(*, channel: Channel, at: datetime) -> None:
    """Take a channel off the list; if it was the main one, the largest of the others follows."""
    with transaction.atomic():
        _lock(channel.creator)
        was_main = Channel.objects.filter(pk=channel.pk, is_main=True).exists()
        Channel.objects.filter(pk=channel.pk).delete()
        if was_main:
            heir = Channel.objects.filter(creator=channel.creator_id).order_by("-followers", "id").first()
            if heir:
                Channel.objects.filter(pk=heir.pk).update(is_main=True)


def set_main_channel(*, channel: Channel, at: datetime) -> None:
    """The channel brands see first, and the one applications name by default."""
    with transaction.atomic():
        _lock(channel.creator)
        Channel.objects.filter(creator=channel.creator_id, is_main=True).update(is_main=False)
        Channel.objects.filter(pk=channel.pk).update(is_main=True)
    channel.is_main = True


def _lock(creator: Creator) -> None:
    """One change of the list at a time."""
    Creator.objects.select_for_update(no_key=True).get(pk=creator.pk)


def _tidy_handle(handle: str) -> str:
    """ "@mila.makes", or a pasted profile address, becomes "mila.makes"."""
    name = handle.strip().rstrip("/").split("?")[0].rsplit("/", 1)[-1].lstrip("@")
    if not _HANDLE.fullmatch(name):
        raise InvalidValue(_("A handle has letters, digits, dots, dashes and underscores only."), field="handle")
    return name


def _address(platform: str, handle: str) -> str:
    return _ADDRESSES.get(Channel.Platform(platform), "").format(handle)
