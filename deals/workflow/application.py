"""An application: asked for, negotiated, answered."""

from django.db import models

from barter.kernel.workflow import Clock, Machine, State, move
from deals.workflow.sides import BRAND, CREATOR, SYSTEM


class ApplicationState(models.TextChoices):
    INVITED = "invited"
    SUBMITTED = "submitted"
    SHORTLISTED = "shortlisted"
    OFFERED = "offered"
    COUNTERED = "countered"
    WAITLISTED = "waitlisted"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    NOT_SELECTED = "not_selected"


A = ApplicationState
APPLICATION_OPEN = frozenset({A.INVITED, A.SUBMITTED, A.SHORTLISTED, A.OFFERED, A.COUNTERED, A.WAITLISTED})
# What counts against a creator's cap of open applications: what the creator asked for, not what a brand proposed.
APPLICATION_COUNTED = frozenset({A.SUBMITTED, A.SHORTLISTED, A.OFFERED, A.COUNTERED, A.WAITLISTED})
# What a brand says yes or no to.
APPLICATION_ANSWERABLE = frozenset({A.SUBMITTED, A.SHORTLISTED, A.WAITLISTED, A.COUNTERED})

APPLICATION = Machine.build(
    {
        A.INVITED: State(
            CREATOR,
            Clock("invitation_answer_days", on_due="expire", reminders=(72, 144)),
        ),
        A.SUBMITTED: State(
            BRAND,
            Clock("application_answer_days", on_due="expire", reminders=(72, 144)),
        ),
        A.SHORTLISTED: State(
            BRAND,
            Clock("application_answer_days", on_due="expire", reminders=(72, 144)),
        ),
        A.OFFERED: State(CREATOR, Clock("offer_answer_days", on_due="expire", reminders=(-24, -4))),
        A.COUNTERED: State(BRAND, Clock("offer_answer_days", on_due="expire", reminders=(-24, -4))),
        # waits for a place as long as the deal runs; the deal's end settles it
        A.WAITLISTED: State(SYSTEM, Clock("deal_live_days", on_due="not_select")),
        A.ACCEPTED: State(),
        A.DECLINED: State(),
        A.WITHDRAWN: State(),
        A.EXPIRED: State(),
        A.NOT_SELECTED: State(),
    },
    [
        move("accept_invitation", [A.INVITED], A.ACCEPTED, CREATOR),
        move("decline_invitation", [A.INVITED], A.DECLINED, CREATOR),
        move("shortlist", [A.SUBMITTED], A.SHORTLISTED, BRAND),
        move("unshortlist", [A.SHORTLISTED], A.SUBMITTED, BRAND),
        move("accept", [A.SUBMITTED, A.SHORTLISTED, A.WAITLISTED], A.ACCEPTED, BRAND),
        move(
            "decline",
            [A.SUBMITTED, A.SHORTLISTED, A.WAITLISTED, A.COUNTERED],
            A.DECLINED,
            BRAND,
        ),
        move(
            "offer",
            [A.SUBMITTED, A.SHORTLISTED, A.WAITLISTED, A.COUNTERED],
            A.OFFERED,
            BRAND,
        ),
        move("offer_place", [A.WAITLISTED], A.OFFERED, SYSTEM),
        move("counter", [A.OFFERED], A.COUNTERED, CREATOR),
        move("accept_offer", [A.OFFERED], A.ACCEPTED, CREATOR),
        move("accept_counter", [A.COUNTERED], A.ACCEPTED, BRAND),
        move("decline_offer", [A.OFFERED], A.DECLINED, CREATOR),
        move(
            "withdraw",
            [A.SUBMITTED, A.SHORTLISTED, A.WAITLISTED, A.COUNTERED],
            A.WITHDRAWN,
            CREATOR,
        ),
        move("waitlist", [A.SUBMITTED, A.SHORTLISTED], A.WAITLISTED, SYSTEM),
        move(
            "expire",
            [A.INVITED, A.SUBMITTED, A.SHORTLISTED, A.OFFERED, A.COUNTERED],
            A.EXPIRED,
            SYSTEM,
        ),
        move("not_select", APPLICATION_OPEN, A.NOT_SELECTED, SYSTEM),
    ],
)
