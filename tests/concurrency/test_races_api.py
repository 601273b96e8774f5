"""Two people press at the same moment, each through the API: one is answered with success, the other with a clear 409.

Never a 500, never a bare deadlock, nothing half done. The rounds run with parcels and files at work, so that locks are
taken in the order the product takes them. Two sides of one thing, held at the row they quarrel about, and the controls
without the locks stand in test_races_http; here the control is that a real deadlock, made on purpose, still ends in one
success and one 409.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client
from psycopg.errors import DeadlockDetected
from rest_framework.test import APIClient

from accounts.models import User
from barter.kernel import clock
from barter.kernel.errors import WrongState
from barter.kernel.models import IdempotencyRecord, TimelineEntry
from brands.models import Variant
from creators.models import CreatorCapacity
from deals import operations as deals
from deals.models import Application, Collaboration, Deal, DealPlaces
from deals.operations.clock import tick
from deals.workflow import CollaborationState, DealState
from tests.concurrency.racing import Act, race, race_rounds
from tests.guarantees.walk import Walk, begin, broken_invariants, copies
from tests.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
C = CollaborationState
MANY, SOME = 12, 6
OK, CREATED, CONFLICT = 200, 201, 409


@pytest.fixture
def world(rich_world: World) -> World:
    return rich_world


def post(user: User, path: str, body: dict[str, Any] | None = None, key: str = "") -> Act:
    """A caller on a connection of their own."""

    def send() -> Any:
        client = APIClient()
        client.force_authenticate(User.objects.get(pk=user.pk))
        return client.post(
            f"/api/v1/{path}", body or {}, format="json", headers={"Idempotency-Key": key} if key else None
        )

    return send


def statuses(results: list[tuple[Any, ...]]) -> list[list[int]]:
    for result in results:
        for one in result:
            assert hasattr(one, "status_code"), one
            assert one.status_code < 500, one.content
            if one.status_code == CONFLICT:
                problem = one.json()
                assert one.headers["Content-Type"] == "application/problem+json"
                assert problem["code"]
                assert problem["detail"]
    return [sorted(one.status_code for one in result) for result in results]


def insist_on_one_winner(results: list[tuple[Any, ...]], success: int = OK) -> None:
    assert statuses(results) == [[success, CONFLICT]] * len(results)


# ---- What is scarce, often


def _apply_two(world: World, deal: Deal) -> tuple[Application, Application]:
    return world.apply(deal), world.apply(deal, world.other_creator)


def test_the_last_place_many_times(world: World) -> None:
    pairs = [_apply_two(world, deal) for deal in copies(world, MANY, places=1)]

    rounds = [tuple(post(world.owner, f"applications/{row.public_id}/accept/") for row in pair) for pair in pairs]
    insist_on_one_winner(race_rounds(rounds))

    assert Collaboration.objects.count() == MANY
    assert set(DealPlaces.objects.values_list("taken", flat=True)) == {1}
    assert broken_invariants() == []


def _scarce_item() -> None:
    Variant.objects.update(stock_on_hand=1, stock_reserved=0)


def _scarce_credit() -> None:
    CreatorCapacity.objects.update(credits_granted=1, credits_held=0)


@pytest.mark.parametrize(("make_scarce", "code"), [(_scarce_item, "out_of_stock"), (_scarce_credit, "no_free_credit")])
def test_the_last_item_and_the_last_credit_many_times(world: World, make_scarce: Callable[[], None], code: str) -> None:
    """Two deals each time, so that no lock of a deal helps; the winner's trade is called off before the next round."""
    deals_of_round = copies(world, 2 * MANY)
    other = world.other_creator if make_scarce is _scarce_item else world.creator
    rows = [
        (world.apply(deals_of_round[number]), world.apply(deals_of_round[number + 1], other))
        for number in range(0, 2 * MANY, 2)
    ]
    make_scarce()
    for one, second in rows:
        result = race(*(post(world.owner, f"applications/{row.public_id}/accept/") for row in (one, second)))
        insist_on_one_winner([result])
        assert {answer.json().get("code") for answer in result if answer.status_code == CONFLICT} == {code}
        world.fail(Collaboration.objects.get(place_held=True))
    assert broken_invariants() == []


# ---- Two sides of one application


def test_applying_twice_with_and_without_a_key(world: World) -> None:
    creator = world.creator.user
    rounds = [(post(creator, f"deals/{deal.public_id}/applications/"),) * 2 for deal in copies(world, SOME)]
    insist_on_one_winner(race_rounds(rounds), CREATED)

    for deal in copies(world, SOME):
        act = post(creator, f"deals/{deal.public_id}/applications/", key=uuid4().hex)
        one, other = race(act, act)
        assert (one.status_code, other.status_code) == (CREATED, CREATED)
        assert one.json() == other.json()
        assert {one.headers.get("Idempotent-Replayed"), other.headers.get("Idempotent-Replayed")} == {None, "true"}
    assert Application.objects.count() == 2 * SOME
    assert IdempotencyRecord.objects.count() == SOME
    assert broken_invariants() == []


def test_one_key_for_two_different_requests_does_one_of_them(world: World) -> None:
    creator = world.creator.user
    for one, other in zip(*[iter(copies(world, 2 * SOME))] * 2, strict=True):
        key = uuid4().hex
        results = race(*(post(creator, f"deals/{deal.public_id}/applications/", key=key) for deal in (one, other)))
        assert sorted(answer.status_code for answer in results) == [CREATED, 422]
        assert Application.objects.filter(deal__in=[one, other]).count() == 1


# ---- Two sides of one trade


def trades(world: World, count: int = SOME) -> list[Walk]:
    return [begin(world, deal) for deal in copies(world, count)]


def moves_of(walk: Walk) -> list[str]:
    rows = TimelineEntry.objects.filter(object_type="collaboration", object_id=walk.row.pk).order_by("id")
    return list(rows.values_list("move", flat=True))


def test_confirming_against_the_clock(world: World) -> None:
    later = clock.now() + timedelta(days=4)
    walks = trades(world)
    for walk in walks:
        walk.arrive()
    rounds = [
        (post(world.creator.user, f"collaborations/{walk.row.public_id}/confirm-delivery/"), lambda: tick(at=later))
        for walk in walks
    ]
    answers = [(result[0],) for result in race_rounds(rounds)]
    assert {status for row in statuses(answers) for status in row} <= {OK, CONFLICT}
    for walk in walks:
        assert walk.fresh().state == C.CREATING
        assert sum(move in ("confirm_delivery", "take_as_received") for move in moves_of(walk)) == 1
    assert broken_invariants() == []


def test_extending_against_the_clock(world: World) -> None:
    walks = trades(world)
    for walk in walks:
        walk.start()
    rounds = []
    for walk in walks:
        due = walk.fresh().due_at
        assert due is not None
        late = due + timedelta(minutes=1)
        rounds.append(
            (
                post(world.creator.user, f"collaborations/{walk.row.public_id}/extend/"),
                lambda late=late: tick(at=late),
            )
        )
    answers = [(result[0],) for result in race_rounds(rounds)]
    assert {status for row in statuses(answers) for status in row} <= {OK, CONFLICT}
    for walk in walks:
        row = walk.fresh()
        assert (row.extended_at is None) == (row.late_at is not None)
        assert sum(move in ("extend", "mark_late") for move in moves_of(walk)) == 1
    assert broken_invariants() == []


def test_two_of_staff_approve_one_deal(world: World) -> None:
    type(world.brand).objects.update(is_trusted=False)
    world.brand.refresh_from_db()
    waiting = [deals.submit_deal(deal=world.draft(), by=world.by_brand, at=world.now) for _ in range(SOME)]

    def approve(deal: Deal) -> Act:
        return lambda: deals.approve_deal(deal=deal, by=world.by_staff, at=world.now)

    results = race_rounds([(approve(deal), approve(deal)) for deal in waiting])
    for result in results:
        assert [type(one) for one in result if isinstance(one, Exception)] == [WrongState]
    assert set(Deal.objects.values_list("state", flat=True)) == {DealState.LIVE}
    assert TimelineEntry.objects.filter(object_type="deal", move="approve").count() == SOME
    assert broken_invariants() == []


# ---- A deadlock, made on purpose


def _cross_over(world: World, monkeypatch: pytest.MonkeyPatch) -> tuple[Application, Application]:
    """Shortlisting locks both applications, the named one first and the other one a little later: a deadlock of two."""
    rows = _apply_two(world, world.new_deal())

    def lock_both(*, application: Application, **_: Any) -> None:
        other = next(row for row in rows if row.pk != application.pk)
        with transaction.atomic():
            Application.objects.select_for_update().get(pk=application.pk)
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL deadlock_timeout = '100ms'")
                cursor.execute("SELECT pg_sleep(0.3)")
            Application.objects.select_for_update().get(pk=other.pk)

    monkeypatch.setattr(deals, "shortlist_application", lock_both)
    return rows


@pytest.mark.parametrize("key", ["", "with a key"])
def test_a_deadlock_is_one_success_and_one_409(world: World, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = _cross_over(world, monkeypatch)
    keys = [key and f"{key} {number}" for number in range(2)]
    acts = [
        post(world.owner, f"applications/{row.public_id}/shortlist/", key=name)
        for row, name in zip(rows, keys, strict=True)
    ]
    results = race(*acts)
    insist_on_one_winner([results])
    refused = next(answer for answer in results if answer.status_code == CONFLICT)
    assert refused.json()["code"] == "busy"
    assert refused.headers["Retry-After"] == "1"
    assert IdempotencyRecord.objects.filter(status=CONFLICT).count() == 0  # so that the same key may try again


def test_on_a_page_a_deadlock_is_a_409_that_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen to be a 500 without barter.kernel.conflicts.ClearRefusals."""
    deal = world.new_deal()

    def deadlocked(**_: Any) -> None:
        raise OperationalError("deadlock detected") from DeadlockDetected("deadlock detected")

    monkeypatch.setattr(deals, "save_deal", deadlocked)
    client = Client(raise_request_exception=False)
    client.force_login(world.creator.user)
    answer = client.post(f"/deals/{deal.public_id}/save/")
    assert answer.status_code == CONFLICT
    assert b"changing this at the same moment" in answer.content
    assert answer.headers["Retry-After"] == "1"
