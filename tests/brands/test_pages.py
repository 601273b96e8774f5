"""The brand's own pages: team, settings, and the marks by which people and brands are known."""

import re

import pytest
from django.test import Client

from barter.kernel import clock
from barter.kernel.templatetags.barter import tint
from brands.models import Brand, Membership
from deals import operations as ops
from deals.models import Application
from inbox.operations import send_message
from tests.deals.web.brand_world import another_member, as_viewer
from tests.deals.web.creator.world import Shop, apply, make_deal, make_maker, make_shop

pytestmark = pytest.mark.django_db


def write_as(application: Application, shop: Shop) -> None:
    send_message(application=application, author=shop.user, side="brand", text="Hello", at=clock.now())


@pytest.fixture
def shop(client: Client) -> Shop:
    shop = make_shop(clock.now())
    client.force_login(shop.user)
    return shop


def test_taking_somebody_off_the_team_asks_first(client: Client, shop: Shop) -> None:
    member = Membership.objects.get(user=another_member(shop, "Marko Saar"))
    address = f"/brand/team/{member.public_id}/remove/"
    assert address in client.get("/brand/team/").content.decode()
    page = client.get(address).content.decode()
    assert "Marko Saar" in page
    assert "They no longer see your deals" in page
    assert Membership.objects.filter(pk=member.pk).exists()
    client.post(address)
    assert not Membership.objects.filter(pk=member.pk).exists()


def test_leaving_the_team_asks_first(client: Client, shop: Shop) -> None:
    client.force_login(another_member(shop, "Marko Saar"))
    assert "To come back, an owner has to invite you again" in client.get("/brand/team/leave/").content.decode()
    assert shop.brand.memberships.count() == 2
    client.post("/brand/team/leave/")
    assert shop.brand.memberships.count() == 1


def test_a_person_has_one_colour_in_the_side_bar_and_the_team(client: Client, shop: Shop) -> None:
    page = client.get("/brand/team/").content.decode()
    faces = re.findall(r'class="av av--me sz-\d+ bc-(\d+)"', page)
    assert faces == [str(tint(shop.user.public_id))] * 2


def test_the_desk_leads_to_ones_settings_and_the_team_to_the_brands_profile(client: Client, shop: Shop) -> None:
    assert 'href="/settings/"' in client.get("/brand/").content.decode()
    assert 'href="/brand/profile/"' in client.get("/brand/team/").content.decode()


def test_a_brand_has_its_own_colour_in_the_creators_lists(client: Client, shop: Shop) -> None:
    Brand.objects.filter(pk=shop.brand.pk).update(colour=(shop.brand.pk + 5) % 12)
    shop.brand.refresh_from_db()
    maker = make_maker(clock.now())
    application = apply(make_deal(shop, clock.now()), maker, clock.now())
    write_as(application, shop)
    client.force_login(maker.user)
    for address in ("/inbox/", f"/inbox/{application.thread.public_id}/"):
        brands = re.findall(r'class="av av--brand sz-\d+ bc-(\d+)"', client.get(address).content.decode())
        assert brands, address
        assert set(brands) == {str(shop.brand.colour)}, address


def test_today_and_the_settings_tell_the_same_time_to_ship(client: Client, shop: Shop) -> None:
    capacity = shop.brand.capacity
    type(capacity).objects.filter(pk=capacity.pk).update(shipped_count=4, ship_hours_total=43, shipped_on_time_count=4)
    ops.close_deal(deal=make_deal(shop, clock.now()), by=shop.actor, at=clock.now())
    for address in ("/brand/", "/brand/profile/"):
        assert "11 h" in client.get(address).content.decode(), address


def test_who_may_not_act_reads_whom_of_the_team_to_ask(client: Client, shop: Shop) -> None:
    client.force_login(as_viewer(shop))
    for address, told in (
        ("/brand/deals/new/", "You can look at everything here. Owners and managers act."),
        ("/brand/creators/export.csv", "You can look at everything here. Owners and managers act."),
        ("/brand/team/", "An owner of the team can change this."),
    ):
        answer = client.post(address) if address == "/brand/team/" else client.get(address)
        page = answer.content.decode()
        assert answer.status_code == 403
        assert told in page
        assert 'href="/brand/insights/"' in page
        assert client.get("/brand/deals/new/", headers={"HX-Request": "true"}).status_code == 403


def test_a_viewer_of_a_product_is_offered_no_change_and_told_who_makes_them(client: Client, shop: Shop) -> None:
    product = make_deal(shop, clock.now(), variants=2).product
    assert product is not None
    address = f"/brand/products/{product.public_id}/"
    told = "Owners and managers of the team can change this."
    page = client.get(address).content.decode()
    assert ("Add a variant" in page, "Remove" in page, told in page) == (True, True, False)
    client.force_login(as_viewer(shop))
    page = client.get(address).content.decode()
    assert ("Add a variant" in page, "Remove" in page, told in page) == (False, False, True)
