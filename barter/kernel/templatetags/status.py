"""The one status language: which words, icon and tint a state has for the creator, the brand and staff.

Marigold ("you") is only for the person who must act; the other side sees a soft tint. Words may hold `{due}`, filled with the
day of the state's clock ("Film by Fri 5 Dec"). The same table serves pages, mails and the admin. It is written in English and
read in the reader's language through `find_status`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.utils.translation import gettext_noop as _

from barter.kernel.wording import pgettext_noop, spoken

Perspective = Literal["creator", "brand", "staff"]


@dataclass(frozen=True, slots=True)
class Status:
    """Words, icon (a word of icons.GLYPHS) and tint (suffix of `.pill--…`, empty = neutral) of one state for one reader."""

    words: str
    icon: str
    tint: str = ""
    words_without_due: str = ""


def _both(words: str, icon: str, tint: str = "", words_without_due: str = "") -> dict[str, Status]:
    status = Status(words, icon, tint, words_without_due)
    return {"creator": status, "brand": status}


def _sides(creator: Status, brand: Status) -> dict[str, Status]:
    return {"creator": creator, "brand": brand}


# kind -> state -> side -> status. Kinds and states are those of the life cycles of deal, application, collaboration, ...
TABLE: dict[str, dict[str, dict[str, Status]]] = {
    "deal": {
        "draft": _both(_("Draft"), "pencil"),
        "in_review": _both(_("Being checked"), "review", "info"),
        "live": _both(_("Live"), "", "ok pill--live"),
        "paused": _both(_("Paused"), "pause"),
        "full": _sides(Status(_("Full, join the list"), "creators"), Status(_("Full"), "ok", "ok")),
        "closed": _both(_("Closed"), "archive"),
        "rejected": _sides(Status(_("Not available"), "close"), Status(_("Needs a fix"), "pencil", "you")),
        "taken_down": _sides(Status(_("Not available"), "close"), Status(_("Taken down"), "ban", "bad")),
        "expired": _both(_("Ended"), "archive"),
    },
    "application": {
        "submitted": _sides(Status(_("Applied"), "applied"), Status(pgettext_noop("application", "New"), "inbox")),
        "shortlisted": _sides(Status(_("Applied"), "applied"), Status(_("Shortlisted"), "star", "make")),
        "accepted": _both(_("Accepted"), "ok", "ok"),
        "declined": _both(_("Not chosen"), "close"),
        "not_selected": _both(_("Not chosen"), "close"),
        "withdrawn": _both(_("Withdrawn"), "withdraw"),
        "expired": _both(_("Ended"), "archive"),
        "waitlisted": _both(_("On the list"), "waiting"),
        "invited": _sides(Status(_("You are invited"), "mail-open", "you"), Status(_("Invited"), "mail")),
        "offered": _sides(Status(_("Answer the offer"), "reply", "you"), Status(_("Offer sent"), "applied")),
        "countered": _sides(
            Status(_("Your terms sent"), "applied"),
            Status(_("Answer new terms"), "reply", "you"),
        ),
    },
    "collaboration": {
        "address_missing": _sides(Status(_("Add address"), "address", "you"), Status(_("Address asked"), "waiting")),
        "to_ship": _sides(
            Status(_("Getting packed"), "parcel", "get"),
            Status(_("To ship"), "parcel", "you"),
        ),
        "shipped": _both(_("On its way"), "shipped", "get"),
        "delivered": _sides(
            Status(_("Say it’s here"), "delivered", "you"),
            Status(_("Delivered"), "delivered", "get"),
        ),
        "creating": _sides(
            Status(_("Film by {due}"), "film", "you", _("Film and upload")),
            Status(_("Filming"), "film", "make"),
        ),
        "in_review": _sides(Status(_("In review"), "review", "make"), Status(_("To review"), "make", "you")),
        "changes_requested": _sides(
            Status(_("Upload the next version"), "changes", "you"),
            Status(_("Changes asked"), "changes", "make"),
        ),
        "approved": _sides(
            Status(_("Approved"), "approved", "ok"),
            Status(_("Ready to use"), "approved", "ok"),
        ),
        "posted": _both(_("Posted"), "link", "make"),
        "live_hold": _both(_("Online"), "link", "make"),
        "post_gone": _sides(Status(_("Fix the post"), "link", "you"), Status(_("Post needs a fix"), "late", "make")),
        "completed": _both(_("Done"), "approved", "ok"),
        "voucher_sent": _sides(
            Status(_("Voucher is here"), "ticket", "you"),
            Status(_("Voucher sent"), "ticket", "get"),
        ),
        "booked": _both(_("Visit booked"), "calendar", "get"),
        "day_missing": _sides(Status(_("Choose a day"), "calendar", "you"), Status(_("Day not chosen yet"), "waiting")),
        "checked_in": _both(_("Visited"), "ok", "get"),
        "on_hold": _both(_("Problem reported"), "late", "info"),
        "disputed": _both(_("With our team"), "team", "info"),
        "cancelled_mutual": _both(_("Ended by both"), "close"),
        "cancelled_by_brand": _sides(Status(_("Ended by the brand"), "close"), Status(_("You ended it"), "close")),
        "cancelled_by_creator": _sides(Status(_("You ended it"), "close"), Status(_("Ended by the creator"), "close")),
        "cancelled_no_fault": _both(_("Ended"), "close"),
        "no_ship": _both(_("Never shipped"), "close"),
        "no_show": _both(_("No content came"), "close"),
        "honest_exit": _both(_("Ended"), "close"),
    },
    "shipment": {
        "label_pending": _sides(
            Status(_("Getting packed"), "parcel", "get"),
            Status(_("To ship"), "parcel", "you"),
        ),
        "pre_transit": _both(_("Handed to carrier"), "parcel", "get"),
        "in_transit": _both(_("On its way"), "shipped", "get"),
        "out_for_delivery": _both(_("Out for delivery"), "shipped", "get"),
        "available_for_pickup": _sides(
            Status(_("Ready to pick up"), "address", "you"),
            Status(_("Waits at the pick-up point"), "address", "get"),
        ),
        "delivered": _both(_("Delivered"), "delivered", "ok"),
        "attempt_failed": _both(_("Delivery missed"), "late", "bad"),
        "exception": _both(_("Held up on the way"), "late", "bad"),
        "returned": _both(_("Coming back"), "withdraw", "bad"),
        "lost": _both(_("Lost on the way"), "late", "bad"),
        "expired": _both(_("No news from the carrier"), "late", "bad"),
    },
    "submission": {
        "uploading": _sides(
            Status(_("Finish the upload"), "upload", "you"),
            Status(_("Being uploaded"), "upload", "make"),
        ),
        "processing": _both(_("Being prepared"), "waiting", "make"),
        "submitted": _sides(Status(_("In review"), "review", "make"), Status(_("To review"), "make", "you")),
        "changes_requested": _sides(
            Status(_("Upload the next version"), "changes", "you"),
            Status(_("Changes asked"), "changes", "make"),
        ),
        "approved": _both(_("Approved"), "approved", "ok"),
        "withdrawn": _both(_("Taken back"), "withdraw"),
        "rejected": _sides(
            Status(_("File can’t be used"), "late", "bad"),
            Status(_("File can’t be used"), "late", "bad"),
        ),
    },
    "licence": {
        "active": _both(_("Licensed"), "approved", "ok"),
        "expiring": _both(_("Ends {due}"), "time", "get", _("Ends")),
        "expired": _both(_("Rights ended"), "archive"),
        "renewed": _both(_("Renewed"), "approved", "ok"),
        "revoked": _both(_("Withdrawn"), "close", "bad"),
    },
    "takedown": {
        "asked": _sides(Status(_("Take-down asked"), "waiting"), Status(_("Answer the request"), "reply", "you")),
        "agreed": _sides(Status(_("Being taken down"), "waiting", "make"), Status(_("Take it down"), "ban", "you")),
        "staff": _both(_("With our team"), "team", "info"),
        "revoked": _sides(Status(_("Being taken down"), "waiting", "make"), Status(_("Take it down"), "ban", "you")),
        "checking": _sides(Status(_("Say if it’s gone"), "review", "you"), Status(_("Being looked at"), "review")),
        "gone": _both(_("Taken down"), "ok", "ok"),
        "kept": _both(_("Nothing to take down"), "ok"),
        "withdrawn": _both(_("Taken back"), "withdraw"),
    },
}

# The states whose passed clock is somebody's lateness, not just a default that is about to happen.
LATE_STATES = frozenset({
    ("collaboration", "to_ship"), ("collaboration", "creating"), ("collaboration", "changes_requested"),
    ("collaboration", "approved"), ("shipment", "label_pending"),
})  # fmt: skip


def state_shown(subject: Any) -> str:
    """The row of the table an object stands in: a visit is booked only once its day is chosen, a post online while it is there,
    and no side ended what our team ended."""
    if subject.state == "booked" and subject.visit_date is None:
        return "day_missing"
    if subject.state == "live_hold" and subject.link_removed_at is not None:
        return "post_gone"
    if subject.state in {"cancelled_by_brand", "cancelled_by_creator"} and subject.ended_by_verdict:
        return "cancelled_no_fault"
    return str(subject.state)


def find_status(kind: str, state: str, perspective: Perspective = "creator") -> Status:
    """The status of `state` for one reader, in the reader's language. Staff read the brand's words in soft tints: nothing is
    their own move.

    Raises KeyError for a state that has no words: a new state needs a row here before it can be shown.
    """
    status = TABLE[kind][state]["brand" if perspective == "staff" else perspective]
    return Status(
        spoken(status.words),
        status.icon,
        "get" if perspective == "staff" and status.tint == "you" else status.tint,
        spoken(status.words_without_due) if status.words_without_due else "",
    )


def whole_days_late(due_at: datetime, at: datetime) -> int:
    """Days since `due_at`, at least 1 once it has passed."""
    return max(1, (at - due_at).days)
