"""Trades: what was agreed and where it stands. Staff end one, or settle a reported problem."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from unfold.decorators import display
from unfold.widgets import UnfoldAdminRadioSelectWidget

from barter.kernel.actors import Actor
from barter.kernel.staff import Question, Queue, StaffAdmin, decision, find_related, looks, register_queue, searching
from brands.models import Brand
from creators.models import Creator
from deals import operations
from deals.admin.deal import keys_by_words
from deals.models import Collaboration, LiveLink, Terms
from deals.operations.looking import WATCHED
from deals.workflow import CollaborationState


@admin.register(Collaboration)
class CollaborationAdmin(StaffAdmin):
    list_display = ("creator_name", "brand_name", "deal_title", "status", "due", "agreed")
    list_filter = ("state", "exchange")
    list_select_related = ("creator", "brand", "deal")
    list_defer = ("held_clock", "problem_note", "deal__terms", "deal__card", "deal__summary", "deal__search",
                  "deal__search_text")  # fmt: skip
    page_related = ("creator", "brand", "deal", "application", "variant__product")
    in_global_search = False  # by words; its id finds it everywhere
    search_help_text = "Id, creator, brand, e-mail or deal"
    actions_detail = ("solve_problem", "cancel_held", "cancel")
    fields = ("exchange", "variant", "problem", "held", "posting", "rounds", "lateness", "holds", "agreed", "shipped",
              "delivered", "submitted", "approved", "posted", "ended")  # fmt: skip
    readonly_fields = fields
    solve_problem = decision("Problem solved", operations.solve_problem, subject="collaboration", move="solve_problem",
                             ask_reason=True, main=True, words="It goes on from where it was, with the time that was left.")  # fmt: skip
    cancel_held = decision("End: can’t be solved", operations.cancel_held, subject="collaboration", move="cancel_held",
                           ask_reason=True, words="Nobody’s fault. Place, stock and the creator’s credit go back.")  # fmt: skip
    cancel = decision("Cancel", operations.cancel_by_staff, subject="collaboration", move="cancel_by_staff",
                      ask_reason=True, danger=True,
                      words="Nobody’s fault. Place, stock and the creator’s credit go back; an open dispute is decided by "
                            "this. It can’t be undone.")  # fmt: skip

    def find(self, term: str) -> Iterable[Q | QuerySet]:
        if searching.is_public_id(term):
            names = ("creator", "creator__user", "brand", "deal", "application", "disputes", "faults", "live_links")
            return searching.id_branches(term, *names)
        creators, brands = find_related(Creator, term), find_related(Brand, term)
        deals = keys_by_words(term)[:50]
        found = {"creator__in": creators, "brand__in": brands, "deal__in": deals}
        return [Q(**{name: keys}) for name, keys in found.items() if keys]

    @display(description="Creator")
    def creator_name(self, obj: Collaboration) -> str:
        return obj.creator.display_name

    @display(description="Brand")
    def brand_name(self, obj: Collaboration) -> str:
        return obj.brand.name

    @display(description="Deal")
    def deal_title(self, obj: Collaboration) -> str:
        return str(obj.deal)

    @display(description="State")
    def status(self, obj: Collaboration) -> SafeString:
        if obj.late_at is not None and obj.ball == "brand":
            return looks.pill("Late shipping", "danger")
        if obj.late_at is not None and obj.ball == "creator":
            return looks.pill("Late content", "danger")
        return looks.state_pill("collaboration", obj.state)

    # ---- Page

    def facts(self, obj: Collaboration) -> Iterable[tuple[str, Any]]:
        yield "Rounds of changes", obj.revision_rounds_used
        yield "Post", f"stays {obj.live_days} days" if obj.must_post else "content only"
        yield "Way", "across a border" if obj.is_cross_border else "in one country"

    def related(self, obj: Collaboration) -> Iterable[tuple[str, Any, Any]]:
        yield "Deal", looks.link(obj.deal), looks.state_pill("deal", obj.deal.state)
        yield "Application", looks.link(obj.application, obj.application.public_id), ""
        yield "Brand", looks.link(obj.brand), looks.state_pill("brand", obj.brand.standing)
        yield "Creator", looks.link(obj.creator), looks.state_pill("creator", obj.creator.standing)
        for dispute in obj.disputes.order_by("-pk")[:5]:
            yield "Dispute", looks.link(dispute, dispute.public_id), looks.state_pill("dispute", dispute.state)
        for words, kind in (("Parcels", "shipping.shipment"), ("Versions", "content.submission"),
                            ("Licences", "content.licence")):  # fmt: skip
            yield "", looks.list_of(kind, words, collaboration__id__exact=obj.pk), ""

    def panels(self, obj: Collaboration) -> Iterable[tuple[str, SafeString | str]]:
        terms = obj.terms_versions.order_by("-version")[:10]
        yield (
            "Terms",
            looks.rows_of(
                (
                    looks.link(row, f"Version {row.version}"),
                    looks.state_pill("terms", row.state),
                    looks.mono(row.sha256[:16]),
                )
                for row in terms
            ),
        )
        faults = obj.faults.order_by("-at")[:20]
        yield (
            "Faults",
            looks.rows_of(
                (looks.link(row), looks.state_pill("fault", row.state), looks.moment(row.at)) for row in faults
            ),
        )
        links = obj.live_links.order_by("-pk")[:10]
        yield (
            "Posts",
            looks.rows_of(
                (looks.plain(row.platform), looks.link(row), looks.state_pill("livelink", row.state)) for row in links
            ),
        )
        reviews = obj.reviews.order_by("side")
        yield (
            "Reviews",
            looks.rows_of(
                (looks.link(row, looks.plain(row.side)), looks.state_pill("review", row.state)) for row in reviews
            ),
        )

    def timeline_objects(self, obj: Collaboration) -> Sequence[Model]:
        return [obj, *obj.disputes.all()[:5]]

    @display(description="Problem")
    def problem(self, obj: Collaboration) -> str:
        told = filter(None, [obj.problem_code.replace("_", " ").capitalize(), obj.problem_note])
        return ": ".join(told) if obj.problem_code else "None"

    @display(description="Held from")
    def held(self, obj: Collaboration) -> str:
        return looks.words_and_tint("collaboration", obj.held_from)[0] if obj.held_from else "Not held"

    @display(description="Made within")
    def posting(self, obj: Collaboration) -> str:
        return f"{obj.create_within_days} days from delivery"

    rounds = looks.dated("extended_at", "Extended")

    @display(description="Lateness")
    def lateness(self, obj: Collaboration) -> str:
        told = ((obj.shipped_late, "shipped late"), (obj.was_late, "content late"),
                (obj.approved_silently, "approved by silence"))  # fmt: skip
        return ", ".join(words for happened, words in told if happened) or "None"

    @display(description="Still held")
    def holds(self, obj: Collaboration) -> str:
        held = (
            (obj.place_held, "place"),
            (obj.stock_held, "stock"),
            (obj.credit_held, "credit"),
            (obj.slot_held, "slot"),
        )
        return ", ".join(words for is_held, words in held if is_held) or "Nothing"

    agreed = looks.dated("agreed_at", "Agreed")
    shipped = looks.dated("shipped_at", "Shipped")
    delivered = looks.dated("delivered_at", "Delivered")
    submitted = looks.dated("submitted_at", "Handed in")
    approved = looks.dated("approved_at", "Approved")
    posted = looks.dated("posted_at", "Posted")
    ended = looks.dated("ended_at", "Ended")


@admin.register(Terms)
class TermsAdmin(StaffAdmin):
    """What both sides agreed to, with the hash that proves it."""

    list_display = ("trade", "version", "status", "by", "proposed_at", "digest")
    list_filter = ("state",)
    list_select_related = ("collaboration__creator", "collaboration__deal")
    list_defer = ("body",)
    page_related = ("collaboration__creator", "collaboration__deal")
    search_help_text = "Id of the trade, or the hash"
    in_global_search = False
    fields = ("version", "sha256", "by", "proposed_at", "settled_at")
    readonly_fields = fields

    def find(self, term: str) -> Iterable[Q | QuerySet]:
        if searching.is_public_id(term):
            return [Q(collaboration__public_id=term), Q(collaboration__application__public_id=term)]
        return [Q(collaboration__in=find_related(Collaboration, term))]

    @display(description="Trade")
    def trade(self, obj: Terms) -> str:
        return str(obj.collaboration)

    @display(description="Hash")
    def digest(self, obj: Terms) -> SafeString | str:
        return looks.mono(obj.sha256[:16])

    def panels(self, obj: Terms) -> Iterable[tuple[str, SafeString | str]]:
        yield "Terms", looks.rows_of((looks.plain(name), looks.value_of(value)) for name, value in obj.body.items())

    by = looks.coded("proposed_by")

    def related(self, obj: Terms) -> Iterable[tuple[str, Any, Any]]:
        yield "Trade", looks.link(obj.collaboration), looks.state_pill("collaboration", obj.collaboration.state)

    def timeline_objects(self, obj: Terms) -> Sequence[Model]:
        return [obj.collaboration]


class Unseen(admin.SimpleListFilter):
    title, parameter_name = "who looked", "unseen"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("1", "Nobody could yet")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[LiveLink]) -> QuerySet[LiveLink]:
        return queryset & LiveLink.objects.unseen() if self.value() else queryset


class SeenForm(Question):
    found = forms.ChoiceField(
        label="You found it",
        choices=[(state.value, state.label) for state in LiveLink.State if state != LiveLink.State.UNCHECKED],
        help_text="Open it signed out, as anybody would. It counts at once: a post that is gone or not marked goes back to "
        "the creator.",
        widget=UnfoldAdminRadioSelectWidget,
    )


def _check_now(*, link: LiveLink, by: Actor, at: datetime) -> None:
    operations.check_now(collaboration=link.collaboration, by=by, at=at)


@admin.register(LiveLink)
class LiveLinkAdmin(StaffAdmin):
    """Public posts, as the last check found them."""

    list_display = ("url", "site", "trade", "status", "checked")
    list_filter = (Unseen, "state", "platform")
    list_select_related = ("collaboration__creator", "collaboration__deal")
    page_related = ("collaboration__creator", "collaboration__deal")
    search_help_text = "Id, address of the post, or creator"
    in_global_search = False
    fields = ("address", "site", "posted_at", "checked", "check_at", "failures", "gone")
    readonly_fields = fields
    actions_detail = ("seen", "check_now")
    seen = decision("Say what you see", operations.record_staff_look, subject="link", form=SeenForm,
                    possible=lambda link: link.collaboration.state in WATCHED,
                    words="For a post that we could not look at ourselves.")  # fmt: skip
    check_now = decision("Check now", _check_now, subject="link", possible=lambda link: link.collaboration.state in WATCHED,
                         main=True, words="Its trade’s posts are looked at within a minute.")  # fmt: skip

    def find(self, term: str) -> Iterable[Q | QuerySet]:
        if searching.is_public_id(term):
            return searching.id_branches(term, "collaboration")
        return [Q(collaboration__in=find_related(Collaboration, term))]

    @display(description="Trade")
    def trade(self, obj: LiveLink) -> str:
        return str(obj.collaboration)

    checked = looks.dated("checked_at", "Checked")
    gone = looks.dated("gone_at", "Seemed gone")

    def panels(self, obj: LiveLink) -> Iterable[tuple[str, SafeString | str]]:
        """The last looks, newest first, with what came back."""
        yield (
            "Last checks",
            looks.rows_of(
                (looks.moment(datetime.fromisoformat(one["at"])), looks.plain(one["found"]), looks.mono(one["told"]))
                for one in reversed(obj.looks)
            ),
        )

    site = looks.coded("platform")

    @display(description="Address")
    def address(self, obj: LiveLink) -> SafeString | str:
        """As text: nobody of staff opens a stranger's address by mistake."""
        return looks.mono(obj.url)

    def related(self, obj: LiveLink) -> Iterable[tuple[str, Any, Any]]:
        yield "Trade", looks.link(obj.collaboration), looks.state_pill("collaboration", obj.collaboration.state)

    def timeline_objects(self, obj: LiveLink) -> Sequence[Model]:
        return [obj.collaboration]


register_queue(
    Queue(
        name="problems",
        title="Delivery problems",
        icon="package_2",
        model=Collaboration,
        rows=lambda: Collaboration.objects.filter(state=CollaborationState.ON_HOLD),
        since="state_since",
        due="due_at",
        query="state__exact=on_hold",
        words="reported by creators or carriers",
        order=40,
    )
)
register_queue(
    Queue(
        name="unseen",
        title="Posts to look at",
        icon="visibility",
        model=LiveLink,
        rows=LiveLink.objects.unseen,
        since="posted_at",
        query="unseen=1",
        words="posts our checks can’t tell anything of",
        order=45,
    )
)
