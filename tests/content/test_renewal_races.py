"""Two at the same moment around a renewal that is paid in product."""

from functools import partial

import pytest

from brands.errors import OutOfStock
from brands.models import Product, Variant
from content import operations
from content.models import Licence, PaidRenewal
from deals.models import Collaboration
from tests.concurrency.racing import race, refusals
from tests.content.conftest import AT, granted, make_trade
from tests.content.test_paid_renewal import agree, cream_of, home_of, offer, settle, stock


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment() -> None:
    """Two yes are one; a yes and another offer are one of the two, never both; the last item goes to one creator."""
    trade = make_trade()
    licence, cream, home = granted(trade), cream_of(trade.brand), home_of(trade)
    seen = offer(trade, licence, cream)
    yes = partial(agree, trade, licence, home, seen)
    assert len(refusals(race(yes, yes))) == 1
    assert (stock(cream), PaidRenewal.objects.filter(agreed_at__isnull=False).count()) == ((1, 1), 1)
    settle()
    pay = partial(operations.pay_renewal, renewal=seen, at=AT)
    paid_and_lapsed = race(pay, pay, partial(operations.lapse_renewal, renewal=seen, at=AT))
    assert not refusals(paid_and_lapsed)
    assert Licence.objects.filter(renews=licence).count() == sum(one is not None for one in paid_and_lapsed)
    assert stock(cream)[1] == 0

    running = Licence.objects.filter(state=Licence.State.ACTIVE).get()
    Variant.objects.filter(pk=cream.pk).update(stock_on_hand=1)
    cream.refresh_from_db()
    seen = offer(trade, running, cream)
    agreed, _ = race(
        partial(agree, trade, running, home, seen),
        partial(operations.offer_renewal, licence=running, months=3, by=trade.by_brand, at=AT),
    )
    row = Licence.objects.get(pk=running.pk)
    if isinstance(agreed, Exception):
        assert (row.renewal_months, stock(cream), PaidRenewal.objects.filter(licence=row).count()) == (3, (1, 0), 0)
        agree(trade, running, home, offer(trade, running, cream))
    other = make_trade()
    Product.objects.filter(pk=cream.product_id).update(brand=other.brand)
    assert stock(cream) == (1, 1)
    with pytest.raises(OutOfStock):
        offer(other, granted(other), Variant.objects.select_related("product").get(pk=cream.pk))


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_the_last_item_goes_to_one_of_two_creators() -> None:
    first, second = make_trade(), make_trade()
    Collaboration.objects.filter(pk=second.collaboration.pk).update(brand=first.brand)
    second.collaboration.refresh_from_db()
    cream, acts = cream_of(first.brand), []
    for trade in (first, second):
        trade.brand, trade.owner = first.brand, first.owner
        licence, home = granted(trade), home_of(trade)
        acts.append(partial(agree, trade, licence, home, offer(trade, licence, cream)))
    assert [type(one) for one in refusals(race(*acts))] == [OutOfStock]
    assert stock(cream) == (1, 1)
    assert PaidRenewal.objects.filter(agreed_at__isnull=False).count() == 1
