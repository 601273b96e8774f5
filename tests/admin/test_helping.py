"""Staff help a person with what is theirs: devices, copies of their data, a deletion they think better of."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.test import Client

from accounts import exports, leaving
from accounts.models import DataExport, User
from barter.kernel import clock
from deals import operations as ops
from inbox.models import PushDevice
from tests.admin.conftest import act, last_move, sign_in
from tests.world import World

pytestmark = pytest.mark.django_db
State = DataExport.State


@pytest.fixture
def mila(world: World) -> User:
    return world.creator.user


@pytest.fixture
def export(mila: User) -> DataExport:
    return exports.ask_for_export(user=mila, at=clock.now())


def test_a_copy_that_failed_is_built_again_unless_there_is_a_newer_one(
    moderator: Client, mila: User, export: DataExport
) -> None:
    DataExport.objects.update(state=State.FAILED, process_at=None, attempts=5)
    assert "Failed copies of data" in moderator.get("/admin/").content.decode()
    assert mila.name in moderator.get("/admin/accounts/dataexport/?state__exact=failed").content.decode()
    assert "Build again: done" in act(moderator, export, "build_again")
    export.refresh_from_db()
    assert (export.state, export.attempts) == (State.WAITING, 4)
    assert export.process_at is not None
    assert last_move(mila).move == "build_copy_again"
    assert LogEntry.objects.latest("pk").change_message == "Build again"

    DataExport.objects.update(state=State.FAILED, process_at=None)
    newer = exports.ask_for_export(user=mila, at=clock.now())
    assert "moved on" in act(moderator, export, "build_again")
    assert list(DataExport.objects.order_by("pk").values_list("state", flat=True)) == [State.FAILED, newer.state]


def test_a_copy_that_hangs_is_given_up_and_its_worker_changes_nothing(moderator: Client, export: DataExport) -> None:
    held = exports._claim()
    assert held is not None
    assert "Give up: done" in act(moderator, export, "stop", reason="It hangs")
    with pytest.raises(exports._LostClaim):
        exports._keep(held, parts_done=1)
    export.refresh_from_db()
    assert export.state == State.FAILED


def test_a_copy_nobody_should_take_is_gone_at_once(
    moderator: Client, support: Client, mila: User, export: DataExport
) -> None:
    at = clock.now()
    DataExport.objects.update(state=State.READY, process_at=None, ready_at=at, expires_at=at + timedelta(days=7))
    export.refresh_from_db()
    assert support.post(f"/admin/accounts/dataexport/{export.pk}/delete-the-file/", {"reason": "x"}).status_code == 403
    assert exports.download_url(export, at=at)
    assert "Delete the file: done" in act(moderator, export, "end", reason="Somebody else was signed in")
    export.refresh_from_db()
    assert not exports.download_url(export, at=clock.now())
    assert last_move(mila).reason == "Somebody else was signed in"


def test_a_deletion_says_what_holds_it_and_is_called_off(moderator: Client, world: World, mila: User) -> None:
    at = clock.now()
    world.now = at
    world.trade()
    User.objects.filter(pk=mila.pk).update(leave_asked_at=at - timedelta(days=16), erase_at=at - timedelta(hours=1))
    assert not leaving.erase(user_id=mila.pk, at=at, tell_put_off=lambda _user: None)
    assert mila.email in moderator.get("/admin/accounts/user/?leaves=held").content.decode()
    page = moderator.get(f"/admin/accounts/user/{mila.pk}/change/").content.decode()
    assert "What holds the deletion, as the person reads it" in page
    assert "Keep the account: done" in act(moderator, mila, "keep", reason="She wrote to us")
    mila.refresh_from_db()
    assert (mila.erase_at, mila.leave_asked_at) == (None, None)
    assert last_move(mila).move == "keep_account"
    assert "moved on" in act(moderator, mila, "keep", reason="Again")


def test_one_device_is_signed_out_and_one_shows_no_more_news(moderator: Client, mila: User) -> None:
    phones = [sign_in(mila) for _ in range(2)]
    for phone in phones:
        assert phone.get("/settings/").status_code == 200
    key = phones[0].session.session_key
    session = UserSession.objects.create(user=mila, session_key=key, ip="127.0.0.1", user_agent="", data={})
    assert "Sign out here: done" in act(moderator, session, "end")
    assert sorted(phone.get("/settings/").status_code for phone in phones) == [200, 302]
    device = PushDevice.objects.create(user=mila, endpoint="https://push.example/1", added_at=clock.now())
    assert "Take off: done" in act(moderator, device, "take_off")
    assert not PushDevice.objects.exists()
    assert last_move(mila).move == "take_off_device"


def test_the_devices_of_a_colleague_are_left_to_superusers(moderator: Client, root: Client) -> None:
    assert root.get("/admin/").status_code == 200
    session = UserSession.objects.create(
        user=User.objects.get(name="Rita"), session_key="of-rita", ip="127.0.0.1", user_agent="", data={}
    )
    assert moderator.post(f"/admin/usersessions/usersession/{session.pk}/sign-out-here/").status_code == 403
    assert UserSession.objects.filter(pk=session.pk).exists()


def test_what_a_brand_decided_and_told_nobody_stands_at_the_application(support: Client, world: World) -> None:
    world.now = clock.now()
    application = world.apply(world.new_deal())
    ops.decide_later(deal=application.deal, applications=[application], verdict="yes", by=world.by_brand, at=world.now)
    page = support.get(f"/admin/deals/application/{application.pk}/change/").content.decode()
    assert "Decided by the brand and told nobody yet" in page
    assert "When the brand releases its decisions" in page
