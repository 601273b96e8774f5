"""`python -m demo.art [name ...]`: make the pictures of demo/media again (all, or the named ones; see README.md)."""

import argparse
import logging
import time
from pathlib import Path

from PIL import Image

from . import faces, film, manifest, scenes_a, scenes_b, scenes_c, scenes_d  # noqa: F401 - scenes register their pictures
from .catalogue import PRODUCTS
from .vertical import SHOTS

MEDIA = Path(__file__).resolve().parents[1] / "media"
FRAMES = 21
log = logging.getLogger("demo.art")


def smaller_copies(folder: Path, *sides: int) -> None:
    """Beside each picture its smaller copies: of 256 and 512 px as a stored picture has, of 384 px as a checked upload has."""
    for path in folder.glob("*.webp"):
        if not path.stem.rpartition("-")[2].isdigit():
            for side in sides:
                with Image.open(path) as picture:
                    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
                    picture.save(path.with_stem(f"{path.stem}-{side}"), quality=82, method=6)


def main() -> None:
    """Render what is asked for, then write avatars and the manifest."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("names", nargs="*")
    p.add_argument("--draft", action="store_true", help="half size, few samples, no clips")
    p.add_argument("--out", type=Path, default=MEDIA)
    a = p.parse_args()
    for sub in ("products", "clips", "avatars"):
        (a.out / sub).mkdir(parents=True, exist_ok=True)
    wanted = set(a.names) or {x.key for x in PRODUCTS} | {x.key for x in SHOTS}
    for item in PRODUCTS:
        if item.key in wanted:
            t = time.perf_counter()
            w, h, n = (378, 284, 6) if a.draft else (756, 567, 16)
            item.scene().shoot(w, h, n).save(a.out / "products" / f"{item.key}.webp", quality=88, method=6)
            log.info("%s %.1f s", item.key, time.perf_counter() - t)
    for shot in SHOTS:
        if shot.key in wanted:
            t = time.perf_counter()
            w, h, n = (270, 480, 5) if a.draft else (540, 960, 12)
            film.still(shot, 0.8 if shot.clip else 0.0, w, h, n).save(
                a.out / "clips" / f"{shot.key}.webp", quality=86, method=6
            )
            if shot.clip and not a.draft:
                film.film(shot, a.out / "clips" / f"{shot.key}.mp4", FRAMES)
            log.info("%s %.1f s", shot.key, time.perf_counter() - t)
    smaller_copies(a.out / "products", 256, 384, 512)
    smaller_copies(a.out / "clips", 384)
    faces.draw_all(a.out / "avatars")
    manifest.write(a.out, FRAMES)


if __name__ == "__main__":
    main()
