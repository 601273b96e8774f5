"""Shape of what a person settles about the own account."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from barter.kernel.languages import supported
from barter.kernel.local_time import zones
from barter.kernel.looks import language_choices
from barter.kernel.templatetags.words import spoken_locale

_PARTS = {
    "Africa": _("Africa"),
    "America": _("America"),
    "Antarctica": _("Antarctica"),
    "Arctic": _("Arctic"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific"),
}


def _zone_choices() -> list[tuple[str, Any]]:
    cities = spoken_locale().time_zones
    parts: list[tuple[str, Any]] = [("UTC", "UTC")]
    for part, names in zones().items():
        told = [(name, cities.get(name, {}).get("city") or _place(name)) for name in names]
        parts.append((str(_PARTS.get(part, part)), sorted(told, key=lambda pair: pair[1])))
    return parts


def _place(name: str) -> str:
    return name.split("/", 1)[1].replace("_", " ").replace("/", ", ")


class PersonForm(forms.Form):
    """Name, language and time zone. The language is asked for only where there is more than one."""

    name = forms.CharField(label=_("Your name"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=language_choices)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=_zone_choices)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        kwargs["initial"] = {"name": user.name, "language": supported(user.language), "time_zone": user.time_zone}
        super().__init__(*args, **kwargs)
        if len(settings.LANGUAGES) < 2:
            del self.fields["language"]
        zone = self.fields["time_zone"]
        if not zone.valid_value(user.time_zone):  # type: ignore[attr-defined]
            zone.choices = [(user.time_zone, _place(user.time_zone)), *_zone_choices()]  # type: ignore[attr-defined]

    def changes(self) -> dict[str, str]:
        """What `update_person` takes."""
        changes = dict(self.cleaned_data)
        if "language" in changes:
            changes["language"] = "en" if changes["language"].startswith("en") else changes["language"]
        return changes
