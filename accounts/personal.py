"""What accounts hold about a person: see `barter.kernel.personal`."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from accounts.models import User
from barter.kernel.models import IdempotencyRecord
from barter.kernel.personal import Part

# Stands wherever the name stood; kept as a name is, so it is not translated.
DELETED_NAME = "Deleted account"


def _erase(user_id: int, at: datetime) -> None:
    """Name, address and every way in. The e-mail address is free for a new account."""
    user = User.objects.select_for_update(no_key=True).get(pk=user_id)
    for session in UserSession.objects.filter(user=user):
        session.end()
    for rows in (EmailAddress.objects, Authenticator.objects):
        rows.filter(user=user).delete()
    IdempotencyRecord.objects.filter(caller=f"user:{user_id}").delete()
    user.groups.clear()
    user.set_unusable_password()
    user.name, user.email, user.wished_brand_name = DELETED_NAME, address_of_nobody(user), ""
    user.language, user.time_zone, user.last_login, user.is_active = "en", "UTC", None, False
    user.calendar_version += 1
    user.save(update_fields=[
        "password", "name", "email", "wished_brand_name", "language", "time_zone", "last_login", "is_active", "calendar_version",
    ])  # fmt: skip


def address_of_nobody(user: User) -> str:
    """Unique, and no mail ever arrives there (RFC 2606)."""
    return f"{user.public_id}@deleted.invalid".replace("_", "-").lower()


PART = Part(app="accounts", erase=_erase)
