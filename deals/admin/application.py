"""Applications: the sides move them; staff look on."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString
from unfold.decorators import display

from barter.kernel.staff import StaffAdmin, find_related, looks, searching
from creators.models import Creator
from deals.admin.deal import keys_by_words
from deals.models import Application, PendingDecision


@admin.register(Application)
class ApplicationAdmin(StaffAdmin):
    list_display = ("creator_name", "deal_title", "brand_name", "status", "due", "sent")
    list_filter = ("state",)
    list_select_related = ("creator", "deal__brand")
    list_defer = (
        "pitch",
        "proposal",
        "deal__terms",
        "deal__card",
        "deal__summary",
        "deal__search",
        "deal__search_text",
    )
    page_related = ("creator__user", "deal__brand", "variant", "channel", "collaboration")
    in_global_search = False  # by words; its id finds it everywhere
    search_help_text = "Id, creator, e-mail or deal"
    fields = (
        "pitch",
        "goes_to",
        "variant",
        "channel",
        "offer",
        "decline_reason",
        "decline_note",
        "consented_hash",
        "sent",
    )
    readonly_fields = fields

    def find(self, term: str) -> Iterable[Q | QuerySet]:
        if searching.is_public_id(term):
            return searching.id_branches(term, "creator", "creator__user", "deal", "collaboration")
        creators, deals = find_related(Creator, term), keys_by_words(term)[:50]
        return [*([Q(creator__in=creators)] if creators else []), *([Q(deal__in=deals)] if deals else [])]

    @display(description="Creator")
    def creator_name(self, obj: Application) -> str:
        return obj.creator.display_name

    @display(description="Deal")
    def deal_title(self, obj: Application) -> str:
        return str(obj.deal)

    @display(description="Brand")
    def brand_name(self, obj: Application) -> str:
        return obj.deal.brand.name

    sent = looks.dated("submitted_at", "Applied")

    @display(description="Goes to")
    def goes_to(self, obj: Application) -> str:
        """City and country, like everybody sees while deciding."""
        place = Application.objects.filter(pk=obj.pk).values_list("address__city", "address__country").first()
        return ", ".join(filter(None, place or ())) or "No address chosen"

    @display(description="Offer")
    def offer(self, obj: Application) -> SafeString | str:
        return looks.rows_of((looks.plain(name), looks.value_of(value)) for name, value in obj.proposal.items())

    def related(self, obj: Application) -> Iterable[tuple[str, Any, Any]]:
        yield "Deal", looks.link(obj.deal), looks.state_pill("deal", obj.deal.state)
        yield "Brand", looks.link(obj.deal.brand), ""
        yield "Creator", looks.link(obj.creator), looks.state_pill("creator", obj.creator.standing)
        trade = getattr(obj, "collaboration", None)
        if trade is not None:
            yield "Trade", looks.link(trade, trade.public_id), looks.state_pill("collaboration", trade.state)

    def panels(self, obj: Application) -> Iterable[tuple[str, SafeString | str]]:
        """The creator never learns of it, so what staff say about it must not either."""
        row = PendingDecision.objects.filter(application=obj).select_related("decided_by").first()
        if row is not None:
            when = looks.moment(row.tell_at) if row.tell_at else "When the brand releases its decisions"
            yield "Decided by the brand and told nobody yet", looks.rows_of(
                [("Decision", row.get_verdict_display()), ("By", looks.link(row.decided_by)),
                 ("On", looks.moment(row.decided_at)), ("Told", when)]
            )  # fmt: skip
