"""Paths under /api/v1/."""

from django.urls import path

from creators.api import views

urlpatterns = [
    path("creators/", views.CreatorsView.as_view()),
    path("creators/<creator:creator_id>/", views.CreatorView.as_view()),
    path("creators/<creator:creator_id>/picture/", views.AvatarView.as_view()),
    path("addresses/", views.AddressesView.as_view()),
    path("addresses/<address:address_id>/", views.AddressView.as_view()),
    path("channels/", views.ChannelsView.as_view()),
    path("channels/<channel:channel_id>/", views.ChannelView.as_view()),
]
