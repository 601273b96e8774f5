"""Previews without our mark, made once a file is approved."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q, Value

from content.models.assets import Asset


class CleanState(models.TextChoices):
    PROCESSING = "processing"  # waits for a worker, or is with one
    READY = "ready"  # the file names it; what it named before is still in the store for a while
    CLEARED = "cleared"  # and gone now
    FAILED = "failed"  # could not be made: the file keeps its watermarked one


class CleanPreview(models.Model):
    """The making of one file's preview without watermark, see `content.processing.clean`. The columns for workers are
    those of `barter.kernel.files.claim`."""

    State: ClassVar = CleanState
    MADE: ClassVar = frozenset({CleanState.READY, CleanState.CLEARED})  # the file names it

    asset = models.OneToOneField(Asset, on_delete=models.CASCADE, related_name="clean")
    state = models.CharField(max_length=12, choices=CleanState.choices, default=CleanState.PROCESSING)
    vault = models.UUIDField(default=uuid4, editable=False, help_text="secret part of the keys of what is made")
    made = models.JSONField(
        default=dict,
        db_default=Value({}, models.JSONField()),
        blank=True,
        help_text="columns of the file, once all is stored",
    )
    attempts = models.PositiveSmallIntegerField(default=0, help_text="claims so far; part of the keys")
    crashes = models.PositiveSmallIntegerField(default=0, help_text="claims that never reported back")
    process_at = models.DateTimeField(null=True, blank=True, help_text="system time from which a worker may take it")
    claimed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="system time")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(state__in=CleanState.values), name="content_clean_state")]
        indexes = [
            models.Index(fields=["process_at"], name="content_clean_to_do", condition=Q(process_at__isnull=False)),
            models.Index(fields=["ended_at"], name="content_clean_to_clear", condition=Q(state="ready")),
        ]

    def __str__(self) -> str:
        return f"clean preview of {self.asset_id}"

    @property
    def public_id(self) -> str:
        return str(self.asset.public_id)
