"""Messages, the team, and the standing of creators and brands."""

from django.utils.translation import gettext_noop as _

from inbox.kinds.base import BRAND, CREATOR, Kind, Topic

# how a role of a team is called within a sentence
ROLES = {"owner": _("owner"), "manager": _("manager"), "viewer": _("viewer")}
_TEAM, _MESSAGES = Topic.TEAM, Topic.MESSAGES

PEOPLE: dict[str, Kind] = {
    "message_creator": Kind(
        CREATOR, _MESSAGES, _("{brand} wrote to you"), _("The message is in your inbox, about {deal}."), _("Read it"), "thread",
        needs_action=True, merges=True, many=_("{brand} wrote to you {count} times"), mail_once_in_hours=2,
    ),
    "message_brand": Kind(
        BRAND, _MESSAGES, _("{creator} wrote to you"), _("The message is in your inbox, about {deal}."), _("Read it"), "thread",
        needs_action=True, merges=True, many=_("{creator} wrote to you {count} times"), mail_once_in_hours=2,
    ),
    "member_joined": Kind(BRAND, _TEAM, _("{person} joined {brand}"), _("Role in the team: {role}."), _("Open the team"), "team", mail=False),
    "member_left": Kind(BRAND, _TEAM, _("{person} left {brand}"), _("They no longer see its deals."), _("Open the team"), "team", mail=False),
    "member_taken_off": Kind(
        BRAND, _TEAM, _("{person} was taken off the team of {brand}"), _("They no longer see its deals."), _("Open the team"), "team", mail=False
    ),
    "member_removed": Kind(BRAND, _TEAM, _("You no longer work for {brand}"), _("Its deals are closed to you."), _("Open Barter"), "home"),
    "role_changed": Kind(BRAND, _TEAM, _("Your role at {brand}: {role}"), _("It changes what you may do there."), _("Open {brand}"), "today"),
    "brand_verified": Kind(BRAND, _TEAM, _("{brand} is verified"), _("Creators see it on every deal."), _("Open {brand}"), "today"),
    "brand_unverified": Kind(
        BRAND, _TEAM, _("{brand} is no longer verified"), _("Our team checks each deal before it goes live. Running trades go on."),
        _("Open {brand}"), "today",
    ),
    "brand_trusted": Kind(BRAND, _TEAM, _("{brand}'s deals now go live at once"), _("Our team no longer checks them first."), _("Open {brand}"), "today"),
    "brand_distrusted": Kind(
        BRAND, _TEAM, _("{brand}'s deals are checked first again"), _("Our team looks at each before it goes live."), _("Open {brand}"), "today"
    ),
    "brand_watched": Kind(
        BRAND, _TEAM, _("{brand}'s new deals are checked first"), _("{why} Running trades go on."), _("Open {brand}"), "today"
    ),
    "brand_limited": Kind(
        BRAND, _TEAM, _("{brand} can run only a few trades at once"), _("{why} Running trades go on."), _("Open {brand}"), "today"
    ),
    "brand_suspended": Kind(
        BRAND, _TEAM, _("{brand} can't start new trades"), _("{why} Finish the running trades; our team can look again."),
        _("Open {brand}"), "today",
    ),
    "brand_reinstated": Kind(BRAND, _TEAM, _("{brand} is back in good standing"), _("Every limit is gone."), _("Open {brand}"), "today"),
    "brand_slots_fewer": Kind(
        BRAND, _TEAM, _("{brand} can run fewer trades at once"), _("A parcel was shipped late. Your overview says when the places come back."),
        _("Open {brand}"), "today", mail=False,
    ),
    "brand_slots_back": Kind(
        BRAND, _TEAM, _("{brand} can run more trades again"), _("A parcel that was shipped late no longer counts."), _("Open {brand}"), "today",
        mail=False,
    ),
    "creator_verified": Kind(CREATOR, _TEAM, _("Your profile is verified"), _("Brands see it on every application."), _("See your profile"), "me"),
    "channel_verified": Kind(
        CREATOR, _TEAM, _("Your channel is verified"), _("Brands see it beside the channel’s name."), _("See your profile"), "me", mail=False
    ),
    "phone_verified": Kind(
        CREATOR, _TEAM, _("Your phone number is verified"), _("Nobody sees the number; carriers get it with a parcel."),
        _("See your profile"), "me", mail=False,
    ),
    "creator_unverified": Kind(
        CREATOR, _TEAM, _("Your profile is no longer verified"), _("Brands no longer see the mark. Running trades go on."), _("See your profile"), "me"
    ),
    "channel_unverified": Kind(
        CREATOR, _TEAM, _("A channel of yours is no longer verified"), _("Our team could not see that it is yours. Your credits stay."),
        _("See your profile"), "me",
    ),
    "phone_unverified": Kind(
        CREATOR, _TEAM, _("Your phone number is no longer verified"), _("Check the number of your default address. Your credits stay."),
        _("See your profile"), "me",
    ),
    "credits_earned": Kind(
        CREATOR, _TEAM, _("You can run more trades at once"), _("Your channel and phone are verified: that brought new credits."),
        _("See your credits"), "me",
    ),
    "creator_paused": Kind(
        CREATOR, _TEAM, _("You can't apply until {day}"), _("{why} Running trades go on."), _("See your profile"), "me"
    ),
    "creator_resumed": Kind(CREATOR, _TEAM, _("You can apply again"), _("Your profile is back in good standing."), _("See deals"), "feed"),
    "data_ready": Kind(
        CREATOR, _TEAM, _("Your data is ready"), _("The copy is kept for {days} days; then it is deleted."), _("Take it"), "data", mail=False
    ),
    "data_failed": Kind(
        CREATOR, _TEAM, _("The copy of your data could not be made"), _("Nothing is lost. You can ask for it again."), _("Make a copy"), "data"
    ),
    "creator_closed": Kind(
        CREATOR, _TEAM, _("Your profile is closed"), _("A person of our team decided it. You can ask us to look again."),
        _("See your profile"), "me",
    ),
}  # fmt: skip
