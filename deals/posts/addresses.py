"""Whose address it is, and the one way of writing it."""

from collections.abc import Mapping
from typing import cast
from urllib.parse import SplitResult, urlsplit

from django.utils.translation import gettext as _

from barter.kernel import outward
from creators.models import Channel
from deals.posts import blog, instagram, tiktok, youtube
from deals.posts.port import Adapter, Unusable

Platform = Channel.Platform
ADAPTERS: Mapping[str, Adapter] = {
    Platform.TIKTOK: cast(Adapter, tiktok),
    Platform.INSTAGRAM: cast(Adapter, instagram),
    Platform.YOUTUBE: cast(Adapter, youtube),
    Platform.BLOG: cast(Adapter, blog),
}
_LONGEST = 500


def recognised(url: str, platform: str = "") -> tuple[str, str]:
    """The platform of a post's address, and the address as it is kept: without tracking, in one spelling.

    `platform` is what was chosen; the address knows better, except for a site we don't know. Raises Unusable.
    """
    parts = _parts(url.strip())
    known = next((name for name, one in ADAPTERS.items() if _is_of(parts.hostname or "", one.hosts)), "")
    if not known and platform not in Platform.values:
        raise Unusable(_("Choose where it was posted from the list."))
    if not known and platform != Platform.BLOG:
        raise Unusable(_("This isn't an address of {platform}.").format(platform=Platform(platform).label))
    found = known or platform
    if not parts.path.strip("/"):
        raise Unusable(_("The address must lead to the post, not to the front page."))
    try:
        return found, ADAPTERS[found].canonical(parts)
    except ValueError as error:  # a query of a thousand fields
        if isinstance(error, Unusable):
            raise
        raise Unusable(_("This isn't a web address.")) from None


def _parts(url: str) -> SplitResult:
    """Of the address by https: people leave that out, or copy it without the s."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        scheme, rest = "https", url
    if scheme.lower() not in {"https", "http"} or len(url) > _LONGEST:
        raise Unusable(_("The address must start with https:// and lead to the post."))
    try:
        parts = urlsplit(f"https://{rest}")
        outward.check_address(parts._replace(fragment="").geturl())
        if parts.port is not None:
            raise Unusable(_("The address must start with https:// and lead to the post."))
    except (ValueError, outward.Forbidden) as error:
        if isinstance(error, Unusable):
            raise
        raise Unusable(_("This isn't a web address.")) from None
    return parts._replace(netloc=(parts.hostname or "").lower())


def _is_of(host: str, hosts: object) -> bool:
    return any(host == known or host.endswith(f".{known}") for known in cast(tuple[str, ...], hosts))
