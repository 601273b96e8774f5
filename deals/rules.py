"""What a side may do with a collaboration, a dispute, a review or a fault right now: the table, minus what a
precondition rules out. The operations refuse the same; this is for doors that only want to offer what works."""

from collections.abc import Callable, Mapping

from barter.kernel import policy
from barter.kernel.actors import Side
from barter.kernel.models import TimelineEntry
from deals.models import Collaboration, Dispute, Fault, Review, Terms
from deals.models.collaboration import BEFORE_ARRIVAL, Problem
from deals.workflow import COLLABORATION, DISPUTE, REVIEW, CollaborationState

Rule = Callable[[Collaboration, Side], bool]


def _open_terms(row: Collaboration) -> Terms | None:
    return next((one for one in row.terms_versions.all() if one.state == Terms.State.PROPOSED), None)


def _may_answer_terms(row: Collaboration, side: Side) -> bool:
    proposal = _open_terms(row)
    return proposal is not None and proposal.proposed_by != side


def may_be_solved(row: Collaboration, side: Side) -> bool:
    """What the carrier takes back to the sender never arrives; where that was a mistake, staff say so."""
    return side == Side.STAFF or row.problem_code != Problem.RETURNED


_RULES: Mapping[str, Rule] = {
    "deliver": lambda row, side: row.state == CollaborationState.SHIPPED,
    "solve_problem": may_be_solved,
    "send_again": lambda row, side: row.exchange == Collaboration.Exchange.PARCEL,
    "extend": lambda row, side: row.extended_at is None and row.late_at is None,
    "request_changes": lambda row, side: row.revision_rounds_used < policy.value("revision_rounds"),
    "restore_live": lambda row, side: row.link_removed_at is not None,
    "leave_late": lambda row, side: row.late_at is not None,
    # while the brand is late with the parcel they leave without a fault
    "cancel_as_creator": lambda row, side: row.state != CollaborationState.TO_SHIP or row.late_at is None,
    "propose_cancel": lambda row, side: not row.cancel_proposed_by,
    "agree_cancel": lambda row, side: row.cancel_proposed_by not in {"", side},
    "propose_terms": lambda row, side: _open_terms(row) is None,
    "answer_terms": _may_answer_terms,
    "open_dispute": lambda row, side: all(one.state != Dispute.State.APPEALED for one in row.disputes.all()),
}


def collaboration_actions(row: Collaboration, side: Side) -> list[str]:
    """Moves of the table, and `add_live_link` and `write_review`, which are no moves of the collaboration itself."""
    names = [name for name in COLLABORATION.available(row.state, side) if name not in _RULES or _RULES[name](row, side)]
    if side == Side.CREATOR and row.state == CollaborationState.LIVE_HOLD:
        names.append("add_live_link")
    if row.state == CollaborationState.COMPLETED and _may_review(row, side):
        names.append("write_review")
    return names


def gone_problems(row: Collaboration) -> frozenset[Problem]:
    """What can't be wrong any more: whoever said that the parcel is here does not miss it. One that counts as received
    without a word may still be missing."""
    if row.state != CollaborationState.CREATING or row.shipped_at is None:
        return frozenset()
    said = TimelineEntry.objects.filter(object_type="collaboration", object_id=row.pk, move="confirm_delivery")
    return BEFORE_ARRIVAL if said.filter(at__gte=row.shipped_at).exists() else frozenset()


def _may_review(row: Collaboration, side: Side) -> bool:
    return any(one.side == side and one.state == Review.State.OPEN for one in row.reviews.all())


def dispute_actions(row: Dispute, side: Side) -> list[str]:
    return [name for name in DISPUTE.available(row.state, side) if name != "answer" or row.opened_by != side]


def review_actions(row: Review, side: Side) -> list[str]:
    return REVIEW.available(row.state, side) if row.side == side else []


def fault_actions(row: Fault, side: Side) -> list[str]:
    if side == Side.STAFF:
        return ["settle"] if row.state in {Fault.State.STANDING, Fault.State.APPEALED} else []
    return ["appeal"] if side == row.side and row.state == Fault.State.STANDING and not row.rests_on_decision else []
