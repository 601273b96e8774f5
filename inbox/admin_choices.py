"""Staff's view of what people want to hear, when and where: looked at while helping somebody, chosen by the person alone."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString
from unfold.decorators import display

from accounts.models import User
from barter.kernel.staff import StaffAdmin, decision, find_related, looks, searching
from inbox import operations
from inbox.kinds import KINDS, TOPICS
from inbox.models import Push, PushDevice, Rhythm, Silence

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class OfPersonAdmin(StaffAdmin):
    """Rows that belong to one person and are found by them."""

    list_select_related = ("user",)
    page_related = ("user",)
    search_help_text = "Name, e-mail or id of the person"
    in_global_search = False

    def find(self, term: str) -> Iterable[Q | QuerySet]:
        return [Q(user__in=find_related(User, term))]

    @display(description="Person")
    def person(self, obj: Any) -> str:
        return str(obj.user)

    def related(self, obj: Any) -> Iterable[tuple[str, Any, Any]]:
        yield "Person", looks.link(obj.user), ""

    def timeline_objects(self, obj: Any) -> list[Any]:
        return []


@admin.register(PushDevice)
class PushDeviceAdmin(OfPersonAdmin):
    """Browsers that show news. Where they are reached and their keys are never shown."""

    called = ("device with news", "devices with news")
    list_display = ("person", "browser", "added_at")
    list_defer = ("endpoint", "p256dh", "auth", "session_key")
    search_help_text = "Id of the device, or name, e-mail or id of the person"
    fields = ("browser", "is_signed_in", "added_at", "failures", "failing_since", "rest_until")
    readonly_fields = fields
    actions_detail = ("take_off",)
    take_off = decision("Take off", operations.take_off_device, subject="device",
                        words="Nothing more is shown on this device. Its owner can add it again in the settings.")  # fmt: skip

    def find(self, term: str) -> Iterable[Q | QuerySet]:
        if searching.is_public_id(term):
            return searching.id_branches(term, "user")
        return super().find(term)

    @display(description="Browser")
    def browser(self, obj: PushDevice) -> str:
        return obj.name[:80] or "-"

    @display(description="Still signed in", boolean=True)
    def is_signed_in(self, obj: PushDevice) -> bool:
        return operations.live_devices(PushDevice.objects.filter(pk=obj.pk)).exists()

    def panels(self, obj: PushDevice) -> Iterable[tuple[str, SafeString | str]]:
        last = Push.objects.filter(device=obj).select_related("notification").order_by("-pk")[:20]
        yield "Handed to its push service", looks.rows_of(
            (looks.moment(row.notification.at), looks.link(row.notification), row.get_state_display(), row.error)
            for row in last
        )  # fmt: skip


@admin.register(Silence)
class SilenceAdmin(OfPersonAdmin):
    """What somebody does not want to hear. All else is told."""

    called = ("news somebody doesn’t want", "news people don’t want")
    list_display = ("person", "topic", "channel", "at")
    list_filter = ("channel",)
    fields = ("topic", "channel", "at")
    readonly_fields = fields

    @display(description="About")
    def topic(self, obj: Silence) -> str:
        if obj.about in TOPICS:
            return str(TOPICS[obj.about][0])
        return looks.plain(obj.about) if obj.about in KINDS else obj.about


@admin.register(Rhythm)
class RhythmAdmin(OfPersonAdmin):
    """When mails come. Whoever is not listed gets them as they happen."""

    called = ("time mails come", "times mails come")
    list_display = ("person", "mails", "digest_at", "quiet")
    list_filter = ("mails",)
    fields = ("mails", "digest_at", "quiet", "time_zone")
    readonly_fields = fields

    @display(description="Digest")
    def digest_at(self, obj: Rhythm) -> str:
        day = f"{_WEEKDAYS[obj.weekday]}, " if obj.mails == "weekly" else ""
        return "-" if obj.mails == "at_once" else f"{day}{obj.hour:02}:00"

    @display(description="Quiet hours")
    def quiet(self, obj: Rhythm) -> str:
        return f"{obj.quiet_from:%H:%M} to {obj.quiet_until:%H:%M}" if obj.quiet_from and obj.quiet_until else "None"

    @display(description="Time zone of the person")
    def time_zone(self, obj: Rhythm) -> str:
        return obj.user.time_zone


__all__ = ["PushDeviceAdmin", "RhythmAdmin", "SilenceAdmin"]
