"""Who gets what answer. A policy names one outcome a role, in the order of ROLES; every line of the table has one.

ok: the door is open (what happens then, a page or a refusal of shape or state, is another test's business).
in: sign in first (401, or the way to the sign-in page). again: type the password again first. 403: seen, but not allowed. 404: unseen. 405: no such method.
"""

ROLES = ("anonymous", "creator", "other_creator", "viewer", "manager", "owner", "other_brand", "staff", "desk")
Policy = dict[str, str]


def policy(outcomes: str) -> Policy:
    return dict(zip(ROLES, outcomes.split(), strict=True))


#                      anon creat other viewr mngr owner rival staff desk
PUBLIC = policy("        ok   ok    ok    ok   ok   ok    ok    ok   ok")
CLOSED = policy("       404  404   404   404  404  404   404   404  404")
NOBODY = policy("       405  405   405   405  405  405   405   405  405")
SIGNED = policy("        in   in    in    in   in   in    in    in   in")  # a signature opens it, no person does
MEMBERS = policy("       in   ok    ok    ok   ok   ok    ok    ok   ok")
# Pages
CREATORS = policy("      in   ok    ok   404  404  404   404   404  404")
KEPT = policy("          ok   ok    ok   404  404  404   404   404  404")  # a visitor's wish waits for an account
CREATOR_OWN = policy("   in   ok   404   404  404  404   404   404  404")
BRANDS = policy("        in  404   404    ok   ok   ok    ok   404  404")
BRANDS_MANAGE = policy(" in  404   404   403   ok   ok    ok   404  404")
BRANDS_OWN = policy("    in  404   404   403  403   ok    ok   404  404")
BRAND_SEES = policy("    in  404   404    ok   ok   ok   404   404  404")
BRAND_MANAGES = policy(" in  404   404   403   ok   ok   404   404  404")
BRAND_OWNS = policy("    in  404   404   403  403   ok   404   404  404")
SIDES = policy("         in   ok   404    ok   ok   ok   404   404  404")
SIDES_WRITE = policy("   in   ok   404   403   ok   ok   404   404  404")
SIDES_MANAGE = SIDES_WRITE
# The API: whoever sees the other side's things may learn that a verb is not theirs (403)
CREATOR_ACTS = policy("  in   ok   404   403  403  403   404   404  404")
BRAND_ACTS = policy("    in  403   404   403   ok   ok   404   404  404")
# A live deal is seen by all
DEAL_BRAND_ACTS = policy("in 403   403   403   ok   ok   403   403  403")
DEAL_BRAND_SEES = policy("in 403   403    ok   ok   ok   403   403  403")
DEAL_CREATORS = policy(" in   ok    ok   403  403  403   403   403  403")
# Staff
STAFF_PAGES = policy("   in   in    in    in   in   in    in    ok   ok")
LOOK = policy("          in   in    in    in   in   in    in   403   ok")  # with the right to view that kind
NEVER = policy("         in   in    in    in   in   in    in   403  403")  # not even with every right
NOTHING_THERE = policy(" in   in    in    in   in   in    in   404  404")
NO_METHOD = policy("     in   in    in    in   in   in    in   405  405")
