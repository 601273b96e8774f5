"""Login identity. Who a person is for the product (creator, member of brands) stands in the apps above."""

from typing import Any, ClassVar

from django.contrib.auth.models import (
    AbstractBaseUser,
    BaseUserManager,
    PermissionsMixin,
)
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from barter.kernel.ids import PublicIdField
from barter.kernel.text import given_name


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who can sign in, by e-mail. `started_as` is what they signed up to be; it grants nothing."""

    class StartedAs(models.TextChoices):
        CREATOR = "creator", "Creator"
        BRAND = "brand", "Brand"
        STAFF = "staff", "Staff"

    public_id = PublicIdField(prefix="user")
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120, blank=True)
    started_as = models.CharField(max_length=10, choices=StartedAs.choices, default=StartedAs.CREATOR)
    wished_brand_name = models.CharField(
        max_length=80,
        blank=True,
        help_text="typed at the brand door; the brand is made when the address is verified",
    )
    language = models.CharField(max_length=10, default="en")
    time_zone = models.CharField(max_length=40, default="UTC")
    calendar_version = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="a new one makes earlier addresses of the person's calendar useless"
    )
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(null=True, blank=True)
    leave_asked_at = models.DateTimeField(null=True, blank=True, help_text="when the person asked to be deleted")
    erase_at = models.DateTimeField(
        null=True, blank=True, help_text="when the account is erased; later, while something still runs"
    )
    erased_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_user_email_once")]
        # what staff search by: words of name and address, and the beginning of an address
        indexes = [
            GinIndex(SearchVector("name", "email", config="simple"), name="accounts_user_words"),
            models.Index(OpClass(Lower("email"), name="text_pattern_ops"), name="accounts_user_email_start"),
            models.Index(fields=["erase_at"], name="accounts_user_erase", condition=Q(erase_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def display_name(self) -> str:
        """What the person is called on pages: the name, or the first part of the e-mail address."""
        return self.name or self.email.split("@")[0]

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return given_name(self.name) or self.email.split("@")[0]


class DataExport(models.Model):
    """A person's copy of what we hold about them: asked for, built by a worker, kept for seven days.

    `process_at`: system time from which a worker may take it, pushed ahead while one is at it. `attempts` names the claim.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        BUILDING = "building", "Being built"
        READY = "ready", "Ready"
        FAILED = "failed", "Failed"
        EXPIRED = "expired", "Deleted"

    OPEN: ClassVar[tuple[str, ...]] = (State.WAITING, State.BUILDING)

    public_id = PublicIdField(prefix="exp")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="data_exports")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    key = models.CharField(max_length=200, help_text="in the object store; its secret part was never shown to anybody")
    size_bytes = models.PositiveBigIntegerField(default=0)
    parts_done = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    process_at = models.DateTimeField(null=True, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(state__in=["waiting", "building"]), name="accounts_one_open_export"
            ),
        ]
        indexes = [
            models.Index(fields=["process_at"], name="accounts_export_due", condition=Q(process_at__isnull=False)),
            models.Index(fields=["expires_at"], name="accounts_export_expires", condition=Q(state="ready")),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class KnownDevice(models.Model):
    """A kind of browser or app somebody has signed in with before; the first time with another one a mail tells them."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="known_devices")
    name = models.CharField(max_length=100, help_text="browser and system, or what an app calls itself")
    first_seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="accounts_device_once")]

    def __str__(self) -> str:
        return self.name
