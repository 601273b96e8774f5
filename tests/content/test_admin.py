"""Staff look at everything, open nothing active, and take a licence back with a reason."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from barter.kernel.models import TimelineEntry
from content import operations
from content.models import Asset, Licence, Submission
from tests.content.conftest import AT, Trade, make_trade, ready_asset

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(db: None, settings: Any) -> Client:
    settings.STAFF_MFA_REQUIRED = False
    user = User.objects.create_superuser("staff@example.com", "x", started_as="staff")
    client = Client()
    client.force_login(user)
    return client


def approved(trade: Trade) -> Licence:
    submission = operations.submit(
        collaboration=trade.collaboration, assets=[ready_asset(trade)], caption="", by=trade.by_creator, at=AT
    )
    operations.approve(submission=submission, by=trade.by_brand, at=AT)
    return Licence.objects.get()


def test_lists_search_and_pages_open(trade: Trade, staff: Client) -> None:
    licence = approved(trade)
    terms = {
        "licence": [licence.code.lower(), licence.public_id, "Velda", trade.creator.user.email],
        "asset": [licence.asset.public_id, "ab" * 32, "Ines"],
        "submission": [Submission.objects.get().public_id, trade.collaboration.public_id],
    }
    for name, words in terms.items():
        for word in words:
            text = staff.get(reverse(f"admin:content_{name}_changelist"), {"q": word}).content.decode()
            assert "1 result" in text or f"/content/{name}/" in text, (name, word)
        nothing = staff.get(reverse(f"admin:content_{name}_changelist"), {"q": "nobody-here"}).content.decode()
        assert licence.code not in nothing
    for obj in (licence, licence.asset, Submission.objects.get()):
        response = staff.get(reverse(f"admin:content_{obj._meta.model_name}_change", args=[obj.pk]))
        assert response.status_code == 200
        assert "Timeline" in response.content.decode()
        assert licence.asset.original_key not in response.content.decode()


def test_staff_find_files_that_were_sent_in_two_trades_and_see_which(trade: Trade, staff: Client) -> None:
    trades = [trade, make_trade(), make_trade()]
    sent = [ready_asset(one) for one in trades]
    for one, asset, digest in zip(trades, sent, ("aa", "aa", "bb"), strict=True):
        Asset.objects.filter(pk=asset.pk).update(sha256=digest * 32, file_name=f"{digest}-{asset.pk}.jpg")
        asset.refresh_from_db()
        operations.submit(collaboration=one.collaboration, assets=[asset], caption="", by=one.by_creator, at=AT)
    listed = staff.get(reverse("admin:content_asset_changelist"), {"sent": "twice"}).content.decode()
    assert [asset.file_name in listed for asset in sent] == [True, True, False]
    page = staff.get(reverse("admin:content_asset_change", args=[sent[1].pk])).content.decode()
    assert "Sent before as" in page
    assert sent[0].file_name in page


def test_a_licence_is_taken_back_with_a_reason(trade: Trade, staff: Client) -> None:
    licence = approved(trade)
    address = reverse("admin:content_licence_revoke", args=[licence.pk])
    assert "Take back licence" in staff.get(address).content.decode()
    assert "Fill this in" in staff.post(address, {"reason": ""}).content.decode()
    staff.post(address, {"reason": "The creator asked for a take-down"})
    licence.refresh_from_db()
    assert licence.state == Licence.State.REVOKED
    entry = TimelineEntry.objects.get(object_type="licence", move="revoke")
    assert (entry.actor_side, entry.reason) == ("staff", "The creator asked for a take-down")


def test_nobody_else_gets_in(trade: Trade) -> None:
    client = Client()
    client.force_login(trade.owner)
    licence = approved(trade)
    assert client.post(reverse("admin:content_licence_revoke", args=[licence.pk]), {"reason": "x"}).status_code in (
        302,
        403,
        404,
    )
    licence.refresh_from_db()
    assert licence.state == Licence.State.ACTIVE
    assert Asset.objects.count() == 1
