"""Products, variants, pictures and imports over the API."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from barter.kernel.api.problems import BadParameter
from barter.kernel.api.serializers import parsed
from barter.kernel.api.views import BarterView, json
from barter.kernel.clock import now
from barter.kernel.errors import NotAllowed
from barter.kernel.pictures import store_picture
from brands import operations
from brands.access import current_membership, of_named_brand
from brands.api import docs
from brands.api.representations import image_data, import_data, product_data, variant_data
from brands.api.serializers import ImportInput, PictureInput, ProductChanges, ProductInput, StockInput
from brands.api.views import one, person
from brands.limits import FILE_MAX_BYTES
from brands.models import CatalogueImport, Membership, Product, ProductImage, Variant
from brands.operations import ProductData, VariantData
from brands.permissions import Role, role_allows


class ProductsView(BarterView):
    is_list = True
    parameters = frozenset({"q", "archived"})

    @extend_schema(**docs.PRODUCTS_LIST)
    def get(self, request: Request) -> HttpResponse:
        archived = request.query_params.get("archived", "false")
        if archived not in {"true", "false"}:
            raise BadParameter("archived is true or false.")
        rows = _products(request).filter(archived_at__isnull=archived == "false")
        rows = rows.filter(**of_named_brand(request, "brand"))
        if words := request.query_params.get("q", "").replace("\x00", "")[:80].strip():
            rows = rows.filter(title__icontains=words)
        roles = _roles(request)
        return self.page(request, rows, order=("-id",), represent=lambda row: product_data(row, roles[row.brand_id]))

    @extend_schema(**docs.PRODUCTS_CREATE)
    def post(self, request: Request) -> HttpResponse:
        membership = _manager(request)
        fields = parsed(ProductInput, request)
        fields["variants"] = [_variant(row) for row in fields["variants"]]
        product = operations.create_product(brand=membership.brand, data=ProductData(**fields), at=now())
        headers = {"Location": f"/api/v1/products/{product.public_id}/"}
        return json(_answer(request, product.public_id), status=201, headers=headers)


class ProductView(BarterView):
    @extend_schema(**docs.PRODUCTS_READ)
    def get(self, request: Request, product_id: str) -> HttpResponse:
        return self.item(request, _answer(request, product_id))

    @extend_schema(**docs.PRODUCTS_UPDATE)
    def patch(self, request: Request, product_id: str) -> HttpResponse:
        product = _managed(request, product_id)
        self.insist_unchanged(request, _answer(request, product_id))
        changes = parsed(ProductChanges, request)
        variants = changes.pop("variants", None)
        if variants is not None:
            rows = [_variant(row) for row in variants]
            operations.edit_product(product=product, changes=changes, variants=rows, at=now())
        elif changes:
            operations.update_product(product=product, changes=changes, at=now())
        return self.item(request, _answer(request, product_id))

    @extend_schema(**docs.PRODUCTS_ARCHIVE)
    def delete(self, request: Request, product_id: str) -> HttpResponse:
        operations.archive_product(product=_managed(request, product_id), at=now())
        return HttpResponse(status=204)


class ProductRestoreView(BarterView):
    @extend_schema(**docs.PRODUCTS_RESTORE)
    def post(self, request: Request, product_id: str) -> HttpResponse:
        operations.restore_product(product=_managed(request, product_id), at=now())
        return json(_answer(request, product_id))


class VariantStockView(BarterView):
    @extend_schema(**docs.VARIANTS_STOCK)
    def post(self, request: Request, variant_id: str) -> HttpResponse:
        variant: Variant = one(Variant.objects.filter(product__in=_products(request).values("pk")), variant_id)
        product = _managed(request, variant.product.public_id)
        operations.set_stock(variant=variant, on_hand=parsed(StockInput, request)["on_hand"], at=now())
        return json(variant_data(variant, product.currency))


class PicturesView(BarterView):
    parser_classes = (MultiPartParser,)
    keeps_answers = False  # talks to the object store

    @extend_schema(**docs.PICTURES_CREATE)
    def post(self, request: Request, product_id: str) -> HttpResponse:
        product = _managed(request, product_id)
        data = parsed(PictureInput, request)
        file = data["picture"]
        stored = store_picture(file, size_bytes=file.size, folder=product.brand.public_id)
        picture = operations.add_picture(product=product, stored=stored, alt=data["alt"], at=now())
        headers = {"Location": f"/api/v1/products/{product_id}/"}
        return json(image_data(picture), status=201, headers=headers)


class PictureView(BarterView):
    @extend_schema(**docs.PICTURES_REMOVE)
    def delete(self, request: Request, picture_id: str) -> HttpResponse:
        rows = ProductImage.objects.filter(product__in=_products(request).values("pk")).select_related("product")
        picture: ProductImage = one(rows, picture_id)
        _managed(request, picture.product.public_id)
        operations.remove_picture(picture=picture, at=now())
        return HttpResponse(status=204)


class ImportsView(BarterView):
    """First the report; nothing is written before `confirm`."""

    parser_classes = (MultiPartParser,)

    @extend_schema(**docs.IMPORTS_CREATE)
    def post(self, request: Request) -> HttpResponse:
        membership = _manager(request)
        data = parsed(ImportInput, request)
        file = data["file"]
        checked = operations.check_catalogue(
            brand=membership.brand,
            user=person(request),
            raw=file.read(FILE_MAX_BYTES + 1),
            file_name=file.name,
            currency=data["currency"],
            at=now(),
        )
        headers = {"Location": f"/api/v1/imports/{checked.public_id}/"}
        return json(import_data(checked), status=201, headers=headers)


class ImportView(BarterView):
    @extend_schema(**docs.IMPORTS_READ)
    def get(self, request: Request, import_id: str) -> HttpResponse:
        return self.item(request, import_data(_import(request, import_id)))


class ImportConfirmView(BarterView):
    @extend_schema(**docs.IMPORTS_CONFIRM)
    def post(self, request: Request, import_id: str) -> HttpResponse:
        confirmed = operations.confirm_import(catalogue_import=_import(request, import_id), at=now())
        return json(import_data(confirmed))


class ImportDiscardView(BarterView):
    @extend_schema(**docs.IMPORTS_DISCARD)
    def post(self, request: Request, import_id: str) -> HttpResponse:
        operations.discard_import(catalogue_import=_import(request, import_id), at=now())
        return json(import_data(_import(request, import_id)))


def _products(request: Request) -> QuerySet[Product]:
    rows: QuerySet[Product] = Product.objects.visible_to(request.user)
    return rows.select_related("brand").prefetch_related("variants", "images")


def _roles(request: Request) -> dict[int, str]:
    return dict(person(request).memberships.values_list("brand_id", "role"))


def _answer(request: Request, product_id: str) -> dict[str, Any]:
    product: Product = one(_products(request), product_id)
    return product_data(product, _roles(request)[product.brand_id])


def _manager(request: Request) -> Membership:
    """The membership in force, for somebody who may change the catalogue."""
    membership = current_membership(request)
    if membership is None:
        raise Http404
    if not role_allows(membership.role, Role.MANAGER):
        raise NotAllowed
    return membership


def _managed(request: Request, product_id: str) -> Product:
    product: Product = one(Product.objects.visible_to(request.user).select_related("brand"), product_id)
    if not role_allows(_roles(request)[product.brand_id], Role.MANAGER):
        raise NotAllowed
    return product


def _import(request: Request, import_id: str) -> CatalogueImport:
    checked: CatalogueImport = one(CatalogueImport.objects.visible_to(request.user), import_id)
    if not role_allows(_roles(request)[checked.brand_id], Role.MANAGER):
        raise NotAllowed
    return checked


def _variant(row: dict[str, Any]) -> VariantData:
    return VariantData(
        public_id=row.get("id", ""),
        title=row["title"],
        fmv_minor=row["value_minor"],
        stock=row["stock"],
        sku=row["sku"],
        options=row.get("options", {}),
    )
