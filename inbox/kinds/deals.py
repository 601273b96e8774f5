"""Deals and applications."""

from inbox.kinds.base import BRAND, CREATOR, Kind, Topic

_ABOUT, _NUDGE = Topic.DEALS, Topic.REMINDERS

DEALS: dict[str, Kind] = {
    "deal_live": Kind(BRAND, _ABOUT, "{deal} is live", "Creators can apply from now on.", "Open the deal", "pipeline"),
    "deal_published": Kind(
        BRAND, _ABOUT, "{person} published {deal}", "Creators can apply from now on.", "Open the deal", "pipeline", mail=False
    ),
    "deal_rejected": Kind(
        BRAND, _ABOUT, "{deal} needs a change first", "Our team left a note on what to change.", "Change the deal", "pipeline",
        needs_action=True,
    ),
    "deal_taken_down": Kind(
        BRAND, _ABOUT, "{deal} was taken down", "Our team took this deal off the page and left a note why.", "Read why",
        "pipeline",
    ),
    "deal_paused_by_team": Kind(
        BRAND, _ABOUT, "Our team paused {deal}", "Nobody new can apply for now. Running trades go on.", "Open it", "pipeline"
    ),
    "deal_closed_by_team": Kind(
        BRAND, _ABOUT, "Our team closed {deal}", "Whoever still waited was told. Running trades go on.", "Open it", "pipeline"
    ),
    "deal_paused_idle": Kind(
        BRAND, _ABOUT, "{deal} is paused", "Nobody answered its applicants for a while, so nobody new can apply.",
        "Resume it", "pipeline", needs_action=True,
    ),
    "deal_expired": Kind(BRAND, _ABOUT, "{deal} has ended", "Its last day has passed.", "See how it went", "pipeline"),
    "deal_full": Kind(
        BRAND, _ABOUT, "Every place in {deal} is filled", "New applicants join the list.", "Open the deal", "pipeline"
    ),
    "application_received": Kind(
        BRAND, _ABOUT, "{creator} applied for {deal}", "Answer {by}, or the application ends by itself.", "Answer",
        "pipeline", needs_action=True, merges=True, many="{creator} and {others} more applied for {deal}",
        mail_once_in_hours=6,
    ),
    "application_waiting": Kind(
        BRAND, _NUDGE, "{creator} still waits for your answer", "Without one it ends by itself {by}.", "Answer",
        "applicant", needs_action=True,
    ),
    "application_countered": Kind(
        BRAND, _ABOUT, "{creator} proposes other terms", "Answer {by}, or it ends by itself.", "Read the proposal",
        "applicant", needs_action=True,
    ),
    "offer_accepted": Kind(
        BRAND, _ABOUT, "{creator} said yes", "The trade for {deal} is on.", "Open the deal", "pipeline"
    ),
    "offer_declined": Kind(
        BRAND, _ABOUT, "{creator} declined your offer", "The place is free again.", "Open the deal", "pipeline"
    ),
    "offer_unanswered": Kind(
        BRAND, _ABOUT, "{creator} did not answer your offer", "The place is free again.", "Open the deal", "pipeline"
    ),
    "application_withdrawn": Kind(
        BRAND, _ABOUT, "{creator} took the application back", "Nothing to do.", "Open the deal", "pipeline", mail=False
    ),
    "invited": Kind(
        CREATOR, _ABOUT, "{brand} invites you to {deal}", "Say yes {by} and the trade is on.", "See the deal",
        "application", needs_action=True,
    ),
    "accepted": Kind(
        CREATOR, _ABOUT, "{brand} said yes", "{deal} is yours. We tell you each next step.", "See what's next", "room"
    ),
    "offered": Kind(
        CREATOR, _ABOUT, "{brand} has a place for you", "It is kept for you: answer {by}.", "Read the offer",
        "application", needs_action=True,
    ),
    "offer_waiting": Kind(
        CREATOR, _NUDGE, "{brand} waits for your answer", "The offer ends {by}.", "Answer", "application",
        needs_action=True,
    ),
    "offer_ended": Kind(
        CREATOR, _ABOUT, "The offer from {brand} has ended", "Its time ran out before you answered.", "See deals", "feed"
    ),
    "declined": Kind(
        CREATOR, _ABOUT, "{brand} chose others this time", "There are more deals that ship to you.", "See deals", "feed"
    ),
    "not_selected": Kind(
        CREATOR, _ABOUT, "{deal} ended without you this time", "There are more deals that ship to you.", "See deals",
        "feed",
    ),
    "waitlisted": Kind(
        CREATOR, _ABOUT, "You are on the list for {deal}", "If a place opens, you hear from us.", "See your application",
        "application", mail=False,
    ),
    "application_expired": Kind(
        CREATOR, _ABOUT, "{brand} did not answer in time", "Your place among your open applications is free again.",
        "See deals", "feed",
    ),
    "deal_paused": Kind(
        CREATOR, _ABOUT, "{deal} is paused", "{brand} has been quiet. Your application stays where it is.",
        "See your application", "application",
    ),
}  # fmt: skip
