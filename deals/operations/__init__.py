"""Every write of the heart: one function per verb. Who may call it is decided in the doors; the side is checked here."""

from deals.operations.cancelling import (
    agree_cancel,
    cancel_by_staff,
    cancel_collaboration,
    cancel_held,
    exit_honestly,
    leave_late,
    propose_cancel,
)
from deals.operations.collaboration import answer_terms, propose_terms
from deals.operations.delivery import (
    book_visit,
    check_in,
    confirm_delivery,
    mark_delivered,
    mark_lost,
    mark_returned,
    mark_shipped,
    report_problem,
    send_again,
    solve_problem,
)
from deals.operations.disputes import answer_dispute, appeal_dispute, decide_appeal, decide_dispute, open_dispute
from deals.operations.faults import appeal_fault, settle_fault
from deals.operations.making import approve_content, extend_deadline, request_changes, submit_content
from deals.operations.posting import add_live_link, record_live_check, restore_live
from deals.operations.reviews import write_review

__all__ = [
    "add_live_link",
    "agree_cancel",
    "answer_dispute",
    "answer_terms",
    "appeal_dispute",
    "appeal_fault",
    "approve_content",
    "book_visit",
    "cancel_by_staff",
    "cancel_collaboration",
    "cancel_held",
    "check_in",
    "confirm_delivery",
    "decide_appeal",
    "decide_dispute",
    "exit_honestly",
    "extend_deadline",
    "leave_late",
    "mark_delivered",
    "mark_lost",
    "mark_returned",
    "mark_shipped",
    "open_dispute",
    "propose_cancel",
    "propose_terms",
    "record_live_check",
    "report_problem",
    "request_changes",
    "restore_live",
    "send_again",
    "settle_fault",
    "solve_problem",
    "submit_content",
    "write_review",
]
