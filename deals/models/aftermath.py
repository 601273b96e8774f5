"""What can follow: faults, disputes, reviews."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from barter.kernel.ids import PublicIdField
from barter.kernel.stateful import Stateful
from deals.models.collaboration import Collaboration
from deals.workflow import DISPUTE, REVIEW, CollaborationState, DisputeState, ReviewState


class Fault(models.Model):
    """A missed clock or broken duty, against the side that held the ball; visible to both, appealed once."""

    class Kind(models.TextChoices):
        LATE_SHIPPING = "late_shipping", _("Shipped late")
        NO_SHIP = "no_ship", _("Never shipped")
        LATE_CONTENT = "late_content", _("Content late")
        NO_SHOW = "no_show", _("No content")
        CANCELLED = "cancelled", _("Cancelled after agreement")
        POST_REMOVED = "post_removed", _("Post removed early")

    class State(models.TextChoices):
        STANDING = "standing", _("Standing")
        APPEALED = "appealed", _("Appealed")
        UPHELD = "upheld", _("Upheld")
        LIFTED = "lifted", _("Lifted")

    public_id = PublicIdField(prefix="flt")
    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="faults")
    side = models.CharField(max_length=10)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.STANDING)
    appeal_note = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["collaboration", "kind"], name="deals_fault_once")]
        indexes = [models.Index(fields=["state", "-at"], name="deals_fault_queue")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.side})"

    @property
    def rests_on_decision(self) -> bool:
        """Our team found it on a dispute: the appeal is that of the decision. Reads the collaboration."""
        if self.kind != self.Kind.CANCELLED:
            return False
        left = {CollaborationState.CANCELLED_BY_BRAND, CollaborationState.CANCELLED_BY_CREATOR}
        return self.collaboration.ended_by_verdict or self.collaboration.state not in left


class DisputeQuerySet(models.QuerySet["Dispute"]):
    def visible_to(self, user: Any) -> "DisputeQuerySet":
        return self.filter(
            Q(collaboration__creator__user=user) | Q(collaboration__brand__in=user.memberships.values("brand"))
        )


class Dispute(Stateful):
    """A disagreement staff decide on the evidence there is."""

    class Outcome(models.TextChoices):
        RESUME = "resume", _("Carry on where it was")
        COMPLETE = "complete", _("Completed")
        NO_FAULT = "no_fault", _("Cancelled, nobody's fault")
        BRAND_FAULT = "brand_fault", _("Cancelled, the brand's fault")
        CREATOR_FAULT = "creator_fault", _("Cancelled, the creator's fault")

    State: ClassVar = DisputeState
    machine = DISPUTE

    public_id = PublicIdField(prefix="dsp")
    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="disputes")
    state = models.CharField(max_length=30, choices=DisputeState.choices)
    opened_by = models.CharField(max_length=10, help_text="side")
    reason = models.CharField(max_length=2000)
    answer = models.CharField(max_length=2000, blank=True)
    outcome = models.CharField(max_length=15, choices=Outcome.choices, blank=True)
    decision = models.CharField(max_length=2000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    opened_at = models.DateTimeField()

    objects = DisputeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=DisputeState.values),
                name="deals_dispute_state_known",
            ),
            models.UniqueConstraint(
                fields=["collaboration"],
                condition=~Q(state__in=["decided", "final"]),
                name="deals_one_open_dispute",
            ),
        ]
        indexes = [
            models.Index(
                fields=["wake_at"],
                name="deals_dispute_wake",
                condition=Q(wake_at__isnull=False),
            ),
            models.Index(fields=["state", "-id"], name="deals_dispute_by_state"),
        ]

    def __str__(self) -> str:
        return f"dispute about {self.collaboration}"

    @property
    def ball(self) -> str | None:
        if self.state == DisputeState.OPEN:
            return "creator" if self.opened_by == "brand" else "brand"
        return super().ball


class Review(Stateful):
    """One side's words about the other after completion; sealed until both are in or 14 days have passed."""

    State: ClassVar = ReviewState
    machine = REVIEW

    public_id = PublicIdField(prefix="rev")
    collaboration = models.ForeignKey(Collaboration, on_delete=models.CASCADE, related_name="reviews")
    side = models.CharField(max_length=10, help_text="who writes: brand or creator")
    state = models.CharField(max_length=30, choices=ReviewState.choices)
    stars = models.PositiveSmallIntegerField(null=True, blank=True)
    public_text = models.TextField(max_length=1000, blank=True)
    would_again = models.BooleanField(null=True, blank=True, help_text="private: never shown to the other side")
    written_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ReviewState.values),
                name="deals_review_state_known",
            ),
            models.UniqueConstraint(fields=["collaboration", "side"], name="deals_one_review_a_side"),
            models.CheckConstraint(
                condition=Q(stars=None) | Q(stars__range=(1, 5)),
                name="deals_one_to_five_stars",
            ),
        ]
        indexes = [
            models.Index(
                fields=["wake_at"],
                name="deals_review_wake",
                condition=Q(wake_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.side}'s review of {self.collaboration}"

    @property
    def ball(self) -> str | None:
        return self.side if self.state == ReviewState.OPEN else super().ball
