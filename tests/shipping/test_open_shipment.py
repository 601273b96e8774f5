"""A parcel begins at agreement, and only the exchange's own parcel, once."""

from datetime import timedelta

from deals.models import Collaboration
from shipping import operations
from shipping.models import Shipment
from tests.shipping.conftest import AT, SECRETS, World

C = Collaboration.State


def test_seals_the_address_the_creator_consented_to(world: World) -> None:
    shipment = world.parcel()
    stored = Shipment.objects.values_list("address", flat=True).get(pk=shipment.pk)
    assert stored == {**SECRETS, "city": "Riga", "country": "LV"}
    assert (shipment.state, shipment.destination_city) == ("label_pending", "Riga")


def test_the_database_never_sees_it_in_the_clear(world: World) -> None:
    from django.db import connection

    world.parcel()
    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM shipping_shipment")
        raw = bytes(cursor.fetchone()[0])
    assert b"1011" not in raw
    assert "Brīvības".encode() not in raw


def test_lists_leave_the_sealed_address_in_the_database(world: World) -> None:
    world.parcel()
    assert "address" in Shipment.objects.get().get_deferred_fields()


def test_a_repeat_returns_the_same_parcel(world: World) -> None:
    collaboration = world.collaboration()
    first = operations.open_shipment(collaboration=collaboration, at=AT)
    second = operations.open_shipment(collaboration=collaboration, at=AT)
    assert first == second
    assert Shipment.objects.count() == 1


def test_opens_nothing_for_vouchers_and_for_what_has_moved_on(world: World) -> None:
    voucher = world.collaboration(exchange="voucher")
    over = world.collaboration()
    Collaboration.objects.filter(pk=over.pk).update(state=C.CANCELLED_BY_BRAND)
    assert operations.open_shipment(collaboration=voucher, at=AT) is None
    assert operations.open_shipment(collaboration=over, at=AT) is None
    assert not Shipment.objects.exists()


def test_without_an_address_the_parcel_waits_for_one(world: World) -> None:
    shipment = world.parcel(address=None)
    assert not shipment.has_address
    held = operations.update_address(shipment=shipment, address=world.address, by=world.by_owner, at=AT)
    assert held.has_address


def test_sending_again_replaces_the_first_parcel_and_keeps_its_address(world: World) -> None:
    first = world.sent("SIM1001SILENT")
    Collaboration.objects.update(state=C.TO_SHIP)
    second = operations.open_shipment(collaboration=first.collaboration, at=AT + timedelta(days=40))
    first.refresh_from_db()
    assert second is not None
    assert (first.state, second.state) == ("expired", "label_pending")
    assert second.vault_address == world.address
    assert first.poll_at is None


def test_the_end_calls_off_what_was_not_sent_and_dates_the_purge(world: World) -> None:
    shipment = world.parcel()
    Collaboration.objects.update(state=C.CANCELLED_BY_BRAND, ended_at=AT)
    operations.close_shipments(collaboration=Collaboration.objects.get(), at=AT)
    shipment.refresh_from_db()
    assert shipment.state == "expired"
    assert shipment.purge_at == AT + timedelta(days=30)
