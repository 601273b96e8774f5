"""Reads about brands: public figures, the product list, the report of an import, the link of an invitation."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.urls import reverse

from barter.kernel.pictures import picture_url
from brands.models import Brand, BrandCapacity, CatalogueImport, Invitation, Product, Variant
from brands.operations import sign_invitation

_EVENTS_FOR_FIGURES = 3
_PAGE = 24
_HOURS_A_DAY = 24


@dataclass(frozen=True, slots=True)
class BrandFigures:
    """What stands on every card. None where there are fewer than three events yet: the brand is "New"."""

    shipped: int
    shipped_on_time: int | None
    hours_to_ship: int | None
    hours_to_answer: int | None
    silence_percent: int | None

    @property
    def is_new(self) -> bool:
        return self.shipped_on_time is None

    @property
    def days_to_ship(self) -> int | None:
        return None if self.hours_to_ship is None else max(1, round(self.hours_to_ship / _HOURS_A_DAY))


@dataclass(frozen=True, slots=True)
class ProductRow:
    product: Product
    picture_url: str
    variants: int
    worth_minor: int | None
    stock: int
    reserved: int

    @property
    def free(self) -> int:
        return self.stock - self.reserved


@dataclass(frozen=True, slots=True)
class ProductPage:
    rows: list[ProductRow]
    next_before: str


@dataclass(frozen=True, slots=True)
class ImportSummary:
    add: int
    change: int
    archive: int
    left_out: int
    errors: int
    warnings: int

    @property
    def total(self) -> int:
        return self.add + self.change + self.archive


def figures_of(capacity: BrandCapacity) -> BrandFigures:
    shipped, answered = capacity.shipped_count, capacity.answered_count
    enough = shipped >= _EVENTS_FOR_FIGURES
    reviewed = capacity.reviewed_count + capacity.silent_approval_count
    return BrandFigures(
        shipped,
        capacity.shipped_on_time_count if enough else None,
        round(capacity.ship_hours_total / shipped) if enough else None,
        round(capacity.answer_hours_total / answered) if answered >= _EVENTS_FOR_FIGURES else None,
        round(100 * capacity.silent_approval_count / reviewed) if reviewed >= _EVENTS_FOR_FIGURES else None,
    )


def product_page(products: "QuerySet[Product]", *, search: str = "", before: str = "") -> ProductPage:
    """Newest first, 24 at a time; `before` is the public id of the last product seen. Four statements at most."""
    if search:
        products = products.filter(Q(title__icontains=search) | Q(variants__sku__iexact=search)).distinct()
    if before:
        last = Product.objects.filter(public_id=before).values_list("pk", flat=True).first()
        products = products.filter(pk__lt=last or 0)
    found = list(products.order_by("-pk").prefetch_related("images", "variants")[: _PAGE + 1])
    rows = [_row(product) for product in found[:_PAGE]]
    return ProductPage(rows, found[_PAGE - 1].public_id if len(found) > _PAGE else "")


def items_to_give(brand: Brand) -> "QuerySet[Variant]":
    """What the brand can put into a parcel now: of its catalogue, in stock; by name, the first 200."""
    rows = Variant.objects.filter(product__brand=brand, product__kind=Product.Kind.PARCEL, product__archived_at=None)
    in_stock = rows.filter(stock_on_hand__gt=F("stock_reserved")).select_related("product")
    return in_stock.order_by("product__title", "product_id", "position", "id")[:200]


def summary_of(catalogue_import: CatalogueImport) -> ImportSummary:
    actions = Counter(item["action"] for item in catalogue_import.products)
    findings = Counter(line["severity"] for line in catalogue_import.report)
    return ImportSummary(
        add=actions["create"],
        change=actions["update"],
        archive=actions["archive"],
        left_out=findings["skipped"],
        errors=findings["error"],
        warnings=findings["warning"],
    )


def report_of(catalogue_import: CatalogueImport) -> list[dict[str, Any]]:
    """The report as the API and staff read it, in English: a line without the parts of which its message was put together."""
    return [{name: line[name] for name in line if name != "said"} for line in catalogue_import.report]


def invitation_url(invitation: Invitation) -> str:
    """The link of the mail. Made when it is sent, kept nowhere."""
    return settings.SITE_URL + reverse("brand_invitation", args=[sign_invitation(invitation)])


def first_picture_url(product: Product) -> str:
    """The picture that stands for the product; pictures an import only named by their address are not shown."""
    return next((picture_url(image.source) for image in product.images.all() if image.source), "")


def _row(product: Product) -> ProductRow:
    variants = list(product.variants.all())
    return ProductRow(
        product,
        first_picture_url(product),
        len(variants),
        min((row.fmv_minor for row in variants), default=None),
        sum(row.stock_on_hand for row in variants),
        sum(row.stock_reserved for row in variants),
    )
