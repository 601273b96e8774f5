"""Every write of the inbox."""

from inbox.operations.choices import EVERYTHING, choose_news, mute, set_rhythm
from inbox.operations.devices import add_device, live_devices, remove_device, sweep_pushes, take_off_device
from inbox.operations.files import complete_file, discard_file, start_file, start_plain_file, sweep_files
from inbox.operations.mails import invite_by_mail, retry_mail
from inbox.operations.messages import (
    MESSAGE_MAX_LENGTH,
    mark_all_threads_read,
    mark_read,
    open_for_staff,
    send_message,
    thread_of,
)
from inbox.operations.notifications import (
    forget_news_of_team,
    mark_notifications_read,
    mark_notifications_unread,
    notify,
)
from inbox.operations.unsent import send_unsent, take_back_messages, write_to_many

__all__ = [
    "EVERYTHING",
    "MESSAGE_MAX_LENGTH",
    "add_device",
    "choose_news",
    "complete_file",
    "discard_file",
    "forget_news_of_team",
    "invite_by_mail",
    "live_devices",
    "mark_all_threads_read",
    "mark_notifications_read",
    "mark_notifications_unread",
    "mark_read",
    "mute",
    "notify",
    "open_for_staff",
    "remove_device",
    "retry_mail",
    "send_message",
    "send_unsent",
    "set_rhythm",
    "start_file",
    "start_plain_file",
    "sweep_files",
    "sweep_pushes",
    "take_back_messages",
    "take_off_device",
    "thread_of",
    "write_to_many",
]
