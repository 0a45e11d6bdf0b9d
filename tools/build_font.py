"""Builds ballots/fonts/MinxinSansSC-Regular.ttf from Debian's fonts-noto-cjk. Maintainers only; takes minutes.

    apt-get install fonts-noto-cjk
    python tools/build_font.py

The result holds every Han character of Noto Sans CJK SC, because the table of 8,105 standard characters lacks ones
that people carry in their names (龑, 頔). It has TrueType outlines, since PDF viewers complain about the
others, and a family name of its own, so that nobody confuses it with an installed Noto of another coverage.
The same source file gives the same bytes; the SHA-256 beside the font says which bytes those are.
"""

import hashlib
from pathlib import Path

from fontTools import subset
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

SOURCE = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
SIMPLIFIED_CHINESE = 2
"""The face of the collection drawn for mainland readers."""
FAMILY = "Minxin Sans SC"
POSTSCRIPT_NAME = "MinxinSansSC-Regular"
VERSION = "Version 1.000; from Noto Sans CJK SC 2.004"
TARGET = Path(__file__).parent.parent / "ballots" / "fonts" / f"{POSTSCRIPT_NAME}.ttf"
LARGEST_ERROR = 1.0
"""Font units (a thousandth of the type size) a quadratic outline may stray from the cubic one."""

RANGES = [
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x017F),  # Latin-1 and Latin Extended-A; pinyin's other vowels follow
    (0x01CD, 0x01DC),
    (0x2000, 0x206F),  # general punctuation
    (0x2100, 0x22FF),  # letter-like signs, Roman numerals, arrows, mathematics
    (0x2460, 0x24FF),  # circled numbers
    (0x2500, 0x26FF),  # boxes, shapes, signs
    (0x2700, 0x27BF),  # ticks and crosses
    (0x3000, 0x303F),  # Chinese punctuation
    (0x3400, 0x9FFF),  # Han
    (0xFF00, 0xFFEF),  # full-width forms
    (0x20000, 0x3FFFF),  # Han, later planes
]


def main() -> None:
    """Build, write and say what was written."""
    font = cut(TTFont(SOURCE, fontNumber=SIMPLIFIED_CHINESE, recalcTimestamp=False))
    outline(font)
    rename(font)
    TARGET.parent.mkdir(exist_ok=True)
    font.save(TARGET)
    digest = hashlib.sha256(TARGET.read_bytes()).hexdigest()
    TARGET.with_suffix(".sha256").write_text(f"{digest}  {TARGET.name}\n", encoding="ascii")
    print(f"{TARGET.name}: {len(font.getBestCmap())} characters, {TARGET.stat().st_size} bytes, {digest}")


def cut(font: TTFont) -> TTFont:
    """The font with the wanted characters alone: no hints, no layout features."""
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, glyph_names=False)
    options.desubroutinize, options.name_IDs = True, ["*"]
    options.drop_tables += ["BASE", "vhea", "vmtx", "VORG", "DSIG"]
    wanted = set(gb2312_signs())
    wanted.update(code for first, last in RANGES for code in range(first, last + 1))
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted & set(font.getBestCmap()))
    subsetter.subset(font)
    return font


def gb2312_signs() -> list[int]:
    """The signs of GB2312 rows 1 to 9: punctuation, numbers, Greek, Cyrillic, pinyin, boxes."""
    cells = [bytes([0xA0 + row, 0xA0 + cell]) for row in range(1, 10) for cell in range(1, 95)]
    return [ord(sign) for sign in (cell.decode("gb2312", errors="ignore") for cell in cells) if sign]


def outline(font: TTFont) -> None:
    """Replace the cubic outlines by quadratic ones, in place."""
    order, glyphs = font.getGlyphOrder(), font.getGlyphSet()
    table = newTable("glyf")
    table.glyphOrder, table.glyphs = order, {}
    for name in order:
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, LARGEST_ERROR, reverse_direction=True))
        table.glyphs[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), table
    del font["CFF "]
    bear(font, order)
    FontBuilder(font=font).setupMaxp()
    font["post"].formatType = 3.0
    font.sfntVersion = "\x00\x01\x00\x00"


def bear(font: TTFont, order: list[str]) -> None:
    """Set each glyph's left side bearing to its new outline, in place."""
    table, metrics = font["glyf"], font["hmtx"].metrics
    for name in order:
        glyph = table[name]
        glyph.recalcBounds(table)
        metrics[name] = (metrics[name][0], getattr(glyph, "xMin", 0))


def rename(font: TTFont) -> None:
    """Give the family its own name, and keep the copyright and licence lines, in place."""
    kept = {name_id: str(font["name"].getName(name_id, 3, 1, 0x409)) for name_id in (0, 8, 9, 10, 13, 14)}
    own = {1: FAMILY, 2: "Regular", 3: f"{VERSION}; {POSTSCRIPT_NAME}", 4: FAMILY, 5: VERSION, 6: POSTSCRIPT_NAME}
    font["name"].names = []
    for name_id, text in sorted((kept | own).items()):
        font["name"].setName(text, name_id, 3, 1, 0x409)


if __name__ == "__main__":
    main()
