"""Every answer a brand can give one applicant, as a table: words, form, the one operation it calls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop as _

from barter.kernel.actors import Actor, Side
from deals import operations, permissions
from deals.models import Application, PendingDecision
from deals.operations import BulkResult
from deals.web.brand.forms import DeclineForm, OfferForm
from deals.web.creator.room_forms import MoveForm
from deals.workflow import ApplicationState as A

Verdict = PendingDecision.Verdict
Act = Callable[[Application, Actor, dict[str, Any], datetime], Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """`action` is its name in permissions.application_actions; `after` the states in which it has been given;
    `carries` fields that the page sends with the button.

    Words are English sentences marked for translation, `{name}` is the creator: translate them where they are shown.
    """

    slug: str
    action: str
    label: str
    icon: str
    title: str
    words: str
    done: str
    act: Act
    after: frozenset[str]
    form: Callable[[Application, Any], MoveForm] | None = None
    carries: tuple[str, ...] = ()

    @property
    def asks(self) -> bool:
        """For templates, which would call `form`."""
        return self.form is not None


def _plain(name: str) -> Act:
    def act(row: Application, by: Actor, values: dict[str, Any], at: datetime) -> Any:
        return getattr(operations, name)(application=row, by=by, at=at, **values)

    return act


def _decline_form(row: Application, data: Any) -> MoveForm:
    return DeclineForm(data)


def _no_form(row: Application, data: Any) -> MoveForm:
    """The same questions; both stand on one page, and an id there is one field's."""
    return DeclineForm(data, auto_id="no_%s")


def _decide(verdict: Verdict) -> Act:
    def act(row: Application, by: Actor, values: dict[str, Any], at: datetime) -> Any:
        call: dict[str, Any] = {"deal": row.deal, "applications": [row], "by": by, "at": at}
        return _one(operations.decide_later(**call, verdict=verdict, **values))

    return act


def _decline_soon(row: Application, by: Actor, values: dict[str, Any], at: datetime) -> Any:
    return _one(operations.decline_soon(deal=row.deal, applications=[row], by=by, at=at, **values))


def _take_back(row: Application, by: Actor, values: dict[str, Any], at: datetime) -> Any:
    return operations.take_back(deal=row.deal, applications=[row], by=by, at=at)


def _one(result: BulkResult) -> Any:
    for _row, refusal in result.refused:
        raise refusal
    return result


def _accept_counter(row: Application, by: Actor, values: dict[str, Any], at: datetime) -> Any:
    """The terms that stood on the page; a card's menu shows none."""
    return operations.accept_counter(application=row, by=by, at=at, seen_hash=values["terms"])


def _offer(row: Application, by: Actor, values: dict[str, Any], at: datetime) -> Any:
    return operations.make_offer(application=row, by=by, proposal=values, at=at)


_TABLE = [
    Answer("accept", "accept", _("Accept"), "ok", "", "", _("{name} is in. We have told them."),
           _plain("accept_application"), frozenset({A.ACCEPTED})),
    Answer("accept-counter", "accept_counter", _("Accept their terms"), "ok", "", "", _("Agreed: {name} is in, under their terms."),
           _accept_counter, frozenset({A.ACCEPTED}), carries=("terms",)),
    Answer("shortlist", "shortlist", _("Shortlist"), "star", "", "", _("{name} is on the short list. The days to answer begin anew."),
           _plain("shortlist_application"), frozenset({A.SHORTLISTED})),
    Answer("unshortlist", "unshortlist", _("Back to new"), "back", "", "", _("{name} is off the short list. The days to answer run on."),
           _plain("unshortlist_application"), frozenset({A.SUBMITTED})),
    Answer("yes", "decide", _("Yes, tell later"), "ok", "", "", _("A yes to {name} is kept. Nobody is told until you release your decisions."),
           _decide(Verdict.YES), frozenset({A.ACCEPTED})),
    Answer("offer", "offer", _("Offer other terms…"), "pencil", _("Offer {name} other terms"),
           _("A place is kept for them until they answer."), _("Sent. {name} has {hours} hours to answer."), _offer, frozenset({A.OFFERED}), OfferForm.of),
    Answer("decline", "decline", _("Decline…"), "close", _("Decline {name}?"), _("They are told in {minutes} minutes, with your reason. Until then you can undo it."),
           _("{name} is declined. They are told in {minutes} minutes; until then you can undo it."), _decline_soon, frozenset({A.DECLINED}), _decline_form),
    Answer("no", "decide", _("No, tell later…"), "close", _("Keep a no to {name}?"), _("Nobody is told until you release your decisions. Then they read your reason."),
           _("A no to {name} is kept. Nobody is told until you release your decisions."), _decide(Verdict.NO), frozenset({A.DECLINED}), _no_form),
    Answer("take-back", "take_back", _("Undo"), "back", "", "", _("Taken back. {name} was told nothing."), _take_back, frozenset()),
]  # fmt: skip
ANSWERS: Mapping[str, Answer] = {answer.slug: answer for answer in _TABLE}
# What the "…" menu of a card says to an answer that is given at once, or asks first.
IN_MENU = ("accept", "accept-counter", "shortlist", "unshortlist", "yes", "offer", "decline", "no")
NO = frozenset({"decline", "no"})


def offered_to(row: Application) -> set[str]:
    """The actions of the table that the brand's managers may take now. Needs row.deal and row.pending."""
    return {*permissions.application_actions(row, Side.BRAND), *permissions.decision_actions(row)}
