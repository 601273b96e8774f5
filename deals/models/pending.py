"""What a brand has decided about an applicant and told nobody yet."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from deals.models.application import Application, DeclineReason
from deals.models.deal import Deal


class PendingDecision(models.Model):
    """A yes or a no of the brand's own, at most one an application; gone as soon as the application is answered or over.

    Without `tell_at` it waits until the brand releases its decisions together. With it, it is a "no" that can be taken
    back until then, and `kept_...` is what waited to be released before: taken back, it waits again. Creators never learn of
    it, and it moves no clock.
    """

    class Verdict(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")

    application = models.OneToOneField(Application, on_delete=models.CASCADE, primary_key=True, related_name="pending")
    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="pending_decisions")
    verdict = models.CharField(max_length=3, choices=Verdict.choices)
    decline_reason = models.CharField(max_length=20, choices=DeclineReason.choices, blank=True)
    decline_note = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    tell_at = models.DateTimeField(null=True, blank=True)
    kept_verdict = models.CharField(max_length=3, choices=Verdict.choices, blank=True, db_default="")
    kept_reason = models.CharField(max_length=20, choices=DeclineReason.choices, blank=True, db_default="")
    kept_note = models.CharField(max_length=500, blank=True, db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(verdict__in=["yes", "no"]), name="deals_pending_verdict_known"),
            models.CheckConstraint(
                condition=(Q(verdict="yes") & Q(decline_reason="", decline_note="", tell_at=None))
                | (Q(verdict="no") & ~Q(decline_reason="")),
                name="deals_pending_no_has_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(kept_verdict="", kept_reason="", kept_note="")
                | (Q(kept_verdict="yes", kept_reason="", kept_note="") & Q(tell_at__isnull=False))
                | (Q(kept_verdict="no", tell_at__isnull=False) & ~Q(kept_reason="")),
                name="deals_pending_kept_while_untold",
            ),
        ]
        indexes = [
            models.Index(fields=["tell_at"], name="deals_pending_to_tell", condition=Q(tell_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} to {self.application}"


def is_being_declined(application: Application) -> bool:
    """Whether its brand said no a few minutes ago and can still take it back. Needs application.pending."""
    mark = getattr(application, "pending", None)
    return mark is not None and mark.tell_at is not None
