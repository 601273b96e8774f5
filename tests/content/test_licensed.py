"""What a creator licensed: to whom, for what, until when."""

from datetime import timedelta

import pytest
from django.urls import reverse

from barter.kernel import clock
from content.models import Asset
from tests.content.conftest import Trade, make_trade
from tests.content.shelves import another_trade, licensed
from tests.content.test_library import client_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_each_file_says_to_whom_for_what_and_until_when(trade: Trade) -> None:
    at, rival = clock.now() - DAY, make_trade()
    reel = licensed(trade, at=at, paid_ads_until=at + 90 * DAY, handle=True)
    late = licensed(trade, kind="photo", at=at - 400 * DAY)  # its clock has not come by yet
    elsewhere = licensed(another_trade(rival, trade.creator), kind="photo", at=at)
    licensed(rival, at=at)  # of somebody else
    client, address = client_of(trade.creator.user), reverse("my_licences")
    page = client.get(address)
    text = page.content.decode()
    assert [row["licence"].pk for row in page.context["rows"]] == [elsewhere.pk, reel.pk]
    assert [tab["count"] for tab in page.context["tabs"]] == [2, 1]
    for told in (trade.brand.name, "Own channels, paid ads until", "your handle", reverse("licence", args=[reel.code])):
        assert told in text
    original = reverse("asset_download", args=[reel.asset.public_id])
    assert original in text
    assert client.get(original).status_code == 302
    assert [row["licence"].pk for row in client.get(address, {"show": "ended"}).context["rows"]] == [late.pk]
    of_one = client.get(address, {"brand": rival.brand.slug}).context
    assert ([row["licence"].pk for row in of_one["rows"]], of_one["tabs"][0]["count"]) == ([elsewhere.pk], 1)
    assert "No licence here" in client.get(address, {"brand": "nobody"}).content.decode()
    Asset.objects.filter(pk=reel.asset_id).update(state="waiting", submission=None, original_key="")
    assert original not in client.get(address).content.decode(), "nothing is offered that is gone"


def test_before_the_first_approval_the_page_says_what_it_is_for(trade: Trade) -> None:
    assert "Nothing licensed yet" in client_of(trade.creator.user).get(reverse("my_licences")).content.decode()
    assert client_of(trade.owner).get(reverse("my_licences")).status_code in {302, 404}
