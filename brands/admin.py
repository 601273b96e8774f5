"""Staff's view of brands, their teams and products."""

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from unfold.admin import TabularInline
from unfold.decorators import display

from barter.kernel.staff import StaffAdmin, decision
from brands import operations
from brands.models import Brand, BrandCapacity, CatalogueImport, Invitation, Membership, Product, ProductImage, Variant

_TINTS = {"Good": "success", "New deals are checked": "warning", "At most 3 open slots": "warning",
          "Suspended": "danger"}  # fmt: skip


class _Looked(TabularInline):
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class MembershipInline(_Looked):
    model = Membership
    fields = ("user", "role", "joined_at")


class InvitationInline(_Looked):
    model = Invitation
    fields = ("email", "role", "created_at", "expires_at", "accepted_at", "revoked_at")


class CapacityInline(_Looked):
    model = BrandCapacity
    fields = ("slots_used", "slots_max", "slots_wanted", "shipped_count", "shipped_on_time_count", "answered_count",
              "expired_count", "silent_approval_count", "no_ship_count")  # fmt: skip


class VariantInline(_Looked):
    model = Variant
    fields = ("public_id", "title", "sku", "fmv_minor", "stock_on_hand", "stock_reserved")
    readonly_fields = ("public_id",)


class ImageInline(_Looked):
    model = ProductImage
    fields = ("position", "source", "remote_url", "alt")


@admin.register(Brand)
class BrandAdmin(StaffAdmin):
    list_display = ("name", "city", "country", "category", "status", "verified_at", "is_trusted", "created_at")
    list_filter = ("standing", "is_trusted", ("verified_at", admin.EmptyFieldListFilter), "country", "category")
    inlines = (CapacityInline, MembershipInline, InvitationInline)
    fields = ("public_id", "name", "slug", "about", "website", "city", "country", "category", "standing",
              "verified_at", "is_trusted", "created_at", "timeline")  # fmt: skip
    readonly_fields = fields
    actions_detail = ("verify", "trust", "distrust", "watch", "limit", "suspend", "reinstate")
    verify = decision(
        "Verify", operations.verify_brand, subject="brand", words="You checked that the company exists and is theirs."
    )
    trust = decision("Trust", operations.trust_brand, subject="brand", words="Its deals go live without a check.")
    distrust = decision("End the trust", operations.distrust_brand, subject="brand", ask_reason=True)
    watch = decision(
        "Check new deals", operations.watch_brand, subject="brand", ask_reason=True, words="First step of the ladder."
    )
    limit = decision(
        "Limit slots", operations.limit_brand, subject="brand", ask_reason=True, words="Second step of the ladder."
    )
    suspend = decision(
        "Suspend", operations.suspend_brand, subject="brand", ask_reason=True, words="Running trades are finished."
    )
    reinstate = decision("Reinstate", operations.reinstate_brand, subject="brand", ask_reason=True)

    def find(self, term: str) -> Q:
        member = Membership.objects.filter(Q(user__email__istartswith=term) | Q(user__public_id=term))
        return Q(public_id=term) | Q(slug=term.lower()) | Q(name__istartswith=term) | Q(pk__in=member.values("brand"))

    @display(description="Standing", label=_TINTS)
    def status(self, obj: Brand) -> str:
        return obj.get_standing_display()


@admin.register(Product)
class ProductAdmin(StaffAdmin):
    list_display = ("title", "brand", "kind", "category", "archived_at", "created_at")
    list_filter = ("kind", "category", ("archived_at", admin.EmptyFieldListFilter))
    list_select_related = ("brand",)
    inlines = (VariantInline, ImageInline)
    fields = ("public_id", "brand", "kind", "title", "category", "currency", "external_handle",
              "voucher_instructions", "archived_at", "created_at")  # fmt: skip
    readonly_fields = fields

    def find(self, term: str) -> Q:
        by_sku = Variant.objects.filter(Q(sku=term) | Q(public_id=term)).values("product")
        return (
            Q(public_id=term)
            | Q(external_handle=term.lower())
            | Q(title__istartswith=term)
            | Q(brand__name__istartswith=term)
            | Q(pk__in=by_sku)
        )


@admin.register(CatalogueImport)
class CatalogueImportAdmin(StaffAdmin):
    list_display = ("file_name", "brand", "created_by", "state", "created_at", "imported_at")
    list_filter = ("state",)
    list_select_related = ("brand", "created_by")
    fields = ("public_id", "brand", "created_by", "file_name", "state", "created_at", "imported_at", "report")
    readonly_fields = fields

    def find(self, term: str) -> Q:
        return Q(public_id=term) | Q(brand__name__istartswith=term) | Q(file_name__istartswith=term)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("products", "report")
