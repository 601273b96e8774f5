"""A copy of one's data: one at a time, built whatever dies, for its person alone, gone after its days."""

import json
import zipfile
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts import exports, leaving
from accounts.errors import OneCopyADay
from accounts.models import DataExport, User
from accounts.tasks import build_exports
from barter.kernel import clock, personal, storage
from inbox.operations import send_message
from tests.world import PASSWORD, World, build

pytestmark = pytest.mark.django_db
State = DataExport.State


@pytest.fixture
def world(db: None) -> World:
    world = build()
    world.now = clock.now()
    return world


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def opened(export: DataExport) -> dict[str, Any]:
    body = BytesIO()
    storage.download(export.key, body)
    with zipfile.ZipFile(body) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_it_holds_what_is_theirs_and_nothing_of_the_other_side(world: World) -> None:
    user, creator = world.creator.user, world.creator
    trade = world.trade(world.new_deal(), creator)
    send_message(application=trade.application, author=user, side="creator", text="Ich freue mich", at=world.now)
    send_message(application=trade.application, author=world.owner, side="brand", text="Our secret", at=world.now)
    world.settle()
    client = signed_in(user)
    assert "Make a copy" in client.get("/settings/data/").content.decode()
    client.post("/settings/data/")
    client.post("/settings/data/")  # a double click
    assert "Your copy is being made." in client.get("/settings/data/", headers={"HX-Request": "true"}).content.decode()
    build_exports()
    export = DataExport.objects.get()
    assert export.state == State.READY
    assert [one.subject for one in mail.outbox] == ["Your data is ready"]

    files = opened(export)
    everything = "".join(files.values())
    lists = {name: json.loads(text) for name, text in files.items() if name.endswith(".json")}
    assert lists["accounts/account.json"][0]["email"] == user.email
    assert lists["creators/addresses.json"][0]["line1"]
    assert [one["text"] for one in lists["inbox/messages.json"]] == ["Ich freue mich"]
    assert lists["deals/trades.json"][0]["public_id"] == trade.public_id
    assert lists["shipping/parcels.json"][0]["address"]
    assert world.brand.name in everything
    for secret in (world.owner.email, world.viewer.email, "Our secret", world.other_creator.user.email):
        assert secret not in everything


def test_only_its_person_takes_it_after_the_password_and_while_it_is_kept(world: World) -> None:
    user = world.creator.user
    export = exports.ask_for_export(user=user, at=world.now)
    build_exports()
    path = f"/settings/data/{export.public_id}/"
    client = signed_in(user)
    assert client.get(path)["Location"].startswith("/account/reauthenticate/")
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert "X-Amz-Signature" in client.get(path)["Location"]
    other = signed_in(world.owner)
    other.post("/account/reauthenticate/", {"password": PASSWORD})
    assert other.get(path).status_code == 404

    export.refresh_from_db()
    assert exports.expire_due(at=export.expires_at) == 1
    assert exports.expire_due(at=export.expires_at) == 0
    assert storage.head(export.key) is None
    assert client.get(path).status_code == 404


def test_one_a_day(world: World) -> None:
    user = world.creator.user
    first = exports.ask_for_export(user=user, at=world.now)
    assert exports.ask_for_export(user=user, at=world.now) == first
    build_exports()
    with pytest.raises(OneCopyADay):
        exports.ask_for_export(user=user, at=world.now + timedelta(hours=23))
    assert DataExport.objects.count() == 1
    assert signed_in(user).post("/settings/data/").status_code == 429
    assert exports.ask_for_export(user=user, at=world.now + timedelta(hours=25)) != first


def test_a_killed_worker_is_followed_by_another_and_comes_too_late_itself(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = exports.ask_for_export(user=world.creator.user, at=world.now)

    def dies(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(storage, "upload", dies)
        with pytest.raises(KeyboardInterrupt):
            build_exports()
    build_exports()  # the claim still runs
    export.refresh_from_db()
    assert (export.state, export.attempts) == (State.BUILDING, 1)
    late = DataExport.objects.get(pk=export.pk)
    DataExport.objects.update(process_at=timezone.now())
    build_exports()
    export.refresh_from_db()
    assert (export.state, export.attempts) == (State.READY, 2)
    with pytest.raises(exports._LostClaim):
        exports._keep(late, parts_done=1)


def test_what_always_breaks_is_given_up_and_can_be_asked_for_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = world.creator.user
    export = exports.ask_for_export(user=user, at=world.now)

    def breaks() -> Any:
        raise ValueError

    with monkeypatch.context() as patched:
        patched.setattr(personal, "parts", breaks)
        for _ in range(exports._MOST_ATTEMPTS):
            DataExport.objects.update(process_at=timezone.now())
            build_exports(limit=1)
    export.refresh_from_db()
    assert (export.state, export.process_at) == (State.FAILED, None)
    assert "could not be made" in signed_in(user).get("/settings/data/").content.decode()
    assert exports.ask_for_export(user=user, at=world.now) != export


def test_copies_go_with_the_account(world: World) -> None:
    user = world.viewer
    export = exports.ask_for_export(user=user, at=world.now)
    build_exports()
    leaving.ask_to_leave(user=user, at=world.now)
    leaving.erase_due(at=world.now + timedelta(days=leaving.GRACE_DAYS), tell=lambda _user: None)
    assert not DataExport.objects.exists()
    assert storage.head(export.key) is None


def test_a_copy_that_is_built_while_its_person_is_erased_does_not_stay(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    user, at = world.viewer, world.now + timedelta(days=leaving.GRACE_DAYS)
    leaving.ask_to_leave(user=user, at=world.now)
    export = exports.ask_for_export(user=user, at=at)
    erase, delete = storage.delete, storage.delete

    def files_are_gone_then_the_copy_arrives(key: str) -> None:
        delete(key)
        if key == export.key:
            monkeypatch.setattr(storage, "delete", erase)
            build_late()

    def build_late() -> None:
        monkeypatch.undo()
        storage.upload(export.key, BytesIO(b"late"), content_type="application/zip")
        late = DataExport.objects.get(pk=export.pk)
        with pytest.raises(exports._LostClaim):
            exports._finish(late, 4, at)

    DataExport.objects.update(state=State.BUILDING)
    monkeypatch.setattr(storage, "delete", files_are_gone_then_the_copy_arrives)
    assert leaving.erase_due(at=at, tell=lambda _user: None) == 1
    assert storage.head(export.key) is None
