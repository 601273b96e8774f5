"""Every move of a deal, tried from every state by every side: the table in deals/workflow is the expectation."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from barter.kernel.actors import Actor, Side
from barter.kernel.errors import NotAllowed, WrongState
from barter.kernel.models import Message, TimelineEntry
from brands.models import Brand
from deals import operations as ops
from deals.models import Deal
from deals.operations.states import lock_deal, move_deal
from deals.workflow import DEAL, DEAL_PUBLIC, DealState
from tests.world import NOW, World

Operation = Callable[[Deal, Actor], Any]


def _system_move(name: str) -> Operation:
    def act(deal: Deal, by: Actor) -> None:
        with transaction.atomic():
            move_deal(lock_deal(deal.pk), name, by=by, at=NOW)

    return act


OPERATIONS: dict[str, Operation] = {
    "submit": lambda deal, by: ops.submit_deal(deal=deal, by=by, at=NOW),
    "take_back": lambda deal, by: ops.take_back_deal(deal=deal, by=by, at=NOW),
    "approve": lambda deal, by: ops.approve_deal(deal=deal, by=by, at=NOW),
    "reject": lambda deal, by: ops.reject_deal(deal=deal, by=by, reason="Blurred picture", at=NOW),
    "escalate_check": _system_move("escalate_check"),
    "pause": lambda deal, by: ops.pause_deal(deal=deal, by=by, at=NOW),
    "pause_idle": _system_move("pause_idle"),
    "pause_suspended": _system_move("pause_suspended"),
    "resume": lambda deal, by: ops.resume_deal(deal=deal, by=by, at=NOW),
    "fill": _system_move("fill"),
    "free_place": _system_move("free_place"),
    "close": lambda deal, by: ops.close_deal(deal=deal, by=by, at=NOW),
    "discard": lambda deal, by: ops.discard_deal(deal=deal, by=by, at=NOW),
    "take_down": lambda deal, by: ops.take_down_deal(deal=deal, by=by, reason="Counterfeit", at=NOW),
    "expire": _system_move("expire"),
}


def test_every_move_of_the_table_is_tried() -> None:
    assert set(OPERATIONS) == set(DEAL.moves)


@pytest.mark.parametrize("name", DEAL.moves)
def test_move_works_exactly_where_the_table_says(world: World, name: str) -> None:
    Brand.objects.filter(pk=world.brand.pk).update(is_trusted=False)
    draft = world.draft()
    for state in DealState:
        for side in Side:
            with transaction.atomic():
                _try(world, draft, name, state, side)
                transaction.set_rollback(True)


def _try(world: World, draft: Deal, name: str, state: DealState, side: Side) -> None:
    deal = _deal_in(draft.pk, state)
    move = DEAL.moves[name]
    if side not in move.who or state not in move.sources:
        expected = NotAllowed if side not in move.who else WrongState
        with world.nothing_changes(), pytest.raises(expected):
            OPERATIONS[name](deal, Actor(side, world.owner.pk))
        return
    entries, messages = TimelineEntry.objects.count(), Message.objects.count()
    OPERATIONS[name](deal, Actor(side, world.owner.pk))
    deal.refresh_from_db()
    assert deal.state == (move.target or state)
    assert TimelineEntry.objects.count() == entries + 1
    assert Message.objects.count() == messages + (2 if name == "resume" else 1)
    entry = TimelineEntry.objects.latest("id")
    assert (entry.move, entry.from_state, entry.to_state, entry.actor_side) == (name, state, deal.state, side)


def _deal_in(pk: int, state: DealState) -> Deal:
    deal = Deal.objects.get(pk=pk)
    deal.enter(state, NOW)
    published = NOW if state in DEAL_PUBLIC else None
    Deal.objects.filter(pk=deal.pk).update(
        state=state, due_at=deal.due_at, wake_at=deal.wake_at, published_at=published
    )
    deal.refresh_from_db()
    return deal
