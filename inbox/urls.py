"""Addresses of the inbox; included at the root."""

from django.urls import path

from inbox.views import choices, devices, many, notifications, threads

urlpatterns = [
    path("inbox/", threads.inbox, name="inbox"),
    path("inbox/notifications/", notifications.notifications, name="notifications"),
    path(
        "inbox/notifications/<notification:notification_id>/",
        notifications.notification,
        name="notification",
    ),
    path("inbox/settings/", choices.settings, name="notification_settings"),
    path("inbox/devices/", devices.add, name="push_device_add"),
    path("inbox/devices/<device:device_id>/remove/", devices.remove, name="push_device_remove"),
    path("inbox/unsubscribe/<str:token>/", notifications.unsubscribe, name="unsubscribe"),
    path("inbox/<thread:thread_id>/", threads.thread, name="thread"),
    path("brand/deals/<deal:deal_id>/applicants/message/", many.message_many, name="brand_pipeline_message"),
    path("applications/<application:application_id>/thread/", threads.application_thread, name="application_thread"),
]
