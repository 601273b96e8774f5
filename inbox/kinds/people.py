"""Messages, the team, and the standing of creators and brands."""

from inbox.kinds.base import BRAND, CREATOR, Kind, Topic

_TEAM, _MESSAGES = Topic.TEAM, Topic.MESSAGES

PEOPLE: dict[str, Kind] = {
    "message_creator": Kind(
        CREATOR, _MESSAGES, "{brand} wrote to you", "The message is in your inbox, about {deal}.", "Read it", "thread",
        needs_action=True, merges=True, many="{brand} wrote to you {count} times", mail_once_in_hours=2,
    ),
    "message_brand": Kind(
        BRAND, _MESSAGES, "{creator} wrote to you", "The message is in your inbox, about {deal}.", "Read it", "thread",
        needs_action=True, merges=True, many="{creator} wrote to you {count} times", mail_once_in_hours=2,
    ),
    "member_joined": Kind(BRAND, _TEAM, "{person} joined {brand}", "They work there as {role}.", "Open the team", "team", mail=False),
    "member_left": Kind(BRAND, _TEAM, "{person} left {brand}", "They no longer see its deals.", "Open the team", "team", mail=False),
    "member_taken_off": Kind(
        BRAND, _TEAM, "{person} was taken off the team of {brand}", "They no longer see its deals.", "Open the team", "team", mail=False
    ),
    "member_removed": Kind(BRAND, _TEAM, "You no longer work for {brand}", "Its deals are closed to you.", "Open Barter", "home"),
    "role_changed": Kind(BRAND, _TEAM, "You are now {role} of {brand}", "It changes what you may do there.", "Open {brand}", "today"),
    "brand_verified": Kind(BRAND, _TEAM, "{brand} is verified", "Creators see it on every deal.", "Open {brand}", "today"),
    "brand_unverified": Kind(
        BRAND, _TEAM, "{brand} is no longer verified", "Our team checks each deal before it goes live. Running trades go on.",
        "Open {brand}", "today",
    ),
    "brand_trusted": Kind(BRAND, _TEAM, "{brand}'s deals now go live at once", "Our team no longer checks them first.", "Open {brand}", "today"),
    "brand_distrusted": Kind(
        BRAND, _TEAM, "{brand}'s deals are checked first again", "Our team looks at each before it goes live.", "Open {brand}", "today"
    ),
    "brand_watched": Kind(
        BRAND, _TEAM, "{brand}'s new deals are checked first", "{why} Running trades go on.", "Open {brand}", "today"
    ),
    "brand_limited": Kind(
        BRAND, _TEAM, "{brand} can run only a few trades at once", "{why} Running trades go on.", "Open {brand}", "today"
    ),
    "brand_suspended": Kind(
        BRAND, _TEAM, "{brand} can't start new trades", "{why} Finish the running trades; our team can look again.",
        "Open {brand}", "today",
    ),
    "brand_reinstated": Kind(BRAND, _TEAM, "{brand} is back in good standing", "Every limit is gone.", "Open {brand}", "today"),
    "brand_slots_fewer": Kind(
        BRAND, _TEAM, "{brand} can run fewer trades at once", "A parcel was shipped late. Your overview says when the places come back.",
        "Open {brand}", "today", mail=False,
    ),
    "brand_slots_back": Kind(
        BRAND, _TEAM, "{brand} can run more trades again", "A parcel that was shipped late no longer counts.", "Open {brand}", "today",
        mail=False,
    ),
    "creator_verified": Kind(CREATOR, _TEAM, "Your profile is verified", "Brands see it on every application.", "See your profile", "me"),
    "channel_verified": Kind(
        CREATOR, _TEAM, "Your channel is verified", "Brands see it beside the channel’s name.", "See your profile", "me", mail=False
    ),
    "phone_verified": Kind(
        CREATOR, _TEAM, "Your phone number is verified", "Nobody sees the number; carriers get it with a parcel.",
        "See your profile", "me", mail=False,
    ),
    "creator_unverified": Kind(
        CREATOR, _TEAM, "Your profile is no longer verified", "Brands no longer see the mark. Running trades go on.", "See your profile", "me"
    ),
    "channel_unverified": Kind(
        CREATOR, _TEAM, "A channel of yours is no longer verified", "Our team could not see that it is yours. Your credits stay.",
        "See your profile", "me",
    ),
    "phone_unverified": Kind(
        CREATOR, _TEAM, "Your phone number is no longer verified", "Check the number of your default address. Your credits stay.",
        "See your profile", "me",
    ),
    "credits_earned": Kind(
        CREATOR, _TEAM, "You can run more trades at once", "Your channel and phone are verified: that brought new credits.",
        "See your credits", "me",
    ),
    "creator_paused": Kind(
        CREATOR, _TEAM, "You can't apply until {day}", "{why} Running trades go on.", "See your profile", "me"
    ),
    "creator_resumed": Kind(CREATOR, _TEAM, "You can apply again", "Your profile is back in good standing.", "See deals", "feed"),
    "creator_closed": Kind(
        CREATOR, _TEAM, "Your profile is closed", "A person of our team decided it. You can ask us to look again.",
        "See your profile", "me",
    ),
}  # fmt: skip
