"""A parcel that pays for more months of a licence: it never moves the trade, and has a clock and an end of its own."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from barter.kernel.clockwork import run_due
from barter.kernel.errors import WrongState
from barter.kernel.ids import encode, uuid7
from barter.kernel.invariants import run
from barter.kernel.models import TimelineEntry
from brands.models import Product, Variant
from deals.models import Collaboration
from deals.pipeline.across import load_parcels, parcel_of
from deals.web.brand.today_queue import counts_of, waiting_of
from shipping import errors, operations, permissions, queries
from shipping.invariants import CHECKS
from shipping.models import Shipment
from tests.shipping.conftest import AT, World, make_scan

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = AT + 40 * DAY  # a Saturday
LICENCE = encode("lic", uuid7())


def renewal(world: World, trade: Collaboration, *, at: datetime = LATER, key: str = "") -> Shipment:
    return operations.open_renewal_parcel(
        renewal=key or encode("ren", uuid7()), licence=LICENCE, variant=cream(world), collaboration=trade,
        address=world.address, at=at,
    )  # fmt: skip


def cream(world: World) -> Variant:
    product, _ = Product.objects.get_or_create(brand=world.brand, title="Night cream", defaults={"created_at": AT})
    return Variant.objects.get_or_create(product=product, title="50 ml", defaults={"fmv_minor": 3900})[0]


def moves(shipment: Shipment) -> list[str]:
    rows = TimelineEntry.objects.filter(object_type="shipment", object_id=shipment.pk).order_by("id")
    return list(rows.values_list("move", flat=True))


def healthy() -> bool:
    return not [check.name for check in CHECKS if run(check).violations]


def tick(at: datetime) -> None:
    run_due(Shipment.objects.all(), lambda row, moment: operations.run_renewal_clock(shipment=row, at=moment), at)


@pytest.fixture
def trade(world: World) -> Collaboration:
    """Its own parcel arrived long ago, and it is over."""
    shipment = world.sent("SIM1001")
    operations.record_tracking_events(
        shipment=shipment, scans=[make_scan("delivered", hours=48)], source="poll", at=AT + 3 * DAY
    )
    Collaboration.objects.update(state=Collaboration.State.COMPLETED, ended_at=AT + 30 * DAY, wake_at=None)
    trade = Collaboration.objects.select_related("creator", "brand").get()
    operations.close_shipments(collaboration=trade, at=AT + 30 * DAY)
    return trade


def test_it_is_sent_and_arrives_and_the_trade_never_hears_of_it(world: World, trade: Collaboration) -> None:
    before = Collaboration.objects.values().get()
    own = Shipment.objects.of_trades().get()
    parcel = renewal(world, trade)
    assert permissions.available_actions(parcel, "brand") == ["enter_tracking", "read_address"]
    assert [row.shipment.pk for row in queries.desk_page(world.brand, "to_ship").rows] == [parcel.pk]
    operations.read_address(shipment=parcel, user=world.owner, via="page", at=LATER)
    sent = operations.enter_tracking(
        shipment=parcel, by=world.by_owner, carrier="", tracking_number="SIM2002", at=LATER + DAY
    )
    assert [row.shipment.pk for row in queries.desk_page(world.brand, "on_its_way").rows] == [parcel.pk]
    came = LATER + 3 * DAY
    old = make_scan("delivered", hours=50, number="SIM2002")  # the number was another parcel's, long ago
    scans = [old, make_scan("delivered", hours=42 * 24, number="SIM2002")]
    assert operations.record_tracking_events(shipment=sent, scans=scans, source="poll", at=came) == 1

    done = Shipment.objects.get(pk=parcel.pk)
    assert (done.state, done.purge_at) == (Shipment.State.DELIVERED, came + 30 * DAY)
    assert moves(done) == ["open", "enter_tracking", "scan_delivered"]
    assert Collaboration.objects.values().get() == before
    load_parcels([trade])
    assert [one.pk for one in queries.current_shipments(trade)] == [own.pk] == [parcel_of(trade).pk]
    assert {row.shipment.pk for row in queries.desk_page(world.brand, "delivered").rows} == {own.pk, parcel.pk}
    with pytest.raises(errors.AddressClosed):
        operations.read_address(shipment=done, user=world.owner, via="page", at=came)
    assert healthy()
    operations.purge_addresses(at=came + 31 * DAY)
    assert Shipment.objects.values_list("address", flat=True).get(pk=parcel.pk) is None
    assert healthy()


def test_a_trade_that_still_runs_keeps_its_parcel_and_its_end_leaves_the_renewal_alone(world: World) -> None:
    """A licence may be renewed while its trade goes on: the newer parcel says nothing about the trade."""
    own = world.sent("SIM1001")
    trade = own.collaboration
    parcel = renewal(world, trade, at=AT)
    operations.record_tracking_events(
        shipment=own, scans=[make_scan("delivered", hours=48)], source="poll", at=AT + 3 * DAY
    )
    trade.refresh_from_db()
    assert trade.state == Collaboration.State.DELIVERED
    with pytest.raises(IntegrityError), transaction.atomic():
        Shipment.objects.filter(pk=parcel.pk).update(contents="")
    Collaboration.objects.update(state=Collaboration.State.CANCELLED_NO_FAULT, ended_at=AT + 4 * DAY, wake_at=None)
    operations.close_shipments(collaboration=Collaboration.objects.get(), at=AT + 4 * DAY)
    parcel.refresh_from_db()
    assert (parcel.state, parcel.purge_at) == (Shipment.State.LABEL_PENDING, None)
    lost = operations.enter_tracking(
        shipment=parcel, by=world.by_owner, carrier="", tracking_number="SIM2002", at=AT + 5 * DAY
    )
    scans = [make_scan("lost", hours=6 * 24, number="SIM2002")]
    operations.record_tracking_events(shipment=lost, scans=scans, source="poll", at=AT + 7 * DAY)
    assert [row.shipment.pk for row in queries.desk_page(world.brand, "problems").rows] == [parcel.pk]
    assert Collaboration.objects.get().state == Collaboration.State.CANCELLED_NO_FAULT


def test_it_counts_among_what_the_brand_has_to_ship(world: World, trade: Collaboration) -> None:
    """The side bar and Today counted trades alone, and said that nothing was to be sent."""
    parcel = renewal(world, trade, at=AT + 35 * DAY)
    assert waiting_of(world.brand.pk) == (0, 1, 0)
    counts = counts_of(world.brand.pk, AT + 36 * DAY)
    assert (counts.to_ship, counts.late, counts.ship_due_at, counts.total) == (1, 0, parcel.due_at, 1)
    assert counts_of(world.brand.pk, AT + 39 * DAY).late == 1
    operations.call_off_renewal_parcel(renewal=parcel.renewal, at=AT + 36 * DAY)
    assert waiting_of(world.brand.pk) == (0, 0, 0)


def test_nobody_sends_it_so_it_is_reminded_of_late_and_over(world: World, trade: Collaboration) -> None:
    parcel = renewal(world, trade, at=AT + 35 * DAY)  # a Monday, 10:00
    assert parcel.due_at == AT + 38 * DAY
    for days in (1, 2, 2, 3, 4, 13, 14, 15):  # each look twice would change nothing
        tick(AT + (35 + days) * DAY)
    assert moves(parcel) == ["open", "remind", "mark_late", "lapse"]
    over = Shipment.objects.get(pk=parcel.pk)
    assert (over.state, over.purge_at) == (Shipment.State.EXPIRED, AT + (35 + 14 + 30) * DAY)
    with pytest.raises(WrongState):
        operations.enter_tracking(
            shipment=over, by=world.by_owner, carrier="", tracking_number="SIM2002", at=AT + 50 * DAY
        )
    assert healthy()


def test_one_parcel_a_renewal_and_calling_it_off_twice_is_once(world: World, trade: Collaboration) -> None:
    key = encode("ren", uuid7())
    first = renewal(world, trade, key=key)
    assert renewal(world, trade, key=key) == first
    with pytest.raises(IntegrityError), transaction.atomic():
        Shipment.objects.of_trades().update(renewal=key, licence=LICENCE, contents="Night cream")
    for _ in range(2):
        operations.call_off_renewal_parcel(renewal=key, at=LATER + DAY)
    assert moves(first) == ["open", "cancel"]
    operations.call_off_renewal_parcel(renewal=encode("ren", uuid7()), at=LATER)  # nothing was opened


def test_both_sides_see_it_on_a_page_of_its_own_others_do_not(world: World, trade: Collaboration) -> None:
    parcel = renewal(world, trade)
    page = reverse("renewal_parcel", args=[parcel.renewal])
    clients = {name: Client() for name in ("owner", "viewer", "creator", "outsider")}
    for name, client in clients.items():
        client.force_login(world.creator.user if name == "creator" else getattr(world, name))
    assert clients["outsider"].get(page).status_code == 404
    told = {name: client.get(page).content.decode() for name, client in clients.items() if name != "outsider"}
    assert all("Night cream, 50 ml" in text and "Riga, LV" in text for text in told.values())
    assert "Mark shipped" in told["owner"]
    assert "Mark shipped" not in told["viewer"] + told["creator"]
    assert "Send it somewhere else" in told["creator"]
    desk = clients["owner"].get(reverse("brand_shipments")).content.decode()
    assert "Night cream, 50 ml, for more months of a licence from Glow set launch" in desk
    csv = b"".join(clients["owner"].get(reverse("brand_shipments_csv"))).decode()  # type: ignore[call-overload]
    assert "Night cream, 50 ml" in csv
    moved = clients["creator"].post(
        reverse("shipment_send_to", args=[parcel.public_id]), {"address": world.address.public_id}
    )
    assert moved["Location"] == reverse("licence", args=[LICENCE])
