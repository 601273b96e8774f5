"""TikTok: videos and photo posts through its open oEmbed address (developers.tiktok.com/doc/embed-videos).

It answers 200 with the whole caption as `title` and the author, and 400 "Something went wrong" for what is removed,
private or still being looked at. It says the same to callers it doesn't like, so that a 400 counts only while a post
that is surely there is answered.
"""

import re
from urllib.parse import SplitResult, urlencode, urlsplit

from django.utils.translation import gettext as _

from barter.kernel import outward
from deals.posts.port import Found, Look, Unusable, Why, fields_of, handle_in, text_in, unreadable

hosts = ("tiktok.com",)
_OEMBED = "https://www.tiktok.com/oembed?"
_KNOWN = "https://www.tiktok.com/@scout2015/video/6718335390845095173"  # the example of TikTok's own documentation
_POST = re.compile(r"/(@[\w.]{1,30})/(video|photo)/(\d{5,25})", re.ASCII)
_SHORT = re.compile(r"/(?:t/)?([A-Za-z0-9]{5,20})", re.ASCII)
_MOST_STEPS = 3


def canonical(parts: SplitResult) -> str:
    path = parts.path.rstrip("/")
    if found := _POST.fullmatch(path):
        handle, kind, number = found.groups()
        return f"https://www.tiktok.com/{handle.lower()}/{kind}/{number}"
    host = (parts.hostname or "").removeprefix("www.")
    if (short := _SHORT.fullmatch(path)) and (host in {"vm.tiktok.com", "vt.tiktok.com"} or path.startswith("/t/")):
        name = host if host != "tiktok.com" else "www.tiktok.com"
        return f"https://{name}{'/t' if path.startswith('/t/') else ''}/{short[1]}/"
    if path.startswith("/@"):
        raise Unusable(_("This leads to a profile. Open the video on TikTok, press “Share” and copy its link."))
    raise Unusable(_("This isn't the address of one video. Open it on TikTok, press “Share” and copy its link."))


def author_in(url: str) -> str:
    """The handle that the address names; "" for a short link."""
    found = _POST.fullmatch(urlsplit(url).path)
    return found[1][1:] if found else ""


def look(url: str) -> Look:
    whole = url if author_in(url) else _where(url)
    if not whole:
        return Look(Found.DEAD, "short link leads to no post")
    page = outward.get(_OEMBED + urlencode({"url": whole}))
    fields = fields_of(page)
    if page.status == 200 and text_in(fields, "author_url"):
        author = text_in(fields, "author_unique_id").lower() or handle_in(text_in(fields, "author_url"))
        told = Look(Found.LIVE, f"200 @{author}", text=text_in(fields, "title"), is_whole=True, author=author)
    elif page.status in {400, 404} and outward.get(_OEMBED + urlencode({"url": _KNOWN})).status == 200:
        told = Look(Found.DEAD, f"{page.status} {text_in(fields, 'message')[:60]}".strip())
    elif page.status in {200, 400, 404}:
        told = Look(Found.UNKNOWN, f"{page.status} for every post", Why.SILENT)
    else:
        told = unreadable(page)
    return told if whole == url else _at(told, whole)


def _at(told: Look, url: str) -> Look:
    return Look(
        told.found, told.told, told.why, told.text, told.is_whole, told.author, told.name, url, told.wait_seconds
    )


def _where(url: str) -> str:
    """The post a short link leads to, by its redirects alone; "" when it leads to none."""
    for _step in range(_MOST_STEPS):
        page = outward.get(url, kinds=("text/html",))
        if page.status >= 500 or page.status in {403, 429} or page.status == 200:
            raise outward.NoAnswer(f"short link answered {page.status}")
        host = urlsplit(page.location).hostname or ""
        if not page.location or not (host == "tiktok.com" or host.endswith(".tiktok.com")):
            return ""
        try:
            url = canonical(urlsplit(page.location))
        except Unusable:
            url = page.location
        if author_in(url):
            return url
    return ""
