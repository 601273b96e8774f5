"""Credits and the cap on open applications: each a single conditional UPDATE, so that nothing is ever oversold."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest, Least

from barter.kernel import policy
from creators.errors import NoFreeCredit, TooManyOpenApplications
from creators.models import CreatorCapacity

TRUSTED_AFTER_COMPLETIONS = 10
TRUSTED_ON_TIME_PERCENT = 90


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


def lose_free_credit(*, creator_id: int) -> bool:
    """A credit that is not at stake is gone. False when every one is at stake."""
    free = F("credits_granted") - F("credits_lost")
    return _change(creator_id, {"credits_held__lt": free}, credits_lost=F("credits_lost") + 1)


def restore_credit(*, creator_id: int) -> None:
    """A lost credit is there again."""
    _must(_change(creator_id, {"credits_lost__gt": 0}, credits_lost=F("credits_lost") - 1), "lost credit")


def grant_credit(*, creator_id: int, up_to: int) -> bool:
    """One more credit, unless the creator already has `up_to`. False when that is so."""
    return _change(creator_id, {"credits_granted__lt": up_to}, credits_granted=F("credits_granted") + 1)


def grant_verified_credits(*, capacity: CreatorCapacity) -> int:
    """The credits for a verified channel and phone, once; returns how many came. The caller holds the row's lock.

    They stay when a channel is changed later. Who has as many as possible gets none, and none later for this either.
    """
    most = most_credits(capacity)
    gained = max(0, min(policy.value("credits_verified"), most - capacity.credits_granted))
    granted = Greatest(F("credits_granted"), Least(F("credits_granted") + policy.value("credits_verified"), most))
    due = {"verified_credits": False}
    return gained if _change(capacity.pk, due, verified_credits=True, credits_granted=granted) else 0


def is_trusted(capacity: CreatorCapacity) -> bool:
    """Ten completions, 90 % of what was due on time (product.md, section 4)."""
    rated = capacity.on_time_count + capacity.late_count + capacity.no_show_count
    percent_on_time = 100 * capacity.on_time_count // rated if rated else 0
    return capacity.completed_count >= TRUSTED_AFTER_COMPLETIONS and percent_on_time >= TRUSTED_ON_TIME_PERCENT


def most_credits(capacity: CreatorCapacity) -> int:
    """How far the credits of this creator can grow now."""
    return policy.value("credits_max_trusted" if is_trusted(capacity) else "credits_max")


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
