"""What admin pages share: looked at and searched by everybody of staff, changed only by decisions that call operations."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.admin import ModelAdmin
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminTextareaWidget

from barter.kernel.actors import Actor
from barter.kernel.clock import now
from barter.kernel.errors import BarterError
from barter.kernel.models import TimelineEntry

Decide = Callable[..., Any]


class ReasonForm(forms.Form):
    reason = forms.CharField(
        max_length=500,
        label="Why?",
        help_text="Kept in the timeline.",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )


class StaffAdmin(ModelAdmin):
    """Lists stay flat at a million rows. `find` says how a word is searched for."""

    show_full_result_count = False
    list_per_page = 50
    actions = None
    ordering = ("-pk",)
    search_fields = ("pk",)  # shows the field; `find` does the work

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_decide_permission(self, request: HttpRequest, object_id: str | int | None = None) -> bool:
        """Who may make decisions here: staff with the change right; the page itself stays read-only for all."""
        right = f"{self.opts.app_label}.change_{self.opts.model_name}"
        return bool(request.user.is_active and request.user.has_perm(right))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        term = search_term.strip()
        return (queryset.filter(self.find(term)) if term else queryset), False

    def find(self, term: str) -> Q:
        raise NotImplementedError

    @display(description="Timeline")
    def timeline(self, obj: Any) -> SafeString:
        entries = TimelineEntry.objects.filter(object_type=obj._meta.model_name, object_id=obj.pk).order_by("id")
        rows = format_html_join("", "<li>{}</li>", ((_line(entry),) for entry in entries))
        return format_html("<ol>{}</ol>", rows) if rows else SafeString("Nothing yet")


def decision(description: str, operation: Decide, *, subject: str, ask_reason: bool = False, words: str = "") -> Any:
    """A button on an object's page: asks (for a reason too), then calls `operation(subject=obj, by=, at=, reason=)`."""

    @action(description=description, url_path=operation.__name__.replace("_", "-"), permissions=["decide"])
    def decide(self: StaffAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
        obj = get_object_or_404(self.model, pk=object_id)
        page = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[obj.pk])
        form: forms.Form = (ReasonForm if ask_reason else forms.Form)(request.POST or None)
        if request.method == "POST" and (form.is_valid() or not ask_reason):
            reason = {"reason": form.cleaned_data["reason"]} if ask_reason else {}
            try:
                operation(**{subject: obj}, by=Actor.staff(int(request.user.pk or 0)), at=now(), **reason)
                messages.success(request, f"{description}: done.")
            except BarterError as refusal:
                messages.error(request, refusal.detail)
            return redirect(page)
        context = {
            **self.admin_site.each_context(request),
            "title": f"{description}: {obj}",
            "form": form,
            "page": page,
            "button": description,
            "words": words,
            "opts": self.opts,
        }
        return render(request, "admin/decide.html", context)

    decide.__name__ = operation.__name__
    return decide


def _line(entry: TimelineEntry) -> str:
    moved = f" ({entry.from_state or 'new'} → {entry.to_state})" if entry.to_state else ""
    reason = f" · {entry.reason}" if entry.reason else ""
    return f"{entry.at:%d %b %Y %H:%M} · {entry.move.replace('_', ' ')}{moved} · {entry.actor_side}{reason}"
