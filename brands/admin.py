"""Staff's view of brands, their teams and products."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from accounts.models import User
from barter.kernel.staff import (
    Question,
    Queue,
    StaffAdmin,
    bulk,
    decision,
    find_related,
    looks,
    register_queue,
    searching,
)
from barter.kernel.templatetags.words import money_words
from brands import operations, queries
from brands.models import Brand, CatalogueImport, Membership, Product, Variant
from brands.plans import offers

Standing = Brand.Standing


class PlanForm(Question):
    plan = forms.ChoiceField(label="Plan", widget=UnfoldAdminSelectWidget)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (
                one.plan,
                f"{one.plan.label}: {one.places} trades at once, {money_words(one.price_minor, one.currency)} a month",
            )
            for one in offers()
        ]
        cast(forms.ChoiceField, self.fields["plan"]).choices = choices

    def fit(self, obj: Brand) -> None:
        self.fields["plan"].initial = obj.plan


def _while(*standings: str) -> Any:
    return lambda brand: brand.standing in standings


@admin.register(Brand)
class BrandAdmin(StaffAdmin):
    list_display = ("name", "place", "topic", "standing_words", "checked", "trusted", "joined")
    list_filter = ("standing", "is_trusted", ("verified_at", admin.EmptyFieldListFilter), "category")
    list_defer = ("about",)
    search_help_text = "Id, name or a member’s e-mail"
    actions = ("verify_many", "suspend_many", "export_csv")
    fields = ("about", "website", "slug", "place", "topic", "checked", "trusted", "joined")
    readonly_fields = fields
    actions_detail = ("verify", "unverify", "trust", "distrust", "watch", "limit", "suspend", "reinstate", "set_plan")
    verify = decision("Verify", operations.verify_brand, subject="brand", main=True,
                      possible=lambda brand: brand.verified_at is None,
                      words="You checked that the company exists and is theirs.")  # fmt: skip
    unverify = decision("Take back verification", operations.unverify_brand, subject="brand", ask_reason=True,
                        possible=lambda brand: brand.verified_at is not None,
                        words="Creators no longer see it as verified. Its trust ends too: new deals are checked before they go "
                              "live. Live deals and running trades go on.")  # fmt: skip
    trust = decision("Trust", operations.trust_brand, subject="brand", possible=lambda brand: not brand.is_trusted,
                     words="Its deals go live without a check.")  # fmt: skip
    distrust = decision("End the trust", operations.distrust_brand, subject="brand", ask_reason=True,
                        possible=lambda brand: brand.is_trusted, words="Its deals are checked before they go live.")  # fmt: skip
    watch = decision("Check new deals", operations.watch_brand, subject="brand", ask_reason=True,
                     possible=_while(Standing.GOOD),
                     words="First step of the ladder: new deals are checked, trusted or not.")  # fmt: skip
    limit = decision("Limit slots", operations.limit_brand, subject="brand", ask_reason=True,
                     possible=_while(Standing.GOOD, Standing.WATCHED),
                     words="Second step of the ladder: few trades at once. Running ones are kept.")  # fmt: skip
    suspend = decision("Suspend", operations.suspend_brand, subject="brand", ask_reason=True, danger=True,
                       possible=_while(Standing.GOOD, Standing.WATCHED, Standing.LIMITED),
                       words="Last step of the ladder: nothing new; running trades are finished.")  # fmt: skip
    reinstate = decision("Lift", operations.reinstate_brand, subject="brand", ask_reason=True,
                         possible=_while(Standing.WATCHED, Standing.LIMITED, Standing.SUSPENDED),
                         words="Back to good standing, with the slots of its plan.")  # fmt: skip
    set_plan = decision("Change the plan", operations.change_plan, subject="brand", form=PlanForm,
                    words="As agreed with the brand: how many trades it may run at once. Nothing is charged here. A brand that "
                          "is limited or suspended gets them when it is lifted.")  # fmt: skip
    verify_many, suspend_many = bulk(verify), bulk(suspend)

    def find(self, term: str) -> Iterable[Q | QuerySet]:
        if searching.is_public_id(term):
            return searching.id_branches(term, "memberships", "memberships__user", "products", "invitations")
        of_people = Membership.objects.filter(user__in=find_related(User, term)).values_list("brand", flat=True)
        return [searching.by_words(Brand.objects.all(), term, "name"), Q(slug=term.lower()), Q(pk__in=list(of_people))]

    topic = looks.coded("category")

    @display(description="Verified")
    def checked(self, obj: Brand) -> SafeString | str:
        return looks.moment(obj.verified_at) if obj.verified_at else looks.pill("To verify", "warning")

    @display(description="Trusted", boolean=True)
    def trusted(self, obj: Brand) -> bool:
        return obj.is_trusted

    joined = looks.dated("created_at", "Joined")

    # ---- Page

    def facts(self, obj: Brand) -> Iterable[tuple[str, Any]]:
        numbers = obj.capacity
        yield "Plan", obj.get_plan_display()
        yield "Slots used", f"{numbers.slots_used} of {numbers.slots_max}"
        yield "Slots withheld for late parcels", numbers.slots_withheld
        yield "Shipped on time", f"{numbers.shipped_on_time_count} of {numbers.shipped_count}"
        yield "Answered", f"{numbers.answered_count}; {numbers.expired_count} left to expire"
        yield "Approved by silence", f"{numbers.silent_approval_count} of {numbers.reviewed_count}"
        yield "Never shipped", numbers.no_ship_count

    def related(self, obj: Brand) -> Iterable[tuple[str, Any, Any]]:
        for words, kind in (("Deals", "deals.deal"), ("Trades", "deals.collaboration"), ("Parcels", "shipping.shipment"),
                            ("Products", "brands.product"), ("Imports", "brands.catalogueimport")):  # fmt: skip
            yield "", looks.list_of(kind, words, brand__id__exact=obj.pk), ""

    def panels(self, obj: Brand) -> Iterable[tuple[str, SafeString | str]]:
        team = obj.memberships.select_related("user").order_by("pk")[:50]
        yield (
            "Team",
            looks.rows_of(
                (looks.link(row.user), row.user.email, row.get_role_display(), looks.moment(row.joined_at))
                for row in team
            ),
        )
        asked = obj.invitations.filter(accepted_at=None, revoked_at=None).order_by("-pk")[:20]
        yield (
            "Invited",
            looks.rows_of((row.email, row.get_role_display(), looks.moment(row.expires_at)) for row in asked),
        )


@admin.register(Product)
class ProductAdmin(StaffAdmin):
    list_display = ("title", "brand_name", "kind", "topic", "archived", "made")
    list_filter = ("kind", "category", ("archived_at", admin.EmptyFieldListFilter))
    list_select_related = ("brand",)
    list_defer = ("description", "voucher_instructions")
    page_related = ("brand",)
    search_help_text = "Id, title, SKU or brand"
    fields = ("kind", "topic", "currency", "external_handle", "voucher_instructions", "archived", "made")
    readonly_fields = fields

    def find(self, term: str) -> Iterable[Q | QuerySet]:
        if searching.is_public_id(term):
            return searching.id_branches(term, "brand", "variants")
        by_sku = Variant.objects.filter(sku=term).values_list("product", flat=True)[: searching.MOST_FOUND]
        brands = find_related(Brand, term)
        words = searching.by_words(Product.objects.all(), term, "title")
        return [words, Q(pk__in=list(by_sku)), *([Q(brand__in=brands)] if brands else [])]

    @display(description="Brand")
    def brand_name(self, obj: Product) -> str:
        return obj.brand.name

    topic = looks.coded("category")

    archived = looks.dated("archived_at", "Archived")
    made = looks.dated("created_at", "Made")

    def related(self, obj: Product) -> Iterable[tuple[str, Any, Any]]:
        yield "Brand", looks.link(obj.brand), looks.state_pill("brand", obj.brand.standing)
        yield "", looks.list_of("deals.deal", "Deals with it", product__id__exact=obj.pk), ""

    def panels(self, obj: Product) -> Iterable[tuple[str, SafeString | str]]:
        variants = obj.variants.all()[:100]
        yield "Variants", looks.rows_of(
            (row.title, row.sku or "no SKU", looks.money(row.fmv_minor, obj.currency),
             f"{row.stock_on_hand} in stock, {row.stock_reserved} promised", looks.mono(row.public_id))
            for row in variants
        )  # fmt: skip
        yield (
            "Pictures",
            looks.rows_of((row.position, row.alt or "no words", row.source) for row in obj.images.all()[:20]),
        )


@admin.register(CatalogueImport)
class CatalogueImportAdmin(StaffAdmin):
    list_display = ("file_name", "brand_name", "status", "made", "done")
    list_filter = ("state",)
    list_select_related = ("brand",)
    list_defer = ("products", "report")
    page_related = ("brand", "created_by")
    search_help_text = "Id or brand"
    in_global_search = False
    fields = ("created_by", "made", "done")
    readonly_fields = fields

    def find(self, term: str) -> Iterable[Q | QuerySet]:
        if searching.is_public_id(term):
            return searching.id_branches(term, "brand")
        return [Q(brand__in=find_related(Brand, term))]

    @display(description="Brand")
    def brand_name(self, obj: CatalogueImport) -> str:
        return obj.brand.name

    made = looks.dated("created_at", "Made")
    done = looks.dated("imported_at", "Imported")

    def related(self, obj: CatalogueImport) -> Iterable[tuple[str, Any, Any]]:
        yield "Brand", looks.link(obj.brand), looks.state_pill("brand", obj.brand.standing)

    def panels(self, obj: CatalogueImport) -> Iterable[tuple[str, SafeString | str]]:
        lines = queries.report_of(obj)[:200] if isinstance(obj.report, list) else []
        yield (
            "Report, row by row",
            looks.rows_of(list(line.values()) if isinstance(line, dict) else [line] for line in lines),
        )


register_queue(
    Queue(
        name="brands_to_verify",
        title="Brands to verify",
        icon="verified",
        model=Brand,
        rows=lambda: Brand.objects.filter(verified_at=None),
        since="created_at",
        query="verified_at__isempty=1",
        words="not yet known to exist",
        order=60,
    )
)
register_queue(
    Queue(
        name="brands_suspended",
        title="Suspended brands",
        icon="block",
        model=Brand,
        rows=lambda: Brand.objects.filter(standing=Standing.SUSPENDED),
        since="",
        query="standing__exact=suspended",
        words="with nothing new until we lift it",
        order=70,
    )
)
