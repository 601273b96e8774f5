"""How the API shows the heart's objects: plain functions from loaded rows to JSON-ready dictionaries."""

from typing import Any

from barter.kernel.actors import Side
from barter.kernel.api.views import money
from barter.kernel.pictures import picture_url
from barter.kernel.rfc3339 import stamp
from brands.api.representations import brand_data, gift_data
from deals import permissions
from deals.api.actions import named
from deals.disclosure import rule_for, says_what
from deals.eligibility import Eligibility
from deals.feed import FeedRow
from deals.models import Application, Collaboration, Deal, Dispute, LiveLink, Review, Terms
from deals.operations import ApplyContext
from deals.ranking import Fit
from deals.stopping import team_reason
from deals.workflow import COLLABORATION_OVER

NOTHING: frozenset[str] = frozenset()


def feed_deal(row: FeedRow) -> dict[str, Any]:
    """A deal in a public list."""
    return {
        "object": "deal",
        "id": row.public_id,
        "state": row.state,
        "title": row.title,
        "category": row.category,
        "brand": {
            "object": "brand",
            "id": row.brand_public_id,
            "name": row.brand_name,
            "slug": row.brand_slug,
            "is_verified": row.brand_verified,
            "answer_hours": row.answer_hours,
            "shipped_on_time": row.shipped_on_time_count,
            "shipped": row.shipped_count,
        },
        "value": money(row.fmv_minor, row.currency),
        "image": _image(row.card),
        "deliverables": row.card.get("makes", []),
        "must_post": row.must_post,
        "countries": row.countries,
        "platforms": row.platforms,
        "min_followers": row.min_followers,
        "places": {"total": row.places_total, "taken": row.places_taken, "left": row.places_left},
        "ship_within_days": row.ship_within_days,
        "create_within_days": row.create_within_days,
        "published_at": stamp(row.published_at),
        "due_at": stamp(row.due_at),
    }


def fit_data(verdict: Eligibility) -> dict[str, Any]:
    """Whether a creator can join a deal, with every condition."""
    reasons = [{"code": row.code, "text": row.text, "met": row.met} for row in verdict.reasons]
    return {"ok": verdict.ok, "reasons": reasons}


def _image(card: dict[str, Any]) -> dict[str, Any] | None:
    image = card.get("image")
    if not image:
        return None
    return {
        "url": picture_url(image["source"]),
        "alt": image["alt"],
        "width": image["width"],
        "height": image["height"],
    }


def stateful(obj: Any, kind: str, actions: list[str]) -> dict[str, Any]:
    """The head every stateful object carries."""
    return {
        "object": kind,
        "id": obj.public_id,
        "state": obj.state,
        "state_since": stamp(obj.state_since),
        "ball": obj.ball,
        "due_at": stamp(obj.due_at),
        "late_since": stamp(obj.late_at),
        "available_actions": actions,
    }


def licence_terms(deal: Deal) -> dict[str, Any]:
    return {
        "months": deal.licence_months,
        "territory": deal.licence_territory,
        "paid_ads_months": deal.licence_paid_ads_months,
        "edits": deal.licence_edits,
        "handle": deal.licence_handle,
        "credit": deal.licence_credit,
    }


def deal_data(deal: Deal, actions: list[str], expand: frozenset[str] = NOTHING) -> dict[str, Any]:
    """A whole deal; expects brand, places, brief_items and deliverables to be loaded, and what is expanded."""
    body = _deal(deal, actions)
    if "product" in expand and deal.product:
        body["product"] = gift_data(deal.product)
    if "brand" in expand:
        body["brand"] = brand_data(deal.brand)
    return body


def own_deal_data(deal: Deal, actions: list[str], expand: frozenset[str] = NOTHING) -> dict[str, Any]:
    """One deal for its own brand."""
    return deal_data(deal, actions, expand) | {"team_reason": team_reason(deal) or None}


def deal_ref(deal: Deal) -> dict[str, Any]:
    return {"object": "deal", "id": deal.public_id, "title": deal.title}


def _deal(deal: Deal, actions: list[str]) -> dict[str, Any]:
    product = deal.product
    return stateful(deal, "deal", actions) | {
        "title": deal.title,
        "summary": deal.summary,
        "category": deal.category,
        "brand": {
            "object": "brand",
            "id": deal.brand.public_id,
            "name": deal.brand.name,
            "slug": deal.brand.slug,
            "is_verified": deal.brand.verified_at is not None,
        },
        "product": product and {"object": "product", "id": product.public_id, "title": product.title},
        "value": money(deal.fmv_minor, deal.currency),
        "image": _image(deal.card),
        "brief": {
            "version": deal.brief_version,
            "items": [
                {"id": item.public_id, "kind": item.kind, "text": item.text}
                for item in deal.brief_items.all()
                if item.brief_version == deal.brief_version
            ],
        },
        "deliverables": [
            {
                "id": row.public_id,
                "kind": row.kind,
                "platform": row.platform,
                "count": row.count,
                "min_seconds": row.min_seconds,
                "max_seconds": row.max_seconds,
                "ratio": row.ratio,
            }
            for row in deal.deliverables.all()
        ],
        "licence": licence_terms(deal),
        "must_post": deal.must_post,
        "countries": deal.countries,
        "platforms": deal.platforms,
        "languages": deal.languages,
        "min_followers": deal.min_followers,
        "places": {"total": deal.places.total, "taken": deal.places.taken, "left": deal.places.left},
        "ship_within_days": deal.ship_within_days,
        "create_within_days": deal.create_within_days,
        "live_days": deal.live_days,
        "end_date": deal.end_date and deal.end_date.isoformat(),
        "terms_hash": deal.terms_hash,
        "rejection_reason": deal.rejection_reason or None,
        "published_at": stamp(deal.published_at),
        "created_at": stamp(deal.created_at),
    }


def creator_data(creator: Any) -> dict[str, Any]:
    """A creator as brands see one. City and country only: the address stays in the vault."""
    capacity = creator.capacity
    return {
        "object": "creator",
        "id": creator.public_id,
        "name": creator.display_name,
        "handle": creator.handle,
        "city": creator.city,
        "country": creator.country,
        "is_verified": creator.is_verified,
        "completed": capacity.completed_count,
        "on_time": capacity.on_time_count,
        "channels": [
            {
                "id": channel.public_id,
                "platform": channel.platform,
                "handle": channel.handle,
                "followers": channel.followers,
                "is_verified": channel.is_verified,
            }
            for channel in creator.channels.all()
        ],
    }


def application_data(application: Application, user: Any, expand: frozenset[str] = NOTHING) -> dict[str, Any]:
    """An application as this person sees it; expects deal, creator (capacity, channels), variant to be loaded."""
    side = side_seen(application, user)
    collaboration = getattr(application, "collaboration", None)
    body = _application(application, side, application.variant, application.channel, application.address)
    body["available_actions"] = named("application", permissions.available_actions(application, user))
    body["collaboration"] = collaboration.public_id if collaboration else None
    if side == Side.BRAND:
        body["creator"] = creator_data(application.creator)
        body["at_capacity"] = application.creator.capacity.credits_free <= 0
        body["decision"] = _decision(application)
        if permissions.side_of(application, user) == Side.BRAND:
            more = permissions.decision_actions(application)
            body["available_actions"] = list(dict.fromkeys([*body["available_actions"], *more]))
    if "deal" in expand:
        body["deal"] = deal_data(application.deal, permissions.available_actions(application.deal, user))
    return body


def match_data(fit: Fit) -> dict[str, bool]:
    return {
        "keeps_dates": fit.is_timely,
        "worked_with_you": fit.has_worked_with,
        "films_the_topic": fit.is_on_topic,
        "in_your_country": fit.is_at_home,
    }


def _decision(application: Application) -> dict[str, Any] | None:
    """What the brand has decided and told nobody yet."""
    mark = getattr(application, "pending", None)
    return mark and {
        "verdict": mark.verdict,
        "reason": mark.decline_reason or None,
        "note": mark.decline_note or None,
        "tell_at": stamp(mark.tell_at),
        "decided_at": stamp(mark.decided_at),
    }


def applied_data(application: Application, known: ApplyContext) -> dict[str, Any]:
    """An application just made, from what applying has read anyway: no further query."""
    variant = next((row for row in known.variants if row.pk == application.variant_id), None)
    channel = next((row for row in known.facts.channels if row.pk == application.channel_id), None)
    address = next((row for row in known.facts.addresses if row.pk == application.address_id), None)
    return _application(application, Side.CREATOR, variant, channel, address) | {"collaboration": None}


def _application(application: Application, side: Side, variant: Any, channel: Any, address: Any) -> dict[str, Any]:
    actions = named("application", permissions.available_actions(application, side))
    body = stateful(application, "application", actions) | {
        "deal": deal_ref(application.deal),
        "creator": {
            "object": "creator",
            "id": application.creator.public_id,
            "name": application.creator.display_name,
        },
        "pitch": application.pitch,
        "variant": variant and variant.public_id,
        "channel": channel and channel.public_id,
        "clips": application.clips,
        "ships_to": address and {"city": address.city, "country": address.country},
        "proposal": application.proposal or None,
        "consented_hash": application.consented_hash or None,
        "decline_reason": application.decline_reason or None,
        "submitted_at": stamp(application.submitted_at),
    }
    if side == Side.CREATOR:
        body["address"] = address and address.public_id
    return body


def collaboration_data(collaboration: Collaboration, user: Any, expand: frozenset[str] = NOTHING) -> dict[str, Any]:
    """A collaboration as this person sees it; expects deal (with product), terms, links, reviews, disputes loaded."""
    actions = named("collaboration", permissions.available_actions(collaboration, user))
    body = _collaboration(collaboration, actions)
    if "deal" in expand:
        body["deal"] = deal_data(collaboration.deal, permissions.available_actions(collaboration.deal, user))
    return body


def _collaboration(collaboration: Collaboration, actions: list[str]) -> dict[str, Any]:
    versions = sorted(collaboration.terms_versions.all(), key=lambda terms: -terms.version)
    terms = next((row for row in versions if row.state == Terms.State.AGREED), None)
    proposed = next((row for row in versions if row.state == Terms.State.PROPOSED), None)
    dispute = max(collaboration.disputes.all(), key=lambda row: row.pk, default=None)
    product, is_over = collaboration.deal.product, collaboration.state in COLLABORATION_OVER
    return stateful(collaboration, "collaboration", actions) | {
        "deal": deal_ref(collaboration.deal),
        "application": collaboration.application.public_id,
        "brand": {"object": "brand", "id": collaboration.brand.public_id, "name": collaboration.brand.name},
        "creator": {
            "object": "creator",
            "id": collaboration.creator.public_id,
            "name": collaboration.creator.display_name,
        },
        "exchange": collaboration.exchange,
        "must_post": collaboration.must_post,
        "create_within_days": collaboration.create_within_days,
        "live_days": collaboration.live_days,
        "disclosure": _disclosure(collaboration) if collaboration.must_post else None,
        "revision_rounds_used": collaboration.revision_rounds_used,
        "is_extended": collaboration.extended_at is not None,
        "was_late": collaboration.was_late,
        "problem_code": collaboration.problem_code or None,
        "cancel_proposed_by": collaboration.cancel_proposed_by or None,
        "instructions": (product.voucher_instructions if product and not is_over else "") or None,
        "visit_date": collaboration.visit_date and collaboration.visit_date.isoformat(),
        "terms": terms and terms_data(terms),
        "proposed_terms": proposed and terms_data(proposed),
        "dispute": dispute and dispute.public_id,
        "live_links": [live_link_data(link) for link in collaboration.live_links.all()],
        "agreed_at": stamp(collaboration.agreed_at),
        "shipped_at": stamp(collaboration.shipped_at),
        "delivered_at": stamp(collaboration.delivered_at),
        "approved_at": stamp(collaboration.approved_at),
        "posted_at": stamp(collaboration.posted_at),
        "ended_at": stamp(collaboration.ended_at),
    }


def _disclosure(collaboration: Collaboration) -> dict[str, Any]:
    rule = rule_for(collaboration.creator.country, collaboration.brand.country)
    return {
        "country": rule.country or None,
        "words": list(rule.words),
        "within_letters": rule.within,
        "says": says_what(rule),
    }


def terms_data(terms: Terms) -> dict[str, Any]:
    """One version; `agreed_at` is empty while it is only proposed."""
    return {
        "version": terms.version,
        "sha256": terms.sha256,
        "proposed_by": terms.proposed_by or None,
        "agreed_at": stamp(terms.settled_at),
        "body": terms.body,
    }


def live_link_data(link: LiveLink) -> dict[str, Any]:
    return {
        "object": "live_link",
        "id": link.public_id,
        "platform": link.platform,
        "url": link.url,
        "state": link.state,
        "posted_at": stamp(link.posted_at),
        "checked_at": stamp(link.checked_at),
    }


def review_data(review: Review, user: Any) -> dict[str, Any]:
    """A review; the other side's stays sealed until it is published, and its private part always."""
    own = review.side == side_seen(review.collaboration, user)
    shown = own or review.state == Review.State.PUBLISHED
    return stateful(review, "review", permissions.available_actions(review, user)) | {
        "collaboration": review.collaboration.public_id,
        "side": review.side,
        "stars": review.stars if shown else None,
        "public_text": review.public_text if shown else None,
        "would_again": review.would_again if own else None,
        "written_at": stamp(review.written_at),
        "published_at": stamp(review.published_at),
    }


def dispute_data(dispute: Dispute, user: Any) -> dict[str, Any]:
    return stateful(dispute, "dispute", permissions.available_actions(dispute, user)) | {
        "collaboration": dispute.collaboration.public_id,
        "opened_by": dispute.opened_by,
        "reason": dispute.reason,
        "answer": dispute.answer or None,
        "outcome": dispute.outcome or None,
        "decision": dispute.decision or None,
        "opened_at": stamp(dispute.opened_at),
    }


def side_seen(obj: Application | Collaboration, user: Any) -> Side:
    """Whose view a person gets of an object they can see."""
    return Side.CREATOR if obj.creator.user_id == user.pk else Side.BRAND
