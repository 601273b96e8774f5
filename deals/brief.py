"""The brief linter and the value meter (product.md, section 6).

A brief may never require a positive opinion, and it must ask for a disclosure: both are law for advertising in the EU,
the UK and the US (unfair commercial practices; FTC endorsement guides).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from barter.kernel import policy, rates
from deals.disclosure import ADVERTISING
from deals.errors import BriefRefused
from deals.models import BriefItem, Deal

_PRAISE = (
    r"(positive|favou?rable|good|great|nice|glowing|enthusiastic|5[\s-]?star|five[\s-]?star|ausschlie(ß|ss)lich positiv\w*"
    r"|positiv\w*|positief|positieve|positif|positive)"
)
_OPINION = r"(review|reviews|opinion|opinions|rating|ratings|feedback|comment|comments|verdict|testimonial|bewertung|recensie|avis)"
_WORDS = r"(?:\W+\w+){0,3}?\W+"
_DEMANDS = (
    rf"\b{_PRAISE}{_WORDS}{_OPINION}\b",
    rf"\b{_PRAISE}\W+{_OPINION}\b",
    rf"\b{_OPINION}{_WORDS}(must|has to|have to|should|needs? to){_WORDS}{_PRAISE}\b",
    r"\b(only|just)\W+(say|write|mention|share|post|talk about)(?:\W+\w+){0,3}?\W+(positive|good|great|nice)\b",
    r"\b(say|tell|write|mention|state|claim|show)(?:\W+\w+){0,4}?\W+(you|they)\W+(really\W+|truly\W+)?(love|adore|like)(d|s)?\b",
    r"\b(say|tell|write|mention|state|claim)(?:\W+\w+){0,5}?\W+(is|are|it's)\W+(the\W+)?(best|amazing|perfect|your (new )?favou?rite)\b",
    r"\b(no|nothing|don'?t|do not|never|without)(?:\W+\w+){0,4}?\W+(negative|criticis\w*|criticiz\w*|complain\w*)\b",
    r"\b(no|nothing|don'?t|do not|never|without)(?:\W+\w+){0,4}?\W+(bad|critical)\W+(review|opinion|comment|rating|thing)s?\b",
    r"\b(give|leave|rate)(?:\W+\w+){0,4}?\W+(5|five)[\s-]*stars?\b",
    r"\bbe\W+(only\W+|very\W+)?(positive|enthusiastic|favou?rable)\W+about\b",
    r"\b(recommend|praise)\W+(it|us|our|the|this)\b",
)
_DEMAND = re.compile("|".join(f"(?:{pattern})" for pattern in _DEMANDS), re.IGNORECASE)
# A line to say is spoken as it stands, so an opinion in it is the creator's own.
_OWN_OPINION = re.compile(
    r"\b(i|we)\W+(really\W+|absolutely\W+|totally\W+|just\W+)?(love|adore|recommend)\b"
    r"|\b(my|our)\W+(new\W+|absolute\W+|all-time\W+)?favou?rite\b"
    r"|\bthe best\b.*\b(ever|market|i've|i have)\b|\b(you (have to|must|need to) (buy|get|try))\b",
    re.IGNORECASE,
)
# A don't is turned round: "don't be only positive" is fine, "don't criticise" is not.
_SILENCING = re.compile(
    r"\b(negative|criticis\w*|criticiz\w*|criticism|critical|complain\w*|bad\W+(review|opinion|comment|rating)s?|dislike\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a brief before it is stored."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class ValueMeter:
    """What a creator gets, against what it takes. `low` warns the brand; it never refuses."""

    fmv_minor: int
    currency: str
    low: bool
    text: str


def problems_of(lines: Iterable[Line]) -> list[str]:
    """Sentences about everything that stops this brief; empty when it is fine."""
    found = []
    kinds = set()
    for line in lines:
        kinds.add(line.kind)
        if _demands_praise(line):
            told = _("“{line}” asks for a positive opinion. Ask for an honest one: the law wants it.")
            found.append(told.format(line=line.text))
        elif line.kind == BriefItem.Kind.DISCLOSURE and (told := unclear_mark(line.text)):
            found.append(told)
    if BriefItem.Kind.DISCLOSURE not in kinds:
        found.append(_("The brief needs a line that says how the post is marked as advertising, such as “#ad”."))
    return found


def unclear_mark(text: str) -> str:
    """Why this doesn't mark a post as advertising; empty when it does."""
    if ADVERTISING.search(text):
        return ""
    told = _("“{line}” does not say that the post is advertising. Ask for a word everybody knows, such as “#ad”.")
    return told.format(line=text)


def insist(lines: Iterable[Line]) -> None:
    """Raises BriefRefused when the linter finds something."""
    problems = problems_of(lines)
    if problems:
        raise BriefRefused(problems)


def refuse_praise(lines: Iterable[Line]) -> None:
    """The half of the linter that already holds for a draft."""
    others = [line for line in lines if line.kind != BriefItem.Kind.DISCLOSURE]
    problems = problems_of([*others, Line(BriefItem.Kind.DISCLOSURE, "#ad")])
    if problems:
        raise BriefRefused(problems)


def lines_of(deal: Deal) -> list[Line]:
    """The brief in force."""
    rows = deal.brief_items.filter(brief_version=deal.brief_version)
    return [Line(kind, text) for kind, text in rows.values_list("kind", "text")]


# What one piece of work is worth at the least, in minor units of EUR: a rule of thumb, shown as such.
_EFFORT_MINOR = {"video": 4_000, "photo": 1_000, "story": 1_000}


def value_meter(deal: Deal) -> ValueMeter | None:
    """Fair market value against the effort of the deliverables; below the threshold the brand is warned.

    The threshold is written in euro and compared in the deal's own currency; None when we know no rate for it.
    """
    effort = sum(_EFFORT_MINOR[row.kind] * row.count for row in deal.deliverables.all())
    least = rates.about(max(policy.value("low_value_minor"), effort // 2), deal.currency)
    if least is None:
        return None
    low = deal.fmv_minor < least
    text = (
        _("This asks for a lot of work for what it gives. Deals like it get few applicants.")
        if low
        else _("A fair trade for the work it asks.")
    )
    return ValueMeter(deal.fmv_minor, deal.currency, low, text)


def _demands_praise(line: Line) -> bool:
    if line.kind in {BriefItem.Kind.HASHTAG, BriefItem.Kind.LINK, BriefItem.Kind.DISCLOSURE}:
        return False
    if line.kind == BriefItem.Kind.DONT:
        return _SILENCING.search(line.text) is not None
    if line.kind == BriefItem.Kind.MUST_SAY and _OWN_OPINION.search(line.text):
        return True
    return _DEMAND.search(line.text) is not None
