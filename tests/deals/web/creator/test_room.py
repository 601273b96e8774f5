"""A creator's room of one trade: its next step, problems, days and ends."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from barter.kernel import clock, policy
from barter.kernel.actors import Actor
from barter.kernel.models import Policy, TimelineEntry
from barter.kernel.templatetags.words import by_words, calendar_words
from deals import operations
from deals.models import Collaboration, Fault
from deals.web.creator.story import story_of
from deals.web.creator.timeline import room_timeline
from deals.workflow import CollaborationState
from tests.deals.trades import Trade, trade_in
from tests.deals.web.creator.world import agree, make_deal, make_maker, make_shop

pytestmark = pytest.mark.django_db


def test_a_refused_move_is_a_note_on_the_page_and_changes_nothing(client: Client) -> None:
    at = clock.now()
    shop, maker = make_shop(at), make_maker(at)
    trade = agree(make_deal(shop, at), maker, shop, at)
    client.force_login(maker.user)
    page = client.post(f"/my-deals/{trade.public_id}/leave/", follow=True).content.decode()
    assert "still has time to ship" in page
    assert Collaboration.objects.get(pk=trade.pk).state == CollaborationState.TO_SHIP


def test_a_problem_needs_a_choice(client: Client) -> None:
    at = clock.now()
    shop, maker = make_shop(at), make_maker(at)
    trade = agree(make_deal(shop, at, kind="voucher"), maker, shop, at)
    client.force_login(maker.user)
    url = f"/my-deals/{trade.public_id}/problem/"
    assert client.post(url, {"note": "It is broken"}).status_code == 422
    assert client.post(url, {"code": "unusable", "note": "It is broken"}).status_code == 302
    assert Collaboration.objects.get(pk=trade.pk).state == CollaborationState.ON_HOLD


@pytest.mark.parametrize("tail", ["", "terms/", "problem/"])
def test_somebody_elses_trade_is_not_there(client: Client, tail: str) -> None:
    at = clock.now()
    shop, maker = make_shop(at), make_maker(at)
    trade = agree(make_deal(shop, at), maker, shop, at)
    for stranger in (make_maker(at).user, shop.user):
        client.force_login(stranger)
        assert client.get(f"/my-deals/{trade.public_id}/{tail}").status_code == 404
        assert client.post(f"/my-deals/{trade.public_id}/here/").status_code == 404


@pytest.mark.parametrize(
    ("kind", "counted"),
    [("parcel", "from delivery"), ("visit", "from the visit"), ("voucher", "after trying the voucher")],
)
def test_the_days_to_film_are_counted_from_what_is_exchanged(client: Client, kind: str, counted: str) -> None:
    at = clock.now()
    shop, maker = make_shop(at), make_maker(at)
    deal = make_deal(shop, at, kind=kind)
    client.force_login(maker.user)
    posted = client.get(f"/deals/{deal.public_id}/terms/").content.decode()
    agreed = client.get(f"/my-deals/{agree(deal, maker, shop, at).public_id}/terms/").content.decode()
    for page in (posted, agreed):
        assert counted in page
        assert ("The brand ships" in page) == ("from delivery" in page) == (kind == "parcel")


def test_what_can_be_wrong_fits_what_is_exchanged(client: Client) -> None:
    at = clock.now()
    shop, maker = make_shop(at), make_maker(at)
    parcel = agree(make_deal(shop, at), maker, shop, at)
    visit = agree(make_deal(shop, at, kind="visit"), maker, shop, at)
    client.force_login(maker.user)

    about_visit = client.get(f"/my-deals/{visit.public_id}/problem/").content.decode()
    assert "The visit doesn&#x27;t work" in about_visit
    assert "damaged" not in about_visit
    Collaboration.objects.filter(pk=parcel.pk).update(state=CollaborationState.SHIPPED, shipped_at=at)
    about_parcel = client.get(f"/my-deals/{parcel.public_id}/problem/").content.decode()
    assert "It is damaged" in about_parcel
    assert "voucher" not in about_parcel
    assert client.post(f"/my-deals/{parcel.public_id}/problem/", {"code": "unusable"}).status_code == 422
    assert Collaboration.objects.get(pk=parcel.pk).state == CollaborationState.SHIPPED


def test_a_problem_is_reported_by_one_press_once_and_taken_back_by_another(client: Client) -> None:
    at = clock.now()
    shop, maker = make_shop(at), make_maker(at)
    parcel = agree(make_deal(shop, at), maker, shop, at)
    Collaboration.objects.filter(pk=parcel.pk).update(state=CollaborationState.SHIPPED, shipped_at=at)
    client.force_login(maker.user)
    room = f"/my-deals/{parcel.public_id}/"
    page = client.get(room).content.decode()
    offered = re.findall(rf'formaction="{room}problem/" name="code" value="(\w+)"', page)
    assert offered == ["not_arrived", "damaged", "wrong_item", "incomplete", "address", "pickup"]

    assert "optional" not in client.get(f"{room}problem/").content.decode()
    nothing_said = client.post(f"{room}problem/", {"code": "other"})
    assert (nothing_said.status_code, "Say what is wrong." in nothing_said.content.decode()) == (422, True)
    assert Collaboration.objects.get(pk=parcel.pk).state == CollaborationState.SHIPPED

    for code in ("damaged", "damaged", "pickup"):  # pressed twice, and once more in another tab
        assert client.post(f"{room}problem/", {"code": code}).status_code == 302
    row = Collaboration.objects.get(pk=parcel.pk)
    assert (row.state, row.problem_code) == (CollaborationState.ON_HOLD, "damaged")
    assert TimelineEntry.objects.filter(object_type="collaboration", object_id=row.pk, reason="damaged").count() == 1
    page = client.get(room).content.decode()
    assert "It is damaged" in page
    assert f'href="/applications/{parcel.application.public_id}/thread/"' in page.partition("Add words or photos")[0]
    assert 'name="code"' not in page

    client.post(f"{room}solved/")
    assert Collaboration.objects.get(pk=parcel.pk).state == CollaborationState.SHIPPED


def test_a_parcel_on_its_way_back_is_not_called_solved_by_who_waits_for_it(client: Client) -> None:
    at = clock.now()
    shop, maker = make_shop(at), make_maker(at)
    parcel = agree(make_deal(shop, at), maker, shop, at)
    operations.mark_shipped(collaboration=parcel, by=Actor.brand(shop.user.pk), at=at)
    operations.mark_returned(collaboration=parcel, by=Actor.carrier(), at=at)
    client.force_login(maker.user)
    room = f"/my-deals/{parcel.public_id}/"
    page = client.get(room).content.decode()
    assert ("It went back to the sender" in page, "It’s solved" in page) == (True, False)
    assert "can’t arrive" in client.post(f"{room}solved/", follow=True).content.decode()
    assert Collaboration.objects.get(pk=parcel.pk).state == CollaborationState.ON_HOLD
    operations.solve_problem(collaboration=parcel, by=Actor.staff(shop.user.pk), at=at, reason="A wrong scan")
    assert Collaboration.objects.get(pk=parcel.pk).state == CollaborationState.SHIPPED


@pytest.mark.parametrize("said_here", [True, False])
def test_what_is_here_is_not_reported_missing(client: Client, said_here: bool) -> None:
    at = clock.now()
    shop, maker = make_shop(at), make_maker(at)
    parcel = agree(make_deal(shop, at), maker, shop, at)
    operations.mark_shipped(collaboration=parcel, by=Actor.brand(shop.user.pk), at=at)
    operations.mark_delivered(collaboration=parcel, by=Actor.carrier(), at=at)
    client.force_login(maker.user)
    room = f"/my-deals/{parcel.public_id}/"
    if said_here:
        client.post(f"{room}here/")
    else:
        Collaboration.objects.filter(pk=parcel.pk).update(state=CollaborationState.CREATING)

    offered = re.findall(r'name="code" value="(\w+)"', client.get(room).content.decode())
    assert ("not_arrived" in offered) != said_here
    assert {"damaged", "wrong_item", "incomplete", "other"} <= set(offered)
    answer = client.post(f"{room}problem/", {"code": "not_arrived"})
    assert answer.status_code == (422 if said_here else 302)
    held = CollaborationState.CREATING if said_here else CollaborationState.ON_HOLD
    assert Collaboration.objects.get(pk=parcel.pk).state == held


def test_a_visit_without_its_day_is_not_called_booked(client: Client) -> None:
    at = clock.now()
    shop, maker = make_shop(at), make_maker(at)
    visit = agree(make_deal(shop, at, kind="visit"), maker, shop, at)
    client.force_login(maker.user)
    pages = [f"/my-deals/{visit.public_id}/", "/my-deals/"]

    assert all("Visit booked" not in client.get(page).content.decode() for page in pages)
    day = at.date() + timedelta(days=3)
    client.post(f"/my-deals/{visit.public_id}/visit/", {"visit_date": day.isoformat()})
    assert all("Visit booked" in client.get(page).content.decode() for page in pages)


def test_a_day_that_is_set_can_be_changed_and_is_not_begun_by_a_slip(client: Client) -> None:
    at = clock.now()
    shop, maker = make_shop(at), make_maker(at)
    visit = agree(make_deal(shop, at, kind="visit"), maker, shop, at)
    client.force_login(maker.user)
    room = f"/my-deals/{visit.public_id}/"
    assert "Without a day the trade ends and the credit is lost." in client.get(room).content.decode()
    for days in (3, 5):
        page = client.post(f"{room}visit/", {"visit_date": (at + timedelta(days=days)).date()}, follow=True)
    text = page.content.decode()
    assert Collaboration.objects.get(pk=visit.pk).visit_date == (at + timedelta(days=5)).date()
    assert "Change the day</a>" in text
    assert "Without it the trade ends on" in text
    early, today = 'data-open="#sheet-check-in"', f'formaction="{room}check-in/"'
    assert (early in text, 'id="sheet-check-in"' in text) == (True, True)

    Collaboration.objects.filter(pk=visit.pk).update(visit_date=at.date())
    text = client.get(room).content.decode()
    assert (early in text, today in text) == (False, True)


def test_a_visit_is_told_by_its_day_and_the_days_to_film_from_it(client: Client) -> None:
    trade = trade_in(CollaborationState.CHECKED_IN)
    row = trade.collaboration
    later = (row.clock_started_at or trade.now) + timedelta(days=2)
    limit = (row.clock_started_at or trade.now) + timedelta(days=row.create_within_days)
    assert story_of(row, later).sub == f"Start filming when you like. The clip is due {by_words(limit, later)}."
    steps = {step["title"]: step for step in room_timeline(row, later)}
    assert (steps["Your visit"]["mark"], steps["You film and upload"]["mark"]) == ("done", "now")

    booked = trade_in(CollaborationState.BOOKED).collaboration
    booked.visit_date = (trade.now + timedelta(days=4)).date()
    steps = {step["title"]: step for step in room_timeline(booked, trade.now)}
    assert (steps["Your visit"]["mark"], steps["Your visit"]["when"]) == ("now", calendar_words(booked.visit_date))
    assert steps["You film and upload"]["detail"] == "The clock starts after your visit."


def test_a_dispute_says_who_acts_next(client: Client) -> None:
    at = clock.now()
    shop, maker = make_shop(at, "Velda"), make_maker(at)
    trade = agree(make_deal(shop, at, kind="voucher"), maker, shop, at)
    client.force_login(maker.user)
    client.post(f"/my-deals/{trade.public_id}/dispute/", {"reason": "The code is used up."})

    page = client.get(f"/my-deals/{trade.public_id}/").content.decode()
    assert "<dt>Next</dt><dd>Velda answers by" in page


def test_an_ended_trade_says_what_became_of_its_credit() -> None:
    def is_lost(trade: Trade) -> bool:
        return "The credit is lost." in story_of(trade.fresh(), trade.now).sub

    assert is_lost(trade_in(CollaborationState.HONEST_EXIT))
    assert not is_lost(trade_in(CollaborationState.CANCELLED_MUTUAL))
    missed = trade_in(CollaborationState.NO_SHOW)
    assert is_lost(missed)
    fault = Fault.objects.get(kind=Fault.Kind.NO_SHOW)
    operations.settle_fault(fault=fault, by=missed.by_staff, lift=True, at=missed.now)
    assert not is_lost(missed)


def test_the_button_under_a_form_says_what_it_sends_and_limits_are_those_in_force(client: Client) -> None:
    at = clock.now()
    shop, maker = make_shop(at), make_maker(at)
    trade = agree(make_deal(shop, at, kind="voucher"), maker, shop, at)
    Policy.objects.create(name="dispute_answer_days", value=6)
    policy.forget()
    client.force_login(maker.user)

    assert ">Report the problem</button>" in client.get(f"/my-deals/{trade.public_id}/problem/").content.decode()
    page = client.get(f"/my-deals/{trade.public_id}/dispute/").content.decode()
    assert "The brand has 6 days to tell its side" in page
    assert ">Send to our team</button>" in page


def test_the_address_of_a_post_alone_names_its_platform(client: Client) -> None:
    at = clock.now()
    shop, maker = make_shop(at), make_maker(at)
    makes = [{"kind": "video", "count": 1, "ratio": "9:16", "platform": "tiktok"}]
    trade = agree(make_deal(shop, at, must_post=True, deliverables=makes), maker, shop, at)
    client.force_login(maker.user)
    Collaboration.objects.filter(pk=trade.pk).update(state=CollaborationState.APPROVED)

    page = client.get(f"/my-deals/{trade.public_id}/link/").content.decode()
    assert '<option value="" selected>The address says it</option>' in page
    address = "https://m.tiktok.com/@somebody/video/7312345678901234567"
    client.post(f"/my-deals/{trade.public_id}/link/", {"url": address, "platform": ""})
    assert list(trade.live_links.values_list("platform", flat=True)) == ["tiktok"]
