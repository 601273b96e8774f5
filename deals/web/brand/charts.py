"""Charts as SVG made on the server: no script, no inline style, readable without seeing them.

Lengths are per cent of the width and heights are pixels, so that a chart fills its card at any width and its letters
keep their size. Inks are tokens of the design system; values stand beside the bars, so no colour carries a meaning alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from barter.kernel.templatetags.words import labelled_words, number_words

BEET, MARIGOLD, OK = "var(--beet-vivid)", "var(--mari)", "var(--ok)"
_WIDEST = 70  # per cent: the rest is for the value behind the longest bar
_THIN, _THICK = 12, 14
_HIGH = 132  # of the highest column
_ONE_LINE = 34  # letters of a name and its value beside each other, on the smallest phone


@dataclass(frozen=True, slots=True)
class Bar:
    """One value: how it is drawn and how it is told. `ink` is BEET, MARIGOLD or OK."""

    value: float
    words: str
    ink: str = BEET


@dataclass(frozen=True, slots=True)
class Group:
    """A name with one bar, or with a bar for each series."""

    name: str
    bars: Sequence[Bar]

    @property
    def words(self) -> str:
        return labelled_words(self.name, ", ".join(bar.words for bar in self.bars))


def lying_bars(groups: Sequence[Group], *, label: str, full: float = 0) -> SafeString:
    """Bars below each other, under their names. `full` is the value of a bar of full length, if not the largest one."""
    longest = full or max((bar.value for group in groups for bar in group.bars), default=0) or 1
    parts, top = [], 0
    for group in groups:
        alone = len(group.bars) == 1
        parts.append(_text(group.name, x=0, y=top + 14))
        top += 22
        if alone and len(group.name) + len(group.bars[0].words) > _ONE_LINE:
            top += 18  # its value stands below it, and still at the end
        for bar in group.bars:
            thick, widest = (_THICK, 100) if alone else (_THIN, _WIDEST)
            width = max(0.5, widest * min(1, bar.value / longest))
            parts.append(_rect(x=0, y=top, width=width, height=thick, ink=bar.ink))
            if alone:
                parts.append(_text(bar.words, x=100, y=top - 8, anchor="end", strong=True))
            else:
                parts.append(_text(bar.words, x=width, y=top + thick / 2 + 5, dx=8, strong=True))
            top += thick + 4
        top += 10
    return _svg(parts, height=top, label=_told(label, [group.words for group in groups]))


def standing_columns(columns: Sequence[tuple[str, int]], *, label: str) -> SafeString:
    """One column for each name from left to right; the first and the last name and the highest value are written."""
    highest, wide = max((value for _, value in columns), default=0) or 1, 100 / max(1, len(columns))
    base, parts = _HIGH + 20, []
    for at, (_, value) in enumerate(columns):
        tall = round(_HIGH * value / highest, 1)
        if value:
            parts.append(_rect(x=(at + 0.1) * wide, y=base - tall, width=0.8 * wide, height=tall, ink=BEET, round_by=2))
        if value == highest and all(before != highest for _, before in columns[:at]):
            side = "start" if at < len(columns) / 4 else "end" if at > len(columns) * 3 / 4 else "middle"
            x = {"start": at * wide, "end": (at + 1) * wide, "middle": (at + 0.5) * wide}[side]
            parts.append(_text(number_words(value), x=x, y=base - tall - 6, anchor=side, strong=True))
    parts.append(format_html('<rect y="{}" width="100%" height="1" fill="var(--line-control)"/>', base))
    if columns:
        parts.append(_text(columns[0][0], x=0, y=base + 18))
        parts.append(_text(columns[-1][0], x=100, y=base + 18, anchor="end"))
    return _svg(
        parts,
        height=base + 24,
        label=_told(label, [labelled_words(name, number_words(value)) for name, value in columns if value]),
    )


def _told(label: str, values: Sequence[str]) -> str:
    return f"{label} {'; '.join(values)}" if values else label


def _svg(parts: Sequence[SafeString], *, height: float, label: str) -> SafeString:
    inner = format_html_join("", "{}", ((part,) for part in parts))
    return format_html(
        '<svg width="100%" height="{}" role="img" aria-label="{}" font-size="13">{}</svg>', round(height), label, inner
    )


def _rect(*, x: float, y: float, width: float, height: float, ink: str, round_by: int = 4) -> SafeString:
    marks = '<rect x="{}%" y="{}" width="{}%" height="{}" rx="{}" fill="{}"/>'
    return format_html(marks, round(x, 2), round(y, 1), round(width, 2), height, round_by, ink)


def _text(words: str, *, x: float, y: float, dx: int = 0, anchor: str = "start", strong: bool = False) -> SafeString:
    marks = '<text x="{}%" y="{}" dx="{}" text-anchor="{}" fill="var(--{})"{}>{}</text>'
    weight = SafeString(' font-weight="650"') if strong else ""
    return format_html(marks, round(x, 2), round(y, 1), dx, anchor, "text" if strong else "text-muted", weight, words)
