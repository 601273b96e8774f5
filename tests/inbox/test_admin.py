"""Staff find mails by recipient, send stuck ones again, and read a conversation only with a reason that is kept."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from barter.kernel import clock
from barter.kernel.models import Message, TimelineEntry
from inbox.models import Mail, Notification, Thread
from inbox.operations import send_message
from tests.world import World


@pytest.fixture
def staff(world: World, browse: Callable[[User], Client], settings: object) -> Client:
    settings.STAFF_MFA_REQUIRED = False  # type: ignore[attr-defined]
    boss = User.objects.create_superuser("boss@example.com", name="Bo Boss")
    return browse(boss)


@pytest.fixture
def thread(world: World) -> Thread:
    world.now = clock.now()
    application = world.apply(world.new_deal())
    author = application.creator.user
    send_message(
        application=application, author=author, side="creator", text="In confidence", at=world.later(minutes=1)
    )
    world.settle()
    return Thread.objects.get()


def test_a_conversation_opens_with_a_reason_that_is_kept(staff: Client, thread: Thread) -> None:
    page = staff.get(f"/admin/inbox/thread/{thread.pk}/change/")
    assert page.status_code == 200
    assert b"In confidence" not in page.content
    url = reverse("admin:inbox_thread_read_conversation", args=[thread.pk])
    asked = staff.get(url, follow=True)
    assert asked.status_code == 200
    assert b"In confidence" not in asked.content
    refused = staff.post(asked.request["PATH_INFO"], {"reason": ""})
    assert b"In confidence" not in refused.content
    assert not TimelineEntry.objects.filter(object_type="thread").exists()
    shown = staff.post(asked.request["PATH_INFO"], {"reason": "Dispute 12"})
    assert b"In confidence" in shown.content
    assert "no-store" in shown["Cache-Control"]
    entry = TimelineEntry.objects.get(object_type="thread")
    assert (entry.move, entry.reason, entry.actor_side) == ("open_for_staff", "Dispute 12", "staff")
    assert "Dispute" not in str(Message.objects.get(name="inbox.thread_opened_by_staff").payload)


@pytest.mark.parametrize("model", ["thread", "notification", "mail"])
def test_lists_are_searched_and_never_changed(staff: Client, thread: Thread, model: str) -> None:
    wanted = {"thread": "Mila", "notification": "owner@example.com", "mail": "OWNER@example.com"}[model]
    found = staff.get(f"/admin/inbox/{model}/", {"q": wanted})
    assert found.status_code == 200
    assert found.context["cl"].result_list
    assert not staff.get(f"/admin/inbox/{model}/", {"q": "nobody@example.com"}).context["cl"].result_list
    assert staff.get(f"/admin/inbox/{model}/add/").status_code in {403, 404}
    row = {"thread": Thread, "notification": Notification, "mail": Mail}[model].objects.order_by("pk")[0]
    assert staff.get(f"/admin/inbox/{model}/{row.pk}/change/").status_code == 200
    assert staff.post(f"/admin/inbox/{model}/{row.pk}/delete/").status_code in {403, 404}


def test_a_conversation_is_named_before_it_is_opened(staff: Client, thread: Thread) -> None:
    page = staff.get(reverse("admin:inbox_thread_read_conversation", args=[thread.pk])).content.decode()
    assert f"Conversation about {thread.application.deal}</h2>" in page


def test_a_refused_mail_is_sent_again(staff: Client, thread: Thread) -> None:
    mail = Mail.objects.filter(kind="message_brand").get()
    Mail.objects.filter(pk=mail.pk).update(state="refused", send_at=None, failed_at=timezone.now(), error="smtp_550")
    page = staff.get(f"/admin/inbox/mail/{mail.pk}/change/").content.decode()
    url = next(
        part for part in page.split('"') if part.startswith(f"/admin/inbox/mail/{mail.pk}/") and "change" not in part
    )
    staff.post(staff.get(url, follow=True).request["PATH_INFO"], {})
    mail.refresh_from_db()
    assert (mail.state, mail.error) == ("waiting", "smtp_550")
    assert TimelineEntry.objects.get(object_type="mail").move == "retry"


def test_only_a_stuck_mail_offers_to_be_sent_again(staff: Client, thread: Thread) -> None:
    mail = Mail.objects.filter(kind="message_brand").get()
    assert mail.state == "waiting"
    assert "/send-again/" not in staff.get(f"/admin/inbox/mail/{mail.pk}/change/").content.decode()
    Mail.objects.filter(pk=mail.pk).update(state="refused", send_at=None, failed_at=timezone.now())
    assert "/send-again/" in staff.get(f"/admin/inbox/mail/{mail.pk}/change/").content.decode()


def test_a_page_names_its_rows_in_words(staff: Client, thread: Thread) -> None:
    mail = Mail.objects.filter(kind="message_brand").get()
    page = staff.get(f"/admin/inbox/mail/{mail.pk}/change/").content.decode()
    assert "Taken by a worker" in page
    for raw in ("Claimed at", "Message id", "Send at"):
        assert raw not in page


def test_a_notification_is_called_by_words_and_a_day_never_by_a_key(thread: Thread) -> None:
    notification = Notification.objects.filter(kind="message_brand").get()
    at = notification.at
    assert str(notification) == f"Message brand, {at.day} {at:%b %Y}"
