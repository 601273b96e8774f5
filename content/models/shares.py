"""Links that show files of a library to somebody outside."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from barter.kernel.ids import PublicIdField
from content.models.licences import Licence

NAME_MAX = 60
MAKER_LEFT, MAKER_DEMOTED = "end_as_maker_left", "end_as_maker_demoted"  # moves of a link that nobody ended by hand


class ShareState(models.TextChoices):
    """Read from the row's moments: nothing moves a link but its end."""

    OPEN = "open"
    EXPIRED = "expired"
    ENDED = "ended"


class ShareLinkQuerySet(models.QuerySet["ShareLink"]):
    def visible_to(self, user: Any) -> "ShareLinkQuerySet":
        return self.filter(brand__in=user.memberships.values("brand"))

    def open(self, at: datetime) -> "ShareLinkQuerySet":
        """Those that still show something."""
        return self.filter(ended_at=None, expires_at__gt=at)


class ShareLink(models.Model):
    """Whoever has its address sees these files of the brand until `expires_at`, as long as each one's licence runs.

    The address holds a secret of which only the SHA-256 is kept: nobody can read it here and open the link.
    """

    public_id = PublicIdField(prefix="shr")
    brand = models.ForeignKey("brands.Brand", on_delete=models.PROTECT, related_name="share_links")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=NAME_MAX, help_text="for whom; read by the team alone")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    may_download = models.BooleanField(default=False, help_text="guests may take the originals, each time written down")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True, help_text="somebody ended it before its day")
    opened_count = models.PositiveIntegerField(default=0)
    last_opened_at = models.DateTimeField(null=True, blank=True)

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="content_share_is_named"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="content_share_ends_later"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("created_at")), name="content_share_ended_later"
            ),
        ]
        indexes = [
            models.Index(fields=["brand", "-id"], name="content_share_of_brand"),
            models.Index(fields=["expires_at"], name="content_share_to_sweep"),
        ]

    def __str__(self) -> str:
        return self.name

    def state_at(self, at: datetime) -> ShareState:
        if self.ended_at is not None:
            return ShareState.ENDED
        return ShareState.OPEN if self.expires_at > at else ShareState.EXPIRED


class SharedFile(models.Model):
    """One file of a link, by the licence under which it was put there. A licence that was renewed goes on showing it."""

    share = models.ForeignKey(ShareLink, on_delete=models.CASCADE, related_name="files")
    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["share", "licence"], name="content_once_in_a_share")]

    def __str__(self) -> str:
        return f"{self.share_id}: {self.licence_id}"
