"""The steps of the deal wizard as forms: product, who, rights (content is in wizard_content). Shape only: ranges and laws are said by the operations as well.

Every step can tell `changes()`: what was typed and could be read, as `update_deal` takes it. So half a step can be kept
while somebody still types, and the rest of it asked for on "Continue".
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from barter.kernel import policy
from barter.kernel.complaints import lines_of
from barter.kernel.errors import BarterError
from barter.kernel.pages import NeededFields
from barter.kernel.places import by_name, country_choices, country_name, language_choices
from barter.kernel.templatetags.words import price_example, writes_decimal_comma
from barter.kernel.topics import Topic
from brands.catalogue.values import BadCell, read_price
from brands.forms import CURRENCIES, PictureForm
from brands.models import Product
from brands.operations import ProductData, VariantData
from creators.models import Channel
from deals.models import Deal
from deals.web.brand import wizard_tabs
from deals.web.brand.wizard_tabs import print_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NEW = "new"
_LANGUAGES = (
    "en", "de", "fr", "es", "it", "nl", "pl", "pt", "sv", "da", "fi", "et", "lv", "lt", "cs", "ro", "hu", "ar", "he", "ja",
)  # fmt: skip
_NEAR = (
    "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV", "LT", "LU", "MT",
    "NL", "NO", "PL", "PT", "RO", "SK", "SI", "ES", "SE", "CH", "GB", "US", "CA", "AU",
)  # fmt: skip
_MONTHS = [
    (3, _("3 months")),
    (6, _("6 months")),
    (12, _("12 months")),
    (24, _("2 years")),
    (36, _("3 years")),
    (60, _("5 years")),
]
_TERRITORIES = [("worldwide", _("Worldwide")), ("EU", _("The EU only")), ("Europe", _("Europe only"))]


class StepForm(forms.Form):
    """One step. `rows` are its lists of rows, by name."""

    slug: ClassVar[str]
    keeps: ClassVar[tuple[str, ...]]  # the values of a deal that it changes
    rows: dict[str, Any]

    def __init__(self, deal: Deal | None, data: Any = None, files: Any = None, **kwargs: Any) -> None:
        super().__init__(data, files, initial=self.values_of(deal), **kwargs)
        self.deal = deal
        self.drawn = wizard_tabs.prints_in(data.get(wizard_tabs.FIELD, "")) if data else {}
        self.rows = self.rows_of(deal, data)

    @classmethod
    def values_of(cls, deal: Deal | None) -> dict[str, Any]:
        return {name: getattr(deal, name) for name in cls.base_fields if hasattr(deal, name)} if deal else {}

    def rows_of(self, deal: Deal | None, data: Any) -> dict[str, Any]:
        return {}

    def findings(self) -> list[str]:
        """What can't stay like this, said while it is typed."""
        return []

    def is_valid(self) -> bool:
        """Both the fields and every row; looks at all of them so that all complaints stand on the page at once."""
        results = [super().is_valid(), *(formset.is_valid() for formset in self.rows.values())]
        return all(results) and not any(self.row_errors())

    def changes(self) -> dict[str, Any]:
        """What could be read and differs from the deal, as `update_deal` takes it."""
        found = self.read()
        if self.deal is None:
            return found
        return {name: value for name, value in found.items() if value != self.now(name) and not self._left(name, value)}

    def read(self) -> dict[str, Any]:
        return dict(self.cleaned_data)

    def now(self, name: str) -> Any:
        return getattr(self.deal, name, None)

    def shown(self, name: str) -> Any:
        """What the page shows of it as long as nobody types."""
        return self.now(name)

    def _left(self, name: str, value: Any) -> bool:
        """Somebody else changed it since the page was drawn, and nobody did here."""
        stored, shown = self.drawn.get(name, ("", ""))
        return bool(stored) and print_of(value) == shown and print_of(self.now(name)) != stored

    def prints(self, saved: Deal | None = None) -> wizard_tabs.Prints:
        """For the page: as it is drawn, or as it stands once `saved` has what was typed. What was sent stays where
        nothing was kept of it, so that it is compared with what this page still shows."""
        if self.deal is None:
            return {}
        if self.is_bound and saved is None:
            return self.drawn
        typed = self.read() if self.is_bound else {}
        left = {name for name in self.drawn if name not in typed or self._left(name, typed[name])}
        if saved is not None:
            self.deal = saved
        fresh = {name: (print_of(self.now(name)), print_of(self.shown(name))) for name in self.keeps}
        return fresh | {name: self.drawn[name] for name in left}

    def row_errors(self) -> Iterable[tuple[str, str]]:
        """(id of the control, words) of everything wrong in rows."""
        for formset in self.rows.values():
            for form in formset.forms if formset.is_bound else ():
                for name, errors in form.errors.items():
                    is_field = name in form.fields
                    lines = lines_of(form[name]) if is_field else map(str, errors)
                    yield from ((form[name].id_for_label if is_field else "", words) for words in lines)

    def refuse(self, error: BarterError) -> None:
        """Show a refusal of an operation at the field it names."""
        self.add_error(error.field if error.field in self.fields else None, error.detail)


# ---- 1. What you give


class ProductStep(NeededFields, StepForm):
    slug = "product"
    keeps = ("product", "title", "category")
    needed = ("category", "new_title", "new_worth", "new_currency", "new_stock")

    product = forms.ChoiceField(label=_("What do you give?"), required=False)
    title = forms.CharField(
        label=_("Title of the deal"),
        max_length=120,
        required=False,
        help_text=_("Left empty, it is the product's name."),
    )
    category = forms.ChoiceField(label=_("Category"), choices=[("", _("Choose")), *Topic.choices], required=False)
    new_title = forms.CharField(label=_("Product"), max_length=140, required=False)
    new_worth = forms.CharField(
        label=_("Worth"),
        max_length=20,
        required=False,
        help_text=format_lazy(_("What a customer pays in your shop, like {example}."), example=price_example()),
    )
    new_currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES, required=False, initial="EUR")
    new_stock = forms.IntegerField(label=_("How many can you give?"), min_value=0, max_value=1_000_000, required=False)
    new_kind = forms.ChoiceField(
        label=_("How does the creator get it?"),
        choices=Product.Kind.choices,
        widget=forms.RadioSelect,
        required=False,
        initial=Product.Kind.PARCEL,
    )
    new_instructions = forms.CharField(
        label=_("How to use the voucher, or to book the visit"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("They read it after you accept them. Not needed for parcels."),
    )
    picture = PictureForm.base_fields["picture"]

    def __init__(self, deal: Deal | None, data: Any = None, files: Any = None, *, products: QuerySet[Product]) -> None:
        super().__init__(deal, data, files)
        self.products = list(products)
        choices = [(one.public_id, one.title) for one in self.products]
        self.fields["product"].choices = [*choices, (NEW, _("Something new"))]  # type: ignore[attr-defined]
        self.fields["picture"].required = False
        self.fields["picture"].label = _("Picture")
        self.initial["product"] = (
            deal.product.public_id if deal and deal.product else (choices[0][0] if choices else NEW)
        )
        if deal is None and (first := self.begins_with):
            self.initial["category"] = first.category
        if deal and deal.published_at:
            del self.fields["product"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "product" not in self.fields:
            return data
        chosen = data.get("product") or (self.initial["product"] if len(self.fields["product"].choices) == 1 else "")  # type: ignore[attr-defined]
        if not chosen and "product" not in self.errors:
            self.add_error("product", gettext("Choose what you give."))
        data["product"] = chosen
        if chosen == NEW:
            self._clean_new(data)
        known = self.known
        if not data.get("category") and (known is None or known.category not in Topic.values):
            self.add_error("category", gettext("Choose a category."))
        return data

    def _clean_new(self, data: dict[str, Any]) -> None:
        if not data.get("new_title"):
            self.add_error("new_title", gettext("Say what it is."))
        try:
            data["new_minor"] = read_price(
                data.get("new_worth") or "?",
                data.get("new_currency") or "EUR",
                comma_decimals=writes_decimal_comma(),
            )
        except BadCell:
            self.add_error(
                "new_worth", gettext("Say what it is worth, like {example}.").format(example=price_example())
            )
        if data.get("new_stock") is None and "new_stock" not in self.errors:
            self.add_error("new_stock", gettext("Say how many you can give."))
        if data.get("new_kind") in {Product.Kind.VOUCHER, Product.Kind.VISIT} and not data.get("new_instructions"):
            self.add_error(
                "new_instructions", gettext("Say how to use it: the creator reads this after you accept them.")
            )

    @property
    def known(self) -> Product | None:
        """The chosen product of the list; None for something new."""
        chosen = getattr(self, "cleaned_data", {}).get("product")
        return next((one for one in self.products if one.public_id == chosen), None)

    @property
    def begins_with(self) -> Product | None:
        """What is chosen before anybody chose."""
        return next((one for one in self.products if one.public_id == self.initial["product"]), None)

    @property
    def makes_product(self) -> bool:
        return getattr(self, "cleaned_data", {}).get("product") == NEW

    def typed_worth(self) -> tuple[str, int, str] | None:
        """(kind, minor units, currency) of something new that can't be made yet; the worth is 0 until it can be read."""
        if not self.makes_product or self.is_valid():
            return None
        data = self.cleaned_data
        return data.get("new_kind") or Product.Kind.PARCEL, data.get("new_minor", 0), data.get("new_currency") or "EUR"

    def was_made(self, deal: Deal) -> bool:
        """Whether the product typed here was made when the form was sent before."""
        return deal.product is not None and deal.product.title == self.cleaned_data.get("new_title")

    def product_data(self) -> ProductData:
        """The quick product, with one variant."""
        data = self.cleaned_data
        variant = VariantData(title="Default", fmv_minor=data["new_minor"], stock=data["new_stock"])
        return ProductData(
            title=data["new_title"], variants=[variant], kind=data["new_kind"] or Product.Kind.PARCEL,
            category=data.get("category", ""), currency=data["new_currency"] or "EUR",
            voucher_instructions=data.get("new_instructions", ""),
        )  # fmt: skip

    def read(self) -> dict[str, Any]:
        data, known = self.cleaned_data, self.known
        found: dict[str, Any] = {"product": known} if known else {}
        name = known.title if known else data.get("new_title", "") if self.makes_product else ""
        if "title" in data:
            found["title"] = data["title"] or (name if name else self.now("title") or "")[:120]
        if category := data.get("category") or (known.category if known and known.category in Topic.values else ""):
            found["category"] = category
        return found


# ---- 3. Who


class WhoStep(StepForm):
    slug = "who"
    keeps = ("places", "countries", "platforms", "min_followers", "languages")

    places = forms.IntegerField(
        label=_("Places"),
        min_value=1,
        max_value=100_000,
        help_text=_("How many creators you take. You can add more at any time."),
        error_messages={"required": _("Say how many creators you take.")},
    )
    countries = forms.MultipleChoiceField(label=_("Countries"), required=False)
    more_country = forms.ChoiceField(label=_("Another country"), required=False)
    platforms = forms.MultipleChoiceField(label=_("Channels"), choices=Channel.Platform.choices, required=False)
    min_followers = forms.IntegerField(
        label=_("Followers, at least"),
        min_value=0,
        max_value=1_000_000_000,
        required=False,
        help_text=_("On one of these channels. 0 lets beginners in: they answer fastest."),
    )
    languages = forms.MultipleChoiceField(label=_("Languages"), required=False)

    def __init__(self, deal: Deal | None, data: Any = None, files: Any = None) -> None:
        super().__init__(deal, data, files)
        chosen = deal.countries if deal else []
        shown = [*_NEAR, *(code for code in chosen if code not in _NEAR)]
        near = by_name((code, country_name(code)) for code in shown)
        spoken = [*_LANGUAGES, *(code for code in (deal.languages if deal else []) if code not in _LANGUAGES)]
        self._offer("countries", near)
        self._offer(
            "more_country", [("", gettext("Choose")), *(one for one in country_choices() if one[0] not in shown)]
        )
        self._offer("languages", language_choices(spoken))

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @classmethod
    def values_of(cls, deal: Deal | None) -> dict[str, Any]:
        return super().values_of(deal) | ({"places": deal.places.total} if deal else {})

    def read(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        more = data.pop("more_country", "")
        for name in ("countries", "platforms", "languages"):
            if name in data:
                data[name] = sorted({*data[name], *([more] if more and name == "countries" else [])})
        if "min_followers" in data:
            data["min_followers"] = data["min_followers"] or 0
        return data

    def now(self, name: str) -> Any:
        value = self.deal.places.total if self.deal and name == "places" else super().now(name)
        return sorted(value) if isinstance(value, list) else value


# ---- 4. Rights and dates


def _days(label: "StrOrPromise", least: int, most: int, help_text: "StrOrPromise") -> forms.IntegerField:
    words = format_lazy(_("A number from {least} to {most}."), least=least, most=most)
    errors = {"required": words, "min_value": words, "max_value": words, "invalid": words}
    return forms.IntegerField(label=label, min_value=least, max_value=most, help_text=help_text, error_messages=errors)


class RightsStep(StepForm):
    slug = "rights"
    keeps = (
        "licence_months", "licence_territory", "licence_paid_ads_months", "licence_handle", "licence_edits",
        "licence_credit", "ship_within_days", "create_within_days", "live_days", "end_date",
    )  # fmt: skip

    licence_months = forms.TypedChoiceField(label=_("On your own channels for"), choices=_MONTHS, coerce=int)
    licence_territory = forms.ChoiceField(label=_("Where"), choices=_TERRITORIES)
    licence_paid_ads_months = forms.TypedChoiceField(
        label=_("Paid ads"),
        choices=[(0, _("No paid ads")), *_MONTHS],
        coerce=int,
        help_text=_("Creators think twice about ads. Ask only for what you will use."),
    )
    licence_handle = forms.BooleanField(label=_("Ads may run under the creator's name"), required=False)
    licence_edits = forms.BooleanField(label=_("We may cut, crop and caption it"), required=False)
    licence_credit = forms.BooleanField(label=_("We name the creator when we use it"), required=False)
    ship_within_days = _days(_("Working days until you ship"), 1, 30, _("The clock starts when you accept somebody."))
    create_within_days = _days(
        _("Days to film"), 5, 28, _("From the day the parcel arrives, the visit takes place or the voucher is tried.")
    )
    live_days = _days(_("Days the post stays online"), 7, 90, _("We check it."))
    end_date = forms.DateField(
        label=_("Last day to apply"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, deal: Deal | None, data: Any = None, files: Any = None) -> None:
        super().__init__(deal, data, files)
        runs = policy.value("deal_live_days")
        left_empty = ngettext("Left empty, it runs for {count} day.", "Left empty, it runs for {count} days.", runs)
        self.fields["end_date"].help_text = left_empty.format(count=runs)
        if deal:
            for name in ("licence_months", "licence_paid_ads_months"):
                months = getattr(deal, name)
                label = ngettext("{count} month", "{count} months", months).format(count=months)
                _keep_choice(self.fields[name], months, label)
            _keep_choice(self.fields["licence_territory"], deal.licence_territory, deal.licence_territory)
            if not deal.must_post:
                del self.fields["live_days"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("licence_handle") and data.get("licence_paid_ads_months") == 0:
            self.add_error("licence_handle", gettext("Ads under their name are paid ads: choose for how long above."))
        return data


def _keep_choice(field: Any, value: Any, label: str) -> None:
    """A value the API or an older page wrote stays choosable."""
    if str(value) not in {str(one) for one, _ in field.choices}:
        field.choices = [*field.choices, (value, label)]
