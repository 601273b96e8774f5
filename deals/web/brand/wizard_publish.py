"""The last step of the deal wizard: what is still missing, what creators will see, and the one button."""

from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from barter.kernel import clock, policy
from barter.kernel.actors import Side
from barter.kernel.errors import BarterError
from brands.access import BrandRequest
from deals import operations, permissions
from deals.card import card_of
from deals.errors import BriefRefused, DealIsIncomplete
from deals.models import Deal
from deals.web.brand.draft_key import new_key
from deals.web.brand.fetch import acting, may_manage
from deals.web.brand.wizard_preview import full_view, preview_of, reach_of
from deals.web.brand.wizard_steps import DRAFTS, PUBLISH, STEP_OF_FIELD, STEPS, step_rows, step_to_fix
from deals.workflow import DEAL_PUBLIC, DealState


def page(request: BrandRequest, deal: Deal) -> HttpResponse:
    at = clock.now()
    if deal.state in DRAFTS:
        deal.card = card_of(deal)  # its product may have got a picture or another name since the draft was kept
    missing, goes_live = _dry_run(request, deal, at) if deal.state in DRAFTS else ([], False)
    preview = preview_of(deal, PUBLISH, at)
    context = {
        "deal": deal,
        "step": PUBLISH,
        "steps": step_rows(deal, PUBLISH),
        "back": reverse("brand_deal_edit", args=[deal.public_id, "rights"]),
        "preview": preview,
        "missing": missing,
        "goes_live": goes_live,
        "is_draft": deal.state in DRAFTS,
        "is_public": deal.state in DEAL_PUBLIC,
        "actions": set(permissions.deal_actions(deal, Side.BRAND)) if may_manage(request) else set(),
        "reach": reach_of(deal, at),
        "answer_days": policy.value("application_answer_days"),
        "check_days": policy.value("deal_review_business_days"),
        "seller": deal.brand.name,
        "copy_key": new_key(request, deal),
        "fix_step": step_to_fix(deal.rejection_reason) if deal.state == DealState.REJECTED else "",
        "nav": "brand_deals",
        **full_view(deal, at),
    }
    return render(request, "deals/brand/wizard_publish.html", context)


def _dry_run(request: BrandRequest, deal: Deal, at: datetime) -> tuple[list[dict[str, str]], bool]:
    """What stops this deal, by asking the operation itself and undoing its answer; and whether it would be live at once."""
    try:
        with transaction.atomic():
            goes_live = operations.submit_deal(deal=deal, by=acting(request), at=at).state == DealState.LIVE
            transaction.set_rollback(True)
            return [], goes_live
    except BarterError as error:
        return _missing(deal, error), False


def _missing(deal: Deal, error: BarterError) -> list[dict[str, str]]:
    """Everything that stops it, each with the address of the step that mends it."""
    found = [(error.field, error.detail)]
    if isinstance(error, DealIsIncomplete):
        found = list(error.missing)
    elif isinstance(error, BriefRefused):
        found = [("brief_items", problem) for problem in error.problems]
    labels = dict(STEPS)
    rows = []
    for name, words in found:
        step = STEP_OF_FIELD.get(name, "")
        url = reverse("brand_deal_edit", args=[deal.public_id, step]) if step else ""
        rows.append({"words": words, "url": url, "label": _(labels[step]) if step in labels else ""})
    return rows


_HANDED_IN = frozenset({DealState.LIVE, DealState.IN_REVIEW})


def submit(request: BrandRequest, deal: Deal) -> HttpResponse:
    try:
        row = operations.submit_deal(deal=deal, by=acting(request), at=clock.now())
    except BarterError as error:
        row = Deal.objects.get(pk=deal.pk)
        if row.state not in _HANDED_IN:
            messages.error(request, error.detail)
            return redirect("brand_deal_edit", deal.public_id, PUBLISH)
    # a second press, or another tab, finds done what it asked for: the same answer
    if row.state == DealState.LIVE:
        told = _("“{title}” is live. Creators see it now; you hear from us when the first one applies.")
    else:
        told = _("“{title}” is handed in. Our team looks at it; we write to you as soon as it is live.")
    messages.success(request, told.format(title=row.title))
    return redirect("brand_deals")
