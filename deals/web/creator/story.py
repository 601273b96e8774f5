"""A running or ended trade told to its creator: what happens now, by when, and what if not.

Pure: reads a collaboration with deal and brand loaded, and the time.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _

from barter.kernel import policy
from barter.kernel.templatetags.barter import status_words
from barter.kernel.templatetags.status import whole_days_late
from barter.kernel.templatetags.words import by_words, day_words, last_day
from deals.models import Collaboration
from deals.models.collaboration import CURED_BY_CREATOR, Problem
from deals.pipeline.across import is_at_pickup
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
    status = status_words(f"collaboration.{row.state}")
    if (get_language() or "en").startswith("en"):  # others keep their capitals: German nouns have one anywhere
        status = f"{status[:1].lower()}{status[1:]}"
    return {
        "url": reverse("deal_room", args=[row.public_id]),
        "title": story.title,
        "sub": row.deal.title,
        "steps": ["on"] * (step - 1) + ["now"] + [""] * (5 - step),
        "spoken": _("Step {step} of 5: {status}").format(step=step, status=status),
    }


_STEP: Mapping[C, int] = {
    C.TO_SHIP: 2, C.SHIPPED: 3, C.DELIVERED: 3, C.VOUCHER_SENT: 3, C.BOOKED: 3, C.CHECKED_IN: 3, C.CREATING: 4,
    C.CHANGES_REQUESTED: 4, C.IN_REVIEW: 5, C.APPROVED: 5, C.POSTED: 5, C.LIVE_HOLD: 5, C.ON_HOLD: 3, C.DISPUTED: 3,
}  # fmt: skip


def late_by(row: Collaboration, at: datetime) -> str:
    """ "2 days late", or nothing."""
    days = _days_late(row, at)
    return ngettext("1 day late", "{count} days late", days).format(count=days) if days else ""


def _days_late(row: Collaboration, at: datetime) -> int:
    return 0 if row.due_at is None or row.due_at >= at else whole_days_late(row.due_at, at)


def due_by(row: Collaboration, at: datetime) -> str:
    return by_words(row.due_at, at) if row.due_at else ""


def dated(sentence: str, due_at: datetime | None, at: datetime, **places: object) -> str:
    """A sentence with `{by}`, the limit; without a limit nothing stands there."""
    by = by_words(due_at, at) if due_at else ""
    told = sentence.format(by=by, **places)
    return told if by else told.replace("  ", " ").strip()


def _joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def _grace_end(row: Collaboration, at: datetime) -> str:
    plan = row.schedule()
    return day_words(plan.grace_ends_at, at) if plan and plan.grace_ends_at else ""


def _to_ship(row: Collaboration, at: datetime) -> Story:
    brand, late = row.brand.name, _days_late(row, at)
    if late:
        end = _grace_end(row, at)
        after = _("If nothing is sent by {day}, it ends by itself and your credit comes back.").format(day=end)
        title = ngettext("{brand} is 1 day late", "{brand} is {count} days late", late)
        return Story(
            title.format(brand=brand, count=late),
            _joined(_("You may leave now, free, or wait."), after if end else ""),
        )
    return Story(
        dated(_("{brand} ships {by}"), row.due_at, at, brand=brand),
        _("Nothing to do today. We tell you when it is on its way."),
    )


def _days_to_film(row: Collaboration) -> str:
    days = row.create_within_days
    return ngettext("Then you have 1 day to film.", "Then you have {count} days to film.", days).format(count=days)


def _shipped(row: Collaboration, at: datetime) -> Story:
    if is_at_pickup(row):
        collect = _("Collect it before it goes back, then say that it’s here.")
        return Story(_("Your parcel waits at the pick-up point"), _joined(collect, _days_to_film(row)))
    if row.due_at is None or row.due_at < at:
        ask = _("Tell us when it is here, or that it isn't.")
        return Story(_("It should be with you by now"), _joined(ask, _days_to_film(row)))
    wait = _("Nothing to do today. If it isn’t here by then, we ask what happened.")
    return Story(_arriving(row.due_at, at), _joined(_days_to_film(row), wait))


def _arriving(due_at: datetime, at: datetime) -> str:
    """By the carrier's day, or by the longest it should take."""
    day = last_day(due_at, at)
    days = (day.date() - timezone.localtime(at).date()).days
    if days < 2:
        return _("Arriving tomorrow") if days == 1 else _("Arriving today")
    return _("Arriving by {day}").format(day=day_words(day, at))


def _delivered(row: Collaboration, at: datetime) -> Story:
    days = row.create_within_days
    after = ngettext(
        "The carrier delivered it. Without an answer we take it as received, and your day to film runs.",
        "The carrier delivered it. Without an answer we take it as received, and your {count} days to film run.",
        days,
    )
    return Story(dated(_("Say it’s here {by}"), row.due_at, at), after.format(count=days))


def _voucher(row: Collaboration, at: datetime) -> Story:
    return Story(
        _("Your voucher is here"), _joined(dated(_("Say that it works {by}."), row.due_at, at), _days_to_film(row))
    )


def _booked(row: Collaboration, at: datetime) -> Story:
    if row.visit_date is None:
        return Story(
            dated(_("Choose the day of your visit {by}"), row.due_at, at),
            _joined(
                _("{brand} sees the day at once.").format(brand=row.brand.name),
                _("Without a day the trade ends and the credit is lost."),
            ),
        )
    end = _("Without it the trade ends on {day} and the credit is lost.").format(day=_grace_end(row, at))
    if _days_late(row, at):
        return Story(
            _("Were you at {brand}?").format(brand=row.brand.name),
            _joined(_("Check in, or choose another day."), end, _days_to_film(row)),
        )
    noon = timezone.make_aware(datetime.combine(row.visit_date, time(12)))
    return Story(
        _("Your visit is on {day}").format(day=day_words(noon, noon)),
        _joined(_("Check in when you are there, or choose another day before."), end, _days_to_film(row)),
    )


def _checked_in(row: Collaboration, at: datetime) -> Story:
    due_at = (row.clock_started_at or at) + timedelta(days=row.create_within_days)  # the days run from the visit
    return Story(_("You were there"), dated(_("Start filming when you like. The clip is due {by}."), due_at, at))


def _creating(row: Collaboration, at: datetime) -> Story:
    late = _days_late(row, at)
    if late:
        end = _grace_end(row, at)
        after = _("Upload it by {day}; after that the trade ends and the credit is lost.").format(day=end)
        title = ngettext("Your clip is 1 day late", "Your clip is {count} days late", late)
        return Story(title.format(count=late), after if end else _("Upload it now."))
    days = policy.value("review_business_days")
    after = ngettext(
        "{brand} answers within 1 working day.", "{brand} answers within {count} working days.", days
    ).format(brand=row.brand.name, count=days)
    return Story(dated(_("Film and upload {by}"), row.due_at, at), after)


def _changes(row: Collaboration, at: datetime) -> Story:
    if _days_late(row, at):
        return _creating(row, at)
    last = row.revision_rounds_used >= policy.value("revision_rounds")
    told = _("{brand} wrote down what to change.").format(brand=row.brand.name)
    return Story(
        dated(_("Upload version {version} {by}"), row.due_at, at, version=row.revision_rounds_used + 1),
        _("This is the last round of changes.") if last else told,
    )


def _in_review(row: Collaboration, at: datetime) -> Story:
    return Story(
        dated(_("{brand} answers {by}"), row.due_at, at, brand=row.brand.name),
        _("No answer? Then it is approved by itself."),
    )


def _approved(row: Collaboration, at: datetime) -> Story:
    late = _days_late(row, at)
    if late:
        after = _("Post it and add the link by {day}; after that the trade ends.").format(day=_grace_end(row, at))
        title = ngettext("Your post is 1 day late", "Your post is {count} days late", late)
        return Story(title.format(count=late), after)
    if row.posted_at is not None:  # posted, and sent back by a check
        after = _("It must be public and marked as advertising. Then send its link again.")
        return Story(dated(_("Fix your post {by}"), row.due_at, at), after)
    after = ngettext(
        "Add the link here; it stays online for 1 day.",
        "Add the link here; it stays online for {count} days.",
        row.live_days,
    )
    return Story(dated(_("Approved. Post it {by}"), row.due_at, at), after.format(count=row.live_days))


def _posted(row: Collaboration, at: datetime) -> Story:
    return Story(_("We check that your post is public"), _("Nothing to do. If something is wrong, we tell you what."))


def _live(row: Collaboration, at: datetime) -> Story:
    if row.link_removed_at is not None:
        after = _("It must be public and marked as advertising. Then tell us, and we look again.")
        return Story(dated(_("Fix your post {by}"), row.due_at, at), after)
    end = day_words(row.due_at, at) if row.due_at else ""
    return Story(_("Online until {day}").format(day=end), _("Keep the post public until then. Nothing else to do."))


def _on_hold(row: Collaboration, at: datetime) -> Story:
    problem = f"{Problem(row.problem_code).label}." if row.problem_code in Problem.values else ""
    if row.problem_code in CURED_BY_CREATOR:
        after = _("Your clock stands still. If nothing happens, the trade ends and nobody is at fault.")
        return Story(dated(_("You can solve this {by}"), row.due_at, at), _joined(problem, after))
    after = _("Your clock stands still. If nothing happens, the trade ends and your credit comes back.")
    return Story(dated(_("{brand} solves this {by}"), row.due_at, at, brand=row.brand.name), _joined(problem, after))


def _disputed(row: Collaboration, at: datetime) -> Story:
    after = _("We decide {by}, on what both sides wrote. Every clock stands still.")
    return Story(_("With our team"), after.format(by=due_by(row, at)))


def _completed(row: Collaboration, at: datetime) -> Story:
    credit = _("The credit is lost.") if row.credit_lost else _("Your credit is free again.")
    ended = _("It ended on {day}.").format(day=day_words(row.ended_at or row.state_since, at))
    title = _("Done, but your post did not stay online") if row.lost_its_post else _("Done. A good trade")
    return Story(title, _joined(ended, credit))


_ENDINGS: Mapping[str, str] = {
    C.CANCELLED_BY_BRAND: gettext_noop("{brand} ended this trade"),
    C.CANCELLED_BY_CREATOR: gettext_noop("You ended this trade"),
    C.CANCELLED_MUTUAL: gettext_noop("You both ended this trade"),
    C.NO_SHIP: gettext_noop("{brand} never shipped"),
    C.NO_SHOW: gettext_noop("No content came in time"),
    C.HONEST_EXIT: gettext_noop("You stepped out"),
}


def _ended(row: Collaboration, at: datetime) -> Story:
    title = _(_ENDINGS[row.state]) if row.state in _ENDINGS else _("This trade ended")
    if row.ended_by_verdict:
        title = _("Our team ended this trade")
    if row.missed_visit:
        title = _("The visit did not take place")
    day = _("On {day}.").format(day=day_words(row.ended_at or row.state_since, at))
    credit = _("The credit is lost.") if row.credit_lost else _("Your credit is free again.")
    return Story(title.format(brand=row.brand.name), _joined(day, _nobodys_fault(row), credit))


def _nobodys_fault(row: Collaboration) -> str:
    """What it ended over without anybody's fault."""
    if row.state != C.CANCELLED_NO_FAULT:
        return ""
    if row.shipped_late and row.shipped_at is None:
        return _("You left because the parcel was late.")
    problem = f"{Problem(row.problem_code).label}." if row.problem_code in Problem.values else ""
    return _joined(problem, _("Nobody is at fault."))


_STORIES: Mapping[C, Callable[[Collaboration, datetime], Story]] = {
    C.TO_SHIP: _to_ship, C.SHIPPED: _shipped, C.DELIVERED: _delivered, C.VOUCHER_SENT: _voucher, C.BOOKED: _booked,
    C.CHECKED_IN: _checked_in, C.CREATING: _creating, C.CHANGES_REQUESTED: _changes, C.IN_REVIEW: _in_review,
    C.APPROVED: _approved, C.POSTED: _posted, C.LIVE_HOLD: _live, C.ON_HOLD: _on_hold, C.DISPUTED: _disputed,
    C.COMPLETED: _completed,
}  # fmt: skip


# ---- Timelines
