"""Shapes of what brands type. The rules stand in `operations`."""

from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision
from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from barter.kernel.pages import NeededFields
from barter.kernel.pictures import MAX_BYTES
from barter.kernel.places import country_choices
from barter.kernel.templatetags.words import price_example, typed_amount_words, writes_decimal_comma
from barter.kernel.text import plain_paragraphs
from barter.kernel.topics import Topic
from brands.catalogue.values import BadCell, read_price
from brands.limits import FILE_MAX_BYTES, STOCK_MAX, TITLE_MAX
from brands.models import Brand, Membership, Product, Variant
from brands.operations import VariantData

CURRENCIES = [
    ("EUR", _("EUR, euro")), ("USD", _("USD, US dollar")), ("GBP", _("GBP, pound")), ("SEK", _("SEK, Swedish krona")),
    ("NOK", _("NOK, Norwegian krone")), ("DKK", _("DKK, Danish krone")), ("PLN", _("PLN, złoty")), ("CZK", _("CZK, Czech koruna")),
    ("HUF", _("HUF, forint")), ("RON", _("RON, leu")), ("CHF", _("CHF, Swiss franc")), ("CAD", _("CAD, Canadian dollar")),
    ("AUD", _("AUD, Australian dollar")), ("JPY", _("JPY, yen")), ("KWD", _("KWD, Kuwaiti dinar")),
]  # fmt: skip


class ProductForm(forms.Form):
    title = forms.CharField(label=_("Product"), max_length=TITLE_MAX, error_messages={"required": _("Add a title.")})
    kind = forms.ChoiceField(
        label=_("How does the creator get it?"), choices=Product.Kind.choices, widget=forms.RadioSelect
    )
    category = forms.ChoiceField(label=_("Category"), choices=[("", _("Choose")), *Topic.choices], required=False)
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)
    description = forms.CharField(
        label=_("What is it?"), required=False, widget=forms.Textarea(attrs={"rows": 4}), max_length=50_000
    )
    voucher_instructions = forms.CharField(
        label=_("How to use the voucher, or to book the visit"),
        help_text=_("The creator reads this after agreement. Not needed for parcels."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2_000,
    )

    @classmethod
    def of(cls, product: Product, data: Any = None) -> "ProductForm":
        values = {name: getattr(product, name) for name in cls.base_fields}
        return cls(data, initial={**values, "description": plain_paragraphs(product.description)})

    def changes(self) -> dict[str, Any]:
        """What was typed anew. An untouched description keeps the formatting it was imported with."""
        return {name: self.cleaned_data[name] for name in self.changed_data}


class VariantForm(NeededFields, forms.Form):
    needed = ("title", "worth", "stock")

    public_id = forms.CharField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Variant"), max_length=TITLE_MAX, required=False)
    worth = forms.CharField(label=_("Worth"), max_length=20, required=False)
    stock = forms.IntegerField(label=_("In stock"), min_value=0, max_value=STOCK_MAX, required=False)
    sku = forms.CharField(label="SKU", max_length=80, required=False)
    remove = forms.BooleanField(label=_("Remove"), required=False)

    def is_blank(self) -> bool:
        """A row nobody filled in, or one that was ticked away."""
        data = self.cleaned_data
        empty = not data.get("title") and not data.get("worth") and not data.get("public_id")
        return bool(data.get("remove")) or empty

    def read(self, currency: str, known: dict[str, Variant]) -> VariantData | None:
        """The variant as typed; None with an error on the form when the worth can't be read."""
        data = self.cleaned_data
        try:
            worth = read_price(data["worth"] or "?", currency, comma_decimals=writes_decimal_comma())
        except BadCell:
            self.add_error("worth", gettext("Say what it is worth, like {example}.").format(example=price_example()))
            return None
        row = known.get(data["public_id"])
        return VariantData(
            public_id=data["public_id"],
            title=data["title"] or "Default",
            fmv_minor=worth,
            stock=data["stock"] or 0,
            sku=data["sku"],
            options=row.options if row else {},
        )


VariantFormSet = forms.formset_factory(VariantForm, extra=0, max_num=100, absolute_max=120)


def variant_values(variant: Variant, currency: str) -> dict[str, Any]:
    digits = get_currency_precision(currency)
    worth = Decimal(variant.fmv_minor).scaleb(-digits)
    return {
        "public_id": variant.public_id,
        "title": variant.title,
        "worth": typed_amount_words(worth, digits),
        "stock": variant.stock_on_hand,
        "sku": variant.sku,
    }


class PictureForm(forms.Form):
    picture = forms.FileField(
        label=_("Add a picture"),
        help_text=format_lazy(_("JPEG, PNG or WebP, up to {megabytes} MB."), megabytes=MAX_BYTES // 1_048_576),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"required": _("Choose a picture."), "empty": _("This file is empty.")},
    )
    alt = forms.CharField(label=_("What it shows"), max_length=200, required=False)


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("Product CSV"),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"required": _("Choose the CSV file."), "empty": _("This file is empty.")},
    )
    currency = forms.ChoiceField(
        label=_("Prices are in"), choices=CURRENCIES, help_text=_("The export of your shop doesn't say.")
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > FILE_MAX_BYTES:
            raise forms.ValidationError(_("This file is larger than 10 MB. Split it into smaller ones."))
        return file


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), error_messages={"required": _("Add the address to invite.")})
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(value, label) for value, label in Membership.Role.choices],
        initial=Membership.Role.MANAGER,
    )


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=Membership.Role.choices)


class BrandForm(forms.Form):
    name = forms.CharField(
        label=_("Brand name"), max_length=80, error_messages={"required": _("Add the brand's name.")}
    )
    about = forms.CharField(
        label=_("What you make"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Two sentences creators read first."),
    )
    category = forms.ChoiceField(label=_("Category"), choices=[("", _("Choose")), *Topic.choices], required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    city = forms.CharField(label=_("City"), max_length=80, required=False)
    country = forms.ChoiceField(
        label=_("Country"), choices=lambda: [("", _("Choose a country")), *country_choices()], required=False
    )

    @classmethod
    def of(cls, brand: Brand, data: Any = None) -> "BrandForm":
        return cls(data, initial={name: getattr(brand, name) for name in cls.base_fields})


class NewBrandForm(forms.Form):
    name = forms.CharField(
        label=_("Brand name"), max_length=80, error_messages={"required": _("Add the brand's name.")}
    )
