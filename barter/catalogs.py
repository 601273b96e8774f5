"""Sentences and their translations: read out of code and templates, kept as locale/<language>/LC_MESSAGES/django.po, compiled
when the product is built. With Babel, because GNU gettext is not on every machine."""

import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

LANGUAGES = ("de", "es", "fr", "it", "nl", "pt")  # beside English, in which every sentence is written

_KEYWORDS = {
    "gettext": None, "gettext_lazy": None, "gettext_noop": None, "_": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "ngettext_noop": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "pgettext_noop": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3), "npgettext_lazy": ((1, "c"), 2, 3),
}  # fmt: skip
_STAFF = {"admin", "unfold"}  # staff work in English
_OUTSIDE = {"tests", "demo", "benchmarks", "scripts", "docs", "deploy"}
_PLURAL = re.compile(r"""\{% plural (\S+) "([^"]*)" "([^"]*)"(?: as \w+)? %\}""")
_MARKS = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?\w+[^>]*>|#")


def compile_all(root: Path) -> None:
    """Write the `.mo` beside every `.po` that is newer."""
    for po in root.glob("*/LC_MESSAGES/django.po"):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns:
            written = mo.with_suffix(".new")
            with written.open("wb") as file:
                write_mo(file, read(po))
            written.replace(mo)


def read(po: Path) -> Catalog:
    with po.open("rb") as file:
        return read_po(file, locale=po.parent.parent.name)


def write(po: Path, catalog: Catalog) -> None:
    """Sorted, without dates and line numbers, so that a change shows as what it is."""
    text = io.BytesIO()
    catalog.header_comment = ""
    write_po(text, catalog, sort_output=True, no_location=True, width=0)
    kept = re.compile(
        rb'^"(Content-Type|Content-Transfer-Encoding|MIME-Version|Language|Plural-Forms):|^(?!"[A-Z][\w-]+: )'
    )
    po.parent.mkdir(parents=True, exist_ok=True)
    po.write_bytes(b"".join(line for line in text.getvalue().splitlines(keepends=True) if kept.match(line)))


def brought_up_to_date(known: Catalog, said: Iterable[Message]) -> Catalog:
    """The translations of `known` for the sentences there are now: new ones come untranslated, gone ones go."""
    fresh = Catalog(locale=known.locale)
    for message in said:
        before = known.get(message.id, message.context)
        kept = before.string if before is not None and before.pluralizable == message.pluralizable else None
        fresh.add(message.id, kept, context=message.context)
    return fresh


def problems(catalog: Catalog) -> Iterator[str]:
    """What keeps a catalogue from being whole: nothing said, or marks the sentence does not have."""
    for message in catalog:
        if not message.id:
            continue
        said, forms = _forms(message.id), _forms(message.string)
        wanted = _marks(said[-1])
        if not all(forms):
            yield f"not translated: {said[0]}"
        elif any(_marks(form) - wanted for form in forms):
            yield f"marks that are not in the sentence: {said[0]}"
        elif _marks(forms[-1]) != wanted:
            yield f"marks are missing: {said[0]}"


def _forms(text: Any) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, tuple | list) else (text,)


def _marks(text: str) -> set[str]:
    return set(_MARKS.findall(text))


def sentences(project: Path) -> Iterator[Message]:
    """Every sentence that is translated, each as often as it is said."""
    for path in sorted(project.rglob("*.py")):
        if not _is_left_out(path.relative_to(project)):
            yield from _found(path.read_text(), path)
    for path in sorted([*project.glob("templates/**/*.html"), *project.glob("templates/**/*.txt")]):
        if path.relative_to(project).parts[1] not in _STAFF:
            yield from _found(of_template(path.read_text()), path)


def of_template(text: str) -> str:
    """A template as the Python that `gettext` looks for; `{% plural %}` is a tag of ours."""
    from django.utils.translation.template import templatize  # half of Django, which compiling does not need

    return str(templatize(_PLURAL.sub(r"{% blocktranslate count n=\1 %}\2{% plural %}\3{% endblocktranslate %}", text)))


def _found(source: str, path: Path) -> Iterator[Message]:
    lines = io.BytesIO(source.encode())
    for line, keyword, texts, _comments in extract_python(lines, _KEYWORDS, [], {"encoding": "utf-8"}):
        said = [text for text in _forms(texts) if text]
        context = said.pop(0) if "pgettext" in keyword else None
        if said:
            plural = "ngettext" in keyword or "npgettext" in keyword
            yield Message(tuple(said[:2]) if plural else said[0], locations=[(str(path), line)], context=context)


def _is_left_out(path: Path) -> bool:
    return (
        path.parts[0].startswith(".") or path.parts[0] in _OUTSIDE or "admin" in path.parts or path.name == "admin.py"
    )
