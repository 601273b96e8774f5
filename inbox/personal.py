"""What the inbox holds about a person: see `barter.kernel.personal`."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Value

from accounts.models import User
from accounts.personal import DELETED_NAME
from barter.kernel.personal import Part
from creators.models import Creator
from creators.personal import DELETED_NAME as DELETED_CREATOR
from deals.models import Application
from inbox.models import Notification

_TEXTS: Any = ArrayField(models.TextField())


def _erase(user_id: int, at: datetime) -> None:
    """News, mails, choices and devices to push to go. What they wrote stays with the other side, under no name."""
    for rows in _own_rows(user_id):
        rows.delete()
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


PART = Part(app="inbox", erase=_erase)
