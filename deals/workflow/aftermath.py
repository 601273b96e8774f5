"""What can follow: disputes and reviews."""

from django.db import models

from barter.kernel.workflow import Clock, Machine, State, move
from deals.workflow.sides import BRAND, CREATOR, STAFF, SYSTEM


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
