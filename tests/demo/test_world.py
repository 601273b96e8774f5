"""A small world from the same code: every state of every life cycle is in it, and all of it holds."""

import random

import pytest

from barter.kernel import clock
from barter.kernel.invariants import all_checks, run
from barter.kernel.outbox.relay import drain
from content.models import Asset
from content.processing.work import process_next
from deals.models import Application, Collaboration, Deal, Dispute, Fault, Review
from deals.workflow import CollaborationState
from demo import world
from demo.people import People
from shipping.operations import purge_addresses

# Passed through within one operation, or left to a later worker.
NEVER_AT_REST = {"content.asset": {"processing", "expired"}}


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    few = {state: min(count, 2) for state, count in world.WANTED.items()} | {CollaborationState.DISPUTED: 12}
    for name, value in {
        "SHARES": 1, "_SHARE_OF": {}, "BRANDS": 8, "CREATORS": 80, "DEALS": 60, "OLD_DEALS": 52, "UNPUBLISHED": 8, "HOT_APPLICANTS": 30, "WANTED": few,
        "TRADES": sum(few.values()) + len(world.HOT_STAGES) + 8,
    }.items():  # fmt: skip
        monkeypatch.setattr(world, name, value)


@pytest.mark.timeout(400)
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("small")
def test_every_state_is_there_and_every_invariant_holds() -> None:
    now = clock.now().replace(minute=0, second=0, microsecond=0)
    People(random.Random(7), now).staff()
    share = world.Share(0, 7, now)
    assert len(list(share.build())) > 1
    share.hot_applicants()
    share.catch_up()
    assert drain() > 0
    while process_next():
        pass
    purge_addresses(at=clock.now())  # their days are counted by the messages' handlers
    assert [result for check in all_checks() if (result := run(check)).violations] == []
    assert Collaboration.objects.count() == world.TRADES
    for model in (Deal, Application, Collaboration, Review, Dispute, Fault, Asset):
        found = set(model.objects.values_list("state", flat=True).distinct())
        choices = {str(value) for value, _ in model._meta.get_field("state").choices or []}
        assert choices - found <= NEVER_AT_REST.get(model._meta.label_lower, set()), model
