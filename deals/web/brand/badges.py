"""The numbers in the side bar of every brand page: what waits for the brand behind each entry."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest

from brands.access import Role
from brands.permissions import role_allows
from deals.web.brand.today_queue import MOST_COUNTED, waiting_of


class Badges(Mapping[str, int]):
    """Counted when a side bar asks for them: two statements a page, none for fragments, mails and other people's pages."""

    def __init__(self, brand_pk: int) -> None:
        self._brand_pk = brand_pk
        self._counts: dict[str, int] | None = None

    def _counted(self) -> dict[str, int]:
        if self._counts is None:
            self._counts = badges_of(*waiting_of(self._brand_pk))
        return self._counts

    def __getitem__(self, name: str) -> int:
        return self._counted()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._counted())

    def __len__(self) -> int:
        return len(self._counted())

    def __bool__(self) -> bool:
        return True


def badges_of(to_answer: int, to_ship: int, to_review: int) -> dict[str, int]:
    """By the name of the page that each entry leads to. More than `MOST_COUNTED` are never counted, nor shown."""
    return {
        "brand_deals": min(to_answer, MOST_COUNTED),
        "brand_shipments": to_ship,
        "brand_review_queue": to_review,
    }


def badges(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `nav_counts` of pages that work for a brand. Nothing waits for who may only look."""
    membership = getattr(request, "membership", None)
    waits = membership is not None and role_allows(membership.role, Role.MANAGER)
    return {"nav_counts": Badges(membership.brand_id)} if membership and waits else {}
