"""What deals and trades hold about a person: see `barter.kernel.personal`."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from barter.kernel.actors import Actor, Side
from barter.kernel.errors import WrongState
from barter.kernel.personal import Obstacle, Part, Row, rows
from brands.models import Membership
from deals.models import Application, Collaboration, Deal, Fault, LiveLink, Review, SavedDeal, SavedSearch
from deals.operations import decline_invitation, decline_offer, withdraw_application
from deals.workflow import APPLICATION_OPEN, DEAL_OVER

A = Application.State
_WAYS_OUT = {A.INVITED: decline_invitation, A.OFFERED: decline_offer}
_DEAL = {"deal_public_id": "deal__public_id", "deal_title": "deal__title", "brand_name": "deal__brand__name"}
_TRADE = (
    "public_id", "state", "exchange", "agreed_at", "shipped_at", "delivered_at", "visit_date", "submitted_at", "approved_at", "posted_at",
    "ended_at", "problem_code", "problem_note", "was_late", "credit_lost", "ended_by_verdict",
)  # fmt: skip
_NOT_PUBLISHED = frozenset({Deal.State.DRAFT, Deal.State.REJECTED})


def _gather(user_id: int) -> Iterator[tuple[str, Iterable[Row]]]:
    """What they did as a creator, with the names of deals and brands, and nothing of the brand's people."""
    own = Q(collaboration__creator__user=user_id)
    yield "applications", rows(Application.objects.filter(creator__user=user_id), "public_id", "state", "pitch", "clips", "proposal", "submitted_at", **_DEAL)  # fmt: skip
    yield "trades", rows(Collaboration.objects.filter(creator__user=user_id), *_TRADE, **_DEAL)
    links = LiveLink.objects.filter(own)
    yield "posts", rows(links, "public_id", "platform", "url", "state", trade="collaboration__public_id")
    reviews = Review.objects.filter(own, side=Side.CREATOR).exclude(written_at=None)
    yield "reviews", rows(reviews, "public_id", "stars", "public_text", "would_again", "written_at", "published_at", trade="collaboration__public_id")  # fmt: skip
    faults = Fault.objects.filter(own, side=Side.CREATOR)
    yield "faults", rows(faults, "public_id", "kind", "state", "appeal_note", trade="collaboration__public_id")
    yield "saved_deals", rows(SavedDeal.objects.filter(creator__user=user_id), "at", **_DEAL)
    searches = SavedSearch.objects.filter(creator__user=user_id)
    yield "saved_searches", rows(searches, "public_id", "name", "text", "topics", "alerts", "created_at")


def _obstacles(user_id: int) -> Iterator[Obstacle]:
    """Trades of their own; those of a brand nobody else works for."""
    own = Collaboration.objects.running().filter(creator__user=user_id).count()
    if own:
        words = ngettext("{count} of your trades is running. Finish it first, or end it.",
                         "{count} of your trades are running. Finish them first, or end them.", own)  # fmt: skip
        yield Obstacle(words.format(count=own), reverse("my_deals"), _("To your deals"))
    for member in Membership.objects.filter(user=user_id).select_related("brand"):
        if not Membership.objects.filter(brand=member.brand).exclude(user=user_id).exists():
            yield from _of_a_brand_left_alone(member)


def _of_a_brand_left_alone(member: Membership) -> Iterator[Obstacle]:
    brand = member.brand
    running = Collaboration.objects.running().filter(brand=brand).count()
    if running:
        words = ngettext("{count} trade of {brand} is running, and nobody else works there.",
                         "{count} trades of {brand} are running, and nobody else works there.", running)  # fmt: skip
        yield Obstacle(words.format(count=running, brand=brand.name), reverse("brand_today"), _("To the brand"))
    posted = Deal.objects.filter(brand=brand).exclude(state__in=[*DEAL_OVER, *_NOT_PUBLISHED]).count()
    if posted:
        words = ngettext("{count} deal of {brand} is open. Close it first.",
                         "{count} deals of {brand} are open. Close them first.", posted)  # fmt: skip
        yield Obstacle(words.format(count=posted, brand=brand.name), reverse("brand_deals"), _("To the deals"))


def _leave(user_id: int, at: datetime) -> None:
    """No brand chooses somebody who goes: what is open is withdrawn or declined."""
    open_ones = Application.objects.filter(creator__user=user_id, state__in=APPLICATION_OPEN)
    for application in open_ones.order_by("pk"):
        end = _WAYS_OUT.get(A(application.state), withdraw_application)
        try:
            end(application=application, by=Actor.creator(user_id), at=at)
        except WrongState:  # the other side was faster; a trade that began is an obstacle
            continue


def _erase(user_id: int, at: datetime) -> None:
    """Trades stay with the other side, without what the creator wrote to be chosen."""
    Application.objects.filter(creator__user=user_id).exclude(pitch="").update(pitch="")
    SavedDeal.objects.filter(creator__user=user_id).delete()
    SavedSearch.objects.filter(creator__user=user_id).delete()


PART = Part(app="deals", gather=_gather, obstacles=_obstacles, leave=_leave, erase=_erase)
