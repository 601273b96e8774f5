"""The steps of a trade, of what was and what comes; and those of a deal before anybody applied.

Pure: reads a collaboration with deal and brand loaded, and the time.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from barter.kernel import policy
from barter.kernel.calendar import add_business_days
from barter.kernel.templatetags.words import by_words, calendar_words, date_words, days_words, last_day
from deals.figures import answer_hours
from deals.models import Collaboration, Deal
from deals.pipeline.across import is_at_pickup
from deals.web.creator.story import due_by, late_by, story_of
from deals.web.earlier_parcels import Earlier, is_sent
from deals.workflow import COLLABORATION_FAILED
from deals.workflow import CollaborationState as C

# About how long a parcel travels in one country; only for dates that are shown as "about".
TYPICAL_TRANSIT_DAYS = 3


Rows = list[dict[str, Any]]


def _step(mark: str, icon: str, title: str, when: str = "", detail: str = "") -> dict[str, Any]:
    return {"mark": mark, "icon": "ok" if mark == "done" else icon, "title": title, "when": when, "detail": detail}


def room_timeline(
    row: Collaboration, at: datetime, applied_at: datetime | None = None, earlier: Sequence[Earlier] = ()
) -> Rows:
    """What was, what is, and what will be, with real dates. `earlier`: the parcels before the one that counts."""
    brand = row.brand.name
    rows = []
    if applied_at:
        rows.append(_step("done", "applied", _("You applied"), date_words(applied_at, at)))
    rows.append(_step("done", "ok", _("{brand} said yes").format(brand=brand), date_words(row.agreed_at, at)))
    for parcel in earlier:
        again = _("{brand} sends another parcel").format(brand=brand)
        rows.append(_step("done", "shipped", _("Sent"), date_words(parcel.sent_at, at)))
        rows.append(_step("done", "parcel", again, date_words(parcel.again_at, at), parcel.problem))
    rows += _exchange_steps(row, at, earlier)
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
    icon, title = ("team", _("With our team")) if row.state == C.DISPUTED else ("late", _("Problem reported"))
    side = _step("now", icon, title, _since(row.state_since, at), story_of(row, at).sub)
    return [*rows[:first], side, *rows[first:]]


def _exchange_steps(row: Collaboration, at: datetime, earlier: Sequence[Earlier]) -> Rows:
    if row.exchange == Collaboration.Exchange.PARCEL:
        return _parcel_steps(row, at, earlier)
    voucher = row.exchange == Collaboration.Exchange.VOUCHER
    title = _("Your voucher") if voucher else _("Your visit")
    icon = "ticket" if voucher else "calendar"
    day = calendar_words(row.visit_date) if row.visit_date else ""
    if row.state in {C.VOUCHER_SENT, C.BOOKED}:
        return [_step("now", icon, title, day or due_by(row, at))]
    return [_step("done", icon, title, date_words(row.delivered_at, at) if row.delivered_at else day)]


def _parcel_steps(row: Collaboration, at: datetime, earlier: Sequence[Earlier]) -> Rows:
    if row.state == C.TO_SHIP:
        mark = "late" if late_by(row, at) else "now"
        arrives = (row.due_at or at) + timedelta(days=TYPICAL_TRANSIT_DAYS)
        return [
            _step(mark, "parcel", _("Getting packed"), late_by(row, at) or due_by(row, at)),
            _step("todo", "shipped", _("Your parcel arrives"), _about(max(arrives, at), at)),
        ]
    if row.shipped_at is None or not is_sent(row, earlier):
        return [_step("todo", "shipped", _("Your parcel arrives"))]
    sent = _step("done", "shipped", _("Sent"), date_words(row.shipped_at, at))
    if row.state == C.SHIPPED and is_at_pickup(row):
        return [sent, _step("now", "address", _("Ready to pick up"))]
    if row.state == C.SHIPPED:
        return [_step("now", "shipped", _("On its way"), _since(row.shipped_at, at))]
    if row.state == C.DELIVERED:
        return [sent, _step("now", "delivered", _("Delivered: say it’s here"), due_by(row, at))]
    if row.delivered_at is None:
        return [sent, _step("todo", "delivered", _("It arrives"))]
    return [sent, _step("done", "delivered", _("It’s here"), date_words(row.delivered_at, at))]


def _making_steps(row: Collaboration, at: datetime) -> Rows:
    review_days = policy.value("review_business_days")
    film, approve = _("You film and upload"), _("{brand} approves").format(brand=row.brand.name)
    if row.approved_at:
        sent = date_words(row.submitted_at or row.approved_at, at)
        by_itself = _("By itself, no answer came in time.") if row.approved_silently else ""
        return [
            _step("done", "film", film, sent),
            _step(
                "done",
                "approved",
                _("{brand} approved").format(brand=row.brand.name),
                date_words(row.approved_at, at),
                by_itself,
            ),
        ]
    if row.state in {C.CREATING, C.CHANGES_REQUESTED}:
        mark = "late" if late_by(row, at) else "now"
        version = _("You upload version {version}").format(version=row.revision_rounds_used + 1)
        title = film if row.state == C.CREATING else version
        return [
            _step(mark, "film", title, late_by(row, at) or due_by(row, at)),
            _step("todo", "ok", approve, _within(review_days)),
        ]
    if row.state == C.IN_REVIEW:
        sent = date_words(row.submitted_at, at) if row.submitted_at else ""
        return [
            _step("done", "film", film, sent),
            _step("now", "review", approve, due_by(row, at), _("No answer? Then it is approved by itself.")),
        ]
    due, when = _film_due(row, at), days_words(row.create_within_days)
    if due:
        when = _("by {day}").format(day=date_words(last_day(due, at), at)) if row.delivered_at else _about(due, at)
    rounds = policy.value("revision_rounds")
    return [
        _step(
            "now" if row.state == C.CHECKED_IN else "todo",
            "film",
            film,
            when,
            "" if row.delivered_at else _clock_starts(row),
        ),
        _step("todo", "ok", approve, _within(review_days), _at_most(rounds)),
    ]


def _clock_starts(row: Collaboration) -> str:
    if row.exchange == Collaboration.Exchange.VISIT:
        return _("The clock starts after your visit.")
    return _("The clock starts when it is with you.")


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
        return [_step("done", "ok", _("Done"), date_words(row.ended_at, at))] if row.ended_at else []
    if row.ended_at:
        return [
            _step("done", "link", _("Posted"), date_words(row.posted_at or row.ended_at, at)),
            _step("done", "ok", _("Done"), date_words(row.ended_at, at)),
        ]
    if row.state == C.APPROVED:
        mark = "late" if late_by(row, at) else "now"
        return [
            _step(mark, "link", _("You post it and add the link"), late_by(row, at) or due_by(row, at)),
            *_stays(row),
        ]
    if row.state in {C.POSTED, C.LIVE_HOLD}:
        posted = _step("done", "link", _("Posted"), date_words(row.posted_at, at) if row.posted_at else "")
        until = _("being checked")
        if row.state == C.LIVE_HOLD and row.link_removed_at is not None:
            return [posted, _step("late", "link", _("Your post needs a fix"), due_by(row, at)), *_stays(row)]
        if row.state == C.LIVE_HOLD and row.due_at:
            until = _("until {day}").format(day=date_words(row.due_at, at))
        return [posted, _step("now", "time", _("It stays online"), until)]
    return [
        _step("todo", "link", _("You post it"), _within_days(policy.value("post_days"))),
        *_stays(row),
    ]


def _stays(row: Collaboration) -> Rows:
    return [_step("todo", "ok", _("It stays online"), days_words(row.live_days))]


def _within(days: int) -> str:
    return ngettext("within 1 working day", "within {count} working days", days).format(count=days)


def _within_days(days: int) -> str:
    return ngettext("within 1 day", "within {count} days", days).format(count=days)


def _at_most(rounds: int) -> str:
    told = ngettext("At most 1 round of changes.", "At most {count} rounds of changes.", rounds)
    return told.format(count=rounds)


def _about(moment: datetime, at: datetime) -> str:
    return _("about {day}").format(day=date_words(moment, at))


def _since(moment: datetime, at: datetime) -> str:
    return _("since {day}").format(day=date_words(moment, at))


def deal_timeline(deal: Deal, kind: str, at: datetime) -> Rows:
    """How it will go for somebody who applies now. Expects the brand with its capacity to be loaded."""
    brand, hours = deal.brand.name, answer_hours(deal.brand.capacity)
    answer_days = policy.value("application_answer_days")
    usual = min(hours, answer_days * 24) if hours is not None else answer_days * 24
    yes_at = at + timedelta(hours=usual)
    if kind == "parcel":
        here_at = add_business_days(yes_at, deal.ship_within_days) + timedelta(days=TYPICAL_TRANSIT_DAYS)
        arrives = _step("todo", "shipped", _("Your parcel arrives"), _about(here_at, at))
        starts = _("The clock starts when the parcel is delivered.")
    else:
        here_at = yes_at
        arrives = _step(
            "todo",
            "ticket" if kind == "voucher" else "calendar",
            _("Your voucher comes") if kind == "voucher" else _("You choose your day"),
            _about(here_at, at),
        )
        starts = (
            _("The clock starts when you have it.") if kind == "voucher" else _("The clock starts after your visit.")
        )
    rows = [
        _step("now", "applied", _("You apply"), _("today"), _("Two taps. Nothing to write unless you want to.")),
        _step(
            "todo",
            "chat",
            _("{brand} answers").format(brand=brand),
            by_words(at + timedelta(days=answer_days), at),
            _("No answer? The application ends by itself."),
        ),
        arrives,
        _step(
            "todo",
            "film",
            _("You film and upload"),
            _about(here_at + timedelta(days=deal.create_within_days), at),
            starts,
        ),
        _step(
            "todo",
            "ok",
            _("{brand} approves").format(brand=brand),
            _within(policy.value("review_business_days")),
            _at_most(policy.value("revision_rounds")),
        ),
    ]
    if deal.must_post:
        stays = ngettext("It stays online for 1 day.", "It stays online for {count} days.", deal.live_days)
        rows.append(
            _step(
                "todo",
                "link",
                _("You post it"),
                _within_days(policy.value("post_days")),
                stays.format(count=deal.live_days),
            )
        )
    return rows
