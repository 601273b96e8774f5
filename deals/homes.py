"""On which side somebody starts the day who may stand on both."""

from accounts.models import User
from brands.models import Membership
from creators.models import Creator
from deals.models import Application


def side_of_home(user: User) -> str:
    """The side they work on. Who stands on both starts where they began, unless nothing was ever done there."""
    works = Membership.objects.filter(user=user).exists()
    creates = Creator.objects.filter(user=user).exists()
    if works and creates and user.started_as == User.StartedAs.CREATOR:
        creates = Application.objects.filter(creator__user=user).exists()
        works = not creates
    if works == creates:
        return user.started_as
    return User.StartedAs.BRAND if works else User.StartedAs.CREATOR
