"""A creator's posts, each with what the last look found and what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from barter.kernel.templatetags.words import ago_words, by_words
from deals.disclosure import rule_for, says_what, says_why
from deals.models import Collaboration, LiveLink
from deals.operations.looking import UNSEEN
from deals.posts.port import Why
from deals.web.creator import words
from deals.workflow import CollaborationState as C

_FIXES: Mapping[str, str] = {
    LiveLink.State.DEAD: gettext_noop("We can’t find it. Put it back, or post it again and add the new link."),
    LiveLink.State.PRIVATE: gettext_noop("Only some people can see it. Make it public."),
    LiveLink.State.NO_DISCLOSURE: gettext_noop("Put the mark at the beginning of its caption."),
    LiveLink.State.NOT_YOURS: gettext_noop("It is on somebody else’s channel. Add the link of your own post."),
}
_UNTOLD: Mapping[str, str] = {
    Why.NO_KEY: gettext_noop("{platform} doesn’t let us look. That is not held against you."),
    Why.EMBEDS_OFF: gettext_noop(
        "{platform} may not show it on other sites, so we can’t look. That is not held against you."
    ),
    Why.SILENT: gettext_noop("{platform} did not answer. We ask again by ourselves; that is not held against you."),
    Why.BUSY: gettext_noop("{platform} did not answer. We ask again by ourselves; that is not held against you."),
}


@dataclass(frozen=True, slots=True)
class Post:
    link: LiveLink
    platform: str
    seen: str
    told: list[str]


def posts_of(row: Collaboration, at: datetime) -> list[Post]:
    """Needs live_links, creator and brand."""
    return [_post(row, link, at) for link in row.live_links.all()]


def next_look(row: Collaboration, at: datetime) -> str:
    """When the posts are looked at next; empty when nobody looks any more."""
    if row.state not in {C.POSTED, C.LIVE_HOLD} or row.wake_at is None:
        return ""
    return _("We look again {by}.").format(by=by_words(max(row.wake_at, at), at))


def disclosure_words(row: Collaboration) -> str:
    """What a caption has to say where the creator is established."""
    return says_what(rule_for(row.creator.country, row.brand.country))


def _post(row: Collaboration, link: LiveLink, at: datetime) -> Post:
    platform = words.channel_words(link.platform)
    seen = _("looked at {when}").format(when=ago_words(link.checked_at, at)) if link.checked_at else ""
    return Post(link, platform, seen, _told(row, link, platform))


def _told(row: Collaboration, link: LiveLink, platform: str) -> list[str]:
    if link.finding in _UNTOLD and row.state in {C.POSTED, C.LIVE_HOLD}:
        return [_(_UNTOLD[link.finding]).format(platform=platform)]
    if link.gone_at is not None and row.state == C.LIVE_HOLD:
        return [_("We could not find it just now. It counts only when it is still gone in an hour.")]
    if link.finding == UNSEEN and row.state in {C.POSTED, C.LIVE_HOLD}:
        return [_("We see only part of its text, so check the mark yourself."), disclosure_words(row)]
    can_fix = row.state == C.APPROVED or (row.link_removed_at is not None and row.state == C.LIVE_HOLD)
    if not can_fix or link.state not in _FIXES:
        return []
    fix = _(_FIXES[link.state])
    if link.state != LiveLink.State.NO_DISCLOSURE:
        return [fix]
    return [one for one in (says_why(link.finding), fix, disclosure_words(row)) if one]
