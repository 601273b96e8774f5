"""Rights that brands hold, and the links they show files by: staff take one back, or end the other."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.decorators import display

from barter.kernel.clock import now
from barter.kernel.staff import (
    ReasonForm,
    StaffAdmin,
    decision,
    find_related,
    looks,
    searching,
)
from brands.models import Brand
from content import operations
from content.admin.files import SHA256_LENGTH
from content.models import Licence, PaidRenewal, ShareLink, TakeDown
from content.models.shares import ShareState
from content.workflow import LICENCE_USABLE
from deals.models import Collaboration


class TakeBackForm(ReasonForm):
    """The reason stays with staff, unless it settles the creator's request: then both sides read it there."""

    def fit(self, obj: Licence) -> None:
        if TakeDown.objects.undecided().filter(licence__asset=obj.asset_id).exists():
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
        if len(term) == SHA256_LENGTH:
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
            state = (
                "Sent"
                if paid.paid_at
                else "Called off"
                if paid.called_off_at
                else "Owed"
                if paid.agreed_at
                else "Offered"
            )
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
