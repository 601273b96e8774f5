"""The deal wizard while somebody types: what is kept, and the live ticket beside the form."""

import pytest
from django.test import Client

from barter.kernel import clock
from barter.kernel.models import Message, TimelineEntry
from deals.models import Deal
from tests.deals.web.brand_world import nothing_changes
from tests.deals.web.creator.world import Shop, agree, make_deal, make_maker
from tests.deals.web.test_brand_wizard import CONTENT, HX, NEW, RIGHTS, url

pytestmark = pytest.mark.django_db


def test_a_draft_is_kept_on_every_change_as_far_as_it_can_be_read(client: Client, shop: Shop, draft: Deal) -> None:
    values = {"places": "nonsense", "countries": ["LV"], "min_followers": "900"}
    answer = client.post(url(draft, "who"), values, headers=HX)
    draft.refresh_from_db()
    assert (draft.countries, draft.min_followers, draft.places.total) == (["LV"], 900, 20)
    assert "Saved" in answer.content.decode()
    assert "<h1" not in answer.content.decode()


def test_a_full_deal_is_not_told_of_stock_and_plan_for_places_it_has_not(client: Client, shop: Shop) -> None:
    deal = make_deal(shop, clock.now(), places=1)
    assert "In stock for the one place." in client.get(url(deal, "who")).content.decode()
    agree(deal, make_maker(clock.now()), shop, clock.now())
    page = client.get(url(deal, "who")).content.decode()
    assert "In stock for" not in page
    assert "Your plan has room" not in page
    assert "Open to every country" in page


def test_back_keeps_what_could_be_read_and_never_complains(client: Client, shop: Shop, draft: Deal) -> None:
    values = {"places": "nonsense", "countries": ["LV"], "min_followers": "900", "back": "1"}
    assert client.post(url(draft, "who"), values).headers["Location"] == url(draft, "content")
    draft.refresh_from_db()
    assert (draft.countries, draft.min_followers, draft.places.total) == (["LV"], 900, 20)
    two_pieces = {**CONTENT, "works-TOTAL_FORMS": "2", "works-1-kind": "photo", "works-1-count": "2", "back": "1"}
    assert client.post(url(draft, "content"), two_pieces).headers["Location"] == url(draft, "product")
    assert sorted(draft.deliverables.values_list("count", flat=True)) == [1, 2]
    with nothing_changes():
        client.post(url(draft, "content"), {**two_pieces, "works-0-count": "", "works-1-count": ""})


def test_a_draft_that_keeps_itself_makes_no_news_and_no_history(client: Client, shop: Shop, draft: Deal) -> None:
    before = (TimelineEntry.objects.count(), Message.objects.count())
    for followers in range(5):
        client.post(url(draft, "who"), {"places": "3", "min_followers": str(followers)}, headers=HX)
    draft.refresh_from_db()
    assert draft.min_followers == 4
    assert (TimelineEntry.objects.count(), Message.objects.count()) == before


def test_what_a_finding_keeps_from_being_kept_is_not_called_saved(client: Client, shop: Shop, draft: Deal) -> None:
    forced = {**CONTENT, "lines-0-kind": "must_say", "lines-0-text": "Say you love it"}
    for address in (url(draft, "content"), f"{url(draft, 'content')}?look=1"):
        page = client.post(address, forced, headers=HX).content.decode()
        assert "can’t stay like this" in page
        assert "Saved" not in page
    assert not draft.brief_items.filter(text="Say you love it").exists()
    assert "Saved" in client.post(url(draft, "content"), CONTENT, headers=HX).content.decode()


def test_keeping_the_same_again_writes_nothing(client: Client, shop: Shop, draft: Deal) -> None:
    client.post(url(draft, "rights"), RIGHTS, headers=HX)
    with nothing_changes():
        client.post(url(draft, "rights"), RIGHTS, headers=HX)


def test_the_ticket_follows_what_is_typed_and_keeps_nothing_of_it(client: Client, shop: Shop, draft: Deal) -> None:
    with nothing_changes():
        answer = client.post(f"{url(draft, 'product')}?look=1", {"title": "A <b>new</b> name"}, headers=HX)
        fresh = client.post("/brand/deals/new/", NEW, headers=HX)
    assert "A &lt;b&gt;new&lt;/b&gt; name" in answer.content.decode()
    assert "Night roast" in fresh.content.decode()
    assert "€24.50" in fresh.content.decode()


def test_the_ticket_tells_a_new_product_before_its_step_is_whole(client: Client, shop: Shop, draft: Deal) -> None:
    half = {"product": "new", "new_title": "Night roast", "new_worth": "24.50", "new_currency": "EUR", "new_stock": ""}
    for address in ("/brand/deals/new/?look=1", f"{url(draft, 'product')}?look=1"):
        with nothing_changes():
            page = client.post(address, half, headers=HX).content.decode()
            worthless = client.post(address, {**half, "new_worth": "a lot"}, headers=HX).content.decode()
        assert "Night roast" in page
        assert "Product worth €24.50" in page
        assert "Product worth" not in worthless


def test_the_value_meter_warns_beside_the_brief(client: Client, shop: Shop, draft: Deal) -> None:
    much = {**CONTENT, "works-0-count": "9"}
    assert "is little" in client.post(f"{url(draft, 'content')}?look=1", much, headers=HX).content.decode()
    assert "is little" not in client.post(f"{url(draft, 'content')}?look=1", CONTENT, headers=HX).content.decode()
