"""SVG: it looks alike where our font is not there, and its layers say what they are."""

from __future__ import annotations

import re
from base64 import b64decode
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from fontTools.ttLib import TTFont
from PySide6.QtCore import QBuffer, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator

from mapapp.core.style.symbology import SHAPES
from mapapp.paint.symbol_painter import draw_svg
from mapapp.render.request.paper import PageSize
from mapapp.render.scene.symbols import Symbol, symbol_svg
from tests.golden.conftest import Save

pytestmark = pytest.mark.golden

A5 = PageSize.named("A5")
SVG = "{http://www.w3.org/2000/svg}"
LABEL = "{http://www.inkscape.org/namespaces/inkscape}label"
FACE = re.compile(
    r'@font-face \{ font-family: "([^"]+)"; font-weight: (\d+); '
    r'src: url\(data:font/ttf;base64,([^)]+)\) format\("truetype"\); \}'
)
TITLE = "Häfen “Liaoning” 瀋陽 · 大连"


def drawing(path: Path) -> ET.Element:
    return ET.fromstring(path.read_bytes())  # noqa: S314


def texts(root: ET.Element) -> list[str]:
    return [text.text or "" for text in root.iter(f"{SVG}text")]


def faces(root: ET.Element) -> dict[tuple[str, int], TTFont]:
    """The fonts that are inside, by family and weight."""
    rules = FACE.findall(root.findtext(f"{SVG}style", ""))
    return {(name, int(weight)): TTFont(BytesIO(b64decode(data))) for name, weight, data in rules}


def test_the_fonts_inside_have_every_character_of_their_texts(save: Save) -> None:
    path = save("map.svg", page=A5, layers=("port",), title=TITLE, language="both")
    root = drawing(path)
    inside = {face: set(font.getBestCmap()) for face, font in faces(root).items()}
    assert {weight for _, weight in inside} == {400, 700}
    for text in root.iter(f"{SVG}text"):
        weight = int(text.get("font-weight", "400"))
        families = [name.strip() for name in text.get("font-family", "").split(",")]
        known = set[int]().union(*(inside.get((name, weight), set()) for name in families))
        assert {ord(char) for char in text.text or ""} <= known
    assert len(path.read_bytes()) < 500_000, "only what is needed is inside"


def test_a_line_is_one_text_whatever_its_scripts(save: Save) -> None:
    root = drawing(save("map.svg", page=A5, layers=("port",), title=TITLE, language="both"))
    assert TITLE in texts(root)
    assert "Sea ports 海港" in texts(root)
    for group in root.iter(f"{SVG}g"):
        assert len(group.findall(f"{SVG}text")) <= 1
    assert not [text for text in root.iter(f"{SVG}text") if len(text)]


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["Paper", "Ground", "Friendship cities", "Sea ports", "Names"]),
        ("zh", ["纸张", "底图", "友好城市", "海港", "地名"]),
    ],
)
def test_layers_are_called_by_their_titles(save: Save, language: str, names: list[str]) -> None:
    path = save("map.svg", page=A5, layers=("friendship_city", "port"), language=language)
    groups = drawing(path).findall(f"{SVG}g")
    assert [group.get(LABEL) for group in groups][:-1] == names
    assert [group.findtext(f"{SVG}title") for group in groups][:-1] == names
    assert groups[3].get("id") == "port"


def test_outlines_need_no_font(save: Save) -> None:
    root = drawing(save("map.svg", page=A5, layers=("port",), title=TITLE, svg_text="outlines"))
    assert texts(root) == []
    assert root.find(f"{SVG}style") is None
    title = next(p for p in root.iter(f"{SVG}path") if p.get("aria-label") == TITLE)
    assert title.get("fill-rule") == "nonzero", "strokes of bold hanzi overlap"
    commands = re.findall(r"[MLC]", title.get("d", ""))
    assert commands.count("M") > len(TITLE.replace(" ", ""))


def strokes(svg: str) -> set[str | None]:
    """The colours of the strokes of a small picture that is painted into an SVG."""
    buffer = QBuffer()
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    painter = QPainter(generator)
    draw_svg(painter, svg, QRectF(0, 0, 40, 40))
    painter.end()
    root = ET.fromstring(bytes(buffer.data().data()))  # noqa: S314
    drawn = (group for group in root.iter(f"{SVG}g") if any(e.tag != group.tag for e in group))
    return {group.get("stroke") for group in drawn}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_symbol_has_no_stroke_that_is_not_its_own(shape: str) -> None:
    found = strokes(symbol_svg(Symbol(shape, "#123456", "#fedcba", 20)))
    assert found <= {"#123456", "#fedcba", "none"}


def test_what_is_only_filled_has_no_stroke() -> None:
    filled = '<circle cx="2" cy="2" r="1" fill="#123456"/><path d="M1 1H4V4Z" fill="#654321"/>'
    assert strokes(f'<svg xmlns="{SVG[1:-1]}">{filled}</svg>') == {"none"}


def test_it_tells_what_it_shows_and_in_which_language(save: Save) -> None:
    root = drawing(save("map.svg", page=A5, layers=("port",), language="zh"))
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-Hans"
    assert root.findtext(f"{SVG}title") == "地图"
    assert "海港" in root.findtext(f"{SVG}desc", "")
