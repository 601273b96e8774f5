"""One world for all tests: two creators, a brand with an owner and a viewer, an outsider, staff, a product, a live deal.

Everything comes into being through the operations people use, at fixed times. Use the fixture `world`, or call `build`
in tests with a real database (`transactional_db`). Ask for what is not always needed: `world.another_creator()`,
`world.new_deal(places=1)`, `world.apply(deal, creator)`, `world.trade(deal, creator)`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from accounts.models import User
from barter.kernel.actors import Actor
from barter.kernel.models import Message, TimelineEntry
from barter.kernel.outbox.relay import drain
from brands.models import Brand, BrandCapacity, Membership, Product, Variant
from brands.operations import ProductData, VariantData, create_brand, create_product
from creators.models import Creator, CreatorCapacity
from creators.operations import AddressData, add_address, add_channel, create_creator
from deals import handlers
from deals import operations as ops
from deals.models import Application, BriefItem, Collaboration, Deal, DealPlaces, Deliverable, Terms
from tests.remembered import remembered
from tests.statements import every_row

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BRIEF = [
    {"kind": "must_show", "text": "The serum on your skin in daylight"},
    {"kind": "dont", "text": "Medical claims"},
    {"kind": "disclosure", "text": "#ad in the first line"},
]
REEL = {"kind": "video", "platform": "instagram", "count": 1, "min_seconds": 20, "max_seconds": 30, "ratio": "9:16"}
PASSWORD = "barter-demo"
# A switchboard of the heart alone, for tests that have no use for mails and parcels.
HEART = {
    "deals.deal_moved": [handlers.settle_applications, handlers.offer_free_places],
    "deals.applications_left": [handlers.settle_applications],
    "deals.place_freed": [handlers.offer_free_places],
    "brands.product_pictured": [handlers.show_picture],
}


@dataclass
class World:
    """`now` is the product time of the last step; `later` moves it on."""

    brand: Brand
    owner: User
    viewer: User
    outsider: User
    staff: User
    creator: Creator
    other_creator: Creator
    product: Product
    now: datetime = NOW
    known: int = 0  # people who were made with `user`

    @property
    def by_brand(self) -> Actor:
        return Actor.brand(self.owner.pk)

    @property
    def by_staff(self) -> Actor:
        return Actor.staff(self.staff.pk)

    @property
    def by_system(self) -> Actor:
        return Actor.system()

    def by_creator(self, creator: Creator | None = None) -> Actor:
        return Actor.creator((creator or self.creator).user_id)

    def later(self, **delta: float) -> datetime:
        self.now += timedelta(**delta)
        return self.now

    # ---- People and things

    def user(self, name: str, **columns: Any) -> User:
        self.known += 1
        return User.objects.create_user(f"{name}-{self.known}@example.com", PASSWORD, name=name, **columns)

    def another_creator(self, name: str = "Noor", country: str = "NL", followers: int = 4_200) -> Creator:
        user = self.user(name)
        fields = {"country": country, "languages": ["en", "nl"], "niches": ["beauty"], "city": "Utrecht"}
        creator = create_creator(user=user, display_name=name, at=self.now, fields=fields)
        address = AddressData(name=name, line1="Kade 1", city="Utrecht", country=country, postcode=_POSTCODES[country])
        add_address(creator=creator, data=address, at=self.now)
        add_channel(
            creator=creator, platform="tiktok", handle=f"{name.lower()}{user.pk}", at=self.now, followers=followers
        )
        return creator

    def another_product(self, *, kind: str = "parcel", stock: int = 100, brand: Brand | None = None) -> Product:
        before = Product.objects.count()  # alike to the last word it would be the same product
        variants = [VariantData(title="30 ml", fmv_minor=6_200, stock=stock, sku=f"N-{before}" if before else "")]
        data = ProductData(title="Night serum", kind=kind, variants=variants, voucher_instructions="Show the code.")
        return create_product(brand=brand or self.brand, data=data, at=self.now)

    # ---- Deals and what follows

    def draft(self, **changes: Any) -> Deal:
        """A complete draft."""
        deal = ops.create_deal(brand=self.brand, user=self.owner, at=self.now)
        return ops.update_deal(deal=deal, user=self.owner, changes={**self.complete(), **changes}, at=self.now)

    def complete(self) -> dict[str, Any]:
        return {
            "title": "A serum for a clip",
            "category": "beauty",
            "product": self.product,
            "places": 3,
            "brief_items": BRIEF,
            "deliverables": [REEL],
        }

    def new_deal(self, **changes: Any) -> Deal:
        """A live deal."""
        deal = ops.submit_deal(deal=self.draft(**changes), by=self.by_brand, at=self.now)
        return deal if deal.state == Deal.State.LIVE else ops.approve_deal(deal=deal, by=self.by_staff, at=self.now)

    def apply(self, deal: Deal, creator: Creator | None = None, **choices: Any) -> Application:
        return ops.apply_to_deal(deal=deal, creator=creator or self.creator, at=self.now, **choices)

    def accept(self, application: Application) -> Collaboration:
        return ops.accept_application(application=application, by=self.by_brand, at=self.now)

    def trade(self, deal: Deal | None = None, creator: Creator | None = None) -> Collaboration:
        """An agreement that was just made."""
        return self.accept(self.apply(deal or self.new_deal(), creator))

    def fail(self, collaboration: Collaboration) -> None:
        """The brand cancels: everything the trade held goes back."""
        ops.cancel_collaboration(
            collaboration=collaboration, by=self.by_brand, reason="The supplier let us down.", at=self.now
        )

    def settle(self) -> None:
        """Let everything that was announced have its effects."""
        drain()

    def snapshot(self) -> list[tuple[str, str]]:
        """Every row a refusal must leave as it was."""
        models = [Deal, DealPlaces, BriefItem, Deliverable, Application, Collaboration, Terms, Variant]
        return every_row([*models, CreatorCapacity, BrandCapacity, TimelineEntry, Message])

    @contextmanager
    def nothing_changes(self) -> Iterator[None]:
        before = self.snapshot()
        yield
        assert self.snapshot() == before

    # ---- Capacity

    def grant(self, creator: Creator, **columns: int) -> None:
        """Other limits than a new creator's: credits_granted, open_applications_max."""
        CreatorCapacity.objects.filter(pk=creator.pk).update(**columns)

    def limit(self, **columns: int) -> None:
        """Other limits for the brand: slots_max, slots_wanted."""
        BrandCapacity.objects.filter(pk=self.brand.pk).update(**columns)


_POSTCODES = {"NL": "3511 AB", "DE": "10115", "FR": "75001"}


@remembered
def build() -> World:
    owner = User.objects.create_user("owner@example.com", PASSWORD, name="Olga Owner")
    brand = create_brand(user=owner, name="Velda", at=NOW, fields={"country": "NL", "is_trusted": True})
    world = World(
        brand=brand,
        owner=owner,
        viewer=User.objects.create_user("viewer@example.com", PASSWORD, name="Vic Viewer"),
        outsider=User.objects.create_user("outsider@example.com", PASSWORD, name="Otto Outsider"),
        staff=User.objects.create_user("staff@example.com", PASSWORD, name="Sam Staff", is_staff=True),
        creator=None,  # type: ignore[arg-type]
        other_creator=None,  # type: ignore[arg-type]
        product=None,  # type: ignore[arg-type]
    )
    Membership.objects.create(brand=brand, user=world.viewer, role=Membership.Role.VIEWER, joined_at=NOW)
    world.creator = world.another_creator("Mila")
    world.other_creator = world.another_creator("Tariq")
    world.product = world.another_product()
    return world
