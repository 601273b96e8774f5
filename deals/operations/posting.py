"""The public post: linked, verified, and watched while it must stay live."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from barter.kernel import policy
from barter.kernel.actors import Actor, Side
from barter.kernel.errors import WrongState
from barter.kernel.moves import record
from deals.errors import LinkAlreadyAdded, LinkNotUsable
from deals.events import LiveCheckDue
from deals.models import Collaboration, Fault, LiveLink
from deals.operations.completing import complete
from deals.operations.faults import record_fault
from deals.operations.moving import lock, make_move, require
from deals.posts.addresses import recognised
from deals.posts.authors import somebody_else
from deals.posts.port import Unusable
from deals.workflow import CollaborationState as C

SECOND_CHECK_AFTER = timedelta(hours=1)
SECOND_LOOK_AFTER = timedelta(hours=1)  # at a post that was live and seems gone
LAST_CHECK_WITHIN = timedelta(hours=1)
RECHECK_REMOVED_EVERY = timedelta(days=1)
_BAD = frozenset({LiveLink.State.DEAD, LiveLink.State.PRIVATE, LiveLink.State.NO_DISCLOSURE, LiveLink.State.NOT_YOURS})


def add_live_link(*, collaboration: Collaboration, by: Actor, url: str, at: datetime, platform: str = "") -> LiveLink:
    """The creator posted. From `approved` this is the move to `posted`; later it adds a post or replaces a removed one.

    The address says which platform it is; `platform` is asked only for a site we don't know. Raises LinkNotUsable for
    what is no post of theirs, LinkAlreadyAdded for a repeat of a live one, however it is written.
    """
    try:
        platform, url = recognised(url, platform)
    except Unusable as unusable:
        raise LinkNotUsable(str(unusable), field="url") from None
    if by.side == Side.CREATOR and (told := somebody_else(collaboration.creator_id, platform, url)):
        raise LinkNotUsable(told, field="url")
    with transaction.atomic():
        row = lock(collaboration)
        if by.side != Side.CREATOR or row.state not in {C.POSTED, C.LIVE_HOLD}:
            require(row, "post", by)
        link = _link(row, platform, url, at)
        if row.state == C.APPROVED:
            row.posted_at = at
            make_move(row, "post", by=by, at=at, changed=["posted_at"])
        record(LiveCheckDue(collaboration=row.public_id), at=at)
        return link


def restore_live(*, collaboration: Collaboration, by: Actor, at: datetime) -> Collaboration:
    """The creator says the removed post is back; it is checked at once. Only a check that finds it ends the 5 days."""
    with transaction.atomic():
        row = lock(collaboration)
        require(row, "restore_live", by)
        if row.link_removed_at is None:
            raise WrongState(state="live")
        make_move(row, "restore_live", by=by, at=at)
        record(LiveCheckDue(collaboration=row.public_id), at=at)
        return row


def record_live_check(*, link: LiveLink, result: LiveLink.State, at: datetime) -> Collaboration:
    """What a check found. Verifies a new post after its second check, sends a bad one back, starts or ends a removal."""
    with transaction.atomic():
        row = lock(link.collaboration)
        LiveLink.objects.filter(pk=link.pk).update(state=result, checked_at=at, check_at=None)
        links = current_links(row)
        bad = next((one.state for one in links if one.state in _BAD), "")
        if row.state == C.POSTED:
            _judge_new_post(row, links, bad, at)
        elif row.state == C.LIVE_HOLD:
            _judge_live_post(row, links, bad, at)
        return row


def current_links(row: Collaboration) -> list[LiveLink]:
    """The posts that count: of each platform the newest, without failed ones from before the last posting."""
    newest: dict[str, LiveLink] = {}
    for link in LiveLink.objects.filter(collaboration_id=row.pk).order_by("posted_at", "id"):
        newest[link.platform] = link
    return [
        link
        for link in newest.values()
        if not (link.state in _BAD and row.posted_at and link.posted_at < row.posted_at)
    ]


def verify_live(row: Collaboration, *, at: datetime) -> None:
    """The post is there: the time it must stay counts from when it was posted. The caller holds the lock."""
    start = row.posted_at or at
    due_at = start + timedelta(days=row.live_days)
    make_move(row, "verify_live", by=Actor.system(), at=at, started_at=start, due_at=max(due_at, at))


def watch_live(row: Collaboration, *, at: datetime) -> None:
    """The clock of `live_hold`: a check at each reminder and at the end; then complete, or fail when it was not restored."""
    due_at = row.due_at or at
    if row.link_removed_at is not None and at >= due_at:
        _end_removal(row, at, due_at)
        return
    last_look = row.wake_at is not None and row.wake_at > due_at  # set below: the final check had its time
    if row.link_removed_at is None and at >= due_at and last_look and not _waits_for_second_look(row, at):
        complete(row, "complete", by=Actor.system(), at=at)
        return
    record(LiveCheckDue(collaboration=row.public_id), at=at)
    row.wake_at = _next_look(row, at, due_at)
    row.save(update_fields=["wake_at"])


def _waits_for_second_look(row: Collaboration, at: datetime) -> bool:
    """Whether a post was found gone a short while ago and nobody has looked again."""
    return any(link.gone_at is not None and at < link.gone_at + 2 * SECOND_LOOK_AFTER for link in current_links(row))


def _end_removal(row: Collaboration, at: datetime, due_at: datetime) -> None:
    """The days to restore are over. A post that nobody could look at meanwhile gets as many again, then counts as back."""
    bad = [link for link in current_links(row) if link.state in _BAD]
    if not any(link.failures for link in bad):
        _fail_live_hold(row, at=max(due_at, row.state_since))
    elif at >= (row.link_removed_at or at) + 2 * timedelta(days=policy.value("restore_days")):
        complete(row, "complete", by=Actor.system(), at=at, reason="post could not be checked")
    else:
        record(LiveCheckDue(collaboration=row.public_id), at=at)
        row.move_due(due_at + RECHECK_REMOVED_EVERY, at)
        row.wake_at = row.due_at
        row.save(update_fields=["due_at", "wake_at", "late_at"])


def _next_look(row: Collaboration, at: datetime, due_at: datetime) -> datetime:
    if row.link_removed_at is not None:
        return min(at + RECHECK_REMOVED_EVERY, due_at)
    plan = row.schedule()
    return (plan and plan.next_wake(at)) or at + LAST_CHECK_WITHIN


def _judge_new_post(row: Collaboration, links: Sequence[LiveLink], bad: str, at: datetime) -> None:
    if bad:
        due_at = at + timedelta(days=policy.value("relink_days"))
        make_move(row, "fail_live_check", by=Actor.system(), at=at, reason=bad, due_at=due_at)
        return
    settled = (row.posted_at or at) + SECOND_CHECK_AFTER
    if all(link.state == LiveLink.State.LIVE and link.checked_at and link.checked_at >= settled for link in links):
        verify_live(row, at=at)


def _judge_live_post(row: Collaboration, links: Sequence[LiveLink], bad: str, at: datetime) -> None:
    live = all(link.state == LiveLink.State.LIVE for link in links)
    if bad and row.link_removed_at is None:
        _report_removed(row, bad, at)
    elif live and row.link_removed_at is not None:
        _restore(row, at)
    elif live and row.due_at is not None and at >= row.due_at:
        complete(row, "complete", by=Actor.system(), at=at)


def _report_removed(row: Collaboration, what: str, at: datetime) -> None:
    row.link_removed_at = at
    row.held_clock = {"live_due_at": row.due_at.isoformat() if row.due_at else ""}
    row.move_due(at + timedelta(days=policy.value("restore_days")), at)
    row.wake_at = at + RECHECK_REMOVED_EVERY
    changed = ["link_removed_at", "held_clock"]
    make_move(row, "report_removed", by=Actor.system(), at=at, reason=what, changed=changed)


def _restore(row: Collaboration, at: datetime) -> None:
    removed_at = row.link_removed_at or at
    before = row.held_clock.get("live_due_at")
    due_at = (datetime.fromisoformat(before) if before else removed_at) + (at - removed_at)
    row.link_removed_at, row.held_clock = None, {}
    row.move_due(max(due_at, at), at)
    make_move(row, "restore_live", by=Actor.system(), at=at, changed=["link_removed_at", "held_clock"])


def _fail_live_hold(row: Collaboration, *, at: datetime) -> None:
    record_fault(collaboration=row, side=Side.CREATOR, kind=Fault.Kind.POST_REMOVED, at=at)
    complete(row, "fail_live_hold", by=Actor.system(), at=at, reason="post not restored")


def _link(row: Collaboration, platform: str, url: str, at: datetime) -> LiveLink:
    """A new link, or one that failed and is tried again."""
    known = LiveLink.objects.filter(collaboration=row, url=url).first()
    if known is not None and known.state in {LiveLink.State.LIVE, LiveLink.State.UNCHECKED} and row.state != C.APPROVED:
        raise LinkAlreadyAdded(field="url")
    if known is not None:
        known.state, known.posted_at = LiveLink.State.UNCHECKED, at
        known.save(update_fields=["state", "posted_at"])
        return known
    try:
        with transaction.atomic():
            return LiveLink.objects.create(collaboration=row, platform=platform, url=url, posted_at=at)
    except IntegrityError:
        raise LinkAlreadyAdded(field="url") from None
