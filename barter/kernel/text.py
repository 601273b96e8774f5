"""Text from outside: HTML that is safe to show, its plain words, and whole numbers."""

import html
import re
import unicodedata

import nh3

_TAGS = {"p", "br", "strong", "b", "em", "i", "u", "s", "ul", "ol", "li", "h2", "h3", "h4", "blockquote", "a", "hr"}
_TAG = re.compile(r"<[^<>]*>")  # of thousands of "<" each is looked at once
_IN_NAMES = str.maketrans("", "", "-'’")
_MOST_OTHERS = 3  # "van der Berg"
# Before a name, or the start of one of a shop or a show.
_TITLES = """
the an der die das ein eine le la les un une el los las una il lo gli de het een os as um uma
mr mrs ms miss mister dr prof sir lady lord frau herr don doña mme mlle chef coach doc dj mc
team studio studios casa chez café cafe house haus maison my our mein meine mi mon ma
"""
_NO_NAMES = frozenset(_TITLES.split())
_OF_FAMILIES = "van von der den de da do dos das di del della du la le ter ten bin al el y e i"
_PARTICLES = frozenset(_OF_FAMILIES.split())
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


def given_name(name: str) -> str:
    """What somebody is called in a sentence: the given name where it plainly is one, else the whole name.

    Of "The Kitchen", "Dr. Mira Ozols" or "@elina.films" a first word alone would be a wrong name, so there is none.
    """
    words = name.split()
    first, others = words[0] if words else "", words[1:]
    letters = first.translate(_IN_NAMES)
    is_given = letters.isalpha() and len(letters) > 1 and first.istitle() and first.casefold() not in _NO_NAMES
    is_family = len(others) <= _MOST_OTHERS and all(_is_of_a_name(one) for one in others)
    return first if is_given and is_family else " ".join(words)


def _is_of_a_name(word: str) -> bool:
    return word in _PARTICLES or (word[0].isupper() and word.translate(_IN_NAMES).isalpha())
