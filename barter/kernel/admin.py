"""Staff's view of the machinery: what is on its way, the numbers they may change, the record of everything."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from unfold.decorators import display
from unfold.widgets import UnfoldAdminIntegerFieldWidget

from barter.kernel import operations, policy
from barter.kernel.clock import now
from barter.kernel.models import Handled, IdempotencyRecord, Message, Policy, ProductClock, TimelineEntry
from barter.kernel.staff import Question, Queue, StaffAdmin, bulk, decision, looks, register_queue
from barter.kernel.text import whole_number


class _System(StaffAdmin):
    in_global_search = False

    def timeline_objects(self, obj: Any) -> list[Any]:
        return []


class HasEndedFilter(admin.SimpleListFilter):
    title = "where it is"
    parameter_name = "is"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("pending", "On its way"), ("failing", "Failing"), ("dead", "Given up"), ("done", "Done")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Message]) -> QuerySet[Message]:
        pending = queryset.filter(done_at=None, dead_at=None)
        narrowed = {
            "pending": pending,
            "failing": pending.filter(attempts__gt=0),
            "dead": queryset.exclude(dead_at=None),
            "done": queryset.exclude(done_at=None),
        }
        return narrowed.get(self.value() or "", queryset)


@admin.register(Message)
class MessageAdmin(_System):
    """The outbox. Payloads hold ids and small numbers only, so staff may read them."""

    list_display = ("name", "where", "at", "attempts", "error", "try_at")
    list_filter = (HasEndedFilter,)
    list_defer = ("payload",)
    search_help_text = "Name of the event, or its uid"
    actions = ("retry_many",)
    actions_detail = ("retry",)
    fields = ("uid", "name", "data", "at", "attempts", "try_at", "done_at", "dead_at", "error")
    readonly_fields = fields
    retry = decision("Try again", operations.retry_message, subject="message", main=True,
                     possible=lambda message: message.done_at is None,
                     words="It is carried to the handlers that have not done their part yet.")  # fmt: skip
    retry_many = bulk(retry)

    def find(self, term: str) -> Iterable[Q | QuerySet]:
        try:
            return [Q(uid=UUID(term))]
        except ValueError:
            return [
                Q(done_at=None, dead_at=None, name__startswith=term),
                Q(dead_at__isnull=False, name__startswith=term),
            ]

    @display(description="Where")
    def where(self, obj: Message) -> SafeString:
        if obj.dead_at:
            return looks.pill("Given up", "danger")
        if obj.done_at:
            return looks.pill("Done", "success")
        return looks.pill("Failing", "warning") if obj.attempts else looks.pill("On its way", "info")

    def head_pill(self, obj: Message) -> Any:
        return self.where(obj)

    @display(description="Data")
    def data(self, obj: Message) -> SafeString | str:
        return looks.rows_of(obj.payload.items())

    def panels(self, obj: Message) -> Iterable[tuple[str, SafeString | str]]:
        yield "Handled by", looks.rows_of([row.handler] for row in obj.handled.all()[:50])


@admin.register(Handled)
class HandledAdmin(_System):
    list_display = ("message", "handler")
    list_select_related = ("message",)
    page_related = ("message",)
    search_help_text = "Uid of the message"
    fields = ("message", "handler")
    readonly_fields = fields

    def find(self, term: str) -> Iterable[Q | QuerySet]:
        try:
            return [Q(message__uid=UUID(term))]
        except ValueError:
            return []


class ValueForm(Question):
    value = forms.IntegerField(label="New value", widget=UnfoldAdminIntegerFieldWidget)

    def fit(self, obj: Policy) -> None:
        least, most = policy.limits(obj.name)
        field = self.fields["value"]
        field.initial = obj.value
        field.help_text = f"From {least:,} to {most:,}. The product’s own number is {policy.DEFAULTS[obj.name]:,}."
        field.widget.attrs |= {"min": least, "max": most}


@admin.register(Policy)
class PolicyAdmin(_System):
    """The numbers of the product that staff changed, or may. A change counts within ten seconds, for new clocks."""

    called = ("setting", "settings")
    list_display = ("words", "value", "default", "goes")
    ordering = ("name",)
    actions = ()
    search_help_text = "Part of the words"
    fields = ("value", "default", "goes", "name")
    readonly_fields = fields
    actions_detail = ("change_value", "reset")  # not "change": that names the page itself
    change_value = decision("Change the value", operations.set_policy, subject="policy_row", form=ValueForm, main=True,
                            words="It counts from now on: clocks that already run keep their time.")  # fmt: skip
    reset = decision("Back to the default", operations.reset_policy, subject="policy_row",
                     possible=lambda row: row.value != policy.DEFAULTS.get(row.name))  # fmt: skip

    def find(self, term: str) -> Iterable[Q | QuerySet]:
        asked = term.lower()
        called = [name for name in policy.DEFAULTS if asked in policy.words(name).lower()]
        return [Q(name__in=called), Q(name__contains=asked.replace(" ", "_"))]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(name__in=policy.DEFAULTS)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Every setting gets a row, so that each has a page; a row that equals its default changes nothing."""
        operations.fill_policies()
        return super().changelist_view(request, extra_context)

    @display(description="Setting")
    def words(self, obj: Policy) -> str:
        return policy.words(obj.name)

    @display(description="May be set")
    def goes(self, obj: Policy) -> str:
        least, most = policy.limits(obj.name)
        return f"from {least:,} to {most:,}"

    @display(description="Default")
    def default(self, obj: Policy) -> int | None:
        return policy.DEFAULTS.get(obj.name)

    def timeline_objects(self, obj: Any) -> list[Any]:
        return [obj]


@admin.register(ProductClock)
class ProductClockAdmin(_System):
    """How far the product's clock runs ahead (demo and tests); moved by `manage.py advance`."""

    called = ("product clock", "product clock")
    list_display = ("offset", "reads")
    search_fields = ()
    actions = ()
    fields = ("offset", "reads")
    readonly_fields = fields

    def find(self, term: str) -> Iterable[Q | QuerySet]:
        return []

    @display(description="The product’s time")
    def reads(self, obj: ProductClock) -> SafeString | str:
        return looks.moment(now())


@admin.register(IdempotencyRecord)
class IdempotencyRecordAdmin(_System):
    """Which requests of apps were answered, for 24 hours. The answers themselves may hold what only the caller may see."""

    called = ("repeated request", "repeated requests")
    list_display = ("key", "caller", "status", "at")
    list_defer = ("body",)
    search_help_text = "The key"
    fields = ("key", "caller", "fingerprint", "status", "at")
    readonly_fields = fields

    def find(self, term: str) -> Iterable[Q | QuerySet]:
        return [Q(key=term), Q(caller=term)]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("body")


@admin.register(TimelineEntry)
class TimelineEntryAdmin(_System):
    """Every move of everything, newest first. The database refuses to change a row."""

    list_display = ("at", "thing", "act", "moved", "side", "why")
    search_help_text = "Kind and key: deal 1234"
    fields = ("at", "thing", "act", "came_from", "moved", "side", "person", "why")
    readonly_fields = fields

    def find(self, term: str) -> Iterable[Q | QuerySet]:
        kind, _, typed = term.rpartition(" ")
        key = whole_number(typed)
        return [Q(object_type=kind.strip().lower(), object_id=key)] if kind and key is not None else []

    act, side, why = looks.coded("move"), looks.coded("actor_side", "By"), looks.coded("reason")

    @display(description="Thing")
    def thing(self, obj: TimelineEntry) -> str:
        return f"{obj.object_type.capitalize()} {obj.object_id}"

    def related(self, obj: TimelineEntry) -> Iterable[tuple[str, Any, Any]]:
        """The thing itself, for kinds that have a page; without loading it."""
        for model in self.admin_site._registry:
            if model._meta.model_name == obj.object_type:
                yield "About", looks.link(model(pk=obj.object_id), self.thing(obj)), ""

    @display(description="Person")
    def person(self, obj: TimelineEntry) -> SafeString | str:
        found = get_user_model()._default_manager.filter(pk=obj.actor_user_id or 0).first()
        return looks.link(found) if found else "-"

    @display(description="State before")
    def came_from(self, obj: TimelineEntry) -> SafeString | str:
        return looks.state_pill(obj.object_type, obj.from_state) if obj.from_state else "-"

    @display(description="State")
    def moved(self, obj: TimelineEntry) -> SafeString | str:
        return looks.state_pill(obj.object_type, obj.to_state) if obj.to_state else ""


register_queue(
    Queue(
        name="messages_dead",
        title="Stuck messages",
        icon="outbox",
        model=Message,
        rows=lambda: Message.objects.exclude(dead_at=None),
        since="dead_at",
        query="is=dead",
        words="given up after many attempts",
        order=80,
    )
)
