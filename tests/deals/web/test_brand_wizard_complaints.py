"""What the deal wizard finds wrong, said where it is mended."""

import re

import pytest
from django.test import Client

from barter.kernel import clock
from barter.kernel.actors import Actor
from brands import operations as brand_ops
from brands.models import Brand, Product
from deals import operations as ops
from deals.models import Deal
from deals.workflow import DealState
from tests.deals.web.brand_world import nothing_changes
from tests.deals.web.creator.world import Shop, make_deal, make_user
from tests.deals.web.test_brand_wizard import CONTENT, HX, NEW, RIGHTS, url

pytestmark = pytest.mark.django_db


def test_every_complaint_stands_at_its_field_and_what_was_typed_stays(client: Client, shop: Shop) -> None:
    with nothing_changes():
        answer = client.post("/brand/deals/new/", {**NEW, "new_title": "", "new_worth": "a lot", "new_stock": "-1"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error: " in page
    assert page.count('href="#id_new_') == 3
    assert 'value="a lot"' in page
    assert Product.objects.count() == 0


def test_a_number_out_of_range_is_named_above_the_form(client: Client, shop: Shop, draft: Deal) -> None:
    page = client.post("/brand/deals/new/", {**NEW, "new_stock": "-3"}).content.decode()
    assert "How many can you give: choose 0 or more." in page
    page = client.post(url(draft, "content"), {**CONTENT, "works-0-count": "0"}).content.decode()
    assert "How many: choose 1 or more." in page
    assert "this value" not in page


def test_a_deal_without_a_picture_is_told_so_until_the_product_has_one(client: Client, shop: Shop, draft: Deal) -> None:
    assert "This deal has no picture." in client.get(url(draft, "publish")).content.decode()
    assert draft.product is not None
    at, path = clock.now(), "demo/products/beauty.webp"
    brand_ops.add_static_picture(product=draft.product, path=path, alt="Serum", width=756, height=567, at=at)
    page = client.get(url(draft, "publish")).content.decode()
    assert "This deal has no picture." not in page
    assert "beauty" in page


def test_the_linters_refusal_stands_at_the_line(client: Client, shop: Shop, draft: Deal) -> None:
    praise = {**CONTENT, "lines-1-kind": "must_say", "lines-1-text": "Leave a five star review"}
    with nothing_changes():
        answer = client.post(url(draft, "content"), praise)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_lines-1-text"' in page
    assert "asks for a positive opinion" in page
    assert "Brew it at home" in page


def test_asks_for_at_least_one_piece_of_work(client: Client, shop: Shop, draft: Deal) -> None:
    with nothing_changes():
        answer = client.post(url(draft, "content"), {**CONTENT, "works-0-count": ""})
    assert "Say what is to be made" in answer.content.decode()


def test_ads_under_a_name_need_ads(client: Client, shop: Shop, draft: Deal) -> None:
    with nothing_changes():
        answer = client.post(url(draft, "rights"), {**RIGHTS, "licence_handle": "on", "create_within_days": "90"})
    page = answer.content.decode()
    assert "choose for how long above" in page
    assert "A number from 5 to 28." in page
    assert 'value="90"' in page


def test_rows_are_added_without_script_and_without_complaints(client: Client, shop: Shop, draft: Deal) -> None:
    with nothing_changes():
        page = client.post(url(draft, "content"), {**CONTENT, "more": "works", "disclosure": ""}).content.decode()
    assert 'name="works-1-count"' in page
    assert "Brew it at home" in page
    assert 'class="errs"' not in page
    assert re.search(r'<select name="works-1-kind"[^>]* autofocus', page), "the page stays where one adds"
    page = client.post(url(draft, "content"), {**CONTENT, "more": "lines"}).content.decode()
    assert len(re.findall(r'<input type="text" name="lines-\d-text"[^>]* autofocus', page)) == 1


def test_what_is_missing_leads_to_the_step_that_mends_it(client: Client, shop: Shop) -> None:
    deal = ops.create_deal(brand=shop.brand, user=shop.user, at=clock.now())
    page = client.get(url(deal, "publish")).content.decode()
    assert "Say what is to be made." in page
    assert "Publish the deal" not in page
    assert f'href="{url(deal, "content")}">Go to Content' in page
    with nothing_changes():
        assert "Give the deal a title." in client.post(url(deal, "publish"), follow=True).content.decode()


def test_a_rejected_deal_leads_to_the_step_the_reason_names(client: Client, shop: Shop) -> None:
    Brand.objects.filter(pk=shop.brand.pk).update(is_trusted=False)
    shop.brand.refresh_from_db()
    deal = make_deal(shop, clock.now())
    ops.reject_deal(
        deal=deal, by=Actor.staff(make_user().pk), reason="The picture shows another thing.", at=clock.now()
    )
    page = client.get(url(deal, "publish")).content.decode()
    assert "The picture shows another thing." in page
    assert f'href="{url(deal, "product")}">Fix it there' in page


def test_the_linter_speaks_while_a_brief_is_typed(client: Client, shop: Shop, draft: Deal) -> None:
    def beside(**typed: str) -> str:
        answer = client.post(f"{url(draft, 'content')}?look=1", {**CONTENT, **typed}, headers=HX)
        return answer.content.decode()

    assert "can’t stay like this" not in beside()
    said = beside(**{"lines-0-text": "Leave a positive review", "disclosure": " "})
    assert "2 things in the brief can’t stay like this." in said
    assert "asks for a positive opinion" in said
    assert "Say how the post is marked as advertising" in said
    assert "“thanks” does not say that the post is advertising" in beside(disclosure="thanks")


def test_a_mark_that_says_nothing_stays_on_its_step_and_is_not_published(
    client: Client, shop: Shop, draft: Deal
) -> None:
    answer = client.post(url(draft, "content"), {**CONTENT, "disclosure": "thanks"})
    assert answer.status_code == 422
    assert 'href="#id_disclosure">“thanks” does not say' in answer.content.decode()
    client.post(url(draft, "content"), CONTENT)
    draft.brief_items.filter(kind="disclosure").update(text="thanks")
    assert "“thanks” does not say" in client.get(url(draft, "publish")).content.decode()
    client.post(url(draft, "publish"))
    draft.refresh_from_db()
    assert draft.state == DealState.DRAFT


def test_stock_plan_and_countries_are_checked_before_publishing(client: Client, shop: Shop, draft: Deal) -> None:
    ops.update_deal(deal=draft, user=shop.user, changes={"places": 60, "countries": ["EE"]}, at=clock.now())
    page = client.get(url(draft, "publish")).content.decode()
    assert "60 places, but only 50 in stock." in page
    assert "Your plan has room for" in page
    assert "Parcels stay in Estonia." in page
    who = client.post(f"{url(draft, 'who')}?look=1", {"places": "5", "min_followers": "0"}, headers=HX).content.decode()
    assert "In stock for all 5 places." in who
    assert "Your plan has room for all of them at once." in who
    assert "Open to every country" in who
