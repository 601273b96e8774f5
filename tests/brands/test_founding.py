"""Founding a brand: one press founds one, and nobody owns more than ten that way."""

from datetime import timedelta

import pytest
from django.test import Client

from barter.kernel.actors import Actor
from brands import operations
from brands.errors import OwnsSuspendedBrand, TooManyBrands
from brands.limits import BRANDS_MAX
from brands.models import Brand, Membership
from tests.api.calls import V1, api, is_problem
from tests.brands import world
from tests.brands.world import AT, Role

pytestmark = pytest.mark.django_db


def test_nobody_founds_more_brands_than_ten() -> None:
    owner = world.person()
    first, *_rest = [world.brand(f"Velda {number}", owner) for number in range(BRANDS_MAX)]

    with pytest.raises(TooManyBrands) as refused:
        world.brand("Velda 11", owner)

    assert (refused.value.code, refused.value.status) == ("too_many_brands", 409)
    assert "You own 10 brands" in refused.value.detail
    assert Brand.objects.count() == BRANDS_MAX
    world.member(first, Role.OWNER, "heir@velda.test")  # what the sentence says to do
    operations.remove_member(membership=first.memberships.get(user=owner), by=owner, at=AT)
    assert world.brand("Velda 11", owner).name == "Velda 11"


def test_a_brand_that_one_only_works_for_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brands.operations.brand.BRANDS_MAX", 2)
    owner = world.person()
    other = world.brand("Kinsel")
    Brand.objects.filter(pk=other.pk).update(standing=Brand.Standing.SUSPENDED)
    Membership.objects.create(brand=other, user=owner, role=Role.MANAGER, joined_at=AT)
    world.brand("Velda", owner)
    world.brand("Velda Home", owner)

    with pytest.raises(TooManyBrands):
        world.brand("Velda Kids", owner)


def test_who_owns_a_suspended_brand_starts_no_other_in_its_place(client: Client) -> None:
    owner = world.person()
    suspended = world.brand("Velda", owner)
    staff = Actor.staff(owner.pk)
    operations.suspend_brand(brand=suspended, by=staff, reason="Three parcels never sent", at=AT)
    client.force_login(owner)

    page = client.post("/brand/new/", {"name": "Velda Home"})
    is_problem(api(owner).post(f"{V1}/brands/", {"name": "Velda Home"}), 409, "owns_suspended_brand")

    assert page.status_code == 422
    assert "Velda is suspended, so you can&#x27;t start another brand." in page.content.decode()
    assert "create_brand" not in api(owner).get(f"{V1}/me/").json()["available_actions"]
    with pytest.raises(OwnsSuspendedBrand):
        world.brand("Velda Home", owner)
    assert Brand.objects.count() == 1
    operations.reinstate_brand(brand=suspended, by=staff, reason="All parcels were found", at=AT)
    assert world.brand("Velda Home", owner).name == "Velda Home"


def test_the_page_says_what_to_do_and_keeps_the_name(monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    monkeypatch.setattr("brands.operations.brand.BRANDS_MAX", 1)
    owner = world.person()
    world.brand("Velda", owner)
    client.force_login(owner)

    answer = client.post("/brand/new/", {"name": "Velda Home"})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Make somebody else the owner of one and leave its team first." in page
    assert 'value="Velda Home"' in page
    assert Brand.objects.count() == 1


def test_the_api_says_so_by_a_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brands.operations.brand.BRANDS_MAX", 1)
    owner = world.person()
    world.brand("Velda", owner)

    monkeypatch.setattr("brands.permissions.BRANDS_MAX", 1)

    is_problem(api(owner).post(f"{V1}/brands/", {"name": "Velda Home"}), 409, "too_many_brands")
    assert "create_brand" not in api(owner).get(f"{V1}/me/").json()["available_actions"]
    monkeypatch.setattr("brands.permissions.BRANDS_MAX", 2)
    assert "create_brand" in api(owner).get(f"{V1}/me/").json()["available_actions"]

    assert Brand.objects.count() == 1


def test_a_form_that_is_sent_twice_founds_one_brand(client: Client) -> None:
    owner = world.person()
    client.force_login(owner)

    for _press in range(2):
        assert client.post("/brand/new/", {"name": "Velda "}).headers["Location"] == "/brand/"

    assert Brand.objects.get().name == "Velda"
    other = world.brand("Velda", world.person("other@kinsel.test"))  # somebody else may be called the same
    assert Brand.objects.filter(name="Velda").count() == 2
    assert operations.create_brand(user=owner, name="Velda", at=AT, fields={"country": "NL"}) != other
    assert Brand.objects.filter(memberships__user=owner).count() == 2  # what differs is another brand


def test_what_was_founded_long_ago_is_no_second_press() -> None:
    owner = world.person()
    first = world.brand("Velda", owner)

    again = operations.create_brand(user=owner, name="Velda", at=AT + timedelta(minutes=2))

    assert again != first
    assert Brand.objects.filter(memberships__user=owner, name="Velda").count() == 2
