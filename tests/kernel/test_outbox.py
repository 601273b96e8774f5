"""Moves and events are written together; each handler does its work once, also after a crash."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.models import User
from barter.kernel.actors import Actor
from barter.kernel.models import Handled, Message, TimelineEntry
from barter.kernel.moves import record, record_move
from barter.kernel.outbox import relay
from barter.kernel.outbox.relay import GIVE_UP_AFTER_ATTEMPTS, Delivery, carry_one, drain
from barter.kernel.outbox.tasks import tidy
from deals.events import PlaceFreed

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
EVENT = PlaceFreed(deal="deal_1")
calls: list[str] = []


def first(delivery: Delivery) -> None:
    calls.append("first")
    User.objects.create_user(f"first-{delivery.uid}@example.com")


def second(delivery: Delivery) -> None:
    calls.append("second")


@pytest.fixture
def handlers(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    calls.clear()

    def use(*these: Any) -> None:
        for handler in these:
            handler.__qualname__ = handler.__name__
        monkeypatch.setattr(relay, "_handlers", lambda name: these)

    return use


def send() -> Message:
    with transaction.atomic():
        record(EVENT, at=NOW)
    return Message.objects.latest("id")


def try_now() -> None:
    Message.objects.update(try_at=timezone.now() - timedelta(seconds=1))


def move(user: User) -> None:
    record_move(
        user, move="apply", actor=Actor.creator(user.pk), at=NOW, to_state="open", reason="x" * 900, event=EVENT
    )


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_a_mistake() -> None:
    user = User.objects.create_user("a@example.com")
    for act in (lambda: record(EVENT, at=NOW), lambda: move(user)):
        with pytest.raises(RuntimeError, match="transaction"):
            act()
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_a_move_writes_timeline_and_message_together() -> None:
    user = User.objects.create_user("a@example.com")
    with transaction.atomic():
        move(user)
    entry, message = TimelineEntry.objects.get(), Message.objects.get()
    assert (entry.object_type, entry.object_id, entry.to_state, entry.at) == ("user", user.pk, "open", NOW)
    assert len(entry.reason) == 500
    assert (message.name, message.payload, message.at) == ("deals.place_freed", {"deal": "deal_1"}, NOW)


@pytest.mark.django_db
def test_what_is_rolled_back_was_never_announced() -> None:
    user = User.objects.create_user("a@example.com")
    with transaction.atomic():
        move(user)
        transaction.set_rollback(True)
    assert not TimelineEntry.objects.exists()
    assert not Message.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("change", [lambda rows: rows.update(move="y"), lambda rows: rows.delete()])
def test_the_timeline_can_not_be_changed(change: Callable[[Any], Any]) -> None:
    move_by = User.objects.create_user("a@example.com")
    with transaction.atomic():
        move(move_by)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change(TimelineEntry.objects.all())


@pytest.mark.django_db
def test_every_handler_gets_the_message_once(handlers: Callable[..., None]) -> None:
    handlers(first, second)
    message = send()
    assert drain() == 1
    assert drain() == 0
    assert calls == ["first", "second"]
    message.refresh_from_db()
    assert message.done_at is not None
    assert Handled.objects.count() == 2


@pytest.mark.django_db
def test_a_handler_that_fails_is_repeated_alone_and_leaves_nothing_behind(handlers: Callable[..., None]) -> None:
    def fails_after_writing(delivery: Delivery) -> None:
        first(delivery)
        raise ValueError("secret words")

    handlers(fails_after_writing, second)
    message = send()
    assert carry_one()
    assert User.objects.count() == 0  # its half-done work is rolled back
    message.refresh_from_db()
    assert (message.done_at, message.attempts, message.error) == (None, 1, "ValueError")
    assert message.try_at > timezone.now()
    assert not carry_one()  # it waits
    try_now()
    handlers(first, second)
    relay_before = list(calls)
    assert carry_one()
    assert calls[len(relay_before) :] == ["first"]  # the second had done its work


@pytest.mark.django_db(transaction=True)
def test_a_crash_between_two_handlers_repeats_both_and_each_effect_is_there_once(handlers: Callable[..., None]) -> None:
    class Killed(BaseException):
        pass

    def killed(delivery: Delivery) -> None:
        raise Killed

    handlers(first, killed)
    message = send()
    with pytest.raises(Killed):
        carry_one()
    message.refresh_from_db()
    assert (message.done_at, message.attempts) == (None, 0)  # as if it had never been taken
    assert User.objects.count() == 0
    handlers(first, second)
    assert drain() == 1
    assert User.objects.count() == 1
    assert not carry_one()


@pytest.mark.django_db
def test_after_many_attempts_a_message_is_given_up_and_kept(handlers: Callable[..., None]) -> None:
    def fails(delivery: Delivery) -> None:
        raise ValueError

    handlers(fails)
    message = send()
    for _ in range(GIVE_UP_AFTER_ATTEMPTS):
        try_now()
        assert carry_one()
    try_now()
    assert not carry_one()
    message.refresh_from_db()
    assert message.dead_at is not None
    assert message.done_at is None


@pytest.mark.django_db
def test_a_message_nobody_wants_is_done() -> None:
    message = send()
    Message.objects.update(name="nobody.wants_this")
    assert drain() == 1
    message.refresh_from_db()
    assert message.done_at is not None


@pytest.mark.django_db
def test_tidying_keeps_what_is_not_done(handlers: Callable[..., None]) -> None:
    handlers(second)
    done, waiting = send(), send()
    long_ago = timezone.now() - timedelta(days=15)
    Message.objects.filter(pk=done.pk).update(done_at=long_ago)
    Message.objects.filter(pk=waiting.pk).update(try_at=long_ago)
    tidy()
    assert list(Message.objects.all()) == [waiting]
