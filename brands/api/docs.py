"""What the OpenAPI document says of brands and their products: ids, words, parameters, examples."""

from typing import Any

from drf_spectacular.types import OpenApiTypes

from barter.kernel.api.docs import (
    BRAND,
    CURSOR,
    IDEMPOTENCY_KEY,
    IF_MATCH,
    IF_NONE_MATCH,
    LIMIT,
    NO_CONTENT,
    NOT_MODIFIED,
    body,
    form,
    list_of,
    ok,
    operation,
    problems,
    query,
)
from brands.api import examples, schemas, serializers

_MADE = {"parameters": [IDEMPOTENCY_KEY]}
_PAGE = [LIMIT, CURSOR]


def _brands(operation_id: str, summary: str, description: str, **more: Any) -> dict[str, Any]:
    return operation(operation_id, "brands", summary, description, **more)


def _products(operation_id: str, summary: str, description: str, **more: Any) -> dict[str, Any]:
    return operation(operation_id, "products", summary, description, **more)


_BRAND = ok(schemas.BrandSchema, examples.BRAND)
_PRODUCT = ok(schemas.ProductSchema, examples.PRODUCT)
_IMPORT = ok(schemas.ImportSchema, examples.IMPORT)

BRANDS_CREATE = _brands(
    "brands_create",
    "Start a brand",
    "You become its owner. Whoever signed up with `started_as=brand` has one already; this is for another one, and for "
    "people who came as creators.",
    **_MADE,
    request=body(serializers.BrandInput, examples.BRAND_INPUT),
    responses={201: _BRAND, **problems(422)},
)
BRANDS_READ = _brands(
    "brands_read",
    "Read a brand",
    "With its public figures; its members also see their role, standing and slots. No sign-in needed.",
    parameters=[IF_NONE_MATCH],
    responses={200: _BRAND, 304: NOT_MODIFIED},
)
BRANDS_UPDATE = _brands(
    "brands_update",
    "Change a brand",
    "What creators see of it. Owners only.",
    parameters=[IF_MATCH],
    request=body(serializers.BrandChanges, {"about": "Skincare from Amsterdam."}),
    responses={200: _BRAND, **problems(403, 412)},
)
MEMBERS_LIST = _brands(
    "members_list",
    "The team",
    "Who works for the brand, first joined first. For its members.",
    parameters=_PAGE,
    responses={200: list_of(schemas.MemberSchema, "MemberPage", examples.MEMBER)},
)
MEMBERS_UPDATE = _brands(
    "members_update",
    "Give a member another role",
    "Owners only. A brand keeps at least one owner.",
    parameters=[IF_MATCH],
    request=body(serializers.MemberChanges, {"role": "manager"}),
    responses={200: ok(schemas.MemberSchema, examples.MEMBER), **problems(403, 409, 412)},
)
MEMBERS_REMOVE = _brands(
    "members_remove",
    "Take a member off the team",
    "Owners remove anybody, everybody themselves. A brand keeps at least one owner.",
    responses={204: NO_CONTENT, **problems(403, 409)},
    extensions={"x-action": "member.remove"},
)
INVITATIONS_LIST = _brands(
    "invitations_list",
    "Open invitations",
    "Who was invited to the team and has not answered yet. For its members.",
    parameters=_PAGE,
    responses={200: list_of(schemas.InvitationSchema, "InvitationPage", examples.INVITATION)},
)
INVITATIONS_CREATE = _brands(
    "invitations_create",
    "Invite somebody to the team",
    "Owners only. A mail with a link goes out; it is good for 14 days.",
    **_MADE,
    request=body(serializers.InvitationInput, {"email": "noor@example.com", "role": "manager"}),
    responses={201: ok(schemas.InvitationSchema, examples.INVITATION), **problems(403)},
    extensions={"x-action": "brand.invite"},
)
INVITATIONS_REVOKE = _brands(
    "invitations_revoke",
    "Take an invitation back",
    "Its link stops working. Owners only.",
    responses={204: NO_CONTENT, **problems(403, 410)},
)
PRODUCTS_LIST = _products(
    "products_list",
    "The catalogue",
    "Products of your brands, newest first.",
    parameters=[
        query("q", "words in the title"),
        query("archived", "true: those taken off the list", OpenApiTypes.BOOL),
        BRAND,
        *_PAGE,
    ],
    responses={200: list_of(schemas.ProductSchema, "ProductPage", examples.PRODUCT)},
)
PRODUCTS_CREATE = _products(
    "products_create",
    "Add a product",
    "What the brand gives: a thing in a parcel, a voucher or a visit, with at least one variant and its worth. Owners "
    "and managers.",
    parameters=[IDEMPOTENCY_KEY, BRAND],
    request=body(serializers.ProductInput, examples.PRODUCT_INPUT),
    responses={201: _PRODUCT, **problems(403, 404)},
)
PRODUCTS_READ = _products(
    "products_read",
    "Read a product",
    "With variants, stock and pictures; for the brand's team. Creators see it with `?expand=product` of a deal.",
    parameters=[IF_NONE_MATCH],
    responses={200: _PRODUCT, 304: NOT_MODIFIED},
)
PRODUCTS_UPDATE = _products(
    "products_update",
    "Change a product",
    "Running trades keep the terms they were agreed on. `variants` is the whole list: a variant that is left out is "
    "removed, one without `id` is added.",
    parameters=[IF_MATCH],
    request=body(serializers.ProductChanges, {"title": "Glow serum", "category": "beauty"}),
    responses={200: _PRODUCT, **problems(403, 409, 412)},
)
PRODUCTS_ARCHIVE = _products(
    "products_archive",
    "Archive a product",
    "Takes it off the list; deals that give it go on.",
    responses={204: NO_CONTENT, **problems(403)},
    extensions={"x-action": "product.archive"},
)
PRODUCTS_RESTORE = _products(
    "products_restore",
    "Put a product back on the list",
    "Undoes archiving.",
    **_MADE,
    responses={200: _PRODUCT, **problems(403)},
)
VARIANTS_STOCK = _products(
    "variants_set_stock",
    "Set what is in stock",
    "What was counted in the store room; not below what creators were promised.",
    **_MADE,
    request=body(serializers.StockInput, {"on_hand": 40}),
    responses={200: ok(schemas.VariantSchema, examples.VARIANT), **problems(403)},
)
PICTURES_CREATE = _products(
    "pictures_create",
    "Add a picture",
    "A JPEG, PNG or WebP of up to 5 MB as multipart/form-data. It is decoded, made small and stripped of its data. Not "
    "repeatable by key: a repeat adds the picture again.",
    request=form(serializers.PictureInput),
    responses={201: ok(schemas.PictureSchema, examples.PICTURE), **problems(403)},
)
PICTURES_REMOVE = _products(
    "pictures_remove",
    "Remove a picture",
    "Deals that show it go on showing it.",
    responses={204: NO_CONTENT, **problems(403)},
)
IMPORTS_CREATE = _products(
    "products_import",
    "Check a product CSV",
    "The file as Shopify exports it. Nothing is written: the answer reports row by row what would happen; then `confirm` "
    "or `discard`.",
    parameters=[IDEMPOTENCY_KEY, BRAND],
    request=form(serializers.ImportInput),
    responses={201: _IMPORT, **problems(403, 404)},
)
IMPORTS_READ = _products(
    "imports_read",
    "Read an import",
    "The report again.",
    parameters=[IF_NONE_MATCH],
    responses={200: _IMPORT, 304: NOT_MODIFIED, **problems(403)},
)
IMPORTS_CONFIRM = _products(
    "imports_confirm",
    "Write a checked import",
    "All that the report announced, or nothing. A repeat changes nothing.",
    **_MADE,
    responses={200: _IMPORT, **problems(403)},
)
IMPORTS_DISCARD = _products(
    "imports_discard",
    "Discard a checked import",
    "Nothing of the file is wanted. What was written stays.",
    **_MADE,
    responses={200: _IMPORT, **problems(403)},
)
