"""What staff did, in Django's own log: who, to which object, in words. The object's timeline says the same to everybody."""

from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import HttpRequest

from barter.kernel.actors import Actor


def acting(request: HttpRequest) -> Actor:
    """The signed-in member of staff as the actor of an operation."""
    if request.user.pk is None:
        raise ValueError("nobody is signed in")
    return Actor.staff(int(request.user.pk))


def log(request: HttpRequest, obj: Model, words: str) -> None:
    """One line in the log of staff acts. Words may hold a reason, never an address or a message's text."""
    LogEntry.objects.create(
        user_id=acting(request).user_id or 0,
        content_type=ContentType.objects.get_for_model(obj, for_concrete_model=False),
        object_id=str(obj.pk),
        object_repr=str(obj)[:200],
        action_flag=CHANGE,
        change_message=words[:2000],
    )


def log_list(request: HttpRequest, model: type[Model], words: str) -> None:
    """The same for an act on many rows (an export)."""
    values: dict[str, Any] = {"content_type": ContentType.objects.get_for_model(model), "object_repr": words[:200]}
    LogEntry.objects.create(
        user_id=acting(request).user_id or 0, action_flag=CHANGE, change_message=words[:2000], **values
    )
