"""A creator's request for a place in a deal."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from barter.kernel.ids import PublicIdField
from barter.kernel.stateful import Stateful
from deals.models.deal import Deal
from deals.workflow import APPLICATION, APPLICATION_OPEN, ApplicationState

CLIPS_MAX = 3


class DeclineReason(models.TextChoices):
    NOT_A_FIT = "not_a_fit", _("Not a fit for this deal")
    AUDIENCE = "audience", _("Looking for another audience")
    QUALITY = "quality", _("Looking for another style")
    PLACES_GONE = "places_gone", _("All places are taken")
    COUNTRY = "country", _("Can't ship there")
    OTHER = "other", _("Another reason")


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user: Any) -> "ApplicationQuerySet":
        """The applicant's own, and those to deals of the own brands."""
        return self.filter(Q(creator__user=user) | Q(deal__brand__in=user.memberships.values("brand")))

    def managed_by(self, user: Any) -> "ApplicationQuerySet":
        return self.filter(deal__brand__in=user.memberships.values("brand"))

    def of_creator(self, user: Any) -> "ApplicationQuerySet":
        return self.filter(creator__user=user)

    def open(self) -> "ApplicationQuerySet":
        return self.filter(state__in=APPLICATION_OPEN)


class Application(Stateful):
    """`consented_hash` is the hash of the deal's terms the creator agreed to by applying.

    `proposal` holds the changed terms of an offer or counter: {"create_within_days", "licence", "note", ...}.
    """

    State: ClassVar = ApplicationState
    machine = APPLICATION

    public_id = PublicIdField(prefix="app")
    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="applications")
    creator = models.ForeignKey("creators.Creator", on_delete=models.PROTECT, related_name="applications")
    state = models.CharField(max_length=30, choices=ApplicationState.choices)
    pitch = models.TextField(max_length=1000, blank=True)
    address = models.ForeignKey(
        "creators.Address",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    variant = models.ForeignKey(
        "brands.Variant",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    channel = models.ForeignKey(
        "creators.Channel",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    clips = ArrayField(
        models.CharField(max_length=40), default=list, db_default=[], blank=True, size=CLIPS_MAX,
        help_text="which of the clips on their profile the creator shows here, by id; the others follow these",
    )  # fmt: skip
    consented_hash = models.CharField(max_length=64, blank=True)
    proposal = models.JSONField(default=dict, blank=True)
    decline_reason = models.CharField(max_length=20, choices=DeclineReason.choices, blank=True)
    decline_note = models.CharField(max_length=500, blank=True)
    submitted_at = models.DateTimeField()
    shortlisted_at = models.DateTimeField(
        null=True, blank=True, help_text="the first time: the days to answer begin anew once"
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ApplicationState.values),
                name="deals_app_state_known",
            ),
            models.UniqueConstraint(
                fields=["deal", "creator"],
                condition=Q(state__in=sorted(APPLICATION_OPEN)),
                name="deals_one_open_application",
            ),
        ]
        indexes = [
            models.Index(fields=["deal", "state", "id"], name="deals_app_of_deal"),
            models.Index(fields=["creator", "-id"], name="deals_app_of_creator"),
            models.Index(fields=["state", "-id"], name="deals_app_by_state"),
            models.Index(
                fields=["wake_at"],
                name="deals_app_wake",
                condition=Q(wake_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.creator} for {self.deal}"
