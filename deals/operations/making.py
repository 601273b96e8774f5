"""Content on its way: delivered, sent back, approved. `content` owns the files and calls down here."""

from datetime import datetime, timedelta

from django.db import transaction

from barter.kernel import policy
from barter.kernel.actors import Actor
from deals.errors import AlreadyExtended, NoRoundsLeft, TooLateToExtend
from deals.models import Collaboration
from deals.operations.completing import complete
from deals.operations.moving import lock, make_move, require
from deals.operations.reputation import count_decision


def submit_content(*, collaboration: Collaboration, by: Actor, at: datetime) -> Collaboration:
    """The creator delivers; the brand's review clock starts."""
    with transaction.atomic():
        row = lock(collaboration)
        row.submitted_at = at
        make_move(row, "submit", by=by, at=at, changed=["submitted_at"])
        return row


def request_changes(*, collaboration: Collaboration, by: Actor, at: datetime) -> Collaboration:
    """The brand sends it back. Raises NoRoundsLeft after the second round."""
    with transaction.atomic():
        row = lock(collaboration)
        require(row, "request_changes", by)
        if row.revision_rounds_used >= policy.value("revision_rounds"):
            raise NoRoundsLeft
        row.revision_rounds_used += 1
        make_move(row, "request_changes", by=by, at=at, changed=["revision_rounds_used"])
        count_decision(row)
        return row


def approve_content(*, collaboration: Collaboration, by: Actor, at: datetime) -> Collaboration:
    """The brand takes it. A deal for content only is completed by this, in the same transaction."""
    with transaction.atomic():
        row = lock(collaboration)
        require(row, "approve", by)
        approve(row, "approve", by=by, at=at)
        return row


def approve(row: Collaboration, move: str, *, by: Actor, at: datetime, clock_from: datetime | None = None) -> None:
    """Approved by the brand or by its silence. The caller holds the lock."""
    silent = move == "approve_silently"
    row.approved_at, row.approved_silently = at, silent
    make_move(row, move, by=by, at=at, started_at=clock_from, changed=["approved_at", "approved_silently"])
    if not row.must_post:
        complete(row, "complete", by=Actor.system(), at=at)
    count_decision(row, silent=silent)  # last: the brand's counters come after the creator's in the order of locks


def extend_deadline(*, collaboration: Collaboration, by: Actor, at: datetime) -> Collaboration:
    """Seven more days, once per collaboration and before it is late. Raises AlreadyExtended or TooLateToExtend."""
    with transaction.atomic():
        row = lock(collaboration)
        require(row, "extend", by)
        if row.extended_at is not None:
            raise AlreadyExtended
        if row.due_at is None or row.late_at is not None or at >= row.due_at:
            raise TooLateToExtend
        row.extended_at = at
        row.move_due(row.due_at + timedelta(days=policy.value("extension_days")), at)
        make_move(row, "extend", by=by, at=at, changed=["extended_at"])
        return row
