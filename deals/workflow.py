"""The life cycles of deal, application, collaboration, dispute and review, as data (product.md, section 3).

States and moves only: who, from where, to where, with which clock and which default. `operations` makes the moves.
"""

from django.db import models

from barter.kernel.actors import Side
from barter.kernel.workflow import Clock, Machine, State, move

BRAND, CREATOR, CARRIER, STAFF, SYSTEM = (
    Side.BRAND,
    Side.CREATOR,
    Side.CARRIER,
    Side.STAFF,
    Side.SYSTEM,
)


class DealState(models.TextChoices):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    LIVE = "live"
    PAUSED = "paused"
    FULL = "full"
    CLOSED = "closed"
    REJECTED = "rejected"
    TAKEN_DOWN = "taken_down"
    EXPIRED = "expired"


D = DealState
DEAL_OPEN = frozenset({D.LIVE, D.FULL})  # creators can apply: for a place or for the waitlist
DEAL_PUBLIC = frozenset({D.LIVE, D.FULL, D.PAUSED})
DEAL_OVER = frozenset({D.CLOSED, D.TAKEN_DOWN, D.EXPIRED})

DEAL = Machine.build(
    {
        # the due time of live, paused and full deals is the end date or 60 days after publication; it is kept over moves
        D.DRAFT: State(BRAND, Clock("deal_draft_days", on_due="expire")),
        D.IN_REVIEW: State(
            STAFF,
            Clock("deal_review_business_days", on_due="escalate_check", business=True),
        ),
        D.LIVE: State(BRAND, Clock("deal_live_days", on_due="expire")),
        D.PAUSED: State(BRAND, Clock("deal_live_days", on_due="expire")),
        D.FULL: State(BRAND, Clock("deal_live_days", on_due="expire")),
        D.REJECTED: State(BRAND, Clock("deal_draft_days", on_due="expire")),
        D.CLOSED: State(),
        D.TAKEN_DOWN: State(),
        D.EXPIRED: State(),
    },
    [
        move("submit", [D.DRAFT, D.REJECTED], D.IN_REVIEW, BRAND),
        move("take_back", [D.IN_REVIEW], D.DRAFT, BRAND),
        move("approve", [D.IN_REVIEW], D.LIVE, STAFF, SYSTEM),
        move("reject", [D.IN_REVIEW], D.REJECTED, STAFF),
        move("escalate_check", [D.IN_REVIEW], None, SYSTEM),
        move("pause", [D.LIVE], D.PAUSED, BRAND, STAFF),
        move("pause_idle", [D.LIVE], D.PAUSED, SYSTEM),
        move("resume", [D.PAUSED], D.LIVE, BRAND, STAFF),
        move("fill", [D.LIVE], D.FULL, SYSTEM),
        move("free_place", [D.FULL], D.LIVE, SYSTEM),
        move("close", [D.LIVE, D.PAUSED, D.FULL], D.CLOSED, BRAND, STAFF),
        move("discard", [D.DRAFT, D.REJECTED], D.CLOSED, BRAND),
        move("take_down", [D.IN_REVIEW, D.LIVE, D.PAUSED, D.FULL], D.TAKEN_DOWN, STAFF),
        move("expire", [D.DRAFT, D.REJECTED, D.LIVE, D.PAUSED, D.FULL], D.EXPIRED, SYSTEM),
    ],
)


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


class CollaborationState(models.TextChoices):
    TO_SHIP = "to_ship"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    VOUCHER_SENT = "voucher_sent"
    BOOKED = "booked"
    CHECKED_IN = "checked_in"
    CREATING = "creating"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    POSTED = "posted"
    LIVE_HOLD = "live_hold"
    COMPLETED = "completed"
    ON_HOLD = "on_hold"
    DISPUTED = "disputed"
    CANCELLED_MUTUAL = "cancelled_mutual"
    CANCELLED_BY_BRAND = "cancelled_by_brand"
    CANCELLED_BY_CREATOR = "cancelled_by_creator"
    CANCELLED_NO_FAULT = "cancelled_no_fault"
    NO_SHIP = "no_ship"
    NO_SHOW = "no_show"
    HONEST_EXIT = "honest_exit"


C = CollaborationState
COLLABORATION_FAILED = frozenset(
    {
        C.CANCELLED_MUTUAL,
        C.CANCELLED_BY_BRAND,
        C.CANCELLED_BY_CREATOR,
        C.CANCELLED_NO_FAULT,
        C.NO_SHIP,
        C.NO_SHOW,
        C.HONEST_EXIT,
    }
)
COLLABORATION_OVER = COLLABORATION_FAILED | {C.COMPLETED}
COLLABORATION_RUNNING = frozenset(C) - COLLABORATION_OVER
ADDRESS_VISIBLE = frozenset({C.TO_SHIP, C.SHIPPED, C.DELIVERED, C.ON_HOLD, C.DISPUTED})
_RECEIVING = frozenset({C.SHIPPED, C.DELIVERED, C.VOUCHER_SENT, C.BOOKED, C.CHECKED_IN})
_MAKING = frozenset({C.CREATING, C.CHANGES_REQUESTED})
_BEFORE_APPROVAL = frozenset({C.TO_SHIP, C.IN_REVIEW, C.ON_HOLD}) | _RECEIVING | _MAKING

COLLABORATION = Machine.build(
    {
        C.TO_SHIP: State(
            BRAND,
            Clock(
                "ship_business_days",
                on_due="mark_late",
                reminders=(24, 48),
                business=True,
                grace="no_ship_business_days",
                on_grace_end="give_up_shipping",
                grace_from_start=True,
            ),
        ),
        C.SHIPPED: State(
            CARRIER,
            Clock(
                "parcel_domestic_days",
                on_due="ask_for_parcel",
                grace="parcel_lost_days",
                on_grace_end="lose_parcel",
                grace_from_start=True,
            ),
        ),
        C.DELIVERED: State(
            CREATOR,
            Clock("confirm_delivery_days", on_due="take_as_received", reminders=(24, 48)),
        ),
        C.VOUCHER_SENT: State(
            CREATOR,
            Clock("confirm_delivery_days", on_due="take_as_received", reminders=(24, 48)),
        ),
        C.BOOKED: State(CREATOR, Clock("visit_days", on_due="miss_visit", reminders=(-72, -24))),
        C.CHECKED_IN: State(CREATOR, Clock("confirm_delivery_days", on_due="take_as_received")),
        C.CREATING: State(
            CREATOR,
            Clock(
                "create_days",
                on_due="mark_late",
                reminders=(-72, -24),
                grace="no_show_days",
                on_grace_end="give_up_content",
            ),
        ),
        C.IN_REVIEW: State(
            BRAND,
            Clock(
                "review_business_days",
                on_due="approve_silently",
                reminders=(24, 48, -4),
                business=True,
            ),
        ),
        C.CHANGES_REQUESTED: State(
            CREATOR,
            Clock(
                "changes_days",
                on_due="mark_late",
                reminders=(-48, -24),
                grace="no_show_days",
                on_grace_end="give_up_content",
            ),
        ),
        C.APPROVED: State(
            CREATOR,
            Clock(
                "post_days",
                on_due="mark_late",
                reminders=(-24,),
                grace="no_show_days",
                on_grace_end="give_up_content",
            ),
        ),
        # checked at once and after an hour
        C.POSTED: State(SYSTEM, Clock("live_check_days", on_due="verify_live", reminders=(1,))),
        # checked on days 1, 7, 15 and 30; a removed post gets 5 days to come back (due_at moves, then fail_live_hold)
        C.LIVE_HOLD: State(
            CREATOR,
            Clock("live_days", on_due="complete", reminders=(24, 168, 360, 720)),
        ),
        C.COMPLETED: State(),
        C.ON_HOLD: State(BRAND, Clock("hold_days", on_due="cancel_held", reminders=(48, 96))),
        C.DISPUTED: State(
            STAFF,
            Clock("dispute_staff_business_days", on_due="escalate_dispute", business=True),
        ),
        **{state: State() for state in COLLABORATION_FAILED},
    },
    [
        move("ship", [C.TO_SHIP], C.SHIPPED, BRAND, CARRIER, SYSTEM),
        # a parcel reported missing or lost may turn up
        move("deliver", [C.SHIPPED, C.ON_HOLD], C.DELIVERED, CARRIER, SYSTEM),
        move(
            "confirm_delivery",
            [C.SHIPPED, C.DELIVERED, C.VOUCHER_SENT, C.CHECKED_IN],
            C.CREATING,
            CREATOR,
        ),
        move(
            "take_as_received",
            [C.DELIVERED, C.VOUCHER_SENT, C.CHECKED_IN],
            C.CREATING,
            SYSTEM,
        ),
        move("book", [C.BOOKED], None, CREATOR),
        move("check_in", [C.BOOKED], C.CHECKED_IN, BRAND, CREATOR),
        move("miss_visit", [C.BOOKED], C.NO_SHOW, SYSTEM),
        move("report_problem", _RECEIVING | {C.CREATING}, C.ON_HOLD, CREATOR),
        move("report_return", [C.SHIPPED, C.DELIVERED], C.ON_HOLD, CARRIER, SYSTEM),
        move("ask_for_parcel", [C.SHIPPED], None, SYSTEM),
        move("lose_parcel", [C.SHIPPED], C.ON_HOLD, SYSTEM, CARRIER),
        move("solve_problem", [C.ON_HOLD], None, CREATOR, STAFF),  # back to the state it was held from
        move("send_again", [C.ON_HOLD], C.TO_SHIP, BRAND),
        move("cancel_held", [C.ON_HOLD], C.CANCELLED_NO_FAULT, SYSTEM, STAFF),
        move("extend", _MAKING, None, CREATOR),
        move("submit", _MAKING, C.IN_REVIEW, CREATOR),
        move("request_changes", [C.IN_REVIEW], C.CHANGES_REQUESTED, BRAND),
        move("approve", [C.IN_REVIEW], C.APPROVED, BRAND),
        move("approve_silently", [C.IN_REVIEW], C.APPROVED, SYSTEM),
        move("post", [C.APPROVED], C.POSTED, CREATOR),
        move("verify_live", [C.POSTED], C.LIVE_HOLD, SYSTEM),
        move("fail_live_check", [C.POSTED], C.APPROVED, SYSTEM),
        move("report_removed", [C.LIVE_HOLD], None, SYSTEM),
        move("restore_live", [C.LIVE_HOLD], None, CREATOR, SYSTEM),
        move("fail_live_hold", [C.LIVE_HOLD], C.COMPLETED, SYSTEM),
        move("complete", [C.LIVE_HOLD, C.APPROVED], C.COMPLETED, SYSTEM),
        move("mark_late", _MAKING | {C.TO_SHIP, C.APPROVED}, None, SYSTEM),
        move("give_up_shipping", [C.TO_SHIP], C.NO_SHIP, SYSTEM),
        move("give_up_content", _MAKING | {C.APPROVED}, C.NO_SHOW, SYSTEM),
        move("leave_late", [C.TO_SHIP], C.CANCELLED_NO_FAULT, CREATOR),
        move(
            "cancel_as_brand",
            [C.TO_SHIP, C.VOUCHER_SENT, C.BOOKED],
            C.CANCELLED_BY_BRAND,
            BRAND,
        ),
        move(
            "cancel_as_creator",
            [C.TO_SHIP, C.VOUCHER_SENT, C.BOOKED],
            C.CANCELLED_BY_CREATOR,
            CREATOR,
        ),
        move("exit_honestly", _MAKING | {C.SHIPPED, C.DELIVERED}, C.HONEST_EXIT, CREATOR),
        move("propose_cancel", _BEFORE_APPROVAL | {C.APPROVED}, None, BRAND, CREATOR),
        move(
            "agree_cancel",
            _BEFORE_APPROVAL | {C.APPROVED},
            C.CANCELLED_MUTUAL,
            BRAND,
            CREATOR,
        ),
        move("propose_terms", COLLABORATION_RUNNING - {C.DISPUTED}, None, BRAND, CREATOR),
        move("answer_terms", COLLABORATION_RUNNING - {C.DISPUTED}, None, BRAND, CREATOR),
        move(
            "open_dispute",
            COLLABORATION_RUNNING - {C.DISPUTED},
            C.DISPUTED,
            BRAND,
            CREATOR,
        ),
        move("escalate_dispute", [C.DISPUTED], None, SYSTEM),
        # staff decide: back to where it was, completed, or one of the ends; on appeal also what has gone on meanwhile
        move("decide_dispute", COLLABORATION_RUNNING, None, STAFF),
        move("cancel_by_staff", COLLABORATION_RUNNING, C.CANCELLED_NO_FAULT, STAFF),
    ],
)


class DisputeState(models.TextChoices):
    OPEN = "open"
    ANSWERED = "answered"
    STAFF = "staff"
    DECIDED = "decided"
    APPEALED = "appealed"
    FINAL = "final"


P = DisputeState
DISPUTE = Machine.build(
    {
        # who must answer an open dispute is the side that did not open it: Dispute.ball says which
        P.OPEN: State(
            BRAND,
            Clock("dispute_answer_days", on_due="pass_to_staff", reminders=(24, 48)),
        ),
        P.ANSWERED: State(SYSTEM, Clock("dispute_answer_days", on_due="pass_to_staff")),
        P.STAFF: State(
            STAFF,
            Clock("dispute_staff_business_days", on_due="escalate", reminders=(24, 48, 72, 96), business=True),
        ),
        P.DECIDED: State(SYSTEM, Clock("dispute_appeal_days", on_due="finish")),
        P.APPEALED: State(
            STAFF,
            Clock("dispute_staff_business_days", on_due="escalate", reminders=(24, 48, 72, 96), business=True),
        ),
        P.FINAL: State(),
    },
    [
        move("answer", [P.OPEN], P.ANSWERED, BRAND, CREATOR),
        move("pass_to_staff", [P.OPEN, P.ANSWERED], P.STAFF, SYSTEM),
        move("decide", [P.OPEN, P.ANSWERED, P.STAFF], P.DECIDED, STAFF),
        move("appeal", [P.DECIDED], P.APPEALED, BRAND, CREATOR),
        move("decide_appeal", [P.APPEALED], P.FINAL, STAFF),
        move("escalate", [P.STAFF, P.APPEALED], None, SYSTEM),
        move("finish", [P.DECIDED], P.FINAL, SYSTEM),
    ],
)


class ReviewState(models.TextChoices):
    OPEN = "open"
    SEALED = "sealed"
    PUBLISHED = "published"
    LAPSED = "lapsed"  # nobody wrote in time; nothing to publish


R = ReviewState
REVIEW = Machine.build(
    {
        R.OPEN: State(SYSTEM, Clock("write_review_days", on_due="lapse", reminders=(24, 168, 312))),
        R.SEALED: State(SYSTEM, Clock("write_review_days", on_due="publish")),
        R.PUBLISHED: State(),
        R.LAPSED: State(),
    },
    [
        move("write", [R.OPEN], R.SEALED, BRAND, CREATOR),
        move("publish", [R.SEALED], R.PUBLISHED, SYSTEM),
        move("lapse", [R.OPEN], R.LAPSED, SYSTEM),
    ],
)
