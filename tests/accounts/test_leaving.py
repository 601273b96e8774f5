"""Deleting an account: asked for, kept after all, put off, erased, and gone on with after a kill."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.db import connection
from django.test import Client

from accounts import leaving
from accounts.errors import AccountLeaves, StillNeeded
from accounts.models import User
from accounts.operations import create_person
from accounts.tasks import tick
from barter.kernel import clock, invariants, personal, storage
from barter.kernel.personal import parts
from brands.models import Brand, CreatorNote, Membership
from creators.models import Address, Channel, Creator
from creators.operations import update_profile
from deals import operations
from deals.errors import CreatorUnavailable
from deals.models import Application
from inbox.models import Attachment, ChatMessage
from inbox.operations import send_message
from tests.world import PASSWORD, World, build

pytestmark = pytest.mark.django_db
DAYS = timedelta(days=leaving.GRACE_DAYS)


@pytest.fixture
def world(db: None) -> World:
    return build()


def nobody(_user: User) -> None:
    """Nobody is told."""


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def test_a_trade_that_runs_is_in_the_way_and_nothing_changes(world: World) -> None:
    world.trade(world.new_deal(), world.creator)
    waiting = world.apply(world.new_deal(), world.creator)
    with pytest.raises(StillNeeded, match="1 of your trades is running"):
        leaving.ask_to_leave(user=world.creator.user, at=world.now)
    world.creator.user.refresh_from_db()
    waiting.refresh_from_db()
    assert world.creator.user.erase_at is None
    assert waiting.state == Application.State.SUBMITTED


def test_the_page_says_what_is_in_the_way_then_begins_the_days_and_one_click_keeps_the_account(world: World) -> None:
    world.now = clock.now()
    deal = world.new_deal()
    waiting = world.apply(deal, world.creator)
    client = signed_in(world.creator.user)
    assert "What happens then" in client.get("/settings/delete/").content.decode()
    client.post("/settings/delete/")
    client.post("/settings/delete/")  # a double click
    user = User.objects.get(pk=world.creator.user_id)
    waiting.refresh_from_db()
    assert user.erase_at is not None
    assert waiting.state == Application.State.WITHDRAWN
    assert [one.subject for one in mail.outbox] == ["Your account will be deleted"]
    assert "Your account is deleted on" in client.get("/deals/").content.decode()

    client.post("/settings/keep/")
    user.refresh_from_db()
    assert (user.erase_at, user.leave_asked_at) == (None, None)
    assert "Your account is deleted on" not in client.get("/deals/").content.decode()


def test_deleting_asks_for_the_password_again(world: World) -> None:
    client = Client()
    client.force_login(world.creator.user)
    assert client.post("/settings/delete/")["Location"].startswith("/account/reauthenticate/")
    world.creator.user.refresh_from_db()
    assert world.creator.user.erase_at is None


def test_an_app_types_the_password_again_too_and_one_mail_tells(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    user = world.viewer
    app = Client()
    app.force_login(user)
    token = {"X-Session-Token": str(app.session.session_key)}
    app = Client()

    def send(path: str, body: dict[str, str]) -> Any:
        return app.post(path, body, content_type="application/json", headers=token)

    refused = send("/api/v1/me/deletion/", {})
    assert (refused.status_code, refused.json()["code"]) == (403, "reauthentication_required")
    user.refresh_from_db()
    assert user.erase_at is None
    assert send("/_allauth/app/v1/auth/reauthenticate", {"password": PASSWORD}).status_code == 200
    for _ in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            assert send("/api/v1/me/deletion/", {}).json()["erase_at"]
    assert [one.subject for one in mail.outbox] == ["Your account will be deleted"]


def test_nothing_new_begins_with_somebody_who_leaves_and_all_of_it_once_they_stay(world: World) -> None:
    creator, other = world.creator, world.other_creator
    deal, asked = world.new_deal(), {"by": world.by_brand, "at": world.now}
    invited = operations.invite_creator(deal=world.new_deal(), creator=creator, **asked)
    leaving.ask_to_leave(user=creator.user, at=world.now)
    Creator.objects.filter(pk=other.pk).update(standing=Creator.Standing.CLOSED)
    invited.refresh_from_db()
    assert invited.state == Application.State.DECLINED
    for gone in (Creator.objects.get(pk=creator.pk), Creator.objects.get(pk=other.pk)):
        with world.nothing_changes(), pytest.raises(CreatorUnavailable) as told:
            operations.invite_creator(deal=deal, creator=gone, **asked)
        assert (told.value.code, told.value.detail) == ("creator_unavailable", "This creator takes no new deals.")
    with world.nothing_changes(), pytest.raises(AccountLeaves):
        world.apply(deal, creator)

    leaving.stay(user=creator.user, at=world.now)
    assert world.accept(world.apply(deal, creator)).creator_id == creator.pk
    operations.invite_creator(deal=world.new_deal(), creator=Creator.objects.get(pk=creator.pk), **asked)


def test_an_offer_on_its_way_to_somebody_who_leaves_begins_no_trade(world: World) -> None:
    row = world.apply(world.new_deal(), world.creator)
    operations.make_offer(application=row, by=world.by_brand, proposal={"live_days": 8}, at=world.now)
    User.objects.filter(pk=world.creator.user_id).update(erase_at=world.now + DAYS)  # asked in the same moment
    with world.nothing_changes(), pytest.raises(AccountLeaves):
        operations.accept_offer(application=row, by=world.by_creator(world.creator), at=world.now)
    assert leaving.erase(user_id=world.creator.user_id, at=world.now + DAYS, tell_put_off=nobody)
    row.refresh_from_db()
    assert row.state == Application.State.DECLINED


def test_the_last_owner_of_a_team_and_a_brand_left_alone_with_deals_are_told_what_to_do(world: World) -> None:
    words = " ".join(one.words for one in leaving.obstacles_of(world.owner))
    assert f"{world.brand.name} would have no owner" in words
    Membership.objects.filter(brand=world.brand).exclude(user=world.owner).delete()
    world.new_deal()
    words = " ".join(one.words for one in leaving.obstacles_of(world.owner))
    assert f"1 deal of {world.brand.name} is open" in words
    assert not leaving.obstacles_of(world.viewer)


def test_everything_of_a_creator_is_erased_and_the_other_side_keeps_its_own(world: World) -> None:
    creator, user = world.creator, world.creator.user
    email, name, handle = user.email, creator.display_name, creator.handle
    application = world.apply(world.new_deal(), creator)
    send_message(application=application, author=user, side="creator", text="Hello Velda", at=world.now)
    Attachment.objects.create(
        application=application, author=user, file_name=f"{name}.pdf", content_type="application/pdf", size_bytes=9,
        upload_key="originals/1", created_at=world.now, expires_at=world.now + 2 * DAYS,
    )  # fmt: skip
    CreatorNote.objects.create(brand=world.brand, creator=creator, text=f"Ask {name} again", created_at=world.now)
    world.settle()
    key = f"pictures/{creator.public_id}/{'0' * 32}.webp"
    old = f"pictures/{creator.public_id}/{'1' * 32}.webp"
    for one in (key, old):
        _put(one)
    update_profile(creator=creator, changes={"avatar": key}, at=world.now)
    TOTP.activate(user, generate_totp_secret())
    client = Client()
    client.force_login(user)

    leaving.ask_to_leave(user=user, at=world.now)
    assert leaving.erase_due(at=world.now + DAYS - timedelta(hours=1), tell=nobody, tell_put_off=nobody) == 0
    told: list[str] = []
    at = world.now + DAYS
    assert leaving.erase_due(at=at, tell=lambda one: told.append(one.email), tell_put_off=nobody) == 1
    assert leaving.erase_due(at=at, tell=lambda one: told.append(one.email), tell_put_off=nobody) == 0
    assert told == [email]
    world.settle()

    user.refresh_from_db()
    creator.refresh_from_db()
    assert (user.name, user.is_active, user.erased_at, user.erase_at) == ("Deleted account", False, at, None)
    assert (creator.display_name, creator.city, creator.avatar, creator.standing) == (
        "Deleted creator",
        "",
        "",
        "closed",
    )
    assert not Channel.objects.filter(creator=creator).exists()
    assert not Authenticator.objects.filter(user=user).exists()
    assert all(not row.sealed and not row.city for row in Address.objects.filter(creator=creator))
    assert storage.head(key) is None
    assert storage.head(old) is None
    assert ChatMessage.objects.get(author=user).text == "Hello Velda"
    assert Application.objects.get(pk=application.pk).pitch == ""
    assert client.get("/home/")["Location"].startswith("/account/login/")
    assert client.get(f"/c/{handle}/").status_code == 404
    assert _rows_with(email) == []
    assert _rows_with(name) == []
    assert create_person(email=email, password=PASSWORD, started_as="creator", at=at).pk != user.pk
    results = map(invariants.run, invariants.all_checks())
    assert [result.check.name for result in results if result.violations] == []


def test_a_member_leaves_the_team_and_a_brand_nobody_is_left_in_is_suspended(world: World) -> None:
    leaving.ask_to_leave(user=world.viewer, at=world.now)
    Membership.objects.filter(brand=world.brand, user=world.owner).delete()  # meanwhile
    leaving.erase_due(at=world.now + DAYS, tell=nobody, tell_put_off=nobody)
    world.brand.refresh_from_db()
    assert not Membership.objects.filter(brand=world.brand).exists()
    assert world.brand.standing == Brand.Standing.SUSPENDED


def test_a_trade_that_began_in_the_same_moment_puts_it_off_by_a_day(world: World) -> None:
    collaboration = world.trade(world.new_deal(), world.creator)
    User.objects.filter(pk=world.creator.user_id).update(leave_asked_at=world.now, erase_at=world.now + DAYS)
    assert leaving.erase_due(at=world.now + DAYS, tell=nobody, tell_put_off=nobody) == 0
    user = User.objects.get(pk=world.creator.user_id)
    assert (user.is_active, user.erase_at) == (True, world.now + DAYS + timedelta(days=1))
    assert collaboration.creator.display_name == world.creator.display_name


def test_nothing_begins_under_the_name_of_a_brand_whose_last_person_goes(world: World) -> None:
    Membership.objects.filter(brand=world.brand).exclude(user=world.owner).delete()
    draft = world.draft()
    leaving.ask_to_leave(user=world.owner, at=world.now)
    with world.nothing_changes(), pytest.raises(AccountLeaves):
        operations.submit_deal(deal=draft, by=world.by_brand, at=world.now)

    leaving.stay(user=world.owner, at=world.now)
    operations.submit_deal(deal=draft, by=world.by_brand, at=world.now)


def test_who_is_put_off_is_told_once_and_why(world: World) -> None:
    world.now = clock.now()
    Membership.objects.filter(brand=world.brand).exclude(user=world.owner).delete()
    leaving.ask_to_leave(user=world.owner, at=world.now - DAYS)
    User.objects.filter(pk=world.owner.pk).update(erase_at=None)  # posted in the same moment
    world.new_deal()
    User.objects.filter(pk=world.owner.pk).update(erase_at=world.now)
    mail.outbox.clear()

    tick()
    User.objects.filter(pk=world.owner.pk).update(erase_at=world.now)  # a day later
    tick()

    [told] = mail.outbox
    assert (told.to, told.subject) == ([world.owner.email], "Your account can't be deleted yet")
    assert f"1 deal of {world.brand.name} is open. Close it first." in told.body
    page = signed_in(User.objects.get(pk=world.owner.pk)).get("/settings/delete/").content.decode()
    assert "Close it first." in page
    assert "Keep my account" in page


@pytest.mark.parametrize("app", ["inbox", "deals", "creators"])
def test_a_worker_killed_anywhere_is_followed_by_one_that_goes_on(
    world: World, app: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaving.ask_to_leave(user=world.creator.user, at=world.now)
    rest = list(parts())

    def dies(*_: Any) -> None:
        raise KeyboardInterrupt

    dying = [replace(one, erase=dies) if one.app == app else one for one in rest]
    with monkeypatch.context() as patched:
        patched.setattr(personal, "parts_downwards", lambda: reversed(dying))
        with pytest.raises(KeyboardInterrupt):
            leaving.erase_due(at=world.now + DAYS, tell=nobody, tell_put_off=nobody)
    user = User.objects.get(pk=world.creator.user_id)
    assert (user.is_active, user.erased_at) == (False, None)
    assert user.email == world.creator.user.email
    assert leaving.erase_due(at=world.now + DAYS, tell=nobody, tell_put_off=nobody) == 1


def test_the_clock_says_goodbye_to_the_old_address(world: World) -> None:
    user = world.viewer
    leaving.ask_to_leave(user=user, at=clock.now() - DAYS)
    tick()
    assert [(one.to, one.subject) for one in mail.outbox] == [([user.email], "Your account is deleted")]


def _put(key: str) -> None:
    storage.upload(key, BytesIO(b"x"), content_type="image/webp")


def _rows_with(text: str) -> list[str]:
    """Tables in which a text still stands somewhere."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text ILIKE %s", [f"%{text}%"])
            if cursor.fetchone()[0]:
                found.append(table)
    return found
