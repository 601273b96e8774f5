"""Writes of the login identity that don't go through the sign-in pages."""

from collections.abc import Mapping
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import User


def create_person(
    *, email: str, password: str | None, started_as: str, at: datetime, name: str = "", **fields: object
) -> User:
    """A person whose e-mail address is already verified (demo, tests, staff). Without a password they reset it first."""
    with transaction.atomic():
        user = User.objects.create_user(
            email, password, started_as=started_as, name=name, joined_at=at, **{"is_staff": False, **fields}
        )
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def update_person(*, user: User, changes: Mapping[str, str]) -> None:
    """Change name, language or time zone. The e-mail address changes on its own way, with a code."""
    wanted = {name: value for name, value in changes.items() if name in {"name", "language", "time_zone"}}
    for name, value in wanted.items():
        setattr(user, name, value)
    if wanted:
        user.save(update_fields=list(wanted))
