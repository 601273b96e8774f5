"""What the brand's moves ask for. Shape only; the rules are the operations'."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deals.models import Application
from deals.models.application import DeclineReason
from deals.terms import hash_of, merged
from deals.web.creator.room_forms import MoveForm

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_NOTE = 500


def _number(label: "StrOrPromise", least: int, most: int, help_text: "StrOrPromise" = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=least, max_value=most, help_text=help_text)


def terms_moved_on(application: Application) -> bool:
    """Whether the deal's terms changed after the creator agreed to them, or proposed others on top of them."""
    now = hash_of(merged(application.deal.terms, application.proposal))
    return bool(application.consented_hash) and application.consented_hash != now


class DeclineForm(MoveForm):
    slug = "decline"
    reason = forms.ChoiceField(
        label=_("Why"),
        choices=DeclineReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason.")},
    )
    note = forms.CharField(
        label=_("A word to them"),
        required=False,
        max_length=_NOTE,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("They read it. Kind and short is best."),
    )


class OfferForm(MoveForm):
    """Changed terms for one applicant: only what differs from the deal as posted is proposed."""

    slug = "offer"
    create_within_days = _number(_("Days to film"), 5, 28)
    live_days = _number(_("Days a post stays online"), 7, 90)
    ship_within_days = _number(_("Working days until you ship"), 1, 30)
    months = _number(_("Months on your own channels"), 1, 120)
    paid_ads_months = _number(_("Months of paid ads"), 0, 120, _("0 means none."))
    edits = forms.BooleanField(label=_("You may cut, crop and caption"), required=False)
    handle = forms.BooleanField(label=_("Ads may run under their name"), required=False)
    credit = forms.BooleanField(label=_("They are named"), required=False)
    note = forms.CharField(
        label=_("A word to them"), required=False, max_length=_NOTE, widget=forms.Textarea({"rows": 2})
    )
    # the deal's terms changed after they applied: offering them as they are now is a change, too
    renews_consent = False

    def values(self) -> dict[str, Any]:
        return self.proposal()

    @classmethod
    def of(cls, application: Application, data: Any = None) -> "OfferForm":
        deal = application.deal
        now = {"create_within_days": deal.create_within_days, "live_days": deal.live_days,
               "ship_within_days": deal.ship_within_days, "months": deal.licence_months,
               "paid_ads_months": deal.licence_paid_ads_months, "edits": deal.licence_edits,
               "handle": deal.licence_handle, "credit": deal.licence_credit}  # fmt: skip
        form = cls(data, initial=now)
        form.renews_consent = terms_moved_on(application)
        if not deal.must_post:
            form.fields.pop("live_days")
        return form

    def proposal(self) -> dict[str, Any]:
        """As `make_offer` takes it."""
        changed = {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "note" and value is not None and value != self.initial.get(name)
        }
        days: dict[str, Any] = {
            name: changed[name] for name in ("create_within_days", "live_days", "ship_within_days") if name in changed
        }
        licence: dict[str, Any] = {name: value for name, value in changed.items() if name not in days}
        proposal: dict[str, Any] = {
            **days,
            **({"licence": licence} if licence else {}),
            **({"note": self.cleaned_data["note"]} if self.cleaned_data["note"] else {}),
        }
        return proposal

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.renews_consent and not self.proposal():
            raise forms.ValidationError(_("Change something, or accept them as they are."))
        return cleaned


class MoreTimeForm(MoveForm):
    """A later end of the clock that runs for the creator."""

    slug = "more-time"
    due_date = forms.DateField(label=_("New date"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    note = forms.CharField(
        label=_("A word to them"), required=False, max_length=_NOTE, widget=forms.Textarea({"rows": 2})
    )

    def values(self) -> dict[str, Any]:
        changes = {"due_date": self.cleaned_data["due_date"].isoformat(), "note": self.cleaned_data["note"]}
        return {"changes": {name: value for name, value in changes.items() if value}}
