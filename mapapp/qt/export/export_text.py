"""Options of the words on a picture."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from mapapp.qt.export.ground_choice import GroundChoice
from mapapp.qt.parts.bounded import BoundedText, bound
from mapapp.qt.parts.option_group import OptionGroup, choose
from mapapp.render.request.choices import Choices

_NOTES_PX = 52


class ExportText(OptionGroup):
    """Title, subtitle, language, notes, the map review number and whose borders are drawn."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_heading(self.tr("Text"))
        self.title = self._line()
        self.subtitle = self._line()
        self.language = self.combo(
            {
                "": self.tr("Same as the map"),
                "en": "English",
                "zh": "简体中文",
                "both": self._both(),
            }
        )
        self.notes = BoundedText(self)
        self.notes.setFixedHeight(_NOTES_PX)
        self.notes.setTabChangesFocus(True)
        self.notes.textChanged.connect(self.changed)
        self.review_number = self._line()
        self.review_number.setPlaceholderText(self.tr("GS(2026)0000, if there is one"))
        self.ground = GroundChoice(self)
        self.ground.changed.connect(self.changed)
        self.review_hint = QLabel(self)
        self.add_row(self.tr("&Title"), self.title)
        self.add_row(self.tr("S&ubtitle"), self.subtitle)
        self.add_row(self.tr("L&anguage"), self.language)
        self.add_row(self.tr("&Notes"), self.notes)
        self.add_row(self.tr("Borders"), self.ground)
        self.add_row(self.tr("Re&view no."), self.review_number)
        self.add_hint(self.review_hint)
        self.show_border(in_sight=False)

    def show_border(self, *, in_sight: bool) -> None:
        """Say what the review number is, and that it is wanted where a border is in sight."""
        missing = in_sight and not self.review_number.text().strip()
        self.review_hint.setProperty("role", "warning" if missing else "secondary")
        self.review_hint.setText(self._border_hint() if missing else self._usual_hint())
        self.review_hint.style().polish(self.review_hint)

    def show_choices(self, choices: Choices) -> None:
        """Show what is chosen."""
        self.title.setText(choices.title)
        self.subtitle.setText(choices.subtitle)
        choose(self.language, choices.language)
        self.notes.setPlainText(choices.notes)
        self.review_number.setText(choices.review_number)
        self.ground.show_path(choices.ground)

    def taken(self, choices: Choices) -> Choices:
        """The choices with what is chosen here."""
        return replace(
            choices,
            title=self.title.text(),
            subtitle=self.subtitle.text(),
            language=self.language.currentData(),
            notes=self.notes.toPlainText(),
            review_number=self.review_number.text(),
            ground=self.ground.path,
        )

    def _both(self) -> str:
        return self.tr("Both: English and Chinese")

    def _usual_hint(self) -> str:
        return self.tr("审图号: the number a map gets when it is approved for print in China.")

    def _border_hint(self) -> str:
        return self.tr(
            "A national border is in sight: to be published in China, this map needs a review "
            "number (审图号)."
        )

    def _line(self) -> QLineEdit:
        line = QLineEdit(self)
        bound(line)
        line.textChanged.connect(lambda _: self.changed.emit())
        return line
