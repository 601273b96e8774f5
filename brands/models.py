"""Brands: the company, its members, what it gives, what its plan allows."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from barter.kernel.ids import PublicIdField


class BrandQuerySet(models.QuerySet["Brand"]):
    def of_member(self, user: Any) -> "BrandQuerySet":
        """The brands this person works for."""
        return self.filter(memberships__user=user)

    def public(self) -> "BrandQuerySet":
        """Brands whose page anybody may see."""
        return self.exclude(standing=Brand.Standing.SUSPENDED)


class OfBrandQuerySet(models.QuerySet):
    """Rows that belong to a brand and are seen by its team alone."""

    def visible_to(self, user: Any) -> "OfBrandQuerySet":
        return self.filter(brand__in=user.memberships.values("brand"))


class ProductQuerySet(OfBrandQuerySet):
    def on_offer(self) -> "ProductQuerySet":
        """Products that were not archived."""
        return self.filter(archived_at=None)


class InvitationQuerySet(OfBrandQuerySet):
    def open(self, at: Any) -> "InvitationQuerySet":
        """Invitations that can still be accepted."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=at)


class Brand(models.Model):
    """A company account."""

    class Standing(models.TextChoices):
        GOOD = "good", "Good"
        WATCHED = "watched", "New deals are checked"
        LIMITED = "limited", "At most 3 open slots"
        SUSPENDED = "suspended", "Suspended"

    class Plan(models.TextChoices):
        """How many trades may run at once; places and prices stand in `brands.plans`."""

        START = "start", pgettext_lazy("plan", "Start")
        GROWTH = "growth", pgettext_lazy("plan", "Growth")
        SCALE = "scale", pgettext_lazy("plan", "Scale")

    public_id = PublicIdField(prefix="brand")
    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=60, unique=True)
    about = models.TextField(max_length=1000, blank=True)
    website = models.URLField(blank=True)
    country = models.CharField(max_length=2, blank=True)
    city = models.CharField(max_length=80, blank=True)
    category = models.CharField(max_length=30, blank=True)
    colour = models.PositiveSmallIntegerField(default=0, help_text="index into the palette of brand marks, 0 to 11")
    verified_at = models.DateTimeField(null=True, blank=True)
    is_trusted = models.BooleanField(default=False, help_text="deals go live without a check by staff")
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.GOOD)
    plan = models.CharField(max_length=10, choices=Plan.choices, default=Plan.START, db_default=Plan.START)
    created_at = models.DateTimeField()

    objects = BrandQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            GinIndex(SearchVector("name", config="simple"), name="brands_brand_words"),
            models.Index(fields=["standing"], name="brands_not_good", condition=~Q(standing="good")),
            models.Index(fields=["created_at"], name="brands_to_verify", condition=Q(verified_at=None)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def plan_name(self) -> str:
        """For the side bar of the desk."""
        return _("{plan} plan").format(plan=self.get_plan_display())


class Membership(models.Model):
    """A person working for a brand."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        MANAGER = "manager", _("Manager")
        VIEWER = "viewer", _("Viewer")

    MAY_MANAGE: ClassVar[frozenset[str]] = frozenset({Role.OWNER, Role.MANAGER})

    public_id = PublicIdField(prefix="mem")
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices)
    joined_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "user"], name="brands_member_once")]

    def __str__(self) -> str:
        return f"{self.user} at {self.brand}"


class Invitation(models.Model):
    """An invitation to a brand's team, by e-mail. Its link is a signature over the public id, so nothing secret is kept."""

    public_id = PublicIdField(prefix="inv")
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=10, choices=Membership.Role.choices)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                "brand",
                Lower("email"),
                condition=Q(accepted_at=None, revoked_at=None),
                name="brands_one_open_invitation",
            )
        ]
        indexes = [models.Index(OpClass(Lower("email"), name="text_pattern_ops"), name="brands_invitation_email")]

    def __str__(self) -> str:
        return f"{self.role} of {self.brand}"


class BrandCapacity(models.Model):
    """Open slots of a brand. `slots_wanted` is what plan and standing allow, less `slots_late` for parcels shipped late
    (but never below one). `slots_max` is the limit in force: it follows down only as slots free. `wake_at`: when the
    oldest late parcel is forgotten and the late ones are counted again.
    """

    brand = models.OneToOneField(Brand, on_delete=models.CASCADE, primary_key=True, related_name="capacity")
    slots_max = models.PositiveIntegerField(default=40)
    slots_wanted = models.PositiveIntegerField(default=40)
    slots_late = models.PositiveIntegerField(default=0)
    slots_used = models.PositiveIntegerField(default=0)
    wake_at = models.DateTimeField(null=True, blank=True)
    shipped_count = models.PositiveIntegerField(default=0)
    shipped_on_time_count = models.PositiveIntegerField(default=0)
    ship_hours_total = models.PositiveBigIntegerField(default=0)
    answered_count = models.PositiveIntegerField(default=0)
    answer_hours_total = models.PositiveBigIntegerField(default=0)
    expired_count = models.PositiveIntegerField(default=0, help_text="applications the brand left unanswered")
    reviewed_count = models.PositiveIntegerField(default=0)
    silent_approval_count = models.PositiveIntegerField(default=0)
    no_ship_count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "brand capacities"
        constraints = [
            models.CheckConstraint(
                condition=Q(slots_used__lte=F("slots_max")),
                name="brands_slots_not_oversold",
            )
        ]
        indexes = [
            models.Index(fields=["wake_at"], name="brands_capacity_wake", condition=Q(wake_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.slots_used} of {self.slots_max}"

    @property
    def slots_withheld(self) -> int:
        """How many slots of the plan late parcels take now."""
        return min(self.slots_late, max(0, self.slots_wanted - 1))


class Product(models.Model):
    """What a brand gives: a thing in a parcel, a voucher, or a visit."""

    class Kind(models.TextChoices):
        PARCEL = "parcel", _("Shipped product")
        VOUCHER = "voucher", _("Voucher")
        VISIT = "visit", _("Visit")

    public_id = PublicIdField(prefix="prod")
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="products")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PARCEL)
    title = models.CharField(max_length=140)
    description = models.TextField(blank=True, help_text="sanitised HTML")
    category = models.CharField(max_length=30, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    external_handle = models.CharField(max_length=255, blank=True, help_text="handle in the shop it was imported from")
    voucher_instructions = models.TextField(blank=True, help_text="how to redeem or to book; shown after agreement")
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = ProductQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [GinIndex(SearchVector("title", config="simple"), name="brands_product_words")]
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "external_handle"],
                condition=~Q(external_handle=""),
                name="brands_product_imported_once",
            )
        ]

    def __str__(self) -> str:
        return self.title


class ProductImage(models.Model):
    """One picture. `source` is a static path (demo) or a storage key (`pictures/...`); `remote_url` is where an import named it."""

    public_id = PublicIdField(prefix="pic")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="images")
    source = models.CharField(max_length=300, blank=True)
    remote_url = models.URLField(max_length=1000, blank=True)
    alt = models.CharField(max_length=200, blank=True)
    width = models.PositiveIntegerField(default=756)
    height = models.PositiveIntegerField(default=567)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.source or self.remote_url


class Variant(models.Model):
    """One size or colour. Stock that is promised is reserved; the database refuses to reserve more than there is."""

    public_id = PublicIdField(prefix="var")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="variants")
    title = models.CharField(max_length=140, default="Default")
    options = models.JSONField(default=dict, blank=True)
    sku = models.CharField(max_length=80, blank=True)
    fmv_minor = models.PositiveIntegerField(help_text="fair market value in minor units of the product's currency")
    stock_on_hand = models.PositiveIntegerField(default=0)
    stock_reserved = models.PositiveIntegerField(default=0)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["sku"], name="brands_variant_sku", condition=~Q(sku=""))]
        constraints = [
            models.CheckConstraint(
                condition=Q(stock_reserved__lte=F("stock_on_hand")),
                name="brands_stock_not_oversold",
            ),
            models.UniqueConstraint(fields=["product", "title"], name="brands_variant_once"),
        ]

    def __str__(self) -> str:
        return f"{self.product}: {self.title}"

    @property
    def stock_free(self) -> int:
        return self.stock_on_hand - self.stock_reserved


class CatalogueImport(models.Model):
    """A product CSV that was read but not yet written: the report first, then one confirmed import."""

    class State(models.TextChoices):
        CHECKED = "checked", "Checked"
        IMPORTED = "imported", "Imported"
        DISCARDED = "discarded", "Discarded"

    public_id = PublicIdField(prefix="imp")
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="imports")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.CHECKED)
    products = models.JSONField(help_text="what would be written")
    report = models.JSONField(help_text="row by row: line, severity, message")
    created_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True, blank=True)

    objects = OfBrandQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name


class CreatorNote(models.Model):
    """What somebody of the team wrote down about a creator. For the team alone: no creator ever reads it."""

    public_id = PublicIdField(prefix="cno")
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="creator_notes")
    creator = models.ForeignKey("creators.Creator", on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.CharField(max_length=1000)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)

    objects = OfBrandQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["brand", "creator", "-id"], name="brands_note_on_creator")]

    def __str__(self) -> str:
        return f"A note of {self.brand}"


class CreatorList(models.Model):
    """A named list of creators, such as "Skincare, spring". For the team alone."""

    public_id = PublicIdField(prefix="lst")
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="creator_lists")
    name = models.CharField(max_length=60)
    created_at = models.DateTimeField()

    objects = OfBrandQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint("brand", Lower("name"), name="brands_list_name_once")]

    def __str__(self) -> str:
        return self.name


class CreatorListEntry(models.Model):
    """A creator on a list."""

    creator_list = models.ForeignKey(CreatorList, on_delete=models.CASCADE, related_name="entries")
    creator = models.ForeignKey("creators.Creator", on_delete=models.CASCADE, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "creator list entries"
        constraints = [models.UniqueConstraint(fields=["creator_list", "creator"], name="brands_on_list_once")]

    def __str__(self) -> str:
        return f"{self.creator_id} on {self.creator_list_id}"
