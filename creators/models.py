"""Creators: profile, channels, address vault, capacity."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from barter.kernel.crypto import SealedJSONField
from barter.kernel.ids import PublicIdField


class CreatorQuerySet(models.QuerySet["Creator"]):
    def public(self) -> "CreatorQuerySet":
        """Whose profile anybody may see: nobody's who was closed or shut out."""
        return self.filter(user__is_active=True).exclude(standing=Creator.Standing.CLOSED)


class OwnQuerySet(models.QuerySet):
    """Rows of one creator that nobody else may touch."""

    def visible_to(self, user: Any) -> "OwnQuerySet":
        return self.filter(creator__user=user)


class AddressQuerySet(OwnQuerySet):
    def kept(self) -> "AddressQuerySet":
        """Addresses that were not removed."""
        return self.filter(removed_at=None)


class Creator(models.Model):
    """A person who makes content."""

    class Standing(models.TextChoices):
        GOOD = "good", "Good"
        PAUSED = (
            "paused",
            "Paused",
        )  # two no-shows in 180 days: may finish, may not apply until `paused_until`
        CLOSED = "closed", "Closed"

    public_id = PublicIdField(prefix="cre")
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="creator")
    display_name = models.CharField(max_length=80)
    handle = models.SlugField(max_length=40, unique=True)
    bio = models.TextField(max_length=600, blank=True)
    city = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2")
    languages = ArrayField(models.CharField(max_length=5), default=list, blank=True)
    niches = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    avatar = models.CharField(
        max_length=200,
        blank=True,
        help_text="path of a static picture, or a storage key",
    )
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.GOOD)
    paused_until = models.DateTimeField(null=True, blank=True)
    staff_paused_until = models.DateTimeField(
        null=True, blank=True, help_text="what staff decided themselves: lifting a fault ends no pause before it"
    )
    is_verified = models.BooleanField(default=False)
    onboarded_at = models.DateTimeField(
        null=True, blank=True, help_text="the first steps (address, channel, niches) were seen"
    )
    created_at = models.DateTimeField()

    objects = CreatorQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            GinIndex(SearchVector("display_name", "handle", config="simple"), name="creators_creator_words"),
            models.Index(fields=["standing"], name="creators_not_good", condition=~Q(standing="good")),
        ]

    @property
    def is_gone(self) -> bool:
        """Closed, shut out, or about to be deleted: nothing new begins with them. Needs creator.user."""
        return self.standing == self.Standing.CLOSED or not self.user.is_active or self.user.erase_at is not None

    def __str__(self) -> str:
        return self.display_name


class Channel(models.Model):
    """Where a creator publishes."""

    class Platform(models.TextChoices):
        INSTAGRAM = "instagram", "Instagram"
        TIKTOK = "tiktok", "TikTok"
        YOUTUBE = "youtube", "YouTube"
        BLOG = "blog", "Blog"

    public_id = PublicIdField(prefix="chn")
    creator = models.ForeignKey(Creator, on_delete=models.CASCADE, related_name="channels")
    platform = models.CharField(max_length=12, choices=Platform.choices)
    handle = models.CharField(max_length=80)
    url = models.URLField(blank=True)
    followers = models.PositiveIntegerField(default=0)
    niche = models.CharField(max_length=30, blank=True)
    language = models.CharField(max_length=5, blank=True)
    country = models.CharField(max_length=2, blank=True)
    is_main = models.BooleanField(default=False)
    is_verified = models.BooleanField(default=False)

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["-is_main", "-followers", "id"]
        indexes = [models.Index(Upper("handle"), name="creators_channel_handle")]
        constraints = [
            models.UniqueConstraint(fields=["creator", "platform", "handle"], name="creators_channel_once"),
            models.UniqueConstraint(
                fields=["creator"],
                condition=Q(is_main=True),
                name="creators_one_main_channel",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_platform_display()} @{self.handle}"


class Address(models.Model):
    """One shipping address in the vault. City and country are readable; the rest only leaves as a shipment's snapshot.

    `sealed` holds {"name", "line1", "line2", "postcode", "region", "phone"} encrypted.
    """

    public_id = PublicIdField(prefix="adr")
    creator = models.ForeignKey(Creator, on_delete=models.CASCADE, related_name="addresses")
    label = models.CharField(max_length=40, blank=True)
    city = models.CharField(max_length=80)
    country = models.CharField(max_length=2)
    sealed: SealedJSONField = SealedJSONField()
    is_default = models.BooleanField(default=False)
    is_phone_verified = models.BooleanField(default=False, help_text="our team reached the creator on its phone number")
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = AddressQuerySet.as_manager()

    class Meta:
        ordering = ["-is_default", "-id"]
        verbose_name_plural = "addresses"
        constraints = [
            models.UniqueConstraint(
                fields=["creator"],
                condition=Q(is_default=True, removed_at=None),
                name="creators_one_default_address",
            )
        ]

    def __str__(self) -> str:
        return f"{self.city}, {self.country}"


class CreatorCapacity(models.Model):
    """The counters of one creator, in a narrow row of their own. The database refuses to go over.

    A credit is held from agreement to completion. A lost credit stays counted in `credits_lost`. `verified_credits`:
    the credits for a verified channel and phone were given; they come once and stay.
    """

    creator = models.OneToOneField(Creator, on_delete=models.CASCADE, primary_key=True, related_name="capacity")
    credits_granted = models.PositiveSmallIntegerField(default=2)
    credits_held = models.PositiveSmallIntegerField(default=0)
    credits_lost = models.PositiveSmallIntegerField(default=0)
    verified_credits = models.BooleanField(default=False)
    open_applications = models.PositiveSmallIntegerField(default=0)
    open_applications_max = models.PositiveSmallIntegerField(default=3)
    completed_count = models.PositiveIntegerField(default=0)
    on_time_count = models.PositiveIntegerField(default=0)
    late_count = models.PositiveIntegerField(default=0)
    no_show_count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "creator capacities"
        constraints = [
            models.CheckConstraint(
                condition=Q(credits_held__lte=F("credits_granted") - F("credits_lost")),
                name="creators_credits_not_oversold",
            ),
            models.CheckConstraint(
                condition=Q(open_applications__lte=F("open_applications_max")),
                name="creators_open_applications_capped",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.credits_free} of {self.credits_granted} free"

    @property
    def credits_free(self) -> int:
        return self.credits_granted - self.credits_lost - self.credits_held
