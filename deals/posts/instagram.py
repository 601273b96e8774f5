"""Instagram: posts and Reels through Meta's oEmbed, which wants a key (INSTAGRAM_APP_TOKEN).

Without a key, or with one that is refused, nobody can tell; that never counts against the creator. The author is not
told any more (Meta, November 2025), the caption stands in the HTML, which is read as text. Accounts that are private,
for adults only or closed to embedding are answered as if the post weren't there.
"""

import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import SplitResult, urlencode

from django.conf import settings
from django.utils.translation import gettext as _

from barter.kernel import outward
from deals.posts.port import Found, Look, Unusable, Why, fields_of, text_in, unreadable

hosts = ("instagram.com", "instagr.am")
_OEMBED = "https://graph.facebook.com/v23.0/instagram_oembed?"
_POST = re.compile(r"(?:/[\w.]{1,30})?/(?:p|reel|reels|tv)/([A-Za-z0-9_-]{3,40})", re.ASCII)
_NO_POST, _UNSUPPORTED = 24, (100, 33)
_OUR_KEY = frozenset({10, 102, 190, 200})
_TOO_OFTEN = frozenset({4, 17, 32, 613})
_KEY_WAIT_SECONDS = 6 * 3600
_SIGNED = re.compile(r"A post shared by .{0,200}?\(@([\w.]{1,30})\)\s*$", re.ASCII | re.DOTALL)
_FRAME = "View this post on Instagram"


def canonical(parts: SplitResult) -> str:
    path = parts.path.rstrip("/")
    if path.startswith("/share/"):  # a number of its own, which is not the post's
        raise Unusable(
            _("This short link does not name the post. Open it in a browser and copy the address it leads to.")
        )
    if found := _POST.fullmatch(path):
        return f"https://www.instagram.com/p/{found[1]}/"
    if path.startswith("/stories"):
        raise Unusable(_("A story is gone after a day. Post it as a Reel or a post and send that link."))
    raise Unusable(_("This isn't the address of one post. Open it on Instagram, press “Share” and copy its link."))


def look(url: str) -> Look:
    key = str(settings.INSTAGRAM_APP_TOKEN)
    if not key:
        return Look(Found.UNKNOWN, "no key", Why.NO_KEY, wait_seconds=_KEY_WAIT_SECONDS)
    question = urlencode({"url": url, "omitscript": "true"})
    page = outward.get(_OEMBED + question, headers={"Authorization": f"Bearer {key}"})
    fields = fields_of(page)
    if page.status == 200 and (html := text_in(fields, "html")):
        text = _text_of(html)
        signed = _SIGNED.search(text)
        caption = _SIGNED.sub("", text).replace(_FRAME, "").strip()
        author = signed[1].lower() if signed else ""
        return Look(
            Found.LIVE, f"200 {author and '@'}{author}".strip(), text=caption, is_whole=bool(caption), author=author
        )
    return _refused(page, fields.get("error"))


def _refused(page: outward.Page, error: Any) -> Look:
    code, subcode = (error.get("code"), error.get("error_subcode")) if isinstance(error, dict) else (None, None)
    told = f"{page.status} code {code}" if isinstance(code, int) else f"{page.status}"
    if code == _NO_POST or (code, subcode) == _UNSUPPORTED:
        return Look(Found.DEAD, told)
    if code in _OUR_KEY:
        return Look(Found.UNKNOWN, told, Why.NO_KEY, wait_seconds=_KEY_WAIT_SECONDS)
    if code in _TOO_OFTEN:
        return Look(Found.UNKNOWN, told, Why.BUSY, wait_seconds=3600)
    return unreadable(page, told)


def _text_of(html: str) -> str:
    reader = Reader()
    reader.feed(html)
    return " ".join("".join(reader.texts).split())


class Reader(HTMLParser):
    """The text of a page, without what is never shown."""

    _hidden = frozenset({"script", "style", "template", "noscript", "title"})

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._inside = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._inside += tag in self._hidden
        self.texts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._inside = max(self._inside - (tag in self._hidden), 0)

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.texts.append(data)
