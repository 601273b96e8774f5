"""Staff's view of files, versions and licences, and the requests to take a file down, which they decide. States are read-only."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.decorators import display
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminTextareaWidget

from barter.kernel import policy
from barter.kernel.clock import now
from barter.kernel.staff import (
    Question,
    Queue,
    ReasonForm,
    StaffAdmin,
    decision,
    find_related,
    looks,
    register_queue,
    searching,
)
from brands.models import Brand
from content import operations
from content.checks import sent_before
from content.models import Asset, CleanPreview, Licence, PaidRenewal, ShareLink, Submission, TakeDown
from content.models.shares import ShareState
from content.operations.take_downs import DOWN_DAYS_MAX, WORDS_MAX
from content.workflow import LICENCE_USABLE, TakeDownState
from creators.models import Creator
from deals.clips import still_url
from deals.models import Collaboration

_SHA256_LENGTH = 64


def _still(asset: Asset) -> SafeString:
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
        if len(term) == _SHA256_LENGTH:
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
        return _still(obj)

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


class TakeBackForm(ReasonForm):
    """The reason stays with staff, unless it settles the creator's request: then both sides read it there."""

    def fit(self, obj: Licence) -> None:
        if TakeDown.objects.undecided().filter(licence=obj).exists():
            self.fields["reason"].help_text = "Both sides read this: it also decides the creator’s take-down request."


@admin.register(Licence)
class LicenceAdmin(StaffAdmin):
    """Rights that brands hold."""

    list_display = ("code", "brand_name", "creator_name", "status", "starts_at", "ends_at")
    list_filter = ("state",)
    list_select_related = ("brand", "creator")
    page_related = ("brand", "creator", "asset", "renews", "collaboration__deal", "collaboration__creator")
    search_help_text = "Code, id, creator, brand or SHA-256"
    actions_detail = ("revoke",)
    fields = ("code", "rights", "territory", "starts_at", "ends_at", "renewal_months", "renewal_offered_at", "terms_hash",
              "file_sha256")  # fmt: skip
    readonly_fields = fields
    revoke = decision("Take back licence", operations.revoke_licence, subject="licence", form=TakeBackForm, danger=True,
                      possible=lambda licence: licence.state in LICENCE_USABLE,
                      words="The brand can no longer download this file. The public page says that the licence was "
                            "withdrawn. This can’t be undone.")  # fmt: skip

    def find(self, term: str) -> Iterable[Q | QuerySet]:
        if searching.is_public_id(term):
            return searching.id_branches(term, "collaboration", "asset", "creator", "brand")
        if len(term) == _SHA256_LENGTH:
            return [Q(asset__sha256=term.lower())]
        return [Q(code=term.upper()), Q(collaboration__in=find_related(Collaboration, term))]

    @display(description="Rights")
    def rights(self, obj: Licence) -> object:
        return looks.value_of(obj.scope)

    @display(description="Brand")
    def brand_name(self, obj: Licence) -> str:
        return obj.brand.name

    @display(description="Creator")
    def creator_name(self, obj: Licence) -> str:
        return obj.creator.display_name

    def related(self, obj: Licence) -> Iterable[tuple[str, Any, Any]]:
        trade = obj.collaboration
        yield "File", looks.link(obj.asset, obj.asset.file_name), looks.state_pill("asset", obj.asset.state)
        yield "Trade", looks.link(trade, trade.public_id), looks.state_pill("collaboration", trade.state)
        yield "Brand", looks.link(obj.brand), ""
        yield "Creator", looks.link(obj.creator), ""
        for paid in PaidRenewal.objects.filter(licence=obj):
            state = "Sent" if paid.paid_at else "Owed" if paid.agreed_at else "Offered"
            yield f"{state} for {paid.months} more months", paid.contents, looks.money(paid.worth_minor, paid.currency)
        if obj.renews is not None:
            yield "Renews", looks.link(obj.renews), looks.state_pill("licence", obj.renews.state)
        for follower in Licence.objects.filter(renews=obj):
            yield "Renewed by", looks.link(follower), looks.state_pill("licence", follower.state)
        for request in TakeDown.objects.filter(licence=obj):
            yield (
                "Take-down",
                looks.link(request, request.get_reason_display()),
                looks.state_pill("takedown", request.state),
            )

    def panels(self, obj: Licence) -> Iterable[tuple[str, SafeString | str]]:
        downloads = obj.downloads.select_related("user", "share").order_by("-pk")[:50]
        yield (
            "Downloads of the original",
            looks.rows_of((row.user or _guest_of(row.share), looks.moment(row.at)) for row in downloads),
        )


def _guest_of(share: ShareLink | None) -> SafeString | str:
    return format_html("A guest, by {}", looks.link(share, share.public_id)) if share else ""


@admin.register(ShareLink)
class ShareLinkAdmin(StaffAdmin):
    """Links that show files of a library to people without an account. The address itself is known to nobody here."""

    list_display = ("name", "brand_name", "maker", "standing", "made", "works_until", "opened_count")
    list_select_related = ("brand", "made_by")
    page_related = ("brand", "made_by")
    in_global_search = False  # by words; its id finds it everywhere
    search_help_text = "Id or brand"
    actions_detail = ("end",)
    fields = ("name", "standing", "may_download", "made", "works_until", "ended", "opened_count", "last_opened")
    readonly_fields = fields
    end = decision("End link", operations.end_share, subject="share", ask_reason=True, danger=True,
                   possible=lambda share: share.state_at(now()) == ShareState.OPEN,
                   words="Whoever has its address finds nothing from now on. The brand sees that it ended. This can’t be "
                         "undone.")  # fmt: skip

    def find(self, term: str) -> Iterable[Q | QuerySet]:
        if searching.is_public_id(term):
            return searching.id_branches(term, "brand")
        return [Q(brand__in=find_related(Brand, term))]

    @display(description="Brand")
    def brand_name(self, obj: ShareLink) -> str:
        return obj.brand.name

    @display(description="Made by")
    def maker(self, obj: ShareLink) -> str:
        return str(obj.made_by)

    @display(description="State")
    def standing(self, obj: ShareLink) -> str:
        return str(obj.state_at(now()).label)

    made = looks.dated("created_at", "Made")
    works_until = looks.dated("expires_at", "Works until")
    ended = looks.dated("ended_at", "Ended")
    last_opened = looks.dated("last_opened_at", "Last opened")

    def related(self, obj: ShareLink) -> Iterable[tuple[str, Any, Any]]:
        yield "Brand", looks.link(obj.brand), ""
        yield "Made by", looks.link(obj.made_by), ""

    def panels(self, obj: ShareLink) -> Iterable[tuple[str, SafeString | str]]:
        files = obj.files.select_related("licence").order_by("-licence")[:50]
        yield (
            "Files",
            looks.rows_of(
                (looks.link(row.licence, row.licence.code), looks.state_pill("licence", row.licence.state))
                for row in files
            ),
        )
        taken = obj.downloads.select_related("licence").order_by("-pk")[:50]
        yield "Originals downloaded", looks.rows_of((row.licence.code, looks.moment(row.at)) for row in taken)


class VerdictForm(Question):
    decision = forms.CharField(
        max_length=WORDS_MAX,
        label="Why?",
        help_text="Both sides read this.",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 5}),
    )


class GrantForm(VerdictForm):
    days = forms.IntegerField(
        min_value=1,
        max_value=DOWN_DAYS_MAX,
        label="Days to take it down",
        help_text="From now on, everywhere it is shown.",
        widget=UnfoldAdminIntegerFieldWidget,
    )

    def fit(self, obj: TakeDown) -> None:
        self.fields["days"].initial = policy.value("take_down_days")


@admin.register(TakeDown)
class TakeDownAdmin(StaffAdmin):
    """Creators' requests that a licensed file comes down: decided where the brand said no or nothing, or it is still up."""

    in_global_search = False  # by words; its id finds it everywhere
    list_display = ("about", "why", "brand_name", "creator_name", "status", "due", "asked")
    list_filter = ("state", "reason")
    list_select_related = ("licence", "brand", "creator")
    page_related = ("licence__asset", "licence__collaboration", "brand", "creator", "decided_by")
    search_help_text = "Id, code, creator or brand"
    actions_detail = ("grant", "keep")
    fields = ("picture", "why", "words", "seen_on", "answer", "still_up", "decision", "decided_by", "down_by", "asked")
    readonly_fields = fields
    grant = decision("Take it down", operations.grant_take_down, subject="take_down", move="revoke", form=GrantForm, main=True,
                     words="A licence that still runs ends now: no download, no link. The brand takes the file down within "
                           "these days; then the creator says whether it is gone.")  # fmt: skip
    keep = decision("Nothing to take down", operations.keep_licence, subject="take_down", move="keep", form=VerdictForm,
                    words="The request is closed. A licence that still runs goes on.")  # fmt: skip

    asked = looks.dated("asked_at", "Asked")

    def find(self, term: str) -> Iterable[Q | QuerySet]:
        if searching.is_public_id(term):
            return searching.id_branches(
                term, "licence", "licence__asset", "licence__collaboration", "creator", "brand"
            )
        return [Q(licence__code=term.upper()), Q(licence__collaboration__in=find_related(Collaboration, term))]

    @display(description="Licence")
    def about(self, obj: TakeDown) -> str:
        return obj.licence.code

    @display(description="Why")
    def why(self, obj: TakeDown) -> str:
        return obj.get_reason_display()

    @display(description="File")
    def picture(self, obj: TakeDown) -> SafeString:
        return _still(obj.licence.asset)

    @display(description="Seen at")
    def seen_on(self, obj: TakeDown) -> SafeString | str:
        """What the creator typed. Opened by whoever wants to, in a window that learns nothing of this one."""
        if not obj.seen_url:
            return "-"
        return format_html('<a href="{0}" rel="nofollow noopener noreferrer" target="_blank">{0}</a>', obj.seen_url)

    @display(description="Brand")
    def brand_name(self, obj: TakeDown) -> str:
        return obj.brand.name

    @display(description="Creator")
    def creator_name(self, obj: TakeDown) -> str:
        return obj.creator.display_name

    def related(self, obj: TakeDown) -> Iterable[tuple[str, Any, Any]]:
        licence = obj.licence
        yield "Licence", looks.link(licence), looks.state_pill("licence", licence.state)
        yield "File", looks.link(licence.asset, licence.asset.file_name), ""
        yield "Trade", looks.link(licence.collaboration, licence.collaboration.public_id), ""
        yield "Brand", looks.link(obj.brand), looks.state_pill("brand", obj.brand.standing)
        yield "Creator", looks.link(obj.creator), looks.state_pill("creator", obj.creator.standing)

    def timeline_objects(self, obj: TakeDown) -> Sequence[Model]:
        return [obj, obj.licence]


register_queue(
    Queue(
        name="take_downs",
        title="Take-downs",
        icon="remove_moderator",
        model=TakeDown,
        rows=lambda: TakeDown.objects.filter(state=TakeDownState.STAFF),
        since="state_since",
        due="due_at",
        query="state__exact=staff",
        words="the brand said no or nothing, or it is still up",
        order=25,
    )
)
