"""Prepares the database of a running site for the kill tests; prints what its clients need, as one line of JSON.

Run as `python -m tests.guarantees.kill_world` with the site's environment, so that it is a process like any other.
"""

import json
import os
import sys

import django

DEALS, CREATORS = 6, 10


def prepare() -> dict[str, object]:
    from brands.models import BrandCapacity, Variant
    from creators.models import CreatorCapacity
    from tests.guarantees.walk import build_rich

    world = build_rich()
    creators = [world.creator, world.other_creator]
    creators += [world.another_creator(f"Extra{number}") for number in range(CREATORS - 2)]
    deals = [world.new_deal(places=3) for _ in range(DEALS)]
    CreatorCapacity.objects.update(credits_granted=1_000, open_applications_max=1_000)
    BrandCapacity.objects.update(slots_max=1_000, slots_wanted=1_000)
    Variant.objects.update(stock_on_hand=1_000)
    return {
        "creators": [session_token(creator.user) for creator in creators],
        "owner": session_token(world.owner),
        "deals": [deal.public_id for deal in deals],
    }


def session_token(user: object) -> str:
    """A session as the app's sign-in makes it."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from accounts.sessions import SessionStore

    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)  # type: ignore[attr-defined]
    store[BACKEND_SESSION_KEY] = "accounts.sessions.SessionBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()  # type: ignore[attr-defined]
    store.create()
    return str(store.session_key)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "barter.settings.local")
    django.setup()
    sys.stdout.write(json.dumps(prepare()))
