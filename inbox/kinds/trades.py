"""Changes of a trade, its end, and what follows: disputes, missed dates, reviews."""

from django.utils.translation import gettext_noop as _

from inbox.kinds.base import BRAND, CREATOR, Kind, Topic, both

_ABOUT, _NUDGE, _REVIEWS = Topic.TRADES, Topic.REMINDERS, Topic.REVIEWS

TRADES: dict[str, Kind] = {
    "completed_creator": Kind(
        CREATOR, _ABOUT, _("Done. {deal} is complete"), _("Your credit is back. Tell others how it was with {brand}."),
        _("Write a review"), "room", needs_action=True,
    ),
    "completed_brand": Kind(
        BRAND, _ABOUT, _("{creator} completed {deal}"), _("Tell others how it was."), _("Write a review"), "collaboration",
        needs_action=True,
    ),
    **both(
        "ended", _ABOUT,
        (_("{deal} has ended"), "{why}", _("See what happened")),
        (_("The trade with {creator} has ended"), "{why}", _("See what happened")),
    ),
    **both(
        "cancel_proposed", _ABOUT,
        (_("{brand} proposes to end the trade"), _("Agree, or carry on as before."), _("Answer")),
        (_("{creator} proposes to end the trade"), _("Agree, or carry on as before."), _("Answer")),
        needs_action=True,
    ),
    **both(
        "terms_proposed", _ABOUT,
        (_("{brand} proposes a change"), _("Nothing changes unless you agree."), _("Answer")),
        (_("{creator} proposes a change"), _("Nothing changes unless you agree."), _("Answer")),
        needs_action=True,
    ),
    **both(
        "terms_answered", _ABOUT,
        (_("{brand} answered your proposal"), _("See what holds now."), _("Open your deal")),
        (_("{creator} answered your proposal"), _("See what holds now."), _("Open the trade")),
    ),
    **both(
        "dispute_opened", _ABOUT,
        (_("{brand} asks our team to decide"), _("Tell your side {by}. Every clock stands still."), _("Tell your side")),
        (_("{creator} asks our team to decide"), _("Tell your side {by}. Every clock stands still."), _("Tell your side")),
        needs_action=True,
    ),
    **both(
        "dispute_waiting", _NUDGE,
        (_("Tell our team your side"), _("Without it we decide {by} on what {brand} wrote."), _("Tell your side")),
        (_("Tell our team your side"), _("Without it we decide {by} on what {creator} wrote."), _("Tell your side")),
        needs_action=True,
    ),
    **both(
        "dispute_answered", _ABOUT,
        (_("{brand} told our team its side"), _("We decide next."), _("Read it")),
        (_("{creator} told our team their side"), _("We decide next."), _("Read it")),
        mail=False,
    ),
    **both(
        "dispute_with_team", _ABOUT,
        (_("Our team looks at {deal}"), _("We decide {by}, on what both sides wrote."), _("See your deal")),
        (_("Our team looks at {creator}'s trade"), _("We decide {by}, on what both sides wrote."), _("Open the trade")),
        mail=False,
    ),
    **both(
        "dispute_decided", _ABOUT,
        (_("Our team decided about {deal}"), _("You can ask us once more, {by}."), _("Read it")),
        (_("Our team decided about {creator}'s trade"), _("You can ask us once more, {by}."), _("Read it")),
    ),
    **both(
        "dispute_appealed", _ABOUT,
        (_("{brand} asks our team to look again"), _("We decide once more {by}."), _("See your deal")),
        (_("{creator} asks our team to look again"), _("We decide once more {by}."), _("Open the trade")),
    ),
    **both(
        "dispute_final", _ABOUT,
        (_("Our team decided for good about {deal}"), _("This decision is final."), _("Read it")),
        (_("Our team decided for good about {creator}'s trade"), _("This decision is final."), _("Read it")),
    ),
    **both(
        "fault", _ABOUT,
        (_("On your record now: {fault}"), _("It is about {deal}. {why}"), _("See it")),
        (_("On your record now: {fault}"), _("It is about {creator}'s trade. {why}"), _("See it")),
    ),
    **both(
        "fault_upheld", _ABOUT,
        (_("The entry about {deal} stays on your record"), _("Our team read your note and kept it."), _("See it")),
        (_("The entry about {creator}'s trade stays on your record"), _("Our team read your note and kept it."), _("See it")),
    ),
    **both(
        "fault_lifted", _ABOUT,
        (_("The entry about {deal} is off your record"), _("Our team took it back, and what it led to."), _("See it")),
        (_("The entry about {creator}'s trade is off your record"), _("Our team took it back, and what it led to."), _("See it")),
    ),
    **both(
        "review_written", _REVIEWS,
        (_("{brand} wrote a review of you"), _("Write yours, and both open at once."), _("Write a review")),
        (_("{creator} wrote a review of you"), _("Write yours, and both open at once."), _("Write a review")),
        needs_action=True, mail=False,
    ),
    **both(
        "reviews_published", _REVIEWS,
        (_("{brand}'s review of you is out"), _("Read it in your deal."), _("Read it")),
        (_("{creator}'s review of you is out"), _("Read it in the trade."), _("Read it")),
    ),
    **both(
        "review_reminder", _NUDGE,
        (_("How was it with {brand}?"), _("Write a few words {by}."), _("Write a review")),
        (_("How was it with {creator}?"), _("Write a few words {by}."), _("Write a review")),
        needs_action=True,
    ),
}  # fmt: skip
