"""Answers to many applicants at once, as a browser without script gives them."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from barter.kernel import clock
from barter.kernel.actors import Actor
from creators.models import CreatorCapacity
from deals import operations as ops
from deals.models import Application, Deal, PendingDecision
from deals.operations.clock import tick
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


def selected(page: str) -> list[str]:
    return [
        box.split('value="')[1].split('"')[0]
        for box in re.findall(r"<input[^>]*data-pick [^>]*>", page)
        if " checked" in box
    ]


def states() -> list[str]:
    return list(Application.objects.order_by("pk").values_list("state", flat=True))


def after_undo_is_over() -> None:
    tick(at=clock.now() + timedelta(minutes=11))


def undo(client: Client, deal: Deal, page: str) -> str:
    return send(client, deal, "undo", undo=page.split('name="undo" value="')[1].split('"')[0])


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


def test_a_place_that_is_offered_is_not_called_free(client: Client, shop: Shop) -> None:
    deal = make_deal(shop, clock.now(), places=2)
    taken, offered, waiting = queue(deal, "Ada", "Bea", "Cleo")
    ops.accept_application(application=taken, by=shop.actor, at=clock.now())
    ops.make_offer(application=offered, by=shop.actor, proposal={}, at=clock.now())
    for page in (
        client.get(f"/brand/deals/{deal.public_id}/").content.decode(),
        send(client, deal, "accept", everybody="1"),
    ):
        assert "Every place is taken or offered." in page
        assert "1 place is free." not in page
    refused = "1 of 2 places are taken and 1 offered."
    assert refused in client.get(f"/brand/applications/{waiting.public_id}/").content.decode()
    page = send(client, deal, "accept", pick=picks([waiting]))
    assert refused in page
    assert "Nobody was answered." in page


@pytest.mark.parametrize("view", ["", "view=table"])
def test_who_was_refused_stays_selected_and_who_was_answered_does_not(
    client: Client, shop: Shop, deal: Deal, view: str
) -> None:
    rows = queue(deal, "Ada", "Busy", "Cleo", "Other")
    CreatorCapacity.objects.filter(pk=rows[1].creator_id).update(credits_granted=0)
    page = send(client, deal, "accept", pick=picks(rows[:3]), sure="1", back=view)
    assert "2 creators accepted." in page
    assert selected(page) == picks(rows[1:2])
    again = client.get(f"/brand/deals/{deal.public_id}/?{view}").content.decode()
    assert rows[1].public_id in again
    assert not selected(again), "once, with the note that tells it"


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
    assert states()[:3] == [A.SUBMITTED] * 3
    after_undo_is_over()
    assert states()[:3] == [A.DECLINED, A.SUBMITTED, A.DECLINED]


def test_everybody_asks_also_when_the_dialog_was_answered(client: Client, shop: Shop, deal: Deal) -> None:
    queue(deal, "Ada", "Bea")
    with nothing_changes():
        assert "Accept 2 creators?" in send(client, deal, "accept", everybody="1", sure="1")


@pytest.mark.parametrize("button", ["told", "later"])
def test_a_no_without_a_reason_asks_for_it_by_name_and_keeps_the_word(
    client: Client, shop: Shop, deal: Deal, button: str
) -> None:
    url, pick = f"/brand/deals/{deal.public_id}/applicants/decline/", picks(queue(deal, "Ada", "Bea"))
    plain = client.post(url, {"pick": pick, "note": ""})
    assert (plain.status_code, "errs" in plain.content.decode()) == (200, False), "nobody was asked for one yet"
    with nothing_changes():
        answer = client.post(url, {"pick": pick, "note": "So sorry", button: "1"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'class="errs"' in page
    assert "So sorry" in page
    assert "Decline 2 creators?" in page


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
    after_undo_is_over()
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


def test_a_decline_and_a_short_list_can_be_undone_and_what_moved_on_is_counted(
    client: Client, shop: Shop, deal: Deal
) -> None:
    rows = queue(deal, "Ada", "Bea")
    declined = send(client, deal, "decline", pick=picks(rows), reason="audience", note="Sorry")
    assert "They are told in 10 minutes." in declined
    board = client.get(f"/brand/deals/{deal.public_id}/").content.decode()
    assert "<bdi>Ada</bdi>" not in board
    assert "Being declined" in board
    left = rows[1].creator.user_id
    ops.withdraw_application(application=rows[1], by=Actor.creator(left), at=clock.now())
    page = undo(client, deal, declined)
    assert "1 answer taken back." in page
    assert "1 had moved on already." in page
    after_undo_is_over()
    assert states() == [A.SUBMITTED, A.WITHDRAWN]
    listed = send(client, deal, "shortlist", pick=picks(rows[:1]))
    assert "1 answer taken back." in undo(client, deal, listed)
    assert states() == [A.SUBMITTED, A.WITHDRAWN]
    with nothing_changes():
        assert "nothing was taken back" in undo(client, deal, listed)
        assert "nothing was taken back" in send(client, deal, "undo", undo="ü")
    send(client, deal, "shortlist", pick=picks(rows[:1]))
    assert "1 creator is new again." in send(client, deal, "unshortlist", pick=picks(rows[:1]))


def test_decisions_are_kept_checked_and_released_together(client: Client, shop: Shop) -> None:
    deal = make_deal(shop, clock.now(), places=1, countries=["LV", "EE"])
    ada, bea, cleo = queue(deal, "Ada", "Bea", "Cleo")
    with nothing_changes():
        kept = send(client, deal, "accept", pick=picks([ada, bea]), later="1")
        assert "A yes to 2 creators is kept." in kept
        assert "A no to 1 creator is kept." in send(
            client, deal, "decline", pick=picks([cleo]), reason="audience", note="Maybe in spring", later="1"
        )
    board = client.get(f"/brand/deals/{deal.public_id}/").content.decode()
    assert "2 yes, 1 no" in board
    assert "Yes, not told yet" in board
    check = client.get(f"/brand/deals/{deal.public_id}/decisions/").content.decode()
    for words in (
        "1 of them gets a place now.",
        "1 yes stays here",
        "No place is left.",
        "Looking for another audience",
        "Maybe in spring",
        "<dd>Estonia, Latvia</dd>",
    ):
        assert words in check
    url = f"/brand/deals/{deal.public_id}/decisions/release/"
    page = client.post(url, follow=True).content.decode()
    assert "1 creator accepted. 1 creator declined." in page
    assert "1 decision is still kept:" in page
    assert sorted(states()) == sorted([A.ACCEPTED, A.SUBMITTED, A.DECLINED])
    assert "0 of them" not in page
    assert "Release the decisions" not in page, "nobody would be told anything"
    assert "1 yes.</span>" in client.get(f"/brand/deals/{deal.public_id}/").content.decode()
    with nothing_changes():
        assert "Nobody was told anything new." in client.post(url, follow=True).content.decode()
    client.post(f"/brand/deals/{deal.public_id}/decisions/forget/", {"pick": picks([ada, bea])})
    assert not PendingDecision.objects.exists()


def test_a_release_says_only_what_was_done(client: Client, shop: Shop, deal: Deal) -> None:
    send(client, deal, "accept", pick=picks(queue(deal, "Ada")), later="1")
    page = client.post(f"/brand/deals/{deal.public_id}/decisions/release/", follow=True).content.decode()
    assert "1 creator accepted." in page
    assert "creators declined." not in page


def test_a_release_tells_what_stood_on_its_page_and_not_what_a_colleague_decided_since(
    client: Client, shop: Shop, deal: Deal
) -> None:
    ada, bea, cleo = queue(deal, "Ada", "Bea", "Cleo")
    send(client, deal, "accept", pick=picks([ada, bea]), later="1")
    check = client.get(f"/brand/deals/{deal.public_id}/decisions/").content.decode()
    until = check.split('name="until" value="')[1].split('"')[0]
    send(client, deal, "decline", pick=picks([bea, cleo]), reason="audience", later="1")
    url = f"/brand/deals/{deal.public_id}/decisions/release/"
    page = client.post(url, {"until": until}, follow=True).content.decode()
    assert "1 creator accepted." in page
    assert "creators declined." not in page
    assert "2 decisions were made since you opened that page." in page
    assert states() == [A.ACCEPTED, A.SUBMITTED, A.SUBMITTED]
    assert "2 no" in page
    with nothing_changes():
        assert "2 decisions were made since" in client.post(url, {"until": until}, follow=True).content.decode()
    for odd in ("yesterday", "2026-99-99T00:00:00", "2026-01-01T00:00:00"):
        assert client.post(url, {"until": odd}).status_code == 302


def test_a_creator_learns_nothing_of_a_decision_that_was_not_told(client: Client, shop: Shop, deal: Deal) -> None:
    maker = make_maker(clock.now(), "Ada")
    row = apply(deal, maker, clock.now())
    client.force_login(maker.user)
    paths = [f"/my-deals/applications/{row.public_id}/", "/my-deals/", f"/api/v1/applications/{row.public_id}/"]

    def seen() -> list[str]:
        pages = [client.get(path) for path in paths]
        assert {page.status_code for page in pages} == {200}
        return [re.sub(r'(nonce|token|value)="[^"]*"', "", page.content.decode()) for page in pages]

    before = seen()
    call: dict[str, Any] = {
        "deal": deal,
        "applications": [row],
        "by": shop.actor,
        "at": clock.now(),
        "reason": "audience",
    }
    ops.decide_later(**call, verdict="no")
    assert seen() == before
    ops.decline_soon(**call)
    assert seen() == before


@pytest.mark.parametrize("verb", ["accept", "decline", "message"])
def test_not_yet_keeps_who_was_ticked(client: Client, deal: Deal, verb: str) -> None:
    rows = queue(deal, "Ada", "Bea", "Cleo")
    page = send(client, deal, verb, pick=picks(rows[:2]), back="q=a")
    assert 'name="not_yet"' in page
    with nothing_changes():
        page = send(client, deal, verb, pick=picks(rows[:2]), not_yet="1", back="view=table", reason="", text="")
    assert sorted(selected(page)) == sorted(picks(rows[:2]))
    assert "Nobody was" not in page
    assert not selected(client.get(f"/brand/deals/{deal.public_id}/").content.decode())


@pytest.mark.parametrize("verb", ["accept", "decline", "message"])
def test_a_step_back_to_a_page_that_asked_leads_to_the_pipeline(client: Client, deal: Deal, verb: str) -> None:
    """Nothing of that page is left: the browser asks for its address alone."""
    answer = client.get(f"/brand/deals/{deal.public_id}/applicants/{verb}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/brand/deals/{deal.public_id}/")
