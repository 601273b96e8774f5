"""YouTube: videos and Shorts through its open oEmbed address.

404 and 400: no such video. 403: private. 401: the creator lets no other site show it, which says nothing about whether
it is public. It tells the title, and neither the description nor the label "Includes paid promotion".
"""

import re
from urllib.parse import SplitResult, parse_qs, urlencode

from django.utils.translation import gettext as _

from barter.kernel import outward
from deals.posts.port import Found, Look, Unusable, Why, fields_of, handle_in, text_in, unreadable

hosts = ("youtube.com", "youtu.be", "youtube-nocookie.com")
_OEMBED = "https://www.youtube.com/oembed?"
_NUMBER = re.compile(r"[A-Za-z0-9_-]{11}", re.ASCII)
_KINDS = frozenset({"shorts", "live", "embed", "v"})
_GONE = {400: Found.DEAD, 404: Found.DEAD, 403: Found.PRIVATE}


def canonical(parts: SplitResult) -> str:
    steps = parts.path.strip("/").split("/")
    if (parts.hostname or "").removeprefix("www.") == "youtu.be":
        number = steps[0]
    elif steps == ["watch"]:
        number = parse_qs(parts.query, max_num_fields=50).get("v", [""])[0]
    else:
        number = steps[1] if len(steps) == 2 and steps[0] in _KINDS else ""
    if not _NUMBER.fullmatch(number):
        raise Unusable(_("This isn't the address of one video. Open it on YouTube, press “Share” and copy its link."))
    return f"https://www.youtube.com/watch?v={number}"


def look(url: str) -> Look:
    page = outward.get(_OEMBED + urlencode({"url": url, "format": "json"}))
    fields = fields_of(page)
    if page.status == 200 and (title := text_in(fields, "title")):
        author = handle_in(text_in(fields, "author_url"))
        name = text_in(fields, "author_name")
        return Look(Found.LIVE, f"200 {author and '@'}{author}".strip(), text=title, author=author, name=name)
    if page.status in _GONE:
        return Look(_GONE[page.status], f"{page.status}")
    if page.status == 401:
        return Look(Found.UNKNOWN, "401", Why.EMBEDS_OFF)
    return unreadable(page)
