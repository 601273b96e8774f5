"""The library's filters as query parameters of the API: what the page leaves out because it can mean nothing is a 400 here."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import QuerySet
from rest_framework.request import Request

from barter.kernel.api.problems import BadParameter
from content import library
from content.library import Wanted
from content.models import Licence

USABLE = "usable"
SHOWS = {"": library.ALL, USABLE: library.USABLE, library.ENDED: library.ENDED}
PARAMETERS = frozenset({"show", "q", "kind", "right", "ends", "creator", "deal", "product", "ratio"})
REPEATABLE = frozenset({"kind", "right"})
MOST_LETTERS = 80


def narrowed(rows: QuerySet[Licence], request: Request, at: datetime) -> QuerySet[Licence]:
    """The rows that fit all of these parameters; all of them where there is none. Raises BadParameter."""
    wanted = _wanted(request)
    if creator := _text(request, "creator"):  # by id as everywhere in the API; the page knows the name in its address
        rows = rows.filter(creator__public_id=creator)
    return library.narrowed(rows, wanted, at)


def _wanted(request: Request) -> Wanted:
    ends = request.query_params.get("ends", "")
    if ends and ends not in map(str, library.ENDS):
        raise BadParameter(f"ends is one of {_listed(map(str, library.ENDS))}.")
    show = _one(request, "show", SHOWS)
    if ends and show == library.ENDED:
        raise BadParameter("ends asks for licences that still run; leave it out with show=ended.")
    text = _text(request, "q")
    if len(text) > MOST_LETTERS:
        raise BadParameter(f"q has at most {MOST_LETTERS} letters.")
    return Wanted(
        show=library.USABLE if ends else SHOWS[show],
        text=text,
        kinds=_several(request, "kind", library.KINDS),
        rights=_several(request, "right", library.RIGHTS),
        ends=int(ends or 0),
        deal=_text(request, "deal"),
        product=_text(request, "product"),
        ratio=_one(request, "ratio", library.RATIOS),
    )


def _text(request: Request, name: str) -> str:
    value = request.query_params.get(name, "")
    if "\0" in value:  # without it nothing may be left, and no filter is not what was asked for
        raise BadParameter(f"{name} holds a sign that no text has.")
    return value.strip()


def _one(request: Request, name: str, known: Collection[str]) -> str:
    value = request.query_params.get(name, "")
    if value and value not in known:
        raise BadParameter(f"{name} is one of {_listed(filter(None, known))}.")
    return value


def _several(request: Request, name: str, known: Collection[str]) -> tuple[str, ...]:
    """Separated by commas, or the parameter several times as in the page's address."""
    given = [one for part in request.query_params.getlist(name) for one in part.split(",") if one]
    if set(given) - set(known):
        raise BadParameter(f"{name} is one or several of {_listed(known)}, separated by commas.")
    return tuple(one for one in known if one in given)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)
