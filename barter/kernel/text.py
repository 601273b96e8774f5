"""Text from outside: HTML that is safe to show, and its plain words."""

import html
import re

import nh3

_TAGS = {"p", "br", "strong", "b", "em", "i", "u", "s", "ul", "ol", "li", "h2", "h3", "h4", "blockquote", "a", "hr"}
_TAG = re.compile(r"<[^>]*>")


def clean_html(raw: str) -> str:
    """Formatting only: no scripts, styles, pictures, classes; links open safely."""
    return nh3.clean(raw, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"https", "http", "mailto"}).strip()


def plain_text(raw: str) -> str:
    """The words of a piece of HTML, on one line."""
    return " ".join(html.unescape(_TAG.sub(" ", raw)).split())
