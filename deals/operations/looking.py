"""What a look at a post means: nothing when nobody could tell, a second look when it is gone, else a finding."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from barter.kernel.actors import Actor, Side
from barter.kernel.errors import WrongState
from barter.kernel.moves import record
from creators.models import Channel
from deals.disclosure import lack_of, rule_for
from deals.events import LiveCheckDue
from deals.models import Collaboration, LiveLink
from deals.operations.moving import lock
from deals.operations.posting import SECOND_LOOK_AFTER, record_live_check
from deals.posts.authors import is_somebody_elses
from deals.posts.port import Found, Look
from deals.workflow import CollaborationState as C

WATCHED = frozenset({C.POSTED, C.LIVE_HOLD})
UNSEEN = "unseen"
_KEPT_LOOKS = 10
_RETRY_MINUTES = (2, 10, 30, 60, 180, 360)
_S = LiveLink.State


def record_look(*, link: LiveLink, look: Look, at: datetime, seen_at: datetime) -> None:
    """Keep what came back and draw the conclusion. `at` is product time, `seen_at` system time.

    A failure counts for nothing: it is repeated, later each time. A post that was live and is gone counts as gone when a
    look an hour later says so, too.
    """
    with transaction.atomic():
        row = lock(link.collaboration)
        known = LiveLink.objects.filter(pk=link.pk).first()
        if known is None:
            return
        _keep(known, str(look.found), look.told, at)
        known.check_at = None
        if look.url and not _moved_to(known, look.url):
            return
        if row.state not in WATCHED:
            known.save(update_fields=["looks", "check_at"])
            return
        if look.found == Found.UNKNOWN:
            _try_again(known, look, seen_at)
            return
        state, known.finding = _judged(row, known, look)
        known.failures = 0
        waits = state in {_S.DEAD, _S.PRIVATE} and _waits_for_second_look(row, known, at)
        if not waits:
            known.gone_at = None
        known.save(update_fields=["looks", "check_at", "finding", "failures", "gone_at", "url"])
        if not waits:
            record_live_check(link=known, result=state, at=at)


def check_now(*, collaboration: Collaboration, by: Actor, at: datetime) -> None:
    """Staff want the posts looked at at once. Raises WrongState when they are not watched."""
    with transaction.atomic():
        row = lock(collaboration)
        if row.state not in WATCHED or by.side != Side.STAFF:
            raise WrongState(state=row.state)
        record(LiveCheckDue(collaboration=row.public_id), at=at)


def record_staff_look(*, link: LiveLink, found: str, by: Actor, at: datetime) -> None:
    """What somebody of staff saw where our own look can't tell. It counts at once, a post that is gone too: a person looked.

    `found` is a state of a link, but "unchecked". Raises WrongState when the post is no longer watched.
    """
    with transaction.atomic():
        row = lock(link.collaboration)
        known = LiveLink.objects.filter(pk=link.pk).first()
        if known is None or row.state not in WATCHED or by.side != Side.STAFF:
            raise WrongState(state=row.state)
        known.failures, known.finding, known.gone_at = 0, "", None
        _keep(known, found, "staff", at)
        known.save(update_fields=["looks", "finding", "failures", "gone_at"])
        record_live_check(link=known, result=_S(found), at=at)


def _keep(link: LiveLink, found: str, told: str, at: datetime) -> None:
    link.looks = [*link.looks, {"at": at.isoformat(), "found": found, "told": told}][-_KEPT_LOOKS:]


def _try_again(link: LiveLink, look: Look, seen_at: datetime) -> None:
    minutes = _RETRY_MINUTES[min(link.failures, len(_RETRY_MINUTES) - 1)]
    link.failures = min(link.failures + 1, 1_000)
    link.finding = look.why
    link.check_at = seen_at + max(timedelta(minutes=minutes), timedelta(seconds=look.wait_seconds))
    link.save(update_fields=["looks", "check_at", "finding", "failures", "url"])


def _judged(row: Collaboration, link: LiveLink, look: Look) -> tuple[LiveLink.State, str]:
    if look.found != Found.LIVE:
        return _S(str(look.found)), ""
    creator = row.creator
    is_new = row.state == C.POSTED or link.state != _S.LIVE  # who was seen there once may change their name
    if is_new and is_somebody_elses(look, creator.pk, link.platform):
        return _S.NOT_YOURS, ""
    rule = rule_for(creator.country, row.brand.country)
    lack = lack_of(look.text, rule, anywhere=link.platform == Channel.Platform.BLOG)
    if lack and not look.is_whole:  # the mark may stand where the platform doesn't show it to us
        return _S.LIVE, UNSEEN
    return (_S.NO_DISCLOSURE, lack) if lack else (_S.LIVE, "")


def _waits_for_second_look(row: Collaboration, link: LiveLink, at: datetime) -> bool:
    """A post that was there an hour ago may be gone for a moment. The clock of the trade looks again."""
    if row.state != C.LIVE_HOLD or row.link_removed_at is not None or link.state != _S.LIVE:
        return False
    link.gone_at = link.gone_at or at
    again_at = link.gone_at + SECOND_LOOK_AFTER
    if at >= again_at:
        return False
    row.wake_at = min(row.wake_at or again_at, again_at)
    row.save(update_fields=["wake_at"])
    return True


def _moved_to(link: LiveLink, url: str) -> bool:
    """A short link becomes the address it leads to; False when that one is on the list already: then it goes."""
    try:
        with transaction.atomic():
            LiveLink.objects.filter(pk=link.pk).update(url=url)
    except IntegrityError:
        LiveLink.objects.filter(pk=link.pk).delete()
        return False
    link.url = url
    return True
