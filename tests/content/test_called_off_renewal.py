"""A renewal paid in product whose licence ends on request first: the item waits until shipping says whether it was sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from barter.kernel.errors import WrongState
from barter.kernel.moves import record
from barter.kernel.outbox.relay import drain
from brands.models import Variant
from brands.operations.capacity import release_stock
from content import operations
from content.events import RenewalCalledOff
from content.invariants import check
from content.models import Licence, PaidRenewal, TakeDown
from content.operations import take_downs
from content.workflow import LICENCE_USABLE
from inbox.models import Notification
from inbox.queries import balls_of
from inbox.words import words_of
from shipping import operations as shipping
from shipping.models import Shipment
from tests.concurrency.racing import race, refusals
from tests.content.conftest import AT, Trade, granted, make_trade
from tests.content.test_paid_renewal import agree, cream_of, healthy, home_of, moves, offer, stock, told

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@dataclass
class Owed:
    """A renewal the creator said yes to; its parcel waits to be sent."""

    trade: Trade
    licence: Licence
    cream: Variant
    renewal: str

    def ends_on_request(self) -> None:
        request = operations.ask_take_down(
            licence=self.licence, by=self.trade.by_creator, reason="safety", words="He found my street", at=AT
        )
        operations.agree_take_down(take_down=request, by=self.trade.by_brand, at=AT)

    def sent(self) -> None:
        parcel = Shipment.objects.get(renewal=self.renewal)
        number = f"SIM{parcel.pk:06}"
        shipping.enter_tracking(shipment=parcel, by=self.trade.by_brand, carrier="", tracking_number=number, at=AT)

    def row(self) -> PaidRenewal:
        return PaidRenewal.objects.get(public_id=self.renewal)


def make_owed() -> Owed:
    trade = make_trade()
    licence, cream, home = granted(trade), cream_of(trade.brand), home_of(trade)
    seen = offer(trade, licence, cream)
    agree(trade, licence, home, seen)
    drain()
    return Owed(trade, licence, cream, seen)


@pytest.fixture
def owed() -> Owed:
    return make_owed()


def test_a_parcel_that_was_sent_before_anybody_heard_of_it_stays_the_creators(owed: Owed) -> None:
    owed.sent()
    owed.ends_on_request()
    assert stock(owed.cream) == (1, 1)  # reserved until it is known
    drain()
    assert Shipment.objects.get().state == Shipment.State.PRE_TRANSIT
    assert stock(owed.cream) == (0, 0)
    assert Licence.objects.get().state == Licence.State.REVOKED
    assert (owed.row().paid_at, owed.row().kept_at) == (None, AT)
    assert moves(owed.licence)[-2:] == ["end_on_request", "keep_parcel"]
    assert balls_of([owed.licence.public_id]) == {owed.licence.public_id: None}
    assert healthy()
    for act in (operations.pay_renewal, operations.lapse_renewal, operations.insist_on_agreement):  # late, and twice
        act(renewal=owed.renewal, at=AT + DAY)
    drain()
    assert stock(owed.cream) == (0, 0)
    assert moves(owed.licence)[-1] == "keep_parcel"

    creator, brand = owed.trade.creator.user, owed.trade.owner
    assert told(creator)[-1] == "renewal_kept_creator"
    assert told(brand)[-1] == "renewal_kept_brand"
    news = words_of(Notification.objects.get(user=creator, kind="renewal_kept_creator"), AT)
    assert news.subject == "You keep Night cream, 50 ml: it was already on its way"
    request = TakeDown.objects.get()
    for page in (reverse("licence", args=[owed.licence.code]), reverse("take_down", args=[request.public_id])):
        for user, who in ((creator, "you keep it"), (brand, f"{owed.licence.licensor} keeps it")):
            client = Client()
            client.force_login(user)
            words = client.get(page).content.decode()
            assert f"Night cream, 50 ml was already on its way: {who}. The licence ends all the same." in words
    assert "Night cream" not in Client().get(reverse("licence", args=[owed.licence.code])).content.decode()


def test_a_parcel_that_was_not_sent_is_called_off_and_its_item_free(owed: Owed) -> None:
    owed.ends_on_request()
    assert stock(owed.cream) == (1, 1)
    assert not PaidRenewal.objects.owed().exists()
    drain()
    assert Shipment.objects.get().state == Shipment.State.EXPIRED
    assert (stock(owed.cream), PaidRenewal.objects.count()) == ((1, 0), 0)
    assert moves(owed.licence)[-2:] == ["end_on_request", "call_off_renewal"]
    assert healthy()


def test_a_parcel_that_lapsed_in_that_moment_frees_its_item_once(owed: Owed) -> None:
    parcel = Shipment.objects.get()
    assert shipping.run_renewal_clock(shipment=parcel, at=shipping.lapses_at(parcel))
    owed.ends_on_request()
    drain()
    assert (stock(owed.cream), PaidRenewal.objects.count()) == ((1, 0), 0)
    assert healthy()


def test_the_database_and_the_invariants_hold_it(owed: Owed) -> None:
    for wrong in ({"paid_at": AT, "called_off_at": AT}, {"kept_at": AT}, {"agreed_at": None, "called_off_at": AT}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PaidRenewal.objects.update(**wrong)
    PaidRenewal.objects.update(called_off_at=AT)
    found = "\n".join(check())
    assert "was called off, but its licence goes on" in found
    assert "nobody says whether its parcel was sent" in found


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_the_parcel_is_sent_while_the_licence_ends() -> None:
    """However it falls out, the stock says what left the house, and the licence is over."""
    for hears in (False, True):
        owed = make_owed()
        request = operations.ask_take_down(
            licence=owed.licence, by=owed.trade.by_creator, reason="safety", words="He found my street", at=AT
        )
        if hears:  # the parcel is sent, and its news meets the brand's yes
            owed.sent()
        agrees = partial(operations.agree_take_down, take_down=request, by=owed.trade.by_brand, at=AT)
        hears_of_it = partial(operations.pay_renewal, renewal=owed.renewal, at=AT)
        result = race(hears_of_it if hears else owed.sent, agrees, drain)
        refused = refusals(result)
        assert [type(one) for one in refused] in ([], [WrongState])
        drain()
        is_sent = Shipment.objects.get(renewal=owed.renewal).state == Shipment.State.PRE_TRANSIT
        assert is_sent is not bool(refused)
        assert stock(owed.cream) == ((0, 0) if is_sent else (1, 0))
        usable = Licence.objects.filter(collaboration=owed.licence.collaboration_id, state__in=LICENCE_USABLE)
        assert not usable.exists()
        assert healthy()


def test_control_without_the_mark_an_item_too_many_is_free(owed: Owed, monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(licence: Licence, at: datetime) -> None:
        for row in PaidRenewal.objects.owed().filter(licence=licence):
            release_stock(variant_id=row.variant_id)
            record(RenewalCalledOff(renewal=row.public_id), at=at)
            row.delete()

    monkeypatch.setattr(take_downs, "call_off_renewal", forgetful)
    owed.sent()
    owed.ends_on_request()
    drain()
    assert Shipment.objects.get().state == Shipment.State.PRE_TRANSIT
    assert stock(owed.cream) == (1, 0)
