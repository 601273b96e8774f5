"""Addresses of the inbox; included at the root."""

from django.urls import path

from inbox.views import threads

urlpatterns = [
    path("inbox/", threads.inbox, name="inbox"),
    path("inbox/notifications/", threads.notifications, name="notifications"),
    path("inbox/<thread:thread_id>/", threads.thread, name="thread"),
    path("applications/<application:application_id>/thread/", threads.application_thread, name="application_thread"),
]
