"""More months of a licence that the brand pays for in product."""

from django.db import models
from django.db.models import Q

from barter.kernel.ids import PublicIdField
from content.models.licences import Licence


class PaidRenewalQuerySet(models.QuerySet["PaidRenewal"]):
    def owed(self) -> "PaidRenewalQuerySet":
        """Agreed, and its parcel was not sent yet as far as is known here."""
        return self.filter(agreed_at__isnull=False, paid_at=None, called_off_at=None)

    def holding_stock(self) -> "PaidRenewalQuerySet":
        """Those an item is reserved for: owed, or called off before it is known whether the parcel was sent."""
        return self.filter(agreed_at__isnull=False, paid_at=None, kept_at=None)


class PaidRenewal(models.Model):
    """The brand offers one item of its catalogue for so many months more. What it is and is worth stays as it was offered.

    Offered, then agreed with the creator's yes (which takes the item from the stock), then paid once the parcel is sent:
    only then is the licence renewed. One a licence: an offer that is replaced, declined, or not kept is deleted, and the
    licence's timeline knows what it was.

    `called_off_at`: the licence ended on request before it was heard of the parcel. The item stays reserved until shipping
    says that nothing was sent (then the row is deleted), or that it was on its way: `kept_at`, the creator keeps it.
    """

    public_id = PublicIdField(prefix="ren")
    licence = models.OneToOneField(Licence, on_delete=models.PROTECT, related_name="paid_renewal")
    months = models.PositiveSmallIntegerField()
    variant = models.ForeignKey("brands.Variant", on_delete=models.PROTECT, related_name="+")
    contents = models.CharField(max_length=300, help_text="product and variant as they were called")
    worth_minor = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    offered_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)
    called_off_at = models.DateTimeField(null=True, blank=True)
    kept_at = models.DateTimeField(null=True, blank=True, help_text="sent, though it was called off")

    objects = PaidRenewalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(months__gt=0), name="content_paid_renewal_has_months"),
            models.CheckConstraint(
                condition=Q(paid_at=None) | Q(agreed_at__isnull=False), name="content_paid_renewal_was_agreed"
            ),
            models.CheckConstraint(
                condition=Q(called_off_at=None) | Q(agreed_at__isnull=False, paid_at=None),
                name="content_paid_or_called_off",
            ),
            models.CheckConstraint(
                condition=Q(kept_at=None) | Q(called_off_at__isnull=False), name="content_kept_was_called_off"
            ),
        ]
        indexes = [
            models.Index(
                fields=["variant"],
                name="content_renewal_holds",
                condition=Q(agreed_at__isnull=False, paid_at=None, kept_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contents} for {self.months} months"

    @property
    def is_owed(self) -> bool:
        """Agreed, and its parcel was not sent yet."""
        return self.agreed_at is not None and self.paid_at is None and self.called_off_at is None
