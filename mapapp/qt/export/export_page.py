"""Options of the file: format, page, size, resolution and colours."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QWidget

from mapapp.qt.parts.option_group import OptionGroup, choose
from mapapp.render.request.choices import CUSTOM_MM, CUSTOM_PX, Choices
from mapapp.render.request.paper import LEAST_SIDE_MM, MOST_SIDE_MM, PAGES
from mapapp.render.request.request import RASTERS

_DPI = (72, 1200)
_SIDES_PX = (32, 65_535)
_SQUARE = "square"


class ExportPage(OptionGroup):
    """What the file is, and how large."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_heading(self.tr("Page"))
        self.format = self.combo(self._formats())
        self.page = self.combo(self._pages())
        self.turn = self.combo({"": self.tr("Landscape"), "portrait": self.tr("Portrait")})
        self.width_mm = self._side(LEAST_SIDE_MM, MOST_SIDE_MM, " mm", self.tr("Width"))
        self.height_mm = self._side(LEAST_SIDE_MM, MOST_SIDE_MM, " mm", self.tr("Height"))
        self.width_px = self._side(*_SIDES_PX, " px", self.tr("Width"))
        self.height_px = self._side(*_SIDES_PX, " px", self.tr("Height"))
        self.dpi = self._side(*_DPI, " dpi", self.tr("Resolution"))
        self.theme = self.combo(
            {
                "": self.tr("Same as the map"),
                "light": self.tr("Light"),
                "dark": self.tr("Dark"),
                "contrast": self.tr("High contrast"),
            }
        )
        self._sides_mm = _beside(self.width_mm, self.height_mm)
        self._sides_px = _beside(self.width_px, self.height_px)
        self.add_row(self.tr("&Format"), self.format)
        self.add_row(self.tr("&Page"), self.page)
        self.add_row(self.tr("&Orientation"), self.turn)
        self.add_row(self.tr("Sides"), self._sides_mm)
        self.add_row(self.tr("Sides"), self._sides_px)
        self.add_row(self.tr("&Resolution"), self.dpi)
        self.add_row(self.tr("&Colours"), self.theme)

    def show_choices(self, choices: Choices) -> None:
        """Show what is chosen."""
        choose(self.format, choices.format)
        choose(self.page, choices.page)
        choose(self.turn, "portrait" if choices.portrait else "")
        for field, value in zip(self._numbers(), self._values(choices), strict=True):
            field.setValue(value)
        choose(self.theme, choices.theme)
        self._show_rows()

    def taken(self, choices: Choices) -> Choices:
        """The choices with what is chosen here."""
        self._show_rows()
        return replace(
            choices,
            format=self.format.currentData(),
            page=str(self.page.currentData()),
            portrait=bool(self.turn.currentData()),
            sides_mm=(self.width_mm.value(), self.height_mm.value()),
            size_px=(self.width_px.value(), self.height_px.value()),
            dpi=self.dpi.value(),
            theme=self.theme.currentData(),
        )

    def _numbers(self) -> tuple[QSpinBox, ...]:
        return (self.width_mm, self.height_mm, self.width_px, self.height_px, self.dpi)

    def _values(self, choices: Choices) -> tuple[int, ...]:
        return (*choices.sides_mm, *choices.size_px, choices.dpi)

    def _show_rows(self) -> None:
        """Show only what matters for the format and the page."""
        format_, page = self.format.currentData(), self.page.currentData()
        is_page = format_ != "html"
        self.form.setRowVisible(self.page, is_page)
        self.form.setRowVisible(self.turn, is_page and page not in (CUSTOM_MM, CUSTOM_PX, _SQUARE))
        self.form.setRowVisible(self._sides_mm, is_page and page == CUSTOM_MM)
        self.form.setRowVisible(self._sides_px, is_page and page == CUSTOM_PX)
        self.form.setRowVisible(self.dpi, format_ in RASTERS or (is_page and page == CUSTOM_PX))

    def _formats(self) -> dict[str, str]:
        return {
            "pdf": self.tr("PDF (vectors)"),
            "svg": self.tr("SVG (vectors)"),
            "png": "PNG",
            "jpeg": "JPEG",
            "tiff": "TIFF",
            "webp": "WebP",
            "html": self.tr("Web page (HTML)"),
        }

    def _pages(self) -> dict[str, str]:
        names = {
            "letter": self.tr("Letter"),
            "slide16x9": self.tr("Slide 16:9"),
            _SQUARE: self.tr("Square"),
        }
        pages = {page.name: names.get(page.name, page.name) for page in PAGES}
        return {
            **pages,
            CUSTOM_MM: self.tr("Own size in millimetres"),
            CUSTOM_PX: self.tr("Own size in pixels, all map"),
        }

    def _side(self, least: float, most: float, unit: str, name: str) -> QSpinBox:
        field = self.number(least, most, unit)
        field.setAccessibleName(name)
        return field


def _beside(width: QSpinBox, height: QSpinBox) -> QWidget:
    both = QWidget(width.parentWidget())
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(width, 1)
    row.addWidget(QLabel("×", both))
    row.addWidget(height, 1)
    both.setFocusProxy(width)
    return both
