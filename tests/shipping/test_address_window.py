"""The address: who sees it, when, what is logged, and when it goes."""

from datetime import timedelta

import pytest

from barter.kernel.actors import Actor
from barter.kernel.errors import Invalid
from deals.models import Collaboration, Deal
from deals.workflow import ADDRESS_VISIBLE
from shipping import operations
from shipping.errors import AddressClosed, AddressFixed, AddressMissing, NotAShipper
from shipping.models import AddressAccess, Shipment
from tests.shipping.conftest import AT, World, make_creator

C = Collaboration.State


@pytest.mark.parametrize("role", ["owner", "manager"])
def test_who_ships_sees_it_and_is_logged(world: World, role: str) -> None:
    shipment = world.parcel()
    address = operations.read_address(shipment=shipment, user=getattr(world, role), via="page", at=AT)
    assert address["line1"] == "Brīvības iela 7"
    access = AddressAccess.objects.get()
    assert (access.shipment, access.viewer, access.via, access.at) == (shipment, getattr(world, role), "page", AT)


@pytest.mark.parametrize("person", ["viewer", "outsider"])
def test_nobody_else_sees_it_and_nothing_is_logged(world: World, person: str) -> None:
    shipment = world.parcel()
    with pytest.raises(NotAShipper):
        operations.read_address(shipment=shipment, user=getattr(world, person), via="page", at=AT)
    assert not AddressAccess.objects.exists()


@pytest.mark.parametrize("state", C.values)
def test_it_is_open_in_its_window_only(world: World, state: str) -> None:
    shipment = world.parcel()
    Collaboration.objects.update(state=state)
    if state in ADDRESS_VISIBLE:
        assert operations.read_address(shipment=shipment, user=world.owner, via="page", at=AT)["city"] == "Riga"
        return
    with pytest.raises(AddressClosed):
        operations.read_address(shipment=shipment, user=world.owner, via="page", at=AT)
    assert not AddressAccess.objects.exists()


def test_it_goes_thirty_days_after_the_end(world: World) -> None:
    shipment = world.parcel()
    Collaboration.objects.update(state=C.CANCELLED_BY_BRAND, ended_at=AT)
    operations.close_shipments(collaboration=Collaboration.objects.get(), at=AT)
    assert operations.purge_addresses(at=AT + timedelta(days=29)) == 0
    assert operations.purge_addresses(at=AT + timedelta(days=30)) == 1
    assert operations.purge_addresses(at=AT + timedelta(days=31)) == 0
    stored = Shipment.objects.values_list("address", "address_purged_at").get(pk=shipment.pk)
    assert stored == (None, AT + timedelta(days=30))


def test_it_goes_at_once_when_the_end_is_heard_of_after_those_days(world: World) -> None:
    """Before, it stayed until the next tick of the clock task, and `check_invariants` named it until then."""
    shipment = world.parcel()
    Collaboration.objects.update(state=C.CANCELLED_BY_BRAND, ended_at=AT)
    now = AT + timedelta(days=31)
    operations.close_shipments(collaboration=Collaboration.objects.get(), at=AT, now=now)
    stored = Shipment.objects.values_list("address", "address_purged_at", "purge_at").get(pk=shipment.pk)
    assert stored == (None, now, None)


def test_the_creator_changes_it_until_the_label_is_made(world: World) -> None:
    shipment = world.parcel()
    other = world.creator.addresses.create(city="Cēsis", country="LV", sealed={"name": "E", "line1": "Rīgas 1"})
    by = Actor.creator(world.creator.user_id)
    assert operations.update_address(shipment=shipment, address=other, by=by, at=AT).destination_city == "Cēsis"
    operations.enter_tracking(shipment=shipment, by=world.by_owner, carrier="", tracking_number="SIM1001", at=AT)
    with pytest.raises(AddressFixed):
        operations.update_address(shipment=shipment, address=world.address, by=by, at=AT)


def test_it_goes_nowhere_the_deal_does_not_ship_to_but_may_stay_in_its_country(world: World) -> None:
    """Before, who was accepted with an address in Latvia could have it sent anywhere."""
    shipment, by = world.parcel(), Actor.creator(world.creator.user_id)
    Deal.objects.update(countries=["LV", "EE"])
    abroad, cesis, tallinn = (
        world.creator.addresses.create(city=city, country=country, sealed={"name": "E", "line1": "Main 1"})
        for city, country in (("Lima", "PE"), ("Cēsis", "LV"), ("Tallinn", "EE"))
    )
    with pytest.raises(Invalid, match="ships to LV, EE only"):
        operations.update_address(shipment=shipment, address=abroad, by=by, at=AT)
    assert Shipment.objects.get(pk=shipment.pk).vault_address == world.address
    assert set(operations.addresses_for(shipment)) == {world.address, cesis, tallinn}
    assert operations.update_address(shipment=shipment, address=tallinn, by=by, at=AT).destination_city == "Tallinn"
    Deal.objects.update(countries=["LT"])
    with pytest.raises(Invalid):
        operations.update_address(shipment=shipment, address=cesis, by=by, at=AT)
    assert operations.update_address(shipment=shipment, address=tallinn, by=by, at=AT).destination_country == "EE"


def test_somebody_elses_address_is_refused(world: World) -> None:
    shipment = world.parcel()
    stranger = make_creator("stranger").addresses.get()
    with pytest.raises(AddressMissing):
        operations.update_address(shipment=shipment, address=stranger, by=world.by_owner, at=AT)
    assert Shipment.objects.get(pk=shipment.pk).vault_address == world.address
