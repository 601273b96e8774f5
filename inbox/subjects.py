"""What an event is about, in the few columns that words, addressees and pages need. One statement each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext_noop

from barter.kernel.ids import decode, encode
from brands.models import Membership
from deals.models import Collaboration
from inbox.kinds import BRAND, Kind

UNTITLED = gettext_noop("Your draft")  # how a deal is called in news as long as nobody has called it anything


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """`managers` and `creator_user` are user keys; ids are public ids, empty where there is no such object."""

    brand_pk: int
    brand: str
    managers: Sequence[int]
    deal_pk: int | None = None
    deal_id: str = ""
    deal: str = ""
    creator_user: int | None = None
    creator: str = ""
    application_id: str = ""
    collaboration_id: str = ""
    licence_id: str = ""
    take_down_id: str = ""
    state: str = ""
    due_at: datetime | None = None
    more: dict[str, Any] = field(default_factory=dict)

    def audience(self, kind: Kind) -> list[int]:
        """Whom a kind is for: the brand's owners and managers, or the creator."""
        if kind.side == BRAND:
            return list(self.managers)
        return [self.creator_user] if self.creator_user is not None else []

    def object_of(self, kind: Kind) -> str:
        """The id its page shows."""
        if kind.page in {"application", "applicant", "thread"}:
            return self.application_id
        if kind.page == "pipeline":
            return self.deal_id
        if kind.page == "licence":
            return self.licence_id
        if kind.page == "take_down":
            return self.take_down_id
        return self.collaboration_id or self.application_id or self.deal_id

    def names(self) -> dict[str, str]:
        return {"deal": self.deal, "brand": self.brand, "creator": self.creator}


_MANAGERS = """
    ARRAY(
        SELECT m.user_id FROM brands_membership m JOIN accounts_user u ON u.id = m.user_id
        WHERE m.brand_id = b.id AND m.role = ANY(%(roles)s) AND u.is_active ORDER BY m.user_id
    )
"""
# Written by hand: every event of the product comes through one of these, and the ORM takes longer than the database.
_DEAL = f"""
SELECT b.id, b.name, {_MANAGERS}, d.id, d.title, d.published_at
FROM deals_deal d JOIN brands_brand b ON b.id = d.brand_id WHERE d.public_id = %(id)s
"""  # noqa: S608 - both parts are ours
_TRADE = f"b.id, b.name, {_MANAGERS}, d.id, d.public_id, d.title, c.user_id, c.display_name"
_APPLICATION = f"""
SELECT {_TRADE}, a.state, a.due_at, a.id
FROM deals_application a
JOIN deals_deal d ON d.id = a.deal_id JOIN brands_brand b ON b.id = d.brand_id
JOIN creators_creator c ON c.id = a.creator_id
WHERE a.public_id = %(id)s
"""  # noqa: S608
_COLLABORATION = f"""
SELECT {_TRADE}, t.state, t.due_at, t.id, a.public_id, t.exchange, t.must_post, t.revision_rounds_used,
    t.problem_code, t.cancel_proposed_by
FROM deals_collaboration t
JOIN deals_application a ON a.id = t.application_id
JOIN deals_deal d ON d.id = t.deal_id JOIN brands_brand b ON b.id = t.brand_id
JOIN creators_creator c ON c.id = t.creator_id
WHERE t.public_id = %(id)s
"""  # noqa: S608


class Vanished(LookupError):
    """What the event is about is not there (any more)."""


def of_deal(deal_id: str) -> Subject:
    brand_pk, brand, managers, pk, title, published_at = _one(_DEAL, "deal", deal_id)
    return Subject(
        brand_pk=brand_pk,
        brand=brand,
        managers=managers,
        deal_pk=pk,
        deal_id=deal_id,
        deal=title or UNTITLED,
        more={"published_at": published_at},
    )


def of_application(application_id: str) -> Subject:
    row = _one(_APPLICATION, "app", application_id)
    return _trade(row, application_id=application_id, more={"key": row[10]})


def of_collaboration(collaboration_id: str) -> Subject:
    row = _one(_COLLABORATION, "col", collaboration_id)
    key, application, exchange, must_post, rounds, problem, canceller = row[10:]
    more = {
        "key": key,
        "exchange": exchange,
        "must_post": must_post,
        "version": rounds + 1,
        "cancel_proposed_by": canceller,
        "ball": Collaboration(state=row[8], problem_code=problem).ball,
    }
    ids = {"application_id": encode("app", application), "collaboration_id": collaboration_id}
    return _trade(row, **ids, more=more)


def of_brand(brand_id: str) -> Subject:
    statement = f"SELECT b.id, b.name, {_MANAGERS} FROM brands_brand b WHERE b.public_id = %(id)s"  # noqa: S608
    brand_pk, brand, managers = _one(statement, "brand", brand_id)
    return Subject(brand_pk=brand_pk, brand=brand, managers=managers)


def _one(statement: str, prefix: str, public_id: str) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"id": decode(prefix, public_id), "roles": sorted(Membership.MAY_MANAGE)})
        row = cursor.fetchone()
    if row is None:
        raise Vanished(public_id)
    return tuple(row)


def _trade(row: tuple[Any, ...], **more: Any) -> Subject:
    brand_pk, brand, managers, deal_pk, deal_uuid, deal, creator_user, creator, state, due_at = row[:10]
    return Subject(
        brand_pk=brand_pk,
        brand=brand,
        managers=managers,
        deal_pk=deal_pk,
        deal_id=encode("deal", deal_uuid),
        deal=deal,
        creator_user=creator_user,
        creator=creator,
        state=state,
        due_at=due_at,
        **more,
    )
