"""Deals and applications."""

from django.utils.translation import gettext_noop as _

from inbox.kinds.base import BRAND, CREATOR, Kind, Topic

_ABOUT, _NUDGE = Topic.DEALS, Topic.REMINDERS

DEALS: dict[str, Kind] = {
    "deal_live": Kind(BRAND, _ABOUT, _("{deal} is live"), _("Creators can apply from now on."), _("Open the deal"), "pipeline"),
    "deal_published": Kind(
        BRAND, _ABOUT, _("{person} published {deal}"), _("Creators can apply from now on."), _("Open the deal"), "pipeline", mail=False
    ),
    "deal_rejected": Kind(
        BRAND, _ABOUT, _("{deal} needs a change first"), _("Our team left a note on what to change."), _("Change the deal"), "pipeline",
        needs_action=True,
    ),
    "deal_taken_down": Kind(
        BRAND, _ABOUT, _("{deal} was taken down"), _("Our team took this deal off the page and left a note why."), _("Read why"),
        "pipeline",
    ),
    "deal_paused_by_team": Kind(
        BRAND, _ABOUT, _("Our team paused {deal}"), _("Nobody new can apply for now. Running trades go on."), _("Open it"), "pipeline"
    ),
    "deal_closed_by_team": Kind(
        BRAND, _ABOUT, _("Our team closed {deal}"), _("Whoever still waited was told. Running trades go on."), _("Open it"), "pipeline"
    ),
    "deal_paused_idle": Kind(
        BRAND, _ABOUT, _("{deal} is paused"), _("Nobody answered its applicants for a while, so nobody new can apply."),
        _("Resume it"), "pipeline", needs_action=True,
    ),
    "deal_expired": Kind(BRAND, _ABOUT, _("{deal} has ended"), _("Its last day has passed."), _("See how it went"), "pipeline"),
    "deal_full": Kind(
        BRAND, _ABOUT, _("Every place in {deal} is filled"), _("New applicants join the list."), _("Open the deal"), "pipeline"
    ),
    "application_received": Kind(
        BRAND, _ABOUT, _("{creator} applied for {deal}"), _("Answer {by}, or the application ends by itself."), _("Answer"),
        "pipeline", needs_action=True, merges=True, many=_("{creator} and {others} more applied for {deal}"),
        mail_once_in_hours=6,
    ),
    "applications_waiting": Kind(
        BRAND, _NUDGE, _("{creator} still waits for your answer"), _("Answer {by}, or applications end by themselves."), _("Answer"),
        "pipeline", needs_action=True, merges=True, many=_("{creator} and {others} more still wait for your answer"),
        mail_once_in_hours=20,
    ),
    "application_waiting": Kind(
        BRAND, _NUDGE, _("{creator}'s proposal waits for your answer"), _("Without one it ends by itself {by}."), _("Answer"),
        "applicant", needs_action=True,
    ),
    "application_countered": Kind(
        BRAND, _ABOUT, _("{creator} proposes other terms"), _("Answer {by}, or it ends by itself."), _("Read the proposal"),
        "applicant", needs_action=True,
    ),
    "offer_accepted": Kind(
        BRAND, _ABOUT, _("{creator} said yes"), _("The trade for {deal} is on."), _("Open the deal"), "pipeline"
    ),
    "offer_declined": Kind(
        BRAND, _ABOUT, _("{creator} declined your offer"), _("The place is free again."), _("Open the deal"), "pipeline"
    ),
    "offer_unanswered": Kind(
        BRAND, _ABOUT, _("{creator} did not answer your offer"), _("The place is free again."), _("Open the deal"), "pipeline"
    ),
    "application_withdrawn": Kind(
        BRAND, _ABOUT, _("{creator} took the application back"), _("Nothing to do."), _("Open the deal"), "pipeline", mail=False
    ),
    "invited": Kind(
        CREATOR, _ABOUT, _("{brand} invites you to {deal}"), _("Say yes {by} and the trade is on."), _("See the deal"),
        "application", needs_action=True,
    ),
    "accepted": Kind(
        CREATOR, _ABOUT, _("{brand} said yes"), _("{deal} is yours. We tell you each next step."), _("See what's next"), "room"
    ),
    "offered": Kind(
        CREATOR, _ABOUT, _("{brand} has a place for you"), _("It is kept for you: answer {by}."), _("Read the offer"),
        "application", needs_action=True,
    ),
    "offer_waiting": Kind(
        CREATOR, _NUDGE, _("{brand} waits for your answer"), _("The offer ends {by}."), _("Answer"), "application",
        needs_action=True,
    ),
    "offer_ended": Kind(
        CREATOR, _ABOUT, _("The offer from {brand} has ended"), _("Its time ran out before you answered."), _("See deals"), "feed"
    ),
    "declined": Kind(
        CREATOR, _ABOUT, _("{brand} chose others this time"), _("There are more deals that ship to you."), _("See deals"), "feed"
    ),
    "not_selected": Kind(
        CREATOR, _ABOUT, _("{deal} ended without you this time"), _("There are more deals that ship to you."), _("See deals"),
        "feed",
    ),
    "search_found": Kind(
        CREATOR, _ABOUT, _("New deals match “{search}”"), _("The newest is {deal} from {brand}."), _("See the deals"), "search"
    ),
    "waitlisted": Kind(
        CREATOR, _ABOUT, _("You are on the list for {deal}"), _("If a place opens, you hear from us."), _("See your application"),
        "application", mail=False,
    ),
    "application_expired": Kind(
        CREATOR, _ABOUT, _("{brand} did not answer in time"), _("Your place among your open applications is free again."),
        _("See deals"), "feed",
    ),
    "deal_paused": Kind(
        CREATOR, _ABOUT, _("{deal} is paused"), _("{brand} has been quiet. Your application stays where it is."),
        _("See your application"), "application",
    ),
}  # fmt: skip
