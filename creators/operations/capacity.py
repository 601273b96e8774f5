"""Credits and the cap on open applications: each a single conditional UPDATE, so that nothing is ever oversold."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import F

from creators.errors import NoFreeCredit, TooManyOpenApplications
from creators.models import CreatorCapacity


def take_credit(*, creator_id: int) -> None:
    """Put one credit at stake for an agreement. Raises NoFreeCredit."""
    free = F("credits_granted") - F("credits_lost")
    if not _change(creator_id, {"credits_held__lt": free}, credits_held=F("credits_held") + 1):
        raise NoFreeCredit


def return_credit(*, creator_id: int) -> None:
    """Give a held credit back."""
    _must(_change(creator_id, {"credits_held__gt": 0}, credits_held=F("credits_held") - 1), "held credit")


def lose_credit(*, creator_id: int) -> None:
    """A held credit is gone for good."""
    changes = {"credits_held": F("credits_held") - 1, "credits_lost": F("credits_lost") + 1}
    _must(_change(creator_id, {"credits_held__gt": 0}, **changes), "held credit")


def grant_credit(*, creator_id: int, up_to: int) -> bool:
    """One more credit, unless the creator already has `up_to`. False when that is so."""
    return _change(creator_id, {"credits_granted__lt": up_to}, credits_granted=F("credits_granted") + 1)


def open_application_slot(*, creator_id: int) -> None:
    """Count one more open application. Raises TooManyOpenApplications."""
    below = {"open_applications__lt": F("open_applications_max")}
    if not _change(creator_id, below, open_applications=F("open_applications") + 1):
        most = CreatorCapacity.objects.values_list("open_applications_max", flat=True).get(pk=creator_id)
        raise TooManyOpenApplications(most=most)


def close_application_slot(*, creator_id: int) -> None:
    """An application is over (or became an agreement): it no longer counts."""
    changed = _change(creator_id, {"open_applications__gt": 0}, open_applications=F("open_applications") - 1)
    _must(changed, "open application")


def close_application_slots(*, creator_ids: Collection[int]) -> None:
    """The same for one application of each of these creators, locked in the order of their keys."""
    with transaction.atomic():
        rows = CreatorCapacity.objects.filter(pk__in=creator_ids, open_applications__gt=0)
        locked = list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
        CreatorCapacity.objects.filter(pk__in=locked).update(open_applications=F("open_applications") - 1)


def _change(creator_id: int, only_if: dict[str, Any], **changes: Any) -> bool:
    return CreatorCapacity.objects.filter(pk=creator_id, **only_if).update(**changes) == 1


def _must(changed: bool, what: str) -> None:
    if not changed:
        raise RuntimeError(f"There was no {what} to give back: the counters and their rows disagree.")
