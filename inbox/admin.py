"""Staff's view of the inbox. Nothing here is written by hand; a conversation opens with a reason, which stands in its timeline."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, reverse
from unfold.decorators import action, display

from accounts.models import User
from barter.kernel import clock
from barter.kernel.actors import Actor
from barter.kernel.errors import BarterError
from barter.kernel.staff import (
    Queue,
    ReasonForm,
    StaffAdmin,
    decision,
    find_related,
    looks,
    register_queue,
    searching,
)
from brands.models import Brand, Invitation
from creators.models import Creator
from inbox import admin_choices as _admin_choices  # noqa: F401 - registers its pages
from inbox import operations, queries
from inbox.admin_samples import addresses
from inbox.models import Attachment, Mail, Notification, Thread
from inbox.words import words_of

_MOST_SHOWN = 200
_MAIL_TINTS = {
    "Waiting": "info",
    "Taken by a worker": "info",
    "Being handed over": "info",
    "Sent": "success",
    "Handed over, not confirmed": "warning",
    "Refused": "danger",
}


class Hinted(admin.SimpleListFilter):
    title, parameter_name = "contact hints", "hinted"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Looks like a trade outside Barter")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(contact_hints__gt=0) if self.value() == "yes" else queryset


@admin.register(Thread)
class ThreadAdmin(StaffAdmin):
    """Who talks to whom about what. The words themselves are behind a reason."""

    list_display = ("deal_name", "brand_name", "creator_name", "contact_hints", "last_message_at")
    list_filter = (Hinted,)
    list_select_related = ("application__deal", "brand", "creator")
    search_help_text = "Id, brand, creator or creator’s e-mail"
    actions_detail = ("read_conversation",)
    page_related = ("application__deal", "application__creator", "brand", "creator")
    fields = ("deal_name", "brand_name", "creator_name", "contact_hints", "last_message_at")
    readonly_fields = fields

    def find(self, term: str) -> Iterable[Q]:
        if searching.is_public_id(term):
            return searching.id_branches(term, "application", "creator", "brand")
        return [Q(creator__in=find_related(Creator, term)), Q(brand__in=find_related(Brand, term))]

    @display(description="Deal")
    def deal_name(self, thread: Thread) -> str:
        return str(thread.application.deal)

    @display(description="Brand")
    def brand_name(self, thread: Thread) -> str:
        return thread.brand.name

    @display(description="Creator")
    def creator_name(self, thread: Thread) -> str:
        return thread.creator.display_name

    def related(self, obj: Thread) -> Iterable[tuple[str, Any, Any]]:
        yield "Application", looks.link(obj.application), looks.state_pill("application", obj.application.state)
        yield "Brand", looks.link(obj.brand), ""
        yield "Creator", looks.link(obj.creator), ""

    @action(description="Read the conversation", permissions=["decide"])
    def read_conversation(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Shows the messages once, in the answer to a reason that is kept for good."""
        thread = self.get_object(request, object_id)
        if thread is None:
            return redirect("admin:inbox_thread_changelist")
        form = ReasonForm(request.POST if request.method == "POST" else None)
        shown: list[Any] = []
        is_open = request.method == "POST" and form.is_valid()
        if is_open:
            try:
                operations.open_for_staff(
                    thread=thread, by=_staff(request), reason=form.cleaned_data["reason"], at=clock.now()
                )
            except BarterError as refusal:
                messages.error(request, refusal.detail)
                return redirect(_page(thread))
            rows = thread.messages.select_related("author").prefetch_related("attachments").order_by("-id")
            shown = list(rows[:_MOST_SHOWN])[::-1]
            for message in shown:
                message.files = [_file(row) for row in message.attachments.all()]
        context = {
            **self.admin_site.each_context(request),
            "title": f"Conversation about {thread.application.deal}",
            "form": form,
            "is_open": is_open,
            "shown": shown,
            "page": _page(thread),
            "opts": self.opts,
        }
        response = render(request, "inbox/staff_conversation.html", context)
        response["Cache-Control"] = "no-store"
        return response


@admin.register(Notification)
class NotificationAdmin(StaffAdmin):
    """What somebody was told, in the words they read."""

    list_display = ("line", "user", "sort", "count", "at", "read_at")
    list_select_related = ("user",)
    search_help_text = "Id, id of what it is about, or e-mail"
    fields = (
        "user",
        "line",
        "lead",
        "sort",
        "object_id",
        "deal",
        "brand",
        "count",
        "source_uid",
        "at",
        "read_at",
    )
    readonly_fields = fields

    def find(self, term: str) -> Iterable[Q]:
        if searching.is_public_id(term):
            return [*searching.id_branches(term), Q(object_id=term)]
        return [Q(user__in=find_related(User, term))]

    sort = looks.coded("kind")

    @display(description="Line")
    def line(self, notification: Notification) -> str:
        return words_of(notification, clock.now()).subject

    @display(description="Sentence")
    def lead(self, notification: Notification) -> str:
        return words_of(notification, clock.now()).lead


@admin.register(Mail)
class MailAdmin(StaffAdmin):
    """Every mail and what became of it; its words are those of its notification."""

    list_display = ("line", "recipient", "status", "attempts", "error", "send_at", "sent_at")
    list_filter = ("state", "kind")
    list_select_related = ("user", "invitation__brand", "notification")
    search_help_text = "The recipient's e-mail, or a Message-ID"
    fields = (
        "message_id", "sort", "line", "recipient", "status", "attempts", "error", "send_at", "claimed_at", "sent_at",
        "failed_at",
    )  # fmt: skip
    readonly_fields = fields
    actions_detail = ("retry_mail",)
    page_related = ("user", "invitation__brand", "notification")
    retry_mail = decision(
        "Send again",
        operations.retry_mail,
        subject="mail",
        possible=lambda mail: mail.state in {Mail.State.REFUSED, Mail.State.UNCONFIRMED},
        words="A mail that was handed over but never confirmed may have arrived: the person could get it twice.",
    )

    def get_urls(self) -> list[URLPattern]:
        return [*addresses(), *super().get_urls()]

    def find(self, term: str) -> Iterable[Q]:
        invited = searching.some(searching.by_email(Invitation.objects.all(), term))
        return [
            Q(message_id=term.strip("<>")),
            Q(user__in=find_related(User, term)),
            Q(invitation__in=invited),
        ]

    sort = looks.coded("kind")

    @display(description="Mail")
    def line(self, mail: Mail) -> str:
        if mail.notification is not None:
            return words_of(mail.notification, clock.now()).subject
        return f"Invitation to {mail.invitation.brand.name}" if mail.invitation else mail.kind

    def related(self, obj: Mail) -> Iterable[tuple[str, Any, Any]]:
        if obj.notification is not None:
            yield "Notification", looks.link(obj.notification, obj.notification.public_id), ""
        if obj.user is not None:
            yield "Person", looks.link(obj.user), ""

    @display(description="To")
    def recipient(self, mail: Mail) -> str:
        if mail.invitation is not None:
            return mail.invitation.email
        return mail.user.email if mail.user else "nobody"

    @display(description="State", label=_MAIL_TINTS)
    def status(self, mail: Mail) -> str:
        return str(Mail.State(mail.state).label)


def _staff(request: HttpRequest) -> Actor:
    return Actor.staff(int(request.user.pk or 0))


def _file(row: Attachment) -> dict[str, str]:
    """A short-lived address that saves the file; its look was written down with the conversation's."""
    return {"name": row.file_name, "state": row.get_state_display(), "url": queries.download_url(row)}


def _page(thread: Thread) -> str:
    return reverse("admin:inbox_thread_change", args=[thread.pk])


register_queue(
    Queue(
        name="mails_failed",
        title="Failed mails",
        icon="unsubscribe",
        model=Mail,
        rows=lambda: Mail.objects.filter(state__in=[Mail.State.REFUSED, Mail.State.UNCONFIRMED]),
        since="failed_at",
        query="state__in=refused,unconfirmed",
        words="refused, or handed over and never confirmed",
        order=85,
    )
)
