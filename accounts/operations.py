"""Writes of the login identity that don't go through the sign-in pages."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.http import HttpRequest
from django.utils import timezone

from accounts.errors import OwnAccount, UnknownRole
from accounts.events import AccountMoved
from accounts.models import DataExport, User
from accounts.roles import CHOICES
from barter.kernel.actors import Actor, Side
from barter.kernel.errors import NotAllowed, WrongState
from barter.kernel.local_time import COOKIE, find_zone
from barter.kernel.moves import record_move
from barter.kernel.text import plain_name


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


def set_staff_role(*, user: User, by: Actor, role: str, at: datetime) -> User:
    """Make somebody support or moderator; an empty role ends being staff. Raises OwnAccount, UnknownRole."""
    if role not in dict(CHOICES):
        raise UnknownRole(field="role")
    with transaction.atomic():
        row = _lock(user, by)
        row.is_staff = bool(role)
        row.is_superuser = False
        row.save(update_fields=["is_staff", "is_superuser"])
        row.groups.set(Group.objects.filter(name=role) if role else [])
        _record(row, "set_role", by, at, reason=role or "no role")
    return row


def close_account(*, user: User, by: Actor, reason: str, at: datetime) -> User:
    """The person is signed out everywhere and can't sign in; nothing is deleted. Raises OwnAccount."""
    with transaction.atomic():
        row = _lock(user, by)
        row.is_active = False
        row.save(update_fields=["is_active"])
        _record(row, "close_account", by, at, reason=reason)
    _end(row)
    return row


def reopen_account(*, user: User, by: Actor, reason: str, at: datetime) -> User:
    """The person can sign in again."""
    with transaction.atomic():
        row = _lock(user, by)
        row.is_active = True
        row.save(update_fields=["is_active"])
        _record(row, "reopen_account", by, at, reason=reason)
    return row


def end_sessions(*, user: User, by: Actor, at: datetime) -> User:
    """Every browser and app of this person has to sign in again."""
    with transaction.atomic():
        row = _lock(user, by)
        _record(row, "end_sessions", by, at)
    _end(row)
    return row


def end_session(*, session: UserSession, by: Actor, at: datetime) -> None:
    """One browser or app of a person has to sign in again."""
    with transaction.atomic():
        row = _lock(session.user, by)
        for open_session in UserSession.objects.filter(pk=session.pk):
            open_session.end()
        _record(row, "end_session", by, at)


def keep_account(*, user: User, by: Actor, reason: str, at: datetime) -> User:
    """The account of somebody who asked to be deleted, and then asked our team not to, stays. Raises WrongState."""
    with transaction.atomic():
        row = _lock(user, by)
        if row.erase_at is None:
            raise WrongState(state="not leaving")
        row.leave_asked_at = row.erase_at = None
        row.save(update_fields=["leave_asked_at", "erase_at"])
        _record(row, "keep_account", by, at, reason=reason)
    return row


def build_copy_again(*, export: DataExport, by: Actor, at: datetime) -> None:
    """One more attempt at a copy that was given up. Raises WrongState, also when the person has asked for a newer one."""
    with transaction.atomic():
        row = _lock(export.user, by)
        if DataExport.objects.filter(user=row, pk__gt=export.pk).exists():
            raise WrongState(state=str(DataExport.State.EXPIRED.label))
        again = {"process_at": timezone.now(), "attempts": Greatest(F("attempts") - 1, 0)}  # room for one attempt
        _change_copy(export, [DataExport.State.FAILED], state=DataExport.State.WAITING, **again)
        _record(row, "build_copy_again", by, at)


def stop_copy(*, export: DataExport, by: Actor, reason: str, at: datetime) -> None:
    """A copy that hangs is given up, and its person can ask for another one. Raises WrongState."""
    with transaction.atomic():
        row = _lock(export.user, by)
        _change_copy(export, DataExport.OPEN, state=DataExport.State.FAILED, process_at=None)
        _record(row, "stop_copy", by, at, reason=reason)


def end_copy(*, export: DataExport, by: Actor, reason: str, at: datetime) -> None:
    """A copy can't be taken any more from now on; the clock deletes its file. Raises WrongState."""
    with transaction.atomic():
        row = _lock(export.user, by)
        _change_copy(export, [DataExport.State.READY], expires_at=at)
        _record(row, "end_copy", by, at, reason=reason)


def _change_copy(export: DataExport, only_in: Collection[str], **columns: object) -> None:
    if not DataExport.objects.filter(pk=export.pk, state__in=only_in).update(**columns):
        raise WrongState(state=str(DataExport.objects.get(pk=export.pk).get_state_display()))


def _end(user: User) -> None:
    for session in UserSession.objects.filter(user=user):
        session.end()


def _lock(user: User, by: Actor) -> User:
    if by.side != Side.STAFF:
        raise NotAllowed
    if by.user_id == user.pk:
        raise OwnAccount
    return User.objects.select_for_update().get(pk=user.pk)


def _record(user: User, move: str, by: Actor, at: datetime, *, reason: str = "") -> None:
    event = AccountMoved(user=user.public_id, move=move)
    record_move(user, move=move, actor=by, at=at, reason=reason, event=event)


def update_person(*, user: User, changes: Mapping[str, str]) -> None:
    """Change name, language or time zone. The e-mail address changes on its own way, with a code."""
    wanted = {name: value for name, value in changes.items() if name in {"name", "language", "time_zone"}}
    if "name" in wanted:
        wanted["name"] = plain_name(wanted["name"])
    for name, value in wanted.items():
        setattr(user, name, value)
    if wanted:
        user.save(update_fields=list(wanted))


def renew_calendar(*, user: User) -> None:
    """Give the calendar another address; whoever has the old one sees nothing more."""
    User.objects.filter(pk=user.pk).update(calendar_version=F("calendar_version") + 1)


def learn_time_zone(*, request: HttpRequest | None, user: User, **_: Any) -> None:
    """Whoever never named a time zone gets that of the device they sign in with; mails tell hours in it."""
    name = request.COOKIES.get(COOKIE, "") if request is not None else ""
    if user.time_zone == "UTC" and name != "UTC" and find_zone(name):
        User.objects.filter(pk=user.pk).update(time_zone=name)
        user.time_zone = name
