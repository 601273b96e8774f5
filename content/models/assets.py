"""Uploaded files."""

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from barter.kernel.ids import PublicIdField
from content.models.submissions import Submission
from content.workflow import LicenceState, SubmissionState, UploadState
from deals.workflow import CollaborationState, DealState


def rendition_names(widths: list[int]) -> list[str]:
    return [f"w{width}.{suffix}" for width in widths for suffix in ("avif", "webp")]


class AssetQuerySet(models.QuerySet["Asset"]):
    def visible_to(self, user: Any) -> "AssetQuerySet":
        """The creator's own in any state; a brand's once they were delivered to it."""
        return self.filter(
            Q(creator__user=user) | Q(submission__in=Submission.objects.visible_to(user), state=UploadState.READY)
        )

    def of_creator(self, user: Any) -> "AssetQuerySet":
        return self.filter(creator__user=user)

    def usable_in(self, collaboration: Any) -> "AssetQuerySet":
        """Checked files of this collaboration that no version uses yet."""
        return self.filter(collaboration=collaboration, state=UploadState.READY, submission=None)

    def showable(self) -> "AssetQuerySet":
        """What its creator may show on their profile."""
        return self.filter(Asset.may_be_shown())


class Asset(models.Model):
    """One uploaded file. Until its submission is made it only belongs to the creator and the collaboration.

    awaited_by: the version that was sent with this file and goes to the brand when all of its files are ready;
    only then is the file part of the `submission`.

    upload_key: where the creator's permission lets the bytes be put; cleared once they are kept or refused.
    original_key: the untouched bytes that were checked and hashed, under a key no client has ever seen, so that a
    permission used twice cannot change them. Previews have keys of their own, from `vault` as well.
    """

    class Kind(models.TextChoices):
        VIDEO = "video", _("Video")
        PHOTO = "photo", _("Photo")

    State: ClassVar = UploadState

    public_id = PublicIdField(prefix="ast")
    creator = models.ForeignKey("creators.Creator", on_delete=models.PROTECT, related_name="assets")
    collaboration = models.ForeignKey("deals.Collaboration", on_delete=models.PROTECT, related_name="assets")
    submission = models.ForeignKey(
        Submission,
        on_delete=models.PROTECT,
        related_name="assets",
        null=True,
        blank=True,
    )
    awaited_by = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="awaited", null=True, blank=True)
    reuses = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reused_as",
        help_text="the file of an earlier version that this one is, with all it has in the store",
    )  # fmt: skip
    position = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=12, choices=UploadState.choices, default=UploadState.WAITING)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    file_name = models.CharField(max_length=200, help_text="as the creator named it; never part of a key")
    content_type = models.CharField(max_length=60, help_text="as declared; once ready, as its content says")
    size_bytes = models.PositiveBigIntegerField(help_text="0: not known before it arrives (plain form, no script)")
    upload_key = models.CharField(max_length=200, unique=True)
    parts_id = models.CharField(
        max_length=1000, blank=True, default="", db_default="", help_text="the store's id of an upload in parts"
    )
    fingerprint = models.CharField(
        max_length=64, blank=True, default="", db_default="",
        help_text="what the creator's device knows the file by, so that the same one goes on later",
    )  # fmt: skip
    arrived_bytes = models.PositiveBigIntegerField(
        default=0, db_default=0, help_text="of an upload in parts, when it was last looked at"
    )
    vault = models.UUIDField(default=uuid4, editable=False, help_text="secret part of the keys of kept files")
    original_key = models.CharField(max_length=200, blank=True)
    preview_key = models.CharField(max_length=200, blank=True, help_text="photo or video, watermarked until approval")
    poster_key = models.CharField(max_length=200, blank=True, help_text="still, watermarked until approval")
    strip_key = models.CharField(
        max_length=200, blank=True, default="", db_default="", help_text="frames of a video side by side"
    )
    widths = models.JSONField(
        default=list,
        db_default=Value([], models.JSONField()),
        blank=True,
        help_text="of a photo's renditions, AVIF and WebP each",
    )
    thumb_key = models.CharField(max_length=200, blank=True, help_text="small still for lists")
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    duration_ms = models.PositiveIntegerField(null=True, blank=True)
    frame_rate = models.FloatField(null=True, blank=True, help_text="of the preview, frames a second")
    loudness_lufs = models.FloatField(null=True, blank=True, help_text="EBU R 128; silence is -70, empty is no sound")
    sha256 = models.CharField(max_length=64, blank=True)
    phash = models.CharField(
        max_length=64, blank=True, default="", db_default="", help_text="PDQ of the picture, or of a video's still"
    )
    captions_language = models.CharField(
        max_length=8, blank=True, default="", db_default="", help_text="of its `captions`; empty: it has none"
    )
    scan = models.CharField(max_length=12, default="not_scanned", help_text="not_scanned, clean or infected")
    rejection_code = models.CharField(max_length=40, blank=True)
    rejection_detail = models.CharField(max_length=300, blank=True, help_text="a sentence for the creator")
    attempts = models.PositiveSmallIntegerField(default=0, help_text="claims so far; part of the kept keys")
    crashes = models.PositiveSmallIntegerField(default=0, help_text="claims that never reported back")
    step = models.CharField(
        max_length=12, blank=True, default="", db_default="", help_text="what is being done with it, see UploadStep"
    )
    step_percent = models.PositiveSmallIntegerField(default=0, db_default=0)
    steps_done = models.JSONField(
        default=dict, db_default=Value({}, models.JSONField()), blank=True,
        help_text="what earlier claims found out about the bytes with this hash",
    )  # fmt: skip
    process_at = models.DateTimeField(null=True, blank=True, help_text="system time from which a worker may take it")
    claimed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(help_text="an upload that is not completed by then is swept")
    ready_at = models.DateTimeField(null=True, blank=True)
    cleared_at = models.DateTimeField(
        null=True, blank=True, help_text="the permission is over and nothing is left under upload_key"
    )

    objects = AssetQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        indexes = [
            models.Index(fields=["state", "-id"], name="content_asset_by_state"),
            models.Index(fields=["sha256"], name="content_asset_sha256", condition=~Q(sha256="")),
            models.Index(
                fields=["process_at"],
                name="content_to_process",
                condition=Q(process_at__isnull=False),
            ),
            models.Index(
                fields=["expires_at"],
                name="content_to_sweep",
                condition=Q(cleared_at=None),
            ),
            models.Index(fields=["collaboration", "id"], name="content_asset_of_col"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=UploadState.values), name="content_asset_state"),
            models.CheckConstraint(
                condition=Q(submission=None) | Q(state="ready"),
                name="content_only_ready_submitted",
            ),
            models.UniqueConstraint(
                fields=["collaboration", "fingerprint"],
                condition=Q(state="waiting") & ~Q(fingerprint=""),
                name="content_one_upload_of_a_file",
            ),
            models.UniqueConstraint(
                fields=["reuses"], condition=Q(submission=None, state="ready"), name="content_reused_once_a_version"
            ),
            models.CheckConstraint(
                condition=Q(submission=None) | Q(awaited_by=None), name="content_awaited_or_submitted"
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | (~Q(original_key="") & ~Q(sha256="")),
                name="content_ready_is_kept_and_hashed",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def renditions(self) -> list[str]:
        """Keys of a photo's renditions, narrow ones first: w256.avif, w256.webp, w512.avif ..."""
        folder = self.preview_key.rpartition("/")[0]
        return [f"{folder}/{name}" for name in rendition_names(self.widths)]

    @staticmethod
    def may_be_shown() -> Q:
        """Approved, of a trade that is through or whose post is up, and neither the deal nor a right in the file was taken
        back by our team. Read anew each time: what is taken down is gone from every page at once."""
        done = Q(collaboration__state=CollaborationState.COMPLETED)
        online = Q(collaboration__state=CollaborationState.LIVE_HOLD, collaboration__posted_at__isnull=False)
        approved = Q(state=UploadState.READY, submission__state=SubmissionState.APPROVED)
        return (
            approved
            & (done | online)
            & ~Q(collaboration__deal__state=DealState.TAKEN_DOWN)
            & ~Q(licences__state=LicenceState.REVOKED)
        )
