"""Frames to H.264: PyAV, no sound, made to be small and to start at once."""

from fractions import Fraction
from pathlib import Path

import av
from PIL import Image

from .vertical import Shot

FPS = 12
LOOK: tuple[float, float, float] = (0.0, 1.5, 0.0)


def still(shot: Shot, t: float, width: int, height: int, spp: int) -> Image.Image:
    return shot.scene(t).shoot(width, height, spp, eye=shot.eye(t), look_at=LOOK, fov=24.5)


def film(shot: Shot, path: Path, frames: int = 21, width: int = 360, height: int = 640, spp: int = 5) -> float:
    """Render there and play there and back again, easing at both ends; answers the seconds."""
    there = []
    for i in range(frames):
        x = i / (frames - 1)
        there.append(still(shot, x * x * (3 - 2 * x), width, height, spp))
    play = [*there, *there[-2:0:-1]]
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as out:
        stream = out.add_stream("libx264", rate=FPS)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.time_base = Fraction(1, FPS)
        stream.options = {"crf": "25", "preset": "slow", "tune": "animation", "profile": "high"}
        for im in play:
            out.mux(stream.encode(av.VideoFrame.from_image(im)))
        out.mux(stream.encode())
    return len(play) / FPS
