"""Public posts: which addresses are usable, and how one is looked at.

`check(link)` asks the adapter of the link's platform; it does HTTP or nothing at all, so it is never called inside a
transaction. The only adapter so far is the simulated one (demo and tests), which reads its answer from the address.
Adapters for real platforms implement `Adapter` and take their place in `ADAPTERS`.
"""

from collections.abc import Mapping
from typing import Protocol
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from creators.models import Channel
from deals.models import LiveLink

Platform = Channel.Platform
_HOSTS: Mapping[str, tuple[str, ...]] = {
    Platform.INSTAGRAM: ("instagram.com",),
    Platform.TIKTOK: ("tiktok.com",),
    Platform.YOUTUBE: ("youtube.com", "youtu.be"),
}
_LONGEST = 500


class Unusable(ValueError):
    """The address can't be that of a public post; the text is a sentence for a person."""


class Adapter(Protocol):
    def check(self, url: str) -> LiveLink.State:
        """What a visitor without an account would see. May raise: the check is then repeated later."""


class SimulatedPlatform:
    """The address says what is found: it holds "dead", "private" or "no-ad", or the post is live."""

    def check(self, url: str) -> LiveLink.State:
        path = urlsplit(url).path.lower()
        if "dead" in path:
            return LiveLink.State.DEAD
        if "private" in path:
            return LiveLink.State.PRIVATE
        if "no-ad" in path:
            return LiveLink.State.NO_DISCLOSURE
        return LiveLink.State.LIVE


_simulated = SimulatedPlatform()
ADAPTERS: Mapping[str, Adapter] = dict.fromkeys(Platform.values, _simulated)


def check(link: LiveLink) -> LiveLink.State:
    return ADAPTERS[link.platform].check(link.url)


def normalised(platform: str, url: str) -> str:
    """The address without fragment and surrounding space. Raises Unusable unless it is one of the platform's, by https."""
    if platform not in Platform.values:
        raise Unusable(_("Choose where it was posted from the list."))
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").lower()
        usable = parts.port is None and not parts.username
    except ValueError:
        raise Unusable(_("This isn't a web address.")) from None
    if parts.scheme != "https" or "." not in host or not usable or len(url) > _LONGEST:
        raise Unusable(_("The address must start with https:// and lead to the post."))
    hosts = _HOSTS.get(platform)
    if hosts and not any(host == known or host.endswith(f".{known}") for known in hosts):
        raise Unusable(_("This isn't an address of {platform}.").format(platform=Platform(platform).label))
    if not parts.path.strip("/"):
        raise Unusable(_("The address must lead to the post, not to the front page."))
    return parts._replace(netloc=host, fragment="").geturl()
