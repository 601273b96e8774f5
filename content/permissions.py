"""Who may do what with files, versions and licences. Used by pages, API, templates and admin alike."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from barter.kernel.actors import Side
from brands.permissions import may_manage
from content.models import Asset, Licence, Submission
from content.operations.uploads import MAKING
from content.workflow import LICENCE_USABLE, SUBMISSION
from deals.models import Collaboration

if TYPE_CHECKING:
    from accounts.models import User


def may_upload(user: "User | Any", collaboration: Collaboration) -> bool:
    """The creator, while filming or changing."""
    return collaboration.creator.user_id == user.pk and collaboration.state in MAKING


def may_review(user: "User | Any", submission: Submission) -> bool:
    """Owners and managers of the brand decide; viewers watch."""
    return may_manage(user, submission.collaboration.brand)


def available_actions(obj: Any, side: str, *, rounds_left: int = 1) -> list[str]:
    """The verbs the API offers this side on the object now."""
    if isinstance(obj, Submission):
        actions = SUBMISSION.available(obj.state, Side(side))
        actions = [name for name in actions if name != "process"]  # follows from the files
        return [name for name in actions if name != "request_changes" or rounds_left > 0]
    if isinstance(obj, Asset):
        return _asset_actions(obj, side)
    if isinstance(obj, Licence):
        return ["download"] if side == Side.CREATOR or obj.state in LICENCE_USABLE else []
    return []


def may_download(asset: Asset, side: str, licence: Licence | None, at: datetime) -> bool:
    """Creators always get their own original; a brand with a running licence."""
    if not asset.original_key:
        return False
    return side == Side.CREATOR or (licence is not None and licence.state in LICENCE_USABLE and licence.ends_at > at)


def _asset_actions(asset: Asset, side: str) -> list[str]:
    if side != Side.CREATOR:
        return []
    if asset.state == Asset.State.WAITING:
        return ["complete"]
    return ["download"] if asset.state == Asset.State.READY else []
