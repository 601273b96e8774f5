"""Double-blind reviews: opened together at completion, sealed when written, published together."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from barter.kernel.actors import Actor, Side
from barter.kernel.errors import NotAllowed, NotFound
from barter.kernel.moves import record_move
from barter.kernel.stateful import CLOCK_FIELDS
from deals.errors import StarsOutOfRange
from deals.events import ReviewMoved
from deals.models import Collaboration, Review
from deals.workflow import REVIEW, ReviewState

_WORST, _BEST = 1, 5


def open_reviews(collaboration: Collaboration, at: datetime) -> None:
    """Both sides may write for 14 days. The caller holds the collaboration's lock."""
    for side in (Side.BRAND, Side.CREATOR):
        review = Review(collaboration=collaboration, side=str(side))
        review.enter(ReviewState.OPEN, at)
        review.save(force_insert=True)
        _record(review, "open", Actor.system(), at, before="")


def write_review(
    *, collaboration: Collaboration, by: Actor, stars: int, public_text: str, would_again: bool | None, at: datetime
) -> Review:
    """Write once; it can't be changed. Published at once when the other side has written, else after the 14 days.

    Raises NotFound before completion, StarsOutOfRange, WrongState when it is written or the time is over.
    """
    if by.side not in {Side.BRAND, Side.CREATOR}:
        raise NotAllowed
    if not _WORST <= stars <= _BEST:
        raise StarsOutOfRange(field="stars")
    with transaction.atomic():
        reviews = {review.side: review for review in lock_reviews(collaboration)}
        if by.side not in reviews:
            raise NotFound(_("There is nothing to review yet."))
        review = reviews[by.side]
        REVIEW.check("write", review.state, by.side)
        review.stars, review.public_text, review.would_again, review.written_at = stars, public_text, would_again, at
        due_at = review.due_at
        move_review(review, "write", by=by, at=at, due_at=due_at, changed=_WORDS)
        if all(one.state == ReviewState.SEALED for one in reviews.values()):
            for one in reviews.values():
                publish(one, at=at)
        return review


_WORDS = ("stars", "public_text", "would_again", "written_at")


def publish(review: Review, *, at: datetime) -> None:
    review.published_at = at
    move_review(review, "publish", by=Actor.system(), at=at, changed=("published_at",))


def lapse(review: Review, *, at: datetime) -> None:
    """Nobody wrote in time."""
    move_review(review, "lapse", by=Actor.system(), at=at)


def lock_reviews(collaboration: Collaboration) -> list[Review]:
    """Both reviews, locked in the order of their keys."""
    rows = Review.objects.filter(collaboration_id=collaboration.pk).order_by("pk")
    return list(rows.select_for_update(of=("self",)).select_related("collaboration"))


def move_review(
    review: Review,
    name: str,
    *,
    by: Actor,
    at: datetime,
    due_at: datetime | None = None,
    changed: tuple[str, ...] = (),
) -> None:
    """Make one move of the table REVIEW. The caller holds the lock."""
    before = review.state
    target = REVIEW.check(name, before, by.side).target
    if target is not None:
        review.enter(target, at, due_at=due_at)
    review.save(update_fields=[*CLOCK_FIELDS, *changed])
    _record(review, name, by, at, before=before)


def _record(review: Review, name: str, by: Actor, at: datetime, *, before: str) -> None:
    event = ReviewMoved(
        review=review.public_id, collaboration=review.collaboration.public_id, move=name, state=review.state
    )
    record_move(review, move=name, actor=by, at=at, from_state=before, to_state=review.state, event=event)
