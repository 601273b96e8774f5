"""What the inbox holds about a person: see `barter.kernel.personal`."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Value

from accounts.models import User
from accounts.personal import DELETED_NAME
from barter.kernel import storage
from barter.kernel.personal import LINK_SECONDS, Part, Row, rows
from creators.models import Creator
from creators.personal import DELETED_NAME as DELETED_CREATOR
from deals.models import Application
from inbox.models import Attachment, ChatMessage, Notification, PushDevice, Rhythm, Silence, UnsentMessage

_WHERE = {"deal_title": "thread__application__deal__title", "brand_name": "thread__brand__name"}
_TEXTS: Any = ArrayField(models.TextField())


def _gather(user_id: int) -> Iterator[tuple[str, Iterable[Row]]]:
    """What they wrote, not what was written to them; their news and their choices."""
    written = ChatMessage.objects.filter(author=user_id)
    yield "messages", rows(written, "public_id", "side", "text", "at", conversation="thread__public_id", **_WHERE)
    waiting = UnsentMessage.objects.filter(author=user_id)
    told = {"deal_title": "application__deal__title", "creator_name": "application__creator__display_name"}
    yield "messages_to_go_out", rows(waiting, "public_id", "text", "written_at", "wake_at", **told)
    files = Attachment.objects.filter(author=user_id, message__isnull=False)
    yield "files", (_told(one) for one in files.select_related("message").order_by("pk").iterator(chunk_size=200))
    yield "news", rows(Notification.objects.filter(user=user_id), "kind", "at", "read_at")
    yield "silences", rows(Silence.objects.filter(user=user_id), *_columns(Silence))
    yield "rhythms", rows(Rhythm.objects.filter(user=user_id), *_columns(Rhythm))
    yield "devices_with_news", rows(PushDevice.objects.filter(user=user_id), "public_id", "name", "added_at")


def _told(one: Attachment) -> Row:
    """With a link to the file as the other side got it."""
    columns = ("public_id", "file_name", "state", "content_type", "size_bytes", "created_at")
    is_there = one.kept_key and one.state == Attachment.State.READY
    link = storage.presign_get(one.kept_key, expires_seconds=LINK_SECONDS) if is_there else None
    message = one.message.public_id if one.message else None
    return {**{name: getattr(one, name) for name in columns}, "sent_with": message, "link": link}


def _columns(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if field.name not in {"id", "user"}]


def _erase(user_id: int, at: datetime) -> None:
    """News, mails, choices and devices to push to go. What they wrote stays with the other side, under no name."""
    for own in _own_rows(user_id):
        own.delete()
    Attachment.objects.filter(author=user_id).update(file_name="file")
    creator = Creator.objects.filter(user=user_id).first()
    if creator is not None:
        deals = Application.objects.filter(creator=creator).values("deal")
        _rename(Notification.objects.filter(deal__in=deals), "creator", creator.display_name, DELETED_CREATOR)
    name = User.objects.get(pk=user_id).display_name
    _rename(Notification.objects.filter(brand__memberships__user=user_id), "person", name, DELETED_NAME)


def _own_rows(user_id: int) -> Iterator[Any]:
    """Rows of this app that belong to the person and would go with the row of the user."""
    for relation in User._meta.related_objects:
        model = relation.related_model
        if model._meta.app_label == "inbox" and relation.on_delete is models.CASCADE:
            yield model._base_manager.filter(**{relation.field.name: user_id})


def _rename(lines: Any, key: str, name: str, to: str) -> None:
    """Lines that tell others of this person name nobody from now on."""
    told = Func(
        F("params"), Value([key], output_field=_TEXTS), Value(to, output_field=models.JSONField()), function="jsonb_set"
    )
    lines.filter(**{f"params__{key}": name}).update(params=told)


PART = Part(app="inbox", gather=_gather, erase=_erase)
