"""Addresses of creators' own pages."""

from django.urls import URLPattern, path

from creators import onboarding, views

urlpatterns: list[URLPattern] = [
    path("me/", views.me, name="me"),
    path("me/edit/", views.me_edit, name="me_edit"),
    path("me/start/", onboarding.onboarding, name="creator_onboarding"),
    path("me/start/<slug:step>/", onboarding.first_step, name="creator_first_step"),
    path("me/addresses/new/", views.address_new, name="address_new"),
    path("me/addresses/<address:address_id>/", views.address_edit, name="address_edit"),
    path("me/addresses/<address:address_id>/default/", views.address_default, name="address_default"),
    path("me/addresses/<address:address_id>/remove/", views.address_remove, name="address_remove"),
    path("me/channels/new/", views.channel_new, name="channel_new"),
    path("me/channels/<channel:channel_id>/", views.channel_edit, name="channel_edit"),
    path("me/channels/<channel:channel_id>/main/", views.channel_main, name="channel_main"),
    path("me/channels/<channel:channel_id>/remove/", views.channel_remove, name="channel_remove"),
    path("c/<slug:handle>/", views.creator_page, name="creator_page"),
]
