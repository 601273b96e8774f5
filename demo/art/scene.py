"""A photo studio in Python: put shapes on a set, light them, take the picture."""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from PIL import Image

from . import light
from .tracer import CAPSULE, ELLIPSOID, EXTRUDE, GRID, LATHE, LOFT, RBOX, TORUS

Point = Sequence[float]


def lin(color: str | Point) -> np.ndarray:
    """Linear light of '#rrggbb'."""
    if not isinstance(color, str):
        return np.asarray(color, float)
    c = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def spin(yaw: float = 0, pitch: float = 0, roll: float = 0) -> np.ndarray:
    """Rotation in degrees, object to world: roll (z), then pitch (x), then yaw (y)."""
    a, b, c = (math.radians(v) for v in (yaw, pitch, roll))
    ry = np.array([[math.cos(a), 0, math.sin(a)], [0, 1, 0], [-math.sin(a), 0, math.cos(a)]])
    rx = np.array([[1, 0, 0], [0, math.cos(b), -math.sin(b)], [0, math.sin(b), math.cos(b)]])
    rz = np.array([[math.cos(c), -math.sin(c), 0], [math.sin(c), math.cos(c), 0], [0, 0, 1]])
    return ry @ rx @ rz


@dataclass(frozen=True)
class Look:
    """What a surface is made of; `tex` is a picture laid on it by `how` (front, wrap, top, through)."""

    color: str | Point = "#ffffff"
    spec: float = 0.04
    rough: float = 0.35
    metal: bool = False
    glass: float = 0.0
    glow: float = 0.0
    tex: Image.Image | None = None
    how: str = "front"
    at: tuple[float, float] = (0.0, 0.0)
    size: tuple[float, float] = (1.0, 1.0)


def matte(color: str) -> Look:
    return Look(color, rough=0.75)


def gloss(color: str) -> Look:
    return Look(color, spec=0.06, rough=0.14)


def metal(color: str = "#d9a441", rough: float = 0.42) -> Look:
    return Look(color, spec=0.8, rough=rough, metal=True)


def _segments(poly: np.ndarray, pts: np.ndarray) -> np.ndarray:
    """Signed distance of points to a closed polygon."""
    best = np.full(len(pts), 1e9)
    inside = np.zeros(len(pts), bool)
    for a, b in zip(poly, np.roll(poly, -1, 0), strict=True):
        e, w = b - a, pts - a
        t = np.clip((w @ e) / max(e @ e, 1e-12), 0, 1)
        best = np.minimum(best, ((w - t[:, None] * e) ** 2).sum(1))
        cross = (a[1] > pts[:, 1]) != (b[1] > pts[:, 1])
        if e[1] != 0:
            inside ^= cross & (pts[:, 0] < a[0] + (pts[:, 1] - a[1]) / e[1] * e[0])
    return np.where(inside, -1, 1) * np.sqrt(best)


def _blur(a: np.ndarray, sigma: float) -> np.ndarray:
    if sigma <= 0:
        return a
    n = int(sigma * 3) + 1
    k = np.exp(-(np.arange(-n, n + 1) ** 2) / (2 * sigma * sigma))
    k /= k.sum()
    for axis in (0, 1):
        pad = [(n, n) if i == axis else (0, 0) for i in (0, 1)]
        a = np.apply_along_axis(lambda v: np.convolve(v, k, "valid"), axis, np.pad(a, pad, "edge"))
    return a


class Scene:
    """A set with a backdrop (`wall`, `floor` colours), a sun behind a `gobo`, and things put on it."""

    def __init__(
        self,
        wall: str,
        floor: str | None = None,
        *,
        sun: Point = (-0.75, 1.0, 0.85),
        sun_color: str | Point = (1.0, 0.93, 0.82),
        power: float = 1.15,
        sky: str | Point = (0.86, 0.88, 0.95),
        fill: float = 0.78,
        gobo: Image.Image | None = None,
        gobo_scale: float = 0.13,
        gobo_at: tuple[float, float] = (0.5, 0.5),
        depth: float = 2.4,
        cove: float = 1.4,
        soft: float = 0.09,
        shine: float = 1.8,
    ) -> None:
        self.items: list[tuple[int, list[float], np.ndarray, np.ndarray, list[float], int, Look]] = []
        self.grids: list[np.ndarray] = []
        self.spans: list[list[float]] = []
        self.lamps: list[list[float]] = []
        self.origin, self.turn = np.zeros(3), np.eye(3)
        st = np.zeros(40)
        st[0], st[1] = depth, max(cove, 0.02)
        d = np.asarray(sun, float)
        d /= np.linalg.norm(d)
        st[2:5], st[5:8], st[8] = d, lin(sun_color) * power, soft
        u = np.cross([0, 1, 0], d)
        u /= np.linalg.norm(u)
        v = np.cross(d, u)
        st[14:17], st[17:20] = u, -v
        st[20], st[21], st[22] = gobo_scale, gobo_at[0], gobo_at[1]
        low = lin(sky) * fill
        st[24:27], st[27:30] = low * 0.85, low
        st[30:33], st[33:36] = lin(floor or wall), lin(wall)
        st[36] = shine
        self.stage = st
        self.gobo = np.ones((2, 2)) if gobo is None else np.asarray(gobo.convert("L"), float) / 255

    @contextmanager
    def put(self, at: Point, yaw: float = 0, pitch: float = 0, roll: float = 0) -> Iterator[None]:
        """Everything added inside stands at `at`, turned."""
        before = self.origin, self.turn
        self.origin, self.turn = before[0] + before[1] @ np.asarray(at, float), before[1] @ spin(yaw, pitch, roll)
        try:
            yield
        finally:
            self.origin, self.turn = before

    # --- shapes -----------------------------------------------------------------------------------------------------

    def add(self, kind: int, prm: Sequence[float], at: Point, rot: np.ndarray, box: Sequence[float], look: Look,
            grid: int = 0, pace: float = 1.0) -> None:  # fmt: skip
        p = [*map(float, prm)] + [0.0] * (7 - len(prm)) + [pace]
        at, rot = self.origin + self.turn @ np.asarray(at, float), self.turn @ rot
        self.items.append((kind, p, np.asarray(at, float), rot, [float(v) for v in box], grid, look))

    def box(self, at: Point, size: Point, look: Look, r: float = 0.05, rot: np.ndarray | None = None) -> None:
        """A rounded box; `at` is the middle of its foot, `size` the full width, height and depth."""
        rot = np.eye(3) if rot is None else rot
        h = np.asarray(size, float) / 2
        mid = np.asarray(at, float) + rot @ np.array([0, h[1], 0])
        self.add(RBOX, [*h, min(r, *h)], mid, rot, [*-h, *h], look)

    def table(self, grid: np.ndarray, lo: Point, hi: Point) -> int:
        n = GRID - 1
        self.grids.append(grid.astype(np.float32))
        self.spans.append([lo[0], lo[1], n / (hi[0] - lo[0]), n / (hi[1] - lo[1])])
        return len(self.grids) - 1

    def _polygon(self, pts: Sequence[Point], soft: float, mirror: bool) -> tuple[int, np.ndarray, np.ndarray]:
        poly = np.asarray(pts, float)
        pad = 0.06 * max(np.ptp(poly[:, 1]), np.ptp(poly[:, 0]))
        lo, hi = poly.min(0) - pad, poly.max(0) + pad
        if mirror:
            lo[0] = -pad
        gx, gy = np.meshgrid(np.linspace(lo[0], hi[0], GRID), np.linspace(lo[1], hi[1], GRID))
        if mirror:
            full = np.concatenate([poly, poly[::-1] * [-1, 1]])
            d = _segments(full, np.stack([gx.ravel(), gy.ravel()], 1)).reshape(GRID, GRID)
        else:
            d = _segments(poly, np.stack([gx.ravel(), gy.ravel()], 1)).reshape(GRID, GRID)
        d = _blur(d, soft * GRID / (hi[1] - lo[1]))
        return self.table(d, lo, hi), poly.min(0), poly.max(0)

    def lathe(self, at: Point, outline: Sequence[Point], look: Look, soft: float = 0.02,
              rot: np.ndarray | None = None) -> None:  # fmt: skip
        """Turn an outline [(radius, height), ...] (foot to top) round the y axis."""
        g, lo, hi = self._polygon(outline, soft, mirror=True)
        m = hi[0] + 0.01
        rot = np.eye(3) if rot is None else rot
        self.add(LATHE, [], at, rot, [-m, lo[1] - 0.01, -m, m, hi[1] + 0.01, m], look, g, 0.9)

    def extrude(self, at: Point, outline: Sequence[Point], thick: float, look: Look, r: float = 0.02, soft: float = 0.0,
                puff: tuple[float, float] = (0.0, 1.0), rot: np.ndarray | None = None) -> None:  # fmt: skip
        """Give an outline (x, y) a thickness; `puff` (height, reach) blows it up like a cushion."""
        g, lo, hi = self._polygon(outline, soft, mirror=False)
        z = thick / 2 + puff[0] + 0.01
        rot = np.eye(3) if rot is None else rot
        box = [lo[0] - 0.01, lo[1] - 0.01, -z, hi[0] + 0.01, hi[1] + 0.01, z]
        self.add(EXTRUDE, [thick / 2, r, *puff], at, rot, box, look, g, 0.55 if puff[0] else 0.9)

    def loft(self, at: Point, rings: Sequence[Point], look: Look, power: float = 2.0, r: float = 0.02,
             rot: np.ndarray | None = None) -> None:  # fmt: skip
        """Sections [(height, half width, half depth), ...] joined; power 2 is oval, 6 nearly square."""
        a = np.asarray(rings, float)
        ys = np.linspace(a[0, 0], a[-1, 0], GRID)
        t = np.zeros((GRID, GRID))
        for row, col in ((0, 1), (1, 2)):
            v = np.interp(ys, a[:, 0], a[:, col])
            t[row] = _blur(v[None, :], 5)[0]
        g = self.table(t, (0, a[0, 0]), (1, a[-1, 0]))
        half, mid = (a[-1, 0] - a[0, 0]) / 2, (a[-1, 0] + a[0, 0]) / 2
        w, d = a[:, 1].max() + 0.01, a[:, 2].max() + 0.01
        rot = np.eye(3) if rot is None else rot
        box = [-w, a[0, 0] - 0.01, -d, w, a[-1, 0] + 0.01, d]
        self.add(LOFT, [power, half, mid, r], at, rot, box, look, g, 0.6)

    def ball(self, at: Point, r: float | Point, look: Look, rot: np.ndarray | None = None) -> None:
        """A ball or ellipsoid round its middle."""
        q = [r, r, r] if isinstance(r, int | float) else list(r)
        self.add(ELLIPSOID, q, at, np.eye(3) if rot is None else rot, [-q[0], -q[1], -q[2], *q], look)

    def rod(self, a: Point, b: Point, r: float, look: Look, r2: float | None = None) -> None:
        """A stick with round ends from a to b."""
        r2 = r if r2 is None else r2
        p, q = np.asarray(a, float), np.asarray(b, float)
        y = (q - p) / np.linalg.norm(q - p)
        x = np.cross(y, [0.3, 0.1, 0.95])
        x /= np.linalg.norm(x)
        h, m = float(np.linalg.norm(q - p) / 2), max(r, r2)
        self.add(CAPSULE, [h, r, r2], (p + q) / 2, np.stack([x, y, np.cross(x, y)], 1),
                 [-m, -h - m, -m, m, h + m, m], look, 0, 0.9)  # fmt: skip

    def ring(self, at: Point, big: float, small: float, look: Look, legs: float | None = None,
             rot: np.ndarray | None = None) -> None:  # fmt: skip
        """A ring in the xy plane; with `legs` a U that opens towards -x."""
        m = big + small
        prm = [big, small, legs or 0.0, 1.0 if legs is None else 0.0]
        left = -m if legs is None else -legs - small
        self.add(TORUS, prm, at, np.eye(3) if rot is None else rot, [left, -m, -small, m, m, small], look)

    def lamp(self, at: Point, color: str | Point, power: float, size: float = 0.15) -> None:
        self.lamps.append([*(self.origin + self.turn @ np.asarray(at, float)), *(lin(color) * power), size])

    # --- the picture ------------------------------------------------------------------------------------------------

    def pack(self) -> tuple[tuple[np.ndarray, ...], np.ndarray, np.ndarray]:
        """The scene as arrays for the tracer: world, materials, textures."""
        n = max(len(self.items), 1)
        kind, prm, rot = np.zeros(n, np.int64), np.zeros((n, 8)), np.zeros((n, 3, 3))
        pos, lb, wb, gid = np.zeros((n, 3)), np.zeros((n, 6)), np.zeros((n, 6)), np.zeros(n, np.int64)
        glass, mats = np.zeros(n), np.zeros((n, 14))
        seen: dict[int, int] = {}
        tex: list[np.ndarray] = []
        for i, (k, p, at, r, box, g, look) in enumerate(self.items):
            kind[i], prm[i], rot[i], pos[i], lb[i], gid[i] = k, p, r.T, at, box, g
            corners = np.array([[box[a], box[b], box[c]] for a in (0, 3) for b in (1, 4) for c in (2, 5)])
            world = corners @ r.T + at
            wb[i] = [*world.min(0) - 1e-3, *world.max(0) + 1e-3]
            glass[i] = look.glass
            ti = -1
            if look.tex is not None:
                if id(look.tex) not in seen:
                    seen[id(look.tex)] = len(tex)
                    a = np.asarray(look.tex.convert("RGBA").resize((512, 512), Image.Resampling.LANCZOS), float) / 255
                    a[..., :3] = np.where(
                        a[..., :3] <= 0.04045, a[..., :3] / 12.92, ((a[..., :3] + 0.055) / 1.055) ** 2.4
                    )
                    tex.append(a.astype(np.float32))
                ti = seen[id(look.tex)]
            how = ("front", "wrap", "top", "through").index(look.how)
            mats[i] = [*lin(look.color), look.spec, look.rough, look.metal, look.glass, look.glow, ti, how,
                       *look.at, *look.size]  # fmt: skip
        grids = np.stack(self.grids) if self.grids else np.zeros((1, GRID, GRID), np.float32)
        spans = np.array(self.spans) if self.spans else np.ones((1, 4))
        world_arrays = (kind, prm, rot, pos, lb, wb, gid, grids, spans, glass)
        return world_arrays, mats, np.stack(tex) if tex else np.zeros((1, 2, 2, 4), np.float32)

    def shoot(self, width: int, height: int, spp: int, eye: Point = (0, 2.0, 9.0), look_at: Point = (0, 0.86, 0),
              fov: float = 17.2, exposure: float = 1.12, seed: int = 7) -> Image.Image:  # fmt: skip
        """Render, clean, develop."""
        e, t = np.asarray(eye, float), np.asarray(look_at, float)
        f = (t - e) / np.linalg.norm(t - e)
        right = np.cross(f, [0, 1, 0])
        right /= np.linalg.norm(right)
        cam = np.array([*e, *f, *right, *np.cross(right, f), math.tan(math.radians(fov) / 2)])
        w, mats, tex = self.pack()
        lamps = np.array(self.lamps) if self.lamps else np.zeros((0, 7))
        buf = light.render(width, height, spp, seed, cam, w, mats, tex, self.stage, self.gobo, lamps)
        guide = np.ascontiguousarray(buf[..., 9:13])
        irr = light.denoise(np.ascontiguousarray(buf[..., 0:3]), guide, 4, 1.1)
        shine = light.denoise(np.ascontiguousarray(buf[..., 6:9]), guide, 2, 0.9)
        return develop((irr * buf[..., 3:6] + shine) * exposure)


def develop(c: np.ndarray) -> Image.Image:
    """Linear light to a picture: soft shoulder, slight lift of the blacks."""
    c = np.maximum(c, 0)
    c = c * (1 + c / 2.6) / (1 + c * 0.86)
    c = 0.006 + 0.994 * np.clip(c, 0, 1)
    s = np.where(c <= 0.0031308, c * 12.92, 1.055 * c ** (1 / 2.4) - 0.055)
    return Image.fromarray((s * 255 + 0.5).astype(np.uint8))
