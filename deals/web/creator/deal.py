"""The deal page: the whole trade, dates and rights on one page, and what this reader can do with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext
from django.views.decorators.http import require_safe

from barter.kernel import clock
from barter.kernel.errors import NotAllowed, NotFound
from brands.models import Product
from deals.eligibility import Eligibility
from deals.models import Application, Collaboration, Deal, SavedDeal
from deals.operations import ApplyContext, load_apply_context
from deals.queries_creator import own_deal_state
from deals.terms import terms_of
from deals.web.creator import kept, words
from deals.web.creator.apply_form import ApplyForm
from deals.web.creator.share import link_of
from deals.web.creator.timeline import deal_timeline
from deals.workflow import APPLICATION_OPEN, COLLABORATION_RUNNING, DEAL_OPEN, ApplicationState, DealState


@dataclass(frozen=True, slots=True)
class Standing:
    """What this deal is to the creator who reads it."""

    known: ApplyContext
    eligibility: Eligibility
    application: Application | None
    collaboration: Collaboration | None
    is_saved: bool

    @property
    def open_application(self) -> Application | None:
        row = self.application
        return row if row is not None and row.state in APPLICATION_OPEN else None

    @property
    def running(self) -> Collaboration | None:
        row = self.collaboration
        return row if row is not None and row.state in COLLABORATION_RUNNING else None

    @property
    def only_address_missing(self) -> bool:
        return [reason.code for reason in self.eligibility.unmet] == ["address"]

    @property
    def may_apply(self) -> bool:
        return self.eligibility.ok or self.only_address_missing


def find_deal(request: HttpRequest, deal_id: str) -> Deal:
    """The deal as this reader may see it, with everything the page shows: one statement."""
    rows = Deal.objects.visible_to(request.user).select_related("brand__capacity", "product", "places")
    deal = rows.defer("search", "search_text", "product__description").filter(public_id=deal_id).first()
    if deal is None:
        raise Http404
    return deal


def standing_of(request: HttpRequest, deal: Deal, at: datetime) -> Standing | None:
    """Three statements for a creator, None for everybody else."""
    if not request.user.is_authenticated:
        return None
    try:
        known = load_apply_context(deal_id=deal.public_id, user_id=request.user.pk)
    except (NotAllowed, NotFound):
        return None
    application, collaboration = own_deal_state(deal, known.creator.pk)
    saved = SavedDeal.objects.filter(deal=deal, creator=known.creator).exists()
    return Standing(known, known.eligibility(at), application, collaboration, saved)


@require_safe
def deal(request: HttpRequest, deal_id: str) -> HttpResponse:
    kept.settle(request)
    at = clock.now()
    row = find_deal(request, deal_id)
    standing = standing_of(request, row, at)
    return render(request, "deals/creator/deal.html", deal_context(request, row, standing, at))


@require_safe
def terms(request: HttpRequest, deal_id: str) -> HttpResponse:
    """The whole licence and every duty in plain words: what a creator agrees to by applying."""
    row = find_deal(request, deal_id)
    body = row.terms or terms_of(row)
    context = {
        "deal": row,
        "terms": body,
        "rights": words.rights_rows(body["licence"]),
        "brief": words.brief_lines(body["brief"]),
        "makes": words.make_words(body["deliverables"]),
        "make_lines": _make_lines(row, body["deliverables"]),
        "gets": words.get_words(row.exchange, row.fmv_minor, row.currency),
        "get_lines": words.get_lines(row.product.title if row.product else "", row.exchange),
        "is_parcel": row.exchange == Product.Kind.PARCEL,
        "film": words.film_words(row.exchange, body["create_within_days"]),
        "nav": "feed",
    }
    return render(request, "deals/creator/terms.html", context)


def deal_context(
    request: HttpRequest, row: Deal, standing: Standing | None, at: datetime, form: ApplyForm | None = None
) -> dict[str, Any]:
    kind, image = row.exchange, words.photo_of(row.card.get("image"))
    body = row.terms or terms_of(row)
    makes = body["deliverables"]
    variants = [one.title for one in standing.known.variants if one.free > 0] if standing else []
    tag, tag_urgent = words.tag_words(row.published_at, row.due_at, at)
    gets, made = words.get_words(kind, row.fmv_minor, row.currency), words.make_words(makes)
    may_open_sheet = (
        standing is not None and standing.may_apply and not standing.open_application and not standing.running
    )
    if form is None and may_open_sheet and standing is not None and row.state in DEAL_OPEN:
        form = ApplyForm(known=standing.known)
    return {
        "deal": row,
        "brand": None,  # the desk's side bar is not for this page
        "seller": row.brand,
        "seller_url": _brand_url(row.brand.slug),
        "seller_line": _brand_line(row),
        "image_url": image["url"],
        "image": image,
        "tag": tag,
        "tag_urgent": tag_urgent,
        "get": gets,
        "make": made,
        "get_lines": words.get_lines(row.product.title if row.product else "", kind, variants),
        "make_lines": _make_lines(row, makes),
        "facts": words.facts_words(row),
        "timeline": deal_timeline(row, kind, at),
        "brief": words.brief_lines(body["brief"]),
        "rights": words.rights_rows(body["licence"]),
        "standing": standing,
        "fix": _fix(standing, request.get_full_path()) if standing else None,
        "action": action_of(request, row, standing, gets),
        "form": form,
        "share": link_of(request, row),
        "is_own_brand": row.brand_id in _brand_ids(request, standing),
        "nav": "feed",
    }  # fmt: skip


_CLOSED: Mapping[str, str] = {
    DealState.PAUSED: gettext_noop("Paused by the brand"),
    DealState.EXPIRED: gettext_noop("This deal has ended"),
    DealState.CLOSED: gettext_noop("This deal has ended"),
}


def action_of(request: HttpRequest, row: Deal, standing: Standing | None, gets: str) -> dict[str, str]:
    """What stands in the bar: {label, url, open, title, sub, quiet}."""
    apply_url = reverse("deal_apply", args=[row.public_id])
    made = words.make_words((row.terms or {}).get("deliverables") or row.card.get("makes", ()))
    sub = _("for {work}").format(work=made)
    action = {"title": gets, "sub": sub, "label": "", "url": "", "open": "", "quiet": ""}
    if standing and standing.running:
        return action | {"label": _("Open your deal"), "url": reverse("deal_room", args=[standing.running.public_id])}
    if standing and standing.open_application:
        mine = standing.open_application
        invited = mine.state == ApplicationState.INVITED
        return action | {
            "label": _("Answer the invitation") if invited else _("See your application"),
            "url": reverse("my_application", args=[mine.public_id]),
            "sub": sub if invited else _("You have applied"),
        }
    if row.state not in DEAL_OPEN:
        return action | {
            "title": _(_CLOSED.get(row.state, gettext_noop("Not open now"))),
            "sub": _("Nobody can apply at the moment"),
            "label": _("Other deals"),
            "url": reverse("feed"),
            "quiet": "1",
        }
    if request.user.is_authenticated and standing is None:
        return action | {
            "title": _("Creators apply here"),
            "sub": _("This account works for a brand"),
            "label": _("Back to deals"),
            "url": reverse("feed"),
            "quiet": "1",
        }
    if standing and not standing.may_apply:
        unmet = standing.eligibility.unmet
        return action | {
            "title": _("Not open to you"),
            "sub": unmet[0].text[:1].upper() + unmet[0].text[1:],
            "label": _("Similar deals"),
            "url": f"{reverse('feed')}?category={row.category}",
            "quiet": "1",
        }
    label = _("Join the list") if row.state == DealState.FULL else pgettext("to a deal", "Apply")
    opened = "#apply" if standing else ""
    return action | {"label": label, "url": apply_url, "open": opened}


def _make_lines(row: Deal, makes: list[dict[str, Any]]) -> list[str]:
    return words.make_lines(
        makes, must_post=row.must_post, create_within_days=row.create_within_days, live_days=row.live_days
    )


def _brand_line(row: Deal) -> str:
    """ "Beauty from Tallinn"."""
    category = row.get_category_display() if row.category else ""
    place = row.brand.city or row.brand.country
    if category and place:
        return _("{category} from {place}").format(category=category, place=place)
    return str(category or place)


def _brand_url(slug: str) -> str:
    try:
        return reverse("brand_page", args=[slug])
    except NoReverseMatch:
        return ""


def _brand_ids(request: HttpRequest, standing: Standing | None) -> set[int]:
    if not request.user.is_authenticated or standing is not None:
        return set()
    return set(request.user.memberships.values_list("brand_id", flat=True))


def _fix(standing: Standing, here: str) -> dict[str, str] | None:
    """What keeps the creator from it, as a sentence, and where they can change that if it is only not written down yet.
    A missing address is asked for while applying."""
    unmet = next((reason for reason in standing.eligibility.unmet if reason.code != "address"), None)
    if unmet is None:
        return None
    lead = f"{unmet.text[:1].upper()}{unmet.text[1:]}."
    asked = standing.known.rules.platforms
    channel = next((row for row in standing.known.facts.channels if not asked or row.platform in asked), None)
    back = urlencode({"next": here})
    ways = {
        "platform": (_("If you have one, add it."), f"{reverse('channel_new')}?{back}", _("Add a channel")),
        "country": (
            _("If you can receive parcels there, add that address."),
            f"{reverse('address_new')}?{back}",
            _("Add an address"),
        ),
        "language": (_("If you speak it, add it to your profile."), reverse("me_edit"), _("Edit profile")),
        "followers": (
            _("If you have more by now, say so."),
            reverse("channel_edit", args=[channel.public_id]) if channel else f"{reverse('channel_new')}?{back}",
            _("Update your channel"),
        ),
    }
    words, url, label = ways.get(unmet.code, ("", "", ""))
    if unmet.code == "country" and not standing.known.rules.needs_address:
        words, url, label = "", "", ""
    return {"lead": lead, "words": words, "url": url, "label": label}
