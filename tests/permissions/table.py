"""Role x URL x verb. A new URL is one line here, under the policy that says who gets in; without it the suite fails.

A line is `METHODS path`, as `manage.py routes` prints the path. ` :: name=value` fills a part of the path with something
else than the cast's thing of that name; ` :: name=one|other` makes a row of each. Bodies that a door wants before it looks at the role stand in BODIES.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from tests.permissions import policies as p
from tests.permissions.api import API
from tests.permissions.pages import PAGES
from tests.permissions.policies import Policy
from tests.permissions.sign_in import SIGN_IN
from tests.permissions.staff import LOOKED_AT, STAFF


@dataclass(frozen=True, slots=True)
class Row:
    method: str
    path: str
    policy: Policy
    parts: Mapping[str, str] = field(default_factory=dict)


BODIES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "POST /deals/searches/save/": lambda _: {"q": "serum"},
    "POST /deals/<deal:deal_id>/apply/": lambda _: {"email": ""},  # without it, a member's form whose session ended
    "POST /brand/deals/<deal:deal_id>/applicants/offer-next/": lambda things: {"application": things["application"]},
    "POST /brand/team/<member:member_id>/role/": lambda _: {"role": "manager"},
    "POST /brand/products/<product:product_id>/pictures/change/": lambda things: {
        "picture": things["picture"],
        "do": "first",
    },
    "POST /api/v1/uploads/": lambda things: {
        "collaboration": things["collaboration"],
        "file_name": "clip.mp4",
        "content_type": "video/mp4",
        "size_bytes": 5_000,
    },
    "POST /api/v1/collaborations/<collaboration:collaboration_id>/submissions/": lambda things: {
        "assets": [things["waiting_asset"]],
        "caption": "#ad",
    },
}


def rows() -> Iterator[Row]:
    for policy, lines in (*PAGES, *API, *SIGN_IN, *STAFF):
        for line in filter(None, map(str.strip, lines.splitlines())):
            yield from _parsed(line, policy)
    for kind, decisions in LOOKED_AT.items():
        yield from _admin_rows(kind, decisions.split())


def _parsed(line: str, policy: Policy) -> Iterator[Row]:
    known, _, overrides = line.partition(" :: ")
    methods, path = known.split(" ", 1)
    pairs = dict(pair.split("=", 1) for pair in overrides.split(",")) if overrides else {}
    for values in product(*(value.split("|") for value in pairs.values())):
        parts = dict(zip(pairs, values, strict=True))
        yield from (Row(method, path.strip(), policy, parts) for method in methods.split(","))


def _admin_rows(kind: str, decisions: list[str]) -> Iterator[Row]:
    base, one = f"/admin/{kind}/", f"/admin/{kind}/<path:object_id>"
    yield from _parsed(f"GET,POST {base}", p.LOOK)
    yield from _parsed(f"GET,POST,PUT,PATCH,DELETE {one}/", p.STAFF_PAGES)  # only leads to the page of changes
    yield from _parsed(f"GET {one}/change/", p.LOOK)
    yield from _parsed(f"GET,POST {one}/history/", p.LOOK)
    yield from _parsed(f"POST {one}/change/", p.NEVER)
    yield from _parsed(f"GET,POST {one}/delete/", p.NEVER)
    yield from _parsed(f"GET,POST {base}add/", p.NEVER)
    for decision in decisions:
        yield from _parsed(f"GET,POST {one}/{decision}/", p.LOOK)
