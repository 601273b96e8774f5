"""People and brands for the tests of this folder."""

from datetime import UTC, datetime

from accounts.models import User
from accounts.operations import create_person
from brands.models import Brand, Membership, Product
from brands.operations import ProductData, VariantData, create_brand, create_product

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
Role = Membership.Role


def person(email: str = "owner@velda.test", started_as: str = "brand") -> User:
    return create_person(email=email, password="correct horse", started_as=started_as, at=AT)


def brand(name: str = "Velda", owner: User | None = None) -> Brand:
    return create_brand(user=owner or person(f"owner@{name.lower()}.test"), name=name, at=AT)


def member(of: Brand, role: str, email: str) -> User:
    user = person(email)
    Membership.objects.create(brand=of, user=user, role=role, joined_at=AT)
    return user


def product(of: Brand, title: str = "Dew serum", stock: int = 5, handle: str = "") -> Product:
    data = ProductData(title=title, variants=[VariantData(fmv_minor=6800, stock=stock)], category="beauty")
    return create_product(brand=of, data=data, at=AT, external_handle=handle)
