"""What a move of the deal room asks for. Shape only; the rules are the operations'."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from creators.models import Channel
from deals.disclosure import rule_for, says_what
from deals.models import Collaboration
from deals.models.collaboration import TOLD_BY_CARRIER, Problem
from deals.rules import gone_problems

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_NOTE = 1000
_OF_PARCELS = tuple(code for code in Problem if code not in TOLD_BY_CARRIER and code != Problem.UNUSABLE)


class MoveForm(forms.Form):
    """A form of one move; `slug` keeps the ids of several on one page apart."""

    slug = ""

    def __init__(self, *args: Any, row: Collaboration | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{self.slug}_%s", "use_required_attribute": False, **kwargs})

    def values(self) -> dict[str, Any]:
        """As the operation takes them."""
        return dict(self.cleaned_data)


def _text(label: "StrOrPromise", *, required: bool = True, length: int = _NOTE, rows: int = 3) -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=length, widget=forms.Textarea({"rows": rows}))


class ProblemForm(MoveForm):
    """Offers what can be wrong with this exchange: a voucher can't be damaged on its way."""

    slug = "problem"
    code = forms.ChoiceField(
        label=_("What is wrong"), widget=forms.RadioSelect, error_messages={"required": _("Choose what is wrong.")}
    )
    note = _text(_("Anything that helps"), required=False)

    def __init__(self, *args: Any, row: Collaboration, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.initial.setdefault("code", str(Problem.OTHER))
        self.fields["code"].choices = _problems(row)  # type: ignore[attr-defined]
        chosen = self.data.get("code") if self.is_bound else self.initial["code"]
        self.fields["note"].required = chosen == Problem.OTHER
        self.fields["note"].error_messages["required"] = _("Say what is wrong.")


def at_one_press(row: Collaboration) -> list[tuple[str, "StrOrPromise"]]:
    """What can be wrong with this exchange and needs no further words: code and label."""
    return [(code, label) for code, label in _problems(row) if code != Problem.OTHER]


def _problems(row: Collaboration) -> list[tuple[str, "StrOrPromise"]]:
    is_parcel = row.exchange == Collaboration.Exchange.PARCEL
    codes = _OF_PARCELS if is_parcel else (Problem.UNUSABLE, Problem.OTHER)
    is_visit = row.exchange == Collaboration.Exchange.VISIT
    unusable = _("The visit doesn't work") if is_visit else _("The voucher doesn't work")
    words = {} if is_parcel else {Problem.UNUSABLE: unusable}
    gone = gone_problems(row)
    return [(str(code), words.get(code, code.label)) for code in codes if code not in gone]


class ReasonForm(MoveForm):
    slug = "reason"
    reason = _text(_("Why"), length=500)


class OptionalReasonForm(MoveForm):
    slug = "why"
    reason = _text(_("Why, in a sentence"), required=False, length=500)


class DisputeForm(MoveForm):
    slug = "dispute"
    reason = _text(_("What happened, and what would be fair"), length=2000, rows=5)


class DisputeAnswerForm(MoveForm):
    slug = "answer"
    answer = _text(_("Your side of it"), length=2000, rows=5)


class AppealForm(MoveForm):
    slug = "appeal"
    note = _text(_("Why this isn’t right"))


class LinkForm(MoveForm):
    slug = "link"
    url = forms.CharField(
        label=_("Address of the post"),
        max_length=500,
        widget=forms.URLInput({"placeholder": "https://", "inputmode": "url"}),
    )
    platform = forms.ChoiceField(
        label=_("Where"), choices=[("", _("The address says it")), *Channel.Platform.choices], required=False
    )

    def __init__(self, *args: Any, row: Collaboration, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.fields["url"].help_text = says_what(rule_for(row.creator.country, row.brand.country))


class VisitForm(MoveForm):
    slug = "visit"
    visit_date = forms.DateField(label=_("Day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


class ReviewForm(MoveForm):
    slug = "review"
    stars = forms.TypedChoiceField(
        label=_("How was it"),
        coerce=int,
        choices=[
            (5, _("5, very good")),
            (4, _("4, good")),
            (3, _("3, all right")),
            (2, _("2, not so good")),
            (1, _("1, bad")),
        ],
        widget=forms.RadioSelect,
    )
    public_text = _text(_("What others should know"), required=False)
    would_again = forms.TypedChoiceField(
        label=_("Would you work with them again?"),
        required=False,
        coerce=lambda value: value == "yes",
        empty_value=None,
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        help_text=_("Only we see this."),
    )


class TermsForm(MoveForm):
    """A change of what was agreed: another end of the present clock, or words."""

    slug = "terms"
    due_date = forms.DateField(
        label=_("New date"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    note = _text(_("What should change"), required=False, length=500)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not (cleaned.get("due_date") or cleaned.get("note")):
            raise forms.ValidationError(_("Say what should change: a new date, or in words."))
        return cleaned

    def values(self) -> dict[str, Any]:
        due_date: date | None = self.cleaned_data["due_date"]
        changes = {"due_date": due_date.isoformat() if due_date else "", "note": self.cleaned_data["note"]}
        return {"changes": {name: value for name, value in changes.items() if value}}


class CounterForm(MoveForm):
    """A creator's answer to an offer: more time, or words."""

    slug = "counter"
    create_within_days = forms.IntegerField(label=_("Days to film"), required=False, min_value=5, max_value=28)
    note = _text(_("What you would like instead"), required=False, length=500)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.proposal():
            raise forms.ValidationError(_("Say what you would like to change."))
        return cleaned

    def proposal(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value}
