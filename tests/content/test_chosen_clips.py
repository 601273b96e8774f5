"""Three of the clips on a profile are chosen for one deal: its brand sees them first."""

import pytest
from django.http import HttpResponse
from django.urls import reverse

from barter.kernel import clock
from content import operations
from content.models import PortfolioClip
from creators.operations import AddressData, add_address
from deals.models import Application
from deals.pipeline.across import approved_work
from tests.api.calls import api
from tests.content.conftest import AT, Trade, make_trade
from tests.content.test_portfolio import approved, show, signed_in
from tests.deals.web.creator.world import make_deal, make_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def clips(trade: Trade) -> list[str]:
    """Five clips of the trade's creator, in the order of the profile, and where a parcel can go."""
    home = AddressData(name="Ines", line1="Rua 1", postcode="1000-001", city="Lisbon", country="PT")
    add_address(creator=trade.creator, data=home, at=AT)
    return [clip.public_id for clip in show(trade, *approved(trade, 5))]


def apply(trade: Trade, clips: list[str]) -> HttpResponse:
    deal = make_deal(make_shop(clock.now()), clock.now())
    answer: HttpResponse = signed_in(trade.creator.user).post(  # type: ignore[assignment]
        reverse("deal_apply", args=[deal.public_id]), {"hello": "I film by a window", "clips": clips}
    )
    return answer


def seen(row: Application) -> list[str]:
    """The clips of the applicant's card, in order."""
    works = approved_work(row.deal.brand_id, [row.creator_id], first=row.clips)[row.creator_id]
    return [one.clip.public_id for one in works]


def test_the_sheet_shows_them_with_the_first_three_chosen(trade: Trade, clips: list[str]) -> None:
    deal = make_deal(make_shop(clock.now()), clock.now())
    page = signed_in(trade.creator.user).get(reverse("deal", args=[deal.public_id])).content.decode()
    assert "Show three of your clips" in page
    assert [f'value="{clip}" checked' in page for clip in clips] == [True, True, True, False, False]


def test_with_three_or_fewer_there_is_nothing_to_choose(trade: Trade) -> None:
    show(trade, *approved(trade, 3))
    deal = make_deal(make_shop(clock.now()), clock.now())
    page = signed_in(trade.creator.user).get(reverse("deal", args=[deal.public_id])).content.decode()
    assert "Show three of your clips" not in page


def test_the_brand_sees_the_chosen_ones_first_and_the_others_after_them(trade: Trade, clips: list[str]) -> None:
    assert apply(trade, [clips[4], clips[2]]).status_code == 302
    row = Application.objects.latest("pk")
    assert row.clips == [clips[4], clips[2]]
    assert seen(row) == [clips[2], clips[4], clips[0]]  # in the order of the profile
    operations.remove_clip(clip=PortfolioClip.objects.get(public_id=clips[4]), at=AT)
    assert seen(row) == [clips[2], clips[0], clips[1]]


def test_nothing_chosen_is_the_profile_as_it_stands(trade: Trade, clips: list[str]) -> None:
    apply(trade, [])
    assert seen(Application.objects.latest("pk")) == clips[:3]


def test_a_fourth_is_refused_and_what_was_typed_stays(trade: Trade, clips: list[str]) -> None:
    before = Application.objects.count()
    answer = apply(trade, clips[:4])
    page = answer.content.decode()
    assert (answer.status_code, Application.objects.count()) == (422, before)
    assert "Show at most three clips." in page
    assert 'value="I film by a window"' in page
    assert page.count('name="clips"') == 5
    assert [f'value="{clip}" checked' in page for clip in clips] == [True] * 4 + [False]


def test_a_clip_of_somebody_else_is_refused_by_page_and_api(trade: Trade, clips: list[str]) -> None:
    other = make_trade()
    (theirs,) = show(other, *approved(other, 1))
    before = Application.objects.count()
    for wrong in (theirs.public_id, "clip_nonsense", clips[0][:-1]):
        answer = apply(trade, [clips[0], wrong])
        assert answer.status_code == 422
        assert "not on your profile any more" in answer.content.decode()
        deal = make_deal(make_shop(clock.now()), clock.now())
        refused = api(trade.creator.user).post(f"/api/v1/deals/{deal.public_id}/applications/", {"clips": [wrong]})
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/clips")
    assert Application.objects.count() == before


def test_an_app_chooses_them_too(trade: Trade, clips: list[str]) -> None:
    deal = make_deal(make_shop(clock.now()), clock.now())
    person = api(trade.creator.user)
    many = person.post(f"/api/v1/deals/{deal.public_id}/applications/", {"clips": clips[:4]})
    assert many.status_code == 422
    sent = person.post(f"/api/v1/deals/{deal.public_id}/applications/", {"clips": [clips[3], clips[3]]})
    assert (sent.status_code, sent.json()["clips"]) == (201, [clips[3]])
    assert person.get(f"/api/v1/applications/{sent.json()['id']}/").json()["clips"] == [clips[3]]
