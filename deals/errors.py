"""Why something about a deal, an application or a trade is refused. One class a reason; the code is public and stable."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext, gettext_noop

from barter.kernel.errors import BarterError, Invalid
from brands.errors import NoFreeSlot, OutOfStock
from creators.errors import CreatorPaused, CreatorUnavailable, NoFreeCredit, TooManyOpenApplications
from deals.workflow import DealState

if TYPE_CHECKING:
    from deals.eligibility import Eligibility

__all__ = [
    "AddressMissing",
    "AlreadyApplied",
    "AlreadyExtended",
    "AlreadyTrading",
    "AnsweredMeanwhile",
    "BeingDeclined",
    "BrandIsSuspended",
    "BriefRefused",
    "CancelAlreadyProposed",
    "CreatorPaused",
    "CreatorUnavailable",
    "DealIsFull",
    "DealIsIncomplete",
    "DealIsNotOpen",
    "DealIsRunning",
    "FaultNotAppealable",
    "FaultOfADecision",
    "FaultSettled",
    "LinkAlreadyAdded",
    "LinkNotUsable",
    "NoCancelProposed",
    "NoFreeCredit",
    "NoFreeSlot",
    "NoRoundsLeft",
    "NoTermsProposed",
    "NotEligible",
    "NotLateYet",
    "NothingToSend",
    "OutOfStock",
    "OutsideCountries",
    "OwnCancelProposal",
    "OwnDispute",
    "OwnTermsProposal",
    "PlacesAreOffered",
    "PlacesBelowTaken",
    "ProposalRefused",
    "SearchIsEmpty",
    "StarsOutOfRange",
    "TermsAlreadyProposed",
    "TermsChanged",
    "TooLateToExtend",
    "TooManyOpenApplications",
    "TooManySearches",
    "UnknownOutcome",
    "UnknownProblem",
    "ValueRefused",
    "VisitDateNotPossible",
]


# ---- Deals


class DealIsNotOpen(BarterError):
    """`state` is that of the deal, which is a whole sentence for each."""

    code = "deal_is_not_open"
    message = "This deal is {state}, so nobody can join it now."  # as the API's list of codes has it

    def __init__(self, *, state: str) -> None:
        super().__init__(gettext(_NOT_OPEN.get(state, _NOT_OPEN[DealState.CLOSED])))


_NOT_OPEN: dict[str, str] = {
    DealState.DRAFT: gettext_noop("This deal is draft, so nobody can join it now."),
    DealState.IN_REVIEW: gettext_noop("This deal is in review, so nobody can join it now."),
    DealState.LIVE: gettext_noop("This deal is live, so nobody can join it now."),
    DealState.PAUSED: gettext_noop("This deal is paused, so nobody can join it now."),
    DealState.FULL: gettext_noop("This deal is full, so nobody can join it now."),
    DealState.CLOSED: gettext_noop("This deal is closed, so nobody can join it now."),
    DealState.REJECTED: gettext_noop("This deal is rejected, so nobody can join it now."),
    DealState.TAKEN_DOWN: gettext_noop("This deal is taken down, so nobody can join it now."),
    DealState.EXPIRED: gettext_noop("This deal is expired, so nobody can join it now."),
}


class DealIsFull(BarterError):
    code = "deal_is_full"
    message = gettext_noop("Every place of this deal is taken ({total} of {total}).")


class PlacesAreOffered(BarterError):
    code = "places_are_offered"
    message = gettext_noop(
        "{taken} of {total} places are taken and {offered} offered. Wait for the answer, or add a place."
    )


class PlacesBelowTaken(Invalid):
    code = "places_below_taken"
    message = gettext_noop("{taken} places are already taken or offered, so there can't be fewer.")


class DealIsIncomplete(BarterError):
    """`missing` names what a deal still needs, as (field, sentence) pairs."""

    code = "deal_is_incomplete"
    status = 422

    def __init__(self, missing: Sequence[tuple[str, str]]) -> None:
        self.missing = tuple(missing)
        super().__init__(" ".join(sentence for _, sentence in self.missing), field=self.missing[0][0])
        self.parts = self.missing


class BriefRefused(Invalid):
    """`problems` are the linter's findings that stop a brief."""

    code = "brief_refused"

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(self.problems), field="brief_items")


class DealIsRunning(Invalid):
    code = "deal_is_running"
    message = gettext_noop(
        "“{field_name}” can't change any more once a deal was published. Duplicate the deal instead."
    )


class ValueRefused(Invalid):
    code = "value_refused"
    message = "{problem}"


class BrandIsSuspended(BarterError):
    code = "brand_is_suspended"
    message = gettext_noop("{brand} is suspended. Running trades go on; new ones can't start.")


# ---- Applications


class AlreadyApplied(BarterError):
    code = "already_applied"
    message = gettext_noop("You have already applied to this deal.")


class AlreadyTrading(BarterError):
    code = "already_trading"
    message = gettext_noop("There is already a running trade for this deal.")


class OwnDeal(BarterError):
    """A trade with oneself would make figures, credits and reviews out of nothing."""

    code = "own_deal"
    message = gettext_noop("This deal is of a brand whose team the creator belongs to. The two can't trade.")


class NotEligible(BarterError):
    """`reasons` are all conditions of eligibility.explain, met and unmet."""

    code = "not_eligible"
    message = gettext_noop("This deal isn't open to you: {unmet}.")

    def __init__(self, eligibility: "Eligibility") -> None:
        self.reasons = eligibility.reasons
        super().__init__(unmet=", ".join(reason.text for reason in eligibility.unmet))


class AddressMissing(Invalid):
    code = "address_missing"
    message = gettext_noop("Add a shipping address first: this deal sends a parcel.")


class TermsChanged(BarterError):
    code = "terms_changed"
    message = gettext_noop(
        "The deal's terms changed after this creator agreed to them. Make an offer with the new terms instead."
    )


class OfferIsOld(BarterError):
    code = "offer_is_old"
    message = gettext_noop(
        "The deal's terms changed after this offer was made, so it can't be taken any more. "
        "Ask for other terms, or write to the brand."
    )


class AnsweredMeanwhile(BarterError):
    """Staff decide from a page that was opened before the other side had its say."""

    code = "answered_meanwhile"
    message = gettext_noop("It has moved on since you opened this page. Read what is new below, then decide.")


class OtherTermsNow(BarterError):
    code = "other_terms_now"
    message = gettext_noop("The terms have changed since you read them. Read them again, then send your yes.")


class BeingDeclined(BarterError):
    code = "being_declined"
    message = gettext_noop("Being declined. Take that back first.")


class OutsideCountries(BarterError):
    code = "outside_countries"
    message = gettext_noop("Their parcel would go to a country this deal doesn't ship to.")


class ProposalRefused(Invalid):
    code = "proposal_refused"
    message = "{problem}"


# ---- Collaborations


class NothingToSend(BarterError):
    code = "nothing_to_send"
    message = gettext_noop("Nothing is shipped in this trade. Solve the problem with the other side, or end the trade.")


class ParcelWentBack(BarterError):
    code = "parcel_went_back"
    message = gettext_noop("The carrier is taking this parcel back, so it can’t arrive. The brand can send it again.")


class UnknownProblem(Invalid):
    code = "unknown_problem"
    message = gettext_noop("Choose what is wrong from the list.")


class VisitDateNotPossible(Invalid):
    code = "visit_date_not_possible"
    message = gettext_noop("Choose a day from today until the last day to visit.")


class NoRoundsLeft(BarterError):
    code = "no_rounds_left"
    message = gettext_noop("Both rounds of changes are used. Approve it, or open a dispute.")


class AlreadyExtended(BarterError):
    code = "already_extended"
    message = gettext_noop("This deadline was already extended once.")


class TooLateToExtend(BarterError):
    code = "too_late_to_extend"
    message = gettext_noop("The deadline has passed, so it can't be extended any more.")


class LinkNotUsable(Invalid):
    code = "link_not_usable"
    message = gettext_noop("This isn't the address of a public post.")


class LinkAlreadyAdded(BarterError):
    code = "link_already_added"
    message = gettext_noop("This post is already on the list.")


class NotLateYet(BarterError):
    code = "not_late_yet"
    message = gettext_noop("The brand still has time to ship. You can leave for free once it is late.")


class NoCancelProposed(BarterError):
    code = "no_cancel_proposed"
    message = gettext_noop("Nobody has proposed to cancel this trade.")


class OwnCancelProposal(BarterError):
    code = "own_cancel_proposal"
    message = gettext_noop("You proposed to cancel. Now the other side has to agree.")


class CancelAlreadyProposed(BarterError):
    code = "cancel_already_proposed"
    message = gettext_noop("The other side has already proposed to cancel. You only need to agree.")


class TermsAlreadyProposed(BarterError):
    code = "terms_already_proposed"
    message = gettext_noop("There is already an open proposal for new terms. It has to be answered first.")


class NoTermsProposed(BarterError):
    code = "no_terms_proposed"
    message = gettext_noop("There is no open proposal for new terms.")


class OwnTermsProposal(BarterError):
    code = "own_terms_proposal"
    message = gettext_noop("You proposed these terms. Now the other side has to answer.")


# ---- Faults, disputes, reviews


class FaultNotAppealable(BarterError):
    code = "fault_not_appealable"
    message = gettext_noop("This fault was already appealed. It can be appealed once.")


class FaultOfADecision(BarterError):
    code = "fault_of_a_decision"
    message = gettext_noop(
        "This entry rests on a decision of our team. It can be appealed only together with that decision."
    )


class FaultSettled(BarterError):
    code = "fault_settled"
    message = gettext_noop("This fault was already settled.")


class OwnDispute(BarterError):
    code = "own_dispute"
    message = gettext_noop("You opened this dispute. The other side answers it.")


class DisputeRunning(BarterError):
    code = "dispute_running"
    message = gettext_noop("Our team is looking at this trade already. Wait for what they decide.")


class UnknownOutcome(Invalid):
    code = "unknown_outcome"
    message = gettext_noop("This outcome isn't possible here.")


class SearchIsEmpty(Invalid):
    code = "search_is_empty"
    message = gettext_noop("Search for something or choose a filter first: a saved search needs at least one.")


class TooManySearches(BarterError):
    code = "too_many_searches"
    message = gettext_noop("You have {most} saved searches, as many as there can be. Delete one first.")


class StarsOutOfRange(Invalid):
    code = "stars_out_of_range"
    message = gettext_noop("Give one to five stars.")
