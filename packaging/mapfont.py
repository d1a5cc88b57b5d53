"""The map's own font: two static weights of Noto Sans SC whose text survives in a PDF.

Quotation marks, the ellipsis and the middle dot are as wide as a hanzi in Chinese and narrow in
English, at the same code points. As no feature may choose between them, there are two families:
the whole font has them wide, and a small one for Western text has them narrow.

QPdfWriter reads a glyph's text back from the character map alone. So the font must not reach a
glyph by a feature (``locl`` loses the figures beside Chinese), and no code point but the one
people type may claim a glyph (a Kangxi radical turns 大 into ⼤). A variable font would be
embedded as its thinnest master. Hence: static, few features, one owner for each glyph.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from shutil import copyfile

from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter, load_font
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph
from fontTools.varLib.instancer import instantiateVariableFont

FAMILY = "Mapapp Sans"
LATIN_FAMILY = "Mapapp Sans Latin"
PACKAGE = "justmytype_intl_cjk"
FOLDER = "fonts/ofl/notosanssc"

# Scripts and signs of the map beside what GB2312 and Big5 hold.
BLOCKS = (
    range(0x0020, 0x0250),  # Latin
    range(0x02B0, 0x0530),  # modifiers, Greek, Cyrillic
    range(0x1E00, 0x1F00),  # Latin with the marks of pinyin and Vietnamese
    range(0x2000, 0x2800),  # punctuation, superscripts, arrows, operators, ①, ■, ⚠
    range(0x3000, 0x3040),  # Chinese punctuation
    range(0x3200, 0x3400),  # ㎡, ㎢, ㈠
    range(0xFE30, 0xFE50),
    range(0xFF00, 0xFFF0),  # full width
)
# Code points that share a glyph with the one people type, and come first in Qt's eyes.
DOUBLES = frozenset(
    chain(
        range(0x2E80, 0x2FE0),  # radicals
        range(0xF900, 0xFB00),  # compatibility ideographs
        (0x09, 0xA0, 0xAD),  # beside the space and the hyphen
        (0x2003, 0x2012, 0x2035, 0x2215, 0x2329, 0x232A, 0x301C),  # beside 　 – ｀ ／ 〈 〉 ～
    )
)


@dataclass(frozen=True, slots=True)
class Weight:
    """One static font of the family.

    Figures of ``small_wght`` look as heavy as its own when they are as small as a superscript.
    """

    style: str
    wght: int
    small_wght: int

    @property
    def filename(self) -> str:
        """Name of the font file."""
        return f"MapappSans-{self.style}.ttf"

    @property
    def western_filename(self) -> str:
        """Name of the file with what stands before the Chinese code points."""
        return f"MapappSans-{self.style}-western.ttf"


NARROW = (0x2018, 0x2019, 0x201C, 0x201D)
"""Quotation marks, of which Noto has narrow glyphs as well, behind the feature ``pwid``."""

SUPERSCRIPTS = {0x2070: ord("0")} | {0x2070 + figure: ord("0") + figure for figure in range(5, 10)}
"""Those that Noto has no glyphs for: it has ¹, ², ³ and ⁴ only."""

ELLIPSIS, STOP = 0x2026, ord(".")
MIDDLE_DOT, BULLET = 0x00B7, 0x2022
_BULLET_SIDE = 0.09
"""Room on each side of a narrow bullet, in em."""

WEIGHTS = (Weight("Regular", 400, 550), Weight("Bold", 700, 900))

WESTERN = range(0x0020, 0x2E80)
"""What the map page loads first (``unicode-range`` in ``resources/web/map.css``): Chromium looks
a font over before it draws with it, and the whole one is thirty times as large."""


def build(target: Path) -> None:
    """Write the two weights, a smaller file of each, their advances and licence into ``target``."""
    source = source_folder()
    variable = source / "NotoSansSC[wght].ttf"
    advances = {}
    for weight in WEIGHTS:
        print(f"  font {FAMILY} {weight.style}", flush=True)
        font = static_font(variable, weight)
        rename(font, weight)
        add_tab(font)
        add_superscripts(font, variable, weight)
        font.save(target / weight.filename)
        latin = western_font(variable, weight)
        latin.save(target / weight.western_filename)
        advances[weight.style] = advance_table(font) | {"latin": latin_advances(latin)}
    (target / "advances.json").write_text(json.dumps(advances, separators=(",", ":")) + "\n")
    copyfile(source / "OFL.txt", target / "OFL.txt")


def source_folder() -> Path:
    """Folder of Noto Sans SC in the installed font package."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise SystemExit(f"The font package {PACKAGE} is not installed; run `make setup`.")
    return Path(spec.origin).parent / FOLDER


def coverage() -> set[int]:
    """Code points the font is asked to hold."""
    hanzi = chain(two_byte_characters("gb2312"), two_byte_characters("big5"))
    return {*chain.from_iterable(BLOCKS), *map(ord, hanzi)} - DOUBLES


def two_byte_characters(encoding: str) -> set[str]:
    """Every character that ``encoding`` writes with two bytes."""
    pairs = (bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF))
    return {text for pair in pairs if len(text := pair.decode(encoding, "ignore")) == 1}


def static_font(variable: Path, weight: Weight) -> TTFont:
    """Subset ``variable`` to the coverage, then fix its weight."""
    font = load_font(str(variable), subset_options())
    return fixed(font, coverage(), weight.wght)


def western_font(variable: Path, weight: Weight) -> TTFont:
    """What the font has of ``WESTERN``, with the marks that are narrow there."""
    font = load_font(str(variable), subset_options())
    narrow = single_substitutions(font, "pwid")
    glyphs = font.getBestCmap()
    set_glyphs(font, {code: narrow[glyphs[code]] for code in NARROW})
    font = fixed(font, coverage().intersection(WESTERN), weight.wght)
    add_tab(font)
    add_superscripts(font, variable, weight)
    add_narrow_dots(font)
    rename(font, weight, LATIN_FAMILY)
    return font


def fixed(font: TTFont, codes: set[int], wght: int) -> TTFont:
    """Subset a variable font to some code points, then fix its weight."""
    subsetter = Subsetter(subset_options())
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    return instantiateVariableFont(font, {"wght": wght}, inplace=True)


def single_substitutions(font: TTFont, feature: str) -> dict[str, str]:
    """What a feature of a font puts in the place of single glyphs."""
    table = font["GSUB"].table
    records = (r for r in table.FeatureList.FeatureRecord if r.FeatureTag == feature)
    lookups = {number for record in records for number in record.Feature.LookupListIndex}
    found: dict[str, str] = {}
    for number in sorted(lookups):
        for part in table.LookupList.Lookup[number].SubTable:
            found |= getattr(part, "ExtSubTable", part).mapping
    return found


def add_superscripts(font: TTFont, variable: Path, weight: Weight) -> None:
    """Make ⁰ and ⁵ to ⁹ of heavier figures, as small and as high as Noto's own ² stands to 2."""
    small = load_font(str(variable), subset_options())
    small = fixed(small, set(map(ord, "0123456789")), weight.small_wght)
    two, own = small["glyf"][small.getBestCmap()[ord("2")]], font.getBestCmap()[ord("²")]
    model, advance = font["glyf"][own], font["hmtx"][own][0]
    across = (model.xMax - model.xMin) / (two.xMax - two.xMin)
    up = (model.yMax - model.yMin) / (two.yMax - two.yMin)
    for code, figure in SUPERSCRIPTS.items():
        name = small.getBestCmap()[figure]
        glyph = small["glyf"][name]
        left = (advance - across * (glyph.xMin + glyph.xMax)) / 2
        pen = TTGlyphPen(None)
        shift = model.yMin - up * two.yMin
        small.getGlyphSet()[name].draw(TransformPen(pen, (across, 0, 0, up, left, shift)))
        add_glyph(font, f"{name}.superior", pen.glyph(), advance)
        set_glyphs(font, {code: f"{name}.superior"})


def add_narrow_dots(font: TTFont) -> None:
    """Make ellipsis and middle dot of full stops, and take the room around the bullet away."""
    stop, bullet = (font.getBestCmap()[code] for code in (STOP, BULLET))
    dot, round_dot, wide = font["glyf"][stop], font["glyf"][bullet], font["hmtx"][stop][0]
    up = (round_dot.yMin + round_dot.yMax - dot.yMin - dot.yMax) // 2
    side = round(_BULLET_SIDE * font["head"].unitsPerEm)
    left = side - round_dot.xMin
    add_composite(font, "ellipsis.narrow", stop, [(0, 0), (wide, 0), (2 * wide, 0)], 3 * wide)
    add_composite(font, "middot.narrow", stop, [(0, up)], wide)
    add_composite(font, "bullet.narrow", bullet, [(left, 0)], round_dot.xMax + left + side)
    names = {ELLIPSIS: "ellipsis", MIDDLE_DOT: "middot", BULLET: "bullet"}
    set_glyphs(font, {code: f"{name}.narrow" for code, name in names.items()})


def add_composite(
    font: TTFont, name: str, part: str, shifts: list[tuple[int, int]], advance: int
) -> None:
    """Add a glyph that shows another one, once or several times, each shifted."""
    pen = TTGlyphPen(font.getGlyphSet())
    for shift in shifts:
        pen.addComponent(part, (1, 0, 0, 1, *shift))
    add_glyph(font, name, pen.glyph(), advance)


def add_glyph(font: TTFont, name: str, glyph: Glyph, advance: int) -> None:
    """Add a glyph, which no code point has yet."""
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"].glyphOrder = font.getGlyphOrder()
    font["glyf"][name] = glyph
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (advance, glyph.xMin)


def set_glyphs(font: TTFont, glyphs: dict[int, str]) -> None:
    """Show other glyphs for some code points."""
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(glyphs)


def subset_options() -> Options:
    """Options of the subset; ``locl`` and ``liga`` are left out on purpose."""
    options = Options()
    options.layout_features = ["kern", "mark"]
    options.drop_tables += ["BASE", "STAT", "vhea", "vmtx"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 9, 13, 14]
    options.notdef_outline = True
    options.recalc_timestamp = False
    return options


def add_tab(font: TTFont) -> None:
    """Give the tab a blank glyph of its own.

    WORKAROUND: Qt lets a font without a tab draw it with the glyph of the space, and its PDF
    engine then says that this glyph stands for U+0009, so that spaces are read back as tabs.
    """
    space = font.getBestCmap()[ord(" ")]
    font.setGlyphOrder([*font.getGlyphOrder(), "tab"])
    font["glyf"].glyphOrder = font.getGlyphOrder()
    font["glyf"]["tab"] = Glyph()
    font["hmtx"]["tab"] = font["hmtx"][space]
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[ord("\t")] = "tab"


def rename(font: TTFont, weight: Weight, family: str = FAMILY) -> None:
    """Give the font its own names, as its licence asks, and the flags of its weight."""
    names = {
        1: family,
        2: weight.style,
        3: f"{family} {weight.style}",
        4: f"{family} {weight.style}",
        6: f"{family.replace(' ', '')}-{weight.style}",
    }
    for name_id, text in names.items():
        font["name"].setName(text, name_id, 3, 1, 0x409)
    bold = weight.wght >= 700
    font["OS/2"].usWeightClass = weight.wght
    font["OS/2"].fsSelection = 1 << 5 if bold else 1 << 6
    font["head"].macStyle = int(bold)


def latin_advances(font: TTFont) -> dict[int, float]:
    """Advances in em of the code points that are narrow in Western text."""
    em, glyphs = font["head"].unitsPerEm, font.getBestCmap()
    narrow = (*NARROW, ELLIPSIS, MIDDLE_DOT, BULLET)
    return {code: font["hmtx"][glyphs[code]][0] / em for code in narrow}


def advance_table(font: TTFont) -> dict[str, object]:
    """Advances in em by code point; what is missing is as wide as ``default``."""
    em = font["head"].unitsPerEm
    metrics = font["hmtx"]
    widths = {code: metrics[glyph][0] / em for code, glyph in font.getBestCmap().items()}
    return {"default": 1.0, "advances": {c: w for c, w in sorted(widths.items()) if w != 1.0}}
