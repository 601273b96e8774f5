"""The staff's workplace: what the admin pages of all apps share."""

from barter.kernel.staff import looks, searching
from barter.kernel.staff.auditing import acting, log
from barter.kernel.staff.decisions import Decision, Question, ReasonForm, bulk, decision
from barter.kernel.staff.pages import Rows, StaffAdmin, find_related
from barter.kernel.staff.queues import Queue, register_queue

__all__ = [
    "Decision",
    "Question",
    "Queue",
    "ReasonForm",
    "Rows",
    "StaffAdmin",
    "acting",
    "bulk",
    "decision",
    "find_related",
    "log",
    "looks",
    "register_queue",
    "searching",
]
