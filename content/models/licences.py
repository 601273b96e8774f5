"""The rights brands hold on files, and which originals they fetched."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from barter.kernel.ids import PublicIdField
from barter.kernel.stateful import Stateful
from content.models.assets import Asset
from content.workflow import LICENCE, LICENCE_USABLE, LicenceState


class LicenceQuerySet(models.QuerySet["Licence"]):
    def visible_to(self, user: Any) -> "LicenceQuerySet":
        return self.filter(Q(creator__user=user) | Q(brand__in=user.memberships.values("brand")))

    def running(self, at: datetime) -> "LicenceQuerySet":
        """Under which something may be done now."""
        return self.filter(state__in=LICENCE_USABLE, starts_at__lte=at, ends_at__gt=at)

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

    def runs_at(self, at: datetime) -> bool:
        """The same as `running`, of a row that is loaded."""
        return self.state in LICENCE_USABLE and self.starts_at <= at < self.ends_at

    @property
    def licensor(self) -> str:
        """Who gave it. An erased creator's name stays here alone, because the contract needs it."""
        return self.licensor_name or self.creator.display_name


class AssetDownload(models.Model):
    """An original left the store under a licence: to somebody of the brand, or to a guest by a link of the brand's."""

    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="downloads")
    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="downloads")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    share = models.ForeignKey(
        "content.ShareLink", on_delete=models.PROTECT, null=True, blank=True, related_name="downloads"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user=None, share__isnull=False) | Q(user__isnull=False, share=None),
                name="content_download_by_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} at {self.at}"
