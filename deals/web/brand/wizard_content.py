"""The wizard's step of what is asked: works, lines of the brief, the advertising mark."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from barter.kernel.errors import BarterError
from barter.kernel.pages import NeededFields
from creators.models import Channel
from deals import brief
from deals.models import BriefItem, Deal, Deliverable
from deals.web.brand.wizard_forms import StepForm
from deals.web.brand.wizard_tabs import Prints, merged, print_of

_RATIOS = [("", _("Any")), *((ratio, ratio) for ratio in ("9:16", "4:5", "1:1", "16:9"))]
_LINE_KINDS = [(kind.value, kind.label) for kind in BriefItem.Kind if kind is not BriefItem.Kind.DISCLOSURE]


class _Row(NeededFields, forms.Form):
    """One row of a list. A row whose main field is empty doesn't count, nor one that was ticked away."""

    remove = forms.BooleanField(label=_("Remove"), required=False)
    main: ClassVar[str]

    def is_blank(self) -> bool:
        data = getattr(self, "cleaned_data", {})
        return bool(data.get("remove")) or (self.main not in self.errors and not data.get(self.main))


class WorkRow(_Row):
    main = "count"
    needed = ("kind", "count", "platform", "ratio", "min_seconds", "max_seconds")
    kind = forms.ChoiceField(
        label=pgettext_lazy("video, photo or story", "What"), choices=Deliverable.Kind.choices, required=False
    )
    count = forms.IntegerField(label=_("How many"), min_value=1, max_value=50, required=False)
    platform = forms.ChoiceField(
        label=_("Made for"), choices=[("", _("Any channel")), *Channel.Platform.choices], required=False
    )
    ratio = forms.ChoiceField(label=_("Shape"), choices=_RATIOS, required=False)
    min_seconds = forms.IntegerField(label=_("Seconds from"), min_value=0, max_value=3600, required=False)
    max_seconds = forms.IntegerField(label=_("Seconds to"), min_value=0, max_value=3600, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        low, high = data.get("min_seconds") or 0, data.get("max_seconds") or 0
        if high and low > high:
            self.add_error("max_seconds", gettext("This is shorter than {seconds} s.").format(seconds=low))
        return data

    def value(self) -> dict[str, Any]:
        data, is_photo = self.cleaned_data, self.cleaned_data.get("kind") == Deliverable.Kind.PHOTO
        seconds = {name: 0 if is_photo else data.get(name) or 0 for name in ("min_seconds", "max_seconds")}
        return {"kind": data["kind"] or Deliverable.Kind.VIDEO, "platform": data.get("platform", ""),
                "count": data["count"], **seconds, "ratio": data.get("ratio", "")}  # fmt: skip


class LineRow(_Row):
    main = "text"
    needed = ("kind", "text")
    kind = forms.ChoiceField(
        label=_("Kind of line"), choices=_LINE_KINDS, required=False, widget=forms.Select({"class": "input input--sm"})
    )
    text = forms.CharField(
        label=_("Words"), max_length=200, required=False, widget=forms.TextInput({"class": "input input--sm"})
    )

    def clean(self) -> dict[str, Any]:
        """The linter's findings stand at the line they are about; the operation refuses the same."""
        data = super().clean() or self.cleaned_data
        if data.get("text") and not data.get("remove"):
            try:
                brief.refuse_praise([brief.Line(data.get("kind", ""), data["text"])])
            except BarterError as error:
                self.add_error("text", error.detail)
        return data

    def value(self) -> dict[str, str]:
        return {
            "kind": self.cleaned_data["kind"] or BriefItem.Kind.MUST_SHOW,
            "text": " ".join(self.cleaned_data["text"].split()),
        }


_Works = forms.formset_factory(WorkRow, extra=0, max_num=20, absolute_max=40)
_Lines = forms.formset_factory(LineRow, extra=1, max_num=29, absolute_max=40)
_FIRST_WORK = {"kind": "video", "count": 1, "platform": "", "ratio": "9:16", "min_seconds": 20, "max_seconds": 40}
_POST, _OWN_USE = "post", "own"
_LINES_DRAWN = "lines"  # among the prints of the page: those of each line that it showed


class ContentStep(StepForm):
    slug = "content"
    keeps = ("summary", "must_post", "deliverables", "brief_items")

    posting = forms.ChoiceField(
        label=_("Where does it go?"),
        choices=[(_POST, _("They post it on their channel")), (_OWN_USE, _("Content only: you post it, they don't"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say who posts it.")},
    )
    summary = forms.CharField(
        label=_("In your own words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3, "data-grow": ""}),
        help_text=_("What it is about and what you hope for. Creators read it under the trade."),
    )
    disclosure = forms.CharField(
        label=_("How the post is marked as advertising"),
        max_length=200,
        initial="#ad",
        help_text=_(
            "The law asks for it in every country: a gift is a payment. “#ad” or “Werbung” in the first line is enough."
        ),
        error_messages={"required": _("Say how the post is marked as advertising, such as “#ad”.")},
    )

    @classmethod
    def values_of(cls, deal: Deal | None) -> dict[str, Any]:
        if deal is None:
            return {}
        marked = next((line.text for line in brief.lines_of(deal) if line.kind == BriefItem.Kind.DISCLOSURE), "#ad")
        return {"summary": deal.summary, "posting": _POST if deal.must_post else _OWN_USE, "disclosure": marked}

    def rows_of(self, deal: Deal | None, data: Any) -> dict[str, Any]:
        works = [_without_zeros(one) for one in works_of(deal)] if deal else []
        lines = [{"kind": one.kind, "text": one.text} for one in self._lines(deal)]
        return {
            "works": _Works(data, initial=None if data else works or [_FIRST_WORK], prefix="works"),
            "lines": _Lines(data, initial=None if data else lines, prefix="lines"),
        }

    def one_more(self, name: str) -> None:
        """The same rows as typed and an empty one below: "Add a line" works without JavaScript."""
        formset = self.rows[name]
        row = formset.form
        typed = [{field: one[field].value() for field in row.base_fields} for one in formset.forms]
        extra: list[dict[str, Any]] = [{}] if name == "works" else []  # lines always end with an empty one
        self.rows[name] = type(formset)(initial=[*typed, *extra], prefix=formset.prefix)
        first = self.rows[name].forms[-1].fields["kind" if name == "works" else "text"]
        first.widget.attrs["autofocus"] = True  # the page stays where one adds, and one can type at once

    @staticmethod
    def _lines(deal: Deal | None) -> list[brief.Line]:
        return [line for line in brief.lines_of(deal) if line.kind != BriefItem.Kind.DISCLOSURE] if deal else []

    def findings(self) -> list[str]:
        """What the linter says of the brief as it is typed."""
        lines = self.rows["lines"]
        if not self.is_bound:
            return []
        lines.is_valid()
        said = [str(error) for row in lines.forms for error in row.errors.get("text", ())]
        return [*said, *(str(error) for error in self.errors.get("disclosure", ()))]

    def clean_disclosure(self) -> str:
        mark = " ".join(self.cleaned_data["disclosure"].split())
        if told := brief.unclear_mark(mark):
            raise forms.ValidationError(told)
        return mark

    def is_valid(self) -> bool:
        valid = super().is_valid()
        if self._filled("works") == []:
            self.add_error(None, gettext("Say what is to be made: at least one row with a number."))
            return False
        return valid

    def read(self) -> dict[str, Any]:
        data = self.cleaned_data
        found: dict[str, Any] = {"summary": data["summary"].strip()} if "summary" in data else {}
        if data.get("posting"):
            found["must_post"] = data["posting"] == _POST
        works, lines = self._filled("works"), self._filled("lines")
        if works:
            found["deliverables"] = works
        if lines is not None and data.get("disclosure"):
            found["brief_items"] = [*lines, {"kind": BriefItem.Kind.DISCLOSURE, "text": data["disclosure"]}]
        return found

    def changes(self) -> dict[str, Any]:
        """Lines that somebody else added meanwhile stay, and those they took away are not brought back."""
        found = super().changes()
        drawn, stored = self.drawn.get(_LINES_DRAWN), self.now("brief_items") if self.deal else None
        if drawn and stored and "brief_items" in found:
            lines = merged(stored, found["brief_items"], drawn=set(drawn[0].split()))
            marks = [line for line in lines if line["kind"] == BriefItem.Kind.DISCLOSURE]
            found["brief_items"] = [line for line in lines if line not in marks] + marks[:1]
            if found["brief_items"] == stored:
                del found["brief_items"]
        return found

    def prints(self, saved: Deal | None = None) -> Prints:
        found = super().prints(saved)
        if not found or (self.is_bound and saved is None):
            return found
        lines = self.read().get("brief_items") if self.is_bound else self.shown("brief_items")
        return found if lines is None else {**found, _LINES_DRAWN: (" ".join(map(print_of, lines)), "")}

    def now(self, name: str) -> Any:
        deal = self.deal
        if deal is not None and name == "deliverables":
            return works_of(deal)
        if deal is not None and name == "brief_items":
            return [{"kind": line.kind, "text": line.text} for line in brief.lines_of(deal)]
        return super().now(name)

    def shown(self, name: str) -> Any:
        """A new deal begins with one piece of work and the usual mark, which nobody has kept yet."""
        first = {"deliverables": [_FIRST_WORK], "brief_items": [{"kind": BriefItem.Kind.DISCLOSURE, "text": "#ad"}]}
        return self.now(name) or first.get(name)

    def _filled(self, name: str) -> list[dict[str, Any]] | None:
        """The filled rows; None while one of them can't be read."""
        formset = self.rows[name]
        if not formset.is_bound or not formset.is_valid():
            return None
        return [row.value() for row in formset.forms if not row.is_blank()]


def _without_zeros(work: dict[str, Any]) -> dict[str, Any]:
    """No limit is an empty field, not a 0."""
    return {name: value or None for name, value in work.items()}


def works_of(deal: Deal) -> list[dict[str, Any]]:
    names = ("kind", "platform", "count", "min_seconds", "max_seconds", "ratio")
    return [{name: getattr(row, name) for name in names} for row in deal.deliverables.all()]
