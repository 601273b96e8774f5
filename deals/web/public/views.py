"""Help, terms and privacy."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.leaving import GRACE_DAYS
from barter.kernel import policy
from barter.kernel.company import company
from deals.feed import words_of
from deals.web.public.questions import BOTH, BRANDS, CREATORS

_LONGEST_QUERY = 80
_SHARED_LIMITS = ("application_answer_days", "purge_address_days", "review_business_days", "dispute_appeal_days")


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """`?q=` leaves the questions in which every word stands, opened."""
    query = request.GET.get("q", "").strip()[:_LONGEST_QUERY]
    words = words_of(query)
    groups = [
        {"slug": slug, "title": title, "questions": [one for asked in questions if (one := asked.told()).holds(words)]}
        for slug, title, questions in (
            ("for-creators", _("For creators"), CREATORS),
            ("for-brands", _("For brands"), BRANDS),
            ("for-both", _("For both"), BOTH),
        )
    ]
    found = [group for group in groups if group["questions"]]
    count = sum(len(group["questions"]) for group in found)
    context = {"groups": found, "query": query, "count": count, "company": company()}
    return render(request, "public/help.html", context)


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    return render(request, "public/terms.html", _legal())


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "public/privacy.html", _legal())


def _legal() -> dict[str, Any]:
    """Who runs the site, and the limits its terms tell."""
    limits = {name: policy.value(name) for name in _SHARED_LIMITS}
    days = {"session_days": settings.SESSION_COOKIE_AGE // 86_400, "leave_days": GRACE_DAYS}
    return {"company": company(), **days, **limits}
