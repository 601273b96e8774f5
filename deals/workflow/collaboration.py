"""A collaboration: from agreement to its end, the main line and the ways out."""

from django.db import models

from barter.kernel.workflow import Clock, Machine, State, move
from deals.workflow.sides import BRAND, CARRIER, CREATOR, STAFF, SYSTEM


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
        # after the day of the visit somebody is asked whether it took place, before it counts as missed
        C.BOOKED: State(
            CREATOR,
            Clock(
                "visit_days",
                on_due="ask_for_visit",
                reminders=(-72, -24),
                grace="visit_grace_days",
                on_grace_end="miss_visit",
            ),
        ),
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
        move("ask_for_visit", [C.BOOKED], None, SYSTEM),
        move("miss_visit", [C.BOOKED], C.NO_SHOW, SYSTEM),
        move("report_problem", _RECEIVING | {C.CREATING}, C.ON_HOLD, CREATOR),
        move("report_return", [C.SHIPPED, C.DELIVERED], C.ON_HOLD, CARRIER, SYSTEM),
        move("expect_parcel", [C.SHIPPED], None, CARRIER),
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
