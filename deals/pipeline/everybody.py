"""Who "everybody" of a deal's pipeline is: all new applicants who fit the filters of its page, also those not shown.

For the answers of deals and for what stands above it, such as a message to all of them.
"""

from datetime import datetime

from django.http import QueryDict

from deals.models import Application, Deal
from deals.pipeline import board
from deals.pipeline.wanted import FILTERS, Wanted

LONGEST_QUERY = 500
_BESIDE_FILTERS = frozenset({"sort", "view", "stage", "after", "left"})  # what else the address of the page says


def everybody_meant(deal: Deal, query: str, *, at: datetime, most: int) -> tuple[list[Application], int] | None:
    """The first `most` in the order of the page, and how many more fit. `query` is the address of that page.

    None when a part of it can't be read: it would mean more people than stood on the page.
    """
    params = QueryDict(query[:LONGEST_QUERY])
    wanted = Wanted.of(params, at)
    if any("\0" in text for _, texts in params.lists() for text in texts):
        return None
    is_read = all(name in _BESIDE_FILTERS or (name in FILTERS and wanted.holds(name, params)) for name in params)
    return board.answerable_of(deal, wanted, most) if is_read and len(query) <= LONGEST_QUERY else None
