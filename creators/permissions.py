"""Who may do what with a creator's profile: the creator alone."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from creators.models import Creator

if TYPE_CHECKING:
    from accounts.models import User


def is_creator(user: "User | AnonymousUser", creator: Creator) -> bool:
    return user.is_authenticated and creator.user_id == user.pk
