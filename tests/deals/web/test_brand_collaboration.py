"""The brand's side of a trade, as a browser without script sees it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from barter.kernel import clock, policy
from barter.kernel.models import Policy
from deals import operations as ops
from deals.models import Application, Collaboration, Dispute, Fault, Review, Terms
from deals.web.creator import story as creator_story
from deals.workflow import ApplicationState, DisputeState, ReviewState
from deals.workflow import CollaborationState as C
from tests.deals.trades import Trade, trade_in
from tests.deals.web.brand_world import another_member, as_viewer, nothing_changes
from tests.deals.web.creator.world import Shop, agree, apply, make_deal, make_maker, make_shop
from tests.statements import own_statements

pytestmark = pytest.mark.django_db


def _url(row: Collaboration, verb: str = "") -> str:
    return f"/brand/collaborations/{row.public_id}/{verb + '/' if verb else ''}"


def _send(client: Client, row: Collaboration, verb: str, **data: str) -> str:
    return client.post(_url(row, verb), data, follow=True).content.decode()


def _trade(client: Client, state: C, **options: Any) -> Trade:
    """A trade in this state a moment ago, seen by its brand."""
    trade = trade_in(state, at=clock.now() - timedelta(days=3), **options)
    client.force_login(trade.brand_user)
    return trade


_TITLES = {
    C.TO_SHIP: "Ship ", C.SHIPPED: "On its way", C.DELIVERED: "Delivered. Creator confirms", C.VOUCHER_SENT: "tries the voucher",
    C.BOOKED: "chooses a day", C.CHECKED_IN: "was there", C.CREATING: "films", C.IN_REVIEW: "Answer ",
    C.CHANGES_REQUESTED: "makes version 2", C.APPROVED: "Approved. Creator posts it", C.POSTED: "We check that the post is public",
    C.LIVE_HOLD: "Online until", C.COMPLETED: "Done. A good trade", C.ON_HOLD: "Solve this", C.DISPUTED: "With our team",
    C.CANCELLED_MUTUAL: "You both ended this trade", C.CANCELLED_BY_BRAND: "You ended this trade",
    C.CANCELLED_BY_CREATOR: "Creator ended this trade", C.CANCELLED_NO_FAULT: "This trade ended", C.NO_SHIP: "Nothing was shipped",
    C.NO_SHOW: "No content came in time", C.HONEST_EXIT: "Creator stepped out",
}  # fmt: skip


@pytest.mark.parametrize("state", list(C))
def test_says_where_it_stands_in_every_state(client: Client, state: C) -> None:
    trade = _trade(client, state)
    page = client.get(_url(trade.collaboration)).content.decode()
    assert _TITLES[state] in page
    assert "What you both agreed" in page
    assert page.count("<h1") == 1


def test_limits_in_its_words_are_those_in_force(client: Client) -> None:
    trade = _trade(client, C.CREATING)
    Collaboration.objects.update(extended_at=clock.now())
    limits = {"dispute_answer_days": 6, "extension_days": 9}
    Policy.objects.bulk_create(Policy(name=name, value=value) for name, value in limits.items())
    policy.forget()

    page = client.get(_url(trade.collaboration)).content.decode()

    assert "Creator has 6 days to tell their side" in page
    assert "They took 9 more days once." in page


@pytest.mark.parametrize(("state", "waits"), [(C.COMPLETED, False), (C.CREATING, True)])
def test_a_trade_that_is_over_waits_for_nothing(client: Client, state: C, waits: bool) -> None:
    trade = _trade(client, state)
    answer = client.get(f"/brand/deals/{trade.collaboration.deal.public_id}/?view=table")
    assert [bool(row["waits"]) for row in answer.context["rows"]] == [waits]


def test_a_missed_date_says_who_is_late_and_what_follows(client: Client) -> None:
    trade = _trade(client, C.TO_SHIP)
    Collaboration.objects.filter(pk=trade.collaboration.pk).update(due_at=clock.now() - timedelta(days=2, hours=1))
    page = client.get(_url(trade.collaboration)).content.decode()
    assert "Your parcel is 2 days late" in page
    assert "Creator may leave now, free." in page


def test_cancelling_asks_why_and_stands_against_the_brand(client: Client) -> None:
    row = _trade(client, C.TO_SHIP).collaboration
    assert "stands against you as a fault" in client.get(_url(row, "cancel")).content.decode()
    with nothing_changes():
        assert client.post(_url(row, "cancel"), {"reason": ""}).status_code == 422
    assert "Cancelled." in _send(client, row, "cancel", reason="The supplier let us down")
    row.refresh_from_db()
    assert row.state == C.CANCELLED_BY_BRAND
    with nothing_changes():
        assert "was faster" not in _send(client, row, "cancel", reason="The supplier let us down")
    assert "Appeal" in client.get(_url(row)).content.decode()
    assert "A person of our team looks at it." in _send(client, row, "appeal-fault", note="It was not us")
    assert Fault.objects.get().state == Fault.State.APPEALED


def test_cancel_against_ship_tells_who_was_first(client: Client) -> None:
    row = _trade(client, C.TO_SHIP).collaboration
    shop = Shop(row.brand, row.brand.memberships.get().user)
    marko = another_member(shop, "Marko Saar")
    page = _url(row)
    ops.mark_shipped(collaboration=row, by=shop.actor.brand(marko.pk), at=clock.now())
    with nothing_changes():
        refused = _send(client, row, "cancel", reason="Too late")
    assert "This has moved on" in refused or "Marko Saar was faster" in refused
    assert client.get(page).status_code == 200


def test_more_time_counts_once_the_creator_agrees(client: Client) -> None:
    trade = _trade(client, C.CREATING)
    row, day = trade.collaboration, (clock.now() + timedelta(days=30)).date()
    assert client.post(_url(row, "more-time"), {"due_date": "yesterday"}).status_code == 422
    with nothing_changes():
        past = client.post(_url(row, "more-time"), {"due_date": "2020-01-01"})
    assert past.status_code == 422
    assert "must be a day of the next 90 days" in past.content.decode()
    assert "Sent." in _send(client, row, "more-time", due_date=day.isoformat())
    page = client.get(_url(row)).content.decode()
    assert "You asked for a change" in page
    ops.answer_terms(collaboration=row, by=trade.by_creator, agree=True, at=clock.now())
    row.refresh_from_db()
    assert row.due_at is not None
    assert row.due_at.date() == day


@pytest.mark.parametrize(
    ("verb", "state"), [("agree-terms", Terms.State.AGREED), ("refuse-terms", Terms.State.REFUSED)]
)
def test_a_change_the_creator_asked_for_is_shown_and_answered(client: Client, verb: str, state: str) -> None:
    trade = _trade(client, C.CREATING)
    row = trade.collaboration
    ops.propose_terms(collaboration=row, by=trade.by_creator, changes={"create_within_days": 20}, at=clock.now())
    page = client.get(_url(row)).content.decode()
    assert "Creator asks for a change" in page
    assert "20 days" in page
    _send(client, row, verb)
    assert Terms.objects.get(version=2).state == state


def test_a_change_is_agreed_to_by_who_read_it(client: Client) -> None:
    """One tab says no to a change, the other side asks for more, another tab still shows the first."""
    trade = _trade(client, C.CREATING)
    row, asks, answers = trade.collaboration, trade.by_creator, trade.by_brand
    page = _url(row)
    ops.propose_terms(collaboration=row, by=asks, changes={"create_within_days": 20}, at=clock.now())
    (read,) = set(re.findall(r'name="terms" value="(\w{64})"', client.get(page).content.decode()))
    ops.answer_terms(collaboration=row, by=answers, agree=False, at=clock.now() - timedelta(hours=1))
    ops.propose_terms(collaboration=row, by=asks, changes={"licence": {"months": 120}}, at=clock.now())

    told = client.post(f"{page}agree-terms/", {"terms": read}, follow=True).content.decode()

    assert "The terms have changed since you read them" in told
    assert Terms.objects.get(version=3).state == Terms.State.PROPOSED
    (now,) = set(re.findall(r'name="terms" value="(\w{64})"', told))
    client.post(f"{page}agree-terms/", {"terms": now})
    assert Terms.objects.get(version=3).state == Terms.State.AGREED


def test_ending_it_together_needs_both(client: Client) -> None:
    trade = _trade(client, C.CREATING)
    row = trade.collaboration
    _send(client, row, "propose-end", reason="The launch moved")
    assert "You asked to end this together." in client.get(_url(row)).content.decode()
    with nothing_changes():
        assert "the other side has to agree" in _send(client, row, "agree-end")
    ops.agree_cancel(collaboration=row, by=trade.by_creator, at=clock.now())
    assert "You both ended this trade" in client.get(_url(row)).content.decode()


def test_the_creators_proposal_to_end_is_agreed_to(client: Client) -> None:
    trade = _trade(client, C.CREATING)
    ops.propose_cancel(collaboration=trade.collaboration, by=trade.by_creator, at=clock.now())
    assert "asks to end this together." in client.get(_url(trade.collaboration)).content.decode()
    assert "Ended by both." in _send(client, trade.collaboration, "agree-end")


def test_a_problem_is_cured_with_another_parcel(client: Client) -> None:
    row = _trade(client, C.ON_HOLD).collaboration
    page = client.get(_url(row)).content.decode()
    assert "It is damaged." in page
    assert "broken" in page
    assert "It waits in your shipments." in _send(client, row, "send-again")
    row.refresh_from_db()
    assert row.state == C.TO_SHIP


def test_a_visitor_is_checked_in(client: Client) -> None:
    row = _trade(client, C.BOOKED).collaboration
    assert "Checked in." in _send(client, row, "check-in")
    row.refresh_from_db()
    assert row.state == C.CHECKED_IN


def test_a_visit_and_a_voucher_are_told_as_what_they_are(client: Client) -> None:
    visit = _trade(client, C.BOOKED).collaboration
    board, room = f"/brand/deals/{visit.deal.public_id}/", client.get(_url(visit)).content.decode()
    card = client.get(board).content.decode().split('class="pipe"')[1]
    assert "Day not chosen yet" in card
    assert "Visit booked" not in card
    assert "from the visit" in room
    voucher = client.get(_url(_trade(client, C.VOUCHER_SENT).collaboration)).content.decode()
    assert "after trying the voucher" in voucher
    assert "has the voucher" not in voucher
    assert not [page for page in (room, voucher) if "from delivery" in page]


def test_a_dispute_is_opened_answered_and_appealed(client: Client) -> None:
    trade = _trade(client, C.CREATING)
    row = trade.collaboration
    ops.open_dispute(collaboration=row, by=trade.by_creator, reason="It never worked", at=clock.now())
    page = client.get(_url(row)).content.decode()
    assert "It never worked" in page
    assert "Tell your side" in page
    assert client.post(_url(row, "answer-dispute"), {"answer": ""}).status_code == 422
    _send(client, row, "answer-dispute", answer="It did")
    dispute = Dispute.objects.get()
    assert (dispute.state, dispute.answer) == (DisputeState.ANSWERED, "It did")
    ops.decide_dispute(dispute=dispute, by=trade.by_staff, outcome="brand_fault", decision="Sorry", at=clock.now())
    page = client.get(_url(row)).content.decode()
    assert "Sorry" in page
    assert "Our team ended this trade" in page
    row.refresh_from_db()
    assert creator_story.story_of(row, clock.now()).title == "Our team ended this trade"
    _send(client, row, "appeal-dispute", note="Look again")
    dispute.refresh_from_db()
    assert dispute.state == DisputeState.APPEALED


def test_a_verb_that_was_never_possible_changes_nothing(client: Client) -> None:
    row = _trade(client, C.CREATING).collaboration
    with nothing_changes():
        assert client.post(_url(row, "answer-dispute"), {"answer": "x"}).status_code == 404
        assert client.post(_url(row, "nonsense")).status_code == 404
        assert client.get(_url(row, "cancel")).status_code == 302
        assert "no longer possible" in _send(client, row, "send-again")


def test_a_review_is_sealed_until_both_have_written(client: Client) -> None:
    trade = trade_in(C.COMPLETED)
    client.force_login(trade.brand_user)
    Review.objects.update(due_at=clock.now() + timedelta(days=5))
    row = trade.collaboration
    assert client.post(_url(row, "review"), {"stars": "9"}).status_code == 422
    assert "sealed" in _send(client, row, "review", stars="5", public_text="Quick and kind", would_again="yes")
    own = Review.objects.get(side="brand")
    assert (own.state, own.stars, own.would_again) == (ReviewState.SEALED, 5, True)
    assert "Quick and kind" not in client.get(_url(row)).content.decode()


def test_a_viewer_looks_and_moves_nothing_and_outsiders_find_nothing(client: Client) -> None:
    row = _trade(client, C.TO_SHIP).collaboration
    owner = row.brand.memberships.get().user
    client.force_login(as_viewer(Shop(row.brand, owner)))
    page = client.get(_url(row)).content.decode()
    assert "Owners and managers act." in page
    assert _url(row, "cancel") not in page
    assert client.get(_url(row, "cancel")).status_code == 302
    outsider = make_shop(clock.now()).user
    with nothing_changes():
        assert client.post(_url(row, "cancel"), {"reason": "x"}).status_code == 403
        client.force_login(outsider)
        assert client.get(_url(row)).status_code == 404
        assert client.post(_url(row, "cancel"), {"reason": "x"}).status_code == 404
        client.force_login(row.creator.user)
        assert client.get(_url(row)).status_code == 404


# ---- People worked with


def test_lists_the_people_worked_with_at_a_fixed_cost(client: Client) -> None:
    at = clock.now()
    shop = make_shop(at)
    client.force_login(shop.user)
    assert "Nobody yet" in client.get("/brand/creators/").content.decode()
    deal = make_deal(shop, at)
    for name in ("Ada", "Bea"):
        agree(deal, make_maker(at, name), shop, at)
    agree(make_deal(other := make_shop(at), at), make_maker(at, "Cleo"), other, at)
    page = client.get("/brand/creators/").content.decode()
    assert "Ada" in page
    assert "0 done, 1 running" in page
    assert "Cleo" not in page
    found = client.get("/brand/creators/?q=bea").content.decode()
    assert "Bea" in found
    assert "<bdi>Ada</bdi>" not in found
    few = _statements(client)
    for number in range(12):
        agree(deal, make_maker(at, f"Maker {number}"), shop, at)
    assert _statements(client) == few


def _statements(client: Client) -> int:
    with own_statements() as own:
        client.get("/brand/creators/")
    return len(own)


def test_invites_somebody_known_to_a_live_deal_once(client: Client) -> None:
    at = clock.now()
    shop = make_shop(at)
    client.force_login(shop.user)
    known, stranger = make_maker(at, "Ada"), make_maker(at, "Stranger")
    apply(make_deal(shop, at), known, at)
    deal, foreign = make_deal(shop, at, title="Second round"), make_deal(make_shop(at), at)
    url = f"/brand/creators/{known.creator.public_id}/invite/"
    with nothing_changes():
        assert client.get(f"/brand/creators/{stranger.creator.public_id}/invite/").status_code == 404
        assert client.post(url, {"deal": foreign.public_id}).status_code == 422
        assert client.post(url, {}).status_code == 422
    page = client.post(url, {"deal": deal.public_id}, follow=True).content.decode()
    assert "Ada is invited to “Second round”." in page
    assert Application.objects.get(deal=deal).state == ApplicationState.INVITED
    with nothing_changes():
        assert client.post(url, {"deal": deal.public_id}).status_code == 302, "a second press finds it done"
    client.force_login(as_viewer(shop))
    with nothing_changes():
        assert client.post(url, {"deal": deal.public_id}).status_code == 403
