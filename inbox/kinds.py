"""What people are told, and in which words: one row a kind. Whole sentences, in the words of the design system.

`subject` is the status sentence of the mail and the line in the inbox; `lead` is the mail's one sentence. Both are
filled from a notification's params: deal, brand, creator, day, hours. Nothing here ever holds an address or a message.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    side: str  # who is told: brand or creator
    subject: str
    lead: str
    action: str  # the one button
    page: (
        str  # which page it opens: room, upload, application, pipeline, collaboration, review, shipments, deal, thread
    )
    needs_action: bool = False
    mail: bool = True
    icon: str = "inbox"
    mail_once_in_hours: int = 0  # at most one mail of this kind about one deal in so many hours


CREATOR, BRAND = "creator", "brand"

KINDS: dict[str, Kind] = {
    # deals
    "deal_live": Kind(BRAND, "{deal} is live", "Creators can apply from now on.", "Open the deal", "pipeline"),
    "deal_rejected": Kind(
        BRAND,
        "{deal} needs a change first",
        "Our team left a note on what to change.",
        "Change the deal",
        "deal_edit",
        True,
    ),
    "deal_taken_down": Kind(
        BRAND,
        "{deal} was taken down",
        "Our team took this deal off the page and left a note why.",
        "Read why",
        "pipeline",
    ),
    "deal_paused_idle": Kind(
        BRAND,
        "{deal} is paused",
        "Nobody answered applicants for 14 days, so nobody new can apply.",
        "Resume it",
        "pipeline",
        True,
    ),
    "deal_expired": Kind(BRAND, "{deal} has ended", "Its last day has passed.", "See how it went", "pipeline"),
    "deal_full": Kind(
        BRAND, "Every place in {deal} is filled", "New applicants join the list.", "Open the deal", "pipeline"
    ),
    # applications
    "application_received": Kind(
        BRAND,
        "{creator} applied for {deal}",
        "Answer by {day}.",
        "See who applied",
        "pipeline",
        True,
        mail_once_in_hours=6,
    ),
    "application_waiting": Kind(
        BRAND,
        "{creator} still waits for your answer",
        "Without one it ends by itself {by}.",
        "Answer now",
        "applicant",
        True,
    ),
    "application_countered": Kind(
        BRAND,
        "{creator} proposes other terms",
        "Answer {by}, or it ends by itself.",
        "Read the proposal",
        "applicant",
        True,
    ),
    "offer_declined": Kind(
        BRAND, "{creator} declined your offer", "The place is free again.", "Open the deal", "pipeline"
    ),
    "application_withdrawn": Kind(
        BRAND, "{creator} took the application back", "Nothing to do.", "Open the deal", "pipeline", mail=False
    ),
    "invited": Kind(
        CREATOR,
        "{brand} invites you to {deal}",
        "Say yes {by} and the trade is on.",
        "See the deal",
        "application",
        True,
    ),
    "accepted": Kind(
        CREATOR, "{brand} said yes", "{deal} is yours. Next, {brand} packs your parcel.", "See what's next", "room"
    ),
    "offered": Kind(
        CREATOR, "{brand} has a place for you", "It is kept for you until {day}.", "Read the offer", "application", True
    ),
    "offer_waiting": Kind(
        CREATOR, "{brand} waits for your answer", "The offer ends {by}.", "Answer now", "application", True
    ),
    "declined": Kind(
        CREATOR, "{brand} chose others this time", "There are more deals that ship to you.", "See deals", "feed"
    ),
    "not_selected": Kind(
        CREATOR, "{deal} ended without you this time", "There are more deals that ship to you.", "See deals", "feed"
    ),
    "waitlisted": Kind(
        CREATOR,
        "You are on the list for {deal}",
        "If a place opens, you hear from us.",
        "See the deal",
        "application",
        mail=False,
    ),
    "application_expired": Kind(
        CREATOR,
        "{brand} did not answer in time",
        "Your place among your open applications is free again.",
        "See deals",
        "feed",
    ),
    "deal_paused": Kind(
        CREATOR,
        "{deal} is paused",
        "{brand} has been quiet. Your application stays where it is.",
        "See your application",
        "application",
    ),
    # parcel
    "to_ship": Kind(BRAND, "Pack a parcel for {creator}", "Ship it {by}.", "Open shipments", "shipments", True),
    "ship_waiting": Kind(BRAND, "{creator}'s parcel waits", "Ship it {by}.", "Open shipments", "shipments", True),
    "ship_late": Kind(
        BRAND,
        "{creator}'s parcel is late",
        "{creator} may leave at no cost until it is on its way.",
        "Open shipments",
        "shipments",
        True,
    ),
    "ship_late_creator": Kind(
        CREATOR,
        "{brand} is late with your parcel",
        "We reminded them. You can leave at no cost.",
        "See your deal",
        "room",
    ),
    "shipped": Kind(CREATOR, "Your parcel is on its way", "{brand} handed it to the carrier.", "Follow it", "room"),
    "delivered": Kind(
        CREATOR, "Your parcel is here", "Say that it arrived, then film {film_by}.", "It's here", "room", True
    ),
    "confirm_waiting": Kind(CREATOR, "Did {deal} arrive?", "Tell us {by}.", "Answer", "room", True),
    "parcel_late": Kind(CREATOR, "Has your parcel arrived?", "It should be there by now.", "Answer", "room", True),
    "problem_reported": Kind(
        BRAND,
        "{creator} reports a problem with the parcel",
        "Solve it {by}, or the trade ends without fault.",
        "See the problem",
        "collaboration",
        True,
    ),
    "problem_waiting": Kind(
        BRAND,
        "{creator}'s problem is still open",
        "Solve it {by}, or the trade ends without fault.",
        "See the problem",
        "collaboration",
        True,
    ),
    "problem_solved": Kind(
        BRAND, "{creator}'s problem is solved", "The trade goes on.", "Open the trade", "collaboration", mail=False
    ),
    "sent_again": Kind(
        CREATOR, "{brand} sends another parcel", "You hear from us when it is on its way.", "See your deal", "room"
    ),
    "voucher_sent": Kind(
        CREATOR, "Your voucher for {deal} is here", "Tell us when you have it.", "Open it", "room", True
    ),
    "book_visit": Kind(CREATOR, "Pick a day for {deal}", "Your visit waits for a date.", "Pick a day", "room", True),
    # content
    "film": Kind(
        CREATOR,
        "Film {film_by}",
        "The brief and the upload are ready for you.",
        "Open the brief",
        "room",
        True,
        mail=False,
    ),
    "film_waiting": Kind(CREATOR, "Your clips for {brand} are due", "Upload them {by}.", "Upload", "upload", True),
    "content_late": Kind(
        CREATOR,
        "Your clips for {brand} are late",
        "Upload them within 7 days, or the credit is lost.",
        "Upload",
        "upload",
        True,
    ),
    "content_late_brand": Kind(
        BRAND,
        "{creator} is late",
        "We reminded them. In 7 days the place is free again.",
        "Open the trade",
        "collaboration",
    ),
    "extended": Kind(
        BRAND, "{creator} took 7 more days", "New clips are due {by}.", "Open the trade", "collaboration", mail=False
    ),
    "to_review": Kind(
        BRAND, "{creator} sent clips for {deal}", "Answer {by}, or they are approved.", "Review", "review", True
    ),
    "review_waiting": Kind(
        BRAND, "{creator}'s clips wait for you", "Answer {by}, or they are approved.", "Review", "review", True
    ),
    "changes_requested": Kind(
        CREATOR, "{brand} asks for changes", "Upload version {version} {by}.", "See the notes", "upload", True
    ),
    "changes_waiting": Kind(CREATOR, "{brand} waits for your new version", "Upload it {by}.", "Upload", "upload", True),
    "approved": Kind(
        CREATOR, "{brand} approved your clips", "The licence is signed. You stay the owner.", "See your deal", "room"
    ),
    "approved_post": Kind(
        CREATOR, "{brand} approved your clips", "Post them {by} and send us the link.", "Add the link", "room", True
    ),
    "post_waiting": Kind(
        CREATOR, "Time to post for {brand}", "Post {by} and send us the link.", "Add the link", "room", True
    ),
    "approved_silently": Kind(
        BRAND,
        "{creator}'s clips are approved",
        "Nobody answered in time, so they count as approved.",
        "Open the library",
        "library",
    ),
    "posted": Kind(
        BRAND,
        "{creator} posted for {deal}",
        "We check that it stays up.",
        "Open the trade",
        "collaboration",
        mail=False,
    ),
    "link_failed": Kind(
        CREATOR,
        "We can't see your post",
        "Make it public with its disclosure, then send the link {by}.",
        "Fix the link",
        "room",
        True,
    ),
    "link_removed": Kind(CREATOR, "Your post is gone", "Bring it back {by}.", "See your deal", "room", True),
    # ends
    "completed_creator": Kind(
        CREATOR,
        "Done. {deal} is complete",
        "Your credit is back. Tell others how it was with {brand}.",
        "Write a review",
        "room",
        True,
    ),
    "completed_brand": Kind(
        BRAND, "{creator} completed {deal}", "Tell others how it was.", "Write a review", "collaboration", True
    ),
    "ended_creator": Kind(CREATOR, "{deal} has ended", "{why}", "See what happened", "room"),
    "ended_brand": Kind(BRAND, "The trade with {creator} has ended", "{why}", "See what happened", "collaboration"),
    "cancel_proposed_creator": Kind(
        CREATOR, "{brand} proposes to end the trade", "Agree, or carry on as before.", "Answer", "room", True
    ),
    "cancel_proposed_brand": Kind(
        BRAND, "{creator} proposes to end the trade", "Agree, or carry on as before.", "Answer", "collaboration", True
    ),
    "terms_proposed_creator": Kind(
        CREATOR, "{brand} proposes a change", "Nothing changes unless you agree.", "Read it", "room", True
    ),
    "terms_proposed_brand": Kind(
        BRAND, "{creator} proposes a change", "Nothing changes unless you agree.", "Read it", "collaboration", True
    ),
    "terms_answered_creator": Kind(
        CREATOR, "{brand} answered your proposal", "See what holds now.", "Open your deal", "room"
    ),
    "terms_answered_brand": Kind(
        BRAND, "{creator} answered your proposal", "See what holds now.", "Open the trade", "collaboration"
    ),
    "dispute_opened_creator": Kind(
        CREATOR, "{brand} asks our team to decide", "Tell your side within 3 days.", "Answer", "room", True
    ),
    "dispute_opened_brand": Kind(
        BRAND, "{creator} asks our team to decide", "Tell your side within 3 days.", "Answer", "collaboration", True
    ),
    "dispute_decided_creator": Kind(
        CREATOR, "Our team decided about {deal}", "You can appeal within 14 days.", "Read it", "room"
    ),
    "dispute_decided_brand": Kind(
        BRAND, "Our team decided about {creator}'s trade", "You can appeal within 14 days.", "Read it", "collaboration"
    ),
    "fault_creator": Kind(CREATOR, "A missed date was recorded", "{fault}. You can appeal once.", "See it", "room"),
    "fault_brand": Kind(
        BRAND, "A missed date was recorded", "{fault}. You can appeal once.", "See it", "collaboration"
    ),
    "reviews_published_creator": Kind(
        CREATOR, "{brand}'s review of you is out", "Both reviews are open now.", "Read it", "room"
    ),
    "reviews_published_brand": Kind(
        BRAND, "{creator}'s review of you is out", "Both reviews are open now.", "Read it", "collaboration"
    ),
    "review_reminder_creator": Kind(
        CREATOR, "How was it with {brand}?", "Write a few words {by}.", "Write a review", "room", True
    ),
    "review_reminder_brand": Kind(
        BRAND, "How was it with {creator}?", "Write a few words {by}.", "Write a review", "collaboration", True
    ),
    # messages
    "message_creator": Kind(
        CREATOR,
        "{brand} wrote to you",
        "The message is in your inbox.",
        "Read it",
        "thread",
        True,
        mail_once_in_hours=2,
    ),
    "message_brand": Kind(
        BRAND,
        "{creator} wrote to you",
        "The message is in your inbox.",
        "Read it",
        "thread",
        True,
        mail_once_in_hours=2,
    ),
}
