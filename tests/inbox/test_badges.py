"""The numbers of the creator's navigation say on every page what the pages behind them say."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from barter.kernel import clock
from deals.models import Application, Collaboration, Review
from deals.models.collaboration import Problem
from deals.queries_creator import running_trades
from deals.web.creator.my_deals import needs_creator
from deals.workflow import COLLABORATION_RUNNING, ApplicationState, CollaborationState, ReviewState
from inbox.models import Notification
from inbox.queries import waiting_for_creator
from tests.deals.web.creator.world import agree, apply, make_deal, make_maker, make_shop

pytestmark = pytest.mark.django_db


def test_the_badge_counts_what_my_deals_calls_your_move() -> None:
    at = clock.now()
    shop, maker = make_shop(at), make_maker(at)
    trade = agree(make_deal(shop, at), maker, shop, at)
    seen = set()
    for state in sorted(COLLABORATION_RUNNING):
        for changes in (
            {"due_at": at - timedelta(hours=1)},
            {"due_at": at + timedelta(hours=1)},
            {"visit_date": at.date()},
            {"visit_date": at.date() + timedelta(days=2)},
            {"link_removed_at": at},
            {"problem_code": str(Problem.ADDRESS)},
        ):
            blank = {"due_at": None, "visit_date": None, "link_removed_at": None, "problem_code": ""}
            Collaboration.objects.filter(pk=trade.pk).update(**{**blank, "state": state, **changes})
            expected = sum(needs_creator(row, at) for row in running_trades(maker.user))
            assert waiting_for_creator(maker.user.pk, at)[0] == expected, (state, changes)
            seen.add(expected)
    assert seen == {0, 1}


def test_a_visit_needs_its_creator_from_its_day_on_where_they_are() -> None:
    late = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    maker, row = make_maker(late), Collaboration(state=CollaborationState.BOOKED, visit_date=date(2026, 11, 22))
    shop = make_shop(late)
    trade = agree(make_deal(shop, late), maker, shop, late)
    Collaboration.objects.filter(pk=trade.pk).update(state=row.state, visit_date=row.visit_date, due_at=None)

    for zone, needed in (("UTC", False), ("Europe/Riga", True), ("America/New_York", False)):
        with timezone.override(zone):
            assert needs_creator(row, late) is needed
            assert waiting_for_creator(maker.user.pk, late)[0] == needed


def test_offers_and_open_reviews_count_too_and_those_of_others_do_not() -> None:
    at = clock.now()
    shop, maker, other = make_shop(at), make_maker(at), make_maker(at)
    row = apply(make_deal(shop, at), maker, at)
    trade = agree(make_deal(shop, at), maker, shop, at)
    assert waiting_for_creator(maker.user.pk, at)[0] == 0

    Application.objects.filter(pk=row.pk).update(state=ApplicationState.OFFERED)
    Review.objects.create(
        collaboration=trade, side="creator", state=ReviewState.OPEN, state_since=at, due_at=at + timedelta(days=14)
    )
    assert waiting_for_creator(maker.user.pk, at)[0] == 2
    assert waiting_for_creator(other.user.pk, at)[0] == 0
    assert waiting_for_creator(shop.user.pk, at)[0] == 0


def test_the_bell_of_the_deals_says_how_much_is_unread(client: Client) -> None:
    at = clock.now()
    maker = make_maker(at)
    client.force_login(maker.user)
    assert 'aria-label="Notifications"' in client.get("/deals/").content.decode()
    Notification.objects.create(user=maker.user, kind="agreed", source_uid=uuid4(), object_id="col_x", at=at)

    assert 'aria-label="Notifications, 1 unread"' in client.get("/deals/").content.decode()


def test_both_badges_stand_on_every_page_for_one_statement(client: Client) -> None:
    at = clock.now()
    shop, maker = make_shop(at), make_maker(at)
    trade = agree(make_deal(shop, at, kind="voucher"), maker, shop, at)
    assert trade.state == CollaborationState.VOUCHER_SENT
    client.force_login(maker.user)
    client.get("/me/")
    for path in ("/me/", "/deals/"):
        with CaptureQueriesContext(connection) as caught:
            page = client.get(path).content.decode()
        assert "My deals<span" in page, path
        assert ", 1 needs you" in page, path
        assert sum("inbox_notification" in one["sql"] and "read_at" in one["sql"] for one in caught) == 1, path
