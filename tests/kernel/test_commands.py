"""advance, pending, check_invariants, routes."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from pytest_django import Settings

from barter.kernel import clock
from barter.kernel.management.commands.advance import duration
from barter.kernel.management.commands.routes import methods_of, routes
from barter.kernel.models import Message, TimelineEntry
from brands.models import Variant
from creators.models import CreatorCapacity
from deals.handlers import want_live_check
from deals.models import DealPlaces
from deals.workflow import CollaborationState
from tests.deals.trades import make_trade, trade_in

C = CollaborationState
HANDLERS = {"deals.live_check_due": [want_live_check]}


def run(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


@pytest.fixture
def _clock_is_reset(db: None) -> Iterator[None]:
    clock.forget()
    yield
    clock.forget()


# ---- advance


@pytest.mark.parametrize(
    ("text", "length"),
    [("3d", timedelta(days=3)), ("12h", timedelta(hours=12)), ("1d12h", timedelta(hours=36)), ("2w", timedelta(weeks=2)),
     ("30m", timedelta(minutes=30))],
)  # fmt: skip
def test_lengths_are_understood(text: str, length: timedelta) -> None:
    assert duration(text) == length


@pytest.mark.parametrize("text", ["", "3", "d3", "-3d", "3y", "0d", "3d x", "9999d", "3 d"])
def test_other_lengths_are_refused(text: str) -> None:
    with pytest.raises(CommandError):
        duration(text)


def test_the_clock_of_production_can_not_be_moved(settings: Settings) -> None:
    settings.CLOCK_MOVABLE = False
    with pytest.raises(CommandError, match="only be moved"):
        run("advance", "1d")


@pytest.mark.slow
@pytest.mark.usefixtures("_clock_is_reset")
def test_advancing_makes_everything_due_happen_in_its_order_and_at_its_time(settings: Settings) -> None:
    settings.SWITCHBOARD = "tests.kernel.test_commands.HANDLERS"
    begun = clock.now()
    never_shipped, in_review = make_trade(at=begun), trade_in(C.IN_REVIEW, at=begun)
    *days, last = run("advance", "30d").splitlines()
    assert len(days) >= 30
    assert days[1].strip() == f"{begun + timedelta(days=2):%a %d %b %Y}"
    assert last.startswith("It is now")
    assert clock.now() - begun >= timedelta(days=30)
    assert never_shipped.fresh().state == C.NO_SHIP
    assert in_review.fresh().state == C.NO_SHOW  # approved by silence, then never posted
    entries = TimelineEntry.objects.filter(object_type="collaboration", object_id=in_review.collaboration.pk)
    moments: list[datetime] = list(entries.order_by("id").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert list(entries.order_by("id").values_list("move", flat=True))[-3:] == [
        "approve_silently", "mark_late", "give_up_content",
    ]  # fmt: skip
    assert not Message.objects.filter(done_at=None).exists()


# ---- pending


@pytest.mark.usefixtures("_clock_is_reset")
def test_pending_tells_what_is_due() -> None:
    assert run("pending") == "Nothing is pending.\n"
    make_trade()  # agreed long before today: its clock is over
    lines = json.loads(run("pending", "--json"))
    assert lines["deals.collaboration.wake_at"] == 1
    assert lines["outbox messages to carry"] > 0
    assert "collaborations with a clock that is due" in run("pending")


# ---- check_invariants


@pytest.mark.django_db
def test_invariants_hold_in_a_world_of_all_states() -> None:
    for state in CollaborationState:
        trade_in(state)
    assert "invariants hold" in run("check_invariants")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("damage", "check"),
    [
        (lambda: DealPlaces.objects.update(taken=0), "places: taken"),
        (lambda: CreatorCapacity.objects.update(credits_held=0), "credits: held"),
        (lambda: CreatorCapacity.objects.update(open_applications=1), "open applications: the counter"),
        (lambda: make_trade().collaboration.__class__.objects.update(state="creating"), "collaboration: the last timeline"),
        (lambda: make_trade().collaboration.__class__.objects.update(wake_at=None), "collaboration: a running clock"),
        (lambda: make_trade().collaboration.__class__.objects.update(slot_held=False), "slots: used"),
        (lambda: make_trade().collaboration.__class__.objects.update(stock_held=False), "content: everything"),
        (lambda: Variant.objects.update(stock_reserved=0), "stock: every collaboration that holds an item"),
        (lambda: Message.objects.update(dead_at=clock.now()), "outbox: no message is stuck"),
    ],
)  # fmt: skip
def test_damage_is_seen(damage: object, check: str) -> None:
    make_trade()
    damage()  # type: ignore[operator]
    out = StringIO()
    with pytest.raises(CommandError, match="do not hold"):
        call_command("check_invariants", stdout=out)
    assert f"FAIL  {check}" in out.getvalue(), out.getvalue()


# ---- routes


def test_every_url_is_listed_once_with_its_methods() -> None:
    rows = json.loads(run("routes"))
    assert {"path": "/healthz", "methods": ["GET"]}.items() <= next(
        row for row in rows if row["path"] == "/healthz"
    ).items()
    assert all(row["methods"] for row in rows)
    assert len(rows) == len(routes())


def _view(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def test_the_methods_of_a_decorated_function_are_found_under_other_decorators() -> None:
    assert methods_of(require_POST(_view)) == {"POST"}
    assert methods_of(never_cache(require_safe(_view))) == {"GET"}
    assert methods_of(require_http_methods(["GET", "DELETE"])(never_cache(_view))) == {"GET", "DELETE"}
    assert methods_of(_view) == {"GET", "POST"}
