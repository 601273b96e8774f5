"""Writes of the foundation that staff make: settings, and messages that got stuck."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import transaction
from django.utils import timezone

from barter.kernel import policy
from barter.kernel.actors import Actor, Side
from barter.kernel.errors import Invalid, NotAllowed, WrongState
from barter.kernel.models import Message, Policy, TimelineEntry
from barter.kernel.moves import Event, record_move
from barter.kernel.outbox import nudge


class UnknownSetting(Invalid):
    code = "unknown_setting"
    message = "There is no such setting."


class OutOfLimits(Invalid):
    code = "out_of_limits"
    message = "This setting goes from {least:,} to {most:,}. It was left as it is."


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyChanged(Event):
    """A number of the product was changed by staff."""

    name: ClassVar[str] = "kernel.policy_changed"
    policy: str
    value: int


def fill_policies() -> None:
    """A row for each setting that has none, with its default; one query when nothing is missing."""
    present = set(Policy.objects.values_list("name", flat=True))
    missing = [Policy(name=name, value=value) for name, value in policy.DEFAULTS.items() if name not in present]
    if missing:
        Policy.objects.bulk_create(missing, ignore_conflicts=True)


def set_policy(*, policy_row: Policy, by: Actor, value: int, at: datetime) -> Policy:
    """Change a number from now on. Raises UnknownSetting, OutOfLimits."""
    if by.side != Side.STAFF:
        raise NotAllowed
    with transaction.atomic():
        row = Policy.objects.select_for_update().get(pk=policy_row.pk)
        if row.name not in policy.DEFAULTS:
            raise UnknownSetting
        least, most = policy.limits(row.name)
        if not least <= value <= most:
            raise OutOfLimits(least=least, most=most)
        before, row.value = row.value, value
        row.save(update_fields=["value"])
        event = PolicyChanged(policy=row.name, value=value)
        record_move(row, move="change", actor=by, at=at, event=event, reason=f"{before} became {value}")
    policy.forget()
    return row


def reset_policy(*, policy_row: Policy, by: Actor, at: datetime) -> Policy:
    """Back to the product's own number."""
    if policy_row.name not in policy.DEFAULTS:
        raise UnknownSetting
    return set_policy(policy_row=policy_row, by=by, value=policy.DEFAULTS[policy_row.name], at=at)


def retry_message(*, message: Message, by: Actor, at: datetime) -> Message:
    """Carry a message again at once; handlers that have done their part are left out. Raises WrongState when it is done."""
    if by.side != Side.STAFF:
        raise NotAllowed
    with transaction.atomic():
        row = Message.objects.select_for_update().get(pk=message.pk)
        if row.done_at is not None:
            raise WrongState(state="done")
        row.attempts, row.dead_at, row.try_at = 0, None, timezone.now()
        row.save(update_fields=["attempts", "dead_at", "try_at"])
        TimelineEntry.objects.create(
            object_type="message",
            object_id=row.pk,
            move="retry",
            actor_side=str(by.side),
            actor_user_id=by.user_id,
            at=at,
        )
        transaction.on_commit(nudge.nudge)
    return row
