"""What a page tells where its link is posted, and what search engines read of it (schema.org)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

SIZE = (1200, 630)  # of the picture


@dataclass(frozen=True, slots=True)
class SharedLink:
    """Addresses are absolute; `structured` is schema.org's, empty where there is nothing to tell."""

    url: str
    title: str
    words: str
    image_url: str
    structured: dict[str, Any] = field(default_factory=dict)
    width: int = SIZE[0]
    height: int = SIZE[1]


def shared_link(
    request: HttpRequest, *, path: str, title: str, words: str, image: str, structured: dict[str, Any] | None = None
) -> SharedLink:
    """`path` and `image` are addresses on this site."""
    url, image_url = request.build_absolute_uri(path), request.build_absolute_uri(image)
    return SharedLink(url=url, title=title, words=words, image_url=image_url, structured=structured or {})


def breadcrumbs(request: HttpRequest, way: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The way to a page: (name, path) from the first page to this one."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": request.build_absolute_uri(path)}
            for place, (name, path) in enumerate(way, start=1)
        ],
    }
