"""Shapes of what creators type. The rules stand in `operations`."""

from typing import Any

from django import forms

from barter.kernel.pages import NeededFields
from barter.kernel.pictures import MAX_BYTES
from barter.kernel.places import country_choices
from barter.kernel.topics import Topic
from creators.models import Channel, Creator
from creators.operations import AddressData

LANGUAGES = [
    ("cs", "Czech"), ("da", "Danish"), ("de", "German"), ("el", "Greek"), ("en", "English"), ("es", "Spanish"),
    ("et", "Estonian"), ("fi", "Finnish"), ("fr", "French"), ("hu", "Hungarian"), ("it", "Italian"),
    ("lt", "Lithuanian"), ("lv", "Latvian"), ("nl", "Dutch"), ("no", "Norwegian"), ("pl", "Polish"),
    ("pt", "Portuguese"), ("ro", "Romanian"), ("sv", "Swedish"), ("tr", "Turkish"), ("uk", "Ukrainian"),
    ("ar", "Arabic"), ("he", "Hebrew"), ("ja", "Japanese"),
]  # fmt: skip


def _countries() -> list[tuple[str, str]]:
    return [("", "Choose a country"), *country_choices()]


class AddressForm(NeededFields, forms.Form):
    needed = ("postcode",)

    name = forms.CharField(
        label="Name on the door", max_length=80, error_messages={"required": "Add the name on the door."}
    )
    line1 = forms.CharField(
        label="Street and number", max_length=120, error_messages={"required": "Add street and number."}
    )
    line2 = forms.CharField(label="Flat, floor, care of", max_length=120, required=False)
    postcode = forms.CharField(label="Postcode", max_length=12, required=False)
    city = forms.CharField(label="City", max_length=80, error_messages={"required": "Add the town or city."})
    region = forms.CharField(label="State or region", max_length=80, required=False)
    country = forms.ChoiceField(
        label="Country", choices=_countries, error_messages={"required": "Choose a country from the list."}
    )
    phone = forms.CharField(label="Phone for the carrier", max_length=20, required=False)

    def data_typed(self) -> AddressData:
        return AddressData(**self.cleaned_data)


class ChannelForm(forms.Form):
    platform = forms.ChoiceField(label="Where do you post?", choices=Channel.Platform.choices, widget=forms.RadioSelect)
    handle = forms.CharField(
        label="Your handle",
        help_text="Like @mila.makes, or paste the address of your profile.",
        max_length=200,
        error_messages={"required": "Add your handle."},
    )
    followers = forms.IntegerField(
        label="Followers",
        min_value=0,
        max_value=1_000_000_000,
        initial=None,
        error_messages={"required": "Say roughly how many follow you."},
    )
    niche = forms.ChoiceField(label="Mostly about", choices=[("", "Several things"), *Topic.choices], required=False)
    language = forms.ChoiceField(label="Language you speak there", choices=[("", "Choose"), *LANGUAGES], required=False)
    url = forms.URLField(label="Address", required=False, assume_scheme="https", help_text="Only for a blog.")

    def clean_url(self) -> str:
        return str(self.cleaned_data["url"] or "")


class NichesForm(forms.Form):
    niches = forms.MultipleChoiceField(
        label="What do you like to film?", choices=Topic.choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class ProfileForm(forms.Form):
    display_name = forms.CharField(
        label="Name", max_length=80, error_messages={"required": "Add the name brands should see."}
    )
    handle = forms.SlugField(
        label="Name of your page",
        max_length=40,
        help_text="Letters, digits and dashes. Your page is barter/c/…",
        error_messages={"required": "Choose an address.", "invalid": "Use letters, digits and dashes only."},
    )
    bio = forms.CharField(
        label="About you",
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Two sentences brands read first.",
    )
    city = forms.CharField(label="City", max_length=80, required=False)
    country = forms.ChoiceField(label="Country", choices=_countries, required=False)
    languages = forms.MultipleChoiceField(
        label="Languages you film in", choices=LANGUAGES, required=False, widget=forms.CheckboxSelectMultiple
    )
    niches = forms.MultipleChoiceField(
        label="What you like to film", choices=Topic.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    picture = forms.FileField(
        label="Photo",
        required=False,
        help_text=f"JPEG, PNG or WebP, up to {MAX_BYTES // 1_048_576} MB.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    @classmethod
    def of(cls, creator: Creator, **kwargs: Any) -> "ProfileForm":
        names = [name for name in cls.base_fields if name != "picture"]
        return cls(initial={name: getattr(creator, name) for name in names}, **kwargs)

    def clean_handle(self) -> str:
        return str(self.cleaned_data["handle"]).lower()
