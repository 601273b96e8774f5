"""What brands pay for: how many trades may run at once. Places and prices are staff's to change (`barter.kernel.policy`).

Nothing is charged here: a brand begins on the first plan, and staff set another one when it was agreed with the brand.
"""

from dataclasses import dataclass

from django.conf import settings

from barter.kernel import policy
from brands.models import Brand

_PLACES = {
    Brand.Plan.START: "brand_slots",
    Brand.Plan.GROWTH: "brand_slots_growth",
    Brand.Plan.SCALE: "brand_slots_scale",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One plan as it stands on the page of prices: places at once, price a month."""

    plan: Brand.Plan
    places: int
    price_minor: int
    currency: str


def places_of(plan: str) -> int:
    """How many trades a brand on this plan may run at once."""
    return policy.value(_PLACES[Brand.Plan(plan)])


def offers() -> list[Offer]:
    """The plans, the smallest first."""
    currency = settings.PLAN_CURRENCY
    return [Offer(plan, places_of(plan), policy.value(f"plan_{plan}_minor"), currency) for plan in Brand.Plan]
