"""Public ids: typed, sortable, and nothing malformed finds a row."""

import time
import uuid

import pytest

from accounts.models import User
from barter.kernel.ids import ALPHABET, PREFIXES, PublicIdField, decode, encode, uuid7


def test_what_is_encoded_can_be_decoded() -> None:
    for value in (uuid.UUID(int=0), uuid.UUID(int=(1 << 128) - 1), uuid7()):
        text = encode("deal", value)
        assert len(text) == len("deal_") + 26
        assert decode("deal", text) == value


@pytest.mark.parametrize(
    "text",
    ["", "deal", "deal_", "app_" + "0" * 26, "deal_" + "0" * 25, "deal_" + "0" * 27, "deal_" + "l" * 26, "deal_" + "z" * 26,
     "deal_" + "A" * 26, "deal_0000000000000000000000000\n"],
)  # fmt: skip
def test_a_malformed_id_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a deal id"):
        decode("deal", text)


def test_ids_are_version_7_and_sort_by_time() -> None:
    first = uuid7()
    time.sleep(0.002)
    second = uuid7()
    assert (first.version, first.variant) == (7, uuid.RFC_4122)
    assert encode("x", first) < encode("x", second)
    assert list(ALPHABET) == sorted(ALPHABET)


def test_prefixes_are_unique() -> None:
    assert len(set(PREFIXES.values())) == len(PREFIXES)


@pytest.mark.django_db
def test_a_row_is_found_by_its_id_and_by_no_other() -> None:
    user = User.objects.create_user("a@example.com")
    assert user.public_id.startswith("user_")
    assert User.objects.get(public_id=user.public_id) == user
    for other in (user.public_id.replace("user_", "deal_"), "nonsense", encode("user", uuid7())):
        assert not User.objects.filter(public_id=other).exists()


def test_the_default_is_compared_by_value() -> None:
    assert PublicIdField(prefix="a").default == PublicIdField(prefix="a").default
    assert PublicIdField(prefix="a").default != PublicIdField(prefix="b").default
