"""Addresses of the inbox; included at the root."""

from django.urls import path

from inbox.views import choices, devices, files, many, notifications, threads

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
    path("inbox/files/<attachment:attachment_id>/", files.fetch, name="chat_file"),
    path("inbox/files/<attachment:attachment_id>/row/", files.file_row, name="chat_file_row"),
    path("inbox/files/<attachment:attachment_id>/finish/", files.finish, name="chat_file_finish"),
    path("inbox/files/<attachment:attachment_id>/remove/", files.remove, name="chat_file_remove"),
    path("inbox/files/<attachment:attachment_id>/plain/", files.plain, name="chat_file_plain"),
    path("inbox/files/<attachment:attachment_id>/arrived/", files.arrived, name="chat_file_arrived"),
    path("inbox/unsubscribe/<str:token>/", notifications.unsubscribe, name="unsubscribe"),
    path("inbox/<thread:thread_id>/", threads.thread, name="thread"),
    path("brand/deals/<deal:deal_id>/applicants/message/", many.message_many, name="brand_pipeline_message"),
    path("applications/<application:application_id>/files/", files.files, name="chat_files"),
    path("applications/<application:application_id>/files/start/", files.start, name="chat_file_start"),
    path("applications/<application:application_id>/files/plain/", files.plain_start, name="chat_file_plain_start"),
    path("applications/<application:application_id>/thread/", threads.application_thread, name="application_thread"),
]
