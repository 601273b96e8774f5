"""What the tables of moves of both sides are made of: a verb with its words, and the operation it calls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from barter.kernel import policy
from barter.kernel.actors import Actor, Side
from barter.kernel.clock import SAME_PRESS
from barter.kernel.errors import BarterError
from barter.kernel.models import TimelineEntry
from deals import operations, permissions, rules
from deals.errors import FaultNotAppealable, LinkAlreadyAdded
from deals.models import Collaboration, Dispute, Fault
from deals.web.creator.room_forms import MoveForm

Act = Callable[[Collaboration, Actor, dict[str, Any], datetime], Any]


@dataclass(frozen=True, slots=True)
class Verb:
    """`action` is its name in permissions.available_actions; `label` stands on the button, `title` on the sheet, `send`
    under it; `after` are the states in which it has been done, `carries` fields that the page sends with the button.

    All words are English sentences marked for translation. Those in braces are names of limits (kernel.policy), which staff can change, or `{name}`: read them through `told`.
    """

    slug: str
    action: str
    label: str
    title: str
    words: str
    done: str
    act: Act
    form: type[MoveForm] | None = None
    icon: str = ""
    asks_first: bool = True
    ends_it: bool = False
    after: frozenset[str] = frozenset()
    send: str = ""
    carries: tuple[str, ...] = ()


def typed(form: MoveForm | None, sent: Mapping[str, str], carries: tuple[str, ...]) -> dict[str, Any]:
    """What was typed, or what the button alone carries."""
    return form.values() if form else {name: sent.get(name, "") for name in carries}


class _Told(dict[str, Any]):
    def __missing__(self, name: str) -> int:
        return policy.value(name)


def told(verb: Verb, *, name: str = "") -> Verb:
    """The verb in the reader's language, with the limits of today and the name of the other side in its words."""
    values = _Told(name=name)
    words: dict[str, Any] = {
        part: gettext(sentence).format_map(values)
        for part in ("label", "title", "words", "done")
        if (sentence := getattr(verb, part))
    }
    return replace(verb, **words, send=gettext(verb.send) if verb.send else words["label"])


def by_slug(verbs: list[Verb]) -> Mapping[str, Verb]:
    return {verb.slug: verb for verb in verbs}


def plain(name: str) -> Act:
    """The operation of that name, with what the form holds."""

    def act(row: Collaboration, by: Actor, values: dict[str, Any], at: datetime) -> Any:
        return getattr(operations, name)(collaboration=row, by=by, at=at, **values)

    return act


def pressed_twice(row: Collaboration, verb: Verb, refusal: BarterError, by: Actor, at: datetime) -> bool:
    """Whether this person made this very move a moment ago, so that what is refused now is its second press."""
    since = at - SAME_PRESS
    if isinstance(refusal, LinkAlreadyAdded):
        return row.live_links.filter(posted_at__gte=since).exists()
    if refusal.field:  # about what was typed
        return False
    kind, key, move = "collaboration", row.pk, verb.action
    if move == "write_review":
        kind, key, move = "review", next((one.pk for one in row.reviews.all() if one.side == by.side), 0), "write"
    moves = TimelineEntry.objects.filter(object_type=kind, object_id=key, move=move, actor_user_id=by.user_id)
    return moves.filter(at__gte=since).exists()


def answer_terms(*, agree: bool) -> Act:
    def act(row: Collaboration, by: Actor, values: dict[str, Any], at: datetime) -> Any:
        return operations.answer_terms(collaboration=row, by=by, agree=agree, at=at, seen_hash=values["terms"])

    return act


def answer_dispute(row: Collaboration, by: Actor, values: dict[str, Any], at: datetime) -> Any:
    return operations.answer_dispute(dispute=_dispute(row), by=by, answer=values["answer"], at=at)


def appeal_dispute(row: Collaboration, by: Actor, values: dict[str, Any], at: datetime) -> Any:
    return operations.appeal_dispute(dispute=_dispute(row), by=by, at=at, reason=values["note"])


def appeal_fault(row: Collaboration, by: Actor, values: dict[str, Any], at: datetime) -> Any:
    """The oldest entry against the side that acts. Raises FaultNotAppealable where none stands."""
    fault = standing_against(row, by.side)
    if fault is None:
        raise FaultNotAppealable
    return operations.appeal_fault(fault=fault, by=by, note=values["note"], at=at)


def actions_of(row: Collaboration, side: Side) -> set[str]:
    """What a side can do now, by the names of the tables of verbs."""
    names, dispute = set(permissions.available_actions(row, side)), last_dispute(row)
    if dispute is not None:
        names |= {f"dispute:{name}" for name in rules.dispute_actions(dispute, side)}
    if any("appeal" in rules.fault_actions(fault, side) for fault in row.faults.all()):
        names.add("fault:appeal")
    return names


def last_dispute(row: Collaboration) -> Dispute | None:
    return max(row.disputes.all(), key=lambda one: one.pk, default=None)


def standing_against(row: Collaboration, side: str) -> Fault | None:
    """The entry an appeal of this side would be about: the oldest that stands, of a decision's own only for want of others."""
    own = [one for one in row.faults.all() if one.side == side and one.state == Fault.State.STANDING]
    return min(own, key=lambda one: (one.rests_on_decision, one.pk), default=None)


def _dispute(row: Collaboration) -> Dispute:
    return row.disputes.order_by("-pk")[0]
