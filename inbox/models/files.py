"""Files that go with messages."""

from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from barter.kernel.ids import PublicIdField
from inbox.models.threads import ChatMessage


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, user: Any) -> "AttachmentQuerySet":
        """What was sent, to both sides of its conversation; what was not yet, to whoever uploads it."""
        sides = Q(application__creator__user=user) | Q(application__deal__brand__in=user.memberships.values("brand"))
        return self.filter(sides).filter(Q(author=user) | Q(message__isnull=False))

    def unsent(self, application: Any, user: Any) -> "AttachmentQuerySet":
        """Files that go with this person's next message in the conversation, also those still being checked."""
        states = [AttachmentState.PROCESSING, AttachmentState.READY, AttachmentState.REJECTED]
        return self.filter(application=application, author=user, message=None, state__in=states).order_by("id")


class AttachmentState(models.TextChoices):
    WAITING = "waiting", "Waiting for its bytes"
    PROCESSING = "processing", "Being checked"
    READY = "ready", "Ready"
    REJECTED = "rejected", "Refused"
    EXPIRED = "expired", "Gone"


class Attachment(models.Model):
    """A photo or PDF for a message. A photo leaves only as it was drawn anew: its original is deleted once that is kept."""

    State: ClassVar = AttachmentState

    public_id = PublicIdField(prefix="att")
    application = models.ForeignKey("deals.Application", on_delete=models.CASCADE, related_name="attachments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey(
        ChatMessage, on_delete=models.CASCADE, null=True, blank=True, related_name="attachments", help_text="once sent"
    )
    state = models.CharField(max_length=12, choices=AttachmentState.choices, default=AttachmentState.WAITING)
    file_name = models.CharField(max_length=200, help_text="as its author named it; never part of a key")
    content_type = models.CharField(max_length=60, help_text="as declared; once ready, as its content says")
    size_bytes = models.PositiveBigIntegerField(help_text="0: not known before it arrives (plain form, no script)")
    upload_key = models.CharField(max_length=200, unique=True)
    vault = models.UUIDField(default=uuid4, editable=False, help_text="secret part of the keys of kept files")
    kept_key = models.CharField(max_length=200, blank=True, help_text="the photo drawn anew, or the PDF")
    thumb_key = models.CharField(max_length=200, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    rejection_code = models.CharField(max_length=40, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="claims so far; part of the kept keys")
    crashes = models.PositiveSmallIntegerField(default=0, help_text="claims that never reported back")
    process_at = models.DateTimeField(null=True, blank=True, help_text="system time from which a worker may take it")
    claimed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(help_text="an upload that is not completed, or not sent, by then is swept")
    cleared_at = models.DateTimeField(
        null=True, blank=True, help_text="the permission is over and nothing is left under upload_key"
    )

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AttachmentState.values), name="inbox_attachment_state_known"),
            models.CheckConstraint(
                condition=~Q(state="ready") | ~Q(kept_key=""), name="inbox_attachment_ready_is_kept"
            ),
        ]
        indexes = [
            models.Index(fields=["process_at"], name="inbox_to_process", condition=Q(process_at__isnull=False)),
            models.Index(fields=["expires_at"], name="inbox_to_sweep", condition=Q(cleared_at=None)),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_photo(self) -> bool:
        return self.content_type.startswith("image/")
