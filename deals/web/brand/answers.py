"""Every answer a brand can give one applicant, as a table: words, form, the one operation it calls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop as _

from barter.kernel.actors import Actor
from deals import operations
from deals.models import Application
from deals.web.brand.forms import DeclineForm, OfferForm
from deals.web.creator.room_forms import MoveForm
from deals.workflow import ApplicationState as A

Act = Callable[[Application, Actor, dict[str, Any], datetime], Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """`action` is its name in permissions.application_actions; `after` the states in which it has been given.

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


def _offer(row: Application, by: Actor, values: dict[str, Any], at: datetime) -> Any:
    return operations.make_offer(application=row, by=by, proposal=values, at=at)


_TABLE = [
    Answer("accept", "accept", _("Accept"), "ok", "", "", _("{name} is in. We have told them."),
           _plain("accept_application"), frozenset({A.ACCEPTED})),
    Answer("accept-counter", "accept_counter", _("Accept their terms"), "ok", "", "", _("Agreed: {name} is in, under their terms."),
           _plain("accept_counter"), frozenset({A.ACCEPTED})),
    Answer("shortlist", "shortlist", _("Shortlist"), "star", "", "", _("{name} is on the short list. The days to answer begin anew."),
           _plain("shortlist_application"), frozenset({A.SHORTLISTED})),
    Answer("offer", "offer", _("Offer other terms…"), "pencil", _("Offer {name} other terms"),
           _("A place is kept for them until they answer."), _("Sent. {name} has {hours} hours to answer."), _offer, frozenset({A.OFFERED}), OfferForm.of),
    Answer("decline", "decline", _("Decline…"), "close", _("Decline {name}?"), _("They are told at once, with your reason. It can’t be taken back."),
           _("{name} is told, with your reason."), _plain("decline_application"), frozenset({A.DECLINED}), _decline_form),
]  # fmt: skip
ANSWERS: Mapping[str, Answer] = {answer.slug: answer for answer in _TABLE}
# What the "…" menu of a card says to an answer that is given at once, or asks first.
IN_MENU = ("accept", "accept-counter", "shortlist", "offer", "decline")
