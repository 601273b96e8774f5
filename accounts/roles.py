"""What staff may do: support reads everything, moderators decide too; settings and roles are for superusers."""

from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from accounts.models import User

SUPPORT, MODERATOR = "Support", "Moderators"
CHOICES = [("", "No role: not staff"), (SUPPORT, "Support: reads"), (MODERATOR, "Moderator: reads and decides")]
# What a moderator may not decide: the product's numbers, the clock, what is only a record.
_NOT_FOR_MODERATORS = ("kernel.policy", "kernel.productclock", "kernel.timelineentry", "auth.group", "auth.permission")


def words_of(user: User) -> str:
    if not user.is_staff:
        return "Not staff"
    if user.is_superuser:
        return "Superuser: everything"
    return ", ".join(group.name for group in user.groups.all()) or "Staff without a role: sees nothing"


def grant(sender: Any, using: str = "default", **_: Any) -> None:
    """After each migration: both groups hold the rights to look at this app's tables, moderators those to decide."""
    if not apps.is_installed("django.contrib.auth"):
        return
    create_permissions(sender, using=using, verbosity=0)
    for name, verbs in ((SUPPORT, ("view",)), (MODERATOR, ("view", "change"))):
        group, _made = Group.objects.using(using).get_or_create(name=name)
        wanted = Q()
        for verb in verbs:
            wanted |= Q(codename__startswith=f"{verb}_")
        rights = Permission.objects.using(using).filter(wanted, content_type__app_label=sender.label)
        group.permissions.add(*[right for right in rights.select_related("content_type") if _is_for_groups(right)])


def _is_for_groups(right: Permission) -> bool:
    name = f"{right.content_type.app_label}.{right.content_type.model}"
    return not (right.codename.startswith("change_") and name in _NOT_FOR_MODERATORS)
