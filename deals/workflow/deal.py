"""A deal: drafted, checked, published, filled, over."""

from django.db import models

from barter.kernel.workflow import Clock, Machine, State, move
from deals.workflow.sides import BRAND, STAFF, SYSTEM


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
        move("pause_suspended", [D.LIVE, D.FULL], D.PAUSED, SYSTEM),
        move("resume", [D.PAUSED], D.LIVE, BRAND, STAFF),
        move("fill", [D.LIVE], D.FULL, SYSTEM),
        move("free_place", [D.FULL], D.LIVE, SYSTEM),
        move("close", [D.LIVE, D.PAUSED, D.FULL], D.CLOSED, BRAND, STAFF),
        move("discard", [D.DRAFT, D.REJECTED], D.CLOSED, BRAND),
        move("take_down", [D.IN_REVIEW, D.LIVE, D.PAUSED, D.FULL], D.TAKEN_DOWN, STAFF),
        move("expire", [D.DRAFT, D.REJECTED, D.LIVE, D.PAUSED, D.FULL], D.EXPIRED, SYSTEM),
    ],
)
