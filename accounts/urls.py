"""Signing up and in. `_allauth/` is the same for apps (allauth.headless)."""

from django.urls import URLPattern, URLResolver, include, path

from accounts import views
from accounts.models import User

urlpatterns: list[URLPattern | URLResolver] = [
    path("join/", views.choose_door, name="join"),
    path("join/creator/", views.JoinView.as_view(door=User.StartedAs.CREATOR), name="join_creator"),
    path("join/brand/", views.JoinView.as_view(door=User.StartedAs.BRAND), name="join_brand"),
    path("home/", views.after_login, name="after_login"),
    # allauth's own sign-up page asks for no door; its address shows ours.
    path("account/signup/", views.choose_door, name="account_signup"),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    # Nobody signs in by telephone; allauth's own answer needs an adapter that keeps numbers, and breaks without.
    path("_allauth/app/v1/account/phone", views.not_here),
    path("_allauth/app/v1/auth/phone/verify", views.not_here),
    path("_allauth/app/v1/auth/phone/verify/resend", views.not_here),
    path("_allauth/", include("allauth.headless.urls")),
]
