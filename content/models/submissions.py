"""Versions of what a collaboration owes."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from barter.kernel.ids import PublicIdField
from barter.kernel.stateful import Stateful
from content.workflow import SUBMISSION, SubmissionState


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: Any) -> "SubmissionQuerySet":
        """The creator sees all own versions; a brand only what was delivered to it."""
        delivered = [
            SubmissionState.SUBMITTED,
            SubmissionState.CHANGES_REQUESTED,
            SubmissionState.APPROVED,
        ]
        return self.filter(
            Q(collaboration__creator__user=user)
            | Q(
                collaboration__brand__in=user.memberships.values("brand"),
                state__in=delivered,
            )
        )

    def managed_by(self, user: Any) -> "SubmissionQuerySet":
        return self.visible_to(user).filter(collaboration__brand__in=user.memberships.values("brand"))


class Submission(Stateful):
    """One delivered version of what a collaboration owes."""

    State: ClassVar = SubmissionState
    machine = SUBMISSION

    public_id = PublicIdField(prefix="sub")
    collaboration = models.ForeignKey("deals.Collaboration", on_delete=models.PROTECT, related_name="submissions")
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=30, choices=SubmissionState.choices)
    caption = models.TextField(max_length=2200, blank=True)
    rejection_reason = models.CharField(max_length=200, blank=True)
    ticked = models.ManyToManyField(
        "deals.BriefItem", blank=True, related_name="+", help_text="lines of the brief that the brand saw in it"
    )
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["collaboration_id", "version"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=SubmissionState.values),
                name="content_submission_state",
            ),
            # a version the brand never saw, because of a file, leaves its number to the next
            models.UniqueConstraint(
                fields=["collaboration", "version"], condition=~Q(state="rejected"), name="content_version_once"
            ),
            models.UniqueConstraint(
                fields=["collaboration"],
                condition=Q(state__in=["uploading", "processing", "submitted"]),
                name="content_one_open_submission",
            ),
        ]

    def __str__(self) -> str:
        return f"V{self.version} of {self.collaboration}"

    @cached_property
    def is_to_be_changed(self) -> bool:
        """Whether it is the last of the versions that the brand sent back."""
        later = Submission.objects.filter(collaboration=self.collaboration_id, version__gt=self.version)
        is_back = self.state == SubmissionState.CHANGES_REQUESTED
        return is_back and not later.filter(state=SubmissionState.CHANGES_REQUESTED).exists()
