"""Staff's view of people. Signing in to the admin goes through the same door as everywhere, second factor included."""

from collections.abc import Iterable
from typing import Any

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from accounts import operations, roles
from accounts.models import User
from barter.kernel.staff import Question, StaffAdmin, decision, find_related, looks, searching

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


class RoleForm(Question):
    role = forms.ChoiceField(choices=roles.CHOICES, label="Role", required=False, widget=UnfoldAdminSelectWidget)

    def fit(self, obj: User) -> None:
        group = obj.groups.first() if obj.is_staff else None
        self.fields["role"].initial = group.name if group else ""


@admin.register(User)
class UserAdmin(StaffAdmin):
    called = ("person", "people")
    list_display = ("email", "name", "kind", "active", "last_seen", "joined")
    list_filter = ("started_as", "is_staff", "is_active")
    search_help_text = "Id, name or e-mail"
    fields = ("email", "name", "kind", "role", "language", "time_zone", "active", "leaves", "last_seen", "joined")
    readonly_fields = fields
    actions_detail = ("set_role", "close", "reopen", "end_sessions")
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
            looks.rows_of((looks.moment(row.last_seen_at), row.ip, row.user_agent[:80]) for row in sessions),
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
