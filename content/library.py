"""Reads of the library: the files a brand has or had rights to, as its address narrows them. Fixed statements a page.

Every filter is a condition on the brand's licences, which an index gives newest first (content_licence_of_brand).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, Max, Q, QuerySet, Subquery
from django.db.models.expressions import ExpressionWrapper
from django.db.models.functions import Coalesce, NullIf
from django.http import QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from barter.kernel.rfc3339 import stamp
from barter.kernel.templatetags.words import date_words
from barter.kernel.text import whole_number
from brands.models import Brand, Product
from content.models import Asset, Licence, TakeDown
from content.workflow import LICENCE_USABLE, LicenceState
from creators.queries import named
from deals.clips import still_url

PAGE_ROWS = 24
OPTIONS_MOST = 40  # in one list of choices: those with the newest files; the search finds all others
OWNED_STILLS = 3
_WORDS_MOST = 6
USABLE, ENDED = "", "ended"
ALL = "all"  # both, which no tab of the page shows: the API's lists
SHOWS: Mapping[str, str] = {USABLE: gettext_noop("Yours to use"), ENDED: gettext_noop("Rights ended")}
RIGHTS: Mapping[str, str] = {
    "ads": gettext_noop("For paid ads"),
    "edits": gettext_noop("May be edited"),
    "handle": gettext_noop("Under their handle"),
}
KINDS: Mapping[str, str] = {Asset.Kind.VIDEO: gettext_noop("Videos"), Asset.Kind.PHOTO: gettext_noop("Photos")}
ENDS = (30, 90, 180)
# width by height, in thousandths: what a camera or an editor makes of it is a few pixels off
RATIOS: Mapping[str, tuple[int, int]] = {
    "9:16": (548, 577), "2:3": (650, 684), "3:4": (735, 765), "4:5": (784, 816), "1:1": (980, 1020), "4:3": (1307, 1360),
    "3:2": (1470, 1530), "16:9": (1742, 1813),
}  # fmt: skip
_SHAPE = ExpressionWrapper(F("asset__width") * 1000 / NullIf(F("asset__height"), 0), output_field=IntegerField())


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for; what it can't mean is left out. `ends`: days from now, 0 for any end."""

    show: str = USABLE
    text: str = ""
    kinds: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()
    ends: int = 0
    creator: str = ""
    deal: str = ""
    product: str = ""
    ratio: str = ""

    @classmethod
    def of(cls, params: QueryDict) -> "Wanted":
        def text(name: str, most: int) -> str:
            return params.get(name, "").replace("\0", "").strip()[:most]

        show, ends = params.get("show", ""), whole_number(params.get("ends"), most_digits=3) or 0
        return cls(
            show=show if show in SHOWS else USABLE,
            text=text("q", 80),
            kinds=tuple(kind for kind in KINDS if kind in params.getlist("kind")),
            rights=tuple(right for right in RIGHTS if right in params.getlist("right")),
            ends=ends if ends in ENDS and show != ENDED else 0,
            creator=text("creator", 60),
            deal=text("deal", 40),
            product=text("product", 40),
            ratio=params.get("ratio", "") if params.get("ratio") in RATIOS else "",
        )

    @property
    def query(self) -> list[tuple[str, str]]:
        """As parts of an address."""
        one = {"show": self.show, "q": self.text, "ends": str(self.ends or ""), "creator": self.creator,
               "deal": self.deal, "product": self.product, "ratio": self.ratio}  # fmt: skip
        several = [("kind", kind) for kind in self.kinds] + [("right", right) for right in self.rights]
        return [(name, value) for name, value in one.items() if value] + several

    @property
    def chosen(self) -> int:
        """How many of the lists of choices are set."""
        return sum(bool(value) for value in (self.ends, self.creator, self.deal, self.product, self.ratio))

    @property
    def is_narrow(self) -> bool:
        return bool(self.chosen or self.text or self.kinds or self.rights)


@dataclass(frozen=True, slots=True)
class Looser:
    """The same question with one filter less, and how many files it finds."""

    words: str
    wanted: Wanted
    count: int


def files_of(brand: Brand) -> QuerySet[Licence]:
    """Every file the brand has or had rights to."""
    return Licence.objects.filter(brand=brand).select_related(
        "asset", "creator", "collaboration__deal", "collaboration__deal__product"
    )


def narrowed(rows: QuerySet[Licence], wanted: Wanted, at: datetime) -> QuerySet[Licence]:
    return _placed(rows, wanted).filter(_shown(wanted, at), _of_kind(wanted), _with_rights(wanted, at))


def running(at: datetime) -> Q:
    return Q(state__in=LICENCE_USABLE, starts_at__lte=at, ends_at__gt=at)


def counts_of(brand: Brand, wanted: Wanted, at: datetime) -> dict[str, int]:
    """Files behind each choice that shows its number, with all other filters as they are. One statement."""
    shown, kind, rights = _shown(wanted, at), _of_kind(wanted), _with_rights(wanted, at)
    conditions = {"all": shown & kind & rights}
    for show in SHOWS:
        other = replace(wanted, show=show, ends=0 if show == ENDED else wanted.ends)
        conditions[f"show_{show}"] = _shown(other, at) & kind & _with_rights(other, at)
    for one in KINDS:
        conditions[f"kind_{one}"] = shown & rights & Q(asset__kind=one)
    for one in RIGHTS:
        conditions[f"right_{one}"] = shown & kind & rights & _right(one, wanted.show, at)
    for days in ENDS:
        conditions[f"ends_{days}"] = _shown(replace(wanted, ends=days), at) & kind & rights
    rows = _placed(Licence.objects.filter(brand=brand), wanted)
    counted = {name: Count("pk", filter=condition) for name, condition in conditions.items()}
    return dict(rows.order_by().aggregate(**counted))


def choices_of(brand: Brand, wanted: Wanted) -> dict[str, list[tuple[str, str]]]:
    """Whose files, of which deals and products: (value, words) by name, those with the newest files. Three statements."""
    rows = Licence.objects.filter(brand=brand).order_by()
    found = {}
    for name, key, words in (
        ("creator", "creator__handle", "creator__display_name"),
        ("deal", "collaboration__deal__public_id", "collaboration__deal__title"),
        ("product", "collaboration__deal__product__public_id", "collaboration__deal__product__title"),
    ):
        grouped = rows.filter(**{f"{key}__isnull": False}).values_list(key, words).annotate(newest=Max("pk"))
        newest = [(value, told) for value, told, _newest in grouped.order_by("-newest")[:OPTIONS_MOST]]
        chosen = getattr(wanted, name)
        if chosen and all(value != chosen for value, _told in newest):
            newest += [(value, told) for value, told, _newest in grouped.filter(**{key: chosen})[:1]]
        found[name] = sorted(newest, key=lambda pair: pair[1].casefold())
    return found


def looser(
    brand: Brand, wanted: Wanted, at: datetime, choices: Mapping[str, Sequence[tuple[str, str]]]
) -> list[Looser]:
    """Where nothing fits: each filter that, taken away alone, lets something through; most files first. One statement a
    filter, and only then."""
    without: list[tuple[str, Wanted]] = []
    if wanted.text:
        without.append((wanted.text, replace(wanted, text="")))
    without += [(_(KINDS[one]), replace(wanted, kinds=())) for one in wanted.kinds[:1]]
    for one in wanted.rights:
        without.append((_(RIGHTS[one]), replace(wanted, rights=tuple(r for r in wanted.rights if r != one))))
    if wanted.ends:
        without.append((ends_words(wanted.ends), replace(wanted, ends=0)))
    for name in ("creator", "deal", "product"):
        if value := getattr(wanted, name):
            told = next((words for key, words in choices[name] if key == value), value)
            nothing: dict[str, Any] = {name: ""}
            without.append((told, replace(wanted, **nothing)))
    if wanted.ratio:
        without.append((wanted.ratio, replace(wanted, ratio="")))
    rows = Licence.objects.filter(brand=brand).order_by()
    found = [Looser(words, other, narrowed(rows, other, at).count()) for words, other in without]
    return sorted((one for one in found if one.count), key=lambda one: -one.count)


@dataclass(frozen=True, slots=True)
class Owned:
    """Running licences of one product: how many, of these for paid ads, the last day of the longest, the newest stills."""

    count: int
    ads: int
    until: datetime | None
    stills: Sequence[str]


def owned_of(brand: Brand, product: Product, at: datetime) -> Owned:
    """Two statements."""
    rows = Licence.objects.filter(running(at), brand=brand, collaboration__deal__product=product).order_by("-id")
    found = rows.order_by().aggregate(
        count=Count("pk"), until=Max("ends_at"), ads=Count("pk", filter=_right("ads", USABLE, at))
    )
    newest = rows.select_related("asset")[:OWNED_STILLS] if found["count"] else ()
    stills = [url for row in newest if (url := still_url(row.asset))]
    return Owned(found["count"], found["ads"], found["until"], stills)


def needs_of(brand: Brand, at: datetime) -> tuple[int, bool]:
    """How many rights end within 30 days, and whether a creator's request waits for the brand. One statement."""
    soon = Licence.objects.filter(running(at), brand=brand, ends_at__lte=at + timedelta(days=ENDS[0])).order_by()
    waits = Exists(TakeDown.objects.with_ball_at_brand(brand))
    count = Coalesce(Subquery(soon.values("brand").annotate(n=Count("pk")).values("n")), 0)
    found = Brand.objects.filter(pk=brand.pk).annotate(ending=count, asked=waits).values_list("ending", "asked").first()
    return found or (0, False)


def ends_words(days: int) -> str:
    return _("Ends within {days} days").format(days=days)


def ratio_of(asset: Asset) -> str:
    """ "9:16"; "" for a shape without a name."""
    if not asset.width or not asset.height:
        return ""
    shape = asset.width * 1000 // asset.height
    return next((name for name, (least, most) in RATIOS.items() if least <= shape <= most), "")


def rights_words(licence: Licence, at: datetime, *, to_creator: bool = False) -> str:
    """What it allows, on one line of a list: "Own channels, paid ads to 5 May, edits"."""
    scope = licence.scope
    ads_until = parse_datetime(scope["paid_ads_until"]) if scope.get("paid_ads_until") else None
    parts = [_("own channels")]
    if ads_until and ads_until > at:
        parts.append(_("paid ads until {day}").format(day=date_words(ads_until, at)))
    parts += [_("edits")] if scope.get("edits") else []
    parts += [_("your handle") if to_creator else _("their handle")] if scope.get("handle") else []
    return ", ".join(parts)


def _placed(rows: QuerySet[Licence], wanted: Wanted) -> QuerySet[Licence]:
    """By what no choice shows a number of: whose, for what, which shape, which words."""
    if wanted.creator:
        rows = rows.filter(creator__handle=wanted.creator)
    if wanted.deal:
        rows = rows.filter(collaboration__deal__public_id=wanted.deal)
    if wanted.product:
        rows = rows.filter(collaboration__deal__product__public_id=wanted.product)
    if wanted.ratio:
        rows = rows.annotate(shape=_SHAPE).filter(shape__range=RATIOS[wanted.ratio])
    for word in wanted.text.split()[:_WORDS_MOST]:
        deal = Q(collaboration__deal__title__unaccent__icontains=word)
        product = Q(collaboration__deal__product__title__unaccent__icontains=word)
        rows = rows.filter(named(word) | deal | product | Q(code__iexact=word))
    return rows


def _shown(wanted: Wanted, at: datetime) -> Q:
    usable = running(at)
    if wanted.show == ENDED:
        return ~usable & ~Q(state=LicenceState.RENEWED)  # its file goes on under the licence that follows
    if wanted.show == ALL:
        return Q()
    return usable & Q(ends_at__lte=at + timedelta(days=wanted.ends)) if wanted.ends else usable


def _of_kind(wanted: Wanted) -> Q:
    return Q(asset__kind__in=wanted.kinds) if wanted.kinds else Q()


def _with_rights(wanted: Wanted, at: datetime) -> Q:
    found = Q()
    for right in wanted.rights:
        found &= _right(right, wanted.show, at)
    return found


def _right(right: str, show: str, at: datetime) -> Q:
    """Paid ads may end before the licence does; of licences that ended they count where they were part of it."""
    if right == "ads":
        return ~Q(scope__paid_ads_until=None) if show in {ENDED, ALL} else Q(scope__paid_ads_until__gt=stamp(at))
    return Q(**{f"scope__{right}": True})
