"""Shapes of answers, for the OpenAPI document. The values are made by `representations`."""

from typing import Any

from rest_framework import serializers

from barter.kernel.api.serializers import MoneySchema, word
from brands.models import Brand, CatalogueImport, Membership, Product

Schema = serializers.Serializer[Any]
_ACTIONS_HELP = "verbs the caller can use now"


def _actions() -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(), help_text=_ACTIONS_HELP)


class BrandFiguresSchema(Schema):
    """Public figures; null until there were three events: "New"."""

    shipped = serializers.IntegerField()
    shipped_on_time = serializers.IntegerField(allow_null=True)
    days_to_ship = serializers.IntegerField(allow_null=True)
    hours_to_answer = serializers.IntegerField(allow_null=True)
    silence_percent = serializers.IntegerField(allow_null=True, help_text="versions approved by silence")


class SlotsSchema(Schema):
    """How many trades may run at once."""

    total = serializers.IntegerField()
    used = serializers.IntegerField()
    withheld = serializers.IntegerField(help_text="of the plan's, because parcels were shipped late")
    withheld_until = serializers.DateTimeField(allow_null=True, help_text="when the first of them come back")


class BrandSchema(Schema):
    """A company account."""

    object = serializers.CharField(help_text="`brand`")
    id = serializers.CharField()
    name = serializers.CharField()
    slug = serializers.CharField()
    about = serializers.CharField(allow_blank=True)
    website = serializers.CharField(allow_blank=True)
    country = serializers.CharField(allow_blank=True, help_text="ISO 3166-1 alpha-2")
    city = serializers.CharField(allow_blank=True)
    category = serializers.CharField(allow_blank=True)
    is_verified = serializers.BooleanField()
    figures = BrandFiguresSchema()
    created_at = serializers.DateTimeField()
    role = word(*Membership.Role.values, allow_null=True, help_text="yours in this brand; null: you are no member")
    standing = word(*Brand.Standing.values, allow_null=True, help_text="members only")
    is_trusted = serializers.BooleanField(allow_null=True, help_text="members only: deals go live at once")
    slots = SlotsSchema(allow_null=True, help_text="members only")
    available_actions = _actions()


class MemberSchema(Schema):
    """A person working for a brand."""

    object = serializers.CharField(help_text="`member`")
    id = serializers.CharField()
    role = word(*Membership.Role.values)
    name = serializers.CharField()
    email = serializers.CharField()
    joined_at = serializers.DateTimeField()
    available_actions = _actions()


class InvitationSchema(Schema):
    """An open invitation to a team. The mail has a link; it is accepted on the page behind it."""

    object = serializers.CharField(help_text="`invitation`")
    id = serializers.CharField()
    brand = serializers.CharField()
    email = serializers.CharField()
    role = word(*Membership.Role.values)
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()


class StockSchema(Schema):
    on_hand = serializers.IntegerField()
    reserved = serializers.IntegerField(help_text="promised to creators")
    free = serializers.IntegerField()


class VariantSchema(Schema):
    """One size or colour."""

    object = serializers.CharField(help_text="`variant`")
    id = serializers.CharField()
    title = serializers.CharField()
    options = serializers.DictField(child=serializers.CharField(), help_text='such as {"Size": "30 ml"}')
    sku = serializers.CharField(allow_blank=True)
    value = MoneySchema(help_text="fair market value")
    stock = StockSchema()


class PictureSchema(Schema):
    """One picture of a product."""

    object = serializers.CharField(help_text="`picture`")
    id = serializers.CharField()
    url = serializers.CharField(allow_null=True, help_text="path or address of the picture")
    remote_url = serializers.CharField(allow_null=True, help_text="where an imported file names it")
    alt = serializers.CharField(allow_blank=True)
    width = serializers.IntegerField()
    height = serializers.IntegerField()


class ProductSchema(Schema):
    """What a brand gives, as its own team sees it."""

    object = serializers.CharField(help_text="`product`")
    id = serializers.CharField()
    brand = serializers.CharField()
    kind = word(*Product.Kind.values, help_text="parcel, voucher or visit")
    title = serializers.CharField()
    description = serializers.CharField(allow_blank=True, help_text="sanitised HTML")
    category = serializers.CharField(allow_blank=True)
    currency = serializers.CharField(help_text="ISO 4217")
    voucher_instructions = serializers.CharField(allow_blank=True, help_text="the creator reads this after agreement")
    variants = VariantSchema(many=True)
    images = PictureSchema(many=True, help_text="the first stands for the product")
    archived_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    available_actions = _actions()


class GiftVariantSchema(Schema):
    object = serializers.CharField(help_text="`variant`")
    id = serializers.CharField()
    title = serializers.CharField()
    options = serializers.DictField(child=serializers.CharField())
    value = MoneySchema()
    in_stock = serializers.BooleanField()


class GiftSchema(Schema):
    """A product as creators see it in a deal."""

    object = serializers.CharField(help_text="`product`")
    id = serializers.CharField()
    kind = word(*Product.Kind.values)
    title = serializers.CharField()
    description = serializers.CharField(allow_blank=True, help_text="sanitised HTML")
    variants = GiftVariantSchema(many=True)
    images = PictureSchema(many=True)


class ImportSummarySchema(Schema):
    """How many products; errors and warnings are rows."""

    add = serializers.IntegerField()
    change = serializers.IntegerField()
    archive = serializers.IntegerField()
    left_out = serializers.IntegerField()
    errors = serializers.IntegerField()  # type: ignore[assignment]
    warnings = serializers.IntegerField()


class ImportLineSchema(Schema):
    """One finding."""

    row = serializers.IntegerField(help_text="as a spreadsheet counts; the header is row 1")
    line = serializers.IntegerField(help_text="line of text")
    severity = word("ok", "note", "warning", "skipped", "error")
    handle = serializers.CharField(allow_blank=True)
    message = serializers.CharField()


class ImportSchema(Schema):
    """A product CSV that was checked; `confirm` writes it."""

    object = serializers.CharField(help_text="`import`")
    id = serializers.CharField()
    state = word(*CatalogueImport.State.values)
    ball = serializers.CharField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    available_actions = _actions()
    file_name = serializers.CharField()
    summary = ImportSummarySchema()
    report = ImportLineSchema(many=True)
    created_at = serializers.DateTimeField()
    imported_at = serializers.DateTimeField(allow_null=True)
