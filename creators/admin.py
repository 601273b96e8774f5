"""Staff's view of creators. Addresses stay in the vault: staff see city and country, like everybody else."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from unfold.admin import TabularInline
from unfold.decorators import display

from barter.kernel.staff import StaffAdmin, decision
from creators import operations
from creators.models import Address, Channel, Creator, CreatorCapacity

_PAUSE_DAYS = 30


def pause_creator(*, creator: Creator, at: Any, **rest: Any) -> Creator:
    """The ladder's pause: 30 days."""
    return operations.pause_creator(creator=creator, until=at + timedelta(days=_PAUSE_DAYS), at=at, **rest)


class _Looked(TabularInline):
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ChannelInline(_Looked):
    model = Channel
    fields = ("platform", "handle", "url", "followers", "language", "is_main", "is_verified")


class AddressInline(_Looked):
    model = Address
    fields = ("public_id", "city", "country", "is_default", "removed_at")
    readonly_fields = ("public_id",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("sealed")


class CapacityInline(_Looked):
    model = CreatorCapacity
    fields = ("credits_granted", "credits_held", "credits_lost", "open_applications", "completed_count",
              "on_time_count", "late_count", "no_show_count")  # fmt: skip


@admin.register(Creator)
class CreatorAdmin(StaffAdmin):
    list_display = ("display_name", "handle", "email", "place", "status", "is_verified", "created_at")
    list_filter = ("standing", "is_verified", "country")
    list_select_related = ("user",)
    inlines = (CapacityInline, ChannelInline, AddressInline)
    fields = ("public_id", "user", "display_name", "handle", "bio", "city", "country", "languages", "niches",
              "standing", "paused_until", "is_verified", "onboarded_at", "created_at", "timeline")  # fmt: skip
    readonly_fields = fields
    actions_detail = ("verify", "pause", "resume", "close")
    verify = decision("Verify", operations.verify_creator, subject="creator", words="You checked who this person is.")
    pause = decision(
        f"Pause for {_PAUSE_DAYS} days",
        pause_creator,
        subject="creator",
        ask_reason=True,
        words="Running trades go on; the creator can't apply for new ones.",
    )
    resume = decision("Lift the pause", operations.resume_creator, subject="creator")
    close = decision(
        "Close", operations.close_creator, subject="creator", ask_reason=True, words="The creator can appeal."
    )

    def find(self, term: str) -> Q:
        return (
            Q(public_id=term)
            | Q(user__public_id=term)
            | Q(handle=term.lower().lstrip("@"))
            | Q(user__email__istartswith=term)
            | Q(display_name__istartswith=term)
            | Q(channels__handle=term.lstrip("@"))
        )

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        found, _ = super().get_search_results(request, queryset, search_term)
        return found, True  # several channels may match

    @display(description="E-mail")
    def email(self, obj: Creator) -> str:
        return obj.user.email

    @display(description="Place")
    def place(self, obj: Creator) -> str:
        return ", ".join(filter(None, [obj.city, obj.country]))

    @display(description="Standing", label={"Good": "success", "Paused": "warning", "Closed": "danger"})
    def status(self, obj: Creator) -> str:
        return obj.get_standing_display()
