"""Requests of creators that a licensed file comes down."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from barter.kernel.ids import PublicIdField
from barter.kernel.stateful import Stateful
from content.models.licences import Licence
from content.workflow import TAKE_DOWN, TAKE_DOWN_OVER, TakeDownState

T = TakeDownState


class TakeDownQuerySet(models.QuerySet["TakeDown"]):
    def visible_to(self, user: Any) -> "TakeDownQuerySet":
        return self.filter(Q(creator__user=user) | Q(brand__in=user.memberships.values("brand")))

    def open(self) -> "TakeDownQuerySet":
        return self.exclude(state__in=TAKE_DOWN_OVER)

    def undecided(self) -> "TakeDownQuerySet":
        return self.filter(state__in=[T.ASKED, T.STAFF])

    def with_ball_at_brand(self, brand: Any) -> "TakeDownQuerySet":
        """What this brand has to answer, or to take down."""
        return self.filter(brand=brand, state__in=[T.ASKED, T.AGREED, T.REVOKED])


class TakeDown(Stateful):
    """A creator asks that a file comes down, under a licence that runs or has ended; one open request a licence.

    `words`, `seen_url`: what the creator says, and where they saw it; the address is shown and never fetched. `answer`: why the
    brand refuses. `still_up`: what the creator saw after the day it was to be down (`down_by`). `decision`: why staff decided so.
    """

    class Reason(models.TextChoices):
        TERM = "term", _("It is still used after the end")
        SCOPE = "scope", _("It is used in a way the licence doesn’t allow")
        TERRITORY = "territory", _("It is used where the licence doesn’t hold")
        SAFETY = "safety", _("Personal reasons, such as safety")
        THIRD_PARTY = "third_party", _("Somebody else has rights in it")
        CONTENT = "content", _("It shows what it must not show")

    State: ClassVar = TakeDownState
    machine = TAKE_DOWN

    public_id = PublicIdField(prefix="tkd")
    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="take_downs")
    brand = models.ForeignKey("brands.Brand", on_delete=models.PROTECT, related_name="+")
    creator = models.ForeignKey("creators.Creator", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=30, choices=TakeDownState.choices)
    reason = models.CharField(max_length=15, choices=Reason.choices)
    words = models.CharField(max_length=2000)
    seen_url = models.CharField(max_length=500, blank=True)
    answer = models.CharField(max_length=2000, blank=True)
    still_up = models.CharField(max_length=2000, blank=True)
    decision = models.CharField(max_length=2000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    down_by = models.DateTimeField(null=True, blank=True, help_text="by when the file is to be gone everywhere")
    asked_at = models.DateTimeField()

    objects = TakeDownQuerySet.as_manager()

    class Meta:
        verbose_name = "take-down request"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TakeDownState.values), name="content_take_down_state"),
            models.UniqueConstraint(
                fields=["licence"],
                condition=~Q(state__in=sorted(TAKE_DOWN_OVER)),
                name="content_one_open_take_down",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["agreed", "revoked", "checking"]) | Q(down_by__isnull=False),
                name="content_down_by_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["wake_at"], name="content_take_down_wake", condition=Q(wake_at__isnull=False)),
            models.Index(fields=["state", "-id"], name="content_take_down_by_state"),
            models.Index(fields=["brand", "due_at"], name="content_take_down_of_brand"),
            models.Index(fields=["creator", "-asked_at"], name="content_take_down_of_creator"),
        ]

    def __str__(self) -> str:
        return f"take-down of {self.licence}"
