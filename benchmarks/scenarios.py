"""What is measured: each scenario makes the requests of one kind, with the callers they need."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.utils import timezone

from accounts.models import User
from accounts.sessions import SessionStore
from barter.kernel.ids import encode
from benchmarks.measure import Request
from benchmarks.seed import WORD_CLASSES
from creators.models import Creator
from deals.models import Deal

HTTPS = {"X-Forwarded-Proto": "https", "Accept": "application/json"}
HTML = {"X-Forwarded-Proto": "https", "Accept": "text/html", "Accept-Encoding": "gzip"}


@dataclass(frozen=True, slots=True)
class Scenario:
    """`make(count)` gives that many requests. `bare` says whether the same SQL is run in bare psycopg for a ratio."""

    name: str
    make: Callable[[int], list[Request]]
    count: int = 600
    bare: bool = False
    writes: bool = False
    clients: int = 4


def scenarios(staff_cookie: str) -> list[Scenario]:
    admin = HTML | {"Cookie": staff_cookie}
    return [
        Scenario("API feed", _same("/api/v1/deals/", HTTPS), 1500, bare=True),
        Scenario("API feed, middle of the list", lambda n: _at_depth(n, 0.5), 1000),
        Scenario("API feed, end of the list", lambda n: _at_depth(n, 0.99), 1000),
        Scenario("API feed, category and country", _same("/api/v1/deals/?category=beauty&country=LV", HTTPS), 800),
        Scenario("API feed, by value", _same("/api/v1/deals/?sort=-value&min_value=5000", HTTPS), 800),
        Scenario("API deal", _deals, 1500, bare=True),
        Scenario("API apply", _applications, 600, bare=True, writes=True),
        Scenario("HTML feed of 20", _same("/deals/", HTML), 1200),
        Scenario("HTML deal", _deal_pages, 600),
        *[
            Scenario(f"search, {name}", _same(f"/api/v1/deals/?q={word.replace(' ', '+')}", HTTPS), 300)
            for name, word in WORD_CLASSES.items()
        ],
        Scenario("admin list", _same("/admin/deals/deal/", admin), 60, clients=2),
        Scenario("admin filter", _same("/admin/deals/deal/?state__exact=live", admin), 60, clients=2),
        Scenario("admin search", _same("/admin/deals/deal/?q=saffron", admin), 60, clients=2),
    ]


def _same(path: str, headers: dict[str, str]) -> Callable[[int], list[Request]]:
    return lambda count: [Request("GET", path, headers)] * count


def _at_depth(count: int, share: float) -> list[Request]:
    from barter.kernel.cursors import encode_cursor

    oldest, newest = _edges()
    moment = newest - (newest - oldest) * share
    cursor = encode_cursor([moment.isoformat(), 1 << 40])
    return [Request("GET", f"/api/v1/deals/?cursor={cursor}", HTTPS)] * count


def _edges() -> tuple[Any, Any]:
    live = Deal.objects.filter(state=Deal.State.LIVE)
    oldest = live.order_by("published_at").values_list("published_at", flat=True)[0]
    return oldest, live.order_by("-published_at").values_list("published_at", flat=True)[0]


def _some_deals(count: int) -> list[str]:
    step = max(1, Deal.objects.order_by("-id").values_list("id", flat=True)[0] // count)
    with connection.cursor() as cursor:
        cursor.execute("SELECT public_id FROM deals_deal WHERE id %% %s = 0 LIMIT %s", [step, count])
        found = [encode("deal", row[0]) for row in cursor.fetchall()]
    return (found * (count // max(1, len(found)) + 1))[:count]


def _deals(count: int) -> list[Request]:
    return [Request("GET", f"/api/v1/deals/{deal}/", HTTPS) for deal in _some_deals(count)]


def _deal_pages(count: int) -> list[Request]:
    return [Request("GET", f"/deals/{deal}/", HTML) for deal in _some_deals(count)]


_round = iter(range(1_000_000))


def _applications(count: int) -> list[Request]:
    """Every request is another creator's first application."""
    number = next(_round)
    tokens = _creators(number, count)
    body = orjson.dumps({"pitch": "I film in window light."})
    headers = HTTPS | {"Content-Type": "application/json"}
    return [
        Request(
            "POST",
            f"/api/v1/deals/{deal}/applications/",
            headers | {"X-Session-Token": token, "Idempotency-Key": f"bench-{number}-{index}"},
            body,
            expect=201,
        )
        for index, (deal, token) in enumerate(zip(_open_deals(count), tokens, strict=True))
    ]


def _open_deals(count: int) -> list[str]:
    """Deals everybody may join, newest first."""
    deals = Deal.objects.filter(state=Deal.State.LIVE, countries=[], platforms=[], min_followers=0)
    found = list(deals.order_by("-published_at").values_list("public_id", flat=True)[:count])
    return (found * (count // len(found) + 1))[:count]


def _creators(number: int, count: int) -> list[str]:
    """Signed-in creators with an address, a channel and nothing applied for. Returns their session tokens."""
    from creators.models import Address, Channel, CreatorCapacity

    now = timezone.now()
    users = User.objects.bulk_create(
        User(email=f"bench-{number}-{index}@example.com", password="!", name="Bench", joined_at=now)
        for index in range(count)
    )
    creators = Creator.objects.bulk_create(
        Creator(
            user=user, display_name="Bench", handle=f"bench-{number}-{index}", country="LV", city="Riga", created_at=now
        )
        for index, user in enumerate(users)
    )
    CreatorCapacity.objects.bulk_create(CreatorCapacity(creator=creator) for creator in creators)
    Channel.objects.bulk_create(
        Channel(creator=creator, platform="instagram", handle=creator.handle, followers=9000, is_main=True)
        for creator in creators
    )
    Address.objects.bulk_create(
        Address(creator=creator, city="Riga", country="LV", sealed={"name": "B", "line1": "1"}, is_default=True)
        for creator in creators
    )
    return [session_of(user) for user in users]


def session_of(user: User) -> str:
    """A session as signing in leaves it; returns its key."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.set_expiry(timedelta(days=1))
    session.create()
    return str(session.session_key)


def staff_session() -> str:
    user = User.objects.create_superuser("bench-staff@example.com", None, joined_at=timezone.now())
    return session_of(user)
