"""The agreed exchange between one brand and one creator for one deal."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from barter.kernel.actors import Side
from barter.kernel.ids import PublicIdField
from barter.kernel.stateful import Stateful
from creators.models import Channel
from deals.models.application import Application
from deals.models.deal import Deal
from deals.workflow import COLLABORATION, COLLABORATION_RUNNING, CollaborationState


class Problem(models.TextChoices):
    """What can go wrong with a parcel, voucher or visit."""

    NOT_ARRIVED = "not_arrived", _("It hasn't arrived")
    DAMAGED = "damaged", _("It is damaged")
    WRONG_ITEM = "wrong_item", _("It is the wrong thing")
    INCOMPLETE = "incomplete", _("Something is missing")
    UNUSABLE = "unusable", _("The voucher or visit doesn't work")
    ADDRESS = "address", _("The address was wrong")
    PICKUP = "pickup", _("I can't collect it")
    OTHER = "other", _("Something else")
    RETURNED = "returned", _("It went back to the sender")
    LOST = "lost", _("The carrier lost it")


CURED_BY_CREATOR = frozenset({Problem.ADDRESS, Problem.PICKUP})
BEFORE_ARRIVAL = frozenset({Problem.NOT_ARRIVED, Problem.ADDRESS, Problem.PICKUP})
TOLD_BY_CARRIER = frozenset({Problem.RETURNED, Problem.LOST})
LOOKS_BEFORE_STAFF = 4  # at a post that told nothing: after an hour and three quarters staff are asked to look


class CollaborationQuerySet(models.QuerySet["Collaboration"]):
    def visible_to(self, user: Any) -> "CollaborationQuerySet":
        return self.filter(Q(creator__user=user) | Q(brand__in=user.memberships.values("brand")))

    def managed_by(self, user: Any) -> "CollaborationQuerySet":
        return self.filter(brand__in=user.memberships.values("brand"))

    def of_creator(self, user: Any) -> "CollaborationQuerySet":
        return self.filter(creator__user=user)

    def running(self) -> "CollaborationQuerySet":
        return self.filter(state__in=COLLABORATION_RUNNING)


class Collaboration(Stateful):
    """Born at agreement. Places, stock, credit and slot are held from here until they are given back (`*_held` flags)."""

    class Exchange(models.TextChoices):
        PARCEL = "parcel", "Parcel"
        VOUCHER = "voucher", "Voucher"
        VISIT = "visit", "Visit"

    State: ClassVar = CollaborationState
    machine = COLLABORATION

    public_id = PublicIdField(prefix="col")
    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="collaborations")
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="collaboration")
    brand = models.ForeignKey("brands.Brand", on_delete=models.PROTECT, related_name="collaborations")
    creator = models.ForeignKey("creators.Creator", on_delete=models.PROTECT, related_name="collaborations")
    variant = models.ForeignKey("brands.Variant", on_delete=models.PROTECT, null=True, related_name="+")
    exchange = models.CharField(max_length=10, choices=Exchange.choices, default=Exchange.PARCEL)
    state = models.CharField(max_length=30, choices=CollaborationState.choices)

    must_post = models.BooleanField()
    create_within_days = models.PositiveSmallIntegerField()
    live_days = models.PositiveSmallIntegerField()
    is_cross_border = models.BooleanField(default=False)

    agreed_at = models.DateTimeField()
    shipped_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    visit_date = models.DateField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True, help_text="last submission")
    approved_at = models.DateTimeField(null=True, blank=True)
    posted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    link_removed_at = models.DateTimeField(null=True, blank=True)

    extended_at = models.DateTimeField(null=True, blank=True, help_text="the one self-service extension")
    revision_rounds_used = models.PositiveSmallIntegerField(default=0)
    was_late = models.BooleanField(default=False, help_text="the creator missed a clock at least once")
    shipped_late = models.BooleanField(default=False)
    approved_silently = models.BooleanField(default=False)
    problem_code = models.CharField(max_length=30, blank=True)
    problem_note = models.CharField(max_length=1000, blank=True)
    held_from = models.CharField(max_length=30, blank=True, help_text="state before on_hold or disputed")
    held_clock = models.JSONField(
        default=dict,
        blank=True,
        help_text="the stopped clock of held_from, as ISO times",
    )
    cancel_proposed_by = models.CharField(max_length=10, blank=True)

    place_held = models.BooleanField(default=True)
    stock_held = models.BooleanField(default=True)
    credit_held = models.BooleanField(default=True)
    slot_held = models.BooleanField(default=True)
    credit_lost = models.BooleanField(default=False, db_default=False, help_text="this trade cost the creator a credit")
    ended_by_verdict = models.BooleanField(
        default=False, db_default=False, help_text="our team ended it on a dispute; the state names whose fault it was"
    )

    objects = CollaborationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=CollaborationState.values),
                name="deals_col_state_known",
            ),
            models.UniqueConstraint(
                fields=["deal", "creator"],
                condition=Q(state__in=sorted(COLLABORATION_RUNNING)),
                name="deals_one_running_collaboration",
            ),
            models.CheckConstraint(
                condition=Q(revision_rounds_used__lte=2),
                name="deals_two_rounds_at_most",
            ),
            models.CheckConstraint(
                condition=Q(credit_held=False) | Q(credit_lost=False), name="deals_credit_held_or_lost"
            ),
        ]
        indexes = [
            models.Index(fields=["brand", "state", "due_at"], name="deals_col_of_brand"),
            models.Index(fields=["creator", "-id"], name="deals_col_of_creator"),
            models.Index(fields=["deal", "state", "id"], name="deals_col_of_deal"),
            models.Index(fields=["state", "-id"], name="deals_col_by_state"),
            models.Index(
                fields=["wake_at"],
                name="deals_col_wake",
                condition=Q(wake_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.creator} for {self.deal}"

    @property
    def ball(self) -> str | None:
        """On hold, the side that is able to cure the problem."""
        if self.state == CollaborationState.ON_HOLD and self.problem_code in CURED_BY_CREATOR:
            return str(Side.CREATOR)
        return super().ball

    @property
    def missed_visit(self) -> bool:
        """It ended without content because nobody came by."""
        is_visit = self.exchange == Collaboration.Exchange.VISIT
        return is_visit and self.state == CollaborationState.NO_SHOW and self.delivered_at is None

    @property
    def lost_its_post(self) -> bool:
        """It was done, but the post went before its time was over, and that stands. Reads the faults."""
        if self.state != CollaborationState.COMPLETED or self.link_removed_at is None:
            return False
        return any(one.kind == one.Kind.POST_REMOVED and one.state != one.State.LIFTED for one in self.faults.all())


class Terms(models.Model):
    """One version of what both sides agreed to. The body never changes; its hash proves it."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        AGREED = "agreed", "Agreed"
        REFUSED = "refused", "Refused"

    collaboration = models.ForeignKey(Collaboration, on_delete=models.CASCADE, related_name="terms_versions")
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices)
    body = models.JSONField()
    sha256 = models.CharField(max_length=64)
    proposed_by = models.CharField(max_length=10)
    proposed_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "terms"
        ordering = ["collaboration_id", "version"]
        constraints = [
            models.UniqueConstraint(fields=["collaboration", "version"], name="deals_terms_version_once"),
            models.UniqueConstraint(
                fields=["collaboration"],
                condition=Q(state="proposed"),
                name="deals_one_open_terms_proposal",
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.version} ({self.sha256[:8]})"


class LiveLinkQuerySet(models.QuerySet["LiveLink"]):
    def unseen(self) -> "LiveLinkQuerySet":
        """New posts that our looks could not tell anything of, again and again, while their trade waits for it."""
        tried = self.filter(state=LiveLink.State.UNCHECKED, failures__gte=LOOKS_BEFORE_STAFF)
        return tried.filter(collaboration__state__in=[CollaborationState.POSTED, CollaborationState.LIVE_HOLD])


class LiveLink(models.Model):
    """The public post of a collaboration, checked while it must stay live."""

    class State(models.TextChoices):
        UNCHECKED = "unchecked", _("Not checked yet")
        LIVE = "live", _("Live")
        DEAD = "dead", _("Not found")
        PRIVATE = "private", _("Private")
        NO_DISCLOSURE = "no_disclosure", _("Disclosure missing")
        NOT_YOURS = "not_yours", _("Somebody else’s post")

    public_id = PublicIdField(prefix="lnk")
    collaboration = models.ForeignKey(Collaboration, on_delete=models.CASCADE, related_name="live_links")
    platform = models.CharField(max_length=12)
    url = models.URLField(max_length=500)
    state = models.CharField(max_length=15, choices=State.choices, default=State.UNCHECKED)
    posted_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)
    check_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="system time from which a worker may check it; a worker that checks pushes it ahead",
    )
    finding = models.CharField(
        max_length=12, blank=True, help_text="code: what the disclosure lacks, or why the last check could not tell"
    )
    failures = models.PositiveSmallIntegerField(default=0, help_text="checks in a row that could not tell")
    gone_at = models.DateTimeField(
        null=True, blank=True, help_text="first seen gone: it counts when a second look finds it gone, too"
    )
    looks = models.JSONField(default=list, blank=True, help_text="the last ten checks: when, what, the raw outcome")

    objects = LiveLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["collaboration", "url"], name="deals_live_link_once"),
            models.CheckConstraint(
                condition=Q(state__in=["unchecked", "live", "dead", "private", "no_disclosure", "not_yours"]),
                name="deals_live_link_state_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["check_at"],
                name="deals_live_link_to_check",
                condition=Q(check_at__isnull=False),
            ),
            models.Index(
                fields=["posted_at"],
                name="deals_live_link_unseen",
                condition=Q(state="unchecked", failures__gte=LOOKS_BEFORE_STAFF),
            ),
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def state_words(self) -> str:
        """What was found, as the two sides read it."""
        words = {self.State.PRIVATE: _("Not public"), self.State.NO_DISCLOSURE: _("Not marked as advertising")}
        return str(words.get(self.State(self.state), self.State(self.state).label))

    def get_platform_display(self) -> str:
        """As the channel is called: "TikTok"."""
        return str(dict(Channel.Platform.choices).get(self.platform, self.platform))
