"""The address vault: what is typed, what the database sees, what comes out again."""

from dataclasses import replace

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connection
from django.test import Client
from pytest_django import Settings

from barter.kernel.crypto import vault
from creators.errors import InvalidCountry, InvalidPostcode, InvalidValue, TooMany
from creators.models import Address
from creators.operations import (
    add_address,
    check_address,
    open_address,
    remove_address,
    set_default_address,
    update_address,
)
from tests.creators import world
from tests.creators.world import AT, TURKU

pytestmark = pytest.mark.django_db


def sealed_bytes() -> list[bytes]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM creators_address ORDER BY id")
        return [bytes(row[0]) for row in cursor.fetchall()]


def test_the_database_sees_city_and_country_only() -> None:
    add_address(creator=world.creator(), data=TURKU, at=AT)

    assert b"Aurakatu" not in sealed_bytes()[0]
    assert b"Mila" not in sealed_bytes()[0]
    assert open_address(Address.objects.get()) == TURKU


def test_an_address_shows_nothing_of_itself_in_logs() -> None:
    assert "Aurakatu" not in repr(TURKU)
    assert "Aurakatu" not in f"{TURKU}"


def test_the_first_address_is_the_default_and_there_is_only_one() -> None:
    creator = world.creator()
    first = add_address(creator=creator, data=TURKU, at=AT)
    second = add_address(creator=creator, data=replace(TURKU, city="Helsinki", postcode="00170"), at=AT)

    assert (first.is_default, second.is_default) == (True, False)
    set_default_address(address=second, at=AT)
    assert list(Address.objects.filter(is_default=True)) == [second]


def test_removing_empties_the_vault_and_the_next_becomes_default() -> None:
    creator = world.creator()
    first = add_address(creator=creator, data=TURKU, at=AT)
    second = add_address(creator=creator, data=replace(TURKU, city="Helsinki"), at=AT)

    remove_address(address=first, at=AT)

    stored = Address.objects.get(pk=first.pk)
    assert (stored.sealed, stored.is_default, stored.removed_at) == ({}, False, AT)
    assert Address.objects.get(is_default=True) == second


def test_changing_an_address_replaces_what_is_kept() -> None:
    address = add_address(creator=world.creator(), data=TURKU, at=AT)

    update_address(address=address, data=replace(TURKU, line1="Linnankatu 1"), at=AT)

    assert open_address(Address.objects.get()).line1 == "Linnankatu 1"


@pytest.mark.parametrize(
    ("country", "postcode"),
    [("FI", "20100"), ("nl", "1012ab"), ("LV", "LV-1011"), ("GB", "sw1a 1aa"), ("US", "10001-1234"), ("IE", "D02 AF30"), ("HK", ""), ("BR", "01310-100")],
)  # fmt: skip
def test_takes_plausible_postcodes(country: str, postcode: str) -> None:
    assert check_address(replace(TURKU, country=country, postcode=postcode)).country == country.upper()


@pytest.mark.parametrize(("country", "postcode"), [("LV", "LV-10"), ("DE", "1011"), ("FI", ""), ("GB", "12345")])
def test_refuses_slips_and_says_how_it_looks(country: str, postcode: str) -> None:
    with pytest.raises(InvalidPostcode, match="like"):
        check_address(replace(TURKU, country=country, postcode=postcode))


def test_refuses_unknown_countries_missing_parts_and_strange_phones() -> None:
    with pytest.raises(InvalidCountry):
        check_address(replace(TURKU, country="XX"))
    with pytest.raises(InvalidValue) as refusal:
        check_address(replace(TURKU, line1=" "))
    assert refusal.value.field == "line1"
    with pytest.raises(InvalidValue):
        check_address(replace(TURKU, phone="call me"))


def test_keeps_at_most_eight() -> None:
    creator = world.creator()
    for number in range(8):
        add_address(creator=creator, data=replace(TURKU, line1=f"Aurakatu {number}"), at=AT)

    with pytest.raises(TooMany):
        add_address(creator=creator, data=TURKU, at=AT)

    assert Address.objects.count() == 8


def test_rotating_the_key_seals_everything_anew_and_the_old_key_can_go(settings: Settings) -> None:
    creator = world.creator()
    typed = [replace(TURKU, line1=f"Aurakatu {number}") for number in range(3)]
    for data in typed:
        add_address(creator=creator, data=data, at=AT)
    before = sealed_bytes()
    new_key = Fernet.generate_key().decode()
    old_keys = settings.VAULT_KEYS
    try:
        settings.VAULT_KEYS = [new_key, *old_keys]
        vault.cache_clear()
        call_command("rotate_vault_key", "--batch=2", verbosity=0)
        settings.VAULT_KEYS = [new_key]
        vault.cache_clear()
        assert [open_address(row) for row in Address.objects.order_by("pk")] == typed
        assert not set(before) & set(sealed_bytes())
    finally:
        settings.VAULT_KEYS = old_keys
        vault.cache_clear()


def test_no_browser_keeps_the_page_with_the_whole_address() -> None:
    creator = world.creator()
    address = add_address(creator=creator, data=TURKU, at=AT)
    client = Client()
    client.force_login(creator.user)

    page = client.get(f"/me/addresses/{address.public_id}/")

    assert "no-store" in page.headers["Cache-Control"]


def test_a_form_that_is_sent_twice_keeps_one_address() -> None:
    creator = world.creator()
    first = add_address(creator=creator, data=TURKU, at=AT)
    home = add_address(creator=creator, data=replace(TURKU, line1="Kotikatu 4"), at=AT, is_default=True)

    assert add_address(creator=creator, data=replace(TURKU, line1=" Aurakatu  12 B "), at=AT) == first
    assert Address.objects.get(is_default=True) == home
    assert add_address(creator=creator, data=TURKU, at=AT, is_default=True) == first
    assert Address.objects.get(is_default=True) == first
    remove_address(address=first, at=AT)
    assert add_address(creator=creator, data=TURKU, at=AT) != first
