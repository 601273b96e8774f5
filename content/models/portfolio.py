"""Clips that creators show on their profiles."""

from typing import Any

from django.db import models

from barter.kernel.ids import PublicIdField
from content.models.assets import Asset
from creators.models import Creator


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
