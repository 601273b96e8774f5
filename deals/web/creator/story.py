"""A running or ended trade told to its creator: what happens now, by when, what if not, and the steps around it.

Pure: reads a collaboration with deal and brand loaded, and the time.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from barter.kernel import policy
from barter.kernel.calendar import add_business_days
from barter.kernel.templatetags.status import find_status, whole_days_late
from barter.kernel.templatetags.words import by_words, date_words, day_words
from deals.models import Collaboration
from deals.models.collaboration import CURED_BY_CREATOR, Problem
from deals.workflow import COLLABORATION_FAILED
from deals.workflow import CollaborationState as C

# About how long a parcel travels in one country; only for dates that are shown as "about".
TYPICAL_TRANSIT_DAYS = 3


@dataclass(frozen=True, slots=True)
class Story:
    """`title` is the page's sentence with its date; `sub` says what follows, or what happens at the limit."""

    title: str
    sub: str


def story_of(row: Collaboration, at: datetime) -> Story:
    teller = _STORIES.get(C(row.state))
    return teller(row, at) if teller else _ended(row, at)


def tracker(row: Collaboration, at: datetime) -> dict[str, Any]:
    """The one line on top of the feed."""
    story = story_of(row, at)
    step = _STEP.get(C(row.state), 3)
    status = find_status("collaboration", row.state).words_without_due or find_status("collaboration", row.state).words
    return {
        "url": reverse("deal_room", args=[row.public_id]),
        "title": story.title,
        "sub": row.deal.title,
        "steps": ["on"] * (step - 1) + ["now"] + [""] * (5 - step),
        "spoken": f"Step {step} of 5: {status[:1].lower()}{status[1:]}",
    }


_STEP: Mapping[C, int] = {
    C.TO_SHIP: 2, C.SHIPPED: 3, C.DELIVERED: 3, C.VOUCHER_SENT: 3, C.BOOKED: 3, C.CHECKED_IN: 3, C.CREATING: 4,
    C.CHANGES_REQUESTED: 4, C.IN_REVIEW: 5, C.APPROVED: 5, C.POSTED: 5, C.LIVE_HOLD: 5, C.ON_HOLD: 3, C.DISPUTED: 3,
}  # fmt: skip


def _late(row: Collaboration, at: datetime) -> str:
    """ "2 days late", or nothing."""
    if row.due_at is None or row.due_at >= at:
        return ""
    days = whole_days_late(row.due_at, at)
    return "1 day late" if days == 1 else f"{days} days late"


def _by(row: Collaboration, at: datetime) -> str:
    return by_words(row.due_at, at) if row.due_at else ""


def _grace_end(row: Collaboration, at: datetime) -> str:
    plan = row.schedule()
    return day_words(plan.grace_ends_at, at) if plan and plan.grace_ends_at else ""


def _to_ship(row: Collaboration, at: datetime) -> Story:
    late = _late(row, at)
    if late:
        end = _grace_end(row, at)
        after = f" If nothing is sent by {end}, it ends by itself and your credit comes back." if end else ""
        return Story(f"{row.brand.name} is {late}", f"You may leave now, free, or wait.{after}")
    return Story(
        f"{row.brand.name} ships {_by(row, at)}".strip(), "Nothing to do today. We tell you when it is on its way."
    )


def _shipped(row: Collaboration, at: datetime) -> Story:
    days = f"Then you have {row.create_within_days} days to film."
    if row.due_at is None or row.due_at < at:
        return Story("It should be with you by now", f"Tell us when it is here, or that it isn't. {days}")
    latest = day_words(row.due_at, at)
    return Story("On its way to you", f"Nothing to do today. Not here on {latest}? Then we ask what happened. {days}")


def _delivered(row: Collaboration, at: datetime) -> Story:
    return Story(
        f"Say it’s here {_by(row, at)}".strip(),
        f"The carrier delivered it. Without an answer we take it as received, and your {row.create_within_days} days to film run.",
    )


def _voucher(row: Collaboration, at: datetime) -> Story:
    return Story(
        "Your voucher is here",
        f"Say that it works {_by(row, at)}. Then you have {row.create_within_days} days to film.",
    )


def _booked(row: Collaboration, at: datetime) -> Story:
    if row.visit_date is None:
        return Story(f"Choose the day of your visit {_by(row, at)}".strip(), f"{row.brand.name} sees the day at once.")
    day = f"{row.visit_date:%a} {row.visit_date.day} {row.visit_date:%b}"
    return Story(
        f"Your visit is on {day}", f"Check in when you are there. Then you have {row.create_within_days} days to film."
    )


def _checked_in(row: Collaboration, at: datetime) -> Story:
    return Story("You were there", f"Start filming when you like: {row.create_within_days} days from now.")


def _creating(row: Collaboration, at: datetime) -> Story:
    late = _late(row, at)
    if late:
        end = _grace_end(row, at)
        return Story(
            f"Your clip is {late}",
            f"Upload it by {end}; after that the trade ends and the credit is lost." if end else "Upload it now.",
        )
    return Story(
        f"Film and upload {_by(row, at)}".strip(),
        f"{row.brand.name} answers within {policy.value('review_business_days')} working days.",
    )


def _changes(row: Collaboration, at: datetime) -> Story:
    version = row.revision_rounds_used + 1
    late = _late(row, at)
    if late:
        return _creating(row, at)
    last = row.revision_rounds_used >= policy.value("revision_rounds")
    after = "This is the last round of changes." if last else f"{row.brand.name} wrote down what to change."
    return Story(f"Upload version {version} {_by(row, at)}", after)


def _in_review(row: Collaboration, at: datetime) -> Story:
    return Story(f"{row.brand.name} answers {_by(row, at)}", "No answer? Then it is approved by itself.")


def _approved(row: Collaboration, at: datetime) -> Story:
    late = _late(row, at)
    if late:
        return Story(
            f"Your post is {late}", f"Post it and add the link by {_grace_end(row, at)}; after that the trade ends."
        )
    return Story(f"Approved. Post it {_by(row, at)}", f"Add the link here; it stays online for {row.live_days} days.")


def _posted(row: Collaboration, at: datetime) -> Story:
    return Story("We check that your post is public", "Nothing to do. If something is wrong, we tell you what.")


def _live(row: Collaboration, at: datetime) -> Story:
    if row.link_removed_at is not None:
        return Story(f"Your post is gone: put it back {_by(row, at)}", "Then tell us, and we look again.")
    end = day_words(row.due_at, at) if row.due_at else ""
    return Story(f"Online until {end}", "Keep the post public until then. Nothing else to do.")


def _on_hold(row: Collaboration, at: datetime) -> Story:
    problem = Problem(row.problem_code).label if row.problem_code in Problem.values else ""
    what = f"{problem}. " if problem else ""
    if row.problem_code in CURED_BY_CREATOR:
        return Story(
            f"You can solve this {_by(row, at)}",
            f"{what}Your clock stands still. If nothing happens, the trade ends and nobody is at fault.",
        )
    return Story(
        f"{row.brand.name} solves this {_by(row, at)}",
        f"{what}Your clock stands still. If nothing happens, the trade ends and your credit comes back.",
    )


def _disputed(row: Collaboration, at: datetime) -> Story:
    return Story("With our team", f"We decide {_by(row, at)}, on what both sides wrote. Every clock stands still.")


def _completed(row: Collaboration, at: datetime) -> Story:
    return Story(
        "Done. A good trade",
        f"It ended on {day_words(row.ended_at or row.state_since, at)}. Your credit is free again.",
    )


def _ended(row: Collaboration, at: datetime) -> Story:
    brand, day = row.brand.name, day_words(row.ended_at or row.state_since, at)
    title = {
        C.CANCELLED_BY_BRAND: f"{brand} ended this trade",
        C.CANCELLED_BY_CREATOR: "You ended this trade",
        C.CANCELLED_MUTUAL: "You both ended this trade",
        C.NO_SHIP: f"{brand} never shipped",
        C.NO_SHOW: "No content came in time",
        C.HONEST_EXIT: "You stepped out",
    }.get(C(row.state), "This trade ended")
    lost = row.state == C.NO_SHOW
    return Story(title, f"On {day}. {'The credit is lost.' if lost else 'Nothing is left to do.'}")


_STORIES: Mapping[C, Callable[[Collaboration, datetime], Story]] = {
    C.TO_SHIP: _to_ship, C.SHIPPED: _shipped, C.DELIVERED: _delivered, C.VOUCHER_SENT: _voucher, C.BOOKED: _booked,
    C.CHECKED_IN: _checked_in, C.CREATING: _creating, C.CHANGES_REQUESTED: _changes, C.IN_REVIEW: _in_review,
    C.APPROVED: _approved, C.POSTED: _posted, C.LIVE_HOLD: _live, C.ON_HOLD: _on_hold, C.DISPUTED: _disputed,
    C.COMPLETED: _completed,
}  # fmt: skip


# ---- Timelines

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
        return [_step("now", icon, title, _by(row, at))]
    when = row.delivered_at or row.visit_date
    return [_step("done", icon, title, date_words(row.delivered_at, at) if row.delivered_at else str(when or ""))]


def _parcel_steps(row: Collaboration, at: datetime) -> Rows:
    if row.state == C.TO_SHIP:
        mark = "late" if _late(row, at) else "now"
        arrives = (row.due_at or at) + timedelta(days=TYPICAL_TRANSIT_DAYS)
        return [
            _step(mark, "parcel", "Getting packed", _late(row, at) or _by(row, at)),
            _step("todo", "shipped", "Your parcel arrives", f"about {date_words(max(arrives, at), at)}"),
        ]
    if row.shipped_at is None:
        return [_step("todo", "shipped", "Your parcel arrives")]
    if row.state == C.SHIPPED:
        return [_step("now", "shipped", "On its way", f"since {date_words(row.shipped_at, at)}")]
    sent = _step("done", "shipped", "Sent", date_words(row.shipped_at, at))
    if row.state == C.DELIVERED:
        return [sent, _step("now", "delivered", "Delivered: say it’s here", _by(row, at))]
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
        mark = "late" if _late(row, at) else "now"
        title = film if row.state == C.CREATING else f"You upload version {row.revision_rounds_used + 1}"
        return [
            _step(mark, "film", title, _late(row, at) or _by(row, at)),
            _step("todo", "ok", approve, _within(review_days)),
        ]
    if row.state == C.IN_REVIEW:
        sent = date_words(row.submitted_at, at) if row.submitted_at else ""
        return [
            _step("done", "film", film, sent),
            _step("now", "review", approve, _by(row, at), "No answer? Then it is approved by itself."),
        ]
    due = _film_due(row, at)
    rounds = policy.value("revision_rounds")
    return [
        _step(
            "todo",
            "film",
            film,
            f"by {date_words(due, at)}" if due else f"{row.create_within_days} days",
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
        mark = "late" if _late(row, at) else "now"
        return [
            _step(mark, "link", "You post it and add the link", _late(row, at) or _by(row, at)),
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


def deal_timeline(
    *, brand: str, kind: str, must_post: bool, ship_within_days: int, create_within_days: int, live_days: int,
    answer_hours: int | None, at: datetime,
) -> Rows:  # fmt: skip
    """How it will go for somebody who applies now."""
    answer_days = policy.value("application_answer_days")
    usual = min(answer_hours, answer_days * 24) if answer_hours is not None else answer_days * 24
    yes_at = at + timedelta(hours=usual)
    if kind == "parcel":
        here_at = add_business_days(yes_at, ship_within_days) + timedelta(days=TYPICAL_TRANSIT_DAYS)
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
            f"by {day_words(at + timedelta(days=answer_days), at)}",
            "No answer? The application ends by itself.",
        ),
        arrives,
        _step(
            "todo",
            "film",
            "You film and upload",
            f"about {date_words(here_at + timedelta(days=create_within_days), at)}",
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
    if must_post:
        rows.append(
            _step(
                "todo",
                "link",
                "You post it",
                f"within {policy.value('post_days')} days",
                f"It stays online for {live_days} days.",
            )
        )
    return rows
