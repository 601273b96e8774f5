import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

pytestmark = pytest.mark.django_db


def left(forwarded: str) -> int:
    """How many requests of this minute the API still allows whoever sent this header."""
    answer = Client(REMOTE_ADDR="10.0.0.9").get("/api/v1/deals/", HTTP_X_FORWARDED_FOR=forwarded)
    return int(answer.headers["RateLimit"].split("r=")[1].split(";")[0])


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("203.0.113.7", "203.0.113.8"),
        ("198.51.100.1, 203.0.113.17", "198.51.100.1, 203.0.113.18"),
        ("[2001:db8::1]:443", "2001:db8::2"),
    ],
)
def test_visitors_behind_one_proxy_have_a_limit_each(settings: Settings, mine: str, theirs: str) -> None:
    settings.TRUSTED_PROXIES = 1
    cache.clear()

    first = left(mine)
    assert left(mine) == first - 1
    assert left(theirs) == first


def test_a_made_up_address_before_the_proxys_own_entry_changes_nothing(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 1

    first = left("192.0.2.1, 203.0.113.27")
    assert left("192.0.2.2, 203.0.113.27") == first - 1


@pytest.mark.parametrize("nonsense", ["", "unknown", "<script>", "203.0.113.300"])
def test_nonsense_leaves_the_address_of_the_connection(settings: Settings, nonsense: str) -> None:
    settings.TRUSTED_PROXIES = 1

    first = left(nonsense)
    assert left(nonsense) == first - 1


def test_without_a_proxy_the_header_is_not_believed(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 0

    first = left("203.0.113.37")
    assert left("203.0.113.38") == first - 1
