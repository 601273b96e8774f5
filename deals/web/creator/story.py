"""A running or ended trade told to its creator: what happens now, by when, and what if not.

Pure: reads a collaboration with deal and brand loaded, and the time.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from barter.kernel import policy
from barter.kernel.templatetags.status import find_status, whole_days_late
from barter.kernel.templatetags.words import by_words, day_words
from deals.models import Collaboration
from deals.models.collaboration import CURED_BY_CREATOR, Problem
from deals.workflow import CollaborationState as C


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


def late_by(row: Collaboration, at: datetime) -> str:
    """ "2 days late", or nothing."""
    if row.due_at is None or row.due_at >= at:
        return ""
    days = whole_days_late(row.due_at, at)
    return "1 day late" if days == 1 else f"{days} days late"


def due_by(row: Collaboration, at: datetime) -> str:
    return by_words(row.due_at, at) if row.due_at else ""


def _grace_end(row: Collaboration, at: datetime) -> str:
    plan = row.schedule()
    return day_words(plan.grace_ends_at, at) if plan and plan.grace_ends_at else ""


def _to_ship(row: Collaboration, at: datetime) -> Story:
    late = late_by(row, at)
    if late:
        end = _grace_end(row, at)
        after = f" If nothing is sent by {end}, it ends by itself and your credit comes back." if end else ""
        return Story(f"{row.brand.name} is {late}", f"You may leave now, free, or wait.{after}")
    return Story(
        f"{row.brand.name} ships {due_by(row, at)}".strip(), "Nothing to do today. We tell you when it is on its way."
    )


def _shipped(row: Collaboration, at: datetime) -> Story:
    days = f"Then you have {row.create_within_days} days to film."
    if row.due_at is None or row.due_at < at:
        return Story("It should be with you by now", f"Tell us when it is here, or that it isn't. {days}")
    latest = day_words(row.due_at, at)
    return Story("On its way to you", f"Nothing to do today. Not here on {latest}? Then we ask what happened. {days}")


def _delivered(row: Collaboration, at: datetime) -> Story:
    return Story(
        f"Say it’s here {due_by(row, at)}".strip(),
        f"The carrier delivered it. Without an answer we take it as received, and your {row.create_within_days} days to film run.",
    )


def _voucher(row: Collaboration, at: datetime) -> Story:
    return Story(
        "Your voucher is here",
        f"Say that it works {due_by(row, at)}. Then you have {row.create_within_days} days to film.",
    )


def _booked(row: Collaboration, at: datetime) -> Story:
    if row.visit_date is None:
        return Story(
            f"Choose the day of your visit {due_by(row, at)}".strip(), f"{row.brand.name} sees the day at once."
        )
    day = f"{row.visit_date:%a} {row.visit_date.day} {row.visit_date:%b}"
    return Story(
        f"Your visit is on {day}", f"Check in when you are there. Then you have {row.create_within_days} days to film."
    )


def _checked_in(row: Collaboration, at: datetime) -> Story:
    return Story("You were there", f"Start filming when you like: {row.create_within_days} days from now.")


def _creating(row: Collaboration, at: datetime) -> Story:
    late = late_by(row, at)
    if late:
        end = _grace_end(row, at)
        return Story(
            f"Your clip is {late}",
            f"Upload it by {end}; after that the trade ends and the credit is lost." if end else "Upload it now.",
        )
    return Story(
        f"Film and upload {due_by(row, at)}".strip(),
        f"{row.brand.name} answers within {policy.value('review_business_days')} working days.",
    )


def _changes(row: Collaboration, at: datetime) -> Story:
    version = row.revision_rounds_used + 1
    late = late_by(row, at)
    if late:
        return _creating(row, at)
    last = row.revision_rounds_used >= policy.value("revision_rounds")
    after = "This is the last round of changes." if last else f"{row.brand.name} wrote down what to change."
    return Story(f"Upload version {version} {due_by(row, at)}", after)


def _in_review(row: Collaboration, at: datetime) -> Story:
    return Story(f"{row.brand.name} answers {due_by(row, at)}", "No answer? Then it is approved by itself.")


def _approved(row: Collaboration, at: datetime) -> Story:
    late = late_by(row, at)
    if late:
        return Story(
            f"Your post is {late}", f"Post it and add the link by {_grace_end(row, at)}; after that the trade ends."
        )
    return Story(
        f"Approved. Post it {due_by(row, at)}", f"Add the link here; it stays online for {row.live_days} days."
    )


def _posted(row: Collaboration, at: datetime) -> Story:
    return Story("We check that your post is public", "Nothing to do. If something is wrong, we tell you what.")


def _live(row: Collaboration, at: datetime) -> Story:
    if row.link_removed_at is not None:
        return Story(f"Your post is gone: put it back {due_by(row, at)}", "Then tell us, and we look again.")
    end = day_words(row.due_at, at) if row.due_at else ""
    return Story(f"Online until {end}", "Keep the post public until then. Nothing else to do.")


def _on_hold(row: Collaboration, at: datetime) -> Story:
    problem = Problem(row.problem_code).label if row.problem_code in Problem.values else ""
    what = f"{problem}. " if problem else ""
    if row.problem_code in CURED_BY_CREATOR:
        return Story(
            f"You can solve this {due_by(row, at)}",
            f"{what}Your clock stands still. If nothing happens, the trade ends and nobody is at fault.",
        )
    return Story(
        f"{row.brand.name} solves this {due_by(row, at)}",
        f"{what}Your clock stands still. If nothing happens, the trade ends and your credit comes back.",
    )


def _disputed(row: Collaboration, at: datetime) -> Story:
    return Story("With our team", f"We decide {due_by(row, at)}, on what both sides wrote. Every clock stands still.")


def _completed(row: Collaboration, at: datetime) -> Story:
    return Story(
        "Done. A good trade",
        f"It ended on {day_words(row.ended_at or row.state_since, at)}. "
        f"{'The credit is lost.' if row.credit_lost else 'Your credit is free again.'}",
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
    title = "Our team ended this trade" if row.ended_by_verdict else title
    return Story(title, f"On {day}. {'The credit is lost.' if row.credit_lost else 'Nothing is left to do.'}")


_STORIES: Mapping[C, Callable[[Collaboration, datetime], Story]] = {
    C.TO_SHIP: _to_ship, C.SHIPPED: _shipped, C.DELIVERED: _delivered, C.VOUCHER_SENT: _voucher, C.BOOKED: _booked,
    C.CHECKED_IN: _checked_in, C.CREATING: _creating, C.CHANGES_REQUESTED: _changes, C.IN_REVIEW: _in_review,
    C.APPROVED: _approved, C.POSTED: _posted, C.LIVE_HOLD: _live, C.ON_HOLD: _on_hold, C.DISPUTED: _disputed,
    C.COMPLETED: _completed,
}  # fmt: skip


# ---- Timelines
