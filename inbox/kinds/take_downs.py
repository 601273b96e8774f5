"""A creator asks that a licensed file comes down."""

from django.utils.translation import gettext_noop as _

from inbox.kinds.base import BRAND, CREATOR, Kind, Topic

_ABOUT, _NUDGE, _PAGE = Topic.CLIPS, Topic.REMINDERS, "take_down"

TAKE_DOWNS: dict[str, Kind] = {
    "take_down_asked": Kind(
        BRAND, _ABOUT, _("{creator} asks you to take a clip down"), _("Answer {by}, or our team decides."), _("Answer the request"), _PAGE,
        needs_action=True,
    ),
    "take_down_waiting": Kind(
        BRAND, _NUDGE, _("{creator} waits for your answer about a clip"), _("Answer {by}, or our team decides."),
        _("Answer the request"), _PAGE, needs_action=True,
    ),
    "take_down_agreed": Kind(
        CREATOR, _ABOUT, _("{brand} takes your clip down"), _("The licence is over. The clip is to be gone everywhere {by}; then we ask you."),
        _("See the request"), _PAGE,
    ),
    "take_down_refused": Kind(
        CREATOR, _ABOUT, _("{brand} does not want to take your clip down"), _("The request says why. Our team decides {by}."),
        _("Read it"), _PAGE,
    ),
    "take_down_with_team_creator": Kind(
        CREATOR, _ABOUT, _("{brand} did not answer about your clip"), _("Our team decides {by}."), _("See the request"), _PAGE,
    ),
    "take_down_with_team_brand": Kind(
        BRAND, _ABOUT, _("Our team decides about a clip by {creator}"), _("You did not answer in time. We decide {by}."),
        _("See the request"), _PAGE,
    ),
    "take_down_granted_creator": Kind(
        CREATOR, _ABOUT, _("Our team decided: {brand} has to take your clip down"), _("It is to be gone everywhere {by}; then we ask you."),
        _("Read it"), _PAGE,
    ),
    "take_down_granted_brand": Kind(
        BRAND, _ABOUT, _("Our team decided: take a clip by {creator} down"), _("You may no longer use it. It has to be gone everywhere {by}."),
        _("Read it"), _PAGE, needs_action=True,
    ),
    "take_down_kept_creator": Kind(
        CREATOR, _ABOUT, _("Our team decided about your clip"), _("{brand} does not have to take it down. The request says why."),
        _("Read it"), _PAGE,
    ),
    "take_down_kept_brand": Kind(
        BRAND, _ABOUT, _("Our team decided about a clip by {creator}"), _("You don't have to take it down. The request says why."),
        _("Read it"), _PAGE,
    ),
    "take_down_due": Kind(
        BRAND, _NUDGE, _("A clip by {creator} has to come down"), _("Take it down everywhere {by}, then say so."), _("See the request"), _PAGE,
        needs_action=True,
    ),
    "take_down_check": Kind(
        CREATOR, _ABOUT, _("Is your clip gone from {brand}'s pages?"), _("Look where you saw it and tell us {by}. Without an answer we take it as gone."),
        _("Answer"), _PAGE, needs_action=True,
    ),
    "take_down_check_waiting": Kind(
        CREATOR, _NUDGE, _("Is your clip gone from {brand}'s pages?"), _("Look where you saw it and tell us {by}. Without an answer we take it as gone."),
        _("Answer"), _PAGE, needs_action=True,
    ),
    "take_down_still_up": Kind(
        BRAND, _ABOUT, _("{creator} still sees a clip that had to come down"), _("The request says where. Our team decides {by}."),
        _("Read it"), _PAGE,
    ),
    "take_down_gone": Kind(
        BRAND, _ABOUT, _("A clip by {creator} counts as taken down"), _("The request is closed. Nothing more to do."), _("See the request"),
        _PAGE, mail=False,
    ),
    "take_down_withdrawn": Kind(
        BRAND, _ABOUT, _("{creator} took the request about a clip back"), _("The request is closed. Nothing more to do."), _("See the request"), _PAGE,
    ),
}  # fmt: skip
