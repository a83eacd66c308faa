"""Makes the typeface again from Inter (SIL Open Font License 1.1): a variable WOFF2 for the pages, three TTF for papers.

    python deploy/typeface.py InterVariable.woff2

It needs `fonttools` and `brotli`, which are none of the product's packages, and the variable file of the npm package
`inter-ui` (4.1.1 was used). Kept: the letters of French, Ewe, Kabiyè and the neighbours' languages, figures of one width.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ROOT = Path(__file__).resolve().parents[1]
LETTERS = (
    "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100)]))
    + "ŒœŸƉɖƐɛƑƒƔɣŊŋƆɔƲʋƖɩƱʊẼẽĨĩŨũ‘’‚“”„†•…‹›–—€№™−≤≥→←↑↓↗↘✓"
    + "\u202f\u2009\u2011\u0300\u0301\u0303\u0304\u030c\u0302\u0308"
)
FEATURES = ["kern", "mark", "tnum"]
WEIGHTS = {"Regular": 400, "SemiBold": 600, "Bold": 700}


def cut(source: str) -> TTFont:
    """Return the font with the letters and features that are kept."""
    font = TTFont(source)
    options = subset.Options()
    options.layout_features, options.hinting, options.glyph_names = FEATURES, False, False
    options.name_IDs = ["*"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes={ord(letter) for letter in LETTERS})
    cutter.subset(font)
    return font


def for_pages(source: str) -> None:
    """Write the variable file: weights from 400 to 700 at one optical size."""
    font = instancer.instantiateVariableFont(cut(source), {"opsz": 18, "wght": (400, 700)})
    font["post"].formatType, font.flavor = 3.0, "woff2"
    font.save(ROOT / "incubator/ui/static/ui/fonts/inter.woff2")


def for_papers(source: str) -> None:
    """Write one file for each weight: Typst sets no variable font."""
    for name, weight in WEIGHTS.items():
        font = instancer.instantiateVariableFont(cut(source), {"opsz": 14, "wght": weight})
        font.flavor, font["OS/2"].usWeightClass = None, weight
        for number, words in ((1, "Inter"), (2, name), (4, f"Inter {name}"), (6, f"Inter-{name}")):
            font["name"].setName(words, number, 3, 1, 0x409)
        font["OS/2"].fsSelection = 0x20 if name == "Bold" else 0x40
        font["head"].macStyle = int(name == "Bold")
        font.save(ROOT / f"incubator/documents/fonts/Inter-{name}.ttf")


if __name__ == "__main__":
    for_pages(sys.argv[1])
    for_papers(sys.argv[1])
