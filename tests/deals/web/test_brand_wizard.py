"""The deal wizard, walked as a browser without script, and its live ticket."""

import pytest
from django.test import Client

from barter.kernel import clock
from brands import operations as brand_ops
from brands.models import Brand, Membership, Product
from brands.operations import ProductData, VariantData
from deals import operations as ops
from deals.models import Deal
from deals.web.brand import wizard
from deals.workflow import DealState
from tests.deals.web.brand_world import nothing_changes
from tests.deals.web.creator.world import Shop, agree, apply, make_deal, make_maker, make_shop, make_user

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}
NEW = {
    "product": "new", "new_title": "Night roast", "new_worth": "24.50", "new_currency": "EUR", "new_stock": "12",
    "new_kind": "parcel", "title": "", "category": "coffee",
}  # fmt: skip
CONTENT = {
    "works-TOTAL_FORMS": "1", "works-INITIAL_FORMS": "0", "works-0-kind": "video", "works-0-count": "1",
    "works-0-min_seconds": "20", "works-0-max_seconds": "40", "works-0-ratio": "9:16",
    "lines-TOTAL_FORMS": "2", "lines-INITIAL_FORMS": "0", "lines-0-kind": "must_show", "lines-0-text": "Brew it at home",
    "lines-1-kind": "dont", "lines-1-text": "", "posting": "post", "disclosure": "#ad", "summary": "",
}  # fmt: skip
RIGHTS = {
    "licence_months": "12", "licence_territory": "worldwide", "licence_paid_ads_months": "0", "licence_credit": "on",
    "ship_within_days": "3", "create_within_days": "14", "live_days": "30", "end_date": "",
}  # fmt: skip


def url(deal: Deal, step: str) -> str:
    return f"/brand/deals/{deal.public_id}/edit/{step}/"


def publish(deal: Deal, like: Deal, shop: Shop) -> Deal:
    """Make an empty draft complete, with the words of another one, and publish it."""
    lines = [{"kind": line.kind, "text": line.text} for line in like.brief_items.all()]
    changes = {"title": "Live meanwhile", "category": like.category, "product": like.product, "brief_items": lines}
    works = [{"kind": row.kind, "count": row.count} for row in like.deliverables.all()]
    ops.update_deal(deal=deal, user=shop.user, changes={**changes, "deliverables": works}, at=clock.now())
    return ops.submit_deal(deal=deal, by=shop.actor, at=clock.now())


# ---- The whole way


def test_a_newcomer_posts_a_first_deal_in_five_steps(client: Client, shop: Shop) -> None:
    answer = client.post("/brand/deals/new/", NEW)
    deal = Deal.objects.get()
    assert answer.headers["Location"] == url(deal, "content")
    for step, values, following in (
        ("content", CONTENT, "who"),
        ("who", {"places": "4", "countries": ["LV", "EE"], "more_country": "JP", "min_followers": "500"}, "rights"),
        ("rights", {**RIGHTS, "licence_paid_ads_months": "6", "licence_handle": "on"}, "publish"),
    ):
        assert client.get(url(deal, step)).status_code == 200
        assert client.post(url(deal, step), values).headers["Location"] == url(deal, following)
    page = client.get(url(deal, "publish")).content.decode()
    assert "Publish the deal" in page
    assert "Brew it at home" in page
    done = client.post(url(deal, "publish"), follow=True)
    deal.refresh_from_db()
    assert deal.state == DealState.LIVE
    assert (deal.title, deal.category, deal.fmv_minor) == ("Night roast", "coffee", 2450)
    assert (deal.countries, deal.places.total, deal.licence_paid_ads_months) == (["EE", "JP", "LV"], 4, 6)
    assert "is live" in done.content.decode()
    assert "Night roast" in done.content.decode()
    with nothing_changes():
        again = client.post(url(deal, "publish"), follow=True).content.decode()
    assert "is live" in again
    assert "no longer possible" not in again


def test_continue_clicked_twice_makes_one_draft_and_one_product(client: Client, shop: Shop) -> None:
    key = client.get("/brand/deals/new/", follow=True).context["key"]
    first = client.post("/brand/deals/new/", {**NEW, "key": key})
    again = client.post("/brand/deals/new/", {**NEW, "key": key})
    assert first.headers["Location"] == again.headers["Location"]
    assert (Deal.objects.count(), Product.objects.count()) == (1, 1)


def test_continue_sent_twice_at_once_ends_at_the_draft_of_the_first(
    client: Client, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = client.get("/brand/deals/new/", follow=True).context["key"]
    client.post("/brand/deals/new/", {**NEW, "key": key})
    answers = iter([None])  # the second request looked before the first one was done
    monkeypatch.setattr(wizard, "made_before", lambda *args: next(answers, Deal.objects.get()))
    answer = client.post("/brand/deals/new/", {**NEW, "key": key})
    assert answer.headers["Location"] == url(Deal.objects.get(), "content")
    assert Product.objects.count() == 1


def test_going_back_to_a_new_deals_form_changes_its_draft(client: Client, shop: Shop) -> None:
    key = client.get("/brand/deals/new/", follow=True).context["key"]
    client.post("/brand/deals/new/", {**NEW, "key": key})
    client.post("/brand/deals/new/", {**NEW, "key": key, "title": "Night shift"})
    assert (Deal.objects.get().title, Product.objects.count()) == ("Night shift", 1)


def test_the_address_of_a_new_deals_form_leads_back_to_the_draft_it_made(client: Client, shop: Shop) -> None:
    shown = client.get("/brand/deals/new/?product=new", follow=True)
    address = shown.redirect_chain[-1][0]
    assert "product=new&key=deal_" in address
    with nothing_changes():
        assert client.get(address).context["key"] == shown.context["key"], "looked at again, it is the same form"
    client.post("/brand/deals/new/", {**NEW, "key": shown.context["key"]})
    draft = Deal.objects.get()

    assert client.get(address).headers["Location"] == url(draft, "product")
    ops.discard_deal(deal=draft, by=shop.actor, at=clock.now())
    assert client.get(address).headers["Location"].startswith("/brand/deals/new/?product=new&key=deal_")
    assert Deal.objects.count() == 1


def test_a_form_of_a_deal_that_is_live_meanwhile_leads_to_it(client: Client, shop: Shop, draft: Deal) -> None:
    page = client.get("/brand/deals/new/", follow=True)
    live = ops.create_deal(
        brand=shop.brand, user=shop.user, at=clock.now(), public_id=page.context["key"].split(":")[0]
    )
    ops.close_deal(deal=publish(live, draft, shop), by=shop.actor, at=clock.now())
    with nothing_changes():
        answer = client.post("/brand/deals/new/", {**NEW, "key": page.context["key"]})
    assert answer.headers["Location"] == url(live, "publish")


def test_a_key_of_somebody_else_or_none_at_all_makes_a_draft_of_its_own(client: Client, shop: Shop) -> None:
    other = make_shop(clock.now())
    foreign = Client()
    foreign.force_login(other.user)
    key = foreign.get("/brand/deals/new/", follow=True).context["key"]
    foreign.post("/brand/deals/new/", {**NEW, "key": key})
    client.post("/brand/deals/new/", {**NEW, "key": key})
    client.post("/brand/deals/new/", NEW)
    assert Deal.objects.filter(brand=shop.brand).count() == 2
    assert Deal.objects.filter(brand=other.brand).count() == 1


def test_a_brand_we_do_not_know_yet_hands_its_deal_in(client: Client, shop: Shop, draft: Deal) -> None:
    Brand.objects.filter(pk=shop.brand.pk).update(is_trusted=False)
    assert "Send it to our team" in client.get(url(draft, "publish")).content.decode()
    client.post(url(draft, "publish"))
    draft.refresh_from_db()
    assert draft.state == DealState.IN_REVIEW
    assert "Take it back to change it" in client.get(url(draft, "publish")).content.decode()
    assert client.get(url(draft, "content")).headers["Location"] == url(draft, "publish")
    with nothing_changes():
        client.post(url(draft, "content"), CONTENT)


def test_looking_leaves_nothing_behind(client: Client, shop: Shop, draft: Deal) -> None:
    with nothing_changes():
        assert client.get("/brand/deals/new/", follow=True).status_code == 200
        for step in ("product", "content", "who", "rights", "publish"):
            assert client.get(url(draft, step)).status_code == 200


def test_a_new_deal_can_begin_with_a_product_of_the_list(client: Client, shop: Shop, draft: Deal) -> None:
    chosen = draft.product
    assert chosen is not None
    page = client.get(f"/brand/deals/new/?product={chosen.public_id}", follow=True).content.decode()
    assert f'value="{chosen.public_id}" checked' in page
    client.post("/brand/deals/new/", {"product": chosen.public_id, "category": "beauty"})
    made = Deal.objects.order_by("-pk").first()
    assert made is not None
    assert made.product == chosen
    assert made.title == chosen.title


# ---- The last step


def test_the_last_step_promises_the_dates_that_creators_read(client: Client, shop: Shop) -> None:
    shop.brand.capacity.answered_count, shop.brand.capacity.answer_hours_total = 4, 24
    shop.brand.capacity.save()
    deal = make_deal(shop, clock.now())
    promised = client.get(url(deal, "publish")).context["timeline"]
    assert promised == Client().get(f"/deals/{deal.public_id}/").context["timeline"]
    shop.brand.capacity.answered_count = 0
    shop.brand.capacity.save()
    assert client.get(url(deal, "publish")).context["timeline"] != promised


# ---- A deal that is public


def test_typing_into_a_live_deal_changes_nothing_until_it_is_saved(client: Client, shop: Shop) -> None:
    deal = make_deal(shop, clock.now(), must_post=True)
    with nothing_changes():
        page = client.post(url(deal, "rights"), {**RIGHTS, "licence_months": "24"}, headers=HX).content.decode()
    assert "24 months" in page


def test_new_terms_of_a_live_deal_say_what_they_mean_for_applicants(client: Client, shop: Shop) -> None:
    deal = make_deal(shop, clock.now(), must_post=True)
    apply(deal, make_maker(clock.now()), clock.now())
    assert "1 person has applied under the old terms" in client.get(url(deal, "rights")).content.decode()
    answer = client.post(url(deal, "rights"), {**RIGHTS, "licence_months": "24"}, follow=True)
    assert answer.redirect_chain[0][0] == url(deal, "rights")
    assert "Saved. 1 person has applied under the old terms" in answer.content.decode()
    deal.refresh_from_db()
    assert deal.licence_months == 24
    assert deal.state == DealState.LIVE


def test_there_are_never_fewer_places_than_taken(client: Client, shop: Shop) -> None:
    at = clock.now()
    deal = make_deal(shop, at, places=5)
    for _ in range(2):
        agree(deal, make_maker(at), shop, at)
    assert "not fewer than 2" in client.get(url(deal, "who")).content.decode()
    with nothing_changes():
        answer = client.post(url(deal, "who"), {"places": "1", "min_followers": "0"})
    assert "2 places are already taken" in answer.content.decode()
    assert 'href="#id_places"' in answer.content.decode()


def test_the_product_of_a_live_deal_stays(client: Client, shop: Shop) -> None:
    deal = make_deal(shop, clock.now())
    other = brand_ops.create_product(
        brand=shop.brand, data=ProductData(title="Other", variants=[VariantData(fmv_minor=900)]), at=clock.now()
    )
    client.post(url(deal, "product"), {"product": other.public_id, "title": "Renamed", "category": "beauty"})
    deal.refresh_from_db()
    assert deal.title == "Renamed"
    assert deal.product != other


# ---- Who may


def test_a_viewer_looks_and_changes_nothing(client: Client, shop: Shop, draft: Deal) -> None:
    viewer = make_user()
    Membership.objects.create(brand=shop.brand, user=viewer, role=Membership.Role.VIEWER, joined_at=clock.now())
    client.force_login(viewer)
    page = client.get(url(draft, "who")).content.decode()
    assert "You can look, not change." in page
    assert '<fieldset class="form plain" disabled' in page
    assert client.get("/brand/deals/new/").status_code == 403
    with nothing_changes():
        for step in ("product", "content", "who", "rights", "publish"):
            assert client.post(url(draft, step), CONTENT).status_code == 403
            assert client.post(url(draft, step), CONTENT, headers=HX).status_code == 403


def test_a_product_of_somebody_else_is_not_on_the_list(client: Client, shop: Shop, draft: Deal) -> None:
    foreign = make_deal(make_shop(clock.now()), clock.now()).product
    assert foreign is not None
    with nothing_changes():
        answer = client.post(url(draft, "product"), {"product": foreign.public_id, "category": "beauty"})
    assert answer.status_code == 422


def test_a_step_that_is_none_is_not_there(client: Client, shop: Shop, draft: Deal) -> None:
    assert client.get(url(draft, "price")).status_code == 404


def test_a_suspended_brand_is_told_before_it_types(client: Client, shop: Shop, draft: Deal) -> None:
    Brand.objects.filter(pk=shop.brand.pk).update(standing=Brand.Standing.SUSPENDED)
    with nothing_changes():
        for answer in (
            client.get("/brand/deals/new/", follow=True),
            client.post("/brand/deals/new/", NEW, follow=True),
        ):
            assert "is suspended" in answer.content.decode()
            assert answer.redirect_chain[0][0] == "/brand/deals/"
        assert "is suspended" in client.get(url(draft, "publish")).content.decode()
