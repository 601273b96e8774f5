"""What the OpenAPI document says of brands and their products: ids, words, parameters, examples."""

from drf_spectacular.types import OpenApiTypes

from barter.kernel.api.docs import (
    BRAND,
    CURSOR,
    LIMIT,
    Section,
    body,
    form,
    list_of,
    ok,
    query,
)
from brands.api import examples, schemas, serializers

_PAGE = [LIMIT, CURSOR]


_BRANDS = Section("brands")


_PRODUCTS = Section("products")


_BRAND = ok(schemas.BrandSchema, examples.BRAND)
_PRODUCT = ok(schemas.ProductSchema, examples.PRODUCT)
_IMPORT = ok(schemas.ImportSchema, examples.IMPORT)

BRANDS_CREATE = _BRANDS.create(
    "brands_create",
    "Start a brand",
    "You become its owner. Whoever signed up with `started_as=brand` has one already; this is for another one, and for "
    "people who came as creators. One person owns at most 10. Sent twice in a row, it is the same brand.",
    _BRAND,
    (409, 422),
    takes=body(serializers.BrandInput, examples.BRAND_INPUT),
    action="me.create_brand",
)
BRANDS_READ = _BRANDS.read(
    "brands_read",
    "Read a brand",
    "With its public figures; its members also see their role, standing and slots. No sign-in needed.",
    _BRAND,
)
BRANDS_UPDATE = _BRANDS.change(
    "brands_update",
    "Change a brand",
    "What creators see of it. Owners only.",
    _BRAND,
    (403,),
    takes=body(serializers.BrandChanges, {"about": "Skincare from Amsterdam."}),
)
MEMBERS_LIST = _BRANDS.page(
    "members_list",
    "The team",
    "Who works for the brand, first joined first. For its members.",
    list_of(schemas.MemberSchema, "MemberPage", examples.MEMBER),
)
MEMBERS_UPDATE = _BRANDS.change(
    "members_update",
    "Give a member another role",
    "Owners only. A brand keeps at least one owner.",
    ok(schemas.MemberSchema, examples.MEMBER),
    (403, 409),
    takes=body(serializers.MemberChanges, {"role": "manager"}),
)
MEMBERS_REMOVE = _BRANDS.remove(
    "members_remove",
    "Take a member off the team",
    "Owners remove anybody, everybody themselves. A brand keeps at least one owner.",
    (403, 409),
    action="member.remove",
)
INVITATIONS_LIST = _BRANDS.page(
    "invitations_list",
    "Open invitations",
    "Who was invited to the team and has not answered yet. For its members.",
    list_of(schemas.InvitationSchema, "InvitationPage", examples.INVITATION),
)
INVITATIONS_CREATE = _BRANDS.create(
    "invitations_create",
    "Invite somebody to the team",
    "Owners only. A mail with a link goes out; it is good for 14 days.",
    ok(schemas.InvitationSchema, examples.INVITATION),
    (403,),
    takes=body(serializers.InvitationInput, {"email": "noor@example.com", "role": "manager"}),
    action="brand.invite",
)
INVITATIONS_REVOKE = _BRANDS.remove(
    "invitations_revoke", "Take an invitation back", "Its link stops working. Owners only.", (403, 410)
)
PRODUCTS_LIST = _PRODUCTS.page(
    "products_list",
    "The catalogue",
    "Products of your brands, newest first.",
    list_of(schemas.ProductSchema, "ProductPage", examples.PRODUCT),
    (400, 401, 404),
    also=[
        query("q", "words in the title"),
        query("archived", "true: those taken off the list", OpenApiTypes.BOOL),
        BRAND,
    ],
)
PRODUCTS_CREATE = _PRODUCTS.create(
    "products_create",
    "Add a product",
    "What the brand gives: a thing in a parcel, a voucher or a visit, with at least one variant and its worth. Owners "
    "and managers.",
    _PRODUCT,
    (403, 404),
    also=[BRAND],
    takes=body(serializers.ProductInput, examples.PRODUCT_INPUT),
)
PRODUCTS_READ = _PRODUCTS.read(
    "products_read",
    "Read a product",
    "With variants, stock and pictures; for the brand's team. Creators see it with `?expand=product` of a deal.",
    _PRODUCT,
)
PRODUCTS_UPDATE = _PRODUCTS.change(
    "products_update",
    "Change a product",
    "Running trades keep the terms they were agreed on. `variants` is the whole list: a variant that is left out is "
    "removed, one without `id` is added.",
    _PRODUCT,
    (403, 409),
    takes=body(serializers.ProductChanges, {"title": "Glow serum", "category": "beauty"}),
)
PRODUCTS_ARCHIVE = _PRODUCTS.remove(
    "products_archive",
    "Archive a product",
    "Takes it off the list; deals that give it go on.",
    (403,),
    action="product.archive",
)
PRODUCTS_RESTORE = _PRODUCTS.act(
    "products_restore", "Put a product back on the list", "Undoes archiving.", _PRODUCT, (403,)
)
VARIANTS_STOCK = _PRODUCTS.act(
    "variants_set_stock",
    "Set what is in stock",
    "What was counted in the store room; not below what creators were promised.",
    ok(schemas.VariantSchema, examples.VARIANT),
    (403,),
    takes=body(serializers.StockInput, {"on_hand": 40}),
)
PICTURES_CREATE = _PRODUCTS.operation(
    "pictures_create",
    "Add a picture",
    "A JPEG, PNG or WebP of up to 5 MB as multipart/form-data. It is decoded, made small and stripped of its data. Not "
    "repeatable by key: a repeat adds the picture again.",
    {201: ok(schemas.PictureSchema, examples.PICTURE)},
    (403,),
    takes=form(serializers.PictureInput),
)
PICTURES_REMOVE = _PRODUCTS.remove(
    "pictures_remove", "Remove a picture", "Deals that show it go on showing it.", (403,)
)
IMPORTS_CREATE = _PRODUCTS.create(
    "products_import",
    "Check a product CSV",
    "The file as Shopify exports it. Nothing is written: the answer reports row by row what would happen; then `confirm` "
    "or `discard`.",
    _IMPORT,
    (403, 404),
    also=[BRAND],
    takes=form(serializers.ImportInput),
)
IMPORTS_READ = _PRODUCTS.read("imports_read", "Read an import", "The report again.", _IMPORT, (403,))
IMPORTS_CONFIRM = _PRODUCTS.act(
    "imports_confirm",
    "Write a checked import",
    "All that the report announced, or nothing. A repeat changes nothing.",
    _IMPORT,
    (403,),
)
IMPORTS_DISCARD = _PRODUCTS.act(
    "imports_discard",
    "Discard a checked import",
    "Nothing of the file is wanted. What was written stays.",
    _IMPORT,
    (403,),
)
