"""Shapes of what creators type. The rules stand in `operations`."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from barter.kernel.pages import NeededFields
from barter.kernel.pictures import MAX_BYTES
from barter.kernel.places import country_choices, language_choices
from barter.kernel.topics import Topic
from creators.models import Channel, Creator
from creators.operations import AddressData

LANGUAGES = (
    "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "hu", "it", "lt", "lv", "nl", "no", "pl", "pt", "ro", "sv", "tr", "uk", "ar",
    "he", "ja",
)  # fmt: skip


def _countries() -> list[tuple[str, str]]:
    return [("", gettext("Choose a country")), *country_choices()]


def _languages() -> list[tuple[str, str]]:
    return language_choices(LANGUAGES)


def _languages_or_none() -> list[tuple[str, str]]:
    return [("", gettext("Choose")), *_languages()]


class AddressForm(NeededFields, forms.Form):
    needed = ("postcode",)
    field_order = ("country", "name", "line1", "line2", "postcode", "city")  # as on the page: mistakes are told in it

    name = forms.CharField(
        label=_("Name on the door"), max_length=80, error_messages={"required": _("Add the name on the door.")}
    )
    line1 = forms.CharField(
        label=_("Street and number"), max_length=120, error_messages={"required": _("Add street and number.")}
    )
    line2 = forms.CharField(label=_("Flat, floor, care of"), max_length=120, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=12, required=False)
    city = forms.CharField(label=_("City"), max_length=80, error_messages={"required": _("Add the town or city.")})
    region = forms.CharField(label=_("State or region"), max_length=80, required=False)
    country = forms.ChoiceField(
        label=_("Country"), choices=_countries, error_messages={"required": _("Choose a country from the list.")}
    )
    phone = forms.CharField(label=_("Phone for the carrier"), max_length=20, required=False)

    def data_typed(self) -> AddressData:
        return AddressData(**self.cleaned_data)


class CountField(forms.IntegerField):
    """A count as people write it: 4200, "4,200", "4.200", "4 200", "4.2k", "1,5 M"."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> int | None:
        return super().to_python(_plain_count(value) if isinstance(value, str) else value)


def _plain_count(typed: str) -> str:
    text = re.sub(r"[\s'’]", "", typed).lower()
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", text):
        return re.sub(r"[.,]", "", text)
    short = re.fullmatch(r"(\d+(?:[.,]\d{1,2})?)([km])", text)
    if short is None:
        return text
    return str(int(Decimal(short[1].replace(",", ".")) * (1_000 if short[2] == "k" else 1_000_000)))


class ChannelForm(forms.Form):
    platform = forms.ChoiceField(
        label=_("Where do you post?"), choices=Channel.Platform.choices, widget=forms.RadioSelect
    )
    handle = forms.CharField(
        label=_("Your handle"),
        help_text=_("Like @mila.makes, or paste the address of your profile."),
        max_length=200,
        error_messages={"required": _("Add your handle.")},
    )
    followers = CountField(
        label=_("Followers"),
        min_value=0,
        max_value=1_000_000_000,
        initial=None,
        error_messages={
            "required": _("Say roughly how many follow you."),
            "invalid": _("Write it in digits, like 4200 or 4.2k."),
        },
    )
    niche = forms.ChoiceField(
        label=_("Mostly about"), choices=[("", _("Several things")), *Topic.choices], required=False
    )
    language = forms.ChoiceField(label=_("Language you speak there"), choices=_languages_or_none, required=False)
    url = forms.URLField(label=_("Address"), required=False, assume_scheme="https", help_text=_("Only for a blog."))

    def clean_url(self) -> str:
        return str(self.cleaned_data["url"] or "")


class NichesForm(forms.Form):
    niches = forms.MultipleChoiceField(
        label=_("What do you like to film?"), choices=Topic.choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class ProfileForm(forms.Form):
    display_name = forms.CharField(
        label=_("Name"), max_length=80, error_messages={"required": _("Add the name brands should see.")}
    )
    handle = forms.SlugField(
        label=_("Name of your page"),
        max_length=40,
        help_text=_("Letters, digits and dashes. Your page is barter/c/…"),
        error_messages={"required": _("Choose an address."), "invalid": _("Use letters, digits and dashes only.")},
    )
    bio = forms.CharField(
        label=_("About you"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Two sentences brands read first."),
    )
    city = forms.CharField(label=_("City"), max_length=80, required=False)
    country = forms.ChoiceField(label=_("Country"), choices=_countries, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages you film in"), choices=_languages, required=False, widget=forms.CheckboxSelectMultiple
    )
    niches = forms.MultipleChoiceField(
        label=_("What you like to film"), choices=Topic.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    picture = forms.FileField(
        label=_("Photo"),
        required=False,
        help_text=format_lazy(_("JPEG, PNG or WebP, up to {size} MB."), size=MAX_BYTES // 1_048_576),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    @classmethod
    def of(cls, creator: Creator, **kwargs: Any) -> "ProfileForm":
        names = [name for name in cls.base_fields if name != "picture"]
        return cls(initial={name: getattr(creator, name) for name in names}, **kwargs)

    def clean_handle(self) -> str:
        return str(self.cleaned_data["handle"]).lower()
