"""What must be true of brands."""

from barter.kernel.invariants import Check

CHECKS = [
    Check(
        "slots: the limit is what plan and late parcels allow, or what is in use above that",
        """
        SELECT brand_id, slots_max, slots_wanted, slots_late, slots_used FROM (
            SELECT *, greatest(slots_wanted - slots_late, least(slots_wanted, 1)) AS allowed FROM brands_brandcapacity
        ) k WHERE slots_max < allowed OR slots_max > greatest(allowed, slots_used)
        """,
    ),
    Check(
        "slots: what late parcels take comes back",
        "SELECT brand_id FROM brands_brandcapacity WHERE slots_late > 0 AND wake_at IS NULL",
    ),
]
