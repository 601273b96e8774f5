"""Versions and files: read-only, with our own small still."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.decorators import display

from barter.kernel.staff import (
    StaffAdmin,
    find_related,
    looks,
    searching,
)
from content.checks import sent_before
from content.models import Asset, CleanPreview, Submission
from creators.models import Creator
from deals.clips import still_url
from deals.models import Collaboration

SHA256_LENGTH = 64


def still_of(asset: Asset) -> SafeString:
    """Only our own still: the file itself is never opened in the admin."""
    url = still_url(asset)
    return format_html('<img class="st-still" src="{}" alt="">', url) if url else SafeString("None")


@admin.register(Submission)
class SubmissionAdmin(StaffAdmin):
    """Versions that creators handed in."""

    list_display = ("trade", "version", "creator", "brand", "status", "made", "due")
    list_filter = ("state",)
    list_select_related = ("collaboration__creator", "collaboration__brand", "collaboration__deal")
    list_defer = ("caption",)
    page_related = ("collaboration__creator", "collaboration__brand", "collaboration__deal")
    in_global_search = False  # by words; its id finds it everywhere
    search_help_text = "Id, creator, brand or e-mail"
    fields = ("version", "caption", "rejection_reason", "made", "decided")
    readonly_fields = fields

    def find(self, term: str) -> Iterable[Q | QuerySet]:
        if searching.is_public_id(term):
            return searching.id_branches(term, "collaboration", "collaboration__creator", "assets")
        return [Q(collaboration__in=find_related(Collaboration, term))]

    @display(description="Deal")
    def trade(self, obj: Submission) -> str:
        return str(obj.collaboration.deal)

    @display(description="Creator")
    def creator(self, obj: Submission) -> str:
        return obj.collaboration.creator.display_name

    @display(description="Brand")
    def brand(self, obj: Submission) -> str:
        return obj.collaboration.brand.name

    @display(description="Answer by")
    def due(self, obj: Submission) -> Any:
        waits = obj.state == Submission.State.SUBMITTED and obj.collaboration.due_at
        return looks.moment(obj.collaboration.due_at) if waits else looks.NOTHING

    made = looks.dated("created_at", "Handed in")
    decided = looks.dated("decided_at", "Decided")

    def related(self, obj: Submission) -> Iterable[tuple[str, Any, Any]]:
        trade = obj.collaboration
        yield "Trade", looks.link(trade, trade.public_id), looks.state_pill("collaboration", trade.state)
        yield "Creator", looks.link(trade.creator), ""
        yield "Brand", looks.link(trade.brand), ""

    def panels(self, obj: Submission) -> Iterable[tuple[str, SafeString | str]]:
        files = Asset.objects.filter(Q(submission=obj) | Q(awaited_by=obj)).order_by("position", "pk")[:50]
        yield (
            "Files",
            looks.rows_of(
                (looks.link(row, row.file_name), row.get_kind_display(), looks.state_pill("asset", row.state))
                for row in files
            ),
        )
        notes = obj.notes.select_related("brief_item", "author").order_by("pk")[:100]
        yield "Notes", looks.rows_of(
            (f"{(note.at_ms or 0) / 1000:.0f} s", note.text, note.brief_item or "", "must change" if note.must_change else "",
             "draft" if note.is_draft else "", note.author)
            for note in notes
        )  # fmt: skip

    def timeline_objects(self, obj: Submission) -> Sequence[Model]:
        return [obj, obj.collaboration]


class Twice(admin.SimpleListFilter):
    title, parameter_name = "sent", "sent"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("twice", "In more than one trade")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Asset]) -> QuerySet[Asset]:
        """The very bytes. Alike pictures are compared where somebody looks at one of them."""
        others = Asset.objects.filter(sha256=OuterRef("sha256"), submission__isnull=False)
        elsewhere = Exists(others.exclude(collaboration=OuterRef("collaboration")))
        return queryset.filter(elsewhere, ~Q(sha256=""), submission__isnull=False) if self.value() else queryset


@admin.register(Asset)
class AssetAdmin(StaffAdmin):
    """Files, with our own small still; the file itself is never opened in the admin."""

    list_display = ("file_name", "creator_name", "kind", "status", "virus_scan", "made")
    list_filter = (Twice, "state", "kind", "scan")
    list_select_related = ("creator",)
    page_related = ("creator", "collaboration__deal", "collaboration__creator", "submission")
    in_global_search = False  # by words; its id finds it everywhere
    search_help_text = "Id, creator, e-mail or SHA-256"
    fields = ("picture", "rejection_code", "rejection_detail", "kind", "content_type", "size", "measures", "digest", "virus_scan", "captions_language",
              "attempts", "crashes", "made", "ready_at", "expires_at", "cleared_at")  # fmt: skip
    readonly_fields = fields

    def find(self, term: str) -> Iterable[Q | QuerySet]:
        if searching.is_public_id(term):
            return searching.id_branches(term, "collaboration", "submission", "creator")
        if len(term) == SHA256_LENGTH:
            return [Q(sha256=term.lower())]
        return [Q(creator__in=find_related(Creator, term))]

    @display(description="Creator")
    def creator_name(self, obj: Asset) -> str:
        return obj.creator.display_name

    made = looks.dated("created_at", "Made")

    @display(description="Size")
    def size(self, obj: Asset) -> str:
        return f"{obj.size_bytes:,} bytes"

    @display(description="Measures")
    def measures(self, obj: Asset) -> str:
        length = f", {obj.duration_ms / 1000:.1f} s" if obj.duration_ms else ""
        return f"{obj.width} × {obj.height}{length}" if obj.width else "Not known yet"

    virus_scan = looks.coded("scan")

    @display(description="SHA-256")
    def digest(self, obj: Asset) -> SafeString | str:
        return looks.mono(obj.sha256)

    @display(description="Preview")
    def picture(self, obj: Asset) -> SafeString:
        return still_of(obj)

    def related(self, obj: Asset) -> Iterable[tuple[str, Any, Any]]:
        trade = obj.collaboration
        yield "Creator", looks.link(obj.creator), ""
        yield "Trade", looks.link(trade, trade.public_id), looks.state_pill("collaboration", trade.state)
        if obj.submission is not None:
            yield (
                "Version",
                looks.link(obj.submission, f"Version {obj.submission.version}"),
                looks.state_pill("submission", obj.submission.state),
            )
        if clean := CleanPreview.objects.filter(asset=obj).first():
            yield "Preview without mark", clean.get_state_display(), ""
        yield "", looks.list_of("content.licence", "Licences", asset__id__exact=obj.pk), ""
        before = sent_before([obj], trade).get(obj.pk)
        if before is not None:
            yield "Sent before as", looks.link(before, before.file_name), looks.state_pill("asset", before.state)
