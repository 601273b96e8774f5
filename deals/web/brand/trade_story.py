"""A trade told to its brand: what happens now, by when, what if not, and the steps around it.

Pure: reads a collaboration with deal and creator loaded, and the time.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from barter.kernel import policy
from barter.kernel.templatetags.status import whole_days_late
from barter.kernel.templatetags.words import by_words, calendar_words, date_words, day_words, days_words
from deals.models import Collaboration
from deals.models.collaboration import CURED_BY_CREATOR, Problem
from deals.pipeline.across import is_at_pickup
from deals.web.brand.words import days_late_words, first_name
from deals.web.creator.story import Story
from deals.web.creator.timeline import Rows
from deals.web.earlier_parcels import Earlier, is_sent
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
    days = _days_late(row, at)
    return days_late_words(days) if days else ""


def _days_late(row: Collaboration, at: datetime) -> int:
    return 0 if row.due_at is None or row.due_at >= at else whole_days_late(row.due_at, at)


def _joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def _grace_end(row: Collaboration, at: datetime) -> str:
    plan = row.schedule()
    return day_words(plan.grace_ends_at, at) if plan and plan.grace_ends_at else ""


def _to_ship(row: Collaboration, at: datetime) -> Story:
    name, late = _name(row), _days_late(row, at)
    if late:
        end = _grace_end(row, at)
        after = _("If nothing is sent by {day}, it ends by itself and stands against you.").format(day=end)
        title = ngettext("Your parcel is 1 day late", "Your parcel is {count} days late", late)
        return Story(
            title.format(count=late), _joined(_("{name} may leave now, free.").format(name=name), after if end else "")
        )
    return Story(
        _("Ship {by}").format(by=_by(row, at)),
        _("{name} waits for it. Shipping in time shows in your figures.").format(name=name),
    )


def _shipped(row: Collaboration, at: datetime) -> Story:
    name = _name(row)
    if is_at_pickup(row):
        return Story(
            _("It waits at the pick-up point"),
            _("{name} collects it there and then says that it is here.").format(name=name),
        )
    if row.due_at is None or row.due_at < at:
        end = _grace_end(row, at)
        lost = _("Without a word it counts as lost on {day}.").format(day=end) if end else ""
        return Story(_("It should be there by now"), _joined(_("We have asked {name}.").format(name=name), lost))
    days = ngettext(
        "{name} then has {count} day to film. Nothing to do today.",
        "{name} then has {count} days to film. Nothing to do today.",
        row.create_within_days,
    )
    return Story(
        _("On its way, there {by}").format(by=_by(row, at)), days.format(name=name, count=row.create_within_days)
    )


def _delivered(row: Collaboration, at: datetime) -> Story:
    days = row.create_within_days
    after = ngettext(
        "Without an answer we take it as received: the {count} day to film runs from the delivery.",
        "Without an answer we take it as received: the {count} days to film run from the delivery.",
        days,
    )
    return Story(
        _("Delivered. {name} confirms {by}").format(name=_name(row), by=_by(row, at)), after.format(count=days)
    )


def _voucher(row: Collaboration, at: datetime) -> Story:
    days = row.create_within_days
    return Story(
        _("{name} tries the voucher {by}").format(name=_name(row), by=_by(row, at)),
        ngettext("Then {count} day to film.", "Then {count} days to film.", days).format(count=days),
    )


def _booked(row: Collaboration, at: datetime) -> Story:
    if row.visit_date is None:
        title = _("{name} chooses a day {by}").format(name=_name(row), by=_by(row, at))
        return Story(title, _("You see the day here at once."))
    if _days_late(row, at):
        end = _("Without it the trade ends on {day} and the place is free again.").format(day=_grace_end(row, at))
        return Story(_("Was {name} there?").format(name=_name(row)), _joined(_("Check them in."), end))
    return Story(
        _("The visit is on {day}").format(day=calendar_words(row.visit_date)),
        _("Check {name} in when they are there.").format(name=_name(row)),
    )


def _checked_in(row: Collaboration, at: datetime) -> Story:
    days = row.create_within_days
    after = ngettext("Now they film: {count} day from the visit.", "Now they film: {count} days from the visit.", days)
    return Story(_("{name} was there").format(name=_name(row)), after.format(count=days))


def _creating(row: Collaboration, at: datetime) -> Story:
    name, late = _name(row), _days_late(row, at)
    if late:
        end = _grace_end(row, at)
        title = ngettext("The next version is 1 day late", "The next version is {count} days late", late)
        if row.state == C.CREATING:
            title = ngettext("The clip is 1 day late", "The clip is {count} days late", late)
        after = _("If nothing comes by {day}, the trade ends and the place is free again.").format(day=end)
        return Story(title.format(count=late), _joined(_("We remind {name}.").format(name=name), after if end else ""))
    more, days = policy.value("extension_days"), policy.value("review_business_days")
    extended = ngettext("They took {count} more day once.", "They took {count} more days once.", more)
    after = ngettext(
        "Then you have {count} working day to answer.", "Then you have {count} working days to answer.", days
    )
    return Story(
        _("{name} films {by}").format(name=name, by=_by(row, at)),
        _joined(after.format(count=days), extended.format(count=more) if row.extended_at else ""),
    )


def _changes(row: Collaboration, at: datetime) -> Story:
    if late_words(row, at):
        return _creating(row, at)
    left = policy.value("revision_rounds") - row.revision_rounds_used
    rounds = _("One round of changes is left.") if left == 1 else _("This is the last round of changes.")
    title = _("{name} makes version {number} {by}")
    return Story(title.format(name=_name(row), number=row.revision_rounds_used + 1, by=_by(row, at)), rounds)


def _in_review(row: Collaboration, at: datetime) -> Story:
    after = _("No answer? Then it is approved by itself, and that shows in your figures.")
    return Story(_("Answer {by}").format(by=_by(row, at)), after)


def _approved(row: Collaboration, at: datetime) -> Story:
    name, late = _name(row), _days_late(row, at)
    if late:
        title = ngettext("The post is 1 day late", "The post is {count} days late", late)
        after = _("We remind {name}. The files are yours to use already.")
        return Story(title.format(count=late), after.format(name=name))
    if row.posted_at is not None:  # posted, and sent back by a check
        return Story(
            _("{name} fixes the post {by}").format(name=name, by=_by(row, at)), _("The files are ready to use.")
        )
    return Story(
        _("Approved. {name} posts it {by}").format(name=name, by=_by(row, at)), _("The files are ready to use.")
    )


def _posted(row: Collaboration, at: datetime) -> Story:
    return Story(_("We check that the post is public"), _("And that it is marked as advertising. Nothing to do."))


def _live(row: Collaboration, at: datetime) -> Story:
    if row.link_removed_at is not None:
        title = _("{name} fixes the post {by}").format(name=_name(row), by=_by(row, at))
        return Story(title, _("It is not public, or not marked as advertising any more. We have told them."))
    until = _("Online until {day}").format(day=day_words(row.due_at, at)) if row.due_at else _("Online until the end")
    return Story(until, _("We look at it from time to time."))


def problem_words(row: Collaboration) -> str:
    return str(Problem(row.problem_code).label) if row.problem_code in Problem.values else ""


def _on_hold(row: Collaboration, at: datetime) -> Story:
    end = _("Every clock stands still. If nothing happens, the trade ends and nobody is at fault.")
    if row.problem_code in CURED_BY_CREATOR:
        return Story(_("{name} can solve this {by}").format(name=_name(row), by=_by(row, at)), end)
    return Story(_("Solve this {by}").format(by=_by(row, at)), end)


def _disputed(row: Collaboration, at: datetime) -> Story:
    after = _("We decide {by}, on what both sides wrote. Every clock stands still.")
    return Story(_("With our team"), after.format(by=_by(row, at)))


def _completed(row: Collaboration, at: datetime) -> Story:
    ended = _("It ended on {day}.").format(day=day_words(row.ended_at or row.state_since, at))
    if row.lost_its_post:
        return Story(_("Done, but the post did not stay online"), _joined(ended, _("The files are ready to use.")))
    return Story(_("Done. A good trade"), ended)


def _ended(row: Collaboration, at: datetime) -> Story:
    title = _(_ENDINGS[row.state]) if row.state in _ENDINGS else _("This trade ended")
    title = _("Our team ended this trade") if row.ended_by_verdict else title
    title = _("The visit did not take place") if row.missed_visit else title
    after = _("On {day}. The place is free again.").format(day=day_words(row.ended_at or row.state_since, at))
    return Story(title.format(name=_name(row)), _joined(after, _nobodys_fault(row)))


def _nobodys_fault(row: Collaboration) -> str:
    """What it ended over without anybody's fault. What was reported stands on the page already."""
    if row.state != C.CANCELLED_NO_FAULT:
        return ""
    if row.shipped_late and row.shipped_at is None:
        return _("{name} left because the parcel was late.").format(name=_name(row))
    return _("Nobody is at fault.")


_ENDINGS: Mapping[str, str] = {
    C.CANCELLED_BY_BRAND: gettext_noop("You ended this trade"),
    C.CANCELLED_BY_CREATOR: gettext_noop("{name} ended this trade"),
    C.CANCELLED_MUTUAL: gettext_noop("You both ended this trade"),
    C.NO_SHIP: gettext_noop("Nothing was shipped"),
    C.NO_SHOW: gettext_noop("No content came in time"),
    C.HONEST_EXIT: gettext_noop("{name} stepped out"),
}


_STORIES: Mapping[C, Callable[[Collaboration, datetime], Story]] = {
    C.TO_SHIP: _to_ship, C.SHIPPED: _shipped, C.DELIVERED: _delivered, C.VOUCHER_SENT: _voucher, C.BOOKED: _booked,
    C.CHECKED_IN: _checked_in, C.CREATING: _creating, C.CHANGES_REQUESTED: _changes, C.IN_REVIEW: _in_review,
    C.APPROVED: _approved, C.POSTED: _posted, C.LIVE_HOLD: _live, C.ON_HOLD: _on_hold, C.DISPUTED: _disputed,
    C.COMPLETED: _completed,
}  # fmt: skip


# ---- Timeline

# Which step of the main line a state stands on.
_STEP: Mapping[str, int] = {
    C.TO_SHIP: 2, C.VOUCHER_SENT: 2, C.BOOKED: 2, C.SHIPPED: 3, C.DELIVERED: 3, C.CHECKED_IN: 4, C.CREATING: 4,
    C.CHANGES_REQUESTED: 4, C.IN_REVIEW: 5, C.APPROVED: 6, C.POSTED: 6, C.LIVE_HOLD: 7, C.COMPLETED: 9,
}  # fmt: skip


def timeline_of(row: Collaboration, at: datetime, earlier: Sequence[Earlier] = ()) -> Rows:
    """What was, what is, and what will be, with real dates. `earlier`: the parcels before the one that counts."""
    steps = [step for step in _steps(row, at, is_sent(row, earlier)) if step is not None]
    failed, held = row.state in COLLABORATION_FAILED, row.state in {C.ON_HOLD, C.DISPUTED}
    here = _STEP.get(row.held_from if held else row.state, 4)
    rows: Rows = []
    for number, icon, title, when, plan in steps:
        if number == _STEP[C.TO_SHIP]:
            rows += _sent_before(earlier, at)
        if failed:
            rows += [_row("done", icon, title, date_words(when, at))] if when else []
        elif number < here:
            rows.append(_row("done", icon, title, date_words(when, at) if when else ""))
        elif number == here and not held:
            late = late_words(row, at) if row.state not in {C.SHIPPED, C.DELIVERED, C.BOOKED, C.CHECKED_IN} else ""
            if (
                row.state == C.LIVE_HOLD and row.link_removed_at is not None
            ):  # the date is that of the post, not of the end
                fix = _("{name} fixes the post").format(name=_name(row))
                rows += [_row("late", "link", fix, late or _when(row, at)), _row("todo", icon, title, plan)]
            else:
                rows.append(_row("late" if late else "now", icon, title, late or _when(row, at)))
        else:
            if number == here:
                rows.append(_side_step(row, at))
            rows.append(_row("todo", icon, title, plan))
    if failed:  # not marigold, which is for what somebody must do now
        rows.append(_row("todo", "close", story_of(row, at).title, date_words(row.ended_at or row.state_since, at)))
    return rows


def _sent_before(earlier: Sequence[Earlier], at: datetime) -> Rows:
    rows: Rows = []
    for parcel in earlier:
        again = _row("done", "parcel", _("You send another parcel"), date_words(parcel.again_at, at))
        rows += [
            _row("done", "parcel", _("You ship"), date_words(parcel.sent_at, at)),
            {**again, "detail": parcel.problem},
        ]
    return rows


def _when(row: Collaboration, at: datetime) -> str:
    """The date of the step a trade stands on: a day that is set, the end of a time, or a limit."""
    if row.state == C.BOOKED and row.visit_date is not None:
        return calendar_words(row.visit_date)
    if row.state == C.CHECKED_IN:  # its own limit is only until the days count in any case; they run from the visit
        return by_words((row.clock_started_at or at) + timedelta(days=row.create_within_days), at)
    if row.state == C.LIVE_HOLD and row.link_removed_at is None and row.due_at is not None:
        return _("until {day}").format(day=date_words(row.due_at, at))
    return _by(row, at)


def _side_step(row: Collaboration, at: datetime) -> dict[str, str]:
    icon, title = ("team", _("With our team")) if row.state == C.DISPUTED else ("late", _("Problem reported"))
    return _row("now", icon, title, _("since {day}").format(day=date_words(row.state_since, at)))


_Step = tuple[int, str, str, datetime | None, str]


def _steps(row: Collaboration, at: datetime, sent: bool) -> list[_Step | None]:
    """(number, icon, title, when it was done, what is planned)."""
    name = _name(row)
    review, post = policy.value("review_business_days"), policy.value("post_days")
    within = ngettext("within 1 working day", "within {count} working days", review).format(count=review)
    soon = ngettext("within 1 day", "within {count} days", post).format(count=post)
    over = row.state in COLLABORATION_OVER
    return [
        (0, "applied", _("{name} applied").format(name=name), row.application.submitted_at, ""),
        (1, "ok", _("You said yes"), row.agreed_at, ""),
        *_exchange_steps(row, name, sent),
        (4, "film", _("{name} films and uploads").format(name=name), row.submitted_at, days_words(row.create_within_days)),
        (5, "review", _("You review"), row.approved_at, within),
        (6, "link", _("{name} posts it").format(name=name), row.posted_at, soon) if row.must_post else None,
        (7, "time", _("It stays online"), row.ended_at if row.posted_at else None, days_words(row.live_days))
        if row.must_post else None,
        (8, "approved", _("Done"), row.ended_at, "") if over and row.state == C.COMPLETED else None,
    ]  # fmt: skip


def _exchange_steps(row: Collaboration, name: str, sent: bool) -> list[_Step | None]:
    if row.exchange == Collaboration.Exchange.PARCEL:
        return [
            (2, "parcel", _("You ship"), row.shipped_at if sent else None, ""),
            (3, "delivered", _("It is with {name}").format(name=name), row.delivered_at, _("as the carrier says")),
        ]
    if row.exchange == Collaboration.Exchange.VOUCHER:
        told = _("{name} has the voucher") if row.delivered_at else _("{name} tries the voucher")
        return [(2, "ticket", told.format(name=name), row.delivered_at, "")]
    return [
        (2, "calendar", _("{name} visits").format(name=name), row.delivered_at, ""),
        (3, "ok", _("The visit is confirmed"), row.delivered_at, ""),
    ]


def _row(mark: str, icon: str, title: str, when: str = "") -> dict[str, str]:
    return {"mark": mark, "icon": "ok" if mark == "done" else icon, "title": title, "when": when, "detail": ""}
