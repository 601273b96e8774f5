"""What must always be true of shipping; `manage.py check_invariants` prints each row these find."""

from barter.kernel.invariants import Check
from deals.workflow import COLLABORATION_OVER
from shipping.workflow import SHIPMENT_MOVING, SHIPMENT_OVER

_OVER = sorted(str(state) for state in COLLABORATION_OVER)
_PARCEL_OVER = sorted(str(state) for state in SHIPMENT_OVER)

CHECKS = [
    Check(
        "addresses: none is kept longer than its 30 days",
        # an hour of leeway: the clock of the demo jumps, and the purge is the next beat's
        """
        SELECT s.public_id, c.ended_at FROM shipping_shipment s JOIN deals_collaboration c ON c.id = s.collaboration_id
        WHERE s.address IS NOT NULL AND (c.state = ANY(%(over)s) OR s.renewal <> '') AND s.purge_at IS NOT NULL
          AND s.purge_at < (SELECT now() + coalesce(max("offset"), interval '0') FROM kernel_productclock)
              - interval '1 hour'
        """,
        {"over": _OVER},
    ),
    Check(
        "addresses: every ended exchange has a day on which its address goes",
        # the day is set by the outbox, a moment after the end
        """
        SELECT s.public_id, c.state FROM shipping_shipment s JOIN deals_collaboration c ON c.id = s.collaboration_id
        WHERE s.address IS NOT NULL AND s.purge_at IS NULL AND s.renewal = '' AND c.state = ANY(%(over)s)
          AND NOT EXISTS (SELECT 1 FROM kernel_message m WHERE m.done_at IS NULL AND m.name LIKE 'deals.collaboration%%')
        """,
        {"over": _OVER},
    ),
    Check(
        "addresses: every renewal's parcel that is over has such a day, too",
        "SELECT public_id, state FROM shipping_shipment WHERE address IS NOT NULL AND purge_at IS NULL AND renewal <> '' "
        "AND state = ANY(%(over)s)",
        {"over": _PARCEL_OVER},
    ),
    Check(
        "addresses: what is purged is gone",
        "SELECT public_id FROM shipping_shipment WHERE address_purged_at IS NOT NULL AND address IS NOT NULL",
    ),
    Check(
        "addresses: each view was made by the brand's people or those who were, inside the window",
        """
        SELECT a.id, s.public_id FROM shipping_addressaccess a
        JOIN shipping_shipment s ON s.id = a.shipment_id JOIN deals_collaboration c ON c.id = s.collaboration_id
        WHERE a.at < s.created_at OR (s.renewal = '' AND a.at > c.ended_at) OR a.viewer_id = (
            SELECT user_id FROM creators_creator WHERE id = c.creator_id)
        """,
    ),
    Check(
        "shipments: at most one parcel of an exchange is under way",
        """
        SELECT collaboration_id, count(*) FROM shipping_shipment
        WHERE renewal = '' AND state <> ALL(%(over)s) GROUP BY collaboration_id HAVING count(*) > 1
        """,
        {"over": _PARCEL_OVER},
    ),
    Check(
        "shipments: every exchange that is to be shipped has a parcel that waits",
        """
        SELECT c.public_id FROM deals_collaboration c
        WHERE c.state = 'to_ship' AND c.exchange = 'parcel'
          AND NOT EXISTS (SELECT 1 FROM shipping_shipment s WHERE s.collaboration_id = c.id AND s.state = 'label_pending'
                          AND s.renewal = '')
          AND NOT EXISTS (SELECT 1 FROM kernel_message m WHERE m.done_at IS NULL AND m.name LIKE 'deals.collaboration%')
        """,
    ),
    Check(
        "shipments: every exchange that was shipped has a parcel with a number",
        """
        SELECT c.public_id FROM deals_collaboration c
        WHERE c.state = 'shipped' AND c.exchange = 'parcel'
          AND NOT EXISTS (SELECT 1 FROM shipping_shipment s WHERE s.collaboration_id = c.id AND s.tracking_number <> ''
                          AND s.renewal = '')
        """,
    ),
    Check(
        "shipments: brand and exchange agree",
        """
        SELECT s.public_id FROM shipping_shipment s JOIN deals_collaboration c ON c.id = s.collaboration_id
        WHERE s.brand_id <> c.brand_id
        """,
    ),
    Check(
        "shipments: a delivered one has its time and its scan",
        """
        SELECT s.public_id FROM shipping_shipment s
        WHERE s.state = 'delivered' AND (s.delivered_at IS NULL OR NOT EXISTS (
            SELECT 1 FROM shipping_trackingevent e WHERE e.shipment_id = s.id AND e.state = 'delivered'))
        """,
    ),
    Check(
        "shipments: nobody asks about a parcel that does not move",
        "SELECT public_id, state FROM shipping_shipment WHERE poll_at IS NOT NULL AND state <> ALL(%(moving)s)",
        {"moving": sorted(str(state) for state in SHIPMENT_MOVING)},
    ),
    Check(
        "carriers: every pushed scan was applied",
        """
        SELECT carrier, event_id FROM shipping_carriermessage
        WHERE processed_at IS NULL AND received_at < (
            SELECT now() + coalesce(max("offset"), interval '0') FROM kernel_productclock) - interval '10 minutes'
        """,
    ),
]
