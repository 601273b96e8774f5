"""Reads about creators: public figures, and what the first steps still lack."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from barter.kernel import policy
from creators.models import Address, Channel, Creator, CreatorCapacity

_EVENTS_FOR_FIGURES = 3
_MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class CreatorFigures:
    """What stands on every card. None where there are fewer than three events yet: the creator is "New"."""

    completed: int
    on_time: int | None
    timed: int
    completion_percent: int | None

    @property
    def is_new(self) -> bool:
        return self.on_time is None


@dataclass(frozen=True, slots=True)
class Credits:
    free: int
    total: int
    held: int
    lost: int
    words: str


def named(text: str) -> Q:
    """Rows whose `creator` has every word of `text` in the name or the handle: in any order, with or without accents."""
    found = Q()
    for word in text.split()[:_MOST_WORDS]:
        found &= Q(creator__display_name__unaccent__icontains=word) | Q(creator__handle__icontains=word)
    return found


def figures_of(capacity: CreatorCapacity) -> CreatorFigures:
    timed = capacity.on_time_count + capacity.late_count
    ended = capacity.completed_count + capacity.no_show_count
    enough = timed >= _EVENTS_FOR_FIGURES
    percent = round(100 * capacity.completed_count / ended) if ended >= _EVENTS_FOR_FIGURES else None
    return CreatorFigures(capacity.completed_count, capacity.on_time_count if enough else None, timed, percent)


def credits_of(capacity: CreatorCapacity) -> Credits:
    """Credits and how the next one is earned, in a sentence."""
    total = capacity.credits_granted - capacity.credits_lost
    return Credits(capacity.credits_free, total, capacity.credits_held, capacity.credits_lost, _next_credit(capacity))


def addresses_of(creator: Creator) -> list[Address]:
    """Without opening the vault: city and country are enough for a list."""
    return list(Address.objects.filter(creator=creator).kept().defer("sealed"))


def channels_of(creator: Creator) -> list[Channel]:
    return list(creator.channels.all())


def _next_credit(capacity: CreatorCapacity) -> str:
    most, most_trusted = policy.value("credits_max"), policy.value("credits_max_trusted")
    if capacity.credits_granted >= most_trusted:
        return _("You have as many as anybody can have.")
    if capacity.credits_granted < most and capacity.completed_count == 0:
        if capacity.verified_credits:
            return _("Your first finished trade brings one more.")
        words = _(
            "Your first finished trade brings one more, a channel and a phone number our team verified bring up to {most}."
        )
        return words.format(most=most)
    if capacity.credits_granted < most and not capacity.verified_credits:
        return _("A channel and a phone number our team verified bring up to {most}.").format(most=most)
    return _("10 finished trades, 9 of 10 on time, bring up to {most}.").format(most=most_trusted)
