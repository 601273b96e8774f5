"""Staff's view of files, versions and licences. States are read-only; the one move staff make here is to revoke."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminTextareaWidget

from accounts.models import User
from barter.kernel.actors import Actor
from barter.kernel.clock import now
from barter.kernel.errors import BarterError
from barter.kernel.models import TimelineEntry
from barter.kernel.templatetags.status import find_status
from content import operations, queries
from content.models import Asset, AssetDownload, Licence, RevisionNote, Submission
from content.workflow import LICENCE_USABLE

_TINTS = {"Ready": "success", "Rejected": "danger", "Being checked": "info", "Waiting": "warning"}


class _ReadOnly(ModelAdmin):
    """Looked at and searched; moved only by operations. Lists stay flat at a million rows."""

    show_full_result_count = False
    list_per_page = 50
    actions = None
    prefixes: tuple[str, ...] = ()
    search_fields = ("pk",)  # shows the field; `find` does the work

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By id of the object, its collaboration or creator, by code, e-mail or beginning of a name."""
        term = search_term.strip()
        return (queryset.filter(self.find(term)) if term else queryset), False

    def find(self, term: str) -> Q:
        raise NotImplementedError

    @display(description="Timeline")
    def timeline(self, obj: Any) -> SafeString:
        entries = TimelineEntry.objects.filter(object_type=obj._meta.model_name, object_id=obj.pk).order_by("id")
        rows = format_html_join(
            "",
            "<li>{} · {}{} · {}{}</li>",
            (
                (
                    entry.at.strftime("%d %b %Y %H:%M"),
                    entry.move.replace("_", " "),
                    f" ({entry.from_state or 'new'} → {entry.to_state})" if entry.to_state else "",
                    entry.actor_side,
                    f" · {entry.reason}" if entry.reason else "",
                )
                for entry in entries
            ),
        )
        return format_html("<ol>{}</ol>", rows) if rows else SafeString("Nothing yet")


class AssetInline(TabularInline):
    model = Asset
    fields = ("public_id", "file_name", "kind", "state", "width", "height", "duration_ms", "scan")
    readonly_fields = fields
    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class NoteInline(TabularInline):
    model = RevisionNote
    fields = ("at_ms", "text", "brief_item", "must_change", "is_draft", "fixed_in_version", "author")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Submission)
class SubmissionAdmin(_ReadOnly):
    list_display = ("public_id", "version", "creator", "brand", "status", "created_at", "due")
    list_filter = ("state",)
    list_select_related = ("collaboration__creator", "collaboration__brand")
    ordering = ("-id",)
    inlines = (AssetInline, NoteInline)
    fields = ("public_id", "collaboration", "version", "state", "caption", "created_at", "decided_at", "timeline")
    readonly_fields = fields

    def find(self, term: str) -> Q:
        return (
            Q(public_id=term)
            | Q(collaboration__public_id=term)
            | Q(collaboration__creator__user__email__iexact=term)
            | Q(collaboration__creator__display_name__istartswith=term)
            | Q(collaboration__brand__name__istartswith=term)
        )

    @display(description="Creator")
    def creator(self, obj: Submission) -> str:
        return obj.collaboration.creator.display_name

    @display(description="Brand")
    def brand(self, obj: Submission) -> str:
        return obj.collaboration.brand.name

    @display(description="State", label={"Approved": "success", "To review": "info", "Changes asked": "warning"})
    def status(self, obj: Submission) -> str:
        return find_status("submission", obj.state, "staff").words

    @display(description="Answer by")
    def due(self, obj: Submission) -> Any:
        return obj.collaboration.due_at if obj.state == Submission.State.SUBMITTED else None


@admin.register(Asset)
class AssetAdmin(_ReadOnly):
    list_display = ("public_id", "file_name", "creator", "kind", "status", "scan", "created_at")
    list_filter = ("state", "kind", "scan")
    list_select_related = ("creator",)
    ordering = ("-id",)
    fields = (
        "public_id", "picture", "creator", "collaboration", "submission", "state", "rejection_code", "rejection_detail",
        "file_name", "kind", "content_type", "size_bytes", "width", "height", "duration_ms", "sha256", "scan", "attempts",
        "crashes", "created_at", "ready_at", "expires_at", "cleared_at", "timeline",
    )  # fmt: skip
    readonly_fields = fields

    def find(self, term: str) -> Q:
        return (
            Q(public_id=term)
            | Q(collaboration__public_id=term)
            | Q(submission__public_id=term)
            | Q(creator__user__email__iexact=term)
            | Q(creator__display_name__istartswith=term)
            | Q(sha256=term.lower())
        )

    @display(description="State", label=_TINTS)
    def status(self, obj: Asset) -> str:
        words = {"ready": "Ready", "rejected": "Rejected", "processing": "Being checked", "waiting": "Waiting"}
        return words.get(obj.state, "Expired")

    @display(description="Preview")
    def picture(self, obj: Asset) -> SafeString:
        """Only our own still: the file itself is never opened in the admin."""
        url = queries.still_url(obj)
        return format_html('<img src="{}" alt="" height="200">', url) if url else SafeString("None")


class DownloadInline(TabularInline):
    model = AssetDownload
    fields = ("user", "at")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReasonForm(forms.Form):
    reason = forms.CharField(
        max_length=500,
        label="Why is this licence taken back?",
        help_text="Kept in the timeline; the public page says that the licence was withdrawn.",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )


@admin.register(Licence)
class LicenceAdmin(_ReadOnly):
    list_display = ("code", "brand", "creator", "status", "starts_at", "ends_at")
    list_filter = ("state",)
    list_select_related = ("brand", "creator")
    ordering = ("-id",)
    inlines = (DownloadInline,)
    actions_detail = ("revoke",)
    fields = (
        "public_id", "code", "brand", "creator", "asset", "collaboration", "state", "scope", "territory", "starts_at",
        "ends_at", "terms_hash", "file_sha256", "timeline",
    )  # fmt: skip
    readonly_fields = fields

    def find(self, term: str) -> Q:
        return (
            Q(code=term.upper())
            | Q(public_id=term)
            | Q(collaboration__public_id=term)
            | Q(asset__public_id=term)
            | Q(creator__user__email__iexact=term)
            | Q(creator__display_name__istartswith=term)
            | Q(brand__name__istartswith=term)
            | Q(file_sha256=term.lower())
        )

    @display(description="State", label={"Licensed": "success", "Withdrawn": "danger", "Ends soon": "warning"})
    def status(self, obj: Licence) -> str:
        if obj.state == Licence.State.EXPIRING:
            return "Ends soon"
        return find_status("licence", obj.state, "staff").words

    @action(description="Take the licence back", url_path="revoke", permissions=["revoke"])
    def revoke(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask for the reason, then lock the original."""
        licence = get_object_or_404(Licence, pk=object_id)
        page = reverse("admin:content_licence_change", args=[licence.pk])
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            assert isinstance(request.user, User)
            try:
                operations.revoke_licence(
                    licence=licence, by=Actor.staff(request.user.pk), reason=form.cleaned_data["reason"], at=now()
                )
            except BarterError as refusal:
                messages.error(request, refusal.detail)
            else:
                messages.success(request, f"Licence {licence.code} was taken back.")
            return redirect(page)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Take back licence {licence.code}",
            "form": form,
            "licence": licence,
            "page": page,
            "opts": Licence._meta,
            "is_running": licence.state in LICENCE_USABLE,
        }
        return render(request, "admin/content/licence/revoke.html", context)

    def has_revoke_permission(self, request: HttpRequest, object_id: str | int | None = None) -> bool:
        """Staff who may change licences; the page itself stays read-only for all."""
        return request.user.is_active and request.user.has_perm("content.change_licence")
