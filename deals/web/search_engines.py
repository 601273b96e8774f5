"""What search engines read first: which pages are worth a visit, and which are nobody's but their owner's."""

from datetime import datetime

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as sitemap_of
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from brands.models import Brand
from deals.models import Deal
from deals.workflow import DealState

_MOST = 5_000  # newest first: what is older is found through the pages of the list
_HOUR = 60 * 60
# Not for robots at all. Pages behind sign-in need no line here: whoever asks is sent to sign in. Nor do pages behind a
# private link: they say "noindex" themselves, which nobody reads on a page that may not be asked for.
_CLOSED = ("/account/", f"/{settings.ADMIN_PATH}", "/api/")


class Places(Sitemap):
    """The few pages that always exist."""

    def items(self) -> list[str]:
        return ["landing", "feed", "join", "pricing", "help", "licence_check", "terms", "privacy"]

    def location(self, item: str) -> str:
        return reverse(item)


class LiveDeals(Sitemap):
    limit = _MOST

    def items(self) -> list[Deal]:
        rows = Deal.objects.filter(state=DealState.LIVE).order_by("-published_at", "-id")
        return list(rows.only("public_id", "published_at")[:_MOST])

    def location(self, item: Deal) -> str:
        return reverse("deal", args=[item.public_id])

    def lastmod(self, item: Deal) -> datetime | None:
        return item.published_at


class Brands(Sitemap):
    """Brands with a deal that is live now."""

    limit = _MOST

    def items(self) -> list[str]:
        newest = Deal.objects.filter(state=DealState.LIVE).order_by("-published_at", "-id")
        shown = newest.values_list("brand_id", flat=True)[:_MOST]
        return list(Brand.objects.filter(pk__in=set(shown)).order_by("slug").values_list("slug", flat=True))

    def location(self, item: str) -> str:
        return reverse("brand_page", args=[item])


@require_safe
@cache_control(public=True, max_age=_HOUR)
def sitemap(request: HttpRequest) -> HttpResponse:
    """At most 5,000 deals and their brands in one file: two statements over the feed's own index."""
    return sitemap_of(request, {"pages": Places, "deals": LiveDeals, "brands": Brands})


@require_safe
@cache_control(public=True, max_age=_HOUR)
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _CLOSED), f"Sitemap: {_absolute(request, 'sitemap')}"]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


def _absolute(request: HttpRequest, name: str) -> str:
    return request.build_absolute_uri(reverse(name))
