"""Ways out before the end: by one side, by both, by staff, and by a clock that nobody answered."""

from datetime import datetime

from django.db import transaction

from barter.kernel.actors import Actor, Side
from deals.errors import CancelAlreadyProposed, NoCancelProposed, NotLateYet, OwnCancelProposal
from deals.models import Collaboration, Fault
from deals.operations.disputes import drop_dispute
from deals.operations.faults import record_fault
from deals.operations.moving import end, lock, make_move, require
from deals.workflow import CollaborationState as C


def leave_late(*, collaboration: Collaboration, by: Actor, at: datetime) -> Collaboration:
    """The brand is late with shipping: the creator may go, free. Raises NotLateYet before that."""
    with transaction.atomic():
        row = lock(collaboration, with_deal=True)
        require(row, "leave_late", by)
        if row.late_at is None:
            raise NotLateYet
        end(row, "leave_late", by=by, at=at)
        return row


def cancel_collaboration(*, collaboration: Collaboration, by: Actor, reason: str, at: datetime) -> Collaboration:
    """One side goes before anything was sent. A fault for that side; the creator's credit comes back either way.

    A creator whose brand is late with the parcel leaves without a fault, as by `leave_late`.
    """
    move = "cancel_as_creator" if by.side == Side.CREATOR else "cancel_as_brand"
    with transaction.atomic():
        row = lock(collaboration, with_deal=True)
        require(row, move, by)
        if by.side == Side.CREATOR and row.state == C.TO_SHIP and row.late_at is not None:
            end(row, "leave_late", by=by, at=at, reason=reason)
            return row
        end(row, move, by=by, at=at, reason=reason)
        record_fault(collaboration=row, side=by.side, kind=Fault.Kind.CANCELLED, at=at)
        return row


def propose_cancel(*, collaboration: Collaboration, by: Actor, at: datetime, reason: str = "") -> Collaboration:
    """Ask the other side to end it together; the next move to another state withdraws it.

    Raises OwnCancelProposal on a repeat, CancelAlreadyProposed when the other side has asked first (agree instead).
    """
    with transaction.atomic():
        row = lock(collaboration)
        require(row, "propose_cancel", by)
        if row.cancel_proposed_by == by.side:
            raise OwnCancelProposal
        if row.cancel_proposed_by:
            raise CancelAlreadyProposed
        row.cancel_proposed_by = str(by.side)
        make_move(row, "propose_cancel", by=by, at=at, reason=reason, changed=["cancel_proposed_by"])
        return row


def agree_cancel(*, collaboration: Collaboration, by: Actor, at: datetime) -> Collaboration:
    """The other side agrees: nobody's fault, credit back. Raises NoCancelProposed, or OwnCancelProposal to the proposer."""
    with transaction.atomic():
        row = lock(collaboration, with_deal=True)
        require(row, "agree_cancel", by)
        if not row.cancel_proposed_by:
            raise NoCancelProposed
        if row.cancel_proposed_by == by.side:
            raise OwnCancelProposal
        end(row, "agree_cancel", by=by, at=at)
        return row


def exit_honestly(*, collaboration: Collaboration, by: Actor, at: datetime, reason: str = "") -> Collaboration:
    """The creator can't make it and says so. No fault and no strike; the credit is lost only when the product was received."""
    with transaction.atomic():
        row = lock(collaboration, with_deal=True)
        require(row, "exit_honestly", by)
        received = row.state != C.SHIPPED
        end(row, "exit_honestly", by=by, at=at, reason=reason, lose_credit=received)
        return row


def cancel_held(*, collaboration: Collaboration, by: Actor, at: datetime, reason: str = "") -> Collaboration:
    """Staff end a problem that can't be solved, before its clock does, and say why."""
    with transaction.atomic():
        row = lock(collaboration, with_deal=True)
        require(row, "cancel_held", by)
        end(row, "cancel_held", by=by, at=at, reason=reason or row.problem_code)
        return row


def cancel_by_staff(*, collaboration: Collaboration, by: Actor, reason: str, at: datetime) -> Collaboration:
    """Staff end it; nobody's fault."""
    with transaction.atomic():
        row = lock(collaboration, with_deal=True)
        require(row, "cancel_by_staff", by)
        end(row, "cancel_by_staff", by=by, at=at, reason=reason)
        drop_dispute(row, by=by, reason=reason, at=at)
        return row
