"""What a creator looks for again and again."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from barter.kernel.ids import PublicIdField


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def visible_to(self, user: Any) -> "SavedSearchQuerySet":
        return self.filter(creator__user=user)


class SavedSearch(models.Model):
    """A search of the feed with its filters, kept in the columns a new deal is compared with.

    `slot` numbers a creator's searches: the database refuses the one too many. `wake_at` is set while there may be
    something to tell; then at most once a day.
    """

    MOST: ClassVar = 20

    public_id = PublicIdField(prefix="srch")
    creator = models.ForeignKey("creators.Creator", on_delete=models.CASCADE, related_name="saved_searches")
    slot = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    key = models.CharField(max_length=400, help_text="what is looked for in one form: the same search is kept once")

    text = models.CharField(max_length=100, blank=True)
    words = models.CharField(max_length=400, blank=True, help_text="the text as PostgreSQL searches it")
    topics = ArrayField(models.CharField(max_length=30), help_text="one of these categories; '' is any")
    platform = models.CharField(max_length=12, blank=True)
    min_worth_cents = models.PositiveIntegerField(default=0)
    content_only = models.BooleanField(default=False)
    any_audience = models.BooleanField(default=False)
    anywhere = models.BooleanField(default=False, help_text="also deals that don't ship to the creator")

    alerts = models.BooleanField(default=True)
    wake_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(help_text="deals that went live after it are new to the creator")
    created_at = models.DateTimeField()

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "saved searches"
        constraints = [
            models.UniqueConstraint(fields=["creator", "slot"], name="deals_search_slot_once"),
            models.UniqueConstraint(fields=["creator", "key"], name="deals_search_once"),
            models.CheckConstraint(condition=Q(slot__range=(1, 20)), name="deals_at_most_20_searches"),
        ]
        indexes = [
            # those a new deal may still wake: whoever is woken leaves it
            GinIndex(fields=["topics"], name="deals_search_topics", condition=Q(alerts=True, wake_at=None)),
            models.Index(fields=["wake_at"], name="deals_search_wake", condition=Q(wake_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def categories(self) -> tuple[str, ...]:
        return tuple(topic for topic in self.topics if topic)
