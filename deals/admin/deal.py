"""Deals: checked before they go live, paused, resumed, closed or taken down."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from unfold.decorators import display

from barter.kernel.clock import now
from barter.kernel.staff import Queue, StaffAdmin, bulk, decision, find_related, looks, register_queue, searching
from brands.models import Brand, Product
from deals import operations
from deals.feed import words_of
from deals.models import Application, Deal
from deals.workflow import DEAL_PUBLIC, DealState

NEWEST = 5_000  # rows looked through for a word before the text index is asked
ENOUGH = 100  # found among them: the word is common, and older ones are not looked for
_HEAVY = ("terms", "card", "summary", "search", "search_text", "rejection_reason")
_NEWEST_SQL = """
SELECT id FROM (SELECT id, search FROM deals_deal ORDER BY id DESC LIMIT %s) newest
WHERE search @@ to_tsquery('simple', %s) ORDER BY id DESC LIMIT %s
"""
_INDEX_SQL = """
SELECT id FROM (SELECT id FROM deals_deal WHERE search @@ to_tsquery('simple', %s) OFFSET 0) found
ORDER BY id DESC LIMIT %s
"""


def keys_by_words(term: str) -> list[int]:
    """Deals that hold the words: of the newest, which answers for common words; then by the text index, for rarer ones."""
    words = " & ".join(f"{word}:*" for word in words_of(term))
    if not words:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST_SQL, [NEWEST, words, searching.MOST_FOUND])
        found = [row[0] for row in cursor.fetchall()]
        if len(found) < ENOUGH:
            cursor.execute(_INDEX_SQL, [words, searching.MOST_FOUND])
            found = [row[0] for row in cursor.fetchall()]
    return found


@admin.register(Deal)
class DealAdmin(StaffAdmin):
    list_display = ("name", "brand_name", "worth", "status", "places_words", "closes")
    list_filter = ("state", "category")
    list_select_related = ("brand", "places")
    list_defer = _HEAVY
    page_related = ("brand", "product", "places")
    search_help_text = "Id, title, brand or member’s e-mail"
    actions = ("approve_many", "reject_many", "pause_many", "close_many", "take_down_many", "export_csv")
    actions_detail = ("approve", "reject", "pause", "resume", "close", "take_down")
    fields = ("title", "summary", "category", "rejection_reason", "who_may", "made_by", "rights", "times", "terms_hash",
              "brief_version", "created", "published")  # fmt: skip
    readonly_fields = fields

    approve = decision("Approve", operations.approve_deal, subject="deal", move="approve", main=True,
                       words="It goes live at once, and creators can apply.")  # fmt: skip
    reject = decision("Reject", operations.reject_deal, subject="deal", move="reject", ask_reason=True,
                      words="The brand reads your reason, mends the deal and hands it in again.")  # fmt: skip
    pause = decision("Pause", operations.pause_deal, subject="deal", move="pause", ask_reason=True,
                     words="Nobody can apply until it is resumed. The end date stays. The brand reads your reason.")  # fmt: skip
    resume = decision("Resume", operations.resume_deal, subject="deal", move="resume", main=True,
                      words="Creators can apply again.")  # fmt: skip
    close = decision("Close", operations.close_deal, subject="deal", move="close", ask_reason=True,
                     words="Open applications end as not chosen; running trades go on. The brand reads your reason. This "
                           "can’t be undone.")  # fmt: skip
    take_down = decision("Take down", operations.take_down_deal, subject="deal", move="take_down", ask_reason=True,
                         danger=True, words="The deal leaves the product; running trades go on. The brand reads your reason. This can’t "
                               "be undone.")  # fmt: skip
    approve_many, reject_many, pause_many = bulk(approve), bulk(reject), bulk(pause)
    close_many, take_down_many = bulk(close), bulk(take_down)

    def find(self, term: str) -> Iterable[Q | QuerySet]:
        if searching.is_public_id(term):
            return [*searching.id_branches(term, "brand", "product"), Q(pk__in=_of_parts(term))]
        brands = find_related(Brand, term)
        return [Q(pk__in=keys_by_words(term)), *([Q(brand__in=brands)] if brands else [])]

    # ---- Columns

    @display(description="Title")
    def name(self, deal: Deal) -> str:
        return str(deal)

    @display(description="Brand")
    def brand_name(self, deal: Deal) -> str:
        return deal.brand.name

    @display(description="Worth")
    def worth(self, deal: Deal) -> str:
        return looks.money(deal.fmv_minor, deal.currency)

    @display(description="State")
    def status(self, deal: Deal) -> SafeString:
        late = deal.state == DealState.IN_REVIEW and looks.is_late(deal, now())
        return looks.pill("Check is late", "danger") if late else looks.state_pill("deal", deal.state)

    @display(description="Places")
    def places_words(self, deal: Deal) -> str:
        return str(deal.places)

    @display(description="Closes, or check due")
    def closes(self, deal: Deal) -> SafeString | str:
        if deal.state == DealState.IN_REVIEW:
            return looks.due(deal, now())
        return looks.due(deal, now()) if deal.state in DEAL_PUBLIC else looks.NOTHING

    # ---- Page

    def facts(self, obj: Deal) -> Iterable[tuple[str, Any]]:
        yield "Worth", looks.money(obj.fmv_minor, obj.currency)
        yield "Places taken", str(obj.places)
        yield "Applications", _capped(Application.objects.filter(deal=obj))
        yield "Trades", _capped(obj.collaborations.all())

    def related(self, obj: Deal) -> Iterable[tuple[str, Any, Any]]:
        yield "Brand", looks.link(obj.brand), looks.state_pill("brand", obj.brand.standing)
        yield "Product", looks.link(obj.product), ""
        yield "", looks.list_of("deals.application", "All applications", deal__id__exact=obj.pk), ""
        yield "", looks.list_of("deals.collaboration", "All trades", deal__id__exact=obj.pk), ""

    def panels(self, obj: Deal) -> Iterable[tuple[str, SafeString | str]]:
        items = obj.brief_items.all()
        yield "Brief", looks.rows_of((item.get_kind_display(), item.text, f"v{item.brief_version}") for item in items)
        yield "What is made", looks.rows_of((str(row), row.platform, row.ratio) for row in obj.deliverables.all())
        states = Application.objects.filter(deal=obj).values("state").annotate(count=Count("pk")).order_by("-count")
        yield (
            "Applications by state",
            looks.rows_of((looks.state_pill("application", row["state"]), row["count"]) for row in states),
        )

    @display(description="Who may apply")
    def who_may(self, deal: Deal) -> str:
        parts = [", ".join(deal.countries), ", ".join(deal.platforms), ", ".join(deal.languages)]
        least = f"{deal.min_followers:,} followers" if deal.min_followers else ""
        return " · ".join(filter(None, [*parts, least])) or "Everybody"

    @display(description="What follows")
    def made_by(self, deal: Deal) -> str:
        return f"A post that stays up {deal.live_days} days" if deal.must_post else "Content only, no post"

    @display(description="Rights")
    def rights(self, deal: Deal) -> str:
        words = [_months(deal.licence_months), deal.licence_territory]
        words += [f"paid ads {_months(deal.licence_paid_ads_months)}"] if deal.licence_paid_ads_months else []
        words += ["edits"] if deal.licence_edits else []
        words += ["ads under the creator’s handle"] if deal.licence_handle else []
        return " · ".join([*words, "with credit" if deal.licence_credit else "without credit"])

    @display(description="Time limits")
    def times(self, deal: Deal) -> str:
        return f"Ships within {deal.ship_within_days} working days, made within {deal.create_within_days} days"

    created = looks.dated("created_at", "Made")
    published = looks.dated("published_at", "Published")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("search", "search_text")


def _of_parts(term: str) -> list[int]:
    """The deals of an application, a trade, a line of the brief or a product's variant named by its id."""
    rows = Deal.objects.order_by()
    wanted = ("applications", "collaborations", "brief_items", "deliverables")
    found: list[int] = []
    for name in wanted:
        found += searching.some(rows.filter(**{f"{name}__public_id": term}))
    return [
        *found,
        *searching.some(rows.filter(product__in=Product.objects.filter(variants__public_id=term).values("pk"))),
    ]


def _capped(rows: QuerySet) -> str:
    count = rows.order_by()[:1001].count()
    return f"{count:,}" if count <= 1000 else "1,000+"


register_queue(
    Queue(
        name="deals_to_check",
        title="Deals to check",
        icon="fact_check",
        model=Deal,
        rows=lambda: Deal.objects.filter(state=DealState.IN_REVIEW),
        since="state_since",
        due="due_at",
        query="state__exact=in_review",
        words="handed in and not yet live",
        order=10,
    )
)


def _months(count: int) -> str:
    return "1 month" if count == 1 else f"{count} months"
