"""The published offer: product, brief, places, eligibility, licence terms."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from barter.kernel.ids import PublicIdField
from barter.kernel.stateful import Stateful
from barter.kernel.topics import Topic
from brands.models import Product
from deals.workflow import DEAL, DEAL_PUBLIC, DealState


class DealQuerySet(models.QuerySet["Deal"]):
    def public(self) -> "DealQuerySet":
        """What anybody may see."""
        return self.filter(state__in=DEAL_PUBLIC)

    def managed_by(self, user: Any) -> "DealQuerySet":
        """Deals of the brands this person works for, in whatever role."""
        return self.filter(brand__memberships__user=user)

    def visible_to(self, user: Any) -> "DealQuerySet":
        """Public deals, and for a signed-in person those of the own brands and those applied to."""
        if not user.is_authenticated:
            return self.public()
        return self.filter(
            Q(state__in=DEAL_PUBLIC) | Q(brand__in=user.memberships.values("brand")) | Q(pk__in=_applied_by(user))
        )


def _applied_by(user: Any) -> Any:
    from deals.models.application import Application

    return Application.objects.filter(creator__user=user).values("deal")


class Deal(Stateful):
    """A published offer. `terms` is what an applicant consents to, as posted; `terms_hash` its SHA-256."""

    State: ClassVar = DealState
    machine = DEAL

    public_id = PublicIdField(prefix="deal")
    brand = models.ForeignKey("brands.Brand", on_delete=models.PROTECT, related_name="deals")
    product = models.ForeignKey("brands.Product", on_delete=models.PROTECT, related_name="deals", null=True)
    title = models.CharField(max_length=120, blank=True)
    summary = models.TextField(max_length=2000, blank=True)
    category = models.CharField(max_length=30, choices=Topic.choices, blank=True)
    state = models.CharField(max_length=30, choices=DealState.choices, default=DealState.DRAFT)

    # eligibility; an empty list means everybody
    countries = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    platforms = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=5), default=list, blank=True)
    min_followers = models.PositiveIntegerField(default=0)

    # what is exchanged, copied from the product when the deal is submitted
    fmv_minor = models.PositiveIntegerField(default=0)
    currency = models.CharField(max_length=3, default="EUR")
    worth_cents = models.PositiveIntegerField(
        default=0,
        db_default=0,
        help_text="the value in about euro cents, made with the terms: what lists compare and sort by",
    )
    must_post = models.BooleanField(default=True, help_text="false: content only (UGC), it ends at approval")
    ship_within_days = models.PositiveSmallIntegerField(default=3, help_text="business days")
    create_within_days = models.PositiveSmallIntegerField(default=14, help_text="days from delivery, 5 to 28")
    live_days = models.PositiveSmallIntegerField(default=30, help_text="days a post must stay up, 7 to 90")
    end_date = models.DateField(null=True, blank=True)

    # licence: organic repost with credit, 12 months, worldwide, unless ticked otherwise
    licence_months = models.PositiveSmallIntegerField(default=12)
    licence_territory = models.CharField(max_length=20, default="worldwide")
    licence_paid_ads_months = models.PositiveSmallIntegerField(default=0, help_text="0: no paid ads")
    licence_edits = models.BooleanField(default=False)
    licence_handle = models.BooleanField(default=False, help_text="ads under the creator's handle")
    licence_credit = models.BooleanField(default=True)

    brief_version = models.PositiveIntegerField(default=1)
    terms = models.JSONField(default=dict)
    terms_hash = models.CharField(max_length=64, blank=True)
    card = models.JSONField(
        default=dict, help_text="what lists show of product and work, made with the terms; see deals.card"
    )
    rejection_reason = models.CharField(max_length=500, blank=True)
    last_brand_activity_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    search_text = models.TextField(blank=True, help_text="folded words of title, summary, brand, product, category")
    search = models.GeneratedField(
        expression=SearchVector("search_text", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = DealQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DealState.values), name="deals_deal_state_known"),
            models.CheckConstraint(
                condition=Q(create_within_days__range=(5, 28)),
                name="deals_create_within_5_to_28_days",
            ),
            models.CheckConstraint(condition=Q(live_days__range=(7, 90)), name="deals_live_7_to_90_days"),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(DEAL_PUBLIC)) | Q(published_at__isnull=False),
                name="deals_public_is_published",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-published_at", "-id"],
                name="deals_feed",
                condition=Q(state="live"),
            ),
            models.Index(
                fields=["category", "-published_at", "-id"],
                name="deals_feed_cat",
                condition=Q(state="live"),
            ),
            models.Index(fields=["-worth_cents", "-id"], name="deals_feed_worth", condition=Q(state="live")),
            models.Index(fields=["due_at", "id"], name="deals_feed_ending", condition=Q(state="live")),
            models.Index(fields=["brand", "-id"], name="deals_of_brand"),
            models.Index(fields=["state", "-id"], name="deals_by_state"),
            models.Index(
                fields=["wake_at"],
                name="deals_deal_wake",
                condition=Q(wake_at__isnull=False),
            ),
            GinIndex(fields=["search"], name="deals_search"),
        ]

    def __str__(self) -> str:
        return self.title or "Untitled deal"

    @property
    def exchange(self) -> str:
        """How the product gets to the creator, as Product.Kind. A draft without a product is going to be a parcel."""
        return self.product.kind if self.product else Product.Kind.PARCEL


class DealPlaces(models.Model):
    """Places of one deal, in a narrow row of their own; the database refuses to oversell."""

    deal = models.OneToOneField(Deal, on_delete=models.CASCADE, primary_key=True, related_name="places")
    total = models.PositiveIntegerField(default=1)
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "deal places"
        constraints = [
            models.CheckConstraint(condition=Q(taken__lte=F("total")), name="deals_places_not_oversold"),
            models.CheckConstraint(condition=Q(total__gte=1), name="deals_at_least_one_place"),
        ]

    def __str__(self) -> str:
        return f"{self.taken} of {self.total}"

    @property
    def left(self) -> int:
        return self.total - self.taken


class BriefItem(models.Model):
    """One checkable line of a brief; reviews point at it. Edits after publication add lines of a new version."""

    class Kind(models.TextChoices):
        MUST_SHOW = "must_show", pgettext_lazy("a line of the brief", "Show")
        MUST_SAY = "must_say", _("Say")
        DONT = "dont", _("Don't")
        HASHTAG = "hashtag", _("Hashtag")
        LINK = "link", _("Link")
        DISCLOSURE = "disclosure", _("Disclosure")

    public_id = PublicIdField(prefix="bri")
    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="brief_items")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    text = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    brief_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text


class Deliverable(models.Model):
    """What must be made: "1 Instagram Reel, 20-30 s, 9:16"."""

    class Kind(models.TextChoices):
        VIDEO = "video", _("Video")
        PHOTO = "photo", _("Photo")
        STORY = "story", _("Story")

    public_id = PublicIdField(prefix="dlv")
    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="deliverables")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    platform = models.CharField(max_length=12, blank=True)
    count = models.PositiveSmallIntegerField(default=1)
    min_seconds = models.PositiveSmallIntegerField(default=0)
    max_seconds = models.PositiveSmallIntegerField(default=0, help_text="0: no limit")
    ratio = models.CharField(max_length=5, blank=True, help_text='"9:16"')
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(count__gte=1), name="deals_deliverable_counts"),
            models.CheckConstraint(
                condition=Q(max_seconds=0) | Q(max_seconds__gte=F("min_seconds")),
                name="deals_deliverable_seconds",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.count} {self.get_kind_display()}"


class SavedDeal(models.Model):
    """A creator's bookmark."""

    creator = models.ForeignKey("creators.Creator", on_delete=models.CASCADE, related_name="saved_deals")
    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="saves")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["creator", "deal"], name="deals_saved_once")]

    def __str__(self) -> str:
        return f"{self.creator_id} saved {self.deal_id}"
