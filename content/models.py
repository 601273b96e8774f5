"""Content: uploads, assets, submissions, revision notes, licences."""

from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.utils.translation import gettext_lazy as _

from barter.kernel.ids import PublicIdField
from barter.kernel.stateful import Stateful
from content.workflow import (
    LICENCE,
    SUBMISSION,
    LicenceState,
    SubmissionState,
    UploadState,
)
from creators.models import Creator
from deals.workflow import CollaborationState, DealState


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
    preview_key = models.CharField(max_length=200, blank=True, help_text="watermarked photo or video")
    poster_key = models.CharField(max_length=200, blank=True, help_text="watermarked still")
    strip_key = models.CharField(
        max_length=200, blank=True, default="", db_default="", help_text="frames of a video side by side"
    )
    widths = models.JSONField(
        default=list,
        db_default=Value([], models.JSONField()),
        blank=True,
        help_text="of a photo's watermarked renditions, AVIF and WebP each",
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
        """Keys of a photo's watermarked renditions, narrow ones first: w256.avif, w256.webp, w512.avif ..."""
        folder = self.preview_key.rpartition("/")[0]
        return [f"{folder}/{name}" for name in rendition_names(self.widths)]

    @staticmethod
    def may_be_shown() -> Q:
        """Approved, of a trade that is through or whose post is up, and neither the deal nor a right in the file was taken
        back by our team. Read anew each time: what is taken down is gone from every page at once."""
        done = Q(collaboration__state=CollaborationState.COMPLETED)
        online = Q(collaboration__state=CollaborationState.LIVE_HOLD, collaboration__posted_at__isnull=False)
        approved = Q(state=UploadState.READY, submission__state=SubmissionState.APPROVED)
        revoked = Exists(Licence.objects.filter(asset=OuterRef("pk"), state=LicenceState.REVOKED))
        return approved & (done | online) & ~Q(collaboration__deal__state=DealState.TAKEN_DOWN) & Q(~revoked)


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


class LicenceQuerySet(models.QuerySet["Licence"]):
    def visible_to(self, user: Any) -> "LicenceQuerySet":
        return self.filter(Q(creator__user=user) | Q(brand__in=user.memberships.values("brand")))

    def managed_by(self, user: Any) -> "LicenceQuerySet":
        return self.filter(brand__in=user.memberships.values("brand"))


class Licence(Stateful):
    """The right a brand holds on one approved asset, from the frozen terms. `code` opens the public verify page.

    `renewal_months`, `renewal_offered_at`: the brand asks for so many months more. The creator's yes makes a licence
    that `renews` this one, with the same rights.
    """

    State: ClassVar = LicenceState
    machine = LICENCE

    public_id = PublicIdField(prefix="lic")
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="licences")
    collaboration = models.ForeignKey("deals.Collaboration", on_delete=models.PROTECT, related_name="licences")
    brand = models.ForeignKey("brands.Brand", on_delete=models.PROTECT, related_name="licences")
    creator = models.ForeignKey("creators.Creator", on_delete=models.PROTECT, related_name="licences")
    state = models.CharField(max_length=30, choices=LicenceState.choices)
    code = models.CharField(max_length=20, unique=True)
    terms_hash = models.CharField(max_length=64)
    file_sha256 = models.CharField(max_length=64)
    licensor_name = models.CharField(
        max_length=80, blank=True, default="", db_default="", help_text="whose it was, once their account is erased"
    )
    scope = models.JSONField(help_text="organic, paid_ads_until, edits, handle, credit")
    territory = models.CharField(max_length=20)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    renews = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="renewed_by")
    renewal_months = models.PositiveSmallIntegerField(null=True, blank=True)
    renewal_offered_at = models.DateTimeField(null=True, blank=True)

    objects = LicenceQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=LicenceState.values), name="content_licence_state"),
            models.UniqueConstraint(
                fields=["asset"],
                condition=Q(state__in=["active", "expiring"]),
                name="content_one_running_licence",
            ),
            models.CheckConstraint(
                condition=Q(renewal_months=None, renewal_offered_at=None)
                | Q(renewal_months__gt=0, renewal_offered_at__isnull=False, state__in=["active", "expiring"]),
                name="content_renewal_of_a_running_licence",
            ),
        ]
        indexes = [
            models.Index(fields=["brand", "-id"], name="content_licence_of_brand"),
            models.Index(fields=["state", "-id"], name="content_licence_by_state"),
            models.Index(
                fields=["wake_at"],
                name="content_licence_wake",
                condition=Q(wake_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def licensor(self) -> str:
        """Who gave it. An erased creator's name stays here alone, because the contract needs it."""
        return self.licensor_name or self.creator.display_name


class AssetDownload(models.Model):
    """An original left the store under a licence."""

    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="downloads")
    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="downloads")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.asset_id} at {self.at}"


class PortfolioClipQuerySet(models.QuerySet["PortfolioClip"]):
    def kept(self) -> "PortfolioClipQuerySet":
        """Those their creator chose and did not take off again."""
        return self.filter(removed_at=None)

    def of_creator(self, creator: Any) -> "PortfolioClipQuerySet":
        return self.kept().filter(asset__creator=creator)

    def public(self) -> "PortfolioClipQuerySet":
        """What anybody may see now: the file still may be shown, and its creator has a profile."""
        return self.kept().filter(asset__creator__in=Creator.objects.public(), asset__in=Asset.objects.showable())


class PortfolioClip(models.Model):
    """An approved file that its creator shows on their profile, in their order.

    A removed one stays as a row, so that the removal can be undone with its title and place.
    """

    public_id = PublicIdField(prefix="clip")
    asset = models.OneToOneField(Asset, on_delete=models.CASCADE, related_name="clip")
    title = models.CharField(max_length=80, blank=True)
    position = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = PortfolioClipQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title or str(self.asset)
