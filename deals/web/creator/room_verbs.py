"""Every move a creator can make in the deal room, as a table: words, form, the one operation it calls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from barter.kernel import policy
from barter.kernel.actors import Actor
from deals import operations
from deals.models import Collaboration, Dispute, Fault
from deals.web.creator import room_forms as forms
from deals.workflow import CollaborationState as C


@dataclass(frozen=True, slots=True)
class Verb:
    """`action` is its name in permissions.available_actions; `label` stands on the button, `title` on the sheet, `send` under it.

    Words in braces are names of limits (kernel.policy), which staff can change: read them through `told`.
    """

    slug: str
    action: str
    label: str
    title: str
    words: str
    done: str
    act: Callable[[Collaboration, Actor, dict[str, Any], datetime], Any]
    form: type[forms.MoveForm] | None = None
    icon: str = ""
    asks_first: bool = True
    ends_it: bool = False
    after: frozenset[str] = frozenset()
    send: str = ""


class _Limits(dict[str, int]):
    def __missing__(self, name: str) -> int:
        return policy.value(name)


def told(verb: Verb) -> Verb:
    """The verb with the limits of today in its words."""
    words = {name: getattr(verb, name).format_map(_Limits()) for name in ("label", "title", "words", "done")}
    return replace(verb, **words, send=verb.send or words["label"])


def _plain(name: str) -> Callable[[Collaboration, Actor, dict[str, Any], datetime], Any]:
    def act(row: Collaboration, by: Actor, values: dict[str, Any], at: datetime) -> Any:
        return getattr(operations, name)(collaboration=row, by=by, at=at, **values)

    return act


def _answer_terms(*, agree: bool) -> Callable[[Collaboration, Actor, dict[str, Any], datetime], Any]:
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
    fault = row.faults.filter(side="creator", state=Fault.State.STANDING).order_by("pk")[0]
    return operations.appeal_fault(fault=fault, by=by, note=values["note"], at=at)


_TABLE = [
    Verb("here", "confirm_delivery", "It’s here", "Is it here?", "Your days to film begin now.",
         "Good. Your days to film have begun.", _plain("confirm_delivery"), icon="delivered", asks_first=False,
         after=frozenset({C.CREATING})),
    Verb("works", "confirm_delivery", "It works", "Does it work?", "Your days to film begin now.",
         "Good. Your days to film have begun.", _plain("confirm_delivery"), icon="ticket", asks_first=False,
         after=frozenset({C.CREATING})),
    Verb("start-filming", "confirm_delivery", "Start filming", "Start filming?", "Your days to film begin now.",
         "Good. Your days to film have begun.", _plain("confirm_delivery"), icon="film", asks_first=False,
         after=frozenset({C.CREATING})),
    Verb("visit", "book", "Choose a day", "When do you come?", "The brand sees the day at once. You can change it.",
         "The day is set. The brand knows.", _plain("book_visit"), forms.VisitForm, icon="calendar", send="Set the day"),
    Verb("check-in", "check_in", "I’m here", "Are you there?", "Check in when you are at the place.",
         "Checked in. Enjoy it.", _plain("check_in"), icon="address", asks_first=False, after=frozenset({C.CHECKED_IN})),
    Verb("link", "post", "Add the link", "Where did you post it?",
         "The post must be public and marked as advertising. We look at it at once.", "Thank you. We look at the post now.",
         _plain("add_live_link"), forms.LinkForm, icon="link", send="Send the link"),
    Verb("another-link", "add_live_link", "Add a link", "Where did you post it?", "Another post, or one that replaces the first.",
         "Added. We look at the post now.", _plain("add_live_link"), forms.LinkForm, icon="link", send="Send the link"),
    Verb("back-online", "restore_live", "It’s back", "Is the post back?", "We look at it at once.", "Thank you. We look again now.",
         _plain("restore_live"), icon="link", asks_first=False),
    Verb("extend", "extend", "{extension_days} more days", "Take {extension_days} more days?", "You can do this once in a trade. The brand is told.",
         "Done. You have {extension_days} more days.", _plain("extend_deadline"), icon="time", asks_first=False),
    Verb("problem", "report_problem", "Something’s wrong", "What is wrong?",
         "Your clock stands still until it is solved. The brand is told at once.", "Thank you. The brand is told, and your clock stands still.",
         _plain("report_problem"), forms.ProblemForm, icon="late", after=frozenset({C.ON_HOLD}), send="Report the problem"),
    Verb("solved", "solve_problem", "It’s solved", "Is it solved?", "The trade goes on where it was, with the time that was left.",
         "Good. It goes on with the time that was left.", _plain("solve_problem"), icon="ok", asks_first=False),
    Verb("review", "write_review", "Write a review", "How was it?",
         "The other side reads it only when both have written, or after {write_review_days} days. It can’t be changed.", "Thank you. It stays sealed until both have written.",
         _plain("write_review"), forms.ReviewForm, icon="star", send="Seal my review"),
    Verb("agree-end", "agree_cancel", "Agree to end it", "End it together?", "The brand asked to end this trade. Nobody is at fault, and your credit comes back.",
         "Ended by both. Your credit is free again.", _plain("agree_cancel"), icon="ok", ends_it=True, after=frozenset({C.CANCELLED_MUTUAL}), send="End it together"),
    Verb("agree-terms", "answer_terms", "Agree to the change", "Agree to the change?", "The new version replaces what you both agreed.",
         "Agreed. The new version counts from now.", _answer_terms(agree=True), icon="ok", asks_first=False),
    Verb("refuse-terms", "answer_terms", "Keep it as it was", "Keep it as it was?", "What you both agreed stays as it is.",
         "Nothing changes. The brand is told.", _answer_terms(agree=False), icon="close", asks_first=False),
    Verb("change-terms", "propose_terms", "Ask for a change", "What should change?", "The brand has to agree; until then all stays as it is.",
         "Sent. Nothing changes until the brand agrees.", _plain("propose_terms"), forms.TermsForm, icon="pencil", send="Send to the brand"),
    Verb("leave", "leave_late", "Leave this trade", "Leave, because shipping is late?", "You may: the brand is late. Your credit comes back, and you are not at fault.",
         "You have left. Your credit is free again.", _plain("leave_late"), icon="withdraw", ends_it=True, after=frozenset({C.CANCELLED_NO_FAULT}), send="Leave this trade"),
    Verb("cancel", "cancel_as_creator", "Cancel", "Cancel this trade?", "You had agreed, so this stands in your record as a fault. Your credit comes back.",
         "Cancelled. The brand is told.", _plain("cancel_collaboration"), forms.ReasonForm, icon="close", ends_it=True, after=frozenset({C.CANCELLED_BY_CREATOR}), send="Cancel the trade"),
    Verb("step-out", "exit_honestly", "I can’t make it", "Can’t make it?",
         "Say so in good time and it is no fault. If you have the product, the credit of this trade is used up.", "Thank you for saying so. The brand is told.",
         _plain("exit_honestly"), forms.OptionalReasonForm, icon="withdraw", ends_it=True, after=frozenset({C.HONEST_EXIT}), send="Step out"),
    Verb("propose-end", "propose_cancel", "Propose to end it", "Propose to end it together?", "If the brand agrees, nobody is at fault and your credit comes back.",
         "Sent. It ends when the brand agrees.", _plain("propose_cancel"), forms.OptionalReasonForm, icon="withdraw", send="Send to the brand"),
    Verb("dispute", "open_dispute", "Ask our team to decide", "Ask our team to decide?",
         "Every clock stands still. The brand has {dispute_answer_days} days to tell its side; then a person of our team decides.", "Thank you. The brand tells its side now; every clock stands still.",
         _plain("open_dispute"), forms.DisputeForm, icon="team", after=frozenset({C.DISPUTED}), send="Send to our team"),
    Verb("answer-dispute", "dispute:answer", "Tell your side", "Tell your side", "Our team decides on what both of you wrote.",
         "Thank you. Our team reads both sides now.", _answer_dispute, forms.DisputeAnswerForm, icon="reply", send="Send to our team"),
    Verb("appeal-dispute", "dispute:appeal", "Appeal", "Appeal the decision?", "Another person of our team looks again. What they decide is final.",
         "Thank you. Another person looks again.", _appeal_dispute, forms.AppealForm, icon="team", send="Send the appeal"),
    Verb("appeal-fault", "fault:appeal", "Appeal", "Appeal this entry?", "Once. A person of our team looks at it.",
         "Thank you. A person of our team looks at it.", _appeal_fault, forms.AppealForm, icon="team", send="Send the appeal"),
]  # fmt: skip
VERBS: Mapping[str, Verb] = {verb.slug: verb for verb in _TABLE}

# Three ways to say that the days to film may begin; which one depends on what was given.
RECEIVED = {"parcel": "here", "voucher": "works", "visit": "start-filming"}
# The one marigold action of each state, first that is possible.
FIRST = (
    "review",
    "answer-dispute",
    "here",
    "works",
    "start-filming",
    "check-in",
    "visit",
    "back-online",
    "link",
    "solved",
)
IN_MENU = ("another-link", "change-terms", "propose-end", "step-out", "cancel", "dispute", "appeal-dispute")
