"""What staff pages share: looked at and searched by everybody of staff, changed only by decisions that call operations."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import label_for_field, lookup_field
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action, display

from barter.kernel.clock import now
from barter.kernel.staff import looks, searching
from barter.kernel.staff.auditing import log_list
from barter.kernel.staff.lists import StaffChangeList, StaffPaginator, StateFilter
from barter.kernel.stateful import Stateful
from barter.kernel.text import whole_number

_FORMULA = ("=", "+", "-", "@", "\t", "\r")

# What columns are called, in lists and on an object's page, where their own names say little to a person.
LABELS = {
    "added_at": "Added",
    "asked_at": "Asked for",
    "at": "When",
    "body": "Text",
    "check_at": "Next check",
    "claimed_at": "Taken by a worker",
    "cleared_at": "File deleted",
    "consented_hash": "Hash of the terms agreed to",
    "crashes": "Crashes of the check",
    "dead_at": "Given up",
    "done_at": "Done",
    "expires_at": "Upload ends",
    "external_handle": "Name in the shop",
    "failed_at": "Failed",
    "file_sha256": "SHA-256 of the file",
    "email": "E-mail",
    "ends_at": "Ends",
    "ip": "IP address",
    "key": "Key of the request",
    "last_message_at": "Last message",
    "last_seen_at": "Last seen",
    "message_id": "Message-ID",
    "object_id": "Id of what it is about",
    "object_repr": "About",
    "object_type": "Kind of thing",
    "parts_done": "Parts written",
    "posted_at": "Posted",
    "process_at": "Next try",
    "proposed_at": "Proposed",
    "public_id": "Id",
    "published_at": "Published",
    "read_at": "Read",
    "ready_at": "Ready",
    "renewal_offered_at": "Renewal offered",
    "settled_at": "Answered",
    "starts_at": "Starts",
    "send_at": "Goes out",
    "sent_at": "Sent",
    "seen_at": "Looked at",
    "sha256": "SHA-256",
    "source_uid": "Event it came from",
    "terms_hash": "Hash of the terms",
    "told_at": "Last told",
    "try_at": "Next try",
    "uid": "Id of the event",
    "url": "Web address",
    "user_agent": "Browser",
    "written_at": "Written",
}


HELPS = {
    "voucher_instructions": "Shown to the creator after agreement.",
    "would_again": "Private: never shown to the other side.",
}


class StaffAdmin(ModelAdmin):
    """`find` says how a term is searched for; `facts`, `related` and `panels` fill an object's page above its fields."""

    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # counts every row for every choice
    list_per_page = 50
    list_disable_select_all = True
    list_defer: tuple[str, ...] = ()
    page_related: tuple[str, ...] = ()
    paginator = StaffPaginator
    actions: Any = ("export_csv",)
    sortable_by: Any = ()
    ordering: Any = ("-pk",)
    search_fields: Any = ("pk",)  # shows the field; `find` does the work
    search_help_text = "Id, name or e-mail"
    called: tuple[str, str] | None = None  # what staff call one and many, where the model says it for programmers
    in_global_search = True  # by words too; a public id finds everything
    change_form_template = "admin/object.html"
    change_list_template = "admin/staff_list.html"

    def __init__(self, model: type[Model], admin_site: Any) -> None:
        if self.called:
            model._meta.verbose_name, model._meta.verbose_name_plural = self.called
        super().__init__(model, admin_site)

    # ---- Who may

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        user = request.user
        rights = (f"{self.opts.app_label}.{verb}_{self.opts.model_name}" for verb in ("view", "change"))
        return bool(user.is_active and user.is_staff and any(user.has_perm(right) for right in rights))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_decide_permission(self, request: HttpRequest, object_id: str | int | None = None) -> bool:
        """Who may make decisions here: staff with the change right; the page itself stays read-only for all."""
        user = request.user
        right = f"{self.opts.app_label}.change_{self.opts.model_name}"
        return bool(user.is_active and user.is_staff and user.has_perm(right))

    # ---- Finding

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        term = searching.clean(search_term)
        if not term:
            return (queryset.none() if search_term.strip() else queryset), False
        return queryset.filter(pk__in=self.keys(term, queryset)), False

    def keys(self, term: str, rows: QuerySet[Any] | None = None) -> list[int]:
        """The keys of the newest rows a term finds."""
        wanted = self.find(term)
        branches: list[Q | QuerySet] = [wanted] if isinstance(wanted, Q) else list(wanted)
        every: QuerySet[Any] = self.model._default_manager.all() if rows is None else rows
        return searching.found_by(every.order_by(), branches)

    def find(self, term: str) -> Q | Iterable[Q | QuerySet]:
        """How a term is looked for: one condition, or several, each with an index behind it."""
        raise NotImplementedError

    # ---- Lists

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        return StaffChangeList

    def get_list_filter(self, request: HttpRequest) -> Any:
        named = ("state", "standing")
        return [(one, StateFilter) if one in named else one for one in super().get_list_filter(request)]

    def prepare(self, rows: list[Any]) -> None:
        """Load what the columns of these rows need besides `list_select_related`, in one query."""

    def apply_related(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        related = self.list_select_related
        return rows.select_related(*related) if isinstance(related, list | tuple) and related else rows

    def head_of(self, column: str) -> str:
        """What a column is called."""
        words = LABELS.get(column, "") if not hasattr(self, column) else ""
        words = words or str(label_for_field(column, self.model, self))
        return words[:1].upper() + words[1:]

    @action(description="Export as CSV", permissions=["view"])
    def export_csv(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        """The columns of the list for the chosen rows. What a spreadsheet would take for a formula is made text."""
        name = str(self.opts.verbose_name_plural).replace(" ", "-")
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        columns = [column for column in self.get_list_display(request) if column != "action_checkbox"]
        writer = csv.writer(response)
        writer.writerow(["Id", *(self.head_of(column) for column in columns)])
        rows = list(self.apply_related(queryset)[:1000])
        self.prepare(rows)
        for row in rows:
            values = (lookup_field(column, row, self)[2] for column in columns)
            own_id = getattr(row, "public_id", row.pk)
            writer.writerow([safe_cell(value) for value in (own_id, *values)])
        log_list(request, self.model, f"Exported {len(rows)} {self.opts.verbose_name_plural}")
        return response

    # ---- An object's page

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """By key or by public id, with what the page shows of its relations."""
        rows = self.get_queryset(request).select_related(*self.page_related)
        if searching.is_public_id(object_id):
            return rows.filter(public_id=object_id).first() if hasattr(self.model, "public_id") else None
        pk = whole_number(object_id)
        return None if pk is None else rows.filter(pk=pk).first()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        helps = {
            field.name: HELPS.get(field.name, "") for field in self.opts.concrete_fields
        }  # the models' speak to us
        return super().get_form(request, obj, change=change, **{"labels": LABELS, "help_texts": helps, **kwargs})

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Only the decisions that are possible now."""
        shown = super().get_actions_detail(request, object_id)
        obj = getattr(request, "staff_object", None)
        return [one for one in shown if obj is None or _is_possible(one, obj)]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        if object_id:
            request.staff_object = self.get_object(request, object_id)  # type: ignore[attr-defined]
            if searching.is_public_id(object_id) and request.staff_object:  # type: ignore[attr-defined]
                object_id = str(request.staff_object.pk)  # type: ignore[attr-defined]
        return super().changeform_view(request, object_id, form_url, extra_context)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Django's own history knows nothing of ours: what happened stands in the timeline."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        obj = self.get_object(request, object_id)
        if obj is None:
            raise Http404("no such object")
        return redirect(f"{looks.page_of(obj)}#timeline")

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        obj = kwargs.get("obj")
        if obj is not None:
            context.update(self.object_context(request, obj))
        return super().render_change_form(request, context, *args, **kwargs)

    def object_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        at, moved = now(), list(self.timeline_objects(obj))
        state = getattr(obj, "state", "")
        head = {
            "head_pill": looks.state_pill(obj._meta.model_name, state) if state else self.head_pill(obj),
            "head_late": isinstance(obj, Stateful) and looks.is_late(obj, at),
            "head_sentence": looks.due_sentence(obj, at) if isinstance(obj, Stateful) else "",
            "head_id": getattr(obj, "public_id", ""),
            "facts": list(self.facts(obj)),
            "related": list(self.related(obj)),
        }
        return {
            **head,
            "has_head": any(head.values()),
            "panels": list(self.panels(obj)),
            "staff_timeline": looks.timeline_of(moved, at, self.timeline_words(obj)) if moved else "",
        }

    def head_pill(self, obj: Any) -> SafeString | str:
        """The pill of things that have a standing and no state."""
        standing = getattr(obj, "standing", "")
        return looks.state_pill(obj._meta.model_name, standing) if standing else ""

    def facts(self, obj: Any) -> Iterable[tuple[str, Any]]:
        """Numbers and words worth a large line: (label, value)."""
        return ()

    def related(self, obj: Any) -> Iterable[tuple[str, Any, Any]]:
        """What this belongs to and what came of it: (kind, link, pill)."""
        return ()

    def panels(self, obj: Any) -> Iterable[tuple[str, SafeString | str]]:
        """Tables of parts that have no page of their own: (title, table)."""
        return ()

    def timeline_objects(self, obj: Any) -> Sequence[Model]:
        return [obj]

    def timeline_words(self, obj: Any) -> Mapping[str, str]:
        """Move -> what the timeline says of it, where the move's own name says too little."""
        return {}

    # ---- Columns many lists have

    @display(description="State")
    def status(self, obj: Any) -> SafeString:
        return looks.state_pill(obj._meta.model_name, obj.state)

    @display(description="Standing")
    def standing_words(self, obj: Any) -> SafeString:
        return looks.state_pill(obj._meta.model_name, obj.standing)

    @display(description="Place")
    def place(self, obj: Any) -> str:
        return ", ".join(filter(None, [obj.city, obj.country])) or "Not said"

    @display(description="Due")
    def due(self, obj: Any) -> SafeString | str:
        return looks.due(obj, now())

    @display(description="Since")
    def since(self, obj: Any) -> SafeString | str:
        return looks.ago(obj.state_since, now())

    @display(description="Id")
    def own_id(self, obj: Any) -> SafeString | str:
        return looks.mono(obj.public_id)


class Rows(TabularInline):
    """Parts of an object that are only looked at."""

    extra = 0
    can_delete = False
    per_page = 20
    row_related: tuple[str, ...] = ()

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True  # whoever may open the object

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related(*self.row_related)


def find_related(model: type[Model], term: str) -> list[int]:
    """Keys of what a term finds among another kind, by that kind's own page."""
    page = admin.site._registry.get(model)
    return page.keys(term)[:50] if isinstance(page, StaffAdmin) else []


def safe_cell(value: Any) -> str:
    """A value as text that no spreadsheet runs (OWASP: CSV injection)."""
    text = strip_tags(str(value if value is not None else "")).strip()
    return f"'{text}" if text.startswith(_FORMULA) else text


def _is_possible(shown: Any, obj: Any) -> bool:
    made = getattr(shown.method, "decision", None)
    return made is None or bool(made.is_possible(obj))
