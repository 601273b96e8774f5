"""What a brand gives: products, their variants and stock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError
from django.utils.translation import gettext as _

from barter.kernel.clock import SAME_PRESS
from barter.kernel.templatetags.words import number_words
from barter.kernel.text import as_html, clean_html
from brands.errors import InvalidValue, StockPromised, VariantInUse
from brands.limits import STOCK_MAX, TITLE_MAX, VALUE_MAX_MINOR, VARIANTS_MAX
from brands.models import Brand, Product, Variant

_EDITABLE = frozenset({"title", "kind", "description", "category", "currency", "voucher_instructions"})


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantData:
    """One size or colour as typed. `public_id` names the one to change; without it a new one is added."""

    title: str = "Default"
    fmv_minor: int
    stock: int = 0
    sku: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    public_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductData:
    """A product as typed. `description` may hold HTML; it is sanitised here."""

    title: str
    variants: Sequence[VariantData]
    kind: str = Product.Kind.PARCEL
    description: str = ""
    category: str = ""
    currency: str = "EUR"
    voucher_instructions: str = ""


def create_product(*, brand: Brand, data: ProductData, at: datetime, external_handle: str = "") -> Product:
    """Add a product with at least one variant. Raises InvalidValue naming the field.

    A form that is sent twice, alike to the last word, adds one.
    """
    _check_product(data.title, data.kind, data.voucher_instructions)
    if not data.variants:
        raise InvalidValue(_("Add at least one variant with its worth."), field="variants")
    columns = {
        "kind": data.kind,
        "title": data.title.strip(),
        "description": clean_html(as_html(data.description)),
        "category": data.category,
        "currency": data.currency,
        "voucher_instructions": data.voucher_instructions,
        "external_handle": external_handle,
    }
    with transaction.atomic():
        Brand.objects.select_for_update(no_key=True).only("pk").get(pk=brand.pk)
        newest = Product.objects.filter(brand=brand, created_at__gt=at - SAME_PRESS).order_by("-id")
        last: Product | None = newest.first()
        if last is not None and _is_alike(last, columns, data.variants):
            return last
        product = Product.objects.create(brand=brand, created_at=at, **columns)
        set_variants(product=product, variants=data.variants, at=at)
    return product


def update_product(*, product: Product, changes: Mapping[str, Any], at: datetime) -> Product:
    """Change the product's own columns. Running trades keep the terms they were agreed on. Raises InvalidValue."""
    unknown = set(changes) - _EDITABLE
    if unknown:
        raise InvalidValue(f"These can't be changed: {', '.join(sorted(unknown))}.")
    for name, value in changes.items():
        setattr(product, name, clean_html(as_html(value)) if name == "description" else value)
    _check_product(product.title, product.kind, product.voucher_instructions)
    product.save(update_fields=list(changes))
    return product


def edit_product(
    *, product: Product, changes: Mapping[str, Any], variants: Sequence[VariantData], at: datetime
) -> Product:
    """The whole form at once: columns and variants change together or not at all."""
    with transaction.atomic():
        set_variants(product=product, variants=variants, at=at)
        return update_product(product=product, changes=changes, at=at) if changes else product


def archive_product(*, product: Product, at: datetime) -> None:
    """Take it off the list; deals that give it go on. Idempotent."""
    Product.objects.filter(pk=product.pk, archived_at=None).update(archived_at=at)


def restore_product(*, product: Product, at: datetime) -> None:
    Product.objects.filter(pk=product.pk).update(archived_at=None)


def set_variants(*, product: Product, variants: Sequence[VariantData], at: datetime) -> None:
    """Make the product's variants exactly these, in this order: change, add, remove.

    Raises InvalidValue, StockPromised, VariantInUse (removed while a trade or application names it).
    """
    _check_variants(variants)
    with transaction.atomic():
        Product.objects.select_for_update(no_key=True).get(pk=product.pk)
        kept = {row.public_id: row for row in product.variants.select_for_update(no_key=True).order_by("pk")}
        wanted = {data.public_id for data in variants if data.public_id}
        if wanted - set(kept):
            raise InvalidValue(_("One of these variants belongs to another product."), field="variants")
        for public_id in set(kept) - wanted:
            _remove(kept[public_id])
        _set_aside_titles(product)
        for position, data in enumerate(variants):
            _write(product, kept.get(data.public_id), data, position)


def adjust_stock(*, variant: Variant, by_items: int, at: datetime) -> int:
    """Add (or with a negative number take away) items; returns what is on hand. Raises StockPromised."""
    rows = Variant.objects.filter(pk=variant.pk, stock_on_hand__gte=F("stock_reserved") - by_items)
    if not rows.update(stock_on_hand=F("stock_on_hand") + by_items):
        variant.refresh_from_db(fields=["stock_on_hand", "stock_reserved"])
        raise StockPromised(reserved=variant.stock_reserved, field="stock")
    variant.refresh_from_db(fields=["stock_on_hand", "stock_reserved"])
    return variant.stock_on_hand


def set_stock(*, variant: Variant, on_hand: int, at: datetime) -> int:
    """What was counted in the store room. Raises StockPromised below what creators were promised."""
    if not Variant.objects.filter(pk=variant.pk, stock_reserved__lte=on_hand).update(stock_on_hand=on_hand):
        variant.refresh_from_db(fields=["stock_on_hand", "stock_reserved"])
        raise StockPromised(reserved=variant.stock_reserved, field="stock")
    variant.refresh_from_db(fields=["stock_on_hand", "stock_reserved"])
    return on_hand


def _is_alike(product: Product, columns: Mapping[str, Any], variants: Sequence[VariantData]) -> bool:
    if product.archived_at is not None or any(getattr(product, name) != value for name, value in columns.items()):
        return False
    kept = product.variants.values_list("title", "fmv_minor", "stock_on_hand", "sku", "options")
    return list(kept) == [
        (row.title.strip(), row.fmv_minor, row.stock, row.sku.strip()[:80], dict(row.options)) for row in variants
    ]


def _check_product(title: str, kind: str, instructions: str) -> None:
    if not title.strip():
        raise InvalidValue(_("Add a title."), field="title")
    if len(title) > TITLE_MAX:
        raise InvalidValue(_("A title has at most {count} characters.").format(count=TITLE_MAX), field="title")
    if kind in {Product.Kind.VOUCHER, Product.Kind.VISIT} and not instructions.strip():
        raise InvalidValue(
            _("Say how to use it: the creator reads this after agreement."), field="voucher_instructions"
        )


def _check_variants(variants: Sequence[VariantData]) -> None:
    if not variants:
        raise InvalidValue(_("Add at least one variant with its worth."), field="variants")
    if len(variants) > VARIANTS_MAX:
        raise InvalidValue(_("A product has at most {count} variants.").format(count=VARIANTS_MAX), field="variants")
    titles = [data.title.strip().casefold() for data in variants]
    if len(set(titles)) != len(titles):
        raise InvalidValue(_("Two variants have the same name."), field="variants")
    for data in variants:
        if not data.title.strip() or len(data.title) > TITLE_MAX:
            raise InvalidValue(
                _("A variant's name has 1 to {count} characters.").format(count=TITLE_MAX), field="variants"
            )
        if not 1 <= data.fmv_minor <= VALUE_MAX_MINOR:
            raise InvalidValue(_("Say what “{variant}” is worth.").format(variant=data.title), field="variants")
        if not 0 <= data.stock <= STOCK_MAX:
            raise InvalidValue(
                _("Stock is a number from 0 to {most}.").format(most=number_words(STOCK_MAX)), field="variants"
            )


def _set_aside_titles(product: Product) -> None:
    """Two variants may swap names; the unique constraint would see a moment in between."""
    for row in product.variants.all():
        Variant.objects.filter(pk=row.pk).update(title=f"\x1f{row.pk}")


def _write(product: Product, row: Variant | None, data: VariantData, position: int) -> None:
    columns = {
        "title": data.title.strip(),
        "sku": data.sku.strip()[:80],
        "options": dict(data.options),
        "fmv_minor": data.fmv_minor,
        "stock_on_hand": data.stock,
        "position": position,
    }
    if row is None:
        Variant.objects.create(product=product, **columns)
    elif not Variant.objects.filter(pk=row.pk, stock_reserved__lte=data.stock).update(**columns):
        raise StockPromised(reserved=row.stock_reserved, field="variants")


def _remove(row: Variant) -> None:
    try:
        with transaction.atomic():
            row.delete()
    except (ProtectedError, IntegrityError) as error:
        raise VariantInUse(variant=row.title, field="variants") from error
