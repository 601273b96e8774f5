"""The brand's side of one trade: where it stands, what to do next, and every move the brand can make in it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from barter.kernel import clock
from barter.kernel.actors import Side
from barter.kernel.errors import BarterError, WrongState
from barter.kernel.pages import add_refusal
from barter.kernel.pictures import picture_url
from barter.kernel.places import country_name
from barter.kernel.templatetags.status import find_status, state_shown
from brands.access import BrandRequest, Role, brand_required
from creators.queries import figures_of
from deals.clips import still_url
from deals.models import Collaboration
from deals.pipeline import across
from deals.web.brand import words
from deals.web.brand.fetch import acting, may_manage, own_collaboration, url_if_there, who_moved_last
from deals.web.brand.trade_story import problem_words, story_of, timeline_of
from deals.web.brand.trade_verbs import FIRST, IN_MENU, VERBS, WITH_TIME
from deals.web.creator.room_forms import MoveForm
from deals.web.creator.words import brief_lines, dispute_next
from deals.web.earlier_parcels import earlier_parcels
from deals.web.endings import why_ended
from deals.web.trade_moves import Verb, actions_of, last_dispute, standing_against, told, typed
from deals.web.trade_terms import in_force, proposed
from deals.workflow import COLLABORATION_OVER, ReviewState
from deals.workflow import CollaborationState as C

_VERSIONS_SHOWN = 4
_FILES_SHOWN = 6


@require_safe
@brand_required
def collaboration(request: BrandRequest, collaboration_id: str) -> HttpResponse:
    row = own_collaboration(request, collaboration_id)
    return render(request, "deals/brand/collaboration.html", _page(request, row, clock.now()))


@require_http_methods(["GET", "HEAD", "POST"])
@brand_required(write_role=Role.MANAGER)
def move(request: BrandRequest, collaboration_id: str, verb: str) -> HttpResponse:
    """One move: its form as a page (GET), and the move itself (POST). A repeat finds what the first one did."""
    known = VERBS.get(verb)
    if known is None:
        raise Http404
    row = own_collaboration(request, collaboration_id)
    form = known.form(request.POST if request.method == "POST" else None) if known.form else None
    if request.method != "POST":
        if not may_manage(request) or known.slug not in _offered(row):
            return redirect("brand_collaboration", collaboration_id)
        return _ask(request, row, known, form)
    if form is not None and not form.is_valid():
        return _ask(request, row, known, form)
    try:
        known.act(row, acting(request), typed(form, request.POST, known.carries), clock.now())
    except WrongState as refusal:
        _say_who_was_first(request, row, known, refusal)
    except BarterError as refusal:
        if form is not None:
            add_refusal(form, refusal)
            return _ask(request, row, known, form)
        messages.warning(request, refusal.detail)
    except IndexError:  # there was never a dispute to answer
        raise Http404 from None
    else:
        messages.success(request, told(known).done)
    return redirect("brand_collaboration", collaboration_id)


def _say_who_was_first(request: BrandRequest, row: Collaboration, verb: Verb, refusal: WrongState) -> None:
    fresh = Collaboration.objects.get(pk=row.pk)
    state = fresh.state
    if state == row.state and state not in verb.after:
        messages.warning(request, refusal.detail)
        return
    who, now = who_moved_last(row), find_status("collaboration", state_shown(fresh), "brand").words
    if state in verb.after and who == str(request.user):
        return  # the same form, sent twice
    told = _("{who} was faster: this trade is now “{state}”. Nothing was changed.")
    if not who:
        told = _("Somebody was faster: this trade is now “{state}”. Nothing was changed.")
    messages.warning(request, told.format(who=who, state=now))


def _ask(request: BrandRequest, row: Collaboration, verb: Verb, form: MoveForm | None) -> HttpResponse:
    context = {"col": row, "deal": row.deal, "verb": _worded(verb, row), "form": form, "nav": "brand_deals"}
    status = 422 if form is not None and form.errors else 200
    return render(request, "deals/brand/collaboration_move.html", context, status=status)


# ---- The page


def _offered(row: Collaboration) -> dict[str, Verb]:
    """What is possible now, by slug."""
    names = actions_of(row, Side.BRAND)
    offered = {slug: verb for slug, verb in VERBS.items() if verb.action in names}
    if row.state not in WITH_TIME:
        offered.pop("more-time", None)
    return offered


def _worded(verb: Verb, row: Collaboration) -> dict[str, Any]:
    """The verb with the creator's name and the limits in its sentences."""
    verb = told(verb, name=words.first_name(row.creator.display_name))
    return {
        "slug": verb.slug, "label": verb.label, "icon": verb.icon, "asks": bool(verb.form or verb.asks_first), "ends_it": verb.ends_it,
        "title": verb.title, "words": verb.words, "form": verb.form() if verb.form else None,
    }  # fmt: skip


def _page(request: BrandRequest, row: Collaboration, at: datetime) -> dict[str, Any]:
    across.load_files([row])
    offered = _offered(row) if may_manage(request) else {}
    verbs = {slug: _worded(verb, row) for slug, verb in offered.items()}
    version = in_force(row)
    body = version.body if version else {}
    versions = _versions(row)
    dispute, name = last_dispute(row), words.first_name(row.creator.display_name)
    reviews = list(row.reviews.all())
    creator, first = row.creator, next((slug for slug in FIRST if slug in verbs and _is_time(slug, row, at)), "")
    is_parcel, is_over = row.exchange == Collaboration.Exchange.PARCEL, row.state in COLLABORATION_OVER
    return {
        "col": row,
        "deal": row.deal,
        "creator": creator,
        "name": name,
        "photo_url": picture_url(creator.avatar, 256),
        "place": ", ".join(part for part in (creator.city, country_name(creator.country)) if part),
        "figures": figures_of(creator.capacity),
        "story": story_of(row, at),
        "problem": problem_words(row),
        "timeline": timeline_of(row, at, earlier_parcels(row)),
        "verbs": verbs,
        "first": verbs.get(first),
        "review_url": versions[-1]["url"] if row.state == C.IN_REVIEW and versions else "",
        "menu": [verbs[slug] for slug in IN_MENU if slug in verbs and slug != first],
        "sheets": [verb for verb in verbs.values() if verb["asks"]],
        "versions": versions[-_VERSIONS_SHOWN:][::-1],
        "proposed": proposed(row, body, Side.BRAND, words.proposal_rows),
        "terms_rows": words.trade_rows(kind=row.exchange, fmv_minor=row.deal.fmv_minor, currency=row.deal.currency, terms=body),
        "rights": words.rights_rows(body.get("licence", {})),
        "brief": brief_lines(body.get("brief", ())),
        "version": version,
        "links": list(row.live_links.all()),
        "faults": sorted(row.faults.all(), key=lambda one: one.pk),
        "appealable": standing_against(row, Side.BRAND),
        "appeal": verbs.get("appeal-fault"),
        "why": why_ended(row),
        "dispute": dispute,
        "dispute_next": dispute_next(dispute, name, at, own=Side.BRAND) if dispute else "",
        "reviews": [one for one in reviews if one.state == ReviewState.PUBLISHED],
        "own_review": next((one for one in reviews if one.side == Side.BRAND), None),
        "is_over": is_over,
        "parcel_url": url_if_there("parcel", row.public_id) if is_parcel and (row.shipped_at or not is_over) else "",
        "thread_url": url_if_there("application_thread", row.application.public_id),
        "nav": "brand_deals",
    }  # fmt: skip


def _is_time(slug: str, row: Collaboration, at: datetime) -> bool:
    """Nobody is checked in first thing before the day of the visit; until then it stands in the menu."""
    if slug != "check-in":
        return True
    return row.visit_date is not None and row.visit_date <= timezone.localtime(at).date()


def _versions(row: Collaboration) -> list[dict[str, Any]]:
    """What they delivered, oldest first, with stills of its files."""
    found = []
    for one in across.versions_of(row):
        files = list(one.assets.all())
        found.append({
            "number": one.version, "subject": one, "count": len(files), "url": url_if_there("review", one.public_id),
            "stills": [url for file in files[:_FILES_SHOWN] if (url := still_url(file))],
        })  # fmt: skip
    return found
