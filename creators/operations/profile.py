"""The profile: how a creator joins, what they say about themselves, and what staff decide about them."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext as _

from barter.kernel import policy
from barter.kernel.actors import Actor, Side
from barter.kernel.errors import NotAllowed
from barter.kernel.ids import ALPHABET
from barter.kernel.moves import record_move
from barter.kernel.text import plain_name
from creators.errors import AlreadyCreator, HandleTaken, InvalidValue
from creators.events import CreatorMoved
from creators.models import Creator, CreatorCapacity

if TYPE_CHECKING:
    from accounts.models import User

_EDITABLE = frozenset({"display_name", "handle", "bio", "city", "country", "languages", "niches", "avatar"})
_HANDLE_LENGTH = 40
_UNNAMED = "creator-"


def create_creator(
    *,
    user: "User",
    at: datetime,
    display_name: str = "",
    handle: str = "",
    fields: Mapping[str, Any] | None = None,
) -> Creator:
    """Give the person a creator profile with its credits. Without a name they are "creator-...." until they have one:
    everybody may read it, and the e-mail address is nobody's business.

    `fields` are further columns of the profile. Raises AlreadyCreator; HandleTaken when a given handle is not free.
    """
    name = plain_name(display_name) or plain_name(user.name)
    with transaction.atomic():
        creator = _insert(user, name, handle, {**(fields or {}), "created_at": at})
        CreatorCapacity.objects.create(
            creator=creator,
            credits_granted=policy.value("credits_start"),
            open_applications_max=policy.value("open_applications_new"),
        )
        record_creator(creator, "join", Actor.creator(user.pk), at, before="")
    return creator


def join_as_creator(*, user: "User", at: datetime) -> Creator:
    """The profile of somebody who came in by the creators' door; the present one if there is one."""
    return Creator.objects.filter(user=user).first() or create_creator(user=user, at=at)


def update_profile(*, creator: Creator, changes: Mapping[str, Any], at: datetime) -> Creator:
    """Change what brands see. Raises HandleTaken, InvalidValue (unknown or empty fields)."""
    unknown = set(changes) - _EDITABLE
    if unknown:
        raise InvalidValue(f"These can't be changed: {', '.join(sorted(unknown))}.")
    if "display_name" in changes:
        changes = {**changes, "display_name": plain_name(str(changes["display_name"]))}
        if not changes["display_name"]:
            raise InvalidValue(_("Add the name brands should see."), field="display_name")
    for name, value in changes.items():
        setattr(creator, name, value)
    try:
        with transaction.atomic():
            creator.save(update_fields=list(changes))
    except IntegrityError as error:
        creator.refresh_from_db()
        raise HandleTaken(field="handle") from error
    return creator


def name_after_channel(*, creator: Creator, handle: str) -> None:
    """Who gave no name is called as on their first channel, where everybody knows them."""
    unnamed = Creator.objects.filter(pk=creator.pk, display_name=F("handle"), handle__startswith=_UNNAMED)
    unnamed.update(display_name=handle)


def finish_onboarding(*, creator: Creator, at: datetime) -> None:
    """The three first steps were seen (each may have been skipped). Repeating it changes nothing."""
    Creator.objects.filter(pk=creator.pk, onboarded_at=None).update(onboarded_at=at)


def verify_creator(*, creator: Creator, by: Actor, at: datetime) -> Creator:
    """Staff checked that the person is who they say. Idempotent."""
    return _decide(creator, "verify", by, at, is_verified=True)


def unverify_creator(*, creator: Creator, by: Actor, reason: str, at: datetime) -> Creator:
    """Staff were wrong about the person. Idempotent."""
    return _decide(creator, "unverify", by, at, reason=reason, is_verified=False)


def pause_creator(*, creator: Creator, by: Actor, until: datetime, reason: str, at: datetime) -> Creator:
    """No new applications until then; running trades go on. By staff, or by the system after a second no-show."""
    own = {"staff_paused_until": until} if by.side == Side.STAFF else {}
    return _decide(creator, "pause", by, at, reason=reason, standing=Creator.Standing.PAUSED, paused_until=until, **own)


def resume_creator(*, creator: Creator, by: Actor, at: datetime, reason: str = "") -> Creator:
    """Back to good standing: a pause is over or was lifted, or a closed creator won the appeal."""
    return _decide(creator, "resume", by, at, reason=reason, standing=Creator.Standing.GOOD, **_NO_PAUSE)


def close_creator(*, creator: Creator, by: Actor, reason: str, at: datetime) -> Creator:
    """A person of our staff closes the profile (three no-shows); the creator can appeal."""
    return _decide(creator, "close", by, at, reason=reason, standing=Creator.Standing.CLOSED, **_NO_PAUSE)


_NO_PAUSE = {"paused_until": None, "staff_paused_until": None}


def _decide(creator: Creator, move: str, by: Actor, at: datetime, *, reason: str = "", **columns: Any) -> Creator:
    if by.side not in {Side.STAFF, Side.SYSTEM}:
        raise NotAllowed
    with transaction.atomic():
        locked = Creator.objects.select_for_update().get(pk=creator.pk)
        if all(getattr(locked, name) == value for name, value in columns.items()):
            return locked
        before = locked.standing
        for name, value in columns.items():
            setattr(locked, name, value)
        locked.save(update_fields=list(columns))
        record_creator(locked, move, by, at, before=before, reason=reason)
    return locked


def record_creator(
    creator: Creator, move: str, by: Actor, at: datetime, *, before: str | None = None, reason: str = ""
) -> None:
    """One row of the creator's timeline and its event; `before` is the standing before, if it changed."""
    event = CreatorMoved(creator=creator.public_id, move=move, standing=creator.standing)
    record_move(
        creator,
        move=move,
        actor=by,
        at=at,
        event=event,
        from_state=creator.standing if before is None else before,
        to_state=creator.standing,
        reason=reason,
    )


def _insert(user: "User", name: str, handle: str, fields: Mapping[str, Any]) -> Creator:
    """The row itself; the unique constraints settle who was first."""
    for wish in [handle] if handle else _handles(name):
        try:
            with transaction.atomic():
                return Creator.objects.create(user=user, display_name=name[:80] or wish, handle=wish, **fields)
        except IntegrityError as error:
            if Creator.objects.filter(user=user).exists():
                raise AlreadyCreator from error
    raise HandleTaken(field="handle")


def _handles(name: str) -> list[str]:
    """The name as a handle, then the same with a random tail. Names in other scripts become "creator-...."."""
    base = slugify(name)[: _HANDLE_LENGTH - 7]
    tails = ["".join(secrets.choice(ALPHABET) for _ in range(length)) for length in (4, 6, 6)]
    first = [base] if base else []
    return [*first, *(f"{base}-{tail}" if base else f"{_UNNAMED}{tail}" for tail in tails)]
