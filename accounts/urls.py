"""Signing up and in, and what a person settles about the own account. `_allauth/` is the same for apps (allauth.headless)."""

from django.urls import URLPattern, URLResolver, include, path

from accounts.models import User
from accounts.views import devices, doors, exports, leaving, settings_pages, unsent

urlpatterns: list[URLPattern | URLResolver] = [
    path("join/", doors.choose_door, name="join"),
    path("join/creator/", doors.JoinView.as_view(door=User.StartedAs.CREATOR), name="join_creator"),
    path("join/brand/", doors.JoinView.as_view(door=User.StartedAs.BRAND), name="join_brand"),
    path("home/", doors.after_login, name="after_login"),
    path("unsent/<str:token>/", unsent.unsent_page, name="unsent"),
    path("settings/", settings_pages.settings_page, name="settings"),
    path("settings/data/", exports.your_data, name="your_data"),
    path("settings/data/<export:export_id>/", exports.download, name="download_data"),
    path("settings/devices/<int:session_id>/end/", devices.end_session, name="end_session"),
    path("settings/delete/", leaving.delete_account, name="delete_account"),
    path("settings/keep/", leaving.keep_account, name="keep_account"),
    path("look/theme/", settings_pages.choose_theme, name="choose_theme"),
    path("look/language/", settings_pages.choose_language, name="choose_language"),
    # allauth's own sign-up page asks for no door; its address shows ours.
    path("account/signup/", doors.choose_door, name="account_signup"),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/sessions/", devices.device_list, name="usersessions_list"),
    path("account/sessions/", include("allauth.usersessions.urls")),
    # Nobody signs in by telephone; allauth's own answer needs an adapter that keeps numbers, and breaks without.
    path("_allauth/app/v1/account/phone", doors.not_here),
    path("_allauth/app/v1/auth/phone/verify", doors.not_here),
    path("_allauth/app/v1/auth/phone/verify/resend", doors.not_here),
    path("_allauth/", include("allauth.headless.urls")),
]
