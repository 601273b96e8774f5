"""A live deal as the ticket of a list. Called twenty times a page: no query, no reverse, no template."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from deals.feed import FeedRow
from deals.web.creator.words import answers_words, get_words, make_words, photo_of, ships_words, tag_words
from deals.workflow import DealState


def feed_cards(
    rows: Iterable[FeedRow], *, at: datetime, saved: Collection[int] | None = None, first_is_eager: bool = True
) -> list[dict[str, Any]]:
    """Tickets for {% tickets %}. `saved` are keys of saved deals; None for readers who can't save."""
    base = reverse("feed")
    cards = [feed_card(row, at=at, base=base, saved=saved) for row in rows]
    if cards and first_is_eager:
        cards[0]["first"] = True
    return cards


def feed_card(row: FeedRow, *, at: datetime, base: str, saved: Collection[int] | None = None) -> dict[str, Any]:
    card = row.card
    kind, photo = card.get("kind", "parcel"), photo_of(card.get("image"))
    tag, urgent = tag_words(row.published_at, row.due_at, at)
    url = f"{base}{row.public_id}/"
    return {
        "url": url,
        "key": row.public_id,
        "title": row.title,
        "brand_name": row.brand_name,
        "brand_tint": row.brand_colour,
        "verified": row.brand_verified,
        "answers": answers_words(row.answer_hours),
        "places": f"{row.places_left} of {row.places_total} places left",
        "ships": ships_words(kind, row.ship_within_days),
        "get": get_words(kind, row.fmv_minor, row.currency),
        "make": make_words(card.get("makes", ())),
        "image_url": photo["url"],
        "image_alt": photo["alt"],
        "image_width": photo["width"],
        "image_height": photo["height"],
        "tag": tag,
        "tag_you": urgent,
        "full": row.state == DealState.FULL,
        "save_url": f"{url}save/" if saved is not None else "",
        "saved": saved is not None and row.pk in saved,
    }
