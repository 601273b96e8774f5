"""Every move of an application, tried from every state by every side: the table is the expectation."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from barter.kernel.actors import Actor, Side
from barter.kernel.errors import NotAllowed, WrongState
from barter.kernel.models import TimelineEntry
from creators.models import CreatorCapacity
from deals import operations as ops
from deals.models import Application, Collaboration
from deals.operations.states import lock_deal_and_application, move_application
from deals.workflow import APPLICATION, APPLICATION_COUNTED, ApplicationState
from tests.world import NOW, World

Operation = Callable[[Application, Actor], Any]
AGREEMENTS = {"accept", "accept_offer", "accept_counter", "accept_invitation"}


def _system_move(name: str) -> Operation:
    def act(application: Application, by: Actor) -> None:
        with transaction.atomic():
            move_application(lock_deal_and_application(application)[1], name, by=by, at=NOW)

    return act


OPERATIONS: dict[str, Operation] = {
    "accept_invitation": lambda row, by: ops.accept_invitation(application=row, by=by, at=NOW),
    "decline_invitation": lambda row, by: ops.decline_invitation(application=row, by=by, at=NOW),
    "shortlist": lambda row, by: ops.shortlist_application(application=row, by=by, at=NOW),
    "unshortlist": lambda row, by: ops.unshortlist_application(application=row, by=by, at=NOW),
    "accept": lambda row, by: ops.accept_application(application=row, by=by, at=NOW),
    "decline": lambda row, by: ops.decline_application(application=row, by=by, reason="not_a_fit", at=NOW),
    "offer": lambda row, by: ops.make_offer(application=row, by=by, proposal={}, at=NOW),
    "offer_place": _system_move("offer_place"),
    "counter": lambda row, by: ops.counter_offer(application=row, by=by, proposal={"create_within_days": 20}, at=NOW),
    "accept_offer": lambda row, by: ops.accept_offer(application=row, by=by, at=NOW),
    "accept_counter": lambda row, by: ops.accept_counter(application=row, by=by, at=NOW),
    "decline_offer": lambda row, by: ops.decline_offer(application=row, by=by, at=NOW),
    "withdraw": lambda row, by: ops.withdraw_application(application=row, by=by, at=NOW),
    "waitlist": _system_move("waitlist"),
    "expire": _system_move("expire"),
    "not_select": _system_move("not_select"),
}


def test_every_move_of_the_table_is_tried() -> None:
    assert set(OPERATIONS) == set(APPLICATION.moves)


@pytest.mark.parametrize("name", APPLICATION.moves)
def test_move_works_exactly_where_the_table_says(world: World, name: str) -> None:
    application = world.apply(world.new_deal())
    for state in ApplicationState:
        for side in Side:
            with transaction.atomic():
                _try(world, application.pk, name, state, side)
                transaction.set_rollback(True)


def _try(world: World, pk: int, name: str, state: ApplicationState, side: Side) -> None:
    Application.objects.filter(pk=pk).update(state=state)
    counted = int(state in APPLICATION_COUNTED)
    CreatorCapacity.objects.filter(pk=world.creator.pk).update(open_applications=counted)
    application = Application.objects.get(pk=pk)
    move = APPLICATION.moves[name]
    actor = Actor(side, world.owner.pk)
    if side not in move.who or state not in move.sources:
        expected = NotAllowed if side not in move.who else WrongState
        with world.nothing_changes(), pytest.raises(expected):
            OPERATIONS[name](application, actor)
        return
    entries = TimelineEntry.objects.filter(object_type="application").count()
    OPERATIONS[name](application, actor)
    application.refresh_from_db()
    assert application.state == move.target
    assert TimelineEntry.objects.filter(object_type="application").count() == entries + 1
    entry = TimelineEntry.objects.filter(object_type="application").latest("id")
    assert (entry.move, entry.from_state, entry.to_state) == (name, state, application.state)
    assert Collaboration.objects.count() == int(name in AGREEMENTS)
    if side != Side.SYSTEM:
        now_counted = int(application.state in APPLICATION_COUNTED)
        assert CreatorCapacity.objects.get(pk=world.creator.pk).open_applications == now_counted
