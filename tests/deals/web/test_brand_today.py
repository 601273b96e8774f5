"""The brand's first page: what needs it, the most urgent first."""

from datetime import timedelta

import pytest
from django.test import Client

from barter.kernel import clock
from brands.models import Brand, BrandCapacity, Membership
from deals import operations as ops
from deals.models import Deal
from deals.web.brand import queue
from tests.deals.web.creator.world import Shop, agree, apply, make_deal, make_maker, make_shop, make_user
from tests.statements import own_statements

pytestmark = pytest.mark.django_db


def page_of(client: Client, shop: Shop) -> str:
    client.force_login(shop.user)
    answer = client.get("/brand/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_newcomer_is_welcomed_and_led_to_the_first_deal(client: Client) -> None:
    page = page_of(client, make_shop(clock.now()))
    assert "Welcome to Barter" in page
    assert 'class="btn btn--cta" href="/brand/deals/new/"' in page
    assert "0 of 3" in page
    assert "Most urgent" not in page


def test_a_draft_is_what_a_newcomer_goes_on_with(client: Client) -> None:
    shop = make_shop(clock.now())
    draft = ops.create_deal(brand=shop.brand, user=shop.user, at=clock.now())
    assert f'href="/brand/deals/{draft.public_id}/edit/publish/"' in page_of(client, shop)


def test_the_welcome_is_gone_once_something_was_posted(client: Client) -> None:
    shop = make_shop(clock.now())
    make_deal(shop, clock.now())
    page = page_of(client, shop)
    assert "Welcome to Barter" not in page
    assert "Nothing waits for you" in page


def test_what_is_late_stands_before_what_is_new(client: Client) -> None:
    shop, at = make_shop(clock.now()), clock.now()
    deal = make_deal(shop, at - timedelta(days=9))
    agree(deal, make_maker(at, "Late Lena"), shop, at - timedelta(days=8))
    apply(deal, make_maker(at, "New Nora"), at)
    page = page_of(client, shop)
    assert page.index("Late Lena") < page.index("New Nora")
    assert "1 is late" in page
    assert page.count("btn--cta") == 1


def test_a_deal_that_staff_sent_back_says_why(client: Client) -> None:
    shop, at = make_shop(clock.now(), is_trusted=False), clock.now()
    deal = make_deal(shop, at)
    ops.reject_deal(deal=deal, by=shop.actor.__class__.staff(make_user().pk), reason="The picture is too dark.", at=at)
    assert "The picture is too dark." in page_of(client, shop)


def test_problems_and_disputes_that_wait_for_the_brand_have_a_tile_and_a_page_of_their_own(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "PAGE_ROWS", 3)
    shop, at = make_shop(clock.now()), clock.now()
    deal = make_deal(shop, at - timedelta(days=9))

    def trouble(name: str, code: str, shop: Shop = shop, deal: Deal = deal) -> None:
        maker = make_maker(at, name)
        row = agree(deal, maker, shop, at)
        ops.mark_shipped(collaboration=row, by=shop.actor, at=at)
        if code:
            ops.report_problem(collaboration=row, by=maker.actor, code=code, note="", at=at)
        else:
            ops.open_dispute(collaboration=row, by=maker.actor, reason="It never worked", at=at)

    page = page_of(client, shop)
    assert "nothing reported" in page
    assert "No problems" in client.get("/brand/problems/").content.decode()
    trouble("Broken Bea", "damaged")
    assert "a creator waits for you" in page_of(client, shop)
    assert "Solve a problem with" in client.get("/brand/problems/").content.decode()
    trouble("Dora Disputes", "")
    trouble("Theirs to Cure", "pickup")
    other = make_shop(at)
    trouble("Somebody Else's", "damaged", other, make_deal(other, at))
    page = page_of(client, shop)
    assert "1 dispute to answer" in page
    assert 'href="/brand/problems/"' in page
    page = client.get("/brand/problems/").content.decode()
    assert page.index("Dora Disputes") < page.index("Broken Bea")
    assert "Theirs to Cure" not in page
    assert "Somebody Else" not in page
    with own_statements() as few:
        client.get("/brand/problems/")
    for number in range(4):
        trouble(f"Many {number}", "damaged")
    with own_statements() as many:
        page = client.get("/brand/problems/").content.decode()
    assert len(few) == len(many)
    following = page.split('class="ctr"><a class="btn" href="')[1].split('"')[0]
    rest = client.get(following).content.decode()
    assert "Many 3" in rest
    assert "Dora Disputes" not in rest


def test_whom_somebody_has_just_declined_waits_on_no_page(client: Client) -> None:
    shop, at = make_shop(clock.now()), clock.now()
    row = apply(make_deal(shop, at), make_maker(at, "Ada"), at)
    assert "Ada" in page_of(client, shop)
    ops.decline_soon(deal=row.deal, applications=[row], by=shop.actor, at=at, reason="not_a_fit")
    page = page_of(client, shop)
    assert "nobody waits" in page
    assert "Ada" not in page
    assert "to answer" not in client.get("/brand/deals/").content.decode()
    ops.take_back(deal=row.deal, applications=[row], by=shop.actor, at=at)
    assert "Ada" in page_of(client, shop)


def test_counts_only_what_is_the_brands_own(client: Client) -> None:
    at = clock.now()
    shop, other = make_shop(at), make_shop(at)
    make_deal(shop, at)
    apply(make_deal(other, at), make_maker(at, "Somebody Else's"), at)
    assert "Somebody Else" not in page_of(client, shop)


def test_an_outsider_finds_nothing_and_a_stranger_signs_in(client: Client) -> None:
    assert client.get("/brand/").status_code == 302
    client.force_login(make_maker(clock.now()).user)
    assert client.get("/brand/").status_code == 404


def test_a_viewer_sees_the_queue_without_the_wizard(client: Client) -> None:
    shop = make_shop(clock.now())
    viewer = make_user()
    Membership.objects.create(brand=shop.brand, user=viewer, role=Membership.Role.VIEWER, joined_at=clock.now())
    page = page_of(client, Shop(Brand.objects.get(pk=shop.brand.pk), viewer))
    assert "/brand/deals/new/" not in page
    assert Deal.objects.count() == 0


def test_slots_that_late_parcels_took_are_explained(client: Client) -> None:
    shop = make_shop(clock.now())
    agree(make_deal(shop, clock.now()), make_maker(clock.now()), shop, clock.now())
    until = clock.now() + timedelta(days=100)
    BrandCapacity.objects.filter(pk=shop.brand.pk).update(slots_max=36, slots_late=4, wake_at=until)
    page = page_of(client, shop)
    assert "4 fewer, because parcels were shipped late" in page
    assert "4 places fewer, because parcels were shipped late. The first come back" in page
