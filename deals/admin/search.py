"""Saved searches: creators keep and drop them; staff see what was looked for and when news of it were told."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from unfold.decorators import display

from barter.kernel.staff import StaffAdmin, find_related, looks, searching
from barter.kernel.topics import Topic
from creators.models import Creator
from deals.models import SavedSearch


@admin.register(SavedSearch)
class SavedSearchAdmin(StaffAdmin):
    called = ("saved search", "saved searches")
    list_display = ("name", "creator_name", "wanted", "alerts", "told_at", "saved")
    list_filter = ("alerts",)
    list_select_related = ("creator",)
    page_related = ("creator__user",)
    in_global_search = False  # by words; its id finds it everywhere
    search_help_text = "Id, creator or e-mail"
    fields = ("name", "wanted", "alerts", "told_at", "seen_at", "saved")
    readonly_fields = fields

    saved = looks.dated("created_at", "Saved")

    def find(self, term: str) -> Iterable[Q | QuerySet]:
        if searching.is_public_id(term):
            return searching.id_branches(term, "creator", "creator__user")
        return [Q(creator__in=find_related(Creator, term))]

    @display(description="Creator")
    def creator_name(self, obj: SavedSearch) -> str:
        return obj.creator.display_name

    @display(description="Looks for")
    def wanted(self, obj: SavedSearch) -> str:
        topics = dict(Topic.choices)
        parts = [
            f"“{obj.text}”" if obj.text else "",
            *(str(topics.get(one, one)) for one in obj.categories),
            looks.plain(obj.platform) if obj.platform else "",
            looks.money(obj.min_worth_cents, "EUR") + " and up" if obj.min_worth_cents else "",
            "content only" if obj.content_only else "",
            "any audience" if obj.any_audience else "",
            "anywhere" if obj.anywhere else "",
        ]
        return ", ".join(filter(None, parts)) or "Every deal"

    def related(self, obj: SavedSearch) -> Iterable[tuple[str, Any, Any]]:
        yield "Creator", looks.link(obj.creator), looks.state_pill("creator", obj.creator.standing)

    def timeline_objects(self, obj: SavedSearch) -> list[Any]:
        return []
