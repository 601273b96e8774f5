"""Deleting an account: asked for, fourteen days to change one's mind, then erased.

What was asked stands on the user's row; the clock finds it by index. Erasing takes three steps, each of which may be
repeated, so a worker killed anywhere is followed by one that goes on: nobody can sign in any more and what is open is
withdrawn; the files go from the store; every app forgets its part in one transaction. See docs/adr/0009.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from accounts.errors import StaffStay, StillNeeded
from accounts.events import AccountMoved
from accounts.models import User
from barter.kernel import personal, storage
from barter.kernel.actors import Actor
from barter.kernel.models import TimelineEntry
from barter.kernel.moves import record_move
from barter.kernel.personal import Obstacle

logger = logging.getLogger(__name__)
GRACE_DAYS = 14
_LOOK_AGAIN = timedelta(days=1)
_MOVES_OF_THE_CLOCK = frozenset({"erase", "put_off"})
Tell = Callable[[User], None]


def obstacles_of(user: User) -> list[Obstacle]:
    """What has to end before this account can go, in the reader's language."""
    return [one for part in personal.parts_downwards() for one in part.obstacles(user.pk)]


def ask_to_leave(*, user: User, at: datetime) -> User:
    """The account is erased in 14 days; what the person has open is withdrawn now. Asking again changes nothing.

    Raises StaffStay, StillNeeded.
    """
    with transaction.atomic():
        if user.is_staff:
            raise StaffStay
        _leave(user, at)
        row = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if row.erase_at is not None or row.erased_at is not None:
            return row
        why = obstacles_of(row)
        if why:
            raise StillNeeded(why=" ".join(one.words for one in why))
        row.leave_asked_at, row.erase_at = at, at + timedelta(days=GRACE_DAYS)
        row.save(update_fields=["leave_asked_at", "erase_at"])
        _record(row, "ask_to_leave", at)
    return row


def stay(*, user: User, at: datetime) -> User:
    """They changed their mind. What was withdrawn stays withdrawn. Repeating it changes nothing."""
    with transaction.atomic():
        row = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if row.erase_at is None or row.erased_at is not None:
            return row
        row.leave_asked_at = row.erase_at = None
        row.save(update_fields=["leave_asked_at", "erase_at"])
        _record(row, "stay", at)
    return row


def erase_due(*, at: datetime, tell: Tell, tell_put_off: Tell, limit: int = 20) -> int:
    """Erase whose days are over, the longest due first; `tell` gets each of them as they were. Returns how many went.

    Of whom something still needs is put off; `tell_put_off` gets them the first time.
    """
    due = User.objects.filter(erase_at__lte=at).order_by("erase_at", "pk")
    return sum(_erase_safely(user, at, tell, tell_put_off) for user in list(due[:limit]))


def _erase_safely(user: User, at: datetime, tell: Tell, tell_put_off: Tell) -> bool:
    try:
        gone = erase(user_id=user.pk, at=at, tell_put_off=tell_put_off)
        if gone:
            tell(user)
    except Exception:
        logger.exception("erasing failed", extra={"object_type": "user", "object": user.pk})
        return False
    return gone


def erase(*, user_id: int, at: datetime, tell_put_off: Tell) -> bool:
    """All three steps. False when the person stayed, something still runs (looked at again in a day), or it is done."""
    if not _close(user_id, at, tell_put_off):
        return False
    for part in personal.parts_downwards():
        for key in part.files(user_id):
            storage.delete(key)
    with transaction.atomic():
        if User.objects.filter(pk=user_id).exclude(erased_at=None).exists():
            return False
        for part in personal.parts_downwards():
            part.erase(user_id, at)
        row = User.objects.select_for_update(no_key=True).get(pk=user_id)
        if row.erased_at is not None:
            return False
        row.erased_at, row.erase_at = at, None
        row.save(update_fields=["erased_at", "erase_at"])
        _record(row, "erase", at)
    return True


def _close(user_id: int, at: datetime, tell_put_off: Tell) -> bool:
    """From here on nobody acts as this person, so nothing new can begin. Nothing runs, or it is put off by a day."""
    is_news = False
    with transaction.atomic():
        user = User.objects.get(pk=user_id)
        _leave(user, at)
        row = User.objects.select_for_update(no_key=True).get(pk=user_id)
        if row.erase_at is None or row.erase_at > at:
            return False
        why = obstacles_of(row)
        if why:
            is_news = not _was_put_off(row)
            row.erase_at = at + _LOOK_AGAIN
            row.save(update_fields=["erase_at"])
            if is_news:
                _record(row, "put_off", at, reason=" ".join(one.words for one in why))
        else:
            row.is_active = False
            row.save(update_fields=["is_active"])
    if is_news:
        tell_put_off(row)
    return not why


def _was_put_off(user: User) -> bool:
    """Since the person asked this time."""
    moves = TimelineEntry.objects.filter(object_type="user", object_id=user.pk, move="put_off")
    return user.leave_asked_at is not None and moves.filter(at__gte=user.leave_asked_at).exists()


def _leave(user: User, at: datetime) -> None:
    for part in personal.parts_downwards():
        part.leave(user.pk, at)


def _record(user: User, move: str, at: datetime, *, reason: str = "") -> None:
    actor = Actor.system() if move in _MOVES_OF_THE_CLOCK else _self(user)
    event = AccountMoved(user=user.public_id, move=move)
    record_move(user, move=move, actor=actor, at=at, event=event, reason=reason)


def _self(user: User) -> Actor:
    return Actor.brand(user.pk) if user.started_as == User.StartedAs.BRAND else Actor.creator(user.pk)
