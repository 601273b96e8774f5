"""One person founds two brands at the same moment, with one left: exactly one comes to be.

The control founds without the lock on the person, and sees one too many.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import QuerySet

from accounts.models import User
from accounts.operations import create_person
from brands.errors import TooManyBrands
from brands.limits import BRANDS_MAX
from brands.models import Brand
from brands.operations import create_brand
from tests.concurrency.racing import Act, race_rounds, refusals
from tests.world import NOW, World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
ROUNDS = 12


def _with_one_left() -> list[User]:
    people = [
        create_person(email=f"o{number}@velda.test", password="correct horse", started_as="brand", at=NOW)
        for number in range(ROUNDS)
    ]
    for person in people:
        for number in range(BRANDS_MAX - 1):
            create_brand(user=person, name=f"{person.pk}-{number}", at=NOW + timedelta(seconds=number))
    return people


def _found(person: User, name: str) -> Act:
    return lambda: create_brand(user=person, name=f"{person.pk}-{name}", at=NOW)


def _owned(person: User) -> int:
    return Brand.objects.filter(memberships__user=person).count()


def test_two_brands_at_once_with_one_left_are_one(world: World) -> None:
    people = _with_one_left()

    results = race_rounds([(_found(person, "x"), _found(person, "y")) for person in people])

    for result in results:
        assert [type(one) for one in refusals(result)] == [TooManyBrands]
    assert {_owned(person) for person in people} == {BRANDS_MAX}


def test_one_form_sent_twice_at_once_founds_one(world: World) -> None:
    people = _with_one_left()

    results = race_rounds([(_found(person, "x"), _found(person, "x")) for person in people])

    assert all(first == second for first, second in results)
    assert {_owned(person) for person in people} == {BRANDS_MAX}


def test_control_without_the_lock_there_is_one_too_many(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    people = _with_one_left()
    unlocked: Any = lambda rows, **_: rows  # noqa: E731 - reads as it is: the same rows, no lock
    monkeypatch.setattr(QuerySet, "select_for_update", unlocked)

    race_rounds([(_found(person, "x"), _found(person, "y")) for person in people])

    assert max(_owned(person) for person in people) == BRANDS_MAX + 1
