"""What went wrong and what was said afterwards: disputes and appeals to decide, faults to settle, reviews."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db.models import Model, Q, QuerySet
from unfold.decorators import display
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from barter.kernel.staff import (
    Question,
    Queue,
    ReasonForm,
    StaffAdmin,
    decision,
    find_related,
    looks,
    register_queue,
    searching,
)
from deals import operations
from deals.models import Collaboration, Dispute, Fault, Review
from deals.workflow import DisputeState

_CHOOSE = ("", "Choose what becomes of it")


class _AsItIsNow(forms.HiddenInput):
    """Whatever was sent, the page that is shown again holds what staff can read on it now."""

    now = ""

    def format_value(self, value: Any) -> str:
        return self.now


class DecisionForm(Question):
    seen_state = forms.CharField(required=False, widget=_AsItIsNow)
    outcome = forms.ChoiceField(
        choices=[_CHOOSE, *Dispute.Outcome.choices], label="Outcome", widget=UnfoldAdminSelectWidget
    )
    decision = forms.CharField(
        max_length=2000,
        label="Why?",
        help_text="Both sides read this.",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 5}),
    )

    def fit(self, obj: Dispute) -> None:
        cast(_AsItIsNow, self.fields["seen_state"].widget).now = obj.state
        self.fields["outcome"].help_text = f"“{obj.reason}” Answer: {f'“{obj.answer}”' if obj.answer else 'none yet.'}"


class AppealForm(DecisionForm):
    """Only what an appeal can still decide."""

    def fit(self, obj: Dispute) -> None:
        super().fit(obj)
        possible = operations.appeal_outcomes(obj)
        cast(forms.ChoiceField, self.fields["outcome"]).choices = [
            _CHOOSE,
            *((one.value, one.label) for one in possible),
        ]


class SettleForm(ReasonForm):
    field_order = ("lift", "reason")
    lift = forms.TypedChoiceField(
        label="The fault is",
        choices=(("yes", "Lifted: it was not theirs"), ("no", "Upheld: it stays")),
        coerce=lambda value: value == "yes",
        widget=UnfoldAdminRadioSelectWidget,
    )


class _OfTrade(StaffAdmin):
    """What belongs to one trade."""

    in_global_search = False
    list_select_related: Any = ("collaboration__creator", "collaboration__brand", "collaboration__deal")
    page_related: Any = ("collaboration__creator", "collaboration__brand", "collaboration__deal")

    def find(self, term: str) -> Iterable[Q | QuerySet]:
        if searching.is_public_id(term):
            names = ("", "__creator", "__brand", "__deal", "__application")
            return searching.id_branches(term, *(f"collaboration{name}" for name in names))
        return [Q(collaboration__in=find_related(Collaboration, term))]

    @display(description="Creator")
    def creator(self, obj: Any) -> str:
        return str(obj.collaboration.creator)

    @display(description="Brand")
    def brand(self, obj: Any) -> str:
        return str(obj.collaboration.brand)

    def related(self, obj: Any) -> Iterable[tuple[str, Any, Any]]:
        trade = obj.collaboration
        yield "Trade", looks.link(trade, trade.public_id), looks.state_pill("collaboration", trade.state)
        yield "Deal", looks.link(trade.deal), ""
        yield "Brand", looks.link(trade.brand), looks.state_pill("brand", trade.brand.standing)
        yield "Creator", looks.link(trade.creator), looks.state_pill("creator", trade.creator.standing)

    def timeline_objects(self, obj: Any) -> Sequence[Model]:
        return [obj, obj.collaboration]


@admin.register(Dispute)
class DisputeAdmin(_OfTrade):
    list_display = ("about", "brand", "opener", "status", "due", "opened")
    list_filter = ("state", "outcome")
    list_select_related = (*_OfTrade.list_select_related, "decided_by")
    page_related = (*_OfTrade.page_related, "decided_by")
    search_help_text = "Id, creator, brand or deal"
    actions_detail = ("decide", "decide_appeal")
    fields = ("opener", "reason", "answer", "outcome", "decision", "decided_by", "opened")
    readonly_fields = fields
    decide = decision("Decide", operations.decide_dispute, subject="dispute", move="decide", form=DecisionForm, main=True,
                      words="Either side can appeal for some days. “Carry on” puts the trade back with the time that was "
                            "left; the others end it.")  # fmt: skip
    decide_appeal = decision("Decide the appeal", operations.decide_appeal, subject="dispute", move="decide_appeal",
                             form=AppealForm, main=True,
                             words="This is final. What has ended stays ended; fault and credit follow the new outcome.")  # fmt: skip

    opener = looks.coded("opened_by")

    @display(description="About")
    def about(self, obj: Dispute) -> str:
        return str(obj.collaboration)

    opened = looks.dated("opened_at", "Opened")


@admin.register(Fault)
class FaultAdmin(_OfTrade):
    list_display = ("what", "whose", "creator", "brand", "status", "when")
    list_filter = ("state", "kind", "side")
    search_help_text = "Id, creator, brand or deal"
    actions_detail = ("settle",)
    fields = ("kind", "whose", "appeal_note", "when")
    readonly_fields = fields
    settle = decision("Settle", operations.settle_fault, subject="fault", form=SettleForm, main=True,
                      possible=lambda fault: fault.state in {Fault.State.STANDING, Fault.State.APPEALED},
                      words="Lifting undoes what the fault led to: the lost credit, the pause, the fewer slots.")  # fmt: skip

    whose = looks.coded("side", "Of the")

    @display(description="Fault")
    def what(self, obj: Fault) -> str:
        return obj.get_kind_display()

    when = looks.dated("at", "When")


@admin.register(Review)
class ReviewAdmin(_OfTrade):
    """Staff read sealed reviews too: they decide about reports of them."""

    list_display = ("about", "writer", "stars", "status", "due")
    list_filter = ("state", "side", "stars")
    search_help_text = "Id, creator, brand or deal"
    fields = ("writer", "stars", "public_text", "would_again", "written_at", "published_at")
    readonly_fields = fields
    writer = looks.coded("side", "Written by")

    @display(description="About")
    def about(self, obj: Review) -> str:
        return str(obj.collaboration)


def _of_state(state: str) -> Any:
    return lambda: Dispute.objects.filter(state=state)


register_queue(
    Queue(
        name="disputes",
        title="Disputes",
        icon="balance",
        model=Dispute,
        rows=_of_state(DisputeState.STAFF),
        since="state_since",
        due="due_at",
        query="state__exact=staff",
        words="to decide on the evidence there is",
        order=20,
    )
)
register_queue(
    Queue(
        name="appeals",
        title="Appeals",
        icon="gavel",
        model=Dispute,
        rows=_of_state(DisputeState.APPEALED),
        since="state_since",
        due="due_at",
        query="state__exact=appealed",
        words="of decided disputes, to decide for good",
        order=30,
    )
)
register_queue(
    Queue(
        name="fault_appeals",
        title="Faults appealed",
        icon="report",
        model=Fault,
        rows=lambda: Fault.objects.filter(state=Fault.State.APPEALED),
        since="at",
        query="state__exact=appealed",
        words="to lift or uphold",
        order=35,
    )
)
