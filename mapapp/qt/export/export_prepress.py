"""Options for those who print or work on a picture: bleed, marks, standards, texts of SVG."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QSpinBox, QWidget

from mapapp.qt.parts.option_group import OptionGroup, choose
from mapapp.render.request.choices import Choices
from mapapp.render.request.prepress import MOST_BLEED_MM


class ExportPrepress(OptionGroup):
    """What a PDF or an SVG has for print shops; other formats have nothing of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_heading(self.tr("For print shops"))
        self.standard = self.combo(
            {
                "": self.tr("None"),
                "x-4": self.tr("PDF/X-4, to be printed"),
                "a-2b": self.tr("PDF/A-2b, to be kept"),
            }
        )
        self.bleed = self._bleed()
        self.crop_marks = QCheckBox(self.tr("Crop marks"), self)
        self.crop_marks.setToolTip(self.tr("Lines outside the page that show where to cut."))
        self.crop_marks.toggled.connect(lambda _: self.changed.emit())
        self.svg_text = self.combo(
            {
                "text": self.tr("Text, with its font"),
                "outlines": self.tr("Outlines, which need no font"),
            }
        )
        self.add_row(self.tr("Stan&dard"), self.standard)
        self.add_row(self.tr("Bleed"), self.bleed)
        self.form.addRow("", self.crop_marks)
        self.add_row(self.tr("Te&xts as"), self.svg_text)

    def show_choices(self, choices: Choices) -> None:
        """Show what is chosen."""
        choose(self.standard, choices.pdf_standard)
        self.bleed.setValue(choices.bleed_mm)
        self.crop_marks.setChecked(choices.crop_marks)
        choose(self.svg_text, choices.svg_text)

    def taken(self, choices: Choices) -> Choices:
        """The choices with what is chosen here."""
        self._show_rows(choices.format)
        return replace(
            choices,
            pdf_standard=self.standard.currentData(),
            bleed_mm=self.bleed.value(),
            crop_marks=self.crop_marks.isChecked(),
            svg_text=self.svg_text.currentData(),
        )

    def _show_rows(self, format_: str) -> None:
        """Show only what matters for the format."""
        self.setVisible(format_ in ("pdf", "svg"))
        for field in (self.standard, self.bleed, self.crop_marks):
            self.form.setRowVisible(field, format_ == "pdf")
        self.form.setRowVisible(self.svg_text, format_ == "svg")

    def _bleed(self) -> QSpinBox:
        field = self.number(0, MOST_BLEED_MM, " mm")
        field.setSpecialValueText(self.tr("None"))
        field.setToolTip(self.tr("What is cut off around the page: print shops mostly want 3 mm."))
        return field
