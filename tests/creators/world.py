"""People for the tests of this folder."""

from datetime import UTC, datetime

from accounts.models import User
from accounts.operations import create_person
from creators.models import Creator
from creators.operations import AddressData, create_creator

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TURKU = AddressData(name="Mila Korhonen", line1="Aurakatu 12 B", postcode="20100", city="Turku", country="FI")


def person(email: str = "mila.korhonen@example.com") -> User:
    return create_person(email=email, password="correct horse", started_as="creator", at=AT)


def creator(email: str = "mila.korhonen@example.com") -> Creator:
    return create_creator(user=person(email), at=AT)
