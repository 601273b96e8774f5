"""Staff's view of people. Signing in to the admin goes through the same door as everywhere, second factor included."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from accounts import operations, roles
from accounts.leaving import GRACE_DAYS, obstacles_of
from accounts.models import DataExport, KnownDevice, User
from barter.kernel.staff import Question, Queue, StaffAdmin, decision, find_related, looks, register_queue, searching
from barter.kernel.templatetags.words import bytes_words

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


_PUT_OFF = Q(erase_at__gt=F("leave_asked_at") + timedelta(days=GRACE_DAYS, hours=12))  # on the day something still ran


class Leaving(admin.SimpleListFilter):
    title, parameter_name = "deletion", "leaves"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("asked", "Asked for"), ("held", "Put off: something still runs")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "held":
            return queryset.filter(_PUT_OFF)
        return queryset.filter(erase_at__isnull=False) if self.value() == "asked" else queryset


class RoleForm(Question):
    role = forms.ChoiceField(choices=roles.CHOICES, label="Role", required=False, widget=UnfoldAdminSelectWidget)

    def fit(self, obj: User) -> None:
        group = obj.groups.first() if obj.is_staff else None
        self.fields["role"].initial = group.name if group else ""


@admin.register(User)
class UserAdmin(StaffAdmin):
    called = ("person", "people")
    list_display = ("email", "name", "kind", "active", "last_seen", "joined")
    list_filter = ("started_as", "is_staff", "is_active", Leaving)
    search_help_text = "Id, name or e-mail"
    fields = ("email", "name", "kind", "role", "language", "time_zone", "active", "leaves", "last_seen", "joined")
    readonly_fields = fields
    actions_detail = ("set_role", "close", "reopen", "end_sessions", "keep")
    set_role = decision("Change role", operations.set_staff_role, subject="user", form=RoleForm,
        right="rule",
                        words="Support reads; moderators decide too. Without a role the person is no longer staff.")  # fmt: skip
    close = decision("Close the account", operations.close_account, subject="user", ask_reason=True, danger=True,
                     possible=lambda user: user.is_active,
                     words="The person is signed out everywhere and can’t sign in. Nothing is deleted.")  # fmt: skip
    reopen = decision("Reopen the account", operations.reopen_account, subject="user", ask_reason=True,
                      possible=lambda user: not user.is_active and user.erased_at is None, words="The person can sign in again.")  # fmt: skip
    end_sessions = decision("Sign out everywhere", operations.end_sessions, subject="user",
                            words="Every browser and app of this person has to sign in again.")  # fmt: skip
    keep = decision("Keep the account", operations.keep_account, subject="user", ask_reason=True,
                    possible=lambda user: user.erase_at is not None and user.is_active,
                    words="The person asked to be deleted, and then asked us not to. What was withdrawn stays withdrawn.")  # fmt: skip

    def find(self, term: str) -> Iterable[Q | QuerySet]:
        if searching.is_public_id(term):
            return [Q(public_id=term)]
        words = searching.by_words(User.objects.all(), term, "name", "email")
        return [words, searching.by_email(User.objects.all(), term)]

    def has_decide_permission(self, request: HttpRequest, object_id: str | int | None = None) -> bool:
        """Moderators look after people; the accounts of staff are for superusers."""
        if not super().has_decide_permission(request, object_id):
            return False
        if object_id is None:
            return True
        person = self.get_object(request, str(object_id))
        return self.has_rule_permission(request) or (person is not None and not person.is_staff)

    def has_rule_permission(self, request: HttpRequest, object_id: str | int | None = None) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)

    @display(description="Joined as")
    def kind(self, obj: User) -> SafeString:
        return looks.pill("Staff", "info") if obj.is_staff else looks.pill(obj.get_started_as_display())

    @display(description="Role")
    def role(self, obj: User) -> str:
        return roles.words_of(obj)

    @display(description="Can sign in", boolean=True)
    def active(self, obj: User) -> bool:
        return obj.is_active

    @display(description="Deletion")
    def leaves(self, obj: User) -> SafeString | str:
        if obj.erased_at is not None:
            return looks.pill("Erased")
        return looks.moment(obj.erase_at) if obj.erase_at else "Not asked for"

    last_seen = looks.dated("last_login", "Last signed in")
    joined = looks.dated("joined_at", "Joined")

    def related(self, obj: User) -> Iterable[tuple[str, Any, Any]]:
        creator = getattr(obj, "creator", None)
        if creator is not None:
            yield "Creator", looks.link(creator), looks.state_pill("creator", creator.standing)
        for row in obj.memberships.select_related("brand")[:20]:
            yield row.get_role_display(), looks.link(row.brand), ""
        for words, kind in (("Devices that show news", "inbox.pushdevice"),
                            ("When mails come", "inbox.rhythm"), ("News they don’t want", "inbox.silence"),
                            ("Mails", "inbox.mail"), ("Notifications", "inbox.notification")):  # fmt: skip
            yield "", looks.list_of(kind, words, user__id__exact=obj.pk), ""

    def panels(self, obj: User) -> Iterable[tuple[str, SafeString | str]]:
        mails = EmailAddress.objects.filter(user=obj)[:10]
        yield (
            "E-mail addresses",
            looks.rows_of(
                (row.email, "verified" if row.verified else "not verified", "main" if row.primary else "")
                for row in mails
            ),
        )
        factors = Authenticator.objects.filter(user=obj).defer("data")[:10]
        yield "Second steps", looks.rows_of((row.get_type_display(), looks.moment(row.last_used_at)) for row in factors)
        sessions = UserSession.objects.filter(user=obj).defer("session_key", "data").order_by("-last_seen_at")[:10]
        yield (
            "Sessions",
            looks.rows_of(
                (looks.link(row, looks.moment(row.last_seen_at)), row.ip, row.user_agent[:80]) for row in sessions
            ),
        )
        known = KnownDevice.objects.filter(user=obj).order_by("-first_seen_at")[:10]
        yield "Signed in with before", looks.rows_of((row.name, looks.moment(row.first_seen_at)) for row in known)
        if obj.erase_at is not None:
            yield (
                "What holds the deletion, as the person reads it",
                looks.rows_of((one.words,) for one in obstacles_of(obj)),
            )

        copies = DataExport.objects.filter(user=obj)[:5]
        yield (
            "Copies of their data",
            looks.rows_of(
                (looks.link(row, looks.moment(row.asked_at)), row.get_state_display(), f"attempt {row.attempts}")
                for row in copies
            ),
        )

    def timeline_objects(self, obj: User) -> list[Any]:
        return list(filter(None, [obj, getattr(obj, "creator", None)]))


@admin.register(EmailAddress)
class EmailAddressAdmin(StaffAdmin):
    called = ("e-mail address", "e-mail addresses")
    list_display = ("email", "person", "verified", "primary")
    list_filter = ("verified", "primary")
    list_select_related = ("user",)
    page_related = ("user",)
    search_help_text = "E-mail, or the person’s id or name"
    in_global_search = False
    fields = ("email", "verified", "primary")
    readonly_fields = fields

    def find(self, term: str) -> Iterable[Q | QuerySet]:
        return [Q(email=term.lower()), Q(user__in=find_related(User, term))]

    @display(description="Person")
    def person(self, obj: EmailAddress) -> SafeString | str:
        return looks.link(obj.user)

    def related(self, obj: EmailAddress) -> Iterable[tuple[str, Any, Any]]:
        yield "Person", looks.link(obj.user), ""

    def timeline_objects(self, obj: EmailAddress) -> list[Any]:
        return []


@admin.register(UserSession)
class UserSessionAdmin(StaffAdmin):
    """Where people are signed in. The key of a session opens the account, so it is never shown."""

    called = ("session", "sessions")
    list_display = ("person", "last_seen_at", "ip", "browser")
    list_select_related = ("user",)
    list_defer = ("session_key", "data")
    page_related = ("user",)
    search_help_text = "Name, e-mail or id of the person"
    in_global_search = False
    fields = ("ip", "user_agent", "created_at", "last_seen_at")
    readonly_fields = fields
    actions_detail = ("end",)
    end = decision("Sign out here", operations.end_session, subject="session",
                   words="This browser or app has to sign in again. All others stay signed in.")  # fmt: skip

    def has_decide_permission(self, request: HttpRequest, object_id: str | int | None = None) -> bool:
        """As with people: those of staff are for superusers."""
        if not super().has_decide_permission(request, object_id) or object_id is None:
            return super().has_decide_permission(request, object_id)
        session = self.get_object(request, str(object_id))
        return request.user.is_superuser or (session is not None and not session.user.is_staff)

    def find(self, term: str) -> Iterable[Q | QuerySet]:
        return [Q(user__in=find_related(User, term))]

    @display(description="Person")
    def person(self, obj: UserSession) -> str:
        return str(obj.user)

    @display(description="Browser")
    def browser(self, obj: UserSession) -> str:
        return str(obj.user_agent[:60])

    def related(self, obj: UserSession) -> Iterable[tuple[str, Any, Any]]:
        yield "Person", looks.link(obj.user), ""

    def timeline_objects(self, obj: UserSession) -> list[Any]:
        return []


@admin.register(DataExport)
class DataExportAdmin(StaffAdmin):
    """Copies of what we hold about somebody. What is in them is theirs alone: staff see how far one is."""

    called = ("copy of somebody’s data", "copies of people’s data")
    list_display = ("person", "status", "asked_at", "ready_at", "kept_until", "size", "attempts")
    list_filter = ("state",)
    list_select_related = ("user",)
    list_defer = ("key",)
    page_related = ("user",)
    search_help_text = "Name, e-mail or id of the person"
    in_global_search = False
    fields = ("asked_at", "process_at", "attempts", "parts_done", "ready_at", "kept_until", "size")
    readonly_fields = fields
    actions_detail = ("build_again", "stop", "end")
    build_again = decision("Build again", operations.build_copy_again, subject="export", main=True,
                           possible=lambda export: export.state == DataExport.State.FAILED,
                           words="A worker tries once more. The person is told by mail when it is ready.")  # fmt: skip
    stop = decision("Give up", operations.stop_copy, subject="export", ask_reason=True,
                    possible=lambda export: export.state in DataExport.OPEN,
                    words="A worker at it stops. The person reads that it failed, and can ask for another copy at once.")  # fmt: skip
    end = decision("Delete the file", operations.end_copy, subject="export", ask_reason=True, danger=True,
                   possible=lambda export: export.state == DataExport.State.READY,
                   words="Nobody can take it any more; the file goes within a minute.")  # fmt: skip

    kept_until = looks.dated("expires_at", "Kept until")

    def find(self, term: str) -> Iterable[Q | QuerySet]:
        if searching.is_public_id(term):
            return searching.id_branches(term, "user")
        return [Q(user__in=find_related(User, term))]

    @display(description="Person")
    def person(self, obj: DataExport) -> str:
        return str(obj.user)

    @display(description="Size")
    def size(self, obj: DataExport) -> str:
        return bytes_words(obj.size_bytes) if obj.size_bytes else "-"

    def related(self, obj: DataExport) -> Iterable[tuple[str, Any, Any]]:
        yield "Person", looks.link(obj.user), ""

    def timeline_objects(self, obj: DataExport) -> list[Any]:
        return [obj.user]


@admin.register(LogEntry)
class LogEntryAdmin(StaffAdmin):
    """What staff did; nobody changes it."""

    called = ("staff act", "staff acts")
    list_display = ("when", "user", "change_message", "about", "content_type")
    list_select_related = ("user", "content_type")
    page_related = ("user", "content_type")
    search_help_text = "Name, e-mail or id of the colleague"
    in_global_search = False
    fields = ("when", "user", "change_message", "object_repr", "content_type")
    readonly_fields = fields

    def find(self, term: str) -> Iterable[Q | QuerySet]:
        return [Q(user__in=find_related(User, term))]

    when = looks.dated("action_time", "When")

    @display(description="About")
    def about(self, obj: LogEntry) -> str:
        return obj.object_repr

    def timeline_objects(self, obj: LogEntry) -> list[Any]:
        return []


register_queue(
    Queue(
        name="copies_failed",
        title="Failed copies of data",
        icon="folder_off",
        model=DataExport,
        rows=lambda: DataExport.objects.filter(state=DataExport.State.FAILED),
        since="asked_at",
        query="state__exact=failed",
        words="given up after several attempts; the person waits for it",
        order=86,
    )
)
register_queue(
    Queue(
        name="deletions_held",
        title="Deletions put off",
        icon="person_off",
        model=User,
        rows=lambda: User.objects.filter(_PUT_OFF, erase_at__isnull=False),
        since="leave_asked_at",
        query="leaves=held",
        words="something of theirs still runs after fourteen days",
        order=87,
    )
)
