"""The deal room: one running or ended trade. The next step is the page."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from barter.kernel import clock
from barter.kernel.actors import Actor, Side
from barter.kernel.errors import BarterError, WrongState
from creators.access import CreatorRequest, creator_required
from deals import permissions
from deals.models import Collaboration
from deals.pipeline.across import with_pickup
from deals.web.creator import words
from deals.web.creator.links import url_if_there
from deals.web.creator.my_deals import needs_creator
from deals.web.creator.post_words import next_look, posts_of
from deals.web.creator.room_forms import MoveForm, at_one_press
from deals.web.creator.room_verbs import FIRST, IN_MENU, RECEIVED, VERBS
from deals.web.creator.story import story_of
from deals.web.creator.timeline import room_timeline
from deals.web.earlier_parcels import earlier_parcels
from deals.web.endings import why_ended
from deals.web.trade_moves import Verb, actions_of, last_dispute, pressed_twice, standing_against, told, typed
from deals.web.trade_terms import in_force, proposed
from deals.workflow import COLLABORATION_OVER, ReviewState
from deals.workflow import CollaborationState as C

_UPLOADS = frozenset({C.CREATING, C.CHANGES_REQUESTED})
_QUIET = ("extend", "visit", "problem")


@require_safe
@creator_required
def room(request: CreatorRequest, collaboration_id: str) -> HttpResponse:
    return _page(request, _own(request, collaboration_id), clock.now())


@require_safe
@creator_required
def terms(request: CreatorRequest, collaboration_id: str) -> HttpResponse:
    """The terms in force, as both agreed to them, with their fingerprint."""
    row = _own(request, collaboration_id)
    version = in_force(row)
    if version is None:
        raise Http404
    body = version.body
    context = {
        "deal": row.deal,
        "terms": body,
        "rights": words.rights_rows(body.get("licence") or words.licence_of(row.deal)),
        "brief": words.brief_lines(body.get("brief", ())),
        "makes": words.make_words(body.get("deliverables", ())),
        "make_lines": _make_lines(row, body),
        "gets": words.get_words(row.exchange, row.deal.fmv_minor, row.deal.currency),
        "get_lines": _get_lines(row),
        "is_parcel": row.exchange == Collaboration.Exchange.PARCEL,
        "film": words.film_words(row.exchange, body.get("create_within_days", row.create_within_days)),
        "agreed_at": version.settled_at or version.proposed_at,
        "version": version.version,
        "sha256": version.sha256,
        "back_url": reverse("deal_room", args=[row.public_id]),
        "nav": "my_deals",
    }
    return render(request, "deals/creator/terms.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@creator_required
def move(request: CreatorRequest, collaboration_id: str, verb: str) -> HttpResponse:
    """One move: its form as a page (GET), and the move itself (POST). A repeat finds what the first one did."""
    known = VERBS.get(verb)
    if known is None:
        raise Http404
    row, at = _own(request, collaboration_id), clock.now()
    if permissions.side_of(row, request.user) != Side.CREATOR:
        raise Http404
    form = known.form(request.POST if request.method == "POST" else None, row=row) if known.form else None
    if request.method != "POST":
        return _move_page(request, row, known, form, at)
    if form is not None and not form.is_valid():
        return _move_page(request, row, known, form, at)
    by = Actor.creator(request.creator.user_id)
    try:
        known.act(row, by, typed(form, request.POST, known.carries), at)
    except BarterError as refusal:
        if pressed_twice(row, known, refusal, by, at):
            messages.success(request, told(known).done)
        elif isinstance(refusal, WrongState):
            if Collaboration.objects.values_list("state", flat=True).get(pk=row.pk) not in known.after:
                messages.error(request, refusal.detail)
        elif form is not None and refusal.field in form.fields:
            form.add_error(refusal.field, refusal.detail)
            return _move_page(request, row, known, form, at)
        else:
            messages.error(request, refusal.detail)
    except IndexError:  # there is nothing to appeal or to answer
        raise Http404 from None
    else:
        messages.success(request, told(known).done)
    return redirect("deal_room", collaboration_id)


def _own(request: CreatorRequest, collaboration_id: str) -> Collaboration:
    rows = Collaboration.objects.of_creator(request.user).select_related(
        "deal__product", "brand", "application", "creator", "variant"
    )
    rows = rows.prefetch_related("terms_versions", "reviews", "live_links", "faults", "disputes")
    heavy = ("deal__search", "deal__search_text", "deal__product__description")
    return get_object_or_404(with_pickup(rows.defer(*heavy)), public_id=collaboration_id)


def _on_its_day(verb: Verb, row: Collaboration, at: datetime) -> Verb:
    """A day that is set can be changed, and whoever checks in before it is asked: the days to film begin with it."""
    if verb.slug == "visit" and row.visit_date is not None:
        return replace(verb, label=_("Change the day"))
    if verb.slug == "check-in" and row.visit_date is not None and row.visit_date > timezone.localtime(at).date():
        return replace(verb, asks_first=True)
    return verb


def _page(request: CreatorRequest, row: Collaboration, at: datetime) -> HttpResponse:
    actions = actions_of(row, Side.CREATOR)
    other_words = set(RECEIVED.values()) - {RECEIVED[row.exchange]}
    offered = [told(verb) for verb in VERBS.values() if verb.action in actions and verb.slug not in other_words]
    by_slug = {verb.slug: _on_its_day(verb, row, at) for verb in offered}
    offered = list(by_slug.values())
    upload_url = url_if_there("upload", row.public_id) if row.state in _UPLOADS and "submit" in actions else ""
    first = None if upload_url else next((by_slug[slug] for slug in FIRST if slug in by_slug), None)
    if row.state == C.BOOKED and row.visit_date is None and "visit" in by_slug:
        first = by_slug["visit"]
    if first is None and not upload_url and "leave" in by_slug:
        first = by_slug["leave"]
    quiet = [by_slug[slug] for slug in _QUIET if slug in by_slug and by_slug[slug] is not first]
    if row.link_removed_at is not None and "another-link" in by_slug:  # what is posted anew has a new address
        quiet.append(by_slug["another-link"])
    version, body = in_force(row), None
    body = version.body if version else {}
    image, dispute = words.photo_of(row.deal.card.get("image")), last_dispute(row)
    context: dict[str, Any] = {
        "col": row,
        "deal": row.deal,
        "seller": row.brand,
        "story": story_of(row, at),
        "timeline": room_timeline(row, at, row.application.submitted_at, earlier_parcels(row)),
        "image_url": image["url"],
        "image": image,
        "first": first,
        "is_my_move": needs_creator(row, at) or (first is not None and first.slug in {"review", "answer-dispute"}),
        "upload_url": upload_url,
        "quiet": quiet,
        "problems": at_one_press(row) if "problem" in by_slug else (),
        "menu": [by_slug[slug] for slug in IN_MENU if slug in by_slug and by_slug[slug] not in (first, *quiet)],
        "sheets": [
            (verb, verb.form(row=row) if verb.form else None) for verb in offered if verb.form or verb.asks_first
        ],
        "by_slug": by_slug,
        "brief": words.brief_lines(body.get("brief", ())),
        "rights": words.rights_rows(body.get("licence") or words.licence_of(row.deal)),
        "get": words.get_words(row.exchange, row.deal.fmv_minor, row.deal.currency),
        "get_lines": _get_lines(row),
        "make": words.make_words(body.get("deliverables", ())),
        "make_lines": _make_lines(row, body),
        "version": version,
        "proposed": proposed(row, body, Side.CREATOR, words.proposal_rows),
        "posts": posts_of(row, at),
        "next_look": next_look(row, at),
        "faults": sorted(row.faults.all(), key=lambda one: one.pk),
        "appealable": standing_against(row, Side.CREATOR),
        "appeal": by_slug.get("appeal-fault"),
        "why": why_ended(row),
        "dispute": dispute,
        "dispute_next": words.dispute_next(dispute, row.brand.name, at) if dispute else "",
        "reviews": [one for one in row.reviews.all() if one.state == ReviewState.PUBLISHED],
        "own_review": next((one for one in row.reviews.all() if one.side == Side.CREATOR), None),
        "is_over": row.state in COLLABORATION_OVER,
        "voucher": row.deal.product.voucher_instructions
        if row.deal.product and row.exchange != Collaboration.Exchange.PARCEL
        else "",
        "parcel_url": url_if_there("parcel", row.public_id) if _has_parcel(row) else "",
        "thread_url": url_if_there("application_thread", row.application.public_id),
        "sent_url": url_if_there("upload", row.public_id) if row.submitted_at and row.state not in _UPLOADS else "",
        "nav": "my_deals",
    }
    return render(request, "deals/creator/room.html", context)


def _move_page(
    request: CreatorRequest, row: Collaboration, verb: Verb, form: MoveForm | None, at: datetime
) -> HttpResponse:
    if request.method != "POST" and verb.action not in actions_of(row, Side.CREATOR):
        return redirect("deal_room", row.public_id)
    context = {
        "col": row,
        "deal": row.deal,
        "verb": told(verb),
        "form": form,
        "story": story_of(row, at),
        "nav": "my_deals",
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "deals/creator/room_move.html", context, status=status)


def _has_parcel(row: Collaboration) -> bool:
    """Whether there is one to follow, or one will come."""
    is_parcel = row.exchange == Collaboration.Exchange.PARCEL
    return is_parcel and (row.shipped_at is not None or row.state not in COLLABORATION_OVER)


def _get_lines(row: Collaboration) -> list[str]:
    """What was chosen, once there was a choice; otherwise the product alone."""
    product = row.deal.product.title if row.deal.product else ""
    lines = words.get_lines(product, row.exchange)
    chosen = row.variant.title if row.variant else ""
    return [*lines[:1], chosen, *lines[1:]] if chosen not in {"", "Default"} else lines


def _make_lines(row: Collaboration, body: dict[str, Any]) -> list[str]:
    return words.make_lines(
        body.get("deliverables", ()),
        must_post=row.must_post,
        create_within_days=row.create_within_days,
        live_days=row.live_days,
    )
