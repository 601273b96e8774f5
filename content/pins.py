"""The pins on a video's track. Notes too near each other for a finger share one."""

from collections.abc import Iterable
from dataclasses import dataclass

from barter.kernel.templatetags.words import list_words, number_words
from content.models import Asset
from content.queries import NoteLine

# 24 px of the narrowest track, 280 px on a phone of 320, and the half per cent that two positions are rounded by
_APART = 0.096


@dataclass(frozen=True, slots=True)
class Pin:
    """One mark: the first note's number ("2+" where there are more), and the numbers of all."""

    lines: list[NoteLine]

    @property
    def n(self) -> str:
        return f"{self.lines[0].n}+" if len(self.lines) > 1 else str(self.lines[0].n)

    @property
    def notes(self) -> str:
        return " ".join(str(line.n) for line in self.lines)

    @property
    def words(self) -> str:
        return list_words([number_words(line.n) for line in self.lines])

    @property
    def at(self) -> float:
        return self.lines[0].at or 0

    @property
    def state(self) -> str:
        """Of a shared one: marked when one of its notes is, done when all are."""
        states = {line.state for line in self.lines}
        return "on" if "on" in states else "ok" if states == {"ok"} else ""


@dataclass(frozen=True, slots=True)
class Point:
    """A note at a point of a photo, in the photo's pixels. `radius` is large enough for a finger on a phone."""

    line: NoteLine
    x: int
    y: int
    radius: int


def points_of(lines: Iterable[NoteLine], asset: Asset | None) -> list[Point]:
    """The notes that lie on this photo."""
    if asset is None or not (asset.width and asset.height):
        return []
    radius = point_radius(asset)
    return [
        Point(line, line.note.x * asset.width // 1000, line.note.y * asset.height // 1000, radius)
        for line in lines
        if line.note.x is not None and line.note.y is not None
    ]


def point_radius(asset: Asset) -> int:
    return max(asset.width or 0, asset.height or 0) * 3 // 100


def pins_of(lines: Iterable[NoteLine], seconds: float) -> list[Pin]:
    """The pins of these notes on a video of this length, in the order of their moments."""
    pins: list[Pin] = []
    for line in sorted((line for line in lines if line.at is not None), key=lambda line: line.at or 0):
        if pins and (line.at or 0) - pins[-1].at < _APART * seconds:
            pins[-1].lines.append(line)
        else:
            pins.append(Pin([line]))
    return pins
