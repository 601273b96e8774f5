"""The brand asks for more time, the creator answers; the old licence is renewed and a new one runs on."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from barter.kernel.errors import BarterError, Invalid, NotAllowed, WrongState
from barter.kernel.models import Message, TimelineEntry
from content import errors, operations
from content.invariants import check
from content.licensing import add_months
from content.models import Licence
from content.operations.licences import run_licence_clock
from tests.content.conftest import AT, Trade, ready_asset

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def licence(trade: Trade) -> Licence:
    """Granted a moment ago, for 12 months, with paid ads for 6."""
    version = operations.submit(
        collaboration=trade.collaboration, assets=[ready_asset(trade)], caption="", by=trade.by_creator, at=AT
    )
    operations.approve(submission=version, by=trade.by_brand, at=AT)
    return Licence.objects.get()


def moves(licence: Licence) -> list[str]:
    rows = TimelineEntry.objects.filter(object_type="licence", object_id=licence.pk).order_by("id")
    return list(rows.values_list("move", flat=True))


def test_a_yes_makes_a_new_licence_with_the_same_rights_for_longer(trade: Trade, licence: Licence) -> None:
    later = AT + 300 * DAY
    operations.offer_renewal(licence=licence, months=12, by=trade.by_brand, at=later)
    new = operations.accept_renewal(licence=licence, by=trade.by_creator, at=later + DAY)

    old = Licence.objects.get(pk=licence.pk)
    assert (old.state, old.wake_at, old.renewal_months) == (Licence.State.RENEWED, None, None)
    assert (new.state, new.renews, new.starts_at) == (Licence.State.ACTIVE, old, later + DAY)
    assert new.ends_at == add_months(old.ends_at, 12)
    same = ("asset", "brand", "creator", "territory", "terms_hash", "file_sha256", "scope")  # paid ads were over
    assert [getattr(new, name) for name in same] == [getattr(old, name) for name in same]
    assert new.code != old.code
    assert moves(old) == ["grant", "offer_renewal", "renew"]
    assert moves(new) == ["begin"]
    sent = Message.objects.filter(name="content.licence_moved").order_by("id")
    assert [row.payload["move"] for row in sent] == ["grant", "offer_renewal", "renew", "begin"]
    assert sent[1].payload["months"] == 12
    assert list(check()) == []


def test_paid_ads_that_still_run_are_prolonged_too(trade: Trade, licence: Licence) -> None:
    operations.offer_renewal(licence=licence, months=3, by=trade.by_brand, at=AT + DAY)
    new = operations.accept_renewal(licence=licence, by=trade.by_creator, at=AT + DAY)
    assert licence.scope["paid_ads_until"].startswith("2027-05-23")
    assert new.scope["paid_ads_until"].startswith("2027-08-23")
    assert {**new.scope, "paid_ads_until": ""} == {**licence.scope, "paid_ads_until": ""}


def test_a_no_leaves_it_to_end_as_agreed(trade: Trade, licence: Licence) -> None:
    operations.offer_renewal(licence=licence, months=6, by=trade.by_brand, at=AT)
    operations.decline_renewal(licence=licence, by=trade.by_creator, at=AT)
    row = Licence.objects.get()
    assert (row.state, row.renewal_months, row.ends_at) == (Licence.State.ACTIVE, None, licence.ends_at)
    for answer in (operations.accept_renewal, operations.decline_renewal):
        with pytest.raises(errors.NoRenewalOffered):
            answer(licence=licence, by=trade.by_creator, at=AT)
    assert moves(licence) == ["grant", "offer_renewal", "decline_renewal"]


def test_the_same_offer_twice_is_one_another_replaces_it(trade: Trade, licence: Licence) -> None:
    for months in (6, 6, 12):
        operations.offer_renewal(licence=licence, months=months, by=trade.by_brand, at=AT)
    assert Licence.objects.get().renewal_months == 12
    assert moves(licence) == ["grant", "offer_renewal", "offer_renewal"]


def test_without_an_answer_the_offer_ends_with_the_licence(trade: Trade, licence: Licence) -> None:
    operations.offer_renewal(licence=licence, months=6, by=trade.by_brand, at=AT)
    Licence.objects.update(wake_at=licence.ends_at)
    row = Licence.objects.select_related("asset", "collaboration").get()
    for answer in (operations.accept_renewal, operations.decline_renewal):  # before the clock task came by
        with pytest.raises(errors.LicenceEnded):
            answer(licence=licence, by=trade.by_creator, at=licence.ends_at)
    run_licence_clock(licence=row, at=licence.ends_at)
    row.refresh_from_db()
    assert (row.state, row.renewal_months) == (Licence.State.EXPIRED, None)
    with pytest.raises(WrongState):
        operations.offer_renewal(licence=licence, months=6, by=trade.by_brand, at=licence.ends_at + DAY)


def test_each_side_makes_its_own_moves_and_months_are_1_to_36(trade: Trade, licence: Licence) -> None:
    for months in (0, 37):
        with pytest.raises(Invalid):
            operations.offer_renewal(licence=licence, months=months, by=trade.by_brand, at=AT)
    with pytest.raises(NotAllowed):
        operations.offer_renewal(licence=licence, months=6, by=trade.by_creator, at=AT)
    operations.offer_renewal(licence=licence, months=6, by=trade.by_brand, at=AT)
    for answer in (operations.accept_renewal, operations.decline_renewal):
        with pytest.raises(NotAllowed):
            answer(licence=licence, by=trade.by_brand, at=AT)
    assert Licence.objects.get().renewal_months == 6


def test_a_yes_twice_is_one_new_licence(trade: Trade, licence: Licence) -> None:
    operations.offer_renewal(licence=licence, months=6, by=trade.by_brand, at=AT)
    operations.accept_renewal(licence=licence, by=trade.by_creator, at=AT)
    with pytest.raises(BarterError):
        operations.accept_renewal(licence=licence, by=trade.by_creator, at=AT)
    assert Licence.objects.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Licence.objects.filter(renews=None).update(renewal_months=3, renewal_offered_at=AT)  # the database says so too


def test_a_yes_is_one_to_the_months_that_were_read(trade: Trade, licence: Licence) -> None:
    """The brand asks for six, the creator's page shows six, the brand asks for thirty-six, the creator presses yes."""
    creator, answer = Client(), reverse("licence_answer_renewal", args=[licence.public_id])
    creator.force_login(trade.creator.user)
    Licence.objects.update(ends_at=licence.ends_at.replace(year=2036), due_at=licence.ends_at.replace(year=2036))
    operations.offer_renewal(licence=licence, months=6, by=trade.by_brand, at=AT)
    assert 'name="months" value="6"' in creator.get(reverse("licence", args=[licence.code])).content.decode()
    operations.offer_renewal(licence=licence, months=36, by=trade.by_brand, at=AT)

    told = creator.post(answer, {"verb": "accept", "months": "6"}, follow=True).content.decode()

    assert "The terms have changed since you read them" in told
    assert "Velda asks for 36 more months" in told
    assert Licence.objects.get().renewal_months == 36
    creator.post(answer, {"verb": "accept", "months": "36"})
    assert Licence.objects.count() == 2


def test_a_no_is_one_to_the_offer_that_was_read(trade: Trade, licence: Licence) -> None:
    """Seen to fail: the page sent what the creator had read, and a better offer that came meanwhile was declined unread."""
    creator, answer = Client(), reverse("licence_answer_renewal", args=[licence.public_id])
    creator.force_login(trade.creator.user)
    for months in (6, 12):
        operations.offer_renewal(licence=licence, months=months, by=trade.by_brand, at=AT)
    told = creator.post(answer, {"verb": "decline", "months": "6"}, follow=True).content.decode()
    assert "The terms have changed since you read them" in told
    assert Licence.objects.get().renewal_months == 12
    said = creator.post(answer, {"verb": "decline", "months": "12"}, follow=True).content.decode()
    assert "You said no. The licence ends on" in said
    assert Licence.objects.get().renewal_months is None


def test_apps_ask_and_answer_too(trade: Trade, licence: Licence) -> None:
    brand, creator, viewer = APIClient(), APIClient(), APIClient()
    for client, user in ((brand, trade.owner), (creator, trade.creator.user), (viewer, trade.viewer)):
        client.force_authenticate(user)
    Licence.objects.update(ends_at=licence.ends_at.replace(year=2036), due_at=licence.ends_at.replace(year=2036))
    base = f"/api/v1/licences/{licence.public_id}/"
    assert [client.get(base).json()["available_actions"] for client in (brand, creator, viewer)] == [
        ["download", "offer_renewal"], ["download", "take_down"], [],
    ]  # fmt: skip
    assert viewer.post(f"{base}offer-renewal/", {"months": 6}).status_code == 403
    assert brand.post(f"{base}offer-renewal/", {"months": 37}).status_code == 422
    assert brand.post(f"{base}offer-renewal/", {"months": 6}).json()["renewal_months"] == 6
    assert creator.get(base).json()["available_actions"] == ["download", "answer_renewal", "take_down"]
    other = creator.post(f"{base}answer-renewal/", {"agree": True, "months": 3})
    assert (other.status_code, other.json()["code"]) == (409, "other_terms_now")
    assert brand.post(f"{base}answer-renewal/", {"agree": True, "months": 6}).status_code == 403
    new = creator.post(f"{base}answer-renewal/", {"agree": True, "months": 6}).json()
    assert (new["state"], new["renews"], new["renewal_months"]) == ("active", licence.public_id, None)
    assert creator.get(base).json()["state"] == "renewed"
    brand.post(f"/api/v1/licences/{new['id']}/offer-renewal/", {"months": 12})
    unread = creator.post(f"/api/v1/licences/{new['id']}/answer-renewal/", {"agree": False, "months": 6})
    assert (unread.status_code, unread.json()["code"]) == (409, "other_terms_now"), "a no to what was never offered"
    declined = creator.post(f"/api/v1/licences/{new['id']}/answer-renewal/", {"agree": False, "months": 12}).json()
    assert (declined["id"], declined["state"], declined["renewal_months"]) == (new["id"], "active", None)


def test_the_invariants_see_a_renewed_licence_that_nothing_follows(trade: Trade, licence: Licence) -> None:
    Licence.objects.update(state=Licence.State.RENEWED, wake_at=None)
    assert [line for line in check() if "nothing follows" in line]


def test_both_sides_do_it_on_the_licence_page_others_only_read(trade: Trade, licence: Licence) -> None:
    brand, creator, viewer = Client(), Client(), Client()
    for client, user in ((brand, trade.owner), (creator, trade.creator.user), (viewer, trade.viewer)):
        client.force_login(user)
    page = reverse("licence", args=[licence.code])
    Licence.objects.update(ends_at=licence.ends_at.replace(year=2036), due_at=licence.ends_at.replace(year=2036))
    offer, answer = (reverse(f"licence_{verb}_renewal", args=[licence.public_id]) for verb in ("offer", "answer"))
    assert "Ask for more time" in brand.get(page).content.decode()
    for client in (creator, viewer, Client()):
        assert "Ask for more time" not in client.get(page).content.decode()
    assert brand.post(offer, {"months": "x"}).status_code == 302
    assert Licence.objects.get().renewal_months is None
    assert viewer.post(offer, {"months": "12"}).status_code == 403
    brand.post(offer, {"months": "12"})
    asked = creator.get(reverse("licence", args=[licence.public_id]), follow=True).content.decode()
    assert "Velda asks for 12 more months" in asked
    assert "You asked Ines" in brand.get(page).content.decode()
    assert Client().get(reverse("licence", args=[licence.public_id])).status_code == 404
    reply = creator.post(answer, {"verb": "accept"}, follow=True).content.decode()
    assert "This licence is valid" in reply
    old = Client().get(page).content.decode()
    assert "This licence was renewed" in old
    assert Licence.objects.get(renews=licence).code in old
