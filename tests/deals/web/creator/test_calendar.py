"""The creator's dates in their own calendar."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from icalendar import Calendar

from accounts.models import User
from accounts.operations import renew_calendar
from barter.kernel import clock
from barter.kernel.templatetags.words import last_day
from deals.calendar_address import token_of
from deals.models import Application, Collaboration
from deals.web.creator.calendar import _TITLES
from deals.workflow import COLLABORATION_RUNNING
from tests.world import World, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build()


def book(user: User) -> list[dict[str, Any]]:
    answer = Client().get(f"/calendar/{token_of(user)}.ics")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    found = Calendar.from_ical(answer.content)
    return [
        {
            "uid": str(event["uid"]),
            "day": event.decoded("dtstart"),
            "title": str(event["summary"]),
            "url": str(event["url"]),
            "alarms": len(event.walk("VALARM")),
        }
        for event in found.walk("VEVENT")
    ]


def test_a_running_trade_is_in_it_by_the_day_it_is_told_by(world: World) -> None:
    trade = world.trade()
    Collaboration.objects.filter(pk=trade.pk).update(due_at=clock.now() + timedelta(days=2))

    [event] = book(world.creator.user)

    assert event["title"] == f"{world.brand.name} ships {trade.deal.title}"
    assert event["url"] == f"http://testserver/my-deals/{trade.public_id}/"
    assert isinstance(event["day"], date)
    assert not isinstance(event["day"], datetime)
    assert event["alarms"] == 0


def test_own_moves_ring_and_the_entry_stays_the_same_while_its_date_moves(world: World) -> None:
    trade = world.trade()
    Collaboration.objects.filter(pk=trade.pk).update(state="creating", due_at=clock.now() + timedelta(days=9))
    [before] = book(world.creator.user)
    Collaboration.objects.filter(pk=trade.pk).update(due_at=clock.now() + timedelta(days=12))
    [after] = book(world.creator.user)

    assert before["alarms"] == 1
    assert before["title"] == f"Film and upload: {trade.deal.title}"
    assert after["uid"] == before["uid"]
    assert after["day"] == before["day"] + timedelta(days=3)


def test_days_are_those_of_the_persons_own_zone(world: World) -> None:
    trade = world.trade()
    late = clock.now().replace(hour=22, minute=30) + timedelta(days=9)
    Collaboration.objects.filter(pk=trade.pk).update(state="creating", due_at=late)
    [here] = book(world.creator.user)
    User.objects.filter(pk=world.creator.user.pk).update(time_zone="Asia/Tokyo")
    [there] = book(world.creator.user)

    assert here["day"] == late.date()
    assert there["day"] == late.date() + timedelta(days=1)


def test_an_offer_to_answer_is_in_it(world: World) -> None:
    application = world.apply(world.new_deal())
    Application.objects.filter(pk=application.pk).update(state="offered", due_at=clock.now() + timedelta(days=2))

    [event] = book(world.creator.user)

    assert event["title"] == f"Answer {world.brand.name}: {application.deal.title}"
    assert event["alarms"] == 1


def test_what_is_over_is_gone(world: World) -> None:
    trade = world.trade()
    world.fail(trade)

    assert book(world.creator.user) == []


def test_every_running_state_has_its_sentence() -> None:
    assert set(_TITLES) == set(COLLABORATION_RUNNING)


def test_a_new_address_makes_the_old_one_useless(world: World) -> None:
    user = world.creator.user
    old = token_of(user)
    client = Client()
    client.force_login(user)

    assert client.post("/my-deals/calendar/renew/").status_code == 302

    user.refresh_from_db()
    assert Client().get(f"/calendar/{old}.ics").status_code == 404
    assert Client().get(f"/calendar/{token_of(user)}.ics").status_code == 200
    assert token_of(user) in client.get("/my-deals/calendar/").content.decode()


def test_nobody_makes_up_an_address_or_keeps_one_of_a_closed_account(world: World) -> None:
    user = world.creator.user
    made_up = [
        "x",
        signing.Signer(salt="another").sign_object([user.pk, 0]),
        signing.Signer(salt="deals.calendar").sign_object([user.pk, 7]),
        token_of(user)[:-1],
    ]
    assert [Client().get(f"/calendar/{token}.ics").status_code for token in made_up] == [404] * len(made_up)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert Client().get(f"/calendar/{token_of(user)}.ics").status_code == 404


def test_renewing_is_counted_by_the_database(world: World) -> None:
    first, second = (User.objects.get(pk=world.creator.user.pk) for _ in range(2))

    renew_calendar(user=first)
    renew_calendar(user=second)

    assert User.objects.get(pk=first.pk).calendar_version == 2


def test_it_speaks_the_persons_language(world: World, pseudo: str) -> None:
    trade = world.trade()
    User.objects.filter(pk=world.creator.user.pk).update(language=pseudo)

    [event] = book(world.creator.user)

    assert event["title"] == f"⟦{world.brand.name} ships {trade.deal.title}⟧"


@pytest.mark.parametrize(
    ("state", "title"),
    [
        ("creating", "Last day before this trade ends: {deal}"),
        ("to_ship", "Last day before this trade ends: {deal}"),
        ("shipped", "Last day before it counts as lost: {deal}"),
    ],
)
def test_what_is_late_is_in_it_also_by_the_day_it_ends(world: World, state: str, title: str) -> None:
    trade = world.trade()
    at = clock.now()
    Collaboration.objects.filter(pk=trade.pk).update(
        state=state, clock_started_at=at - timedelta(days=9), due_at=at - timedelta(days=1)
    )
    trade.refresh_from_db()
    plan = trade.schedule()
    assert plan is not None
    assert plan.grace_ends_at is not None

    due, last = sorted(book(world.creator.user), key=lambda event: event["day"])

    assert due["day"] < at.date() <= last["day"] == last_day(plan.grace_ends_at, at).date()
    assert last["title"] == title.format(deal=trade.deal.title)
    assert (last["uid"] != due["uid"], last["alarms"]) == (True, int(state != "to_ship" or due["alarms"]))
