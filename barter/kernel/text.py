"""Text from outside: HTML that is safe to show, its plain words, and whole numbers."""

import html
import re
import unicodedata

import nh3

_TAGS = {"p", "br", "strong", "b", "em", "i", "u", "s", "ul", "ol", "li", "h2", "h3", "h4", "blockquote", "a", "hr"}
_TAG = re.compile(r"<[^>]*>")
_JOINERS = "\u200c\u200d"  # Persian and Indic words and many emoji need them


def clean_html(raw: str) -> str:
    """Formatting only: no scripts, styles, pictures, classes; links open safely."""
    return nh3.clean(raw, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"https", "http", "mailto"}).strip()


def plain_paragraphs(raw: str) -> str:
    """The words of a piece of HTML with their line breaks, for a text field."""
    broken = re.sub(r"(?i)</(p|li|h\d|ul|ol)>|<br ?/?>", "\n", raw)
    return "\n".join(line.strip() for line in html.unescape(_TAG.sub("", broken)).splitlines()).strip()


def as_html(typed: str) -> str:
    """Plain text from a form as paragraphs; what already is HTML stays."""
    if "<" in typed and _TAG.search(typed):
        return typed
    paragraphs = [part for part in re.split(r"\n\s*\n", typed.replace("\r\n", "\n").strip()) if part.strip()]
    return "".join(f"<p>{'<br>'.join(html.escape(part, quote=False).splitlines())}</p>" for part in paragraphs)


def whole_number(typed: str | None, *, most_digits: int = 18) -> int | None:
    """A number of plain digits, none of the many other signs Unicode calls digits; None for anything else.

    Unless told otherwise it fits a column of eight bytes.
    """
    fits = typed and len(typed) <= most_digits and typed.isascii() and typed.isdigit()
    return int(typed) if typed and fits else None


def plain_name(typed: str) -> str:
    """A name as one line that shows all there is of it; empty when nothing can be seen.

    Control and direction signs go: they hide letters, or turn around the ones beside them in a list.
    """
    kept = (one for one in typed if one in _JOINERS or one.isspace() or unicodedata.category(one) not in {"Cc", "Cf"})
    name = " ".join("".join(kept).split())
    return name if name.strip(f"{_JOINERS} ") else ""
