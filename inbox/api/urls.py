"""Paths under /api/v1/."""

from django.urls import path

from inbox.api import views

urlpatterns = [
    path("threads/", views.ThreadsView.as_view()),
    path("threads/<thread:thread_id>/", views.ThreadView.as_view()),
    path("threads/<thread:thread_id>/messages/", views.ThreadMessagesView.as_view()),
    path("threads/<thread:thread_id>/read/", views.ThreadReadView.as_view()),
    path("applications/<application:application_id>/messages/", views.ApplicationMessagesView.as_view()),
    path("notifications/", views.NotificationsView.as_view()),
    path("notifications/read/", views.NotificationsReadView.as_view()),
]
