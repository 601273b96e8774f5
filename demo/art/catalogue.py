"""The list of pictures: every scene module registers its products here."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from . import ink
from .scene import Scene

Build = Callable[[Scene], None]


@dataclass(frozen=True)
class Product:
    """One product of one invented brand and how to photograph it."""

    key: str
    brand: str
    category: str
    title: str
    value_minor: int
    alt: str
    build: Build
    stage: dict[str, Any] = field(default_factory=dict)

    def scene(self) -> Scene:
        return stage(self.build, **self.stage)


PRODUCTS: list[Product] = []


def stage(build: Build, *, wall: str, gobo: str | None = "palm", seed: int = 1, **more: Any) -> Scene:
    if gobo == "palm":
        more.setdefault("gobo_at", (0.46, 0.8))
    s = Scene(wall, gobo=ink.gobo(gobo, seed) if gobo else None, **more)
    build(s)
    return s


def product(key: str, brand: str, category: str, title: str, value_minor: int, alt: str,
            **how: Any) -> Callable[[Build], Build]:  # fmt: skip
    """Register the decorated scene as a product picture."""

    def keep(build: Build) -> Build:
        PRODUCTS.append(Product(key, brand, category, title, value_minor, alt, build, how))
        return build

    return keep
