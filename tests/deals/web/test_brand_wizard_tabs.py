"""One step of a deal in two tabs, or before two people of the team: nobody undoes what the other changed."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from barter.kernel import clock
from deals import operations as ops
from deals.models import Deal
from tests.deals.web.creator.world import Shop
from tests.deals.web.test_brand_wizard import CONTENT, HX, RIGHTS, publish, url

pytestmark = pytest.mark.django_db
WHO = {"places": "3", "countries": ["LV"], "min_followers": "500"}


def drawn(answer: Any) -> dict[str, str]:
    """What the page of a step carries with it."""
    return {"drawn": unescape(re.findall(r'name="drawn" value="([^"]+)"', answer.content.decode())[0])}


@pytest.fixture
def tab(client: Client, shop: Shop, draft: Deal) -> dict[str, str]:
    """A tab with the step "Who", opened before somebody else changed something."""
    client.post(url(draft, "who"), WHO)
    return drawn(client.get(url(draft, "who")))


def test_what_was_left_alone_does_not_undo_what_another_tab_changed(
    client: Client, draft: Deal, tab: dict[str, str]
) -> None:
    client.post(url(draft, "who"), {**WHO, **tab, "min_followers": "900"}, headers=HX)
    client.post(url(draft, "who"), {**WHO, **tab, "countries": ["EE"]}, headers=HX)
    draft.refresh_from_db()
    assert (draft.min_followers, draft.countries) == (900, ["EE"])


def test_it_stays_so_however_often_the_older_tab_is_sent(client: Client, draft: Deal, tab: dict[str, str]) -> None:
    client.post(url(draft, "who"), {**WHO, "min_followers": "900"})
    after = drawn(client.post(url(draft, "who"), {**WHO, **tab, "countries": ["EE"]}, headers=HX))
    client.post(url(draft, "who"), {**WHO, **after, "countries": ["EE", "LT"]}, headers=HX)
    client.post(url(draft, "who"), {**WHO, **after, "countries": ["EE", "LT"], "places": "4"})
    draft.refresh_from_db()
    assert (draft.min_followers, draft.countries, draft.places.total) == (900, ["EE", "LT"], 4)


def test_what_one_typed_and_took_back_is_taken_back(client: Client, draft: Deal, tab: dict[str, str]) -> None:
    after = drawn(client.post(url(draft, "who"), {**WHO, **tab, "min_followers": "900"}, headers=HX))
    client.post(url(draft, "who"), {**WHO, **after}, headers=HX)
    draft.refresh_from_db()
    assert draft.min_followers == 500


def test_where_both_changed_the_same_the_later_one_stands(client: Client, draft: Deal, tab: dict[str, str]) -> None:
    client.post(url(draft, "who"), {**WHO, **tab, "min_followers": "900"})
    client.post(url(draft, "who"), {**WHO, **tab, "min_followers": "700"})
    draft.refresh_from_db()
    assert draft.min_followers == 700


def test_looking_or_a_mistake_forgets_nothing_of_it(client: Client, draft: Deal, tab: dict[str, str]) -> None:
    client.post(url(draft, "who"), {**WHO, "min_followers": "900"})
    looked = drawn(client.post(f"{url(draft, 'who')}?look=1", {**WHO, **tab, "places": "5"}, headers=HX))
    refused = client.post(url(draft, "who"), {**WHO, **looked, "places": "nonsense"})
    assert refused.status_code == 422
    client.post(url(draft, "who"), {**WHO, **drawn(refused), "places": "5"})
    draft.refresh_from_db()
    assert (draft.min_followers, draft.places.total) == (900, 5)


def test_what_a_new_deal_begins_with_is_kept_but_undoes_nothing(client: Client, shop: Shop) -> None:
    fresh = ops.create_deal(brand=shop.brand, user=shop.user, at=clock.now())
    first = drawn(client.get(url(fresh, "content")))
    brief_alone = {**CONTENT, "lines-0-text": ""}
    two = {**brief_alone, "works-0-count": "2", "disclosure": "Werbung"}
    client.post(url(fresh, "content"), {**two, **first}, headers=HX)
    client.post(url(fresh, "content"), {**brief_alone, **first, "summary": "Morning light"}, headers=HX)
    fresh.refresh_from_db()
    assert (fresh.deliverables.get().count, fresh.summary) == (2, "Morning light")
    assert fresh.brief_items.get().text == "Werbung"
    other = ops.create_deal(brand=shop.brand, user=shop.user, at=clock.now())
    client.post(url(other, "content"), {**brief_alone, **drawn(client.get(url(other, "content")))})
    assert (other.deliverables.get().count, other.brief_items.get().text) == (1, "#ad")


def lines_of(deal: Deal) -> list[str]:
    return list(deal.brief_items.order_by("position").values_list("text", flat=True))


def typed(*lines: str, **more: str) -> dict[str, Any]:
    """The step "Content" with these lines."""
    rows = {
        f"lines-{n}-{part}": words
        for n, line in enumerate(lines)
        for part, words in (("kind", "must_show"), ("text", line))
    }
    return {**CONTENT, **rows, "lines-TOTAL_FORMS": str(len(lines)), **more}


def test_lines_of_a_brief_from_two_tabs_all_stand(client: Client, draft: Deal) -> None:
    content = url(draft, "content")
    client.post(content, typed("The label", "Your hands", "A smile"))
    first = second = drawn(client.get(content))
    client.post(content, {**typed("The label", "Your hands", "The box"), **first})  # one replaced, for "A smile"
    after = drawn(client.post(content, {**typed("The logo", "Your hands", "A smile", "Light"), **second}, headers=HX))
    assert lines_of(draft) == ["The logo", "Your hands", "Light", "The box", "#ad"]
    # the second tab still shows neither: what it keeps next brings nothing back and takes nothing away
    more = {**typed("The logo", "Your hands", "A smile", "Light", "Music", disclosure="Werbung"), **after}
    client.post(content, more, headers=HX)
    assert lines_of(draft) == ["The logo", "Your hands", "Light", "Music", "The box", "Werbung"]


def test_a_line_taken_out_of_one_tab_is_out_and_the_later_mark_stands(client: Client, draft: Deal) -> None:
    content = url(draft, "content")
    client.post(content, typed("The label", "Your hands"))
    tab = drawn(client.get(content))
    client.post(content, {**typed("Your hands", disclosure="Werbung"), **tab})
    client.post(content, {**typed("The label", "Your hands", "Light"), **tab})
    assert lines_of(draft) == ["Your hands", "Light", "Werbung"]
    client.post(content, {**typed("Your hands", "Light", disclosure="Anzeige"), **tab})
    assert lines_of(draft) == ["Your hands", "Light", "Anzeige"]


def test_a_live_deal_is_changed_by_two_at_once(client: Client, shop: Shop, draft: Deal) -> None:
    live = publish(ops.create_deal(brand=shop.brand, user=shop.user, at=clock.now()), draft, shop)
    tab = drawn(client.get(url(live, "rights")))
    client.post(url(live, "rights"), {**RIGHTS, **tab, "ship_within_days": "5"})
    client.post(url(live, "rights"), {**RIGHTS, **tab, "create_within_days": "20"})
    live.refresh_from_db()
    assert (live.ship_within_days, live.create_within_days) == (5, 20)


def test_what_nobody_could_have_been_sent_is_left_out(client: Client, draft: Deal, tab: dict[str, str]) -> None:
    for sent in ("{", "[]", '{"places":1}', '{"places":["x"]}', "null", "9" * 9_000):
        assert client.post(url(draft, "who"), {**WHO, "drawn": sent, "places": "6"}).status_code == 302
    draft.refresh_from_db()
    assert draft.places.total == 6
