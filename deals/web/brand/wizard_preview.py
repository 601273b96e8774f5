"""What the wizard shows beside a step: the ticket as creators will see it, and what follows from the numbers."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from barter.kernel.pictures import picture_url
from barter.kernel.places import country_name, language_name
from barter.kernel.templatetags.words import either_words, number_words
from deals import brief, eligibility
from deals.models import Deal
from deals.reach import MOST_COUNTED, count_in_time, matching
from deals.web.brand.wizard_checks import Check, checks_of
from deals.web.creator import words
from deals.web.creator.timeline import deal_timeline


@dataclass(frozen=True, slots=True)
class Reach:
    """How many creators may apply now; `of_topic` are those among them who make this category. `is_open`: to everybody."""

    count: int
    of_topic: int
    topic: str
    is_open: bool

    @property
    def text(self) -> str:
        if self.count > MOST_COUNTED:
            return _("More than {count} creators can apply.").format(count=number_words(MOST_COUNTED))
        if not self.count:
            if self.is_open:
                return _("No creator can apply yet. The deal waits in the feed for the first who joins.")
            return _("Nobody can apply like this. Loosen something.")
        return ngettext("1 creator can apply.", "{count} creators can apply.", self.count).format(count=self.count)

    @property
    def aside(self) -> str:
        if not (self.topic and self.count):
            return ""
        # others keep the capital: German nouns have one anywhere
        topic = self.topic.lower() if (get_language() or "en").startswith("en") else self.topic
        if not self.of_topic:
            return _("None of them is known for {topic}.").format(topic=topic)
        if self.of_topic > MOST_COUNTED:
            told, count = _("More than {count} of them are known for {topic}."), number_words(MOST_COUNTED)
        else:
            told = ngettext(
                "{count} of them is known for {topic}.", "{count} of them are known for {topic}.", self.of_topic
            )
            count = str(self.of_topic)
        return told.format(count=count, topic=topic)


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything shown of a deal beside its form. Read while the deal is as it will be."""

    ticket: dict[str, Any]
    meter: brief.ValueMeter | None
    rights: list[tuple[str, str]] = field(default_factory=list)
    reach: Reach | None = None
    checks: list[Check] = field(default_factory=list)


def preview_of(deal: Deal, step: str, at: datetime) -> Preview:
    return Preview(
        ticket=ticket_of(deal),
        meter=brief.value_meter(deal) if deal.product_id and deal.card.get("makes") else None,
        rights=words.rights_rows(words.licence_of(deal)) if step == "rights" else [],
        reach=reach_of(deal, at) if step == "who" else None,
        checks=checks_of(deal) if deal.product_id and step in {"who", "publish"} else [],
    )


def reach_of(deal: Deal, at: datetime) -> Reach | None:
    """None when it can't be counted in time."""
    rules = eligibility.rules_of(deal)
    is_open = not (rules.countries or rules.platforms or rules.languages or rules.min_followers)
    rows = matching(rules, at=at)
    count = count_in_time(rows)
    if count is None:
        return None
    topical = count_in_time(rows.filter(niches__contains=[deal.category])) if deal.category else None
    return Reach(count, topical or 0, str(deal.get_category_display()) if topical is not None else "", is_open)


def ticket_of(deal: Deal) -> dict[str, Any]:
    """The deal as the ticket of a list, unfinished or not."""
    card, brand = deal.card, deal.brand
    kind, image, makes = card.get("kind", "parcel"), card.get("image") or {}, card.get("makes", ())
    total, left = deal.places.total, deal.places.left
    return {
        "url": reverse("brand_deal_edit", args=[deal.public_id, "publish"]),
        "title": deal.title or _("Your deal"),
        "brand_name": brand.name,
        "brand_tint": brand.colour,
        "verified": brand.verified_at is not None,
        "places": _("{left} of {total} places left").format(left=left, total=total),
        "ships": words.ships_words(kind, deal.ship_within_days),
        "get": words.get_words(kind, deal.fmv_minor, deal.currency) if card.get("product") else _("Your product"),
        "make": words.make_words(makes) if makes else _("What you ask for"),
        "image_url": picture_url(image.get("source", "")),
        "image_alt": image.get("alt", ""),
        "image_width": image.get("width"),
        "image_height": image.get("height"),
        "first": True,
    }


def show_new(preview: Preview, worth: tuple[str, int, str]) -> None:
    """What is typed of a new product before it can be made: its worth once that can be read, and no other one's picture."""
    kind, minor, currency = worth
    get = words.get_words(kind, minor, currency) if minor else _("Your product")
    preview.ticket.update(get=get, image_url="", image_alt="")


def full_view(deal: Deal, at: datetime) -> dict[str, Any]:
    """The whole deal page in small, for the last step: trade, dates, brief, rights."""
    card = deal.card
    kind, makes = card.get("kind", "parcel"), card.get("makes", [])
    variants = [row.title for row in deal.product.variants.all()] if deal.product else []
    return {
        "get": words.get_words(kind, deal.fmv_minor, deal.currency) if card.get("product") else _("Your product"),
        "make": words.make_words(makes),
        "get_lines": words.get_lines(card.get("product", ""), kind, variants),
        "make_lines": words.make_lines(
            makes, must_post=deal.must_post, create_within_days=deal.create_within_days, live_days=deal.live_days
        ),
        "timeline": deal_timeline(deal, kind, at),
        "brief_items": words.brief_lines({"kind": line.kind, "text": line.text} for line in brief.lines_of(deal)),
        "rights_rows": words.rights_rows(words.licence_of(deal)),
        "who_rows": who_rows(deal),
    }  # fmt: skip


def who_rows(deal: Deal) -> list[tuple[str, str]]:
    """Who may apply, in words."""
    names = [country_name(code) for code in deal.countries]
    countries = ", ".join(names[:6])
    if len(names) > 6:
        told = ngettext("{countries} and {count} more", "{countries} and {count} more", len(names) - 6)
        countries = told.format(countries=countries, count=len(names) - 6)
    followers = _("Any number")
    if deal.min_followers:
        followers = _("{count} or more").format(count=number_words(deal.min_followers))
    return [
        (_("Places"), str(deal.places.total)),
        (_("Countries"), countries or _("Everywhere")),
        (_("Channels"), _any_of([words.channel_words(one) for one in deal.platforms])),
        (_("Followers"), followers),
        (_("Languages"), _any_of([language_name(one) for one in deal.languages])),
    ]


def _any_of(names: list[str]) -> str:
    """ "English or German"; "Any" when nothing is asked for."""
    return either_words(names) if names else _("Any")
