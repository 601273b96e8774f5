"""A small world made through the operations themselves, for the creator's pages."""

from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress

from accounts.models import User
from barter.kernel.actors import Actor
from brands import operations as brand_ops
from brands.models import Brand, Product
from brands.operations import ProductData, VariantData
from creators import operations as creator_ops
from creators.models import Creator
from creators.operations import AddressData
from deals import operations as ops
from deals.models import Application, Collaboration, Deal

_numbers = count(1)
BRIEF = [
    {"kind": "must_show", "text": "Put the serum on bare skin, close up"},
    {"kind": "must_say", "text": "One thing you noticed after a week"},
    {"kind": "dont", "text": "No filters that smooth skin"},
    {"kind": "disclosure", "text": "#ad"},
]
MAKES = [
    {"kind": "video", "count": 1, "min_seconds": 20, "max_seconds": 40, "ratio": "9:16"},
    {"kind": "photo", "count": 3},
]


@dataclass
class Shop:
    """A brand with its owner."""

    brand: Brand
    user: User

    @property
    def actor(self) -> Actor:
        return Actor.brand(self.user.pk)


@dataclass
class Maker:
    """A creator with their account."""

    creator: Creator
    user: User

    @property
    def actor(self) -> Actor:
        return Actor.creator(self.user.pk)


def make_user(email: str = "") -> User:
    user = User.objects.create_user(email or f"person{next(_numbers)}@example.com", password="barter-demo")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def make_shop(at: datetime, name: str = "", email: str = "", **columns: Any) -> Shop:
    user = make_user(email)
    brand = brand_ops.create_brand(user=user, name=name or f"Velda {next(_numbers)}", at=at)
    values = {"is_trusted": True, "verified_at": at, "city": "Tallinn", "country": "EE", **columns}
    Brand.objects.filter(pk=brand.pk).update(**values)
    brand.refresh_from_db()
    return Shop(brand, user)


def make_maker(at: datetime, name: str = "Elīna Kalniņa", email: str = "", *, address: bool = True) -> Maker:
    user = make_user(email)
    creator = creator_ops.create_creator(
        user=user, at=at, display_name=name, fields={"country": "LV", "languages": ["en", "lv"], "niches": ["beauty"]}
    )
    if address:
        data = AddressData(name=name, line1="Tērbatas 12-4", postcode="LV-1011", city="Riga", country="LV")
        creator_ops.add_address(creator=creator, data=data, at=at)
    creator_ops.add_channel(
        creator=creator, platform="instagram", handle=f"maker{next(_numbers)}", followers=4200, at=at
    )
    return Maker(creator, user)


def make_deal(
    shop: Shop, at: datetime, *, title: str = "Glow serum & cloud cream", kind: str = "parcel",
    worth_minor: int = 6800, currency: str = "EUR",
    places: int = 20, picture: str = "", alt: str = "A product", stock: int = 50, variants: int = 1, **changes: Any,
) -> Deal:  # fmt: skip
    instructions = "" if kind == "parcel" else "Show this page at the counter."
    data = ProductData(
        title=title,
        kind=kind,
        currency=currency,
        voucher_instructions=instructions,
        variants=[
            VariantData(title=f"Size {number}" if variants > 1 else "Default", fmv_minor=worth_minor, stock=stock)
            for number in range(1, variants + 1)
        ],
    )
    product: Product = brand_ops.create_product(brand=shop.brand, data=data, at=at)
    if picture:
        brand_ops.add_static_picture(product=product, path=picture, alt=alt, width=756, height=567, at=at)
    deal = ops.create_deal(brand=shop.brand, user=shop.user, at=at)
    wanted = {
        "title": title, "category": "beauty", "product": product, "places": places, "must_post": False,
        "brief_items": BRIEF, "deliverables": MAKES, **changes,
    }  # fmt: skip
    ops.update_deal(deal=deal, user=shop.user, changes=wanted, at=at)
    return ops.submit_deal(deal=deal, by=shop.actor, at=at)


def apply(deal: Deal, maker: Maker, at: datetime, **choices: Any) -> Application:
    return ops.apply_to_deal(deal=deal, creator=maker.creator, at=at, **choices)


def agree(deal: Deal, maker: Maker, shop: Shop, at: datetime) -> Collaboration:
    return ops.accept_application(application=apply(deal, maker, at), by=shop.actor, at=at)
