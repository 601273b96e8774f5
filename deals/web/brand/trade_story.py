"""A trade told to its brand: what happens now, by when, what if not, and the steps around it.

Pure: reads a collaboration with deal and creator loaded, and the time.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from barter.kernel import policy
from barter.kernel.templatetags.status import whole_days_late
from barter.kernel.templatetags.words import by_words, date_words, day_words
from deals.models import Collaboration
from deals.models.collaboration import CURED_BY_CREATOR, Problem
from deals.web.brand.words import first_name
from deals.web.creator.story import Story
from deals.web.creator.timeline import Rows
from deals.workflow import COLLABORATION_FAILED, COLLABORATION_OVER
from deals.workflow import CollaborationState as C


def story_of(row: Collaboration, at: datetime) -> Story:
    teller = _STORIES.get(C(row.state))
    return teller(row, at) if teller else _ended(row, at)


def _name(row: Collaboration) -> str:
    return first_name(row.creator.display_name)


def _by(row: Collaboration, at: datetime) -> str:
    return by_words(row.due_at, at) if row.due_at else ""


def late_words(row: Collaboration, at: datetime) -> str:
    """ "2 days late", or nothing."""
    if row.due_at is None or row.due_at >= at:
        return ""
    days = whole_days_late(row.due_at, at)
    return "1 day late" if days == 1 else f"{days} days late"


def _grace_end(row: Collaboration, at: datetime) -> str:
    plan = row.schedule()
    return day_words(plan.grace_ends_at, at) if plan and plan.grace_ends_at else ""


def _to_ship(row: Collaboration, at: datetime) -> Story:
    late = late_words(row, at)
    if late:
        end = _grace_end(row, at)
        after = f" If nothing is sent by {end}, it ends by itself and stands against you." if end else ""
        return Story(f"Your parcel is {late}", f"{_name(row)} may leave now, free.{after}")
    return Story(f"Ship {_by(row, at)}", f"{_name(row)} waits for it. Shipping in time shows in your figures.")


def _shipped(row: Collaboration, at: datetime) -> Story:
    days = f"{_name(row)} then has {row.create_within_days} days to film."
    if row.due_at is None or row.due_at < at:
        end = _grace_end(row, at)
        lost = f" Without a word it counts as lost on {end}." if end else ""
        return Story("It should be there by now", f"We have asked {_name(row)}.{lost}")
    return Story(f"On its way, there {_by(row, at)}", f"{days} Nothing to do today.")


def _delivered(row: Collaboration, at: datetime) -> Story:
    days = row.create_within_days
    return Story(
        f"Delivered. {_name(row)} confirms {_by(row, at)}",
        f"Without an answer we take it as received: the {days} days to film run from the delivery.",
    )


def _voucher(row: Collaboration, at: datetime) -> Story:
    return Story(f"{_name(row)} tries the voucher {_by(row, at)}", f"Then {row.create_within_days} days to film.")


def _booked(row: Collaboration, at: datetime) -> Story:
    if row.visit_date is None:
        return Story(f"{_name(row)} chooses a day {_by(row, at)}", "You see the day here at once.")
    day = f"{row.visit_date:%a} {row.visit_date.day} {row.visit_date:%b}"
    return Story(f"The visit is on {day}", f"Check {_name(row)} in when they are there.")


def _checked_in(row: Collaboration, at: datetime) -> Story:
    return Story(f"{_name(row)} was there", f"Now they film: {row.create_within_days} days from the visit.")


def _creating(row: Collaboration, at: datetime) -> Story:
    late = late_words(row, at)
    if late:
        end = _grace_end(row, at)
        what = "The clip" if row.state == C.CREATING else "The next version"
        after = f" If nothing comes by {end}, the trade ends and the place is free again." if end else ""
        return Story(f"{what} is {late}", f"We remind {_name(row)}.{after}")
    extended = f" They took {policy.value('extension_days')} more days once." if row.extended_at else ""
    days = policy.value("review_business_days")
    return Story(f"{_name(row)} films {_by(row, at)}", f"Then you have {days} working days to answer.{extended}")


def _changes(row: Collaboration, at: datetime) -> Story:
    if late_words(row, at):
        return _creating(row, at)
    left = policy.value("revision_rounds") - row.revision_rounds_used
    rounds = "One round of changes is left." if left == 1 else "This is the last round of changes."
    return Story(f"{_name(row)} makes version {row.revision_rounds_used + 1} {_by(row, at)}", rounds)


def _in_review(row: Collaboration, at: datetime) -> Story:
    return Story(f"Answer {_by(row, at)}", "No answer? Then it is approved by itself, and that shows in your figures.")


def _approved(row: Collaboration, at: datetime) -> Story:
    late = late_words(row, at)
    if late:
        return Story(f"The post is {late}", f"We remind {_name(row)}. The files are yours to use already.")
    return Story(f"Approved. {_name(row)} posts it {_by(row, at)}", "The files are ready to use.")


def _posted(row: Collaboration, at: datetime) -> Story:
    return Story("We check that the post is public", "And that it is marked as advertising. Nothing to do.")


def _live(row: Collaboration, at: datetime) -> Story:
    if row.link_removed_at is not None:
        return Story(f"The post is gone: {_name(row)} puts it back {_by(row, at)}", "We have told them.")
    return Story(
        f"Online until {day_words(row.due_at, at) if row.due_at else 'the end'}", "We look at it from time to time."
    )


def problem_words(row: Collaboration) -> str:
    return str(Problem(row.problem_code).label) if row.problem_code in Problem.values else ""


def _on_hold(row: Collaboration, at: datetime) -> Story:
    end = "Every clock stands still. If nothing happens, the trade ends and nobody is at fault."
    if row.problem_code in CURED_BY_CREATOR:
        return Story(f"{_name(row)} can solve this {_by(row, at)}", end)
    return Story(f"Solve this {_by(row, at)}", end)


def _disputed(row: Collaboration, at: datetime) -> Story:
    return Story("With our team", f"We decide {_by(row, at)}, on what both sides wrote. Every clock stands still.")


def _completed(row: Collaboration, at: datetime) -> Story:
    return Story("Done. A good trade", f"It ended on {day_words(row.ended_at or row.state_since, at)}.")


def _ended(row: Collaboration, at: datetime) -> Story:
    title = {
        C.CANCELLED_BY_BRAND: "You ended this trade",
        C.CANCELLED_BY_CREATOR: f"{_name(row)} ended this trade",
        C.CANCELLED_MUTUAL: "You both ended this trade",
        C.NO_SHIP: "Nothing was shipped",
        C.NO_SHOW: "No content came in time",
        C.HONEST_EXIT: f"{_name(row)} stepped out",
    }.get(C(row.state), "This trade ended")
    title = "Our team ended this trade" if row.ended_by_verdict else title
    return Story(title, f"On {day_words(row.ended_at or row.state_since, at)}. The place is free again.")


_STORIES: Mapping[C, Callable[[Collaboration, datetime], Story]] = {
    C.TO_SHIP: _to_ship, C.SHIPPED: _shipped, C.DELIVERED: _delivered, C.VOUCHER_SENT: _voucher, C.BOOKED: _booked,
    C.CHECKED_IN: _checked_in, C.CREATING: _creating, C.CHANGES_REQUESTED: _changes, C.IN_REVIEW: _in_review,
    C.APPROVED: _approved, C.POSTED: _posted, C.LIVE_HOLD: _live, C.ON_HOLD: _on_hold, C.DISPUTED: _disputed,
    C.COMPLETED: _completed,
}  # fmt: skip


# ---- Timeline

# Which step of the main line a state stands on.
_STEP: Mapping[str, int] = {
    C.TO_SHIP: 2, C.VOUCHER_SENT: 2, C.BOOKED: 2, C.SHIPPED: 3, C.DELIVERED: 3, C.CHECKED_IN: 3, C.CREATING: 4,
    C.CHANGES_REQUESTED: 4, C.IN_REVIEW: 5, C.APPROVED: 6, C.POSTED: 6, C.LIVE_HOLD: 7, C.COMPLETED: 9,
}  # fmt: skip


def timeline_of(row: Collaboration, at: datetime) -> Rows:
    """What was, what is, and what will be, with real dates."""
    steps = [step for step in _steps(row, at) if step is not None]
    if row.state in COLLABORATION_FAILED:
        done = [_row("done", icon, title, date_words(when, at)) for _, icon, title, when, _ in steps if when]
        return [*done, _row("now", "close", story_of(row, at).title, date_words(row.ended_at or row.state_since, at))]
    held = row.state in {C.ON_HOLD, C.DISPUTED}
    here = _STEP.get(row.held_from if held else row.state, 4)
    rows = []
    for number, icon, title, when, plan in steps:
        if number < here:
            rows.append(_row("done", icon, title, date_words(when, at) if when else ""))
        elif number == here and not held:
            late = late_words(row, at) if row.state not in {C.SHIPPED, C.DELIVERED} else ""
            rows.append(_row("late" if late else "now", icon, title, late or _by(row, at)))
        else:
            if number == here:
                rows.append(_side_step(row, at))
            rows.append(_row("todo", icon, title, plan))
    return rows


def _side_step(row: Collaboration, at: datetime) -> dict[str, str]:
    icon, title = ("team", "With our team") if row.state == C.DISPUTED else ("late", "Problem reported")
    return _row("now", icon, title, f"since {date_words(row.state_since, at)}")


_Step = tuple[int, str, str, datetime | None, str]


def _steps(row: Collaboration, at: datetime) -> list[_Step | None]:
    """(number, icon, title, when it was done, what is planned)."""
    name = _name(row)
    review = policy.value("review_business_days")
    over = row.state in COLLABORATION_OVER
    return [
        (0, "applied", f"{name} applied", row.application.submitted_at, ""),
        (1, "ok", "You said yes", row.agreed_at, ""),
        *_exchange_steps(row, name),
        (4, "film", f"{name} films and uploads", row.submitted_at, f"{row.create_within_days} days"),
        (5, "review", "You review", row.approved_at, f"within {review} working days"),
        (6, "link", f"{name} posts it", row.posted_at, f"within {policy.value('post_days')} days") if row.must_post else None,
        (7, "time", "It stays online", row.ended_at if row.posted_at else None, f"{row.live_days} days") if row.must_post else None,
        (8, "approved", "Done", row.ended_at, "") if over and row.state == C.COMPLETED else None,
    ]  # fmt: skip


def _exchange_steps(row: Collaboration, name: str) -> list[_Step | None]:
    if row.exchange == Collaboration.Exchange.PARCEL:
        return [
            (2, "parcel", "You ship", row.shipped_at, ""),
            (3, "delivered", f"It is with {name}", row.delivered_at, "as the carrier says"),
        ]
    if row.exchange == Collaboration.Exchange.VOUCHER:
        return [(2, "ticket", f"{name} has the voucher", row.delivered_at, "")]
    return [
        (2, "calendar", f"{name} visits", row.delivered_at, ""),
        (3, "ok", "The visit is confirmed", row.delivered_at, ""),
    ]


def _row(mark: str, icon: str, title: str, when: str = "") -> dict[str, str]:
    return {"mark": mark, "icon": "ok" if mark == "done" else icon, "title": title, "when": when, "detail": ""}
