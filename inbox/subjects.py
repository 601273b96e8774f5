"""What an event is about, in the few columns that words, addressees and pages need. One statement each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet

from brands.models import Brand, Membership
from deals.models import Application, Collaboration, Deal
from inbox.kinds import BRAND, CREATOR, Kind


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
        return self.collaboration_id or self.application_id or self.deal_id

    def names(self) -> dict[str, str]:
        return {"deal": self.deal, "brand": self.brand, "creator": self.creator}

    def other_side(self, side: str) -> str:
        return CREATOR if side == BRAND else BRAND


def managers_of(path: str) -> ArraySubquery:
    """Keys of the people who act for the brand at `path`."""
    rows = Membership.objects.filter(brand=OuterRef(path), role__in=sorted(Membership.MAY_MANAGE), user__is_active=True)
    return ArraySubquery(rows.order_by("user_id").values("user_id"))


def of_deal(deal_id: str) -> Subject:
    row = _one(
        Deal.objects.filter(public_id=deal_id),
        brand_pk=F("brand_id"),
        deal_name=F("title"),
        deal_key=F("pk"),
        published=F("published_at"),
        brand_name=F("brand__name"),
        people=managers_of("brand_id"),
    )
    return Subject(
        brand_pk=row["brand_pk"],
        brand=row["brand_name"],
        managers=row["people"],
        deal_pk=row["deal_key"],
        deal_id=deal_id,
        deal=row["deal_name"] or "Your draft",
        more={"published_at": row["published"]},
    )


def of_application(application_id: str) -> Subject:
    row = _one(
        Application.objects.filter(public_id=application_id),
        key=F("pk"),
        now=F("state"),
        due=F("due_at"),
        brand_pk=F("deal__brand_id"),
        **_trade("deal__brand"),
    )
    return _subject(row, application_id=application_id, more={"key": row["key"]})


def of_collaboration(collaboration_id: str) -> Subject:
    row = _one(
        Collaboration.objects.filter(public_id=collaboration_id),
        key=F("pk"),
        now=F("state"),
        due=F("due_at"),
        brand_pk=F("brand_id"),
        application_public=F("application__public_id"),
        way=F("exchange"),
        posts=F("must_post"),
        rounds=F("revision_rounds_used"),
        problem=F("problem_code"),
        canceller=F("cancel_proposed_by"),
        **_trade("brand"),
    )
    here = Collaboration(state=row["now"], problem_code=row["problem"])
    more = {
        "key": row["key"],
        "exchange": row["way"],
        "must_post": row["posts"],
        "version": row["rounds"] + 1,
        "cancel_proposed_by": row["canceller"],
        "ball": here.ball,
    }
    ids = {"application_id": row["application_public"], "collaboration_id": collaboration_id}
    return _subject(row, **ids, more=more)


def of_brand(brand_id: str) -> Subject:
    row = _one(Brand.objects.filter(public_id=brand_id), key=F("pk"), brand_name=F("name"), people=managers_of("pk"))
    return Subject(brand_pk=row["key"], brand=row["brand_name"], managers=row["people"])


def _trade(brand: str) -> dict[str, Any]:
    return {
        "brand_name": F(f"{brand}__name"),
        "people": managers_of(f"{brand}_id"),
        "deal_key": F("deal_id"),
        "deal_public": F("deal__public_id"),
        "deal_name": F("deal__title"),
        "creator_name": F("creator__display_name"),
        "creator_person": F("creator__user_id"),
    }


def _one(rows: QuerySet[Any], **columns: Any) -> dict[str, Any]:
    return dict(rows.order_by().values(**columns).get())


def _subject(row: dict[str, Any], **more: Any) -> Subject:
    return Subject(
        brand_pk=row["brand_pk"],
        brand=row["brand_name"],
        managers=row["people"],
        deal_pk=row["deal_key"],
        deal_id=row["deal_public"],
        deal=row["deal_name"],
        creator_user=row["creator_person"],
        creator=row["creator_name"],
        state=row["now"],
        due_at=row["due"],
        **more,
    )
