"""What accounts hold about a person: see `barter.kernel.personal`."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from accounts.models import DataExport, KnownDevice, User
from barter.kernel.models import IdempotencyRecord
from barter.kernel.personal import Part, Row, rows

# Stands wherever the name stood; kept as a name is, so it is not translated.
DELETED_NAME = "Deleted account"


def _gather(user_id: int) -> Iterator[tuple[str, Iterable[Row]]]:
    own = User.objects.filter(pk=user_id)
    yield "account", rows(own, "public_id", "email", "name", "started_as", "language", "time_zone", "joined_at", "last_login", "leave_asked_at", "erase_at")  # fmt: skip
    yield "email_addresses", rows(EmailAddress.objects.filter(user=user_id), "email", "verified", "primary")
    yield "devices", rows(UserSession.objects.filter(user=user_id), "ip", "user_agent", "created_at", "last_seen_at")
    yield "known_devices", rows(KnownDevice.objects.filter(user=user_id), "name", "first_seen_at")
    yield "second_steps", rows(Authenticator.objects.filter(user=user_id), "type", "created_at", "last_used_at")
    yield "copies", rows(DataExport.objects.filter(user=user_id), "public_id", "state", "asked_at", "ready_at")


def _files(user_id: int) -> Iterable[str]:
    return DataExport.objects.filter(user=user_id).values_list("key", flat=True)


def _erase(user_id: int, at: datetime) -> None:
    """Name, address and every way in. The e-mail address is free for a new account."""
    user = User.objects.select_for_update(no_key=True).get(pk=user_id)
    for session in UserSession.objects.filter(user=user):
        session.end()
    for kept in (EmailAddress.objects, Authenticator.objects, DataExport.objects, KnownDevice.objects):
        kept.filter(user=user).delete()
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


PART = Part(app="accounts", gather=_gather, files=_files, erase=_erase)
