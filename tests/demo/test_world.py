"""A small world from the same code: every state of every life cycle is in it, and all of it holds."""

import random
from typing import Any

import pytest
from django.db.models import Count, Model

from accounts.models import DataExport, User
from barter.kernel import clock
from barter.kernel.invariants import all_checks, run
from barter.kernel.outbox.relay import carry_one, drain
from barter.kernel.timeline import stateful_models
from content.models import Asset
from content.processing.work import process_next
from creators.models import Creator, CreatorCapacity
from deals.models import Application, Collaboration, Deal, Fault, LiveLink, PendingDecision, Review, Terms
from deals.workflow import CollaborationState, ReviewState
from demo import news, tours, world
from demo.people import People
from inbox.models import Notification, Thread
from shipping import tasks as shipping_tasks

# Everything with states: what has a clock of its own, and what belongs to it.
PARTS = (Asset, Fault, LiveLink, Terms)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    few = {state: min(count, 2) for state, count in world.WANTED.items()} | {
        CollaborationState.DISPUTED: 12, CollaborationState.SHIPPED: 20, CollaborationState.ON_HOLD: 6,
    }  # fmt: skip
    for name, value in {
        "SHARES": 1, "_SHARE_OF": {}, "BRANDS": 8, "CREATORS": 80, "DEALS": 60, "OLD_DEALS": 52, "UNPUBLISHED": 8, "HOT_APPLICANTS": 30, "WANTED": few,
        "TRADES": sum(few.values()) + len(world.HOT_STAGES) + tours.TRADES + 30,
    }.items():  # fmt: skip
        monkeypatch.setattr(world, name, value)


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("small")
def test_every_state_is_there_and_every_invariant_holds(settings: Any) -> None:
    settings.SWITCHBOARD = "demo.news.HANDLERS"
    now = clock.now().replace(minute=0, second=0, microsecond=0)
    People(random.Random(7), now).staff()
    share = world.Share(0, 7, now)
    assert len(list(share.build())) > 1
    share.hot_applicants()
    share.catch_up()
    news.announce(clock.now())
    early = {part: _found(part) for part in PARTS}  # before the worker looked at the files
    told = 0
    while carry_one():  # nobody sees the news of months pile up while they are told
        told += 1
        if told % 50 == 0:
            most = (
                Notification.objects.unread().filter(user__email__in=news.LOGINS).values("user").annotate(n=Count("pk"))
            )
            assert all(row["n"] <= 2 * news.UNREAD for row in most)
    assert told > 0
    while process_next():
        pass
    drain()  # versions that waited for these files go on
    for email in news.LOGINS[:3]:
        assert 3 <= Notification.objects.filter(user__email=email).unread().count() <= 12, email
    assert [result for check in all_checks() if (result := run(check)).violations] == []  # before any clock has ticked
    shipping_tasks.tick()  # silent parcels
    assert Collaboration.objects.count() == world.TRADES
    for email, stages in {**tours.STAGES, "brand@example.com": world.HOT_STAGES}.items():
        owner = "brand__memberships" if email == "brand@example.com" else "creator"
        theirs = Collaboration.objects.filter(**{f"{owner}__user__email": email})
        assert set(stages) <= set(theirs.values_list("state", flat=True)), email
        if email in news.LOGINS:
            side = email.partition("@")[0]
            assert Review.objects.filter(collaboration__in=theirs, side=side, state=ReviewState.OPEN).exists(), email
    me = Creator.objects.get(user__email="creator@example.com")
    assert me.saved_searches.filter(alerts=True).count() == 1
    assert DataExport.objects.filter(user=me.user).count() == 1
    assert User.objects.exclude(erase_at=None).count() == 1
    velda = Deal.objects.filter(brand__memberships__user__email="brand@example.com")
    assert Application.objects.filter(deal__in=velda, state="waitlisted").exists()
    assert {"yes", "no"} == set(PendingDecision.objects.filter(deal__in=velda).values_list("verdict", flat=True))
    assert me.capacity.credits_held < me.capacity.credits_granted, "creator@example.com can't apply"
    assert not CreatorCapacity.objects.filter(credits_granted__gt=8).exists(), "nobody earns more"
    assert Thread.objects.begun().filter(creator=me).count() >= 3
    for model in stateful_models():
        assert set(model.machine.states) - set(_found(model)) == set(), model
    for part in PARTS:
        choices = {str(value) for value, _ in part._meta.get_field("state").choices or []}
        assert choices - early[part] - set(_found(part)) == set(), part


def _found(model: type[Model]) -> set[str]:
    return set(model._default_manager.order_by().values_list("state", flat=True).distinct())
