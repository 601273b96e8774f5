"""The order of the wizard, and which step mends what."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from deals.models import Deal
from deals.web.brand.wizard_content import ContentStep
from deals.web.brand.wizard_forms import ProductStep, RightsStep, StepForm, WhoStep
from deals.workflow import DealState

PUBLISH = "publish"
DRAFTS = frozenset({DealState.DRAFT, DealState.REJECTED})  # saved at every change, seen by nobody
FORMS: Mapping[str, type[StepForm]] = {form.slug: form for form in (ProductStep, ContentStep, WhoStep, RightsStep)}
STEPS: Sequence[tuple[str, str]] = (
    ("product", gettext_noop("Product")), ("content", gettext_noop("Content")), ("who", gettext_noop("Who")),
    ("rights", gettext_noop("Rights")), (PUBLISH, gettext_noop("Publish")),
)  # fmt: skip
# Which step mends what a refusal of `submit_deal` names.
STEP_OF_FIELD: Mapping[str, str] = {
    "title": "product", "category": "product", "product": "product", "deliverables": "content",
    "brief_items": "content", "summary": "content", "must_post": "content", "places": "who", "countries": "who",
    "end_date": "rights",
}  # fmt: skip

# Staff reject in their own words; a word of theirs usually tells where the fix is.
_WORDS_OF_STEP = (
    ("rights", ("licence", "license", "rights", "paid ads", "days to", "end date")),
    ("who", ("country", "countries", "follower", "places", "language")),
    ("product", ("picture", "photo of the product", "product", "worth", "value", "title", "category")),
)


def step_to_fix(reason: str) -> str:
    """Where a rejected deal is most likely mended; the brief when the reason names nothing we know."""
    told = reason.casefold()
    return next((step for step, words in _WORDS_OF_STEP if any(word in told for word in words)), "content")


def step_after(slug: str) -> str:
    slugs = [one for one, _ in STEPS]
    return slugs[min(slugs.index(slug) + 1, len(slugs) - 1)]


def step_before(slug: str) -> str:
    slugs = [one for one, _ in STEPS]
    return slugs[max(slugs.index(slug) - 1, 0)]


def step_rows(deal: Deal | None, current: str) -> list[dict[str, Any]]:
    """For the stepper. Every step of a deal that exists can be opened; a new one starts with the product."""
    here = [slug for slug, _ in STEPS].index(current)
    return [
        {
            "label": gettext(label),
            "url": reverse("brand_deal_edit", args=[deal.public_id, slug]) if deal else "",
            "state": "now" if slug == current else "done" if _is_done(deal, slug, position < here) else "todo",
        }
        for position, (slug, label) in enumerate(STEPS)
    ]


def _is_done(deal: Deal | None, slug: str, is_behind: bool) -> bool:
    if deal is None:
        return False
    if deal.published_at is not None:
        return True
    if slug == "product":
        return bool(deal.product_id and deal.title and deal.category)
    if slug == "content":
        return bool(deal.card.get("makes"))
    return is_behind
