"""What must be true of creators."""

from barter.kernel.invariants import Check

CHECKS = [
    Check(
        "creators: everybody has counters",
        """
        SELECT c.id FROM creators_creator c LEFT JOIN creators_creatorcapacity k ON k.creator_id = c.id
        WHERE k.creator_id IS NULL
        """,
    ),
    Check(
        "credits: a verified channel and phone have brought theirs",
        """
        SELECT k.creator_id FROM creators_creatorcapacity k
        WHERE NOT k.verified_credits
          AND EXISTS (SELECT FROM creators_channel c WHERE c.creator_id = k.creator_id AND c.is_verified)
          AND EXISTS (SELECT FROM creators_address a
                      WHERE a.creator_id = k.creator_id AND a.is_phone_verified AND a.removed_at IS NULL)
        """,
    ),
    Check(
        "credits: they were earned for a verified channel and phone at most once",
        """
        SELECT object_id, count(*) FROM kernel_timelineentry
        WHERE object_type = 'creator' AND move = 'earn_credits' GROUP BY object_id HAVING count(*) > 1
        """,
    ),
    Check(
        "vault: a removed address keeps nothing",
        "SELECT id FROM creators_address WHERE removed_at IS NOT NULL AND (is_default OR is_phone_verified OR label <> '')",
    ),
]
