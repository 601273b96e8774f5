import pytest

from creators.errors import ChannelTaken, InvalidValue, TooMany
from creators.models import Channel
from creators.operations import add_channel, remove_channel, set_main_channel, update_channel
from tests.creators import world
from tests.creators.world import AT

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed", ["mila.makes", "@mila.makes", "https://www.tiktok.com/@mila.makes?lang=en", " mila.makes/ "]
)
def test_takes_a_handle_however_it_is_typed(typed: str) -> None:
    channel = add_channel(creator=world.creator(), platform="tiktok", handle=typed, at=AT)

    assert (channel.handle, channel.url) == ("mila.makes", "https://www.tiktok.com/@mila.makes")


def test_the_first_is_the_main_one_and_the_largest_follows() -> None:
    creator = world.creator()
    first = add_channel(creator=creator, platform="tiktok", handle="a", followers=10, at=AT)
    add_channel(creator=creator, platform="instagram", handle="b", followers=20, at=AT)
    largest = add_channel(creator=creator, platform="youtube", handle="c", followers=30, at=AT)

    assert first.is_main
    remove_channel(channel=first, at=AT)
    assert Channel.objects.get(is_main=True) == largest


def test_another_can_be_made_the_main_one() -> None:
    creator = world.creator()
    add_channel(creator=creator, platform="tiktok", handle="a", at=AT)
    second = add_channel(creator=creator, platform="instagram", handle="b", at=AT)

    set_main_channel(channel=second, at=AT)

    assert Channel.objects.get(is_main=True) == second


def test_a_new_handle_has_to_be_verified_again() -> None:
    channel = add_channel(creator=world.creator(), platform="tiktok", handle="a", at=AT)
    Channel.objects.update(is_verified=True)
    channel.refresh_from_db()

    update_channel(channel=channel, changes={"followers": 12}, at=AT)
    assert Channel.objects.get().is_verified
    update_channel(channel=channel, changes={"handle": "b"}, at=AT)
    assert not Channel.objects.get().is_verified
    assert Channel.objects.get().url == "https://www.tiktok.com/@b"


def test_refuses_the_same_twice_strange_handles_and_too_many() -> None:
    creator = world.creator()
    add_channel(creator=creator, platform="tiktok", handle="a", at=AT)

    with pytest.raises(ChannelTaken):
        add_channel(creator=creator, platform="tiktok", handle="@a", at=AT)
    with pytest.raises(InvalidValue):
        add_channel(creator=creator, platform="tiktok", handle="no spaces", at=AT)
    for number in range(11):
        add_channel(creator=creator, platform="blog", handle=f"b{number}", at=AT)
    with pytest.raises(TooMany):
        add_channel(creator=creator, platform="blog", handle="last", at=AT)
    assert creator.channels.count() == 12
