"""What a brand wants changed, at which moment or point of a file."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from barter.kernel.ids import PublicIdField
from content.models.assets import Asset
from content.models.submissions import Submission


class RevisionNote(models.Model):
    """One line of a revision request: an unmet brief item, said at a moment of a file."""

    public_id = PublicIdField(prefix="note")
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    brief_item = models.ForeignKey(
        "deals.BriefItem",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, null=True, blank=True, related_name="notes")
    at_ms = models.PositiveIntegerField(null=True, blank=True)
    x = models.PositiveSmallIntegerField(null=True, blank=True, help_text="of a photo, in thousandths of its width")
    y = models.PositiveSmallIntegerField(null=True, blank=True, help_text="in thousandths of its height")
    text = models.CharField(max_length=1000)
    must_change = models.BooleanField(default=True)
    is_draft = models.BooleanField(default=True, help_text="written while reviewing, not yet sent")
    fixed_in_version = models.PositiveSmallIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["at_ms", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_draft=True) | Q(must_change=False) | Q(brief_item__isnull=False),
                name="content_change_names_brief_item",
            ),
            models.CheckConstraint(
                condition=Q(x=None, y=None)
                | Q(x__isnull=False, x__lte=1000, y__isnull=False, y__lte=1000, at_ms=None, asset__isnull=False),
                name="content_note_at_a_point_of_a_file",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]
