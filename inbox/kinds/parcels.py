"""What the brand gives: parcels, vouchers, visits."""

from django.utils.translation import gettext_noop as _

from inbox.kinds.base import BRAND, CREATOR, Kind, Topic

_ABOUT, _NUDGE, _CHANGES = Topic.PARCELS, Topic.REMINDERS, Topic.TRADES

PARCELS: dict[str, Kind] = {
    "to_ship": Kind(
        BRAND, _ABOUT, _("Pack a parcel for {creator}"), _("Ship it {by}."), _("Ship it"), "shipments", needs_action=True
    ),
    "ship_waiting": Kind(
        BRAND, _NUDGE, _("{creator}'s parcel waits"), _("Ship it {by}."), _("Ship it"), "shipments", needs_action=True
    ),
    "ship_late": Kind(
        BRAND, _NUDGE, _("{creator}'s parcel is late"), _("{creator} may leave at no cost until it is on its way."),
        _("Ship it"), "shipments", needs_action=True,
    ),
    "ship_late_creator": Kind(
        CREATOR, _ABOUT, _("{brand} is late with your parcel"), _("We reminded them. You can leave at no cost."),
        _("See your deal"), "room",
    ),
    "renewal_to_ship": Kind(
        BRAND, _ABOUT, _("{creator} said yes to more time: pack {contents}"), _("Ship it {by}. The new months begin when it is sent."),
        _("Ship it"), "licence", needs_action=True,
    ),
    "renewal_ship_waiting": Kind(
        BRAND, _NUDGE, _("{contents} for {creator} waits to be sent"), _("Ship it {by}. The new months begin when it is sent."),
        _("Ship it"), "licence", needs_action=True,
    ),
    "renewal_ship_late": Kind(
        BRAND, _NUDGE, _("{contents} for {creator} is late"), _("Ship it {by}, or nothing comes of the renewal."), _("Ship it"),
        "licence", needs_action=True,
    ),
    "renewal_late_creator": Kind(
        CREATOR, _ABOUT, _("{brand} is late with {contents}"),
        _("We reminded them. If it isn't sent {by}, nothing comes of the renewal and their rights end as agreed."),
        _("See the licence"), "licence",
    ),
    "renewal_at_pickup": Kind(
        CREATOR, _ABOUT, _("{contents} waits at the pick-up point"), _("Collect it before it goes back."), _("See where"), "licence",
        mail_once_in_hours=24,
    ),
    "renewal_missed_creator": Kind(
        CREATOR, _ABOUT, _("{contents} from {brand} did not reach you"), _("Ask {brand} to send another. If they don't, write to our team."),
        _("See the parcel"), "licence",
    ),
    "renewal_missed_brand": Kind(
        BRAND, _ABOUT, _("{contents} did not reach {creator}"), _("The licence was renewed for it. Write to {creator} how you make up for it; otherwise our team can take the licence back."),
        _("See the parcel"), "licence",
    ),
    "shipped": Kind(CREATOR, _ABOUT, _("Your parcel is on its way"), _("{brand} handed it to the carrier."), _("Follow it"), "room"),
    "parcel_today": Kind(
        CREATOR, _ABOUT, _("Your parcel comes today"), _("The carrier has it in the van."), _("Follow it"), "room", mail=False
    ),
    "parcel_at_pickup": Kind(
        CREATOR, _ABOUT, _("Your parcel waits at the pick-up point"), _("Collect it before it goes back."), _("See where"), "room",
        needs_action=True, mail_once_in_hours=24,
    ),
    "parcel_missed": Kind(
        CREATOR, _ABOUT, _("The carrier missed you"), _("It comes again or waits for you; the carrier's page says which."),
        _("See your parcel"), "room", mail_once_in_hours=24,
    ),
    "parcel_held_creator": Kind(
        CREATOR, _ABOUT, _("Your parcel is held up"), _("Customs or the carrier may need something from you."),
        _("See your parcel"), "room", mail_once_in_hours=24,
    ),
    "parcel_held_brand": Kind(
        BRAND, _ABOUT, _("{creator}'s parcel is held up"), _("Customs or the carrier may need something from you."),
        _("See the parcel"), "collaboration", mail_once_in_hours=24,
    ),
    "delivered": Kind(
        CREATOR, _ABOUT, _("Your parcel is here"), _("Say that it arrived {by}. Then your days to film begin."), _("It's here"),
        "room", needs_action=True,
    ),
    "delivered_brand": Kind(
        BRAND, _ABOUT, _("{creator}'s parcel has arrived"), _("The days to film begin now."), _("Open the trade"), "collaboration",
        mail=False,
    ),
    "received": Kind(
        BRAND, _ABOUT, _("{creator} has your product"), _("Clips are due {by}."), _("Open the trade"), "collaboration", mail=False
    ),
    "confirm_waiting": Kind(
        CREATOR, _NUDGE, _("Did {deal} arrive?"), _("Tell us {by}."), _("Answer"), "room", needs_action=True
    ),
    "parcel_late": Kind(
        CREATOR, _ABOUT, _("Has your parcel arrived?"), _("It should be there by now."), _("Answer"), "room", needs_action=True
    ),
    "parcel_late_brand": Kind(
        BRAND, _ABOUT, _("{creator}'s parcel is slow"), _("It should be there by now. We asked {creator}."), _("Open the trade"),
        "collaboration", mail=False,
    ),
    "parcel_returned": Kind(
        BRAND, _ABOUT, _("{creator}'s parcel came back"), _("Send it again {by}, or the trade ends and nobody is at fault."),
        _("Solve it"), "collaboration", needs_action=True,
    ),
    "parcel_returned_creator": Kind(
        CREATOR, _ABOUT, _("Your parcel went back to {brand}"), _("Your clock stands still. {brand} can send it again."),
        _("See your deal"), "room",
    ),
    "parcel_lost": Kind(
        BRAND, _ABOUT, _("{creator}'s parcel is lost"), _("Send another {by}, or the trade ends and nobody is at fault."),
        _("Solve it"), "collaboration", needs_action=True,
    ),
    "parcel_lost_creator": Kind(
        CREATOR, _ABOUT, _("Your parcel is lost"), _("Your clock stands still. {brand} can send another."), _("See your deal"), "room"
    ),
    "problem_reported": Kind(
        BRAND, _CHANGES, _("{creator} reports a problem"), _("Solve it {by}, or the trade ends and nobody is at fault."),
        _("Solve it"), "collaboration", needs_action=True,
    ),
    "problem_waiting": Kind(
        BRAND, _NUDGE, _("{creator}'s problem is still open"), _("Solve it {by}, or the trade ends and nobody is at fault."),
        _("Solve it"), "collaboration", needs_action=True,
    ),
    "problem_yours": Kind(
        CREATOR, _CHANGES, _("Your problem is noted"), _("You can solve it yourself {by}. Your clock stands still."), _("See how"),
        "room", needs_action=True, mail=False,
    ),
    "problem_yours_waiting": Kind(
        CREATOR, _NUDGE, _("Your problem with {deal} is still open"), _("Solve it {by}, or the trade ends and nobody is at fault."),
        _("Solve it"), "room", needs_action=True,
    ),
    "problem_solved": Kind(
        BRAND, _CHANGES, _("{creator}'s problem is solved"), _("The trade goes on."), _("Open the trade"), "collaboration",
        mail=False,
    ),
    "problem_solved_creator": Kind(
        CREATOR, _CHANGES, _("The problem with {deal} is solved"), _("The trade goes on where it stood."), _("See your deal"), "room",
        mail=False,
    ),
    "sent_again": Kind(
        CREATOR, _ABOUT, _("{brand} sends another parcel"), _("You hear from us when it is on its way."), _("See your deal"), "room"
    ),
    "voucher_sent": Kind(
        CREATOR, _ABOUT, _("Your voucher for {deal} is here"), _("Tell us {by} that you have it."), _("Open it"), "room",
        needs_action=True,
    ),
    "book_visit": Kind(
        CREATOR, _ABOUT, _("Pick a day for {deal}"), _("Your visit waits for a date."), _("Pick a day"), "room", needs_action=True
    ),
    "visit_waiting": Kind(
        CREATOR, _NUDGE, _("Your visit for {deal} comes up"), _("Go and check in {by}."), _("See your deal"), "room",
        needs_action=True,
    ),
    "visit_unsaid_creator": Kind(
        CREATOR, _NUDGE, _("Were you at {brand}?"), _("Check in, or choose another day, {by}. Otherwise the trade ends and the credit is lost."),
        _("Answer"), "room", needs_action=True,
    ),
    "visit_unsaid_brand": Kind(
        BRAND, _NUDGE, _("Was {creator} there?"), _("Check them in {by}. Otherwise the trade ends and the place is free again."),
        _("Answer"), "collaboration", needs_action=True,
    ),
    "visit_booked": Kind(
        BRAND, _ABOUT, _("{creator} picked a day for the visit"), _("The day stands in the trade."), _("Open the trade"),
        "collaboration",
    ),
    "checked_in": Kind(
        BRAND, _ABOUT, _("{creator} was there"), _("The days to film begin next."), _("Open the trade"), "collaboration", mail=False
    ),
    "checked_in_creator": Kind(
        CREATOR, _ABOUT, _("You are checked in at {brand}"), _("Your days to film begin next."), _("See your deal"), "room",
        mail=False,
    ),
    "address_read": Kind(
        CREATOR, _ABOUT, _("{brand} opened your address for the parcel"), _("Each look is noted and shown to you."),
        _("See your deal"), "room", mail=False, merges=True, many=_("{brand} opened your address {count} times for the parcel"),
    ),
}  # fmt: skip
