"""One applicant, as a browser without script sees them, and the brand's answers."""

from datetime import timedelta

import pytest
from django.test import Client

from barter.kernel import clock
from brands.models import Variant
from deals import operations as ops
from deals.models import Application, Deal, LiveLink
from deals.operations.clock import tick
from deals.workflow import ApplicationState as A
from tests.deals.web.brand_world import another_member, as_viewer, nothing_changes
from tests.deals.web.creator.world import Shop, agree, apply, make_deal, make_maker, make_shop
from tests.statements import own_statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(shop: Shop) -> Deal:
    return make_deal(shop, clock.now(), must_post=True)


@pytest.fixture
def row(deal: Deal) -> Application:
    at = clock.now()
    return apply(deal, make_maker(at, "Ada Berg"), at, pitch="I film by the window.")


def _url(row: Application, verb: str = "") -> str:
    return f"/brand/applications/{row.public_id}/{verb + '/' if verb else ''}"


def _send(client: Client, row: Application, verb: str, **data: str) -> str:
    return client.post(_url(row, verb), data, follow=True).content.decode()


def test_shows_what_there_is_to_decide_on_and_the_town_but_no_address(client: Client, row: Application) -> None:
    page = client.get(_url(row)).content.decode()
    for words in ("Ada Berg", "I film by the window.", "Riga, LV", "4,200 followers", "Answer by", "Product worth €68"):
        assert words in page
    assert "Tērbatas" not in page
    assert page.count("btn--cta btn--lg btn--block") == 1
    for verb in ("offer", "decline"):
        assert f'href="{_url(row, verb)}" data-open="#sheet-{verb}"' in page
        assert client.get(_url(row, verb)).status_code == 200
    of_team = f"/brand/creators/{row.creator.public_id}/"
    assert f'href="{of_team}"' in page
    assert "Ada Berg" in client.get(of_team).content.decode()


def test_accepting_begins_the_trade_and_a_second_send_changes_nothing(client: Client, row: Application) -> None:
    assert "Ada Berg is in." in _send(client, row, "accept")
    row.refresh_from_db()
    assert row.state == A.ACCEPTED
    with nothing_changes():
        page = _send(client, row, "accept")
    assert "was faster" not in page
    assert "once they are accepted" not in page
    assert f"/brand/collaborations/{row.collaboration.public_id}/" in page


def test_who_answered_first_is_told_by_name(client: Client, shop: Shop, row: Application) -> None:
    client.force_login(another_member(shop, "Marko Saar"))
    _send(client, row, "decline", reason="other")
    client.force_login(shop.user)
    with nothing_changes():
        page = _send(client, row, "accept")
    assert "Marko Saar has just declined Ada Berg." in page
    bulk = f"/brand/deals/{row.deal.public_id}/applicants/accept/"
    with nothing_changes():
        assert (
            "Being declined. Take that back first."
            in client.post(bulk, {"pick": row.public_id}, follow=True).content.decode()
        )
    tick(at=clock.now() + timedelta(minutes=11))
    with nothing_changes():
        page = _send(client, row, "accept")
    assert "Marko Saar was faster: Ada Berg is now “Not chosen”." in page


def test_a_decline_without_a_reason_is_asked_again(client: Client, row: Application) -> None:
    with nothing_changes():
        answer = client.post(_url(row, "decline"), {"note": "Sorry"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Choose a reason." in page
    assert "Sorry" in page
    assert "until then you can undo it" in _send(client, row, "decline", reason="audience", note="Sorry")
    assert "Looking for another audience" in client.get(_url(row)).content.decode()
    with nothing_changes():
        assert "Ada Berg was told nothing." in _send(client, row, "take-back")
    _send(client, row, "no", reason="audience")
    assert "No, not told yet" in client.get(_url(row)).content.decode()


def test_the_short_list_keeps_the_answer_open(client: Client, row: Application) -> None:
    assert "short list" in _send(client, row, "shortlist")
    page = client.get(_url(row)).content.decode()
    assert "On your short list. Answer by" in page
    assert _url(row, "accept") in page
    assert _url(row, "shortlist") not in page


def test_an_offer_must_change_something_and_names_what_is_wrong(client: Client, row: Application) -> None:
    same = {"create_within_days": "14", "live_days": "30", "ship_within_days": "3", "months": "12",
            "paid_ads_months": "0", "credit": "on"}  # fmt: skip
    with nothing_changes():
        assert "Change something, or accept them as they are." in client.post(_url(row, "offer"), same).content.decode()
        assert client.post(_url(row, "offer"), {**same, "create_within_days": "99"}).status_code == 422
    _send(client, row, "offer", **{**same, "create_within_days": "21", "paid_ads_months": "3", "note": "No hurry"})
    row.refresh_from_db()
    assert row.state == A.OFFERED
    assert row.proposal == {"create_within_days": 21, "licence": {"paid_ads_months": 3}, "note": "No hurry"}
    page = client.get(_url(row)).content.decode()
    assert "What you offered" in page
    assert "Yes, for 3 months" in page


def test_a_counter_is_shown_and_taken(client: Client, shop: Shop, row: Application) -> None:
    by_creator = shop.actor.creator(row.creator.user_id)
    ops.make_offer(application=row, by=shop.actor, proposal={"create_within_days": 10}, at=clock.now())
    ops.counter_offer(application=row, by=by_creator, proposal={"create_within_days": 20}, at=clock.now())
    page = client.get(_url(row)).content.decode()
    assert "What they ask for" in page
    assert "changed after" not in page
    assert "20 days" in page
    assert f'name="terms" value="{Application.objects.get(pk=row.pk).consented_hash}"' in page
    refused = _send(client, row, "accept-counter", terms="of an earlier round")
    assert "The terms have changed since you read them" in refused
    assert Application.objects.get(pk=row.pk).state == A.COUNTERED
    assert "under their terms" in _send(client, row, "accept-counter")
    row.refresh_from_db()
    assert row.collaboration.create_within_days == 20


def test_changed_terms_are_said_and_can_be_offered_as_they_are_now(
    client: Client, shop: Shop, row: Application
) -> None:
    deal = Deal.objects.get(pk=row.deal_id)
    ops.update_deal(deal=deal, user=shop.user, changes={"live_days": 60}, at=clock.now())
    page = client.get(_url(row)).content.decode()
    assert "The terms changed after Ada applied." in page
    assert _url(row, "accept") not in page
    with nothing_changes():
        _send(client, row, "accept")
    _send(client, row, "offer", create_within_days="14", live_days="60", ship_within_days="3", months="12", credit="on")
    row.refresh_from_db()
    assert (row.state, row.proposal) == (A.OFFERED, {})


def test_a_full_deal_says_so_before_it_is_tried(client: Client, shop: Shop) -> None:
    at = clock.now()
    small = make_deal(shop, at, places=1)
    first, second = (apply(small, make_maker(at, name), at) for name in ("Ada", "Bea"))
    _send(client, first, "accept")
    assert "All 1 places are taken." in client.get(_url(second)).content.decode()
    with nothing_changes():
        _send(client, second, "accept")


def test_the_next_and_the_previous_wait_longest_first(client: Client, deal: Deal) -> None:
    at = clock.now()
    rows = [apply(deal, make_maker(at, name), at - timedelta(hours=5 - n)) for n, name in enumerate(("A", "B", "C"))]
    page = client.get(_url(rows[1])).content.decode()
    assert "2 of 3" in page
    assert f'href="{_url(rows[0])}" data-key="k"' in page
    assert f'href="{_url(rows[2])}" data-key="j"' in page
    assert "data-key" in client.get(_url(rows[0])).content.decode()


def test_who_is_being_declined_waits_for_no_answer_and_nothing_stands_in_the_way(
    client: Client, row: Application
) -> None:
    creator_capacity = row.creator.capacity.__class__.objects.filter(creator=row.creator_id)
    creator_capacity.update(credits_granted=0)
    before = client.get(_url(row)).content.decode()
    told = ("Answer by", "at capacity: every credit is in a running trade")
    assert all(words in before for words in told)
    page = _send(client, row, "decline", reason="audience", note="Maybe in spring")
    assert not [words for words in told if words in page]
    assert "Looking for another audience." in page
    assert "Maybe in spring" in page, "what they will read"


def test_their_posts_are_named_as_the_channel_is_called(client: Client, shop: Shop, deal: Deal) -> None:
    at, maker = clock.now(), make_maker(clock.now(), "Ada")
    trade = agree(make_deal(shop, at), maker, shop, at)
    LiveLink.objects.create(
        collaboration=trade, platform="tiktok", url="https://tiktok.com/@ada/1", state="live", posted_at=at
    )
    for url in (_url(apply(deal, maker, at)), f"/brand/collaborations/{trade.public_id}/"):
        page = client.get(url).content.decode()
        assert ">TikTok</a>" in page
        assert ">tiktok<" not in page


def test_costs_the_same_with_a_long_history(client: Client, shop: Shop, deal: Deal) -> None:
    at = clock.now()
    maker = make_maker(at, "Ada")
    maker.creator.capacity.__class__.objects.update(credits_granted=50, open_applications_max=50)
    row = apply(deal, maker, at)
    client.get(_url(row))

    def statements() -> int:
        with own_statements() as own:
            assert client.get(_url(row)).status_code == 200
        return len(own)

    few = statements()
    for _ in range(6):
        ops.accept_application(application=apply(make_deal(shop, at), maker, at), by=shop.actor, at=at)
    assert statements() == few <= 20


def test_a_viewer_looks_and_answers_nothing_and_outsiders_find_nothing(
    client: Client, shop: Shop, row: Application
) -> None:
    client.force_login(as_viewer(shop))
    page = client.get(_url(row)).content.decode()
    assert "Owners and managers answer." in page
    assert "formaction" not in page
    assert client.get(_url(row, "decline")).status_code == 302
    outsider = make_shop(clock.now()).user
    with nothing_changes():
        assert client.post(_url(row, "accept")).status_code == 403
        client.force_login(outsider)
        assert client.get(_url(row)).status_code == 404
        assert client.post(_url(row, "accept")).status_code == 404
        client.force_login(shop.user)
        assert client.post(_url(row, "nonsense")).status_code == 404


def test_a_form_leads_back_to_the_desk_and_nowhere_else(client: Client, row: Application, deal: Deal) -> None:
    board = f"/brand/deals/{deal.public_id}/?q=ada"
    assert client.post(_url(row, "shortlist"), {"next": board}).headers["Location"] == board
    for evil in ("https://evil.example/brand/", "//evil.example/brand/", "/me/", "javascript:alert(1)"):
        assert client.post(_url(row, "shortlist"), {"next": evil}).headers["Location"] == _url(row)


@pytest.mark.parametrize("sort", ["waiting", "newest", "best"])
def test_goes_on_in_the_order_and_filters_of_the_page_before(client: Client, shop: Shop, sort: str) -> None:
    deal, at = make_deal(shop, clock.now()), clock.now()
    names = ["Zoe One", "Ada", "Zoe Two", "Zoe Three"]
    rows = [apply(deal, make_maker(at, name), at - timedelta(hours=9 - n)) for n, name in enumerate(names)]
    query = f"q=zoe&sort={sort}"
    board = client.get(f"/brand/deals/{deal.public_id}/?view=table&{query}").content.decode()
    assert f"/brand/applications/{rows[0].public_id}/?{query.replace('&', '&amp;')}&amp;view=table" in board
    expected = [rows[0], rows[2], rows[3]] if sort != "newest" else [rows[3], rows[2], rows[0]]
    for number, row in enumerate(expected, 1):
        page = client.get(f"/brand/applications/{row.public_id}/?{query}").content.decode()
        assert f"{number} of 3" in page
        links = {
            f"/brand/applications/{one.public_id}/?{query.replace('&', '&amp;')}"
            for one in expected
            if f"{one.public_id}/?q" in page and f'href="/brand/applications/{one.public_id}/?' in page
        }
        near = expected[max(0, number - 2) : number - 1] + expected[number : number + 1]
        assert links == {f"/brand/applications/{one.public_id}/?{query.replace('&', '&amp;')}" for one in near}
        assert f'href="/brand/deals/{deal.public_id}/?{query.replace("&", "&amp;")}"' in page
    home = f"/brand/applications/{expected[0].public_id}/?{query}"
    assert client.post(_url(expected[0], "shortlist"), {"next": home}).headers["Location"] == home


def test_the_waitlist_shows_its_order_and_a_free_place_is_offered_to_the_next_once(client: Client, shop: Shop) -> None:
    deal, at = make_deal(shop, clock.now(), places=1), clock.now()
    trade = ops.accept_application(application=apply(deal, make_maker(at, "In"), at), by=shop.actor, at=at)
    line = [apply(deal, make_maker(at, name), at - timedelta(hours=9 - n)) for n, name in enumerate(["Ada", "Bea"])]
    url = f"/brand/deals/{deal.public_id}/?view=table&stage=waitlist"
    page = client.get(f"{url}&q=bea").content.decode()
    assert '<span class="num muted">2</span>' in page
    assert "Offer a place to" not in page
    assert "They are number 2 on it." in client.get(_url(line[1])).content.decode()
    ops.cancel_collaboration(collaboration=trade, by=shop.actor, reason="The supplier let us down.", at=at)
    assert "Offer a place to Ada" in client.get(url).content.decode()
    offer = f"/brand/deals/{deal.public_id}/applicants/offer-next/"
    assert (
        "A place is offered to Ada"
        in client.post(offer, {"application": line[0].public_id}, follow=True).content.decode()
    )
    with nothing_changes():
        for row in line:
            client.post(offer, {"application": row.public_id})
    assert Application.objects.filter(state=A.OFFERED).count() == 1


def test_what_is_out_of_stock_and_a_lost_address_are_said_before_the_try(client: Client, row: Application) -> None:
    told = ("What they would get is out of stock.", "They have no shipping address any more.")
    page = client.get(_url(row)).content.decode()
    assert not [words for words in told if words in page]
    Variant.objects.update(stock_on_hand=0)
    row.creator.addresses.update(removed_at=clock.now())
    page = client.get(_url(row)).content.decode()
    assert all(words in page for words in told)


def test_only_the_stock_of_what_they_chose_counts(client: Client, shop: Shop) -> None:
    at = clock.now()
    deal = make_deal(shop, at, variants=2)
    first, second = Variant.objects.filter(product=deal.product_id).order_by("position")
    row = apply(deal, make_maker(at, "Ada"), at, variant=second)
    Variant.objects.filter(pk=first.pk).update(stock_on_hand=0)
    assert "out of stock" not in client.get(_url(row)).content.decode()
    Variant.objects.update(stock_on_hand=5)
    Variant.objects.filter(pk=second.pk).update(stock_on_hand=0)
    assert "out of stock" in client.get(_url(row)).content.decode()


def test_the_only_one_there_is_has_no_name(client: Client, row: Application) -> None:
    Application.objects.filter(pk=row.pk).update(variant=Variant.objects.get(product=row.deal.product_id))
    assert "Default" not in client.get(_url(row)).content.decode()
