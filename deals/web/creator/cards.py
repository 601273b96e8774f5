"""A live deal as the ticket of a list. Called twenty times a page: no query, no reverse, no template.

What is drawn is kept under everything that is shown of it and its language, so nothing stale can come out.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from barter.kernel.templatetags.ticket import ticket_html
from deals.feed import FeedRow
from deals.web.creator.words import answers_words, get_words, make_words, photo_of, places_words, ships_words, tag_words
from deals.workflow import DealState

Said = tuple[str, bool]  # a sentence about the deal and this reader, and whether it speaks for it


def feed_cards(
    rows: Iterable[FeedRow],
    *,
    at: datetime,
    saved: Collection[int] | None = None,
    asks: bool = False,
    first_is_eager: bool = True,
    said: Mapping[int, Said] | None = None,
) -> list[Mapping[str, Any]]:
    """Tickets for {% tickets %}. `saved`: keys of saved deals, None for readers who can't save; `asks`: they are asked to
    join first. `said`: what a deal is to this reader, by its key; such a ticket is drawn for them alone."""
    base, language = reverse("feed"), get_language() or "en"
    cards = []
    for number, row in enumerate(rows):
        tag, urgent = tag_words(row.published_at, row.due_at, at)
        is_saved = None if saved is None else row.pk in saved
        values = (row, base, tag, urgent, is_saved, asks, first_is_eager and number == 0)
        own = said.get(row.pk) if said else None
        cards.append(
            _draw(_ticket(*values) | {"said": own[0], "said_met": own[1]}) if own else _drawn(*values, language)
        )
    return cards


@lru_cache(maxsize=2048)
def _drawn(
    row: FeedRow, base: str, tag: str, urgent: bool, saved: bool | None, asks: bool, first: bool, language: str
) -> Mapping[str, Any]:
    return _draw(_ticket(row, base, tag, urgent, saved, asks, first))


def _draw(ticket: dict[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType({**ticket, "html": ticket_html(ticket)})


def _ticket(
    row: FeedRow, base: str, tag: str, urgent: bool, saved: bool | None, asks: bool, first: bool
) -> dict[str, Any]:
    card, url = row.card, f"{base}{row.public_id}/"
    kind, photo = card.get("kind", "parcel"), photo_of(card.get("image"))
    return {
        "url": url,
        "key": row.public_id,
        "title": row.title,
        "brand_name": row.brand_name,
        "brand_tint": row.brand_colour,
        "verified": row.brand_verified,
        "answers": answers_words(row.answer_hours),
        "places": places_words(row.places_left, row.places_total),
        "ships": ships_words(kind, row.ship_within_days),
        "get": get_words(kind, row.fmv_minor, row.currency),
        "make": make_words(card.get("makes", ())),
        "image_url": photo["url"],
        "image_srcset": photo["srcset"],
        "image_alt": photo["alt"],
        "image_width": photo["width"],
        "image_height": photo["height"],
        "tag": tag,
        "tag_you": urgent,
        "full": row.state == DealState.FULL,
        "save_url": f"{url}save/" if asks or saved is not None else "",
        "save_asks": asks,
        "saved": bool(saved),
        "first": first,
    }
