"""The one status language: which words, icon and tint a state has for the creator, the brand and staff.

Marigold ("you") is only for the person who must act; the other side sees a soft tint. Words may hold `{due}`, filled with the
day of the state's clock ("Film by Fri 5 Dec"). The same table serves pages, mails and the admin.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Perspective = Literal["creator", "brand", "staff"]


@dataclass(frozen=True, slots=True)
class Status:
    """Words, icon (a word of icons.GLYPHS) and tint (suffix of `.pill--…`, empty = neutral) of one state for one reader."""

    words: str
    icon: str
    tint: str = ""
    words_without_due: str = ""


def _both(words: str, icon: str, tint: str = "") -> dict[str, Status]:
    return {"creator": Status(words, icon, tint), "brand": Status(words, icon, tint)}


def _sides(creator: Status, brand: Status) -> dict[str, Status]:
    return {"creator": creator, "brand": brand}


# kind -> state -> side -> status. Kinds and states are those of the life cycles of deal, application, collaboration, ...
TABLE: dict[str, dict[str, dict[str, Status]]] = {
    "deal": {
        "draft": _both("Draft", "pencil"),
        "in_review": _both("Being checked", "review", "info"),
        "live": _both("Live", "", "ok pill--live"),
        "paused": _both("Paused", "pause"),
        "full": _sides(Status("Full, join the list", "creators"), Status("Full", "ok", "ok")),
        "closed": _both("Closed", "archive"),
        "rejected": _sides(Status("Not available", "close"), Status("Needs a fix", "pencil", "you")),
        "taken_down": _sides(Status("Not available", "close"), Status("Taken down", "ban", "bad")),
        "expired": _both("Ended", "archive"),
    },
    "application": {
        "submitted": _sides(Status("Applied", "applied"), Status("New", "inbox")),
        "shortlisted": _sides(Status("Applied", "applied"), Status("Shortlisted", "star", "make")),
        "accepted": _both("Accepted", "ok", "ok"),
        "declined": _both("Not chosen", "close"),
        "not_selected": _both("Not chosen", "close"),
        "withdrawn": _both("Withdrawn", "withdraw"),
        "expired": _both("Ended", "archive"),
        "waitlisted": _both("On the list", "waiting"),
        "invited": _sides(Status("You are invited", "mail-open", "you"), Status("Invited", "mail")),
        "offered": _sides(Status("Answer the offer", "reply", "you"), Status("Offer sent", "applied")),
        "countered": _sides(
            Status("Your terms sent", "applied"),
            Status("Answer new terms", "reply", "you"),
        ),
    },
    "collaboration": {
        "address_missing": _sides(Status("Add address", "address", "you"), Status("Address asked", "waiting")),
        "to_ship": _sides(
            Status("Getting packed", "parcel", "get"),
            Status("To ship", "parcel", "you"),
        ),
        "shipped": _both("On its way", "shipped", "get"),
        "delivered": _sides(
            Status("Say it’s here", "delivered", "you"),
            Status("Delivered", "delivered", "get"),
        ),
        "creating": _sides(
            Status("Film by {due}", "film", "you", "Film and upload"),
            Status("Filming", "film", "make"),
        ),
        "in_review": _sides(Status("In review", "review", "make"), Status("To review", "make", "you")),
        "changes_requested": _sides(
            Status("Upload the next version", "changes", "you"),
            Status("Changes asked", "changes", "make"),
        ),
        "approved": _sides(
            Status("Approved", "approved", "ok"),
            Status("Ready to use", "approved", "ok"),
        ),
        "posted": _both("Posted", "link", "make"),
        "live_hold": _both("Online", "link", "make"),
        "completed": _both("Done", "approved", "ok"),
        "voucher_sent": _sides(
            Status("Voucher is here", "ticket", "you"),
            Status("Voucher sent", "ticket", "get"),
        ),
        "booked": _both("Visit booked", "calendar", "get"),
        "day_missing": _sides(Status("Choose a day", "calendar", "you"), Status("Day not chosen yet", "waiting")),
        "checked_in": _both("Visited", "ok", "get"),
        "on_hold": _both("Problem reported", "late", "info"),
        "disputed": _both("With our team", "team", "info"),
        "cancelled_mutual": _both("Ended by both", "close"),
        "cancelled_by_brand": _sides(Status("Ended by the brand", "close"), Status("You ended it", "close")),
        "cancelled_by_creator": _sides(Status("You ended it", "close"), Status("Ended by the creator", "close")),
        "cancelled_no_fault": _both("Ended", "close"),
        "no_ship": _both("Never shipped", "close"),
        "no_show": _both("No content came", "close"),
        "honest_exit": _both("Ended", "close"),
    },
    "shipment": {
        "label_pending": _sides(
            Status("Getting packed", "parcel", "get"),
            Status("To ship", "parcel", "you"),
        ),
        "pre_transit": _both("Handed to carrier", "parcel", "get"),
        "in_transit": _both("On its way", "shipped", "get"),
        "out_for_delivery": _both("Out for delivery", "shipped", "get"),
        "available_for_pickup": _sides(
            Status("Ready to pick up", "address", "you"),
            Status("Waits at the pick-up point", "address", "get"),
        ),
        "delivered": _both("Delivered", "delivered", "ok"),
        "attempt_failed": _both("Delivery missed", "late", "bad"),
        "exception": _both("Held up on the way", "late", "bad"),
        "returned": _both("Coming back", "withdraw", "bad"),
        "lost": _both("Lost on the way", "late", "bad"),
        "expired": _both("No news from the carrier", "late", "bad"),
    },
    "submission": {
        "uploading": _sides(
            Status("Finish the upload", "upload", "you"),
            Status("Being uploaded", "upload", "make"),
        ),
        "processing": _both("Being prepared", "waiting", "make"),
        "submitted": _sides(Status("In review", "review", "make"), Status("To review", "make", "you")),
        "changes_requested": _sides(
            Status("Upload the next version", "changes", "you"),
            Status("Changes asked", "changes", "make"),
        ),
        "approved": _both("Approved", "approved", "ok"),
        "withdrawn": _both("Taken back", "withdraw"),
        "rejected": _sides(
            Status("File can’t be used", "late", "bad"),
            Status("File can’t be used", "late", "bad"),
        ),
    },
    "licence": {
        "active": _both("Licensed", "approved", "ok"),
        "expiring": _both("Ends {due}", "time", "get"),
        "expired": _both("Rights ended", "archive"),
        "renewed": _both("Renewed", "approved", "ok"),
        "revoked": _both("Withdrawn", "close", "bad"),
    },
}

# The states whose passed clock is somebody's lateness, not just a default that is about to happen.
LATE_STATES = frozenset({
    ("collaboration", "to_ship"), ("collaboration", "creating"), ("collaboration", "changes_requested"),
    ("collaboration", "approved"), ("shipment", "label_pending"),
})  # fmt: skip


def find_status(kind: str, state: str, perspective: Perspective = "creator") -> Status:
    """The status of `state` for one reader. Staff read the brand's words in soft tints: nothing is their own move.

    Raises KeyError for a state that has no words: a new state needs a row here before it can be shown.
    """
    sides = TABLE[kind][state]
    if perspective != "staff":
        return sides[perspective]
    brand = sides["brand"]
    return Status(
        brand.words,
        brand.icon,
        "get" if brand.tint == "you" else brand.tint,
        brand.words_without_due,
    )


def whole_days_late(due_at: datetime, at: datetime) -> int:
    """Days since `due_at`, at least 1 once it has passed."""
    return max(1, (at - due_at).days)
