"""Make the fonts of the PDF certificate (content/fonts) from those of the pages and from DejaVu. Run by hand, rarely:

python -m pip install fonttools brotli      # in an environment of its own; the product needs neither
python scripts/certificate_fonts.py /usr/share/fonts/truetype/dejavu
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).resolve().parent.parent
SOURCE, TARGET = ROOT / "static" / "fonts", ROOT / "content" / "fonts"
WEIGHTS = (("figtree", 450), ("figtree", 650), ("gabarito", 750))
# what Figtree lacks: the rest of Latin, Greek, Cyrillic, Armenian, Georgian
LETTERS = (
    (0x20, 0x24F),
    (0x2B0, 0x2FF),
    (0x370, 0x58F),
    (0x10A0, 0x10FF),
    (0x1E00, 0x1FFF),
    (0x2010, 0x2044),
    (0x20A0, 0x20BF),
)
_POSTSCRIPT_NAME = 6


def plain(font: TTFont, letters: set[int]) -> TTFont:
    """Outlines and widths only: nothing here shapes text."""
    options = Options(hinting=False, layout_features=[], name_IDs=[0, 1, 2, 4, 6, 13, 14])
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "STAT", "MATH", "FFTM", "gasp"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    return font


def one_weight(family: str, weight: int, folder: Path) -> TTFont:
    parts = []
    for part in ("latin", "latin-ext"):
        font = instantiateVariableFont(TTFont(SOURCE / f"{family}-{part}-wght-normal.woff2"), {"wght": weight})
        parts.append(folder / f"{part}.ttf")
        plain(font, set(font.getBestCmap())).save(parts[-1])
    merged = Merger().merge([str(part) for part in parts])
    for record in merged["name"].names:  # two weights under one name would be one font to a reader of the PDF
        if record.nameID == _POSTSCRIPT_NAME:
            record.string = f"{family.title()}-{weight}"
    return merged


def main(dejavu: Path) -> None:
    with TemporaryDirectory() as folder:
        for family, weight in WEIGHTS:
            font = one_weight(family, weight, Path(folder))
            plain(font, set(font.getBestCmap())).save(TARGET / f"{family}-{weight}.ttf")
    letters = {sign for first, last in LETTERS for sign in range(first, last + 1)}
    plain(TTFont(dejavu / "DejaVuSans.ttf"), letters).save(TARGET / "dejavu-sans.ttf")
    plain(TTFont(dejavu / "DejaVuSansMono.ttf"), set(range(0x20, 0x7F))).save(TARGET / "dejavu-sans-mono.ttf")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
