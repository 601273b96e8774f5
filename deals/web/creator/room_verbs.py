"""Every move a creator can make in the deal room, as a table: words (marked for translation), form, the one operation it calls."""

from django.utils.translation import gettext_noop as _

from deals.web.creator import room_forms as forms
from deals.web.trade_moves import Verb, answer_dispute, answer_terms, appeal_dispute, appeal_fault, by_slug, plain
from deals.workflow import CollaborationState as C

VERBS = by_slug([
    Verb("here", "confirm_delivery", _("It’s here"), _("Is it here?"), _("Your days to film begin now."),
         _("Good. Your days to film have begun."), plain("confirm_delivery"), icon="delivered", asks_first=False,
         after=frozenset({C.CREATING})),
    Verb("works", "confirm_delivery", _("It works"), _("Does it work?"), _("Your days to film begin now."),
         _("Good. Your days to film have begun."), plain("confirm_delivery"), icon="ticket", asks_first=False,
         after=frozenset({C.CREATING})),
    Verb("start-filming", "confirm_delivery", _("Start filming"), _("Start filming?"), _("Your days to film begin now."),
         _("Good. Your days to film have begun."), plain("confirm_delivery"), icon="film", asks_first=False,
         after=frozenset({C.CREATING})),
    Verb("visit", "book", _("Choose a day"), _("When do you come?"), _("The brand sees the day at once. You can change it."),
         _("The day is set. The brand knows."), plain("book_visit"), forms.VisitForm, icon="calendar", send=_("Set the day")),
    Verb("check-in", "check_in", _("I’m here"), _("Are you there?"), _("Check in when you are at the place."),
         _("Checked in. Enjoy it."), plain("check_in"), icon="address", asks_first=False, after=frozenset({C.CHECKED_IN})),
    Verb("link", "post", _("Add the link"), _("Where did you post it?"),
         _("The post must be public and marked as advertising. We look at it at once."), _("Thank you. We look at the post now."),
         plain("add_live_link"), forms.LinkForm, icon="link", send=_("Send the link")),
    Verb("another-link", "add_live_link", _("Add a link"), _("Where did you post it?"), _("Another post, or one that replaces the first."),
         _("Added. We look at the post now."), plain("add_live_link"), forms.LinkForm, icon="link", send=_("Send the link")),
    Verb("back-online", "restore_live", _("It’s fixed"), _("Is the post fixed?"), _("We look at it at once."), _("Thank you. We look again now."),
         plain("restore_live"), icon="link", asks_first=False),
    Verb("extend", "extend", _("{extension_days} more days"), _("Take {extension_days} more days?"), _("You can do this once in a trade. The brand is told."),
         _("Done. You have {extension_days} more days."), plain("extend_deadline"), icon="time", asks_first=False),
    Verb("problem", "report_problem", _("Something’s wrong"), _("What is wrong?"),
         _("Your clock stands still until it is solved. The brand is told at once."), _("Thank you. The brand is told, and your clock stands still."),
         plain("report_problem"), forms.ProblemForm, icon="late", after=frozenset({C.ON_HOLD}), send=_("Report the problem")),
    Verb("solved", "solve_problem", _("It’s solved"), _("Is it solved?"), _("The trade goes on where it was, with the time that was left."),
         _("Good. It goes on with the time that was left."), plain("solve_problem"), icon="ok", asks_first=False),
    Verb("review", "write_review", _("Write a review"), _("How was it?"),
         _("The other side reads it only when both have written, or after {write_review_days} days. It can’t be changed."), _("Thank you. It stays sealed until both have written."),
         plain("write_review"), forms.ReviewForm, icon="star", send=_("Seal my review")),
    Verb("agree-end", "agree_cancel", _("Agree to end it"), _("End it together?"), _("The brand asked to end this trade. Nobody is at fault, and your credit comes back."),
         _("Ended by both. Your credit is free again."), plain("agree_cancel"), icon="ok", ends_it=True, after=frozenset({C.CANCELLED_MUTUAL}), send=_("End it together")),
    Verb("agree-terms", "answer_terms", _("Agree to the change"), _("Agree to the change?"), _("The new version replaces what you both agreed."),
         _("Agreed. The new version counts from now."), answer_terms(agree=True), icon="ok", asks_first=False, carries=("terms",)),
    Verb("refuse-terms", "answer_terms", _("Keep it as it was"), _("Keep it as it was?"), _("What you both agreed stays as it is."),
         _("Nothing changes. The brand is told."), answer_terms(agree=False), icon="close", asks_first=False, carries=("terms",)),
    Verb("change-terms", "propose_terms", _("Ask for a change"), _("What should change?"), _("The brand has to agree; until then all stays as it is."),
         _("Sent. Nothing changes until the brand agrees."), plain("propose_terms"), forms.TermsForm, icon="pencil", send=_("Send to the brand")),
    Verb("leave", "leave_late", _("Leave this trade"), _("Leave, because shipping is late?"), _("You may: the brand is late. Your credit comes back, and you are not at fault."),
         _("You have left. Your credit is free again."), plain("leave_late"), icon="withdraw", ends_it=True, after=frozenset({C.CANCELLED_NO_FAULT}), send=_("Leave this trade")),
    Verb("cancel", "cancel_as_creator", _("Cancel"), _("Cancel this trade?"), _("You had agreed, so this stands in your record as a fault. Your credit comes back."),
         _("Cancelled. The brand is told."), plain("cancel_collaboration"), forms.ReasonForm, icon="close", ends_it=True, after=frozenset({C.CANCELLED_BY_CREATOR, C.CANCELLED_NO_FAULT}), send=_("Cancel the trade")),
    Verb("step-out", "exit_honestly", _("I can’t make it"), _("Can’t make it?"),
         _("Say so in good time and it is no fault. If you have the product, the credit of this trade is used up."), _("Thank you for saying so. The brand is told."),
         plain("exit_honestly"), forms.OptionalReasonForm, icon="withdraw", ends_it=True, after=frozenset({C.HONEST_EXIT}), send=_("Step out")),
    Verb("propose-end", "propose_cancel", _("Propose to end it"), _("Propose to end it together?"), _("If the brand agrees, nobody is at fault and your credit comes back."),
         _("Sent. It ends when the brand agrees."), plain("propose_cancel"), forms.OptionalReasonForm, icon="withdraw", send=_("Send to the brand")),
    Verb("dispute", "open_dispute", _("Ask our team to decide"), _("Ask our team to decide?"),
         _("Every clock stands still. The brand has {dispute_answer_days} days to tell its side; then a person of our team decides."), _("Thank you. The brand tells its side now; every clock stands still."),
         plain("open_dispute"), forms.DisputeForm, icon="team", after=frozenset({C.DISPUTED}), send=_("Send to our team")),
    Verb("answer-dispute", "dispute:answer", _("Tell your side"), _("Tell your side"), _("Our team decides on what both of you wrote."),
         _("Thank you. Our team reads both sides now."), answer_dispute, forms.DisputeAnswerForm, icon="reply", send=_("Send to our team")),
    Verb("appeal-dispute", "dispute:appeal", _("Appeal"), _("Appeal the decision?"), _("Another person of our team looks again. What they decide is final."),
         _("Thank you. Another person looks again."), appeal_dispute, forms.AppealForm, icon="team", send=_("Send the appeal")),
    Verb("appeal-fault", "fault:appeal", _("Appeal"), _("Appeal this entry?"), _("Once. A person of our team looks at it."),
         _("Thank you. A person of our team looks at it."), appeal_fault, forms.AppealForm, icon="team", send=_("Send the appeal")),
])  # fmt: skip

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
