"""My deals: what needs the creator first, then what runs, then the past; and the page of one application."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from barter.kernel import clock, policy
from barter.kernel.actors import Actor
from barter.kernel.errors import BarterError, WrongState
from barter.kernel.templatetags.barter import status_pill
from barter.kernel.templatetags.words import by_words, date_words, day_words, days_words, last_day
from creators.access import CreatorRequest, creator_required
from deals import operations, permissions
from deals.models import Application, Collaboration, Deal, Review
from deals.models.application import DeclineReason
from deals.queries_creator import open_applications, running_trades
from deals.web.creator import words
from deals.web.creator.application_words import application_pill, application_sub, application_title, was_invited
from deals.web.creator.invitation import AnswerForm, InvitationForm, answer_form, say_yes
from deals.web.creator.links import apply_again_url, url_if_there
from deals.web.creator.room_forms import CounterForm
from deals.web.creator.story import story_of
from deals.workflow import COLLABORATION_OVER, CollaborationState, ReviewState
from deals.workflow import ApplicationState as A

PAST_PAGE = 20
_MINE = frozenset({A.INVITED, A.OFFERED})


@require_safe
@creator_required
def my_deals(request: CreatorRequest) -> HttpResponse:
    """Five statements at most, however many rows there are."""
    at = clock.now()
    before = request.GET.get("before", "")
    past, next_url = _past(request, before, at)
    if request.headers.get("HX-Request") and before:
        return render(request, "deals/creator/_my_rows.html", {"rows": past, "more_url": next_url})
    trades = [] if before else running_trades(request.user)
    applications = [] if before else open_applications(request.user)
    reviews = [] if before else _reviews_to_write(request)
    mine = [_trade_row(row, at) for row in trades if needs_creator(row, at)]
    mine += [_application_row(row, at) for row in applications if row.state in _MINE]
    mine += [_review_row(row, at) for row in reviews]
    running = [_trade_row(row, at) for row in trades if not needs_creator(row, at)]
    waiting = [_application_row(row, at) for row in applications if row.state not in _MINE]
    context = {
        "mine": mine, "running": running, "waiting": waiting, "past": past, "more_url": next_url, "is_later_page": bool(before),
        "free_credits": request.creator.capacity.credits_free, "nav": "my_deals", "nav_counts": {"my_deals": len(mine)},
    }  # fmt: skip
    return render(request, "deals/creator/my_deals.html", context)


@require_safe
@creator_required
def application(request: CreatorRequest, application_id: str) -> HttpResponse:
    row = _own(request, application_id)
    collaboration = getattr(row, "collaboration", None)
    if collaboration is not None:
        return redirect("deal_room", collaboration.public_id)
    return _page(request, row, clock.now())


@require_http_methods(["GET", "HEAD", "POST"])
@creator_required
def move(request: CreatorRequest, application_id: str, verb: str) -> HttpResponse:
    """One answer of the creator. A refusal stands as a note on the page; a repeat finds what the first one did."""
    act = _VERBS.get(verb)
    if act is None:
        raise Http404
    row = _own(request, application_id)
    if request.method != "POST":
        return redirect("my_application", application_id)
    at = clock.now()
    if not permissions.may_act_as_applicant(request.user, row):
        raise Http404
    form = answer_form(request.POST, row, verb)
    if form is not None and not form.is_valid():
        return _page(request, row, at, form)
    try:
        words_done = act(row, Actor.creator(request.creator.user_id), form, request.POST.get("terms", ""), at)
    except WrongState as refusal:
        if not _is_done(_own(request, application_id), verb):
            messages.error(request, refusal.detail)
    except BarterError as refusal:
        if form is not None:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.detail)
            return _page(request, _own(request, application_id), at, form)
        messages.error(request, refusal.detail)
    else:
        messages.success(request, words_done)
    return redirect("my_application", application_id)


def needs_creator(row: Collaboration, at: datetime) -> bool:
    """Whether the creator has something to do now."""
    if row.state == CollaborationState.LIVE_HOLD:
        return row.link_removed_at is not None
    if row.state == CollaborationState.BOOKED:
        return row.visit_date is None or row.visit_date <= timezone.localtime(at).date()
    overdue = row.due_at is not None and row.due_at < at
    if row.state == CollaborationState.SHIPPED:
        return overdue
    return row.ball == "creator" or (row.state == CollaborationState.TO_SHIP and overdue)


# ---- Rows of the list


def _row(deal: Deal, url: str, title: str, sub: str, pill: SafeString, label: str = "") -> dict[str, Any]:
    return {
        "url": url,
        "title": title,
        "sub": sub,
        "pill": pill,
        "label": label,
        "image_url": words.photo_of(deal.card.get("image"))["small"],
        "name": deal.brand.name,
        "key": deal.brand.colour,
    }


_OPEN = gettext_noop("Open")
_NEXT_STEP: Mapping[str, str] = {
    CollaborationState.TO_SHIP: gettext_noop("Wait or leave"),
    CollaborationState.SHIPPED: gettext_noop("Is it here?"),
    CollaborationState.DELIVERED: gettext_noop("It’s here"),
    CollaborationState.VOUCHER_SENT: gettext_noop("It works"),
    CollaborationState.BOOKED: gettext_noop("Choose a day"),
    CollaborationState.CHECKED_IN: gettext_noop("Start filming"),
    CollaborationState.CREATING: gettext_noop("Upload"),
    CollaborationState.CHANGES_REQUESTED: gettext_noop("See the notes"),
    CollaborationState.APPROVED: gettext_noop("Add the link"),
    CollaborationState.LIVE_HOLD: gettext_noop("Fix the post"),
    CollaborationState.ON_HOLD: gettext_noop("Solve it"),
}


def _trade_row(row: Collaboration, at: datetime) -> dict[str, Any]:
    url = reverse("deal_room", args=[row.public_id])
    label = _(_NEXT_STEP.get(row.state, _OPEN)) if needs_creator(row, at) else ""
    return _row(
        row.deal,
        url,
        story_of(row, at).title,
        f"{row.deal.title} · {row.brand.name}",
        status_pill(row, "creator", row.due_at),
        label,
    )


def _application_row(row: Application, at: datetime) -> dict[str, Any]:
    url = reverse("my_application", args=[row.public_id])
    return _row(
        row.deal,
        url,
        application_title(row, at),
        f"{row.deal.title} · {row.deal.brand.name}",
        status_pill(row, "creator", row.due_at),
        _("Answer") if row.state in _MINE else "",
    )


def _review_row(row: Review, at: datetime) -> dict[str, Any]:
    trade = row.collaboration
    url = reverse("deal_room_move", args=[trade.public_id, "review"])
    by = day_words(last_day(row.due_at, at), at) if row.due_at else ""
    pill = format_html('<span class="pill pill--you">{}</span>', pgettext("of a person", "Review"))
    return _row(
        trade.deal,
        url,
        _("How was it with {brand}?").format(brand=trade.deal.brand.name),
        f"{trade.deal.title} · {_('until {day}').format(day=by)}",
        pill,
        _("Write a review"),
    )


def _past_row(row: Application, at: datetime) -> dict[str, Any]:
    trade = getattr(row, "collaboration", None)
    shown: Application | Collaboration = trade or row
    url = reverse("deal_room", args=[trade.public_id]) if trade else reverse("my_application", args=[row.public_id])
    ended = (trade.ended_at if trade else None) or shown.state_since
    pill = status_pill(trade, "creator") if trade else application_pill(row)
    return _row(row.deal, url, row.deal.title, f"{row.deal.brand.name} · {date_words(ended, at)}", pill)


def _past(request: CreatorRequest, before: str, at: datetime) -> tuple[list[dict[str, Any]], str]:
    """What is over, by the day it ended, newest first, by keyset."""
    own = Application.objects.of_creator(request.user).annotate(
        over_at=Coalesce("collaboration__ended_at", "collaboration__state_since", "state_since")
    )
    ended_trade = Q(state=A.ACCEPTED, collaboration__state__in=COLLABORATION_OVER)
    over = own.filter(Q(state__in=_ENDED) | ended_trade)
    if before:
        last = own.filter(public_id=before).values_list("over_at", "pk").first()
        over = over.filter(Q(over_at__lt=last[0]) | Q(over_at=last[0], pk__lt=last[1])) if last else over.none()
    loaded = over.select_related("deal__brand", "collaboration").defer(
        "deal__search", "deal__search_text", "deal__terms"
    )
    found = list(loaded.order_by("-over_at", "-pk")[: PAST_PAGE + 1])
    shown = found[:PAST_PAGE]
    more = f"{reverse('my_deals')}?before={shown[-1].public_id}" if len(found) > PAST_PAGE else ""
    return [_past_row(row, at) for row in shown], more


_ENDED = (A.DECLINED, A.WITHDRAWN, A.EXPIRED, A.NOT_SELECTED)


def _reviews_to_write(request: CreatorRequest) -> list[Review]:
    rows = Review.objects.filter(collaboration__creator=request.creator, side="creator", state=ReviewState.OPEN)
    loaded = rows.select_related("collaboration__deal__brand")
    return list(
        loaded.defer(
            "collaboration__deal__search", "collaboration__deal__search_text", "collaboration__deal__terms"
        ).order_by("due_at")[:20]
    )


# ---- One application


def _timeline(row: Application, at: datetime) -> list[dict[str, Any]]:
    brand = row.deal.brand.name
    first = _("You were invited") if was_invited(row) else _("You applied")
    rows: list[dict[str, Any]] = [
        {"mark": "done", "icon": "ok", "title": first, "when": date_words(row.submitted_at, at)}
    ]
    if row.state in _ENDED:
        return [
            *rows,
            {
                "mark": "todo",  # marigold is for what somebody must do now, and here nobody must
                "icon": "close",
                "title": application_title(row, at),
                "when": date_words(row.state_since, at),
            },
        ]
    yours = row.state in _MINE
    title = _("You answer") if yours else _("{brand} answers").format(brand=brand)
    if row.state == A.WAITLISTED:
        title = _("A place gets free")
    when = by_words(row.due_at, at) if row.due_at and row.state != A.WAITLISTED else ""
    rows.append({"mark": "now", "icon": "reply" if yours else "chat", "title": title, "when": when})
    ship_days = row.deal.ship_within_days
    days = ngettext("within 1 working day", "within {count} working days", ship_days).format(count=ship_days)
    kind = row.deal.card.get("kind", "parcel")
    if kind == "parcel":
        rows.append({"mark": "todo", "icon": "parcel", "title": _("{brand} ships").format(brand=brand), "when": days})
    rows.append(
        {
            "mark": "todo",
            "icon": "film",
            "title": _("You film and upload"),
            "when": days_words(_film_days(row)),
        }
    )
    return rows


def _film_days(row: Application) -> int:
    """What an offer or the creator's own terms ask for; else as posted."""
    return int(row.proposal.get("create_within_days") or row.deal.create_within_days)


def _page(request: HttpRequest, row: Application, at: datetime, form: AnswerForm | None = None) -> HttpResponse:
    actions = permissions.available_actions(row, request.user)
    invited = "accept_invitation" in actions
    body = row.deal.terms or {}
    context = {
        "application": row,
        "deal": row.deal,
        "seller": row.deal.brand,
        "title": application_title(row, at),
        "sub": application_sub(row),
        "pill": application_pill(row),
        "was_invited": was_invited(row),
        "timeline": _timeline(row, at),
        "actions": actions,
        "film_days": _film_days(row),
        "kind": row.deal.card.get("kind", "parcel"),
        "changes": words.proposal_rows(row.proposal) if row.proposal else [],
        "terms_hash": row.deal.terms_hash if invited else row.consented_hash,
        "decline_words": DeclineReason(row.decline_reason).label if row.decline_reason else "",
        "choices": form if isinstance(form, InvitationForm) else InvitationForm(row=row) if invited else None,
        "form": form or CounterForm(),
        "gets": words.get_words(row.deal.card.get("kind", "parcel"), row.deal.fmv_minor, row.deal.currency),
        "makes": words.make_words(body.get("deliverables") or row.deal.card.get("makes", ())),
        "thread_url": url_if_there("application_thread", row.public_id),
        "is_over": row.state in _ENDED,
        "again_url": apply_again_url(row),
        "show_counter": isinstance(form, CounterForm),
        "answer_hours": _answer_hours(),
        "nav": "my_deals",
    }
    return render(request, "deals/creator/application.html", context, status=422 if form and form.errors else 200)


def _own(request: CreatorRequest, application_id: str) -> Application:
    rows = Application.objects.of_creator(request.user).select_related(
        "deal__brand", "creator", "collaboration", "address", "channel", "variant"
    )
    return get_object_or_404(
        rows.defer("deal__search", "deal__search_text", "address__sealed"), public_id=application_id
    )


Act = Callable[[Application, Actor, Any, str, datetime], str]


def _withdraw(row: Application, by: Actor, form: Any, seen_hash: str, at: datetime) -> str:
    operations.withdraw_application(application=row, by=by, at=at)
    return _("Withdrawn. The place of this application is free for another.")


def _accept(row: Application, by: Actor, form: Any, seen_hash: str, at: datetime) -> str:
    if row.state == A.INVITED:
        say_yes(row, form, by, at, seen_hash=seen_hash)
    else:
        operations.accept_offer(application=row, by=by, at=at, seen_hash=seen_hash)
    return _("Agreed. This is your deal now.")


def _decline(row: Application, by: Actor, form: Any, seen_hash: str, at: datetime) -> str:
    if row.state == A.INVITED:
        operations.decline_invitation(application=row, by=by, at=at)
    else:
        operations.decline_offer(application=row, by=by, at=at)
    return _("You said no. The brand is told, kindly.")


def _counter(row: Application, by: Actor, form: CounterForm, seen_hash: str, at: datetime) -> str:
    operations.counter_offer(application=row, by=by, proposal=form.proposal(), at=at)
    hours = _answer_hours()
    told = ngettext("Sent. The brand has 1 hour to answer.", "Sent. The brand has {count} hours to answer.", hours)
    return told.format(count=hours)


def _answer_hours() -> int:
    """How long the other side may think about changed terms."""
    return policy.value("offer_answer_days") * 24


_VERBS: Mapping[str, Act] = {"withdraw": _withdraw, "accept": _accept, "decline": _decline, "counter": _counter}
_DONE = {"withdraw": {A.WITHDRAWN}, "accept": {A.ACCEPTED}, "decline": {A.DECLINED}, "counter": {A.COUNTERED}}


def _is_done(row: Application, verb: str) -> bool:
    """A second tap of the same button: the first one did it."""
    return row.state in _DONE[verb]
