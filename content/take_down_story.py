"""A take-down request in words: how it stands for either side, and what happened so far. Pure: reads a request with licence,
brand and creator loaded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from barter.kernel.actors import Side
from barter.kernel.models import TimelineEntry
from barter.kernel.templatetags.words import by_words, date_words
from content.models import TakeDown
from content.workflow import TakeDownState as T

_STEPS = {
    "ask": ("applied", gettext_noop("{creator} asked")),
    "agree": ("ok", gettext_noop("{brand} agreed")),
    "refuse": ("close", gettext_noop("{brand} said no")),
    "pass_to_staff": ("team", gettext_noop("No answer, so our team took over")),
    "withdraw": ("withdraw", gettext_noop("{creator} took the request back")),
    "revoke": ("team", gettext_noop("Our team decided: it comes down")),
    "keep": ("team", gettext_noop("Our team decided: nothing has to come down")),
    "report_down": ("ok", gettext_noop("{brand} said that it is down")),
    "ask_if_gone": ("time", gettext_noop("The day to take it down passed")),
    "confirm_gone": ("ok", gettext_noop("{creator} said that it is gone")),
    "say_still_up": ("late", gettext_noop("{creator} said that it is still up")),
    "close": ("ok", gettext_noop("No answer, so it counts as gone")),
}


@dataclass(frozen=True, slots=True)
class Story:
    """How it stands now, and what that means."""

    title: str
    words: str


def story_of(row: TakeDown, side: str, at: datetime) -> Story:
    names = {"brand": row.brand.name, "creator": row.licence.licensor}
    late = row.due_at is None or row.due_at <= at  # the clock task comes by in a moment; staff may be late
    told = _LATE.get((row.state, side)) if late else None
    if row.state == T.WITHDRAWN and row.down_by is not None:  # taken back after a yes: that stands
        told = _TAKEN_BACK_LATE[side]
    title, words = told or _NOW[row.state, side]
    by = by_words(row.due_at, at) if row.due_at else ""
    return Story(_(title).format(**names, by=by), _(words).format(**names, by=by))


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody wrote about the request after it was asked, and when."""

    label: str
    words: str
    at: datetime | None


def said_since(row: TakeDown, entries: Sequence[TimelineEntry]) -> list[Said]:
    """The brand's no, what the creator still saw, our team's decision: the newest of each, in their order."""
    when = {one.move: one.at for one in entries}  # oldest first, so the newest stays
    decided = max(filter(None, (when.get("revoke"), when.get("keep"))), default=None)
    told = [
        Said(_("The brand’s answer"), row.answer, when.get("refuse")),
        Said(_("Still up"), row.still_up, when.get("say_still_up")),
        Said(_("Our team decided"), row.decision, decided),
    ]
    return sorted((one for one in told if one.words), key=lambda one: one.at or row.asked_at)


def staff_words(row: TakeDown) -> dict[str, str]:
    """What each move says to staff: move -> sentence."""
    names = {"brand": row.brand.name, "creator": row.licence.licensor}
    told = {move: words.format(**names) for move, (_icon, words) in _STEPS.items()}
    return told | {
        "ask": "{creator} asked that the file comes down".format(**names),
        "escalate": "Our team is late to decide",
    }


def steps_of(row: TakeDown, entries: Iterable[TimelineEntry], at: datetime) -> list[dict[str, Any]]:
    """What happened, oldest first; what waits stands last."""
    names = {"brand": row.brand.name, "creator": row.licence.licensor}
    steps = [
        {"mark": "done", "icon": _STEPS[one.move][0], "title": _(_STEPS[one.move][1]).format(**names),
         "when": date_words(one.at, at), "dt": one.at}
        for one in entries if one.move in _STEPS
    ]  # fmt: skip
    if row.ball is not None and row.due_at is not None:
        waits = {Side.BRAND: names["brand"], Side.CREATOR: names["creator"]}.get(Side(row.ball), _("Our team"))
        words = _("{name} is next").format(name=waits)
        steps.append(
            {"mark": "now", "icon": "time", "title": words, "when": date_words(row.due_at, at), "dt": row.due_at}
        )
    return steps


_TEAM_LOOKS = (
    gettext_noop("Our team decides {by}"),
    gettext_noop("Both of you read here what was decided and why."),
)
_TEAM_IS_LATE = (
    gettext_noop("Our team decides"),
    gettext_noop("It takes longer than it should. Both of you read here what was decided and why."),
)
_BRAND_TAKES_IT_DOWN = (
    gettext_noop("{brand} takes it down {by}"),
    gettext_noop("The licence is over. After that day we ask you whether it is gone; you can say so before."),
)
_TAKE_IT_DOWN = (
    gettext_noop("Take it down everywhere {by}"),
    gettext_noop(
        "The licence is over: the file has to leave your channels, ads, shops and newsletters. {creator} then says whether it "
        "is gone."
    ),
)
_GONE = (gettext_noop("It counts as taken down"), gettext_noop("The request is closed. Nothing more to do."))
_KEPT = (gettext_noop("Nothing has to come down"), gettext_noop("Our team decided so. Below it says why."))
# state, side -> title and words; in places of names: brand, creator, by
_NOW: dict[tuple[str, str], tuple[str, str]] = {
    (T.ASKED, Side.CREATOR): (
        gettext_noop("{brand} answers {by}"),
        gettext_noop("If {brand} says no or nothing, our team decides. Until then the licence stays as it is."),
    ),
    (T.ASKED, Side.BRAND): (
        gettext_noop("{creator} asks you to take it down"),
        gettext_noop("Answer {by}. If you say no or nothing, our team decides."),
    ),
    (T.AGREED, Side.CREATOR): _BRAND_TAKES_IT_DOWN,
    (T.AGREED, Side.BRAND): _TAKE_IT_DOWN,
    (T.REVOKED, Side.CREATOR): _BRAND_TAKES_IT_DOWN,
    (T.REVOKED, Side.BRAND): _TAKE_IT_DOWN,
    (T.STAFF, Side.CREATOR): _TEAM_LOOKS,
    (T.STAFF, Side.BRAND): _TEAM_LOOKS,
    (T.CHECKING, Side.CREATOR): (
        gettext_noop("Is it gone?"),
        gettext_noop("Look where you saw it and tell us {by}. Without an answer we take it as gone."),
    ),
    (T.CHECKING, Side.BRAND): (
        gettext_noop("{creator} says whether it is gone"),
        gettext_noop("Without an answer {by} it counts as taken down."),
    ),
    (T.GONE, Side.CREATOR): _GONE,
    (T.GONE, Side.BRAND): _GONE,
    (T.KEPT, Side.CREATOR): _KEPT,
    (T.KEPT, Side.BRAND): _KEPT,
    (T.WITHDRAWN, Side.CREATOR): (
        gettext_noop("You took the request back"),
        gettext_noop("Nothing changed. You can ask again when something new happens."),
    ),
    (T.WITHDRAWN, Side.BRAND): (
        gettext_noop("{creator} took the request back"),
        gettext_noop("The request is closed. Nothing more to do."),
    ),
}
_TAKEN_BACK_LATE: dict[str, tuple[str, str]] = {
    Side.CREATOR: (
        gettext_noop("You took the request back"),
        gettext_noop(
            "Our team no longer looks whether the file is gone. {brand} still may not use it: the licence stays over. You can "
            "ask again when something new happens."
        ),
    ),
    Side.BRAND: (
        gettext_noop("{creator} took the request back"),
        gettext_noop("The licence stays over: you may not use the file. The request is closed."),
    ),
}
_LATE: dict[tuple[str, str], tuple[str, str]] = {
    (T.STAFF, Side.CREATOR): _TEAM_IS_LATE,
    (T.STAFF, Side.BRAND): _TEAM_IS_LATE,
}
