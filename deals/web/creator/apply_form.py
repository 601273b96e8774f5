"""What is asked before an application is sent. Everything is filled in; writing is optional."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from barter.kernel.places import country_choices
from barter.kernel.templatetags.words import number_words
from creators.operations import AddressData
from deals.clips import NOT_SHOWN, clips_of, still_url
from deals.models.application import CLIPS_MAX
from deals.operations import ApplyContext
from deals.web.creator.words import channel_words

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

HELLO_LENGTH = 280
ADDRESS_FIELDS = ("name", "line1", "postcode", "city", "country", "phone")
_ADDRESS_TEXTS: "dict[str, tuple[StrOrPromise, int, str, StrOrPromise]]" = {
    "name": (_("Name on the door"), 80, "name", _("Add the name on the door.")),
    "line1": (_("Street and number"), 120, "address-line1", _("Add street and number.")),
    "postcode": (_("Postcode"), 12, "postal-code", ""),  # not every country has them; the vault knows which
    "city": (_("Town or city"), 80, "address-level2", _("Add the town or city.")),
}


class ApplyForm(forms.Form):
    """Choices come from the one statement that knows deal and creator. Without an address, one is typed here."""

    hello = forms.CharField(label=_("Say hello"), required=False, max_length=HELLO_LENGTH)

    def __init__(self, *args: Any, known: ApplyContext, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "apply_%s", "use_required_attribute": False, **kwargs})
        self.known = known
        self.needs_new_address = known.rules.needs_address and not known.facts.addresses
        self._add_choices()
        if self.needs_new_address:
            add_address_fields(self, countries=known.rules.countries, country=known.facts.country)
        self.order_fields(["address", "variant", "channel", *ADDRESS_FIELDS, "clips", "hello"])

    def _add_choices(self) -> None:
        known = self.known
        if known.rules.needs_address and known.facts.addresses:
            allowed = [
                row
                for row in known.facts.addresses
                if not known.rules.countries or row.country in known.rules.countries
            ]
            self._choice(
                "address",
                _("Ship to"),
                [(row.public_id, f"{row.city}, {row.country}") for row in allowed or known.facts.addresses],
            )
        in_stock = [row for row in known.variants if row.free > 0] or list(known.variants)
        if len(known.variants) > 1:
            self._choice("variant", _("Which one"), [(row.public_id, row.title) for row in in_stock])
        fitting = [
            row for row in known.facts.channels if not known.rules.platforms or row.platform in known.rules.platforms
        ]
        if len(fitting) > 1:
            self._choice(
                "channel",
                _("Made for"),
                [(row.public_id, _channel_line(row.platform, row.followers)) for row in fitting],
            )
        self.clips = list(clips_of(known.creator))
        if len(self.clips) > CLIPS_MAX:  # with fewer there is nothing to choose: the brand sees them all
            self._add_clips()

    def _add_clips(self) -> None:
        names = [row.title or _("Clip {number}").format(number=place) for place, row in enumerate(self.clips, 1)]
        ids = [row.public_id for row in self.clips]
        field = forms.MultipleChoiceField(
            label=_("Show three of your clips"), choices=list(zip(ids, names, strict=True)), initial=ids[:CLIPS_MAX],
            widget=forms.CheckboxSelectMultiple(attrs={"class": "check"}), required=False,
        )  # fmt: skip
        field.error_messages["invalid_choice"] = NOT_SHOWN
        self.fields["clips"] = field

    def clip_boxes(self) -> list[tuple[Any, str]]:
        """Each clip's box, and its still."""
        if "clips" not in self.fields:
            return []
        return [(box, still_url(row.asset)) for box, row in zip(self["clips"], self.clips, strict=True)]

    def _choice(self, name: str, label: "StrOrPromise", choices: list[tuple[str, str]]) -> None:
        widget = forms.RadioSelect if len(choices) < 4 else forms.Select
        self.fields[name] = forms.ChoiceField(
            label=label, choices=choices, widget=widget, initial=choices[0][0], required=False
        )

    @property
    def one_address(self) -> str:
        """Shown as a line instead of a choice when there is only one."""
        field = self.fields.get("address")
        choices: list[Any] = list(getattr(field, "choices", []))
        return str(choices[0][1]) if len(choices) == 1 else ""

    def new_address(self) -> AddressData | None:
        if not self.needs_new_address:
            return None
        return AddressData(**{name: self.cleaned_data[name] for name in ADDRESS_FIELDS})

    def choices(self) -> dict[str, Any]:
        """What was chosen, as the operation takes it."""
        asked = ("address", "variant", "channel", "clips")
        return {name: self.cleaned_data[name] for name in asked if self.cleaned_data.get(name)}


def _channel_line(platform: str, followers: int) -> str:
    told = ngettext("{channel}, {count} follower", "{channel}, {count} followers", followers)
    return told.format(channel=channel_words(platform), count=number_words(followers))


def add_address_fields(form: forms.Form, *, countries: Sequence[str], country: str = "") -> None:
    """What a parcel needs. Of the countries only those the brand ships to."""
    for name, (label, length, autocomplete, missing) in _ADDRESS_TEXTS.items():
        field = forms.CharField(label=label, max_length=length, required=bool(missing))
        field.error_messages["required"] = missing
        field.widget.attrs["autocomplete"] = autocomplete
        form.fields[name] = field
    shown = [(code, label) for code, label in country_choices() if not countries or code in countries]
    if not country and len(shown) > 1:
        shown = [("", str(_("Choose a country"))), *shown]
    choice = forms.ChoiceField(label=_("Country"), choices=shown, initial=country)
    choice.error_messages["required"] = _("Choose a country from the list.")
    choice.widget.attrs["autocomplete"] = "country"
    form.fields["country"] = choice
    phone = forms.CharField(label=_("Phone for the carrier"), max_length=20, required=False)
    phone.widget.attrs |= {"autocomplete": "tel", "inputmode": "tel"}
    form.fields["phone"] = phone
