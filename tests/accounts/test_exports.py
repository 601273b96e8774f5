"""A copy of one's data: one at a time, built whatever dies, for its person alone, gone after its days."""

import json
import re
import zipfile
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import exports, leaving
from accounts.errors import OneCopyADay
from accounts.models import DataExport, User
from accounts.tasks import build_exports
from barter.kernel import clock, personal, storage
from creators.models import Creator
from inbox.models import Attachment, Notification, PushDevice
from inbox.operations import send_message
from inbox.targets import target_url
from tests.world import PASSWORD, World, build

pytestmark = pytest.mark.django_db
State = DataExport.State


def _nobody(_user: User) -> None:
    """Nobody is told."""


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


def test_a_copy_that_kills_every_worker_is_given_up_told_and_seen_by_staff(
    world: World, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    user = world.creator.user
    export = exports.ask_for_export(user=user, at=world.now)

    def dies(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(storage, "upload", dies)
        for _ in range(exports._MOST_ATTEMPTS):
            with pytest.raises(KeyboardInterrupt):
                build_exports(limit=1)
            DataExport.objects.update(process_at=timezone.now())
        build_exports(limit=1)  # touches it no more
    export.refresh_from_db()
    assert (export.state, export.attempts, export.process_at) == (State.FAILED, exports._MOST_ATTEMPTS, None)
    world.settle()
    news = Notification.objects.get(user=user)
    assert (news.kind, target_url(news.kind, news.object_id)) == ("data_failed", "/settings/data/")
    settings.STAFF_MFA_REQUIRED = False
    root = User.objects.create_superuser("root@example.com", "x")
    page = signed_in(root).get(f"/admin/accounts/user/{user.pk}/change/", follow=True).content.decode()
    assert "Copies of their data" in page
    assert "attempt 5" in page

    exports.ask_for_export(user=user, at=world.now)
    build_exports()
    world.settle()
    assert Notification.objects.filter(user=user).latest("pk").kind == "data_ready"
    assert [one.subject for one in mail.outbox] == ["Your data is ready"]


# Tables that lead to a person and are not in their copy, and why.
NOT_IN_THE_COPY = {
    "accounts_user_groups": "rights of staff, whose accounts a colleague closes",
    "accounts_user_user_permissions": "rights of staff",
    "brands_catalogueimport": "a brand's catalogue, whoever uploaded it",
    "brands_creatorlistentry": "a team's own sorting, told to nobody; it goes with the account",
    "brands_creatornote": "a team's own thoughts, told to nobody; they go with the account",
    "brands_invitation": "the addresses are those of other people",
    "content_assetdownload": "the brand's use of its licence, whoever clicked",
    "deals_dispute": "a person of staff decided it; what the parties wrote is of both",
    "deals_pendingdecision": "the brand's, and told to nobody",
    "django_admin_log": "acts of staff",
    "inbox_mail": "the news it told are in the copy",
    "inbox_thread": "who talks with whom; each message of theirs names its own",
    "inbox_threadread": "how far somebody has read",
    "socialaccount_socialaccount": "nobody signs in through another site",
}


def test_every_table_that_leads_to_a_person_is_in_the_copy_or_left_out_for_a_reason(world: World) -> None:
    with CaptureQueriesContext(connection) as asked:
        for part in personal.parts():
            for _name, found in part.gather(world.creator.user_id):
                list(found)
    told = {table for query in asked for table in re.findall(r'FROM "(\w+)"', query["sql"])[:1]}
    people = (User, Creator)
    held = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        for column in model._meta.get_fields()
        if getattr(column, "remote_field", None) and column.concrete and column.related_model in people
    }
    assert held - told - set(NOT_IN_THE_COPY) == set()
    assert set(NOT_IN_THE_COPY) - (held - told) == set()


def test_files_sent_with_messages_come_with_a_link_and_devices_with_their_name(world: World) -> None:
    user, row = world.creator.user, world.apply(world.new_deal(), world.creator)
    sent = send_message(application=row, author=user, side="creator", text="Look", at=world.now)
    Attachment.objects.create(
        application=row, author=user, message=sent, state="ready", file_name="shelf.jpg", content_type="image/jpeg",
        size_bytes=3, upload_key="originals/x", kept_key="kept/shelf", created_at=world.now, expires_at=world.now,
    )  # fmt: skip
    PushDevice.objects.create(
        user=user, endpoint="https://push.example/secret", session_key="s", name="Firefox", added_at=world.now
    )
    exports.ask_for_export(user=user, at=world.now)
    build_exports()
    files = opened(DataExport.objects.get())
    (one,) = json.loads(files["inbox/files.json"])
    assert (one["file_name"], one["sent_with"]) == ("shelf.jpg", sent.public_id)
    assert "kept/shelf" in one["link"]
    assert "X-Amz-Signature" in one["link"]
    (device,) = json.loads(files["inbox/devices_with_news.json"])
    assert (device["name"], "secret" in files["inbox/devices_with_news.json"]) == ("Firefox", False)


def test_copies_go_with_the_account(world: World) -> None:
    user = world.viewer
    export = exports.ask_for_export(user=user, at=world.now)
    build_exports()
    leaving.ask_to_leave(user=user, at=world.now)
    leaving.erase_due(at=world.now + timedelta(days=leaving.GRACE_DAYS), tell=_nobody, tell_put_off=_nobody)
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
    assert leaving.erase_due(at=at, tell=_nobody, tell_put_off=_nobody) == 1
    assert storage.head(export.key) is None
