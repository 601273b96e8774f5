"""A brand, a creator with an address, and an exchange that is to be shipped."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.models import User
from barter.kernel.actors import Actor
from brands.models import Brand, BrandCapacity, Membership, Product, Variant
from creators.models import Address, Creator, CreatorCapacity
from deals.models import Application, Collaboration, Deal, DealPlaces
from shipping import operations
from shipping.carriers.port import Scan
from shipping.models import Shipment
from tests.remembered import remembered

AT = datetime(2026, 11, 16, 10, tzinfo=UTC)  # a Monday
SECRETS = {
    "name": "Elīna Kalniņa",
    "line1": "Brīvības iela 7",
    "line2": "",
    "postcode": "LV-1011",
    "region": "",
    "phone": "+37120000000",
}


@dataclass
class World:
    brand: Brand
    owner: User
    manager: User
    viewer: User
    creator: Creator
    address: Address
    deal: Deal
    variant: Variant
    outsider: User
    _count: int = 0

    def collaboration(
        self, *, address: Address | str | None = "own", at: datetime = AT, **values: Any
    ) -> Collaboration:
        """An exchange in `to_ship`, agreed at `at`, with everything it holds."""
        self._count += 1
        creator = self.creator if self._count == 1 else make_creator(f"other{self._count}")
        chosen = creator.addresses.first() if address == "own" else address
        Variant.objects.filter(pk=self.variant.pk).update(stock_on_hand=50, stock_reserved=self._count)
        BrandCapacity.objects.filter(brand=self.brand).update(slots_used=self._count)
        DealPlaces.objects.filter(deal=self.deal).update(taken=self._count)
        CreatorCapacity.objects.filter(creator=creator).update(credits_held=1)
        application = Application(
            deal=self.deal, creator=creator, address=chosen, variant=self.variant, submitted_at=at - timedelta(days=1)
        )
        application.enter(Application.State.ACCEPTED, at)
        application.save(force_insert=True)
        collaboration = Collaboration(
            deal=self.deal,
            application=application,
            brand=self.brand,
            creator=creator,
            variant=self.variant,
            must_post=True,
            create_within_days=14,
            live_days=30,
            agreed_at=at,
            **values,
        )
        collaboration.enter(Collaboration.State.TO_SHIP, at)
        collaboration.save(force_insert=True)
        return collaboration

    def parcel(self, **values: Any) -> Shipment:
        shipment = operations.open_shipment(collaboration=self.collaboration(**values), at=AT)
        assert shipment is not None
        return shipment

    def sent(self, number: str = "SIM1001", *, at: datetime = AT, **values: Any) -> Shipment:
        return operations.enter_tracking(
            shipment=self.parcel(**values), by=self.by_owner, carrier="", tracking_number=number, at=at
        )

    @property
    def by_owner(self) -> Actor:
        return Actor.brand(self.owner.pk)


def make_user(name: str, **values: Any) -> User:
    return User.objects.create_user(f"{name}@example.com", "barter-demo", name=name.title(), **values)


def make_creator(name: str) -> Creator:
    creator = Creator.objects.create(
        user=make_user(name), display_name=name.title(), handle=name, country="LV", city="Riga", created_at=AT
    )
    CreatorCapacity.objects.create(creator=creator, credits_granted=2)
    Address.objects.create(creator=creator, city="Riga", country="LV", sealed=SECRETS, is_default=True)
    return creator


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@remembered
def make_world() -> World:
    brand = Brand.objects.create(name="Velda", slug="velda", country="EE", created_at=AT)
    BrandCapacity.objects.create(brand=brand)
    people = {}
    for role in Membership.Role:
        people[role] = make_user(str(role))
        Membership.objects.create(brand=brand, user=people[role], role=role, joined_at=AT)
    product = Product.objects.create(brand=brand, title="Glow set", created_at=AT)
    variant = Variant.objects.create(product=product, title="Rose", fmv_minor=6800, stock_on_hand=50)
    deal = Deal(brand=brand, product=product, title="Glow set launch", fmv_minor=6800, published_at=AT, created_at=AT)
    deal.enter(Deal.State.LIVE, AT)
    deal.save(force_insert=True)
    DealPlaces.objects.create(deal=deal, total=40)
    creator = make_creator("elina")
    return World(
        brand=brand,
        owner=people[Membership.Role.OWNER],
        manager=people[Membership.Role.MANAGER],
        viewer=people[Membership.Role.VIEWER],
        creator=creator,
        address=creator.addresses.get(),
        deal=deal,
        variant=variant,
        outsider=make_user("outsider"),
    )


@pytest.fixture
def scan() -> Callable[..., Scan]:
    return make_scan


def make_scan(state: str, *, hours: float, number: str = "SIM1001", event_id: str = "", **values: Any) -> Scan:
    """A scan `hours` after AT."""
    at = AT + timedelta(hours=hours)
    return Scan(event_id=event_id or f"{state}-{hours}", tracking_number=number, state=state, at=at, **values)
