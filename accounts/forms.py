"""What we ask at sign-up besides e-mail and password. allauth mixes this into its own forms, on pages and in the app."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User

_DOORS = ((User.StartedAs.CREATOR.value, "Creator"), (User.StartedAs.BRAND.value, "Brand"))


class JoinForm(forms.Form):
    """`started_as` is the door (creator by default); a brand says its name, unless the person joins a team that invited them."""

    started_as = forms.ChoiceField(choices=_DOORS, required=False, widget=forms.HiddenInput)
    invited = forms.BooleanField(required=False, widget=forms.HiddenInput)
    brand_name = forms.CharField(label=_("Brand name"), max_length=80, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["started_as"] = data.get("started_as") or User.StartedAs.CREATOR.value
        data["brand_name"] = " ".join((data.get("brand_name") or "").split())
        is_new_brand = data["started_as"] == User.StartedAs.BRAND and not data.get("invited")
        if is_new_brand and not data["brand_name"] and "brand_name" not in self.errors:
            self.add_error("brand_name", forms.ValidationError(_("Add the brand's name."), code="required"))
        return data

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth with the new user; profile or brand follow when the address is verified."""
        user.started_as = self.cleaned_data["started_as"]
        user.wished_brand_name = self.cleaned_data["brand_name"]
        user.save(update_fields=["started_as", "wished_brand_name"])
