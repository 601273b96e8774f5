"""The steps of a trade, of what was and what comes; and those of a deal before anybody applied.

Pure: reads a collaboration with deal and brand loaded, and the time.
"""

from datetime import datetime, timedelta
from typing import Any

from barter.kernel import policy
from barter.kernel.calendar import add_business_days
from barter.kernel.templatetags.words import by_words, date_words, last_day
from deals.figures import answer_hours
from deals.models import Collaboration, Deal
from deals.web.creator.story import due_by, late_by, story_of
from deals.workflow import COLLABORATION_FAILED
from deals.workflow import CollaborationState as C

# About how long a parcel travels in one country; only for dates that are shown as "about".
TYPICAL_TRANSIT_DAYS = 3


Rows = list[dict[str, Any]]


def _step(mark: str, icon: str, title: str, when: str = "", detail: str = "") -> dict[str, Any]:
    return {"mark": mark, "icon": "ok" if mark == "done" else icon, "title": title, "when": when, "detail": detail}


def room_timeline(row: Collaboration, at: datetime, applied_at: datetime | None = None) -> Rows:
    """What was, what is, and what will be, with real dates."""
    brand = row.brand.name
    rows = []
    if applied_at:
        rows.append(_step("done", "applied", "You applied", date_words(applied_at, at)))
    rows.append(_step("done", "ok", f"{brand} said yes", date_words(row.agreed_at, at)))
    rows += _exchange_steps(row, at)
    if row.state in COLLABORATION_FAILED:
        rows = [step for step in rows if step["mark"] == "done"]
        ended = _step("todo", "close", story_of(row, at).title, date_words(row.ended_at or row.state_since, at))
        return [*rows, ended]  # marigold is for what somebody must do now, and here nobody must
    return _with_side_state(rows + _making_steps(row, at) + _posting_steps(row, at), row, at)


def _with_side_state(rows: Rows, row: Collaboration, at: datetime) -> Rows:
    """A reported problem or a dispute stands between what was and what will be."""
    if row.state not in {C.ON_HOLD, C.DISPUTED}:
        return rows
    for step in rows:
        if step["mark"] in {"now", "late"}:
            step["mark"] = "todo"
    first = next((number for number, step in enumerate(rows) if step["mark"] == "todo"), len(rows))
    icon, title = ("team", "With our team") if row.state == C.DISPUTED else ("late", "Problem reported")
    side = _step("now", icon, title, f"since {date_words(row.state_since, at)}", story_of(row, at).sub)
    return [*rows[:first], side, *rows[first:]]


def _exchange_steps(row: Collaboration, at: datetime) -> Rows:
    if row.exchange == Collaboration.Exchange.PARCEL:
        return _parcel_steps(row, at)
    voucher = row.exchange == Collaboration.Exchange.VOUCHER
    title = "Your voucher" if voucher else "Your visit"
    icon = "ticket" if voucher else "calendar"
    waiting = row.state in {C.VOUCHER_SENT, C.BOOKED, C.CHECKED_IN}
    if waiting:
        return [_step("now", icon, title, due_by(row, at))]
    when = row.delivered_at or row.visit_date
    return [_step("done", icon, title, date_words(row.delivered_at, at) if row.delivered_at else str(when or ""))]


def _parcel_steps(row: Collaboration, at: datetime) -> Rows:
    if row.state == C.TO_SHIP:
        mark = "late" if late_by(row, at) else "now"
        arrives = (row.due_at or at) + timedelta(days=TYPICAL_TRANSIT_DAYS)
        return [
            _step(mark, "parcel", "Getting packed", late_by(row, at) or due_by(row, at)),
            _step("todo", "shipped", "Your parcel arrives", f"about {date_words(max(arrives, at), at)}"),
        ]
    if row.shipped_at is None:
        return [_step("todo", "shipped", "Your parcel arrives")]
    if row.state == C.SHIPPED:
        return [_step("now", "shipped", "On its way", f"since {date_words(row.shipped_at, at)}")]
    sent = _step("done", "shipped", "Sent", date_words(row.shipped_at, at))
    if row.state == C.DELIVERED:
        return [sent, _step("now", "delivered", "Delivered: say it’s here", due_by(row, at))]
    if row.delivered_at is None:
        return [sent, _step("todo", "delivered", "It arrives")]
    return [sent, _step("done", "delivered", "It’s here", date_words(row.delivered_at, at))]


def _making_steps(row: Collaboration, at: datetime) -> Rows:
    review_days = policy.value("review_business_days")
    film, approve = "You film and upload", f"{row.brand.name} approves"
    if row.approved_at:
        sent = date_words(row.submitted_at or row.approved_at, at)
        by_itself = "By itself, no answer came in time." if row.approved_silently else ""
        return [
            _step("done", "film", film, sent),
            _step("done", "approved", f"{row.brand.name} approved", date_words(row.approved_at, at), by_itself),
        ]
    if row.state in {C.CREATING, C.CHANGES_REQUESTED}:
        mark = "late" if late_by(row, at) else "now"
        title = film if row.state == C.CREATING else f"You upload version {row.revision_rounds_used + 1}"
        return [
            _step(mark, "film", title, late_by(row, at) or due_by(row, at)),
            _step("todo", "ok", approve, _within(review_days)),
        ]
    if row.state == C.IN_REVIEW:
        sent = date_words(row.submitted_at, at) if row.submitted_at else ""
        return [
            _step("done", "film", film, sent),
            _step("now", "review", approve, due_by(row, at), "No answer? Then it is approved by itself."),
        ]
    due = _film_due(row, at)
    rounds = policy.value("revision_rounds")
    return [
        _step(
            "todo",
            "film",
            film,
            f"by {date_words(last_day(due, at), at)}" if due else f"{row.create_within_days} days",
            "" if row.delivered_at else "The clock starts when it is with you.",
        ),
        _step("todo", "ok", approve, _within(review_days), f"At most {rounds} rounds of changes."),
    ]


def _film_due(row: Collaboration, at: datetime) -> datetime | None:
    """When filming would be due if everything arrives in time."""
    days = timedelta(days=row.create_within_days)
    if row.delivered_at:
        return row.delivered_at + days
    if row.state == C.TO_SHIP and row.due_at:
        return max(row.due_at, at) + timedelta(days=TYPICAL_TRANSIT_DAYS) + days
    return None


def _posting_steps(row: Collaboration, at: datetime) -> Rows:
    if not row.must_post:
        return [_step("done", "ok", "Done", date_words(row.ended_at, at))] if row.ended_at else []
    if row.ended_at:
        return [
            _step("done", "link", "Posted", date_words(row.posted_at or row.ended_at, at)),
            _step("done", "ok", "Done", date_words(row.ended_at, at)),
        ]
    if row.state == C.APPROVED:
        mark = "late" if late_by(row, at) else "now"
        return [
            _step(mark, "link", "You post it and add the link", late_by(row, at) or due_by(row, at)),
            _step("todo", "ok", "It stays online", f"{row.live_days} days"),
        ]
    if row.state in {C.POSTED, C.LIVE_HOLD}:
        posted = _step("done", "link", "Posted", date_words(row.posted_at, at) if row.posted_at else "")
        until = f"until {date_words(row.due_at, at)}" if row.state == C.LIVE_HOLD and row.due_at else "being checked"
        return [posted, _step("now", "time", "It stays online", until)]
    return [
        _step("todo", "link", "You post it", f"within {policy.value('post_days')} days"),
        _step("todo", "ok", "It stays online", f"{row.live_days} days"),
    ]


def _within(days: int) -> str:
    return "within 1 working day" if days == 1 else f"within {days} working days"


def deal_timeline(deal: Deal, kind: str, at: datetime) -> Rows:
    """How it will go for somebody who applies now. Expects the brand with its capacity to be loaded."""
    brand, hours = deal.brand.name, answer_hours(deal.brand.capacity)
    answer_days = policy.value("application_answer_days")
    usual = min(hours, answer_days * 24) if hours is not None else answer_days * 24
    yes_at = at + timedelta(hours=usual)
    if kind == "parcel":
        here_at = add_business_days(yes_at, deal.ship_within_days) + timedelta(days=TYPICAL_TRANSIT_DAYS)
        arrives = _step("todo", "shipped", "Your parcel arrives", f"about {date_words(here_at, at)}")
        starts = "The clock starts when the parcel is delivered."
    else:
        here_at = yes_at
        arrives = _step(
            "todo",
            "ticket" if kind == "voucher" else "calendar",
            "Your voucher comes" if kind == "voucher" else "You choose your day",
            f"about {date_words(here_at, at)}",
        )
        starts = "The clock starts when you have it." if kind == "voucher" else "The clock starts after your visit."
    rows = [
        _step("now", "applied", "You apply", "today", "Two taps. Nothing to write unless you want to."),
        _step(
            "todo",
            "chat",
            f"{brand} answers",
            by_words(at + timedelta(days=answer_days), at),
            "No answer? The application ends by itself.",
        ),
        arrives,
        _step(
            "todo",
            "film",
            "You film and upload",
            f"about {date_words(here_at + timedelta(days=deal.create_within_days), at)}",
            starts,
        ),
        _step(
            "todo",
            "ok",
            f"{brand} approves",
            _within(policy.value("review_business_days")),
            f"At most {policy.value('revision_rounds')} rounds of changes.",
        ),
    ]
    if deal.must_post:
        rows.append(
            _step(
                "todo",
                "link",
                "You post it",
                f"within {policy.value('post_days')} days",
                f"It stays online for {deal.live_days} days.",
            )
        )
    return rows
