"""Staff's view of creators. Addresses stay in the vault: staff see city and country, like everybody else."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString
from unfold.decorators import display

from accounts.models import User
from barter.kernel.staff import Queue, StaffAdmin, bulk, decision, find_related, looks, register_queue, searching
from creators import operations
from creators.models import Channel, Creator

_PAUSE_DAYS = 30
Standing = Creator.Standing


def pause_creator(*, creator: Creator, at: Any, **rest: Any) -> Creator:
    """The ladder's pause: 30 days."""
    return operations.pause_creator(creator=creator, until=at + timedelta(days=_PAUSE_DAYS), at=at, **rest)


@admin.register(Creator)
class CreatorAdmin(StaffAdmin):
    list_display = ("display_name", "at_handle", "email", "place", "standing_words", "verified", "joined")
    list_filter = ("standing", "is_verified")
    list_select_related = ("user",)
    list_defer = ("bio",)
    page_related = ("user", "capacity")
    search_help_text = "Id, name, e-mail or handle"
    actions = ("verify_many", "export_csv")
    fields = ("bio", "place", "languages", "niches", "paused_until", "verified", "joined")
    readonly_fields = fields
    actions_detail = ("verify", "verify_phone", "unverify", "unverify_phone", "pause", "resume", "close")
    verify = decision("Verify", operations.verify_creator, subject="creator", main=True,
                      possible=lambda creator: not creator.is_verified, words="You checked who this person is.")  # fmt: skip
    verify_phone = decision("Verify phone", operations.verify_phone, subject="creator",
                            possible=lambda creator: not operations.has_verified_phone(creator),
                            words="You reached the creator on the phone number of their default address. With a verified "
                                  "channel this brings credits.")  # fmt: skip
    unverify = decision("Take back verification", operations.unverify_creator, subject="creator", ask_reason=True,
                        possible=lambda creator: creator.is_verified,
                        words="Brands no longer see this person as verified. Running trades go on.")  # fmt: skip
    unverify_phone = decision("Take back phone verification", operations.unverify_phone, subject="creator", ask_reason=True,
                              possible=operations.has_verified_phone,
                              words="The number counts as unverified until you reach the creator on it again. Credits it "
                                    "brought stay, and a second verification brings no more.")  # fmt: skip
    pause = decision(f"Pause for {_PAUSE_DAYS} days", pause_creator, subject="creator", ask_reason=True,
                     possible=lambda creator: creator.standing == Standing.GOOD,
                     words="Running trades go on; the creator can’t apply for new ones.")  # fmt: skip
    resume = decision("Lift", operations.resume_creator, subject="creator", ask_reason=True,
                      possible=lambda creator: creator.standing != Standing.GOOD,
                      words="Back to good standing at once.")  # fmt: skip
    close = decision("Close", operations.close_creator, subject="creator", ask_reason=True, danger=True,
                     possible=lambda creator: creator.standing != Standing.CLOSED, words="The creator can appeal.")  # fmt: skip
    verify_many = bulk(verify)

    def find(self, term: str) -> Iterable[Q | QuerySet]:
        if searching.is_public_id(term):
            return searching.id_branches(term, "user", "channels", "addresses")
        handle = term.lstrip("@")
        by_channel = Channel.objects.filter(handle__iexact=handle).values_list("creator", flat=True)
        people = find_related(User, term)
        words = searching.by_words(Creator.objects.all(), term, "display_name", "handle")
        found: list[Q | QuerySet] = [
            words,
            Q(handle=handle.lower()),
            Q(pk__in=list(by_channel[: searching.MOST_FOUND])),
        ]
        return [*found, *([Q(user__in=people)] if people else [])]

    @display(description="Handle")
    def at_handle(self, obj: Creator) -> str:
        return f"@{obj.handle}"

    @display(description="E-mail")
    def email(self, obj: Creator) -> str:
        return obj.user.email

    @display(description="Verified", boolean=True)
    def verified(self, obj: Creator) -> bool:
        return obj.is_verified

    joined = looks.dated("created_at", "Joined")

    # ---- Page

    def facts(self, obj: Creator) -> Iterable[tuple[str, Any]]:
        numbers = obj.capacity
        yield "Credits held", f"{numbers.credits_held} of {numbers.credits_granted - numbers.credits_lost}"
        yield "Credits lost", numbers.credits_lost
        yield "Credits for channel and phone", "given" if numbers.verified_credits else "not yet"
        yield "Open applications", f"{numbers.open_applications} of {numbers.open_applications_max}"
        yield "Completed", numbers.completed_count
        yield "On time", numbers.on_time_count
        yield "No content came", numbers.no_show_count

    def related(self, obj: Creator) -> Iterable[tuple[str, Any, Any]]:
        yield "Person", looks.link(obj.user, obj.user.email), ""
        for words, kind in (("Applications", "deals.application"), ("Trades", "deals.collaboration"),
                            ("Files", "content.asset"), ("Licences", "content.licence"),
                            ("Saved searches", "deals.savedsearch")):  # fmt: skip
            yield "", looks.list_of(kind, words, creator__id__exact=obj.pk), ""

    def panels(self, obj: Creator) -> Iterable[tuple[str, SafeString | str]]:
        yield (
            "Channels",
            looks.rows_of(
                (
                    row.get_platform_display(),
                    looks.link(row, row.handle),
                    f"{row.followers:,} followers",
                    "verified" if row.is_verified else "",
                )
                for row in obj.channels.all()[:20]
            ),
        )
        addresses = obj.addresses.only(
            "public_id", "city", "country", "is_default", "removed_at", "is_phone_verified", "creator"
        )
        yield "Addresses (town only)", looks.rows_of(
            (f"{row.city}, {row.country}", "default" if row.is_default else "", "removed" if row.removed_at else "",
             "phone verified" if row.is_phone_verified else "",
             looks.mono(row.public_id))
            for row in addresses.order_by("-pk")[:20]
        )  # fmt: skip


@admin.register(Channel)
class ChannelAdmin(StaffAdmin):
    """Where creators publish; staff look at the page behind the link and say that it is theirs."""

    list_display = ("at_handle", "platform", "creator", "reach", "verified")
    list_filter = ("is_verified", "platform")
    list_select_related = ("creator",)
    page_related = ("creator",)
    in_global_search = False  # a handle finds its creator
    search_help_text = "Id or handle"
    actions = ("verify_many", "export_csv")
    fields = ("platform", "handle", "url", "reach", "niche", "language", "country", "verified")
    readonly_fields = fields
    actions_detail = ("verify", "unverify")
    verify = decision("Verify", operations.verify_channel, subject="channel", main=True,
                      possible=lambda channel: not channel.is_verified,
                      words="You saw that this channel belongs to the creator. With a verified phone this brings credits.")  # fmt: skip
    unverify = decision("Take back verification", operations.unverify_channel, subject="channel", ask_reason=True,
                        possible=lambda channel: channel.is_verified,
                        words="Brands no longer see it as verified. Credits it brought stay, and a second verification brings "
                              "no more.")  # fmt: skip
    verify_many = bulk(verify)

    def find(self, term: str) -> Iterable[Q | QuerySet]:
        if searching.is_public_id(term):
            return searching.id_branches(term, "creator")
        return [Q(handle__iexact=term.lstrip("@"))]

    def timeline_objects(self, obj: Channel) -> list[Creator]:
        return [obj.creator]

    @display(description="Handle")
    def at_handle(self, obj: Channel) -> str:
        return f"@{obj.handle}"

    @display(description="Followers")
    def reach(self, obj: Channel) -> str:
        return f"{obj.followers:,}"

    @display(description="Verified", boolean=True)
    def verified(self, obj: Channel) -> bool:
        return obj.is_verified

    def related(self, obj: Channel) -> Iterable[tuple[str, Any, Any]]:
        yield "Creator", looks.link(obj.creator), ""


register_queue(
    Queue(
        name="creators_paused",
        title="Creators stopped",
        icon="person_off",
        model=Creator,
        rows=lambda: Creator.objects.exclude(standing=Standing.GOOD),
        since="",
        query="standing__in=paused,closed",
        words="paused or closed",
        order=75,
    )
)
