"""Answers to many applicants at once, as a browser without script gives them."""

from typing import Any

import pytest
from django.test import Client

from barter.kernel import clock
from deals import operations as ops
from deals.models import Application, Deal
from deals.web.brand import bulk
from deals.workflow import ApplicationState as A
from tests.deals.web.brand_world import nothing_changes
from tests.deals.web.creator.world import Maker, Shop, apply, make_deal, make_maker

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(shop: Shop) -> Deal:
    return make_deal(shop, clock.now())


def queue(deal: Deal, *names: str) -> list[Application]:
    return [apply(deal, make_maker(clock.now(), name), clock.now()) for name in names]


def send(client: Client, deal: Deal, verb: str, **data: Any) -> str:
    answer = client.post(f"/brand/deals/{deal.public_id}/applicants/{verb}/", data, follow=True)
    return answer.content.decode()


def picks(rows: list[Application]) -> list[str]:
    return [row.public_id for row in rows]


def states() -> list[str]:
    return list(Application.objects.order_by("pk").values_list("state", flat=True))


def test_accepting_several_tells_first_what_it_means(client: Client, shop: Shop, deal: Deal) -> None:
    rows = queue(deal, "Ada", "Bea")
    with nothing_changes():
        page = send(client, deal, "accept", pick=picks(rows))
    assert "Accept 2 creators?" in page
    assert "it can’t be taken back" in page
    assert "you ship within 3 working days" in page
    assert "20 places are free" in page or "more can be accepted now" in page
    assert "2 creators accepted." in send(client, deal, "accept", pick=picks(rows), sure="1")


def test_accepting_one_asks_nothing(client: Client, shop: Shop, deal: Deal) -> None:
    assert "1 creator accepted." in send(client, deal, "accept", pick=picks(queue(deal, "Ada")))


def test_says_how_many_fit_before_anybody_is_accepted(client: Client, shop: Shop) -> None:
    deal = make_deal(shop, clock.now(), places=1)
    ops.accept_application(application=queue(deal, "Ada")[0], by=shop.actor, at=clock.now())
    page = send(client, deal, "accept", pick=picks(queue(deal, "Bea", "Cleo")))
    assert "Every place is taken." in page


def test_everybody_means_all_who_fit_the_filters_also_those_not_shown(client: Client, shop: Shop, deal: Deal) -> None:
    rows = queue(deal, "Ada", "Bea", "Adam", *(f"Zoe {number}" for number in range(12)))
    page = client.get(f"/brand/deals/{deal.public_id}/?q=ada").content.decode()
    assert 'data-everybody="2"' in page
    with nothing_changes():
        asked = send(client, deal, "decline", everybody="1", back="q=ada", reason="audience")
    assert "Decline 2 creators?" in asked
    assert [row.public_id in asked for row in rows[:3]] == [True, False, True]
    assert "Decline 15 creators?" in send(client, deal, "decline", everybody="1", back="")
    done = send(client, deal, "decline", pick=picks([rows[0], rows[2]]), reason="audience", back="q=ada")
    assert "2 creators declined." in done
    assert states()[:3] == [A.DECLINED, A.SUBMITTED, A.DECLINED]


def test_everybody_asks_also_when_the_dialog_was_answered(client: Client, shop: Shop, deal: Deal) -> None:
    queue(deal, "Ada", "Bea")
    with nothing_changes():
        assert "Accept 2 creators?" in send(client, deal, "accept", everybody="1", sure="1")


def test_who_was_not_reached_is_counted_not_dropped(
    client: Client, shop: Shop, deal: Deal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "_MOST_PICKS", 2)
    rows = queue(deal, "Ada", "Bea", "Cleo", "Dora", "Eve")
    asked = send(client, deal, "decline", everybody="1")
    assert "That is as many as one answer takes." in asked
    assert 'name="left" value="3"' in asked
    page = send(client, deal, "decline", pick=picks(rows[:2]), left="3", reason="audience")
    assert "2 creators declined." in page
    assert "3 more were meant and still wait" in page
    assert "3 more were meant" in send(client, deal, "shortlist", pick=picks(rows))
    assert states().count(A.SUBMITTED) == 3


def test_an_invitation_or_the_waitlist_is_not_everybody(client: Client, shop: Shop) -> None:
    deal = make_deal(shop, clock.now(), places=1)
    ops.accept_application(application=queue(deal, "Ada")[0], by=shop.actor, at=clock.now())
    waiting: list[Maker] = [make_maker(clock.now(), name) for name in ("Bea", "Cleo")]
    for maker in waiting:
        apply(deal, maker, clock.now())
    assert "Nobody was picked." in send(client, deal, "decline", everybody="1", reason="audience")
    assert states() == [A.ACCEPTED, A.WAITLISTED, A.WAITLISTED]


@pytest.mark.parametrize(
    "back",
    [
        "country=Latvia",
        "platform=myspace",
        "waiting=2",
        "late=yes",
        "nonsense",
        "q=%00a",
        "contry=LV",
        "q=" + "a" * 61,
        "q=ada&" + "x" * 600,
    ],
)
def test_everybody_is_nobody_when_the_filters_cannot_be_read(client: Client, deal: Deal, back: str) -> None:
    queue(deal, "Ada", "Bea")

    for verb in ("accept", "decline", "shortlist"):
        with nothing_changes():
            page = send(client, deal, verb, everybody="1", back=back, sure="1", reason="audience")
        assert "could not be read, so nobody was answered" in page


def test_filters_that_can_be_read_are_heard(client: Client, deal: Deal) -> None:
    queue(deal, "Ada", "Bea")

    for back in ("", "q=+a&country=&sort=newest&view=table&stage=new", "country=lv&platform=instagram", "waiting="):
        assert "Accept 2 creators?" in send(client, deal, "accept", everybody="1", back=back)
