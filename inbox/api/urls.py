"""Paths under /api/v1/."""

from django.urls import path

from inbox.api import attachments, choices, views

urlpatterns = [
    path("threads/", views.ThreadsView.as_view()),
    path("threads/<thread:thread_id>/", views.ThreadView.as_view()),
    path("threads/<thread:thread_id>/messages/", views.ThreadMessagesView.as_view()),
    path("threads/<thread:thread_id>/read/", views.ThreadReadView.as_view()),
    path("applications/<application:application_id>/messages/", views.ApplicationMessagesView.as_view()),
    path("applications/<application:application_id>/attachments/", attachments.AttachmentsView.as_view()),
    path("attachments/<attachment:attachment_id>/", attachments.AttachmentView.as_view()),
    path("attachments/<attachment:attachment_id>/complete/", attachments.AttachmentCompleteView.as_view()),
    path("notifications/", views.NotificationsView.as_view()),
    path("notifications/read/", views.NotificationsReadView.as_view()),
    path("notifications/unread/", views.NotificationsUnreadView.as_view()),
    path("notifications/settings/", choices.NewsSettingsView.as_view()),
    path("push-devices/", choices.PushDevicesView.as_view()),
    path("push-devices/<device:device_id>/", choices.PushDeviceView.as_view()),
]
