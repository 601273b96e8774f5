"""Staff's view of people. Signing in to the admin goes through the same door as everywhere, second factor included."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from unfold.decorators import display

from accounts.models import User
from barter.kernel.staff import StaffAdmin

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


@admin.register(User)
class UserAdmin(StaffAdmin):
    list_display = ("email", "name", "kind", "is_active", "last_login", "joined_at")
    list_filter = ("started_as", "is_staff", "is_active")
    fields = ("public_id", "email", "name", "started_as", "language", "time_zone", "is_active", "is_staff",
              "is_superuser", "last_login", "joined_at")  # fmt: skip
    readonly_fields = fields

    def find(self, term: str) -> Q:
        return Q(public_id=term) | Q(email__istartswith=term) | Q(name__istartswith=term)

    @display(description="Joined as", label={"Staff": "info"})
    def kind(self, obj: User) -> str:
        return "Staff" if obj.is_staff else obj.get_started_as_display()

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return bool(request.user.is_staff and super().has_view_permission(request, obj))
