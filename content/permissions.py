"""Who may do what with files, versions and licences. Used by pages, API, templates and admin alike."""

from typing import Any

from barter.kernel.actors import Side
from content.models import Asset, Licence, Submission, TakeDown
from content.workflow import LICENCE_USABLE, SUBMISSION, TAKE_DOWN, LicenceState
from deals.workflow import COLLABORATION_OVER, CollaborationState


def available_actions(obj: Any, side: str, *, rounds_left: int = 1, may_act: bool = True) -> list[str]:
    """The verbs the API offers this side on the object now; none to those who only look, as viewers of a brand do."""
    if not may_act:
        return []
    if isinstance(obj, Submission):
        actions = SUBMISSION.available(obj.state, Side(side))
        actions = [name for name in actions if name != "process"]  # follows from the files
        return [name for name in actions if name != "request_changes" or rounds_left > 0]
    if isinstance(obj, Asset):
        return _asset_actions(obj, side)
    if isinstance(obj, Licence):
        return _licence_actions(obj, side)
    if isinstance(obj, TakeDown):
        return TAKE_DOWN.available(obj.state, Side(side))
    return []


def _licence_actions(licence: Licence, side: str) -> list[str]:
    """An offer of more months waits for an answer as long as the licence runs, and may be replaced until then, unless a take-down
    is asked: it is settled first. Expects the licence to be loaded with `asked_id`; lists load `paid_renewal` beforehand.
    """
    runs, is_asked = licence.state in LICENCE_USABLE, getattr(licence, "asked_id", None) is not None
    if side == Side.BRAND:
        agreed = getattr(licence, "paid_renewal", None)  # agreed: its parcel comes first
        may_offer = not is_asked and (agreed is None or agreed.agreed_at is None)
        return ["download", *(["offer_renewal"] if may_offer else [])] if runs else []
    actions = ["download"]
    if runs and licence.renewal_months is not None:
        actions.append("answer_renewal")
    if not is_asked and licence.state != LicenceState.RENEWED:
        actions.append("take_down")
    return actions


def _asset_actions(asset: Asset, side: str) -> list[str]:
    """A brand's file is asked for its licences, which lists load beforehand."""
    is_kept = asset.state == Asset.State.READY and bool(asset.original_key)
    if side == Side.BRAND:
        has_right = any(licence.state in LICENCE_USABLE for licence in asset.licences.all())
        return ["download"] if is_kept and has_right else []
    actions = ["complete", "parts"] if asset.state == Asset.State.WAITING else ["download"] if is_kept else []
    if asset.submission_id is None and asset.awaited_by_id is None and asset.state != Asset.State.EXPIRED:
        actions.append("discard")  # in no version yet
    if is_kept and _is_to_be_changed(asset):
        actions.append("use_again")
    if may_be_captioned(asset):
        actions.append("captions")
    return actions


def may_be_captioned(asset: Asset) -> bool:
    """Whether its creator may write captions now; expects the collaboration to be loaded."""
    return is_ready_video(asset) and asset.collaboration.state not in COLLABORATION_OVER


def is_ready_video(asset: Asset) -> bool:
    return asset.kind == Asset.Kind.VIDEO and asset.state == Asset.State.READY


def _is_to_be_changed(asset: Asset) -> bool:
    """Whether it belongs to the version that the brand sent back last."""
    version, trade = asset.submission, asset.collaboration
    return version is not None and trade.state == CollaborationState.CHANGES_REQUESTED and version.is_to_be_changed
