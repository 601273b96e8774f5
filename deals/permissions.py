"""Who may do what with deals and applications. Used by pages, API, templates and admin alike."""

from typing import Any

from barter.kernel.actors import Side
from brands.models import Brand, Membership
from brands.permissions import Role, role_allows
from deals import rules
from deals.models import Application, Collaboration, Deal, Dispute, Review
from deals.models.pending import is_being_declined
from deals.workflow import APPLICATION, APPLICATION_ANSWERABLE, DEAL, DEAL_OPEN, DEAL_PUBLIC, DealState

_CACHE = "_barter_roles"
Stated = Deal | Application | Collaboration | Dispute | Review


def side_of(obj: Stated, user: Any) -> Side | None:
    """The side on which a person may act on this object; None for outsiders and for viewers of the brand.

    The person's roles are read once and remembered on the user object.
    """
    if not user.is_authenticated:
        return None
    creator = _creator_of(obj)
    if creator is not None and creator.user_id == user.pk:
        return Side.CREATOR
    role = roles_of(user).get(_brand_id_of(obj))
    if role is not None and role_allows(role, Role.MANAGER):
        return Side.BRAND
    return None


def roles_of(user: Any) -> dict[int, str]:
    """Brand id -> role of everybody's own memberships. One query a user object."""
    cached = getattr(user, _CACHE, None)
    if cached is None:
        cached = dict(Membership.objects.filter(user=user).values_list("brand_id", "role"))
        setattr(user, _CACHE, cached)
    return dict(cached)


def may_decide(user: Any, application: Application) -> bool:
    """Owners and managers of the deal's brand answer applications."""
    return side_of(application, user) == Side.BRAND


def may_act_as_applicant(user: Any, application: Application) -> bool:
    return side_of(application, user) == Side.CREATOR


def available_actions(obj: Stated, who: Any) -> list[str]:
    """Names of the moves this person, or this side, may make now. `who` is a user or a Side."""
    side = who if isinstance(who, Side) else side_of(obj, who)
    if isinstance(obj, Deal):
        if side is None and getattr(who, "is_authenticated", False) and hasattr(who, "creator"):
            side = Side.CREATOR
        return deal_actions(obj, side)
    if isinstance(obj, Application):
        return application_actions(obj, side)
    if side is None:
        return []
    if isinstance(obj, Collaboration):
        return rules.collaboration_actions(obj, side)
    return rules.dispute_actions(obj, side) if isinstance(obj, Dispute) else rules.review_actions(obj, side)


def deal_actions(deal: Deal, side: Side | None) -> list[str]:
    """Moves the side may make now. Needs deal.brand. `update` and `duplicate` change no state; `apply` is a creator's."""
    if side == Side.CREATOR:
        return ["apply", "save"] if deal.state in DEAL_OPEN else ["save"]
    if side is None:
        return []
    actions = DEAL.available(deal.state, side)
    if side == Side.BRAND:
        changeable = deal.state in {DealState.DRAFT, DealState.REJECTED} | DEAL_PUBLIC
        actions = [*(["update"] if changeable else []), *actions, "duplicate"]
        if deal.state == DealState.LIVE:
            actions.append("invite")
    if deal.brand.standing == Brand.Standing.SUSPENDED:
        return [name for name in actions if name not in _OPENS_A_DEAL]
    return actions


_OPENS_A_DEAL = frozenset({"submit", "approve", "resume", "invite"})  # refused while the brand is suspended


def application_actions(application: Application, side: Side | None) -> list[str]:
    """Moves the side may make now. Needs application.deal.brand loaded, and application.pending for the brand's.
    Agreement needs a deal that still runs and is not full, a brand that is not suspended, and terms that are the ones agreed to. Who is being declined is taken
    back before anything else."""
    if side is None:
        return []
    if side == Side.BRAND and application.state in APPLICATION_ANSWERABLE and is_being_declined(application):
        return ["take_back"]
    actions = APPLICATION.available(application.state, side)
    deal = application.deal
    if deal.state not in DEAL_PUBLIC:
        return [name for name in actions if name in {"decline", "withdraw", "decline_offer", "decline_invitation"}]
    if "accept" in actions and application.consented_hash != deal.terms_hash:
        actions.remove("accept")
    if deal.state == DealState.FULL or deal.brand.standing == Brand.Standing.SUSPENDED:
        return [name for name in actions if name not in _TAKES_A_PLACE]
    return actions


def decision_actions(application: Application) -> list[str]:
    """What the brand may do with a decision it keeps to itself: make one, or take it back."""
    actions = ["decide"] if _may_decide_later(application) else []
    return [*actions, "take_back"] if hasattr(application, "pending") else actions


def _may_decide_later(application: Application) -> bool:
    may = application.state in APPLICATION_ANSWERABLE and application.deal.state in DEAL_PUBLIC
    return may and not is_being_declined(application)


_TAKES_A_PLACE = frozenset({"accept", "offer", "accept_offer", "accept_counter", "accept_invitation"})


def _creator_of(obj: Any) -> Any:
    if isinstance(obj, Deal):
        return None
    return getattr(obj, "creator", None) or obj.collaboration.creator


def _brand_id_of(obj: Any) -> int:
    if isinstance(obj, Deal | Collaboration):
        return obj.brand_id
    if isinstance(obj, Application):
        return obj.deal.brand_id
    return int(obj.collaboration.brand_id)
