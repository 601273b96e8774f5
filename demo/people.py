"""The people of the demo world: three logins, brands with their products, creators with channels and addresses."""

import io
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password

from accounts.models import User
from accounts.operations import create_person
from barter.kernel import storage
from barter.kernel.actors import Actor, Side
from brands.models import Brand, Membership, Product
from brands.operations import (
    ProductData,
    VariantData,
    add_static_picture,
    create_brand,
    create_product,
    trust_brand,
    verify_brand,
)
from creators.models import Channel, Creator
from creators.operations import AddressData, add_address, add_channel, create_creator, verify_channel, verify_phone
from deals.models import Application
from deals.operations import decide_later
from demo.names import BIOS, FIRST, LAST, MESSAGES, PLACES, SPECIAL
from inbox.operations import complete_file, send_message, start_file

STAFF_EMAIL = "staff@example.com"
PASSWORD = "barter-demo"  # noqa: S105 - the demo's public password
EMPTY_BRAND = 39  # has nothing yet: what a newcomer sees
WITHOUT_ADDRESS = 9  # this creator skipped the address
PLATFORMS = ("instagram", "tiktok", "youtube")
CATEGORIES = (
    "beauty",
    "food",
    "home",
    "pets",
    "tech",
    "drinks",
    "coffee",
    "fashion",
    "sport",
    "kids",
    "garden",
    "books",
)


@dataclass(frozen=True, slots=True)
class House:
    """A brand with who works there."""

    brand: Brand
    owner: User
    actor: Actor
    product: Product | None


class People:
    """Makes persons, brands and creators; every password is hashed once and shared."""

    def __init__(self, rng: random.Random, now: datetime) -> None:
        self.rng = rng
        self.now = now
        self._password = make_password(PASSWORD)

    def person(self, email: str, name: str, started_as: str, at: datetime, **fields: Any) -> User:
        user = create_person(email=email, password=None, started_as=started_as, at=at, name=name, **fields)
        User.objects.filter(pk=user.pk).update(password=self._password)
        return user

    def staff(self) -> User:
        at = self.now - timedelta(days=200)
        return self.person(STAFF_EMAIL, "Sam Staff", "staff", at, is_staff=True, is_superuser=True)

    def house(self, number: int, picture: dict[str, Any], staff: Actor) -> House:
        """The brand of one product picture. The first is Velda, whose owner is brand@example.com."""
        at = self.now - timedelta(days=150 - number)
        email = "brand@example.com" if number == 0 else f"brand{number}@example.com"
        owner_name = "Liis Tamm" if number == 0 else self._name(number * 7)
        owner = self.person(email, owner_name, "brand", at)
        country, city, _, _ = PLACES[1 if number == 0 else self.rng.randrange(len(PLACES))]
        about = f"{picture['title']} and other good things for {picture['category']}, made in {city}."
        brand = create_brand(
            user=owner,
            name=picture["brand"],
            at=at,
            fields={"country": country, "city": city, "category": picture["category"], "about": about},
        )
        if number % 5 != 4:
            verify_brand(brand=brand, by=staff, at=at + timedelta(days=1))
        if number % 3 == 0:
            trust_brand(brand=brand, by=staff, at=at + timedelta(days=2))
        brand.refresh_from_db()
        if number == 0:
            self._team(brand, at)
        is_empty = number == EMPTY_BRAND
        return House(brand, owner, Actor.brand(owner.pk), None if is_empty else self._product(brand, picture, at))

    def _team(self, brand: Brand, at: datetime) -> None:
        for email, name, role in (
            ("manager@example.com", "Marko Saar", Membership.Role.MANAGER),
            ("viewer@example.com", "Viiu Kask", Membership.Role.VIEWER),
        ):
            user = self.person(email, name, "brand", at)
            Membership.objects.create(brand=brand, user=user, role=role, joined_at=at + timedelta(days=3))

    def _product(self, brand: Brand, picture: dict[str, Any], at: datetime) -> Product:
        value = picture["value_minor"]
        variants = [VariantData(title=title, fmv_minor=value, stock=80) for title in ("Classic", "Limited")]
        data = ProductData(
            title=picture["title"],
            variants=variants,
            category=picture["category"],
            currency=picture.get("currency", "EUR"),
            description=f"<p>{picture['alt']}.</p>",
        )
        product = create_product(brand=brand, data=data, at=at)
        add_static_picture(
            product=product, path=f"demo/{picture['file']}", width=756, height=567, alt=picture["alt"], at=at
        )
        return product

    def extra_product(self, house: House, kind: str, title: str, picture: dict[str, Any]) -> Product:
        """A voucher or a visit of a brand."""
        at = self.now - timedelta(days=100)
        how = "Show the code TREAT-24 at the counter." if kind == Product.Kind.VOUCHER else "Come by, ask for Ada."
        data = ProductData(
            title=title,
            kind=kind,
            variants=[VariantData(fmv_minor=4500, stock=60)],
            category=picture["category"],
            voucher_instructions=how,
        )
        product = create_product(brand=house.brand, data=data, at=at)
        add_static_picture(
            product=product, path=f"demo/{picture['file']}", width=756, height=567, alt=picture["alt"], at=at
        )
        return product

    def creator(self, number: int, avatars: int) -> Creator:
        """A creator ready to apply. The first is creator@example.com, the last ones wear difficult names."""
        at = self.now - timedelta(days=140 - number % 100)
        email = "creator@example.com" if number == 0 else f"creator{number}@example.com"
        name = SPECIAL[number - 1] if 1 <= number <= len(SPECIAL) else self._name(number)
        user = self.person(email, name[:120], "creator", at)
        country, city, postcode, streets = PLACES[0 if number == 0 else self.rng.randrange(len(PLACES))]
        niches = self.rng.sample(CATEGORIES, 2)
        creator = create_creator(
            user=user,
            at=at,
            display_name=name[:80],
            handle=f"creator-{number}" if number else "elina",
            fields={
                "country": country,
                "city": city,
                "bio": BIOS[number % len(BIOS)],
                "avatar": f"demo/avatars/av-{number % avatars + 1}.svg",
                "niches": niches,
                "languages": ["en"],
                "is_verified": number % 3 == 0,
                "onboarded_at": at,
            },
        )
        for platform in self.rng.sample(PLATFORMS, 1 + number % 2):
            add_channel(
                creator=creator,
                platform=platform,
                handle=f"creator{number}.{platform[:2]}",
                at=at,
                followers=int(10 ** self.rng.uniform(3.1, 4.9)),
                niche=niches[0],
                language="en",
                country=country,
            )
        if number != WITHOUT_ADDRESS:
            house_number = 12 if number == 0 else self.rng.randrange(1, 90)
            add_address(
                creator=creator,
                data=AddressData(
                    name=name[:80],
                    line1=f"{self.rng.choice(streets)} {house_number}",
                    city=city,
                    postcode=postcode,
                    country=country,
                    phone=f"+49 30 555 {number:04d}" if number % 3 == 0 else "",
                ),
                at=at,
                is_default=True,
            )
        if number % 30 == 0:
            self._verify(creator, at)
        return creator

    def _verify(self, creator: Creator, at: datetime) -> None:
        """Our team checked a channel and the phone of some creators, creator@example.com among them."""
        staff = Actor.staff(User.objects.get(email=STAFF_EMAIL).pk)
        verify_channel(channel=creator.channels.all()[0], by=staff, at=at)
        verify_phone(creator=creator, by=staff, at=at)

    def _name(self, number: int) -> str:
        return f"{FIRST[number % len(FIRST)]} {LAST[(number * 13 + number // len(FIRST)) % len(LAST)]}"


def talk(application: Application, house: House, at: datetime, photo: Path | None = None) -> None:
    """A few messages between the two sides, ten minutes apart; the first with a photo, which a worker then checks."""
    if photo is not None:
        _add_photo(application, photo, at)
    for number, (side, text) in enumerate(MESSAGES):
        author = application.creator.user if side == Side.CREATOR else house.owner
        send_message(
            application=application,
            author=author,
            side=Side(side),
            text=text,
            at=at + timedelta(minutes=10 * number),
            takes_files=photo is not None and side == Side.CREATOR,
        )


def _add_photo(application: Application, photo: Path, at: datetime) -> None:
    body = photo.read_bytes()
    started = start_file(
        application=application,
        author=application.creator.user,
        file_name="my-kitchen.webp",
        content_type="image/webp",
        size_bytes=len(body),
        at=at,
    )
    storage.upload(started.attachment.upload_key, io.BytesIO(body), content_type="image/webp")
    complete_file(attachment=started.attachment, at=at)


def decide(application: Application, house: House, at: datetime, verdict: str) -> None:
    """A decision the brand keeps to itself for now."""
    reason = "audience" if verdict == "no" else ""
    decide_later(
        deal=application.deal, applications=[application], verdict=verdict, by=house.actor, at=at, reason=reason
    )


def tiktok_of(creator: Creator) -> str:
    """The handle a creator's videos stand under; who has no channel there posts under the own name of this product."""
    own = creator.channels.filter(platform=Channel.Platform.TIKTOK).values_list("handle", flat=True).first()
    return str(own or creator.handle.replace("-", "."))[:24]
