"""Changes of a trade, its end, and what follows: disputes, missed dates, reviews."""

from inbox.kinds.base import BRAND, CREATOR, Kind, Topic, both

_ABOUT, _NUDGE, _REVIEWS = Topic.TRADES, Topic.REMINDERS, Topic.REVIEWS

TRADES: dict[str, Kind] = {
    "completed_creator": Kind(
        CREATOR, _ABOUT, "Done. {deal} is complete", "Your credit is back. Tell others how it was with {brand}.",
        "Write a review", "room", needs_action=True,
    ),
    "completed_brand": Kind(
        BRAND, _ABOUT, "{creator} completed {deal}", "Tell others how it was.", "Write a review", "collaboration",
        needs_action=True,
    ),
    **both(
        "ended", _ABOUT,
        ("{deal} has ended", "{why}", "See what happened"),
        ("The trade with {creator} has ended", "{why}", "See what happened"),
    ),
    **both(
        "cancel_proposed", _ABOUT,
        ("{brand} proposes to end the trade", "Agree, or carry on as before.", "Answer"),
        ("{creator} proposes to end the trade", "Agree, or carry on as before.", "Answer"),
        needs_action=True,
    ),
    **both(
        "terms_proposed", _ABOUT,
        ("{brand} proposes a change", "Nothing changes unless you agree.", "Answer"),
        ("{creator} proposes a change", "Nothing changes unless you agree.", "Answer"),
        needs_action=True,
    ),
    **both(
        "terms_answered", _ABOUT,
        ("{brand} answered your proposal", "See what holds now.", "Open your deal"),
        ("{creator} answered your proposal", "See what holds now.", "Open the trade"),
    ),
    **both(
        "dispute_opened", _ABOUT,
        ("{brand} asks our team to decide", "Tell your side {by}. Every clock stands still.", "Tell your side"),
        ("{creator} asks our team to decide", "Tell your side {by}. Every clock stands still.", "Tell your side"),
        needs_action=True,
    ),
    **both(
        "dispute_waiting", _NUDGE,
        ("Tell our team your side", "Without it we decide {by} on what {brand} wrote.", "Tell your side"),
        ("Tell our team your side", "Without it we decide {by} on what {creator} wrote.", "Tell your side"),
        needs_action=True,
    ),
    **both(
        "dispute_answered", _ABOUT,
        ("{brand} told our team its side", "We decide next.", "Read it"),
        ("{creator} told our team their side", "We decide next.", "Read it"),
        mail=False,
    ),
    **both(
        "dispute_with_team", _ABOUT,
        ("Our team looks at {deal}", "We decide {by}, on what both sides wrote.", "See your deal"),
        ("Our team looks at {creator}'s trade", "We decide {by}, on what both sides wrote.", "Open the trade"),
        mail=False,
    ),
    **both(
        "dispute_decided", _ABOUT,
        ("Our team decided about {deal}", "You can ask us once more, {by}.", "Read it"),
        ("Our team decided about {creator}'s trade", "You can ask us once more, {by}.", "Read it"),
    ),
    **both(
        "dispute_appealed", _ABOUT,
        ("{brand} asks our team to look again", "We decide once more {by}.", "See your deal"),
        ("{creator} asks our team to look again", "We decide once more {by}.", "Open the trade"),
    ),
    **both(
        "dispute_final", _ABOUT,
        ("Our team decided for good about {deal}", "This decision is final.", "Read it"),
        ("Our team decided for good about {creator}'s trade", "This decision is final.", "Read it"),
    ),
    **both(
        "fault", _ABOUT,
        ("A missed date was recorded: {fault}", "It is about {deal}. You can object once.", "See it"),
        ("A missed date was recorded: {fault}", "It is about {creator}'s trade. You can object once.", "See it"),
    ),
    **both(
        "fault_upheld", _ABOUT,
        ("The missed date in {deal} stands", "Our team read your note and kept it.", "See it"),
        ("The missed date in {creator}'s trade stands", "Our team read your note and kept it.", "See it"),
    ),
    **both(
        "fault_lifted", _ABOUT,
        ("The missed date in {deal} is gone", "Our team took it back, and what it led to.", "See it"),
        ("The missed date in {creator}'s trade is gone", "Our team took it back, and what it led to.", "See it"),
    ),
    **both(
        "review_written", _REVIEWS,
        ("{brand} wrote a review of you", "Write yours, and both open at once.", "Write a review"),
        ("{creator} wrote a review of you", "Write yours, and both open at once.", "Write a review"),
        needs_action=True, mail=False,
    ),
    **both(
        "reviews_published", _REVIEWS,
        ("{brand}'s review of you is out", "Read it in your deal.", "Read it"),
        ("{creator}'s review of you is out", "Read it in the trade.", "Read it"),
    ),
    **both(
        "review_reminder", _NUDGE,
        ("How was it with {brand}?", "Write a few words {by}.", "Write a review"),
        ("How was it with {creator}?", "Write a few words {by}.", "Write a review"),
        needs_action=True,
    ),
}  # fmt: skip
