"""Shapes of what callers send. Rules live in operations."""

from rest_framework import serializers

from barter.kernel.api.serializers import StrictSerializer
from barter.kernel.topics import Topic
from brands.forms import CURRENCIES
from brands.limits import STOCK_MAX, TITLE_MAX, VALUE_MAX_MINOR, VARIANTS_MAX
from brands.models import Membership, Product

_CURRENCIES = [code for code, _ in CURRENCIES]


class BrandChanges(StrictSerializer):
    """Any of these; what is left out stays as it is."""

    name = serializers.CharField(max_length=80, required=False)
    about = serializers.CharField(max_length=1000, required=False, allow_blank=True)
    website = serializers.URLField(max_length=200, required=False, allow_blank=True)
    country = serializers.RegexField(
        r"^([A-Z]{2})?$", required=False, allow_blank=True, help_text="ISO 3166-1 alpha-2, such as NL"
    )
    city = serializers.CharField(max_length=80, required=False, allow_blank=True)
    category = serializers.ChoiceField(choices=Topic.choices, required=False, allow_blank=True)


class BrandInput(BrandChanges):
    """A new brand; you become its owner."""

    name = serializers.CharField(max_length=80)


class MemberChanges(StrictSerializer):
    role = serializers.ChoiceField(choices=Membership.Role.choices)


class InvitationInput(StrictSerializer):
    email = serializers.EmailField(max_length=254)
    role = serializers.ChoiceField(choices=Membership.Role.choices, required=False, default=Membership.Role.MANAGER)


class VariantInput(StrictSerializer):
    """One size or colour. `id` names the one to change; without it, it is a new one."""

    id = serializers.CharField(max_length=40, required=False)
    title = serializers.CharField(max_length=TITLE_MAX, required=False, default="Default")
    value_minor = serializers.IntegerField(
        min_value=1, max_value=VALUE_MAX_MINOR, help_text="fair market value in minor units of the product's currency"
    )
    stock = serializers.IntegerField(min_value=0, max_value=STOCK_MAX, required=False, default=0)
    sku = serializers.CharField(max_length=80, required=False, default="", allow_blank=True)
    options = serializers.DictField(
        child=serializers.CharField(max_length=140), required=False, help_text='such as {"Size": "30 ml"}'
    )


class ProductChanges(StrictSerializer):
    """Any of these; what is left out stays as it is. `variants` is the whole list: who is missing is removed."""

    title = serializers.CharField(max_length=TITLE_MAX, required=False)
    kind = serializers.ChoiceField(choices=Product.Kind.choices, required=False)
    description = serializers.CharField(
        max_length=50_000, required=False, allow_blank=True, help_text="text or HTML; it is sanitised"
    )
    category = serializers.ChoiceField(choices=Topic.choices, required=False, allow_blank=True)
    currency = serializers.ChoiceField(choices=_CURRENCIES, required=False)
    voucher_instructions = serializers.CharField(max_length=2_000, required=False, allow_blank=True)
    variants = serializers.ListField(child=VariantInput(), required=False, min_length=1, max_length=VARIANTS_MAX)


class ProductInput(ProductChanges):
    """A new product with at least one variant."""

    title = serializers.CharField(max_length=TITLE_MAX)
    variants = serializers.ListField(child=VariantInput(), min_length=1, max_length=VARIANTS_MAX)


class StockInput(StrictSerializer):
    on_hand = serializers.IntegerField(min_value=0, max_value=STOCK_MAX, help_text="what was counted in the store room")


class PictureInput(StrictSerializer):
    picture = serializers.FileField(help_text="JPEG, PNG or WebP, up to 5 MB")
    alt = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class ImportInput(StrictSerializer):
    file = serializers.FileField(help_text="a product CSV as Shopify exports it, up to 10 MB")
    currency = serializers.ChoiceField(choices=_CURRENCIES, required=False, default="EUR")
