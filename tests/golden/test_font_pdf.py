from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QGuiApplication, QPainter, QPdfWriter

from mapapp.core.disk.assets import asset
from mapapp.paint.fonts import load_fonts
from mapapp.paint.text_painter import map_font
from mapapp.render.labels.text import measurer
from tests.tools import output

pytestmark = pytest.mark.golden

FIGURES = "大连高新区 金普 瀋陽 area 48 km² ≥ 481.5 亿元"
SIGNS = "2013–2020 约70％ ～ 5／6 〈a〉 ①② ⚠ → ↑ 12 ㎡ 北 Ω ж é ǚ"


def draw(text: str, style: str, target: Path, kind: str = "") -> None:
    """Write ``text`` into a PDF with our own font, whichever others the machine has."""
    file = asset("fonts", f"MapappSans-{style}{kind}.ttf")
    number = QFontDatabase.addApplicationFont(str(file))
    font = QFont(QFontDatabase.applicationFontFamilies(number), 12)
    font.setBold(style == "Bold")
    writer = QPdfWriter(str(target))
    painter = QPainter(writer)
    painter.setFont(font)
    painter.drawText(QPointF(500, 500), text)
    painter.end()
    QFontDatabase.removeApplicationFont(number)


@pytest.mark.parametrize("style", ["Regular", "Bold"])
@pytest.mark.parametrize("text", [FIGURES, SIGNS], ids=["figures", "signs"])
def test_text_survives_in_a_pdf(
    qapp: QGuiApplication, tmp_path: Path, text: str, style: str
) -> None:
    draw(text, style, tmp_path / "text.pdf")
    assert output("pdftotext", tmp_path / "text.pdf", "-").split() == text.split()


@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_narrow_marks_survive_in_a_pdf(qapp: QGuiApplication, tmp_path: Path, style: str) -> None:
    text = "Liaoning’s “hub” ‘x’ … a · b •"
    draw(text, style, tmp_path / "text.pdf", "-western")
    assert output("pdftotext", tmp_path / "text.pdf", "-").split() == text.split()


@pytest.mark.parametrize("mark", ["‘", "’", "“", "”", "…", "·", "•"])
@pytest.mark.parametrize("bold", [False, True])
def test_marks_are_narrow_in_english_and_as_wide_as_hanzi_in_chinese(
    qapp: QGuiApplication, mark: str, *, bold: bool
) -> None:
    load_fonts()
    for text, narrow in (("a", True), ("大", False)):
        font = map_font(bold=bold, italic=False, narrow=narrow)
        drawn = QFontMetricsF(font).horizontalAdvance(text + mark + text)
        told = measurer().width(text + mark + text, font.pixelSize(), bold=bold)
        assert drawn == pytest.approx(told, rel=0.02)
        wide = drawn - QFontMetricsF(font).horizontalAdvance(text + text)
        assert (wide < 0.99 * font.pixelSize()) == narrow


@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_pdf_holds_a_subset_of_the_one_weight(
    qapp: QGuiApplication, tmp_path: Path, style: str
) -> None:
    target = tmp_path / "font.pdf"
    draw(FIGURES, style, target)
    fonts = output("pdffonts", target).splitlines()[2:]
    assert [line.split()[0] for line in fonts] == [f"MapappSans-{style}"]
    assert target.stat().st_size < 40_000
