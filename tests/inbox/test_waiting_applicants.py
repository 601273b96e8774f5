"""Reminders of applicants who wait: one line and one mail for a deal and a day, however many they are."""

from datetime import timedelta

import pytest

from deals import operations as ops
from deals.models import Application, Deal
from deals.operations.clock import tick
from inbox.models import Mail, Notification
from inbox.words import words_of
from tests.inbox.conftest import told
from tests.world import World

pytestmark = pytest.mark.django_db
KIND = "applications_waiting"


@pytest.fixture
def deal(world: World) -> Deal:
    """Three people applied, an hour apart from each other."""
    deal = world.new_deal(places=3)
    for name in ("Ada", "Bo", "Cy"):
        world.apply(deal, world.another_creator(name))
        world.later(hours=1)
    world.settle()
    return deal


def remind(world: World, **delta: float) -> None:
    tick(at=world.later(**delta))
    world.settle()


def test_everybody_who_waits_is_one_line_and_one_mail_that_names_the_first_date(world: World, deal: Deal) -> None:
    remind(world, days=3)
    line = Notification.objects.get(user=world.owner, kind=KIND)
    words = words_of(line, world.now)
    assert words.subject == "Cy and 2 more still wait for your answer"
    assert line.object_id == deal.public_id
    first = Application.objects.filter(deal=deal).order_by("due_at")[0]
    assert line.params["due_at"] == first.due_at.isoformat()
    assert Mail.objects.filter(kind=KIND).count() == 1


def test_a_line_of_another_day_takes_the_place_of_the_one_before(world: World, deal: Deal) -> None:
    remind(world, days=3)
    remind(world, days=3)  # the second reminder of the same three people
    before, now = Notification.objects.filter(user=world.owner, kind=KIND).order_by("id")
    assert before.read_at is not None
    assert (now.read_at, now.count) == (None, 3)
    assert Mail.objects.filter(kind=KIND).count() == 2


def test_lines_of_two_days_an_hour_apart_are_one_mail(world: World, deal: Deal) -> None:
    late = world.now.replace(hour=23, minute=30)
    Application.objects.filter(deal=deal).update(submitted_at=late, state_since=late, due_at=late + timedelta(days=7))
    rows = list(Application.objects.filter(deal=deal).order_by("id"))
    for number, row in enumerate(rows):
        Application.objects.filter(pk=row.pk).update(wake_at=late + timedelta(minutes=20 * number))
    for number in range(3):
        tick(at=late + timedelta(minutes=20 * number))
        world.settle()
    assert told(world.owner).count(KIND) == 2
    assert Mail.objects.filter(kind=KIND).count() == 1


def test_who_read_the_line_hears_of_whom_is_reminded_of_later(world: World, deal: Deal) -> None:
    remind(world, days=2, hours=21)  # the first of the three
    Notification.objects.filter(kind=KIND).update(read_at=world.now)
    remind(world, hours=2)
    lines = Notification.objects.filter(user=world.owner, kind=KIND).order_by("id")
    assert [line.count for line in lines] == [1, 2]
    assert Mail.objects.filter(kind=KIND).count() == 1


def test_a_proposal_of_other_terms_keeps_its_own_line(world: World) -> None:
    application = world.apply(world.new_deal())
    ops.make_offer(application=application, by=world.by_brand, proposal={"create_within_days": 21}, at=world.now)
    proposal = {"create_within_days": 25}
    ops.counter_offer(application=application, by=world.by_creator(), proposal=proposal, at=world.later(hours=1))
    remind(world, hours=25)
    line = Notification.objects.get(user=world.owner, kind="application_waiting")
    assert line.object_id == application.public_id
    assert words_of(line, world.now).subject == "Mila's proposal waits for your answer"
