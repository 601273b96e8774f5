"""Importing a shop's products: check first, write once."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from barter.kernel.moves import record
from brands.catalogue import plan_catalogue, read_table
from brands.catalogue.plan import Existing
from brands.errors import ImportOver
from brands.events import ProductPictured
from brands.limits import PICTURES_MAX
from brands.models import Brand, CatalogueImport, Product, ProductImage, Variant

if TYPE_CHECKING:
    from accounts.models import User

State = CatalogueImport.State
_BATCH = 500


def check_catalogue(
    *, brand: Brand, user: "User", raw: bytes, file_name: str, currency: str, at: datetime
) -> CatalogueImport:
    """Read a product CSV and keep the report of what would happen. Writes no product. Raises CatalogueRefused."""
    table = read_table(raw)
    plan = plan_catalogue(table, currency=currency, existing=_existing(brand))
    return CatalogueImport.objects.create(
        brand=brand,
        created_by=user,
        file_name=file_name[:200],
        products=plan.products,
        report=plan.report,
        created_at=at,
    )


def confirm_import(*, catalogue_import: CatalogueImport, at: datetime) -> CatalogueImport:
    """Write what the report announced, all of it or nothing. A repeat changes nothing. Raises ImportOver."""
    with transaction.atomic():
        locked: CatalogueImport = (
            CatalogueImport.objects.select_for_update().select_related("brand").get(pk=catalogue_import.pk)
        )
        if locked.state == State.DISCARDED:
            raise ImportOver
        if locked.state == State.IMPORTED:
            return locked
        Brand.objects.select_for_update(no_key=True).get(pk=locked.brand_id)
        _write(locked.brand, locked.products, at)
        locked.state, locked.imported_at = State.IMPORTED, at
        locked.save(update_fields=["state", "imported_at"])
    return locked


def discard_import(*, catalogue_import: CatalogueImport, at: datetime) -> None:
    """Nothing of this file is wanted. An import that was written stays."""
    CatalogueImport.objects.filter(pk=catalogue_import.pk, state=State.CHECKED).update(state=State.DISCARDED)


def _existing(brand: Brand) -> dict[str, Existing]:
    products = Product.objects.filter(brand=brand).exclude(external_handle="").prefetch_related("variants")
    return {
        product.external_handle: Existing(
            product.archived_at is not None,
            {row.title: row.stock_reserved for row in product.variants.all()},
        )
        for product in products
    }


def _write(brand: Brand, planned: list[dict[str, Any]], at: datetime) -> None:
    handles = [item["handle"] for item in planned]
    known = {row.external_handle: row for row in Product.objects.filter(brand=brand, external_handle__in=handles)}
    gone = [item["handle"] for item in planned if item["action"] == "archive"]
    Product.objects.filter(brand=brand, external_handle__in=gone, archived_at=None).update(archived_at=at)
    wanted = [item for item in planned if item["action"] != "archive"]
    _add([item for item in wanted if item["handle"] not in known], brand, at)
    for item in wanted:
        if item["handle"] in known:
            _change(known[item["handle"]], item, at)


def _add(items: list[dict[str, Any]], brand: Brand, at: datetime) -> None:
    """New products with few statements, however many there are."""
    rows = [Product(brand=brand, external_handle=item["handle"], created_at=at, **_columns(item)) for item in items]
    products = Product.objects.bulk_create(rows, batch_size=_BATCH)
    pairs = list(zip(products, items, strict=True))
    Variant.objects.bulk_create(
        [
            Variant(product=product, position=position, stock_on_hand=variant["stock"] or 0, **_variant(variant))
            for product, item in pairs
            for position, variant in enumerate(item["variants"])
        ],
        batch_size=_BATCH,
    )
    ProductImage.objects.bulk_create(
        [_picture(product, image, place) for product, item in pairs for place, image in enumerate(item["images"])],
        batch_size=_BATCH,
    )


def _change(product: Product, item: dict[str, Any], at: datetime) -> None:
    """A product that came from the shop before: its words, prices and stock follow the file.

    Variants and pictures the file doesn't name stay: trades may show them. What is promised stays in stock.
    """
    Product.objects.filter(pk=product.pk).update(archived_at=None, **_columns(item, before=product))
    rows = {row.title.casefold(): row for row in product.variants.select_for_update(no_key=True).order_by("pk")}
    for position, variant in enumerate(item["variants"]):
        row = rows.get(variant["title"].casefold())
        if row is None:
            columns = {**_variant(variant), "position": position, "stock_on_hand": variant["stock"] or 0}
            Variant.objects.create(product=product, **columns)
            continue
        stock = row.stock_on_hand if variant["stock"] is None else max(variant["stock"], row.stock_reserved)
        Variant.objects.filter(pk=row.pk).update(position=position, stock_on_hand=stock, **_variant(variant))
    _add_pictures(product, item["images"], at)


def _add_pictures(product: Product, images: list[dict[str, Any]], at: datetime) -> None:
    kept = list(product.images.all())
    known = {image.remote_url for image in kept}
    room = max(0, PICTURES_MAX - len(kept))
    fresh = [image for image in images if image["url"] not in known][:room]
    after = max((image.position for image in kept), default=-1) + 1
    ProductImage.objects.bulk_create([_picture(product, image, after + place) for place, image in enumerate(fresh)])
    if fresh and not kept:
        record(ProductPictured(product=product.public_id), at=at)


def _columns(item: dict[str, Any], before: Product | None = None) -> dict[str, Any]:
    category = item["category"] if before is None else before.category or item["category"]
    description = item["description"] or (before.description if before else "")
    return {
        "title": item["title"],
        "description": description,
        "category": category,
        "currency": item["currency"],
    }


def _variant(variant: dict[str, Any]) -> dict[str, Any]:
    return {name: variant[name] for name in ("title", "options", "sku", "fmv_minor")}


def _picture(product: Product, image: dict[str, Any], position: int) -> ProductImage:
    return ProductImage(product=product, remote_url=image["url"], alt=image["alt"], position=position)
