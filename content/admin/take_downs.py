"""Requests to take a file down, which staff decide."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model, Q, QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.decorators import display
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminTextareaWidget

from barter.kernel import policy
from barter.kernel.staff import (
    Question,
    Queue,
    StaffAdmin,
    decision,
    find_related,
    looks,
    register_queue,
    searching,
)
from content import operations
from content.admin.files import still_of
from content.models import TakeDown
from content.operations.take_downs import DOWN_DAYS_MAX, WORDS_MAX
from content.take_down_story import staff_words
from content.workflow import TakeDownState
from deals.models import Collaboration


class VerdictForm(Question):
    decision = forms.CharField(
        max_length=WORDS_MAX,
        label="Why?",
        help_text="Both sides read this.",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 5}),
    )


class GrantForm(VerdictForm):
    days = forms.IntegerField(
        min_value=1,
        max_value=DOWN_DAYS_MAX,
        label="Days to take it down",
        help_text="From now on, everywhere it is shown.",
        widget=UnfoldAdminIntegerFieldWidget,
    )

    def fit(self, obj: TakeDown) -> None:
        self.fields["days"].initial = policy.value("take_down_days")

    @property
    def said(self) -> str:
        """A bare number says nothing in a log."""
        days = self["days"].value()
        return f"{self['decision'].value()} It has to be gone within {days} {'day' if str(days) == '1' else 'days'}."


@admin.register(TakeDown)
class TakeDownAdmin(StaffAdmin):
    """Creators' requests that a licensed file comes down: decided where the brand said no or nothing, or it is still up."""

    in_global_search = False  # by words; its id finds it everywhere
    list_display = ("about", "why", "brand_name", "creator_name", "status", "due", "asked")
    list_filter = ("state", "reason")
    list_select_related = ("licence", "brand", "creator")
    page_related = ("licence__asset", "licence__creator", "licence__collaboration", "brand", "creator", "decided_by")
    search_help_text = "Id, code, creator or brand"
    actions_detail = ("grant", "keep")
    fields = ("picture", "why", "words", "seen_on", "answer", "still_up", "decision", "decided_by", "down_by", "asked")
    readonly_fields = fields
    grant = decision("Take it down", operations.grant_take_down, subject="take_down", move="revoke", form=GrantForm, main=True,
                     words="A licence that still runs ends now: no download, no link. The brand takes the file down within "
                           "these days; then the creator says whether it is gone.")  # fmt: skip
    keep = decision("Nothing to take down", operations.keep_licence, subject="take_down", move="keep", form=VerdictForm,
                    words="The request is closed. A licence that still runs goes on.")  # fmt: skip

    asked = looks.dated("asked_at", "Asked")

    def find(self, term: str) -> Iterable[Q | QuerySet]:
        if searching.is_public_id(term):
            return searching.id_branches(
                term, "licence", "licence__asset", "licence__collaboration", "creator", "brand"
            )
        return [Q(licence__code=term.upper()), Q(licence__collaboration__in=find_related(Collaboration, term))]

    @display(description="Licence")
    def about(self, obj: TakeDown) -> str:
        return obj.licence.code

    @display(description="Why")
    def why(self, obj: TakeDown) -> str:
        return obj.get_reason_display()

    @display(description="File")
    def picture(self, obj: TakeDown) -> SafeString:
        return still_of(obj.licence.asset)

    @display(description="Seen at")
    def seen_on(self, obj: TakeDown) -> SafeString | str:
        """What the creator typed. Opened by whoever wants to, in a window that learns nothing of this one."""
        if not obj.seen_url:
            return "-"
        return format_html('<a href="{0}" rel="nofollow noopener noreferrer" target="_blank">{0}</a>', obj.seen_url)

    @display(description="Brand")
    def brand_name(self, obj: TakeDown) -> str:
        return obj.brand.name

    @display(description="Creator")
    def creator_name(self, obj: TakeDown) -> str:
        return obj.creator.display_name

    def related(self, obj: TakeDown) -> Iterable[tuple[str, Any, Any]]:
        licence = obj.licence
        yield "Licence", looks.link(licence), looks.state_pill("licence", licence.state)
        yield "File", looks.link(licence.asset, licence.asset.file_name), ""
        yield "Trade", looks.link(licence.collaboration, licence.collaboration.public_id), ""
        yield "Brand", looks.link(obj.brand), looks.state_pill("brand", obj.brand.standing)
        yield "Creator", looks.link(obj.creator), looks.state_pill("creator", obj.creator.standing)

    def timeline_words(self, obj: TakeDown) -> Mapping[str, str]:
        return staff_words(obj)

    def timeline_objects(self, obj: TakeDown) -> Sequence[Model]:
        return [obj, obj.licence]


register_queue(
    Queue(
        name="take_downs",
        title="Take-downs",
        icon="remove_moderator",
        model=TakeDown,
        rows=lambda: TakeDown.objects.filter(state=TakeDownState.STAFF),
        since="state_since",
        due="due_at",
        query="state__exact=staff",
        words="the brand said no or nothing, or it is still up",
        order=25,
    )
)
