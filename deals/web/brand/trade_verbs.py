"""Every move a brand can make in a running trade, as a table: words, form, the one operation it calls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from barter.kernel.actors import Actor, Side
from deals import operations
from deals.errors import FaultNotAppealable
from deals.models import Collaboration, Dispute, Fault
from deals.web.brand.forms import MoreTimeForm
from deals.web.creator import room_forms as forms
from deals.workflow import CollaborationState as C

Act = Callable[[Collaboration, Actor, dict[str, Any], datetime], Any]


@dataclass(frozen=True, slots=True)
class Verb:
    """`action` is its name in permissions.available_actions; `label` stands on the button, `title` on the sheet;
    `after` are the states in which it has been done. `{name}` is the creator."""

    slug: str
    action: str
    label: str
    title: str
    words: str
    done: str
    act: Act
    form: type[forms.MoveForm] | None = None
    icon: str = ""
    asks_first: bool = True
    ends_it: bool = False
    after: frozenset[str] = frozenset()


def _plain(name: str) -> Act:
    def act(row: Collaboration, by: Actor, values: dict[str, Any], at: datetime) -> Any:
        return getattr(operations, name)(collaboration=row, by=by, at=at, **values)

    return act


def _answer_terms(*, agree: bool) -> Act:
    def act(row: Collaboration, by: Actor, _: dict[str, Any], at: datetime) -> Any:
        return operations.answer_terms(collaboration=row, by=by, agree=agree, at=at)

    return act


def _dispute(row: Collaboration) -> Dispute:
    return row.disputes.order_by("-pk")[0]


def _answer_dispute(row: Collaboration, by: Actor, values: dict[str, Any], at: datetime) -> Any:
    return operations.answer_dispute(dispute=_dispute(row), by=by, answer=values["answer"], at=at)


def _appeal_dispute(row: Collaboration, by: Actor, values: dict[str, Any], at: datetime) -> Any:
    return operations.appeal_dispute(dispute=_dispute(row), by=by, at=at, reason=values["note"])


def _appeal_fault(row: Collaboration, by: Actor, values: dict[str, Any], at: datetime) -> Any:
    fault = row.faults.filter(side=str(Side.BRAND), state=Fault.State.STANDING).order_by("pk").first()
    if fault is None:
        raise FaultNotAppealable
    return operations.appeal_fault(fault=fault, by=by, note=values["note"], at=at)


_TABLE = [
    Verb("check-in", "check_in", "They are here", "Is {name} there?", "", "Checked in. Now they film.", _plain("check_in"),
         icon="address", asks_first=False, after=frozenset({C.CHECKED_IN})),
    Verb("send-again", "send_again", "Send another parcel", "Send another parcel?",
         "The trade goes back to “To ship”, with new days to send it. A parcel that did not come back takes one more from your stock.",
         "Good. It waits in your shipments.", _plain("send_again"), icon="parcel", after=frozenset({C.TO_SHIP})),
    Verb("review", "write_review", "Write a review", "How was it with {name}?",
         "They read it only when both have written, or after 14 days. It can’t be changed.", "Thank you. It stays sealed until both have written.",
         _plain("write_review"), forms.ReviewForm, icon="star"),
    Verb("agree-end", "agree_cancel", "Agree to end it", "End it together?", "{name} asked to end this trade. Nobody is at fault, and the place is free again.",
         "Ended by both. The place is free again.", _plain("agree_cancel"), icon="ok", ends_it=True, after=frozenset({C.CANCELLED_MUTUAL})),
    Verb("agree-terms", "answer_terms", "Agree to the change", "Agree to the change?", "The new version replaces what you both agreed.",
         "Agreed. The new version counts from now.", _answer_terms(agree=True), icon="ok", asks_first=False),
    Verb("refuse-terms", "answer_terms", "Keep it as it is", "Keep it as it is?", "What you both agreed stays.",
         "All stays as it was.", _answer_terms(agree=False), icon="close", asks_first=False),
    Verb("more-time", "propose_terms", "Give more time", "Give {name} more time?", "They have to agree to the new date; until then the old one counts.",
         "Sent. The new date counts once they agree.", _plain("propose_terms"), MoreTimeForm, icon="time"),
    Verb("change-terms", "propose_terms", "Ask for a change", "What should change?", "{name} has to agree; until then all stays as it is.",
         "Sent. Nothing changes until they agree.", _plain("propose_terms"), forms.TermsForm, icon="pencil"),
    Verb("propose-end", "propose_cancel", "Propose to end it", "Propose to end it together?", "If {name} agrees, nobody is at fault and the place is free again.",
         "Sent. It ends when they agree.", _plain("propose_cancel"), forms.OptionalReasonForm, icon="withdraw"),
    Verb("cancel", "cancel_as_brand", "Cancel this trade", "Cancel the trade with {name}?", "You had agreed, so this stands against you as a fault. The place is free again.",
         "Cancelled. They are told.", _plain("cancel_collaboration"), forms.ReasonForm, icon="close", ends_it=True, after=frozenset({C.CANCELLED_BY_BRAND})),
    Verb("dispute", "open_dispute", "Ask our team to decide", "Ask our team to decide?",
         "Every clock stands still. {name} has 3 days to tell their side; then a person of our team decides.", "Thank you. They tell their side now; every clock stands still.",
         _plain("open_dispute"), forms.DisputeForm, icon="team", after=frozenset({C.DISPUTED})),
    Verb("answer-dispute", "dispute:answer", "Tell your side", "Tell your side", "Our team decides on what both of you wrote.",
         "Thank you. Our team reads both sides now.", _answer_dispute, forms.DisputeAnswerForm, icon="reply"),
    Verb("appeal-dispute", "dispute:appeal", "Appeal", "Appeal the decision?", "Another person of our team looks again. What they decide is final.",
         "Thank you. Another person looks again.", _appeal_dispute, forms.AppealForm, icon="team"),
    Verb("appeal-fault", "fault:appeal", "Appeal", "Appeal this entry?", "Once. A person of our team looks at it.",
         "Thank you. A person of our team looks at it.", _appeal_fault, forms.AppealForm, icon="team"),
]  # fmt: skip
VERBS: Mapping[str, Verb] = {verb.slug: verb for verb in _TABLE}

# The one marigold action, first that is possible.
FIRST = ("answer-dispute", "review", "check-in", "send-again")
IN_MENU = ("change-terms", "propose-end", "cancel", "dispute")
# Where giving more time means something: the creator's clock runs.
WITH_TIME = frozenset({C.CREATING, C.CHANGES_REQUESTED, C.APPROVED, C.DELIVERED, C.VOUCHER_SENT})
