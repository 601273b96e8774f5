"""When mails and pushes come, as a form."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from inbox.models import MailRhythm, Rhythm

_HOURS = [(hour, f"{hour:02d}:00") for hour in range(24)]


def _clock() -> forms.TimeInput:
    return forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class RhythmForm(forms.Form):
    mails = forms.ChoiceField(label=_("How often mails come"), choices=MailRhythm.choices, widget=forms.RadioSelect)
    hour = forms.TypedChoiceField(label=_("At this hour"), choices=_HOURS, coerce=int)
    weekday = forms.TypedChoiceField(label=_("On this day, if once a week"), choices=list(WEEKDAYS.items()), coerce=int)
    quiet_from = forms.TimeField(label=_("Quiet from"), required=False, widget=_clock())
    quiet_until = forms.TimeField(label=_("Quiet until"), required=False, widget=_clock())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        begin, end = data.get("quiet_from"), data.get("quiet_until")
        if "quiet_from" in self.errors or "quiet_until" in self.errors:
            return data
        if begin and not end:
            self.add_error("quiet_until", _("Say when your quiet hours end, or leave both empty."))
        elif end and not begin:
            self.add_error("quiet_from", _("Say when your quiet hours begin, or leave both empty."))
        elif begin and begin == end:
            self.add_error("quiet_until", _("Quiet hours end at another time than they begin."))
        return data


def initial_of(rhythm: Rhythm | None) -> dict[str, Any]:
    row = rhythm or Rhythm()
    return {name: getattr(row, name) for name in RhythmForm.base_fields}
