"""What the brand gives: parcels, vouchers, visits."""

from inbox.kinds.base import BRAND, CREATOR, Kind, Topic

_ABOUT, _NUDGE, _CHANGES = Topic.PARCELS, Topic.REMINDERS, Topic.TRADES

PARCELS: dict[str, Kind] = {
    "to_ship": Kind(
        BRAND, _ABOUT, "Pack a parcel for {creator}", "Ship it {by}.", "Ship it", "shipments", needs_action=True
    ),
    "ship_waiting": Kind(
        BRAND, _NUDGE, "{creator}'s parcel waits", "Ship it {by}.", "Ship it", "shipments", needs_action=True
    ),
    "ship_late": Kind(
        BRAND, _NUDGE, "{creator}'s parcel is late", "{creator} may leave at no cost until it is on its way.",
        "Ship it", "shipments", needs_action=True,
    ),
    "ship_late_creator": Kind(
        CREATOR, _ABOUT, "{brand} is late with your parcel", "We reminded them. You can leave at no cost.",
        "See your deal", "room",
    ),
    "shipped": Kind(CREATOR, _ABOUT, "Your parcel is on its way", "{brand} handed it to the carrier.", "Follow it", "room"),
    "parcel_today": Kind(
        CREATOR, _ABOUT, "Your parcel comes today", "The carrier has it in the van.", "Follow it", "room", mail=False
    ),
    "parcel_at_pickup": Kind(
        CREATOR, _ABOUT, "Your parcel waits at the pick-up point", "Collect it before it goes back.", "See where", "room",
        needs_action=True, mail_once_in_hours=24,
    ),
    "parcel_missed": Kind(
        CREATOR, _ABOUT, "The carrier missed you", "It comes again or waits for you; the carrier's page says which.",
        "See your parcel", "room", mail_once_in_hours=24,
    ),
    "parcel_held_creator": Kind(
        CREATOR, _ABOUT, "Your parcel is held up", "Customs or the carrier may need something from you.",
        "See your parcel", "room", mail_once_in_hours=24,
    ),
    "parcel_held_brand": Kind(
        BRAND, _ABOUT, "{creator}'s parcel is held up", "Customs or the carrier may need something from you.",
        "See the parcel", "collaboration", mail_once_in_hours=24,
    ),
    "delivered": Kind(
        CREATOR, _ABOUT, "Your parcel is here", "Say that it arrived {by}. Then your days to film begin.", "It's here",
        "room", needs_action=True,
    ),
    "delivered_brand": Kind(
        BRAND, _ABOUT, "{creator}'s parcel has arrived", "The days to film begin now.", "Open the trade", "collaboration",
        mail=False,
    ),
    "received": Kind(
        BRAND, _ABOUT, "{creator} has your product", "Clips are due {by}.", "Open the trade", "collaboration", mail=False
    ),
    "confirm_waiting": Kind(
        CREATOR, _NUDGE, "Did {deal} arrive?", "Tell us {by}.", "Answer", "room", needs_action=True
    ),
    "parcel_late": Kind(
        CREATOR, _ABOUT, "Has your parcel arrived?", "It should be there by now.", "Answer", "room", needs_action=True
    ),
    "parcel_late_brand": Kind(
        BRAND, _ABOUT, "{creator}'s parcel is slow", "It should be there by now. We asked {creator}.", "Open the trade",
        "collaboration", mail=False,
    ),
    "parcel_returned": Kind(
        BRAND, _ABOUT, "{creator}'s parcel came back", "Send it again {by}, or the trade ends and nobody is at fault.",
        "Solve it", "collaboration", needs_action=True,
    ),
    "parcel_returned_creator": Kind(
        CREATOR, _ABOUT, "Your parcel went back to {brand}", "Your clock stands still. {brand} can send it again.",
        "See your deal", "room",
    ),
    "parcel_lost": Kind(
        BRAND, _ABOUT, "{creator}'s parcel is lost", "Send another {by}, or the trade ends and nobody is at fault.",
        "Solve it", "collaboration", needs_action=True,
    ),
    "parcel_lost_creator": Kind(
        CREATOR, _ABOUT, "Your parcel is lost", "Your clock stands still. {brand} can send another.", "See your deal", "room"
    ),
    "problem_reported": Kind(
        BRAND, _CHANGES, "{creator} reports a problem", "Solve it {by}, or the trade ends and nobody is at fault.",
        "Solve it", "collaboration", needs_action=True,
    ),
    "problem_waiting": Kind(
        BRAND, _NUDGE, "{creator}'s problem is still open", "Solve it {by}, or the trade ends and nobody is at fault.",
        "Solve it", "collaboration", needs_action=True,
    ),
    "problem_yours": Kind(
        CREATOR, _CHANGES, "Your problem is noted", "You can solve it yourself {by}. Your clock stands still.", "See how",
        "room", needs_action=True, mail=False,
    ),
    "problem_yours_waiting": Kind(
        CREATOR, _NUDGE, "Your problem with {deal} is still open", "Solve it {by}, or the trade ends and nobody is at fault.",
        "Solve it", "room", needs_action=True,
    ),
    "problem_solved": Kind(
        BRAND, _CHANGES, "{creator}'s problem is solved", "The trade goes on.", "Open the trade", "collaboration",
        mail=False,
    ),
    "problem_solved_creator": Kind(
        CREATOR, _CHANGES, "The problem with {deal} is solved", "The trade goes on where it stood.", "See your deal", "room",
        mail=False,
    ),
    "sent_again": Kind(
        CREATOR, _ABOUT, "{brand} sends another parcel", "You hear from us when it is on its way.", "See your deal", "room"
    ),
    "voucher_sent": Kind(
        CREATOR, _ABOUT, "Your voucher for {deal} is here", "Tell us {by} that you have it.", "Open it", "room",
        needs_action=True,
    ),
    "book_visit": Kind(
        CREATOR, _ABOUT, "Pick a day for {deal}", "Your visit waits for a date.", "Pick a day", "room", needs_action=True
    ),
    "visit_waiting": Kind(
        CREATOR, _NUDGE, "Your visit for {deal} comes up", "Go and check in {by}.", "See your deal", "room",
        needs_action=True,
    ),
    "visit_booked": Kind(
        BRAND, _ABOUT, "{creator} picked a day for the visit", "The day stands in the trade.", "Open the trade",
        "collaboration",
    ),
    "checked_in": Kind(
        BRAND, _ABOUT, "{creator} was there", "The days to film begin next.", "Open the trade", "collaboration", mail=False
    ),
    "checked_in_creator": Kind(
        CREATOR, _ABOUT, "You are checked in at {brand}", "Your days to film begin next.", "See your deal", "room",
        mail=False,
    ),
    "address_read": Kind(
        CREATOR, _ABOUT, "{brand} opened your address for the parcel", "Each look is noted and shown to you.",
        "See your deal", "room", mail=False, merges=True, many="{brand} opened your address {count} times for the parcel",
    ),
}  # fmt: skip
