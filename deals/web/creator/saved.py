"""A deal of any public state as the ticket of the saved list."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from deals.figures import answer_hours
from deals.models import Deal
from deals.web.creator.words import answers_words, get_words, make_words, photo_of, places_words, ships_words, tag_words
from deals.workflow import DealState


def saved_card(deal: Deal, *, at: datetime, base: str) -> dict[str, Any]:
    """Expects brand with capacity and places to be loaded."""
    card, brand = deal.card, deal.brand
    kind, photo = card.get("kind", "parcel"), photo_of(card.get("image"))
    tag, urgent = tag_words(deal.published_at, deal.due_at, at)
    if deal.state == DealState.PAUSED:
        tag, urgent = _("Paused"), False
    return {
        "url": f"{base}{deal.public_id}/",
        "key": deal.public_id,
        "title": deal.title,
        "brand_name": brand.name,
        "brand_tint": brand.colour,
        "verified": brand.verified_at is not None,
        "answers": answers_words(answer_hours(brand.capacity)),
        "places": places_words(deal.places.left, deal.places.total),
        "ships": ships_words(kind, deal.ship_within_days),
        "get": get_words(kind, deal.fmv_minor, deal.currency),
        "make": make_words(card.get("makes", ())),
        "image_url": photo["url"],
        "image_alt": photo["alt"],
        "image_width": photo["width"],
        "image_height": photo["height"],
        "tag": tag,
        "tag_you": urgent,
        "full": deal.state == DealState.FULL,
        "save_url": f"{base}{deal.public_id}/save/",
        "saved": True,
    }
