"""Every move a brand can make in a running trade, as a table: words (marked for translation), form, the one operation it calls. `{name}` is the creator."""

from django.utils.translation import gettext_noop as _

from deals.web.brand.forms import MoreTimeForm
from deals.web.creator import room_forms as forms
from deals.web.trade_moves import Verb, answer_dispute, answer_terms, appeal_dispute, appeal_fault, by_slug, plain
from deals.workflow import CollaborationState as C

VERBS = by_slug([
    Verb("check-in", "check_in", _("They are here"), _("Is {name} there?"), "", _("Checked in. Now they film."), plain("check_in"),
         icon="address", asks_first=False, after=frozenset({C.CHECKED_IN})),
    Verb("send-again", "send_again", _("Send another parcel"), _("Send another parcel?"),
         _("The trade goes back to “To ship”, with new days to send it. A parcel that did not come back takes one more from your stock."),
         _("Good. It waits in your shipments."), plain("send_again"), icon="parcel", after=frozenset({C.TO_SHIP})),
    Verb("review", "write_review", _("Write a review"), _("How was it with {name}?"),
         _("They read it only when both have written, or after {write_review_days} days. It can’t be changed."), _("Thank you. It stays sealed until both have written."),
         plain("write_review"), forms.ReviewForm, icon="star"),
    Verb("agree-end", "agree_cancel", _("Agree to end it"), _("End it together?"), _("{name} asked to end this trade. Nobody is at fault, and the place is free again."),
         _("Ended by both. The place is free again."), plain("agree_cancel"), icon="ok", ends_it=True, after=frozenset({C.CANCELLED_MUTUAL})),
    Verb("agree-terms", "answer_terms", _("Agree to the change"), _("Agree to the change?"), _("The new version replaces what you both agreed."),
         _("Agreed. The new version counts from now."), answer_terms(agree=True), icon="ok", asks_first=False, carries=("terms",)),
    Verb("refuse-terms", "answer_terms", _("Keep it as it is"), _("Keep it as it is?"), _("What you both agreed stays."),
         _("All stays as it was."), answer_terms(agree=False), icon="close", asks_first=False, carries=("terms",)),
    Verb("more-time", "propose_terms", _("Give more time"), _("Give {name} more time?"), _("They have to agree to the new date; until then the old one counts."),
         _("Sent. The new date counts once they agree."), plain("propose_terms"), MoreTimeForm, icon="time"),
    Verb("change-terms", "propose_terms", _("Ask for a change"), _("What should change?"), _("{name} has to agree; until then all stays as it is."),
         _("Sent. Nothing changes until they agree."), plain("propose_terms"), forms.TermsForm, icon="pencil"),
    Verb("propose-end", "propose_cancel", _("Propose to end it"), _("Propose to end it together?"), _("If {name} agrees, nobody is at fault and the place is free again."),
         _("Sent. It ends when they agree."), plain("propose_cancel"), forms.OptionalReasonForm, icon="withdraw"),
    Verb("cancel", "cancel_as_brand", _("Cancel this trade"), _("Cancel the trade with {name}?"), _("You had agreed, so this stands against you as a fault. The place is free again."),
         _("Cancelled. They are told."), plain("cancel_collaboration"), forms.ReasonForm, icon="close", ends_it=True, after=frozenset({C.CANCELLED_BY_BRAND})),
    Verb("dispute", "open_dispute", _("Ask our team to decide"), _("Ask our team to decide?"),
         _("Every clock stands still. {name} has {dispute_answer_days} days to tell their side; then a person of our team decides."), _("Thank you. They tell their side now; every clock stands still."),
         plain("open_dispute"), forms.DisputeForm, icon="team", after=frozenset({C.DISPUTED})),
    Verb("answer-dispute", "dispute:answer", _("Tell your side"), _("Tell your side"), _("Our team decides on what both of you wrote."),
         _("Thank you. Our team reads both sides now."), answer_dispute, forms.DisputeAnswerForm, icon="reply"),
    Verb("appeal-dispute", "dispute:appeal", _("Appeal"), _("Appeal the decision?"), _("Another person of our team looks again. What they decide is final."),
         _("Thank you. Another person looks again."), appeal_dispute, forms.AppealForm, icon="team"),
    Verb("appeal-fault", "fault:appeal", _("Appeal"), _("Appeal this entry?"), _("Once. A person of our team looks at it."),
         _("Thank you. A person of our team looks at it."), appeal_fault, forms.AppealForm, icon="team"),
])  # fmt: skip

# The one marigold action, first that is possible.
FIRST = ("answer-dispute", "review", "check-in", "send-again")
IN_MENU = ("check-in", "change-terms", "propose-end", "cancel", "dispute")
# Where giving more time means something: the creator's clock runs.
WITH_TIME = frozenset({C.CREATING, C.CHANGES_REQUESTED, C.APPROVED, C.DELIVERED, C.VOUCHER_SENT})
