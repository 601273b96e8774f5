"""What must be true of every conversation, line and mail."""

from barter.kernel.invariants import Check

CHECKS = [
    Check(
        "inbox: a mail says that it was sent exactly when it was",
        "SELECT message_id, state FROM inbox_mail WHERE (state = 'sent') <> (sent_at IS NOT NULL)",
    ),
    Check(
        "inbox: a mail has a next try exactly while it is not settled",
        "SELECT message_id, state FROM inbox_mail WHERE (state IN ('waiting', 'claimed', 'handed')) <> (send_at IS NOT NULL)",
    ),
    Check(
        "inbox: no mail is stuck on its way to the server",
        "SELECT message_id, state FROM inbox_mail WHERE state = 'handed' AND claimed_at < now() - interval '10 minutes'",
    ),
    Check(
        "inbox: a thread belongs to the two sides of its application and ends with its last message",
        """
        SELECT t.public_id FROM inbox_thread t
        JOIN deals_application a ON a.id = t.application_id JOIN deals_deal d ON d.id = a.deal_id
        WHERE t.creator_id <> a.creator_id OR t.brand_id <> d.brand_id OR t.last_message_id IS DISTINCT FROM
            (SELECT max(m.id) FROM inbox_chatmessage m WHERE m.thread_id = t.id)
        """,
    ),
    Check(
        "inbox: only people of the two sides wrote",
        """
        SELECT m.public_id FROM inbox_chatmessage m JOIN inbox_thread t ON t.id = m.thread_id
        JOIN creators_creator c ON c.id = t.creator_id
        WHERE (m.side = 'creator') <> (m.author_id = c.user_id) OR m.side NOT IN ('creator', 'brand')
        """,
    ),
    Check(
        "inbox: nobody has read what was not written",
        """
        SELECT r.id FROM inbox_threadread r JOIN inbox_thread t ON t.id = r.thread_id
        WHERE r.last_read_id > coalesce(t.last_message_id, 0)
        """,
    ),
]
