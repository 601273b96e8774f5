"""The stages of the pipeline: which states stand in which column, in the brand's words. Data only."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils.translation import gettext_noop

from barter.kernel.wording import pgettext_noop, spoken
from brands.models import Product
from deals.workflow import COLLABORATION_FAILED, ApplicationState, CollaborationState

A, C = ApplicationState, CollaborationState


@dataclass(frozen=True, slots=True)
class Stage:
    """One column; title and `empty` are translated where they are shown. `of_application` or `of_collaboration` holds its states; the oldest of `since` stands on top."""

    slug: str
    title: str
    empty: str
    css: str = ""
    of_application: frozenset[str] = frozenset()
    of_collaboration: frozenset[str] = frozenset()
    on_board: bool = True
    in_line: bool = False

    @property
    def words(self) -> str:
        """The title in the reader's language."""
        return spoken(self.title)

    @property
    def since(self) -> str:
        """The column that says how long a row has waited; those `in_line` have waited since they applied."""
        if self.of_collaboration:
            return "collaboration__state_since"
        return "submitted_at" if self.in_line else "state_since"

    @property
    def is_ranked(self) -> bool:
        """Whether the brand chooses among them; the waitlist has an order of its own."""
        return self.in_line and self.on_board

    def rows(self, deal_pk: int) -> Q:
        """Filter of applications to one deal; names the deal on both tables so that each can use its index."""
        if self is BEING_DECLINED:
            return Q(pending__deal=deal_pk) & ~STAYS
        if self.of_application:
            return Q(state__in=self.of_application) & STAYS
        return Q(collaboration__state__in=self.of_collaboration, collaboration__deal=deal_pk)


_STAGES = [
    Stage("new", pgettext_noop("applicants", "New"), gettext_noop("Nobody waits for an answer"), of_application=frozenset({A.SUBMITTED, A.SHORTLISTED, A.COUNTERED}), in_line=True),
    Stage("to-ship", gettext_noop("To ship"), gettext_noop("Nothing to send"), "col--get", of_collaboration=frozenset({C.TO_SHIP})),
    Stage("on-its-way", gettext_noop("On its way"), gettext_noop("Nothing is on its way"), "col--get",
          of_collaboration=frozenset({C.SHIPPED, C.DELIVERED, C.VOUCHER_SENT, C.BOOKED, C.CHECKED_IN})),
    Stage("filming", gettext_noop("Filming"), gettext_noop("No one is filming yet"), "col--make", of_collaboration=frozenset({C.CREATING, C.CHANGES_REQUESTED})),
    Stage("to-review", gettext_noop("To review"), gettext_noop("No content to review"), "col--make", of_collaboration=frozenset({C.IN_REVIEW})),
    Stage("approved", gettext_noop("Approved"), gettext_noop("Nothing approved yet"), "col--ok",
          of_collaboration=frozenset({C.APPROVED, C.POSTED, C.LIVE_HOLD, C.COMPLETED})),
    Stage("problems", gettext_noop("Problems"), gettext_noop("No problems"), of_collaboration=frozenset({C.ON_HOLD, C.DISPUTED}), on_board=False),
    Stage("asked", gettext_noop("They answer"), gettext_noop("No invitation or offer is open"), of_application=frozenset({A.INVITED, A.OFFERED}), on_board=False),
    Stage("waitlist", gettext_noop("Waitlist"), gettext_noop("Nobody is on the waitlist"), of_application=frozenset({A.WAITLISTED}), on_board=False, in_line=True),
    Stage("being-declined", gettext_noop("Being declined"), gettext_noop("Nobody is being declined"), on_board=False),
    Stage("not-chosen", gettext_noop("Not chosen"), gettext_noop("Nobody was turned down"),
          of_application=frozenset({A.DECLINED, A.WITHDRAWN, A.EXPIRED, A.NOT_SELECTED}), on_board=False),
    Stage("ended", gettext_noop("Ended"), gettext_noop("No trade ended early"), of_collaboration=COLLABORATION_FAILED, on_board=False),
]  # fmt: skip
STAGES: Mapping[str, Stage] = {stage.slug: stage for stage in _STAGES}
# Nothing is shipped for these: such a trade begins where a parcel's is on its way.
_WITHOUT_PARCEL: Mapping[str, Stage] = {
    Product.Kind.VOUCHER: replace(
        STAGES["on-its-way"], title=gettext_noop("Voucher sent"), empty=gettext_noop("Nobody is trying the voucher")
    ),
    Product.Kind.VISIT: replace(
        STAGES["on-its-way"], title=gettext_noop("Visits"), empty=gettext_noop("No visit is coming up")
    ),
}
BEING_DECLINED = STAGES["being-declined"]
# Nobody said no to them a few minutes ago: those are out of the way, and come back when it is taken back.
STAYS = Q(pending__tell_at=None)
# Whom the brand has to answer, in every list and count of them.
TO_ANSWER = Q(state__in=STAGES["new"].of_application) & STAYS
BOARD = tuple(stage for stage in _STAGES if stage.on_board)
# What the brand can answer in bulk.
ANSWERABLE = frozenset({A.SUBMITTED, A.SHORTLISTED, A.WAITLISTED})
# Whom it has said neither yes nor no to, as long as nothing is kept to be told later.
AWAITS_BRAND = ANSWERABLE | STAGES["new"].of_application
# Those of them who wait in the first column.
NEW_TO_ANSWER = ANSWERABLE & STAGES["new"].of_application


def stages_for(exchange: str) -> Mapping[str, Stage]:
    """The stages of a deal with this way of handing over, in its words; by slug."""
    own = _WITHOUT_PARCEL.get(exchange)
    return {**STAGES, own.slug: own} if own else STAGES


def board_for(exchange: str) -> list[Stage]:
    """The columns of such a deal."""
    stages = stages_for(exchange)
    return [stages[one.slug] for one in BOARD if one.slug != "to-ship" or exchange not in _WITHOUT_PARCEL]


def stage_of(application_state: str, collaboration_state: str | None, *, stays: bool = True) -> Stage | None:
    """The one stage in which an applicant stands."""
    if not stays:
        return BEING_DECLINED
    if collaboration_state is not None:
        return next((stage for stage in _STAGES if collaboration_state in stage.of_collaboration), None)
    return next((stage for stage in _STAGES if application_state in stage.of_application), None)
