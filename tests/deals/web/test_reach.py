"""How many creators match what a deal asks for."""

import pytest
from django.db.models.expressions import RawSQL
from django.test import Client

from barter.kernel import clock
from creators.models import Creator
from deals import reach
from deals.eligibility import Rules, facts_of, judge
from deals.reach import MOST_COUNTED, count_in_time, matching
from deals.web.brand.wizard_preview import Reach
from tests.deals.web.creator.world import Shop, make_deal, make_maker

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("countries", "platforms", "languages", "followers", "exchange"),
    [
        ([], [], [], 0, "parcel"), (["LV"], [], [], 0, "parcel"), (["DE"], [], [], 0, "parcel"),
        ([], ["instagram"], [], 4_000, "parcel"), ([], ["tiktok"], [], 0, "parcel"), ([], [], ["lv"], 0, "parcel"),
        ([], [], ["fr"], 0, "parcel"), (["LV"], [], [], 0, "visit"), ([], [], [], 9_000, "voucher"), ([], [], [], 0, "visit"),
    ],
)  # fmt: skip
def test_counts_exactly_those_whom_eligibility_lets_in(
    countries: list[str], platforms: list[str], languages: list[str], followers: int, exchange: str
) -> None:
    at = clock.now()
    make_maker(at)
    make_maker(at, address=False)
    paused = make_maker(at).creator
    Creator.objects.filter(pk=paused.pk).update(standing=Creator.Standing.PAUSED)
    rules = Rules(countries, platforms, languages, followers, "beauty", exchange, "good")
    fitting = {one.pk for one in Creator.objects.all() if judge(rules, facts_of(one), at=at).ok}
    assert set(matching(rules, at=at).values_list("pk", flat=True)) == fitting
    assert count_in_time(matching(rules, at=at)) == len(fitting)


def test_counting_stops_at_a_thousand() -> None:
    assert Reach(MOST_COUNTED + 1, 3, "Beauty", is_open=False).text == "More than 1,000 creators can apply."
    assert Reach(0, 0, "", is_open=False).text.endswith("Loosen something.")
    assert Reach(0, 0, "", is_open=True).text.startswith("No creator can apply yet.")  # there is nothing to loosen


def test_says_nothing_rather_than_make_somebody_wait(
    client: Client, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    deal = make_deal(shop, clock.now(), must_post=True)
    make_maker(clock.now())
    slow = matching(Rules([], [], [], 0, "", "visit", "good"), at=clock.now()).annotate(nap=RawSQL("pg_sleep(1)", []))
    monkeypatch.setattr(reach, "_PATIENCE_MS", 30)
    assert count_in_time(slow.exclude(nap=None)) is None
    monkeypatch.undo()  # the connection is as it was
    assert "1 creator can apply." in client.get(f"/brand/deals/{deal.public_id}/edit/who/").content.decode()
