"""One applicant: their work and figures, why they fit, and the brand's answers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from barter.kernel import clock, policy
from barter.kernel.actors import Side
from barter.kernel.errors import BarterError, WrongState
from barter.kernel.pages import add_refusal
from barter.kernel.pictures import picture_url
from barter.kernel.places import country_name
from barter.kernel.templatetags.status import find_status
from barter.kernel.templatetags.words import by_words, day_words, labelled_words
from barter.kernel.topics import Topic
from brands.access import BrandRequest, Role, brand_required
from brands.models import BrandCapacity
from creators.queries import figures_of
from deals import eligibility, pending, waitlist
from deals.errors import BeingDeclined, PlacesAreOffered
from deals.models import Application, Collaboration, LiveLink, PendingDecision, Review
from deals.models.application import DeclineReason
from deals.models.pending import is_being_declined
from deals.operations.capacity import offers_of
from deals.pipeline import across, board
from deals.pipeline.stages import ANSWERABLE, STAGES, Stage
from deals.pipeline.wanted import Wanted, kept_of
from deals.web.brand import words
from deals.web.brand.answers import ANSWERS, IN_MENU, NO, Answer, offered_to
from deals.web.brand.cards import mark_of
from deals.web.brand.fetch import acting, may_manage, own_application, url_if_there, way_back, who_moved_last
from deals.web.brand.forms import terms_moved_on
from deals.web.brand.words import refusal_words
from deals.web.creator.room_forms import MoveForm
from deals.web.creator.words import make_lines
from deals.web.trade_moves import typed
from deals.workflow import DEAL_PUBLIC, ReviewState
from deals.workflow import ApplicationState as A

_WORKS, _LINKS, _TRADES, _REVIEWS = 6, 5, 5, 3
_TOPICS = dict(Topic.choices)


@require_safe
@brand_required
def applicant(request: BrandRequest, application_id: str) -> HttpResponse:
    """Everything to decide on: a fixed number of statements, whatever the creator has done so far."""
    row, at = own_application(request, application_id), clock.now()
    return render(request, "deals/brand/applicant.html", _page(request, row, at))


@require_http_methods(["GET", "HEAD", "POST"])
@brand_required(write_role=Role.MANAGER)
def move(request: BrandRequest, application_id: str, verb: str) -> HttpResponse:
    """One answer: its form as a page (GET), and the answer itself (POST). A repeat finds what the first one did."""
    answer = ANSWERS.get(verb)
    if answer is None:
        raise Http404
    row = own_application(request, application_id)
    form = answer.form(row, request.POST if request.method == "POST" else None) if answer.form else None
    if request.method != "POST":
        offered = may_manage(request) and answer.action in offered_to(row)
        if form is None or not offered:
            return redirect("brand_applicant", application_id)
        return _ask(request, row, answer, form)
    if form is not None and not form.is_valid():
        return _ask(request, row, answer, form)
    try:
        answer.act(row, acting(request), typed(form, request.POST, answer.carries), clock.now())
    except WrongState:
        _say_who_was_first(request, row, answer)
    except BeingDeclined as refusal:
        _say_who_declines(request, row, refusal)
    except BarterError as refusal:
        if form is not None:
            add_refusal(form, refusal)
            return _ask(request, row, answer, form)
        messages.warning(request, labelled_words(row.creator.display_name, refusal_words(refusal)))
    else:
        messages.success(request, _(answer.done).format(name=row.creator.display_name, **_times()))
    return redirect(way_back(request, reverse("brand_applicant", args=[application_id])))


def _times() -> dict[str, int]:
    return {"hours": policy.value("offer_answer_days") * 24, "minutes": policy.value("undo_minutes")}


def _say_who_was_first(request: BrandRequest, row: Application, answer: Answer) -> None:
    state = Application.objects.values_list("state", flat=True).get(pk=row.pk)
    name, now = row.creator.display_name, find_status("application", state, "brand").words
    who = who_moved_last(row)
    if state in answer.after and who == str(request.user):
        return  # the same form, sent twice
    told = _("{who} was faster: {name} is now “{state}”. Nothing was changed.")
    if not who:
        told = _("Somebody was faster: {name} is now “{state}”. Nothing was changed.")
    messages.warning(request, told.format(who=who, name=name, state=now))


def _say_who_declines(request: BrandRequest, row: Application, refusal: BeingDeclined) -> None:
    mark = PendingDecision.objects.select_related("decided_by").filter(pk=row.pk).first()
    told = _("{who} has just declined {name}. Nothing was changed; undo that first.")
    name = row.creator.display_name
    messages.warning(request, told.format(who=mark.decided_by, name=name) if mark else f"{name}: {refusal.detail}")


def _ask(request: BrandRequest, row: Application, answer: Answer, form: MoveForm) -> HttpResponse:
    name = row.creator.display_name
    context = {
        "application": row,
        "deal": row.deal,
        "answer": answer,
        "title": _(answer.title).format(name=name),
        "words": _(answer.words).format(**_times()),
        "form": form,
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "nav": "brand_deals",
    }
    return render(request, "deals/brand/applicant_move.html", context, status=422 if form.errors else 200)


# ---- The page


def _page(request: BrandRequest, row: Application, at: datetime) -> dict[str, Any]:
    creator, deal, manages = row.creator, row.deal, may_manage(request)
    actions = offered_to(row) if manages else set()
    offered = [ANSWERS[slug] for slug in IN_MENU if ANSWERS[slug].action in actions]
    fit = eligibility.explain(deal, creator, at=at)
    wanted, kept = Wanted.of(request.GET, at), kept_of(request.GET)
    around = wanted.around(row, deal, _line_of(row))
    leaves = is_being_declined(row)
    waits = row.state in STAGES["new"].of_application | STAGES["waitlist"].of_application
    return {
        "application": row,
        "deal": deal,
        "creator": creator,
        "photo_url": picture_url(creator.avatar, 256),
        "place": ", ".join(part for part in (creator.city, country_name(creator.country)) if part),
        "figures": figures_of(creator.capacity),
        "niches": [_TOPICS.get(niche, niche) for niche in creator.niches],
        "channels": list(creator.channels.all()),
        "story": "" if leaves else _story(row, at),
        "due_at": row.due_at if row.state != A.WAITLISTED else None,
        "trade": board.trade_of(row),
        "answers": offered, "noes": NO,
        "first": next((one for one in offered if one.slug in {"accept", "accept-counter"}), None),
        "sheets": [(one, one.form(row, None), _(one.title).format(name=creator.display_name), _(one.words).format(**_times()))
                   for one in offered if one.form],
        "mark": getattr(row, "pending", None),
        "mark_words": mark_of(row),
        "may_take_back": "take_back" in actions,
        "hurdles": _hurdles(request, row, actions, at) if row.state in ANSWERABLE | {A.COUNTERED} and not leaves else [],
        "fit": fit,
        "fit_lines": [{"words": _reason_words(one), "no": not one.met} for one in fit.reasons],
        "works": [across.player_of(one) for one in _works(row, at)],
        "links": _links(row),
        "trades": _trades(request, row),
        "reviews": _reviews(row),
        "terms_rows": words.trade_rows(kind=deal.card.get("kind", "parcel"), fmv_minor=deal.fmv_minor,
                                       currency=deal.currency, terms=deal.terms or {}),
        "make_lines": make_lines(deal.terms.get("deliverables", ()), must_post=deal.must_post,
                                 create_within_days=deal.create_within_days, live_days=deal.live_days),
        "changes": words.proposal_rows(row.proposal) if row.proposal else [],
        "decline_words": str(DeclineReason(row.decline_reason).label) if row.decline_reason else "",
        "thread_url": url_if_there("application_thread", row.public_id),
        "previous": _address(around.previous, kept), "following": _address(around.following, kept),
        "number": around.number if waits else 0, "total": around.total,
        "pipeline_url": reverse("brand_pipeline", args=[deal.public_id]) + (f"?{kept}" if kept else ""),
        "line_number": waitlist.numbers_in_line(deal, [row.pk]).get(row.pk) if row.state == A.WAITLISTED else None,
        "nav": "brand_deals",
    }  # fmt: skip


def _story(row: Application, at: datetime) -> str:
    """Where it stands, with its date and what happens then."""
    by, since = by_words(row.due_at, at) if row.due_at else "", day_words(row.state_since, at)
    told = _STORIES[A(row.state)]
    if row.state == A.DECLINED and not row.decline_reason:
        told = gettext_noop("They said no on {day}.")
    return _(told).format(by=by, day=since)


_STORIES: Mapping[A, str] = {
    A.SUBMITTED: gettext_noop("Answer {by}. After that it ends by itself, and your reply figure falls."),
    A.SHORTLISTED: gettext_noop(
        "On your short list. Answer {by}. After that it ends by itself, and your reply figure falls."
    ),
    A.COUNTERED: gettext_noop("They ask for other terms. Answer {by}, or it ends by itself."),
    A.OFFERED: gettext_noop("They answer your offer {by}. The place is kept for them until then."),
    A.INVITED: gettext_noop("They answer your invitation {by}."),
    A.WAITLISTED: gettext_noop("On the waitlist since {day}. The next free place is offered to the first on it."),
    A.ACCEPTED: gettext_noop("You said yes on {day}."),
    A.DECLINED: gettext_noop("You said no on {day}."),
    A.WITHDRAWN: gettext_noop("They withdrew on {day}."),
    A.EXPIRED: gettext_noop("It ended by itself on {day}: the answer did not come in time."),
    A.NOT_SELECTED: gettext_noop("All places were given, or the deal ended, on {day}."),
}


def _hurdles(request: BrandRequest, row: Application, actions: set[str], at: datetime) -> list[str]:
    """Why accepting would be refused right now, said before it is tried."""
    name, deal, brand = words.first_name(row.creator.display_name), row.deal, request.brand.capacity
    found = []
    if row.creator.capacity.credits_free <= 0:
        told = _("{name} is at capacity: every credit is in a running trade. You can accept once one is free.")
        found.append(told.format(name=name))
    if deal.state not in DEAL_PUBLIC:
        found.append(_("The deal is over, so nobody can join it now."))
    elif deal.places.left <= 0:
        total = deal.places.total
        found.append(
            ngettext("All {count} places are taken.", "All {count} places are taken.", total).format(count=total)
        )
    elif (offered := offers_of(deal, without=row)) >= deal.places.left:
        places = deal.places
        found.append(PlacesAreOffered(total=places.total, taken=places.taken, offered=offered).detail)
    if deal.state in DEAL_PUBLIC and terms_moved_on(row):
        told = _("The terms changed after {name} applied. Offer them the new terms instead.")
        found.append(told.format(name=name))
    if eligibility.needs_parcel(deal):
        if row.address is None or row.address.removed_at:
            found.append(_("They have no shipping address any more."))
        if not pending.is_in_stock(deal, row):
            found.append(_("What they would get is out of stock."))
    if eligibility.is_outside(deal, row):
        found.append(_("Their parcel would go to a country this deal doesn’t ship to."))
    if brand.slots_used >= brand.slots_max:
        found.append(_places_in_use(brand))
    return found


def _places_in_use(brand: BrandCapacity) -> str:
    count, withheld = brand.slots_max, brand.slots_withheld
    if not withheld:
        told = ngettext(
            "All {count} places you have are in use. One is free when a trade ends.",
            "All {count} places you have are in use. One is free when a trade ends.",
            count,
        )
        return told.format(count=count)
    in_use = ngettext("All {count} places you have are in use.", "All {count} places you have are in use.", count)
    late = ngettext(
        "{count} more are withheld because parcels were shipped late. One is free when a trade ends.",
        "{count} more are withheld because parcels were shipped late. One is free when a trade ends.",
        withheld,
    )
    return f"{in_use.format(count=count)} {late.format(count=withheld)}"


def _reason_words(reason: eligibility.Reason) -> str:
    """The conditions speak to the creator; here they speak of them."""
    text = reason.of_them or reason.text
    return text[:1].upper() + text[1:]


def _line_of(row: Application) -> Stage:
    """Among whom this one is looked at: the waitlist has its own line, everybody else is met among the new ones."""
    return STAGES["waitlist" if row.state == A.WAITLISTED else "new"]


def _address(public_id: str, kept: str) -> str:
    return reverse("brand_applicant", args=[public_id]) + (f"?{kept}" if kept else "") if public_id else ""


def _works(row: Application, at: datetime) -> list[Any]:
    works = across.approved_work(row.deal.brand_id, [row.creator_id], each=_WORKS, first=row.clips, at=at)
    return works.get(row.creator_id, [])


def _links(row: Application) -> list[LiveLink]:
    """Posts of theirs that anybody can look at."""
    rows = LiveLink.objects.filter(collaboration__creator=row.creator_id, state=LiveLink.State.LIVE)
    return list(rows.select_related("collaboration__brand").order_by("-posted_at", "-id")[:_LINKS])


def _trades(request: BrandRequest, row: Application) -> list[Collaboration]:
    """Earlier trades with this brand."""
    rows = Collaboration.objects.filter(brand=request.brand, creator=row.creator_id).exclude(application=row)
    return list(
        rows.select_related("deal")
        .only(
            "public_id",
            "state",
            "due_at",
            "agreed_at",
            "visit_date",
            "link_removed_at",
            "ended_by_verdict",
            "deal__title",
        )
        .order_by("-id")[:_TRADES]
    )


def _reviews(row: Application) -> list[Review]:
    """What brands wrote about them."""
    rows = Review.objects.filter(collaboration__creator=row.creator_id, side=Side.BRAND, state=ReviewState.PUBLISHED)
    return list(rows.select_related("collaboration__brand").order_by("-published_at")[:_REVIEWS])
