"""What must be true of deals, applications and collaborations: counters equal their rows, ends hold nothing."""

from collections.abc import Iterator

from barter.kernel.canonical import sha256_of
from barter.kernel.invariants import Check
from barter.kernel.models import Message
from deals.events import ApplicationsLeft, DealMoved
from deals.models import Application, Terms
from deals.workflow import (
    APPLICATION_COUNTED,
    COLLABORATION_FAILED,
    COLLABORATION_OVER,
    COLLABORATION_RUNNING,
    DEAL_OVER,
)

_RUNNING = sorted(str(state) for state in COLLABORATION_RUNNING)
_OVER = sorted(str(state) for state in COLLABORATION_OVER)
_FAILED = sorted(str(state) for state in COLLABORATION_FAILED)
_COUNTED = sorted(str(state) for state in APPLICATION_COUNTED)

CHECKS = [
    Check(
        "places: taken equals the collaborations that hold one, and never exceeds the total",
        """
        SELECT p.deal_id, p.taken, p.total, coalesce(c.held, 0) FROM deals_dealplaces p
        LEFT JOIN (SELECT deal_id, count(*) AS held FROM deals_collaboration WHERE place_held GROUP BY deal_id) c
            USING (deal_id)
        WHERE p.taken <> coalesce(c.held, 0) OR p.taken > p.total
        """,
    ),
    Check(
        "places: every deal has its row of places",
        "SELECT d.id FROM deals_deal d LEFT JOIN deals_dealplaces p ON p.deal_id = d.id WHERE p.deal_id IS NULL",
    ),
    Check(
        "places: a full deal has none left",
        """
        SELECT d.id, p.taken, p.total FROM deals_deal d JOIN deals_dealplaces p ON p.deal_id = d.id
        WHERE d.state = 'full' AND p.taken < p.total
        """,
    ),
    Check(
        # renewals of licences hold items, too: content, above, holds that nothing else does
        "stock: every collaboration that holds an item has it reserved, and never exceeds what is there",
        """
        SELECT v.id, v.stock_reserved, v.stock_on_hand, coalesce(c.held, 0) FROM brands_variant v
        LEFT JOIN (
            SELECT variant_id, count(*) AS held FROM deals_collaboration
            WHERE stock_held AND variant_id IS NOT NULL GROUP BY variant_id
        ) c ON c.variant_id = v.id
        WHERE v.stock_reserved < coalesce(c.held, 0) OR v.stock_reserved > v.stock_on_hand
        """,
    ),
    Check(
        "credits: held and lost equal the collaborations that hold or cost one, together never more than granted",
        """
        SELECT k.creator_id, k.credits_held, k.credits_lost, c.held, c.lost FROM creators_creatorcapacity k
        LEFT JOIN (
            SELECT creator_id, count(*) FILTER (WHERE credit_held) AS held, count(*) FILTER (WHERE credit_lost) AS lost
            FROM deals_collaboration WHERE credit_held OR credit_lost GROUP BY creator_id
        ) c USING (creator_id)
        WHERE k.credits_held <> coalesce(c.held, 0) OR k.credits_lost <> coalesce(c.lost, 0)
            OR k.credits_held > k.credits_granted - k.credits_lost
        """,
    ),
    Check(
        "slots: used equals the collaborations that hold one, and never exceeds the maximum",
        """
        SELECT k.brand_id, k.slots_used, coalesce(c.held, 0) FROM brands_brandcapacity k
        LEFT JOIN (SELECT brand_id, count(*) AS held FROM deals_collaboration WHERE slot_held GROUP BY brand_id) c
            USING (brand_id)
        WHERE k.slots_used <> coalesce(c.held, 0) OR k.slots_used > k.slots_max
        """,
    ),
    Check(
        "open applications: the counter equals the rows",
        """
        SELECT k.creator_id, k.open_applications, coalesce(a.open, 0) FROM creators_creatorcapacity k
        LEFT JOIN (
            SELECT creator_id, count(*) AS open FROM deals_application
            WHERE state = ANY(%(counted)s) GROUP BY creator_id
        ) a USING (creator_id)
        WHERE k.open_applications <> coalesce(a.open, 0)
        """,
        {"counted": _COUNTED},
    ),
    Check(
        "collaborations: a running one holds place, credit and slot",
        """
        SELECT id, state FROM deals_collaboration
        WHERE state = ANY(%(running)s) AND NOT (place_held AND credit_held AND slot_held)
        """,
        {"running": _RUNNING},
    ),
    Check(
        "collaborations: an ended one holds neither credit, slot nor stock, a failed one no place either",
        """
        SELECT id, state FROM deals_collaboration
        WHERE state = ANY(%(over)s) AND (credit_held OR slot_held OR stock_held)
           OR state = ANY(%(failed)s) AND place_held
        """,
        {"over": _OVER, "failed": _FAILED},
    ),
    Check(
        "collaborations: an end has its time, a running one has none",
        "SELECT id, state FROM deals_collaboration WHERE (state = ANY(%(over)s)) <> (ended_at IS NOT NULL)",
        {"over": _OVER},
    ),
    Check(
        "collaborations: born of an accepted application of the same deal and creator",
        """
        SELECT c.id, a.state FROM deals_collaboration c JOIN deals_application a ON a.id = c.application_id
        WHERE a.state <> 'accepted' OR a.deal_id <> c.deal_id OR a.creator_id <> c.creator_id
        """,
    ),
    Check(
        "applications: an accepted one has its collaboration",
        """
        SELECT a.id FROM deals_application a LEFT JOIN deals_collaboration c ON c.application_id = a.id
        WHERE a.state = 'accepted' AND c.id IS NULL
        """,
    ),
    Check(
        "terms: version 1 is agreed, versions have no gap, and settled ones have their time",
        """
        SELECT c.id, count(t.id), max(t.version) FROM deals_collaboration c
        LEFT JOIN deals_terms t ON t.collaboration_id = c.id
        GROUP BY c.id
        HAVING count(t.id) = 0 OR count(t.id) <> max(t.version)
            OR NOT bool_or(t.version = 1 AND t.state = 'agreed')
            OR bool_or((t.state = 'proposed') <> (t.settled_at IS NULL))
        """,
    ),
    Check(
        "content clock: nobody makes content for a product that was not received",
        """
        SELECT id, state FROM deals_collaboration
        WHERE state IN ('creating', 'in_review', 'changes_requested', 'approved', 'posted', 'live_hold', 'completed')
          AND delivered_at IS NULL
        """,
    ),
    Check(
        "disputes: a collaboration is disputed exactly while a dispute is undecided",
        """
        SELECT c.id, c.state, d.state FROM deals_collaboration c
        LEFT JOIN deals_dispute d ON d.collaboration_id = c.id AND d.state IN ('open', 'answered', 'staff')
        WHERE (c.state = 'disputed') <> (d.id IS NOT NULL)
        """,
    ),
    Check(
        "reviews: a completed collaboration has two, others none",
        """
        SELECT c.id, c.state, count(r.id) FROM deals_collaboration c
        LEFT JOIN deals_review r ON r.collaboration_id = c.id
        GROUP BY c.id, c.state HAVING count(r.id) <> CASE WHEN c.state = 'completed' THEN 2 ELSE 0 END
        """,
    ),
    Check(
        "reviews: none is published while the other may still be written",
        """
        SELECT r.id FROM deals_review r JOIN deals_review other USING (collaboration_id)
        WHERE r.state = 'published' AND other.state = 'open' AND r.published_at < other.due_at
        """,
    ),
    Check(
        "faults: every no-show and every no-ship end has its fault",
        """
        SELECT c.id, c.state FROM deals_collaboration c
        LEFT JOIN deals_fault f ON f.collaboration_id = c.id AND f.kind = c.state
        WHERE c.state IN ('no_show', 'no_ship') AND f.id IS NULL
        """,
    ),
]


def check() -> Iterator[str]:
    """What SQL alone can't tell."""
    yield from _hashes()
    yield from _left_open()


def _hashes() -> Iterator[str]:
    """The hash of every agreed body is the hash of that body."""
    for collaboration_id, version, body, sha256 in Terms.objects.values_list(
        "collaboration_id", "version", "body", "sha256"
    ).iterator(chunk_size=1_000):
        if sha256_of(body) != sha256:
            yield f"terms of collaboration {collaboration_id}, version {version}: the body is not what was hashed"


def _left_open() -> Iterator[str]:
    """No application is open in a deal that is over, but for those whose end is on its way through the outbox."""
    waiting = Message.objects.filter(done_at=None, name__in=[DealMoved.name, ApplicationsLeft.name])
    rows = Application.objects.filter(state__in=_COUNTED, deal__state__in=DEAL_OVER).select_related("deal")
    suspects: list[int] | None = None
    for _ in range(2):  # a deal may end between the two statements; who is suspected is looked at once more
        announced = set(waiting.values_list("payload__deal", flat=True))
        asked = rows if suspects is None else rows.filter(pk__in=suspects)
        found = [row for row in asked if row.deal.public_id not in announced]
        suspects = [row.pk for row in found]
    for row in found:
        yield f"{row.public_id} is {row.state}, but its deal is {row.deal.state}"
