"""Applying: the sheet of the deal page, its page without script, and what comes after."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from barter.kernel import clock
from barter.kernel.errors import BarterError
from barter.kernel.templatetags.words import day_words, last_day
from creators.access import CreatorRequest, creator_required
from creators.operations import add_address
from deals import operations
from deals.errors import AlreadyApplied, AlreadyTrading
from deals.models import Application, Deal
from deals.queries_creator import reader_of, saved_keys
from deals.web.creator import visitor
from deals.web.creator.apply_form import ApplyForm
from deals.web.creator.cards import feed_cards
from deals.web.creator.deal import Standing, deal_context, find_deal, standing_of
from deals.web.creator.feed import similar
from deals.workflow import ApplicationState


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, deal_id: str) -> HttpResponse:
    """The form as a page of its own, and where the sheet sends. A second tap finds the application of the first.

    Who comes without an account fills in the same form; when they are back with one, what they chose is sent.
    """
    at = clock.now()
    deal = find_deal(request, deal_id)
    if not request.user.is_authenticated:
        return visitor.begin(request, deal, at)
    standing = standing_of(request, deal, at)
    if standing is None:
        return redirect("deal", deal_id)
    if standing.running:
        return redirect("deal_room", standing.running.public_id)
    if standing.open_application:
        return redirect("my_application", standing.open_application.public_id)
    if request.method == "POST":
        return _send(request, deal, standing, at, request.POST)
    kept = visitor.kept_for(request, deal, at) if request.method == "GET" else None
    if kept and standing.may_apply:
        visitor.forget(request)
        return _send(request, deal, standing, at, kept)
    return _form_page(request, deal, standing, at, None)


@require_safe
@creator_required
def sent(request: CreatorRequest, application_id: str) -> HttpResponse:
    """What happens now, and three deals like it."""
    at = clock.now()
    row = get_object_or_404(
        Application.objects.of_creator(request.user).select_related("deal__brand"), public_id=application_id
    )
    reader = reader_of(request.user)
    rows = similar(row.deal.category, but=row.deal.public_id, reader=reader)
    saved = saved_keys(reader.pk, (one.pk for one in rows)) if reader else set()
    context = {
        "application": row,
        "deal": row.deal,
        "seller": row.deal.brand,
        "on_list": row.state == ApplicationState.WAITLISTED,
        "answer_by": day_words(last_day(row.due_at, at), at) if row.due_at else "",
        "rows": feed_cards(rows, at=at, saved=saved, first_is_eager=False),
        "nav": "feed",
    }
    return render(request, "deals/creator/sent.html", context)


def _send(request: HttpRequest, deal: Deal, standing: Standing, at: datetime, typed: Mapping[str, Any]) -> HttpResponse:
    form = ApplyForm(typed, known=standing.known)
    if not form.is_valid():
        return _form_page(request, deal, standing, at, form)
    try:
        with transaction.atomic():
            application = _store(form, standing, deal, at, seen_hash=typed.get("terms", ""))
    except (AlreadyApplied, AlreadyTrading):
        return redirect("deal", deal.public_id)
    except BarterError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.detail)
        return _form_page(request, deal, standing, at, form)
    return redirect(reverse("application_sent", args=[application.public_id]))


def _store(form: ApplyForm, standing: Standing, deal: Deal, at: datetime, *, seen_hash: str) -> Application:
    """A typed address goes into the vault in the same transaction as the application that needs it."""
    known = standing.known
    choices: dict[str, Any] = {**form.choices(), "seen_hash": seen_hash}
    address = form.new_address()
    if address is None:
        return operations.apply_to_deal(
            deal=deal, creator=known.creator, at=at, pitch=form.cleaned_data["hello"], context=known, **choices
        )
    choices["address"] = add_address(creator=known.creator, data=address, at=at).public_id
    return operations.apply_to_deal(
        deal=deal, creator=known.creator, at=at, pitch=form.cleaned_data["hello"], **choices
    )


def _form_page(
    request: HttpRequest, deal: Deal, standing: Standing, at: datetime, form: ApplyForm | None
) -> HttpResponse:
    context = deal_context(request, deal, standing, at, form)
    status = 422 if form is not None and form.errors else 200
    return render(request, "deals/creator/apply.html", context, status=status)
