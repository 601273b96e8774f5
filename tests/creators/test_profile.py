from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from barter.kernel.actors import Actor
from barter.kernel.errors import NotAllowed
from barter.kernel.models import Message, TimelineEntry
from creators.errors import AlreadyCreator, HandleTaken, InvalidValue
from creators.models import Creator
from creators.operations import (
    add_channel,
    close_creator,
    create_creator,
    join_as_creator,
    pause_creator,
    resume_creator,
    update_profile,
    verify_creator,
)
from tests.creators import world

pytestmark = pytest.mark.django_db


def test_a_new_creator_has_a_name_a_handle_and_credits() -> None:
    creator = create_creator(user=world.person(), display_name=" Mila  Korhonen ", at=world.AT)

    assert (creator.display_name, creator.handle) == ("Mila Korhonen", "mila-korhonen")
    assert creator.capacity.credits_free == 2
    assert creator.capacity.open_applications_max == 3


def test_a_taken_handle_gets_a_tail() -> None:
    create_creator(user=world.person("mila@one.test"), display_name="Mila", at=world.AT)

    second = create_creator(user=world.person("mila@two.test"), display_name="Mila", at=world.AT)
    assert second.handle.startswith("mila-")


def test_who_gives_no_name_is_called_as_on_the_first_channel_until_they_choose_one() -> None:
    creator = world.creator("mila.korhonen@example.com")
    assert creator.handle.startswith("creator-")
    assert creator.display_name == creator.handle

    add_channel(creator=creator, platform="tiktok", handle="@films.a.lot", at=world.AT)
    add_channel(creator=creator, platform="instagram", handle="@another", at=world.AT)
    creator.refresh_from_db()
    assert creator.display_name == "films.a.lot"

    named = create_creator(user=world.person("ann@example.com"), display_name="Ann", at=world.AT)
    add_channel(creator=named, platform="tiktok", handle="@ann.on.tiktok", at=world.AT)
    named.refresh_from_db()
    assert named.display_name == "Ann"


def test_names_in_other_scripts_and_emoji_work() -> None:
    creator = create_creator(user=world.person(), display_name="مريم 🌿", at=world.AT)

    assert creator.display_name == "مريم 🌿"
    assert creator.handle.startswith("creator-")


def test_nobody_is_a_creator_twice() -> None:
    creator = world.creator()

    with pytest.raises(AlreadyCreator):
        create_creator(user=creator.user, at=world.AT)

    assert join_as_creator(user=creator.user, at=world.AT) == creator
    assert Creator.objects.count() == 1


def test_a_handle_of_somebody_else_is_refused_and_nothing_changes() -> None:
    other, creator = world.creator("ann@example.com"), world.creator("mila@example.com")

    with pytest.raises(HandleTaken):
        update_profile(creator=creator, changes={"handle": other.handle, "bio": "new"}, at=world.AT)

    stored = Creator.objects.get(pk=creator.pk)
    assert (stored.handle, stored.bio) == (creator.handle, "")


@pytest.mark.parametrize("changes", [{"display_name": "  "}, {"standing": "closed"}, {"is_verified": True}])
def test_refuses_empty_names_and_columns_that_are_not_the_creators(changes: dict[str, object]) -> None:
    creator = world.creator()

    with pytest.raises(InvalidValue):
        update_profile(creator=creator, changes=changes, at=world.AT)


def test_a_decision_of_staff_leaves_a_timeline_row_and_an_event() -> None:
    creator = world.creator()
    until = world.AT + timedelta(days=30)

    pause_creator(creator=creator, by=Actor.staff(7), until=until, reason="two no-shows", at=world.AT)

    row = TimelineEntry.objects.get(object_type="creator", object_id=creator.pk, move="pause")
    assert (row.from_state, row.to_state, row.actor_side, row.reason) == ("good", "paused", "staff", "two no-shows")
    assert Message.objects.filter(name="creators.creator_moved", payload__move="pause").count() == 1


def test_repeating_a_decision_changes_nothing() -> None:
    creator = world.creator()

    verify_creator(creator=creator, by=Actor.staff(7), at=world.AT)
    verify_creator(creator=creator, by=Actor.staff(7), at=world.AT)

    assert TimelineEntry.objects.filter(object_type="creator", object_id=creator.pk, move="verify").count() == 1


def test_a_closed_creator_is_no_longer_public_and_can_come_back() -> None:
    creator = world.creator()

    close_creator(creator=creator, by=Actor.staff(7), reason="three no-shows", at=world.AT)
    assert not Creator.objects.public().exists()

    resume_creator(creator=creator, by=Actor.staff(7), at=world.AT)
    assert Creator.objects.public().exists()


def test_who_may_not_sign_in_any_more_has_no_public_page(client: Client) -> None:
    creator = world.creator()
    page = f"/c/{creator.handle}/"
    assert client.get(page).status_code == 200

    User.objects.filter(pk=creator.user_id).update(is_active=False)
    assert [client.get(each).status_code for each in (page, f"{page}share.jpg", f"{page}clips/")] == [404] * 3


def test_creators_do_not_decide_about_themselves() -> None:
    creator = world.creator()

    with pytest.raises(NotAllowed):
        verify_creator(creator=creator, by=Actor.creator(creator.user_id), at=world.AT)

    assert not Creator.objects.get().is_verified


def test_a_name_nobody_can_see_or_that_turns_its_neighbours_around_is_not_taken() -> None:
    creator = world.creator()
    before = creator.display_name

    with pytest.raises(InvalidValue):
        update_profile(creator=creator, changes={"display_name": "\u200b\u2060"}, at=world.AT)
    creator.refresh_from_db()
    assert creator.display_name == before

    update_profile(creator=creator, changes={"display_name": "\u202eMila"}, at=world.AT)
    creator.refresh_from_db()
    assert creator.display_name == "Mila"
