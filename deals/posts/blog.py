"""Any other site: the page itself is read, as text."""

from urllib.parse import SplitResult, parse_qsl, urlencode

from django.utils.translation import gettext as _

from barter.kernel import outward
from deals.posts.instagram import Reader
from deals.posts.port import Found, Look, Unusable, unreadable

hosts = ()
_TRACKING = frozenset({"fbclid", "gclid", "igsh", "igshid", "mc_cid", "mc_eid", "si", "ref", "ref_src"})
_MOST_BYTES = 2 * 1024 * 1024
_ENOUGH = 400  # letters: less is a page that writes itself in the browser


def canonical(parts: SplitResult) -> str:
    if not parts.path.strip("/"):
        raise Unusable(_("The address must lead to the post, not to the front page."))
    asked = [
        pair
        for pair in parse_qsl(parts.query, keep_blank_values=True, max_num_fields=50)
        if pair[0] not in _TRACKING and not pair[0].startswith("utm_")
    ]
    return parts._replace(scheme="https", netloc=parts.hostname or "", query=urlencode(asked), fragment="").geturl()


def look(url: str) -> Look:
    page = outward.get(url, kinds=("text/html", "application/xhtml+xml"), redirects=3, most_bytes=_MOST_BYTES)
    if page.status in {404, 410}:
        return Look(Found.DEAD, f"{page.status}")
    if page.status != 200:
        return unreadable(page)
    reader = Reader()
    reader.feed(page.body.decode(errors="replace"))
    text = " ".join("".join(reader.texts).replace("\0", "").split())
    return Look(Found.LIVE, "200", text=text, is_whole=len(text) >= _ENOUGH)
